# SPDX-License-Identifier: EUPL-1.2
"""Chooses the few categories to offer first: what this office uses, and what month and hour suggest."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

MOST = 5
_USED = 2.0
"""What the most used category is worth; the others in proportion. A fitting month or hour is worth 1 each."""
_AT_NIGHT = 0.25
"""What a category keeps of its worth outside its hours: at ten in the evening nobody sends a tax date."""


@dataclass(frozen=True, slots=True)
class Season:
    """When a category is wanted. ``months`` from 1 to 12; ``always``: at any hour, not in office hours only."""

    months: frozenset[int] = frozenset()
    always: bool = False


def read_seasons(path: Path) -> Mapping[str, Season]:
    """The seasons by category. Raises OSError, ValueError."""
    found = tomllib.loads(path.read_text("utf-8"))
    return {id: Season(frozenset(one.get("months", ())), bool(one.get("always"))) for id, one in found.items()}


def suggested(
    ids: Sequence[str], used: Mapping[str, int], seasons: Mapping[str, Season], now: datetime, most: int = MOST
) -> list[str]:
    """At most ``most`` of ``ids``, the likeliest first; equal ones in the order of ``ids``.

    ``used`` counts the office's own notices by category; ``now`` is in the office's time.
    """
    worth = {id: _worth(used.get(id, 0), max(used.values(), default=0), seasons.get(id, Season()), now) for id in ids}
    likely = sorted((id for id in ids if worth[id] > 0), key=lambda id: -worth[id])
    return likely[:most]


def _worth(count: int, highest: int, season: Season, now: datetime) -> float:
    worth = _USED * count / highest if highest else 0.0
    worth += now.month in season.months
    in_office_hours = now.weekday() < 5 and 7 <= now.hour < 19
    if in_office_hours:
        return worth
    return worth + 1 if season.always else worth * _AT_NIGHT
