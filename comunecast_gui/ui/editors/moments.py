# SPDX-License-Identifier: EUPL-1.2
"""Days and hours between Python, raw input and Qt, and the widgets that show them the Italian way."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from PySide6.QtCore import QDate, QDateTime, QLocale, Qt, QTime
from PySide6.QtWidgets import QDateEdit, QDateTimeEdit

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


def moment_edit(start: datetime) -> QDateTimeEdit:
    """A day and an hour with a calendar to pick from, Italian weeks."""
    edit = QDateTimeEdit(to_qt(start))
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
    edit = QDateEdit(QDate(day.year, day.month, day.day))
    edit.setLocale(QLocale(QLocale.Language.Italian))
    edit.setDisplayFormat(_DAY)
    edit.setCalendarPopup(True)
    edit.calendarWidget().setFirstDayOfWeek(Qt.DayOfWeek.Monday)
    return edit


def day_of(edit: QDateEdit) -> date:
    """The day that is shown."""
    at = edit.date()
    return date(at.year(), at.month(), at.day())
