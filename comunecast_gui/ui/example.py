# SPDX-License-Identifier: EUPL-1.2
"""Moves a category's worked example into the future, so that it can be sent as an exercise without a false date."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

_WEEK = timedelta(weeks=1)


def moved(example: Mapping[str, Any], earliest: datetime) -> dict[str, Any]:
    """The example with all its days shifted by whole weeks: no moment before ``earliest`` (naive local time).

    Weekdays, hours and the distances between days stay as they are.
    """
    found = list(_moments(example))
    if not found:
        return dict(example)
    weeks = -((min(found) - earliest) // _WEEK)
    shift = _WEEK * max(weeks, 0)
    return {key: _shifted(value, shift) for key, value in example.items()}


def _moments(value: Any) -> Iterator[datetime]:
    if isinstance(value, Mapping):
        for item in value.values():
            yield from _moments(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _moments(item)
    elif (read := _read(value)) is not None:
        yield read if isinstance(read, datetime) else datetime(read.year, read.month, read.day)


def _shifted(value: Any, shift: timedelta) -> Any:
    if isinstance(value, Mapping):
        return {key: _shifted(item, shift) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_shifted(item, shift) for item in value]
    read = _read(value)
    return value if read is None else read + shift


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
