# SPDX-License-Identifier: EUPL-1.2
"""Writes days, hours and periods in Italian with the weekday computed, so that nobody can get it wrong by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from comunecast_gui.core.errors import ConfigError
from comunecast_gui.core.model import Office, Period

WEEKDAYS = ("lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica")
MONTHS = (
    "gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno",
    "luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre",
)  # fmt: skip
_LAST_MINUTE = time(23, 59)


def timezone_of(office: Office) -> ZoneInfo:
    """The office's timezone. Raises ConfigError("timezone")."""
    try:
        return ZoneInfo(office.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ConfigError("timezone", field="timezone", timezone=office.timezone) from error


def local(moment: datetime, office: Office) -> datetime:
    """An aware moment as the office's naive local time, to the minute; a naive one is already local."""
    if moment.tzinfo is not None:
        moment = moment.astimezone(timezone_of(office)).replace(tzinfo=None)
    return moment.replace(second=0, microsecond=0, fold=0)


def hour(at: time) -> str:
    """``8:30``: 24 hours, a colon, no leading zero."""
    return f"{at.hour}:{at.minute:02d}"


def day(of: date, year: int) -> str:
    """``mercoledì 24 agosto``; with the year when it is not ``year``, the year of sending."""
    text = f"{WEEKDAYS[of.weekday()]} {of.day} {MONTHS[of.month - 1]}"
    return text if of.year == year else f"{text} {of.year}"


def full_date(of: date) -> str:
    """``22 agosto 2022``, for the signature: it must still be clear in a message forwarded years later."""
    return f"{of.day} {MONTHS[of.month - 1]} {of.year}"


def days(of: Sequence[date], year: int) -> str:
    """Several days: ``sabato 15 marzo e lunedì 17 marzo``."""
    return listed([day(one, year) for one in of])


def moment(of: datetime, year: int) -> str:
    """``alle 18:00 di mercoledì 20 ottobre``."""
    return f"{at_hour(of.time())} di {day(of, year)}"


def sent_at(of: datetime, year: int) -> str:
    """``19 agosto alle 10:05``, as a message speaks of an earlier one; with the year when it is not ``year``."""
    text = f"{of.day} {MONTHS[of.month - 1]}"
    return f"{text if of.year == year else f'{text} {of.year}'} {at_hour(of.time())}"


def since(of: datetime, year: int) -> str:
    """``dalle 17:00 di domenica 3 maggio``."""
    return f"{_from(of.time())} di {day(of, year)}"


def period(of: Period, year: int) -> str:
    """From a start to an end: the day once when both are on it, ``tutto il giorno`` for whole days.

    An end at 0:00 is said as 24:00 of the day before: people take "0:00 of Friday" for a day later.
    """
    start, end, until = of.start, of.end, at_hour(of.end.time())
    if end.time() == time(0) and start < end:
        end, until = end - timedelta(minutes=1), "alle 24:00"
    if start.time() == time(0) and end.time() == _LAST_MINUTE:
        if start.date() == end.date():
            return f"tutto il giorno di {day(start, year)}"
        return f"tutto il giorno da {day(start, year)} a {day(end, year)}"
    if start.date() == end.date():
        return f"{day(start, year)} {_from(start.time())} {until}"
    return f"{since(start, year)} {until} di {day(end, year)}"


def listed(items: Sequence[str]) -> str:
    """``a, b e c``."""
    return " e ".join(filter(None, [", ".join(items[:-1]), *items[-1:]]))


def _from(at: time) -> str:
    # Only one o'clock begins with a vowel that is elided: dall'1:00, but dalle 8:00 and dalle 11:00.
    return f"dall'{hour(at)}" if at.hour == 1 else f"dalle {hour(at)}"


def at_hour(at: time) -> str:
    """``alle 8:30``; ``all'1:00``."""
    return f"all'{hour(at)}" if at.hour == 1 else f"alle {hour(at)}"
