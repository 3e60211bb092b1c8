# SPDX-License-Identifier: EUPL-1.2
"""Reads the days of a calendar file (iCalendar, RFC 5545): single days, and those that return every week or year.

A reader of its own, and strict: the libraries for it bring all of RFC 5545 with a date library of their own, while the
calendars of waste and taxes use a dozen words. What is not among them is refused, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from comunecast_gui.core import periods
from comunecast_gui.core.errors import InputError

MAX_BYTES = 2 * 1024 * 1024
_MOST_EVENTS = 5_000
_MOST_DAYS = 2_000
"""Days of one event up to the last one asked for; five years of every day."""
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_KNOWN_RULES = frozenset({"FREQ", "INTERVAL", "BYDAY", "UNTIL", "COUNT", "WKST"})
_ESCAPED = re.compile(r"\\([\\;,nN])")


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day of the calendar with what is on it; ``text`` may be empty."""

    day: date
    title: str
    text: str = ""


def fields_of(one: CalendarDay, year: int) -> dict[str, str]:
    """The raw values of a notice of the category for any text about a day; ``year`` is that of sending."""
    when = periods.day(one.day, year)
    text = f"{when[:1].upper()}{when[1:]}: {one.title}."
    return {"titolo": one.title, "testo": f"{text} {one.text}".strip()}


@dataclass(frozen=True, slots=True)
class _Event:
    start: date
    title: str
    text: str
    rule: Mapping[str, str]
    without: frozenset[date]


def read_calendar(text: str, zone: ZoneInfo, first: date, last: date) -> tuple[CalendarDay, ...]:
    """The days from ``first`` to ``last``, in their order; hours are the office's.

    Raises InputError: ``calendar_not_one``, ``calendar_too_large``, ``calendar_broken`` and ``calendar_unknown_rule``
    with the line or the rule.
    """
    found = [
        CalendarDay(day, event.title, event.text)
        for event in _events(text, zone)
        for day in _days(event, last)
        if first <= day <= last and day not in event.without
    ]
    return tuple(sorted(dict.fromkeys(found), key=lambda one: (one.day, one.title)))


def _events(text: str, zone: ZoneInfo) -> Iterator[_Event]:
    lines = re.sub(r"\r?\n[ \t]", "", text.lstrip("\ufeff")).splitlines()  # folded lines (RFC 5545, 3.1)
    if not lines or lines[0].strip().upper() != "BEGIN:VCALENDAR":
        raise InputError("calendar_not_one", field="file")
    inside: list[str] | None = None
    nested = count = 0
    for line in lines:
        word = line.strip().upper()
        if word == "BEGIN:VEVENT":
            inside = []
        elif word == "END:VEVENT" and inside is not None:
            count += 1
            if count > _MOST_EVENTS:
                raise InputError("calendar_too_large", field="file")
            if (event := _event(inside, zone)) is not None:
                yield event
            inside = None
        elif inside is not None:
            nested += word.startswith("BEGIN:") - word.startswith("END:")  # an alarm inside an event
            if not nested and not word.startswith("END:"):
                inside.append(line)


def _event(lines: list[str], zone: ZoneInfo) -> _Event | None:
    values: dict[str, tuple[str, str]] = {}
    without: set[date] = set()
    for line in lines:
        head, colon, value = line.partition(":")
        if not colon:
            continue
        name, _, parameters = head.partition(";")
        if name.upper() == "EXDATE":
            without |= {_day(one, parameters, zone, line) for one in value.split(",")}
        else:
            values.setdefault(name.upper(), (value.strip(), parameters))
    if "DTSTART" not in values or values.get("STATUS", ("", ""))[0].upper() == "CANCELLED":
        return None
    start = _day(*values["DTSTART"], zone, "DTSTART")
    rule = dict(part.partition("=")[::2] for part in values.get("RRULE", ("", ""))[0].upper().split(";") if part)
    title, text = (_plain(values.get(name, ("", ""))[0]) for name in ("SUMMARY", "DESCRIPTION"))
    if not title:
        return None
    return _Event(start, title, text, rule, frozenset(without))


def _plain(value: str) -> str:
    """A text without its escapes (RFC 5545, 3.3.11), on one line."""
    plain = _ESCAPED.sub(lambda match: " " if match[1] in "nN" else match[1], value)
    return " ".join(plain.split())


def _day(value: str, parameters: str, zone: ZoneInfo, line: str) -> date:
    """The day of a DATE or a DATE-TIME, in the office's time where it is said in UTC."""
    value = value.strip().upper()
    try:
        if re.fullmatch(r"\d{8}", value):
            return datetime.strptime(value, "%Y%m%d").date()
        if value.endswith("Z"):
            return datetime.strptime(value, "%Y%m%dT%H%M%S%z").astimezone(zone).date()
        return datetime.strptime(value, "%Y%m%dT%H%M%S").date()
    except ValueError:
        raise InputError("calendar_broken", field="file", line=line[:80]) from None


def _days(event: _Event, last: date) -> Iterator[date]:
    """The days of an event up to ``last``. Raises InputError("calendar_unknown_rule")."""
    rule = event.rule
    if not rule:
        yield event.start
        return
    told = ";".join(f"{name}={value}" for name, value in rule.items())
    weekdays = [_DAYS.index(day) for day in rule.get("BYDAY", "").split(",") if day in _DAYS]
    frequency, interval = rule.get("FREQ", ""), rule.get("INTERVAL", "1")
    understood = (
        rule.keys() <= _KNOWN_RULES
        and frequency in ("WEEKLY", "YEARLY")
        and interval.isdigit()
        and 0 < int(interval) < 100
        and len(weekdays) == len([day for day in rule.get("BYDAY", "").split(",") if day])
        and not (weekdays and frequency == "YEARLY")
        and rule.get("COUNT", "1").isdigit()
        and rule.get("WKST", "MO") == "MO"
    )
    if not understood:
        raise InputError("calendar_unknown_rule", field="file", rule=told[:80], title=event.title)
    until = min(last, _day(rule["UNTIL"], "", ZoneInfo("UTC"), told)) if "UNTIL" in rule else last
    most = min(int(rule.get("COUNT", _MOST_DAYS)), _MOST_DAYS)
    for number, day in enumerate(_series(event.start, frequency, int(interval), weekdays)):
        if number >= most or day > until:
            return
        yield day


def _series(start: date, frequency: str, interval: int, weekdays: list[int]) -> Iterator[date]:
    if frequency == "YEARLY":
        for year in range(start.year, 9999, interval):
            if start.month == 2 and start.day == 29 and (year % 4 or (year % 100 == 0 and year % 400)):
                continue  # RFC 5545, 3.3.10: a day that does not exist is left out
            yield start.replace(year=year)
        return
    monday = start - timedelta(days=start.weekday())
    while True:
        for weekday in sorted(set(weekdays) or {start.weekday()}):
            day = monday + timedelta(days=weekday)
            if day >= start:
                yield day
        monday += timedelta(weeks=interval)
