# SPDX-License-Identifier: EUPL-1.2
"""Converts days and hours between Python, raw input and Qt, and makes the widgets for them."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any, cast

from PySide6.QtCore import QDate, QDateTime, QEvent, QLocale, QPointF, Qt, QTime
from PySide6.QtGui import QKeyEvent, QMouseEvent, QTextCharFormat
from PySide6.QtWidgets import QApplication, QDateEdit, QDateTimeEdit, QStyle, QStyleOptionComboBox, QTimeEdit, QWidget

from comunecast_gui.ui.widgets.still_fields import DayField, HourField, MomentField

_MOMENT = "ddd d MMM yyyy HH:mm"
_DAY = "ddd d MMM yyyy"


def as_datetime(raw: Any) -> datetime:
    """A raw moment (a datetime or ISO text) as a naive datetime to the minute. Raises ValueError."""
    moment = raw if isinstance(raw, datetime) else datetime.fromisoformat(str(raw))
    return moment.replace(tzinfo=None, second=0, microsecond=0)


def as_date(raw: Any) -> date:
    """A raw day as a date. Raises ValueError."""
    if isinstance(raw, datetime):
        return raw.date()
    return raw if isinstance(raw, date) else date.fromisoformat(str(raw)[:10])


def as_time(raw: Any) -> time:
    """A raw time of day. Raises ValueError."""
    return raw if isinstance(raw, time) else time.fromisoformat(str(raw).rjust(5, "0"))


class _OneStop:
    """Tab leaves the field; the arrows go between its parts. Qt would stop at each of six parts."""

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802 - Qt's name
        return QWidget.focusNextPrevChild(self, forward)  # type: ignore[arg-type]

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if _opens_calendar(event) and self.calendarPopup():  # type: ignore[attr-defined]
            _press_arrow(cast(QDateTimeEdit, self))
            return
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)  # type: ignore[misc]
            return
        section = self.currentSectionIndex() + step  # type: ignore[attr-defined]
        if 0 <= section < self.sectionCount():  # type: ignore[attr-defined]
            self.setCurrentSectionIndex(section)  # type: ignore[attr-defined]
            self.setSelectedSection(self.currentSection())  # type: ignore[attr-defined]


def _opens_calendar(event: QKeyEvent) -> bool:
    """F4 or Alt and the arrow down, as in a list of choices."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if event.key() == Qt.Key.Key_Down:
        return modifiers == Qt.KeyboardModifier.AltModifier
    return event.key() == Qt.Key.Key_F4 and modifiers == Qt.KeyboardModifier.NoModifier


def _press_arrow(edit: QDateTimeEdit) -> None:
    """Opens the calendar; Qt has no other door to it than the mouse on the arrow."""
    option = QStyleOptionComboBox()
    option.initFrom(edit)
    option.editable = True  # type: ignore[attr-defined]
    style, arrow = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxArrow
    at = QPointF(edit.style().subControlRect(style, option, arrow, edit).center())
    left = Qt.MouseButton.LeftButton
    where = edit.mapToGlobal(at)
    press = QMouseEvent(QEvent.Type.MouseButtonPress, at, where, left, left, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(edit, press)


class _MomentEdit(_OneStop, MomentField):
    pass


class _DayEdit(_OneStop, DayField):
    pass


class _HourEdit(_OneStop, HourField):
    pass


def _offer_calendar(edit: QDateTimeEdit) -> None:
    """A calendar with Italian weeks; Qt would write Saturday and Sunday in a red that is hard to read."""
    edit.setCalendarPopup(True)
    calendar = edit.calendarWidget()
    calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
    for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
        calendar.setWeekdayTextFormat(day, QTextCharFormat())


def hour_edit(hour: time) -> QTimeEdit:
    """A time of day."""
    edit = _HourEdit(QTime(hour.hour, hour.minute))
    edit.setDisplayFormat("HH:mm")
    return edit


def moment_edit(start: datetime) -> QDateTimeEdit:
    """A day and an hour with a calendar to pick from, Italian weeks."""
    edit = _MomentEdit(to_qt(start))
    edit.setLocale(QLocale(QLocale.Language.Italian))
    edit.setDisplayFormat(_MOMENT)
    _offer_calendar(edit)
    return edit


def moment_of(edit: QDateTimeEdit) -> datetime:
    """The naive moment that is shown."""
    at = edit.dateTime()
    day, hour = at.date(), at.time()
    return datetime(day.year(), day.month(), day.day(), hour.hour(), hour.minute())


def to_qt(at: datetime) -> QDateTime:
    """A naive moment as Qt has it, to the minute."""
    return QDateTime(QDate(at.year, at.month, at.day), QTime(at.hour, at.minute))


def day_edit(day: date) -> QDateEdit:
    """A day with a calendar to pick from."""
    edit = _DayEdit(QDate(day.year, day.month, day.day))
    edit.setLocale(QLocale(QLocale.Language.Italian))
    edit.setDisplayFormat(_DAY)
    _offer_calendar(edit)
    return edit


def day_of(edit: QDateTimeEdit) -> date:
    """The day that is shown."""
    at = edit.date()
    return date(at.year(), at.month(), at.day())
