# SPDX-License-Identifier: EUPL-1.2
"""Moves a category's worked example into the future, so that it can be sent as an exercise without a false date."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from comunecast_gui.core.model import Office
from comunecast_gui.core.notice.categories import Category
from comunecast_gui.core.periods import MONTHS, WEEKDAYS

_WEEK = timedelta(weeks=1)
_CYCLE = 28
"""Years after which the weekdays of a date come round again."""
_SPOKEN_DAY = re.compile(rf"\b(?:({'|'.join(WEEKDAYS)}) )?(\d{{1,2}}) ({'|'.join(MONTHS)})\b")


def example_of(category: Category, office: Office, now: datetime) -> dict[str, Any]:
    """A category's worked example, as this office could send it a day after the category's usual lead at the earliest.

    ``now`` is the office's local time.
    """
    lead = timedelta(hours=max(category.lead_hours, 24) + 24)
    quoted = {field.id for field in category.fields if field.quoted}
    return moved(category.example_for(office), now.replace(hour=0, minute=0) + lead, quoted)


def moved(example: Mapping[str, Any], earliest: datetime, quoted: Collection[str] = ()) -> dict[str, Any]:
    """The example with all its days shifted into the future: no moment before ``earliest`` (naive local time).

    The shift is of whole weeks: weekdays, hours and the distances between days stay as they are, and days written in
    a text move along. An example that only speaks of days has its last one at ``earliest``, with the weekdays put
    right; the fields ``quoted`` repeat somebody's mistake, and keep it.
    """
    found = list(_moments(example))
    if found:
        shift, year = max(-((min(found) - earliest) // _WEEK), 0) * _WEEK, min(found).year
    else:
        texts = [value for key, value in example.items() if key not in quoted and isinstance(value, str)]
        spoken = [match for text in texts for match in _SPOKEN_DAY.finditer(text)]
        year = _year_of(spoken, earliest.year)
        days = [day for match in spoken if (day := _day(match, year))]
        shift = earliest.date() - max(days) if days else timedelta()
    return {key: _shifted(value, shift, year) for key, value in example.items()}


def _year_of(spoken: Sequence[re.Match[str]], latest: int) -> int:
    """The last year in which these days fall on the weekdays that stand beside them; ``latest`` if there is none."""
    for year in range(latest, latest - _CYCLE, -1):
        if all(not match[1] or ((day := _day(match, year)) and _weekday(day) == match[1]) for match in spoken):
            return year
    return latest


def _moments(value: Any) -> Iterator[datetime]:
    if isinstance(value, Mapping):
        for item in value.values():
            yield from _moments(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _moments(item)
    elif (read := _read(value)) is not None:
        yield read if isinstance(read, datetime) else datetime(read.year, read.month, read.day)


def _shifted(value: Any, shift: timedelta, year: int) -> Any:
    if isinstance(value, Mapping):
        return {key: _shifted(item, shift, year) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_shifted(item, shift, year) for item in value]
    read = _read(value)
    if read is not None:
        return read + shift
    if isinstance(value, str):
        return _SPOKEN_DAY.sub(lambda match: _spoken(match, shift, year), value)
    return value


def _spoken(match: re.Match[str], shift: timedelta, year: int) -> str:
    day = _day(match, year)
    if day is None:
        return match[0]
    there = day + shift
    words = f"{there.day} {MONTHS[there.month - 1]}"
    if not match[1]:
        return words
    return f"{WEEKDAYS[(WEEKDAYS.index(match[1]) + shift.days) % len(WEEKDAYS)]} {words}"


def _day(match: re.Match[str], year: int) -> date | None:
    try:
        return date(year, MONTHS.index(match[3]) + 1, int(match[2]))
    except ValueError:  # no such day
        return None


def _weekday(day: date) -> str:
    return WEEKDAYS[day.weekday()]


def _read(value: Any) -> datetime | date | None:
    """A day or a moment, also as ISO text; None for anything else."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or len(value) < len("2026-11-30") or not value[:4].isdecimal():
        return None
    try:
        return date.fromisoformat(value) if len(value) == len("2026-11-30") else datetime.fromisoformat(value)
    except ValueError:
        return None
