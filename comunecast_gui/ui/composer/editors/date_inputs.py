# SPDX-License-Identifier: EUPL-1.2
"""Lines that take a day, an hour or both as a person types them, or from a calendar; nothing that is typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame, QLineEdit, QVBoxLayout, QWidget

from comunecast_gui.core.notice.typed_dates import Misread, NotRead, read_day, read_hour, read_moment
from comunecast_gui.core.periods import MONTHS, WEEKDAYS, hour
from comunecast_gui.ui.widgets.look import FieldButton, Look

_QUARTER = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Today:
    """The office's naive local time, asked whenever a date is read, and its timezone."""

    now: Callable[[], datetime]
    zone: tzinfo


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


def _misread_words(why: Misread) -> str:
    """Why a typed day or hour is none, and what to do."""
    return {
        Misread.TWO_MEANINGS: QCoreApplication.translate(
            "Dates", "It could be a day or an hour. Write 9/12 for a day and 9:00 for an hour."
        ),
        Misread.OTHER_WEEKDAY: QCoreApplication.translate(
            "Dates", "That day falls on another weekday. Correct one of the two, or leave the weekday out."
        ),
        Misread.NO_SUCH_DAY: QCoreApplication.translate("Dates", "That day is not in the calendar."),
        Misread.NO_HOUR: QCoreApplication.translate("Dates", "The hour is missing: write it after the day, 2/12 9:00."),
        Misread.SKIPPED_HOUR: QCoreApplication.translate(
            "Dates", "That night the clocks go forward: this hour does not exist."
        ),
    }[why]


class DateLine(QLineEdit):
    """A line for a day, an hour or both. What cannot be read stays as it was typed, and is the value then."""

    changed = Signal()
    """Another value."""

    def __init__(self, today: Today, usual: Any, parent: QWidget | None = None) -> None:
        """``usual`` completes what a person leaves out, until there is another value."""
        super().__init__(parent)
        self.today = today
        self.why: Misread | None = None
        """Why the text is no day or hour; None if it is one, or empty."""
        self._usual = usual
        self._value: Any = None
        self.textChanged.connect(self._on_text)
        self.editingFinished.connect(self._settle)

    @property
    def complaint(self) -> str:
        """Why the text is no day or hour, and how to write it; empty if it is one."""
        if self.why is None:
            return ""
        return self._not_understood() if self.why is Misread.UNREADABLE else _misread_words(self.why)

    def value(self) -> Any:
        """What is written: a date, datetime or time, the text itself if it is none of these, None if it is empty."""
        return self._value

    def set_value(self, raw: Any) -> None:
        """Shows a value, or a text that was typed before; None empties."""
        try:
            value = None if raw is None or raw == "" else self._from_raw(raw)
        except ValueError:
            self.setText(str(raw))
            return
        if value is not None:
            self._usual = value
        self._show(value)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """The arrows up and down step; the rest is a line's."""
        step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
        if step is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif self.why is None:
            place = self.cursorPosition()
            value = self._stepped(self._usual if self._value is None else self._value, step)
            self._usual = value
            self._show(value)
            self.setCursorPosition(min(place, len(self.text())))

    def _not_understood(self) -> str:
        """What can be written here, by examples."""
        raise NotImplementedError

    def _read(self, text: str) -> Any:
        """The value of a text. Raises NotRead."""
        raise NotImplementedError

    def _words(self, value: Any) -> str:
        """A value as it is shown, which reads back as the same."""
        raise NotImplementedError

    def _from_raw(self, raw: Any) -> Any:
        """A raw value as a typed one. Raises ValueError."""
        raise NotImplementedError

    def _stepped(self, value: Any, step: int) -> Any:
        """The next value, or the one before."""
        raise NotImplementedError

    def _show(self, value: Any) -> None:
        self.setText("" if value is None else self._words(value))
        self.setCursorPosition(0)

    def _on_text(self) -> None:
        text, before = self.text().strip(), self._value
        self.why = None
        try:
            self._value = self._read(text) if text else None
        except NotRead as error:
            self._value, self.why = text, error.why
        if self._value != before:
            self.changed.emit()

    def _settle(self) -> None:
        """The person leaves the line: "domani" becomes its date, and what cannot be read stays."""
        if self.why is None and self._value is not None:
            self._usual = self._value
            self._show(self._value)


class HourLine(DateLine):
    """A time of day."""

    def __init__(self, today: Today, usual: time, parent: QWidget | None = None) -> None:
        super().__init__(today, usual, parent)
        self.setPlaceholderText("8:30")

    def _not_understood(self) -> str:
        return QCoreApplication.translate("Dates", "Not understood. Write for example 9:00 or 9.30.")

    def _read(self, text: str) -> time:
        return read_hour(text)

    def _words(self, value: time) -> str:
        return hour(value)

    def _from_raw(self, raw: Any) -> time:
        return as_time(raw)

    def _stepped(self, value: time, step: int) -> time:
        return (datetime.combine(date(2000, 1, 1), value) + step * _QUARTER).time()


class DayLine(DateLine):
    """A day, also from a calendar: F4 or Alt and the arrow down open it."""

    def __init__(
        self, look: Look, today: Today, usual: Any, *, past: bool = False, parent: QWidget | None = None
    ) -> None:
        """``past``: the day may lie behind, so that one without a year is the nearest instead of the coming one."""
        super().__init__(today, usual, parent)
        self._past = past
        self.setPlaceholderText(self._example())
        self._popup: _Popup | None = None
        opener = FieldButton(look, self, "it-calendar", QCoreApplication.translate("Dates", "Open the calendar"))
        opener.clicked.connect(self.open_calendar)

    @property
    def calendar(self) -> QCalendarWidget | None:
        """The calendar, once it was opened."""
        return self._popup.calendar if self._popup else None

    def open_calendar(self) -> None:
        """Shows the calendar under the line, with the day that is written or else the usual one."""
        if self._popup is None:
            self._popup = _Popup(self)
            self._popup.picked.connect(self._on_picked)
        known = self._usual if self._value is None or self.why else self._value
        self._popup.open(self, self._day_of(known))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if _opens_calendar(event):
            self.open_calendar()
        else:
            super().keyPressEvent(event)

    def _on_picked(self, day: date) -> None:
        value = self._with_day(day)
        self._usual = value
        self._show(value)
        self.setFocus()

    def _example(self) -> str:
        return "2/12"

    def _day_of(self, value: Any) -> date:
        return value

    def _with_day(self, day: date) -> Any:
        return day

    def _not_understood(self) -> str:
        return QCoreApplication.translate("Dates", "Not understood. Write for example 2/12, 2 dic, domani or lun.")

    def _read(self, text: str) -> Any:
        return read_day(text, self.today.now(), past=self._past)

    def _words(self, value: Any) -> str:
        return f"{WEEKDAYS[value.weekday()][:3]} {value.day} {MONTHS[value.month - 1][:3]} {value.year}"

    def _from_raw(self, raw: Any) -> Any:
        return as_date(raw)

    def _stepped(self, value: Any, step: int) -> Any:
        return value + timedelta(days=step)


class MomentLine(DayLine):
    """A day and an hour."""

    def _example(self) -> str:
        return "2/12 9:00"

    def _day_of(self, value: datetime) -> date:
        return value.date()

    def _with_day(self, day: date) -> datetime:
        known = self._usual if self._value is None or self.why else self._value
        return datetime.combine(day, known.time())

    def _not_understood(self) -> str:
        return QCoreApplication.translate(
            "Dates", "Not understood. Write for example 2/12 9:00, 2 dic, domani 9 or lun 9.30."
        )

    def _read(self, text: str) -> datetime:
        return read_moment(text, self.today.now(), self.today.zone, self._usual, past=self._past)

    def _words(self, value: datetime) -> str:
        return f"{super()._words(value)} {value:%H:%M}"

    def _from_raw(self, raw: Any) -> datetime:
        return as_datetime(raw)

    def _stepped(self, value: datetime, step: int) -> datetime:
        """A day further, or a quarter of an hour where the cursor stands in the hour."""
        in_hour = self.cursorPosition() > self.text().rfind(" ") >= 0
        return value + step * (_QUARTER if in_hour else timedelta(days=1))


def _opens_calendar(event: QKeyEvent) -> bool:
    """F4 or Alt and the arrow down, as in a list of choices."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if event.key() == Qt.Key.Key_Down:
        return modifiers == Qt.KeyboardModifier.AltModifier
    return event.key() == Qt.Key.Key_F4 and modifiers == Qt.KeyboardModifier.NoModifier


class _Popup(QFrame):
    """A calendar with Italian weeks under a line; Qt would write Saturday and Sunday in a red that is hard to read."""

    picked = Signal(object)
    """The date that a person chose."""

    def __init__(self, line: QWidget) -> None:
        super().__init__(line, Qt.WindowType.Popup)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        self.calendar = QCalendarWidget()
        self.calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.calendar.setLocale(QLocale(QLocale.Language.Italian))
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.calendar.setDateEditEnabled(False)
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.calendar.setWeekdayTextFormat(day, QTextCharFormat())
        self.calendar.clicked.connect(self._on_day)
        self.calendar.activated.connect(self._on_day)
        column.addWidget(self.calendar)

    def open(self, line: QWidget, day: date) -> None:
        """Opens with this day chosen, within the screen."""
        name = QCoreApplication.translate("Dates", "Calendar: {field}").format(field=line.accessibleName())
        self.setAccessibleName(name)
        self.calendar.setAccessibleName(name)
        self.calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        size, room = self.sizeHint(), line.screen().availableGeometry()
        below, above = line.mapToGlobal(QPoint(0, line.height())), line.mapToGlobal(QPoint(0, -size.height()))
        at = below if below.y() + size.height() <= room.bottom() or above.y() < room.top() else above
        self.move(max(min(at.x(), room.right() - size.width()), room.left()), at.y())
        self.show()
        self.calendar.setFocus()

    def _on_day(self, day: QDate) -> None:
        if self.isVisible():  # a click that also activates is one choice
            self.hide()
            self.picked.emit(date(day.year(), day.month(), day.day()))
