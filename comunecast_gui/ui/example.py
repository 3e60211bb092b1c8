# SPDX-License-Identifier: EUPL-1.2
"""Moves a category's worked example into the future, so that it can be sent as an exercise without a false date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from comunecast_gui.core.periods import MONTHS

_WEEK = timedelta(weeks=1)
_SPOKEN_DAY = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(MONTHS)})\b")


def moved(example: Mapping[str, Any], earliest: datetime) -> dict[str, Any]:
    """The example with all its days shifted by whole weeks: no moment before ``earliest`` (naive local time).

    Weekdays, hours and the distances between days stay as they are; days written in a text move along.
    """
    found = list(_moments(example))
    if not found:
        return dict(example)
    weeks = -((min(found) - earliest) // _WEEK)
    shift = _WEEK * max(weeks, 0)
    return {key: _shifted(value, shift, min(found).year) for key, value in example.items()}


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
    try:
        day = date(year, MONTHS.index(match[2]) + 1, int(match[1])) + shift
    except ValueError:  # no such day
        return match[0]
    return f"{day.day} {MONTHS[day.month - 1]}"


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
