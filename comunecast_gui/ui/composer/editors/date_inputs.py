# SPDX-License-Identifier: EUPL-1.2
"""Converts days and hours between Python, raw input and Qt, and makes the widgets for them."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from PySide6.QtCore import QDate, QDateTime, QLocale, Qt, QTime
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDateEdit, QDateTimeEdit, QTimeEdit, QWidget

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
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)  # type: ignore[misc]
            return
        section = self.currentSectionIndex() + step  # type: ignore[attr-defined]
        if 0 <= section < self.sectionCount():  # type: ignore[attr-defined]
            self.setCurrentSectionIndex(section)  # type: ignore[attr-defined]
            self.setSelectedSection(self.currentSection())  # type: ignore[attr-defined]


class _MomentEdit(_OneStop, MomentField):
    pass


class _DayEdit(_OneStop, DayField):
    pass


class _HourEdit(_OneStop, HourField):
    pass


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
    edit.setCalendarPopup(True)
    edit.calendarWidget().setFirstDayOfWeek(Qt.DayOfWeek.Monday)
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
    edit.setCalendarPopup(True)
    edit.calendarWidget().setFirstDayOfWeek(Qt.DayOfWeek.Monday)
    return edit


def day_of(edit: QDateTimeEdit) -> date:
    """The day that is shown."""
    at = edit.date()
    return date(at.year(), at.month(), at.day())
