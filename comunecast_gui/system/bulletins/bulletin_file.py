# SPDX-License-Identifier: EUPL-1.2
"""Keeps the bulletin in force in the data folder: for each day what the newest bulletin said of the office's zone."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from comunecast_gui.core.atomic_file import replace_text
from comunecast_gui.core.bulletin.forecast import LEVELS, Forecast, merged
from comunecast_gui.core.errors import InputError
from comunecast_gui.core.regular_file import read_text

FILE_NAME = "bulletin.json"
_MOST_BYTES = 64 * 1024
_MOST_DAYS = 10
_BROKEN = (KeyError, TypeError, ValueError, AttributeError, RecursionError)


def kept(data_dir: Path, zone: str) -> tuple[Forecast, ...]:
    """What is known of the days of ``zone``; nothing where the file is missing, broken, or of another zone."""
    try:
        found, days = _read(read_text(data_dir / FILE_NAME, most=_MOST_BYTES))
    except (InputError, OSError):
        return ()
    except _BROKEN:
        return ()
    return days if found == zone else ()


def keep(data_dir: Path, zone: str, days: Iterable[Forecast]) -> tuple[Forecast, ...]:
    """Adds what a bulletin said, and returns what is known now; an older bulletin changes nothing of a newer one.

    A disk that is full or locked costs the memory of it only.
    """
    known = merged(kept(data_dir, zone), days)[-_MOST_DAYS:]
    with suppress(OSError):
        replace_text(data_dir / FILE_NAME, _text(zone, known))
    return known


def united(text: str, other: str) -> str:
    """The file with what is known of each day by either, the newest bulletin of it; ``other`` where one is broken, or
    of another zone.
    """
    try:
        (zone, days), (its_zone, its_days) = _read(text), _read(other)
    except _BROKEN:
        return other
    known = merged(days, its_days)[-_MOST_DAYS:]
    return other if zone != its_zone or known == its_days else _text(zone, known)


def _read(text: str) -> tuple[str, tuple[Forecast, ...]]:
    """The zone and its days. Raises one of ``_BROKEN`` for what :func:`_text` did not write."""
    data = json.loads(text)
    return str(data["zone"]), merged(map(_forecast, data["days"]))


def _text(zone: str, days: Iterable[Forecast]) -> str:
    return json.dumps({"zone": zone, "days": [_data(one) for one in days]})


def _data(one: Forecast) -> dict[str, Any]:
    return {
        "day": one.day.isoformat(),
        "level": one.level,
        "risks": list(one.risks),
        "issued": one.issued.astimezone(UTC).isoformat(),
    }


def _forecast(data: dict[str, Any]) -> Forecast:
    """Raises KeyError, TypeError or ValueError for what :func:`_data` did not write."""
    issued = datetime.fromisoformat(data["issued"])
    if data["level"] not in LEVELS or issued.tzinfo is None or not all(isinstance(one, str) for one in data["risks"]):
        raise ValueError("no forecast")
    return Forecast(date.fromisoformat(data["day"]), data["level"], tuple(data["risks"]), issued)
