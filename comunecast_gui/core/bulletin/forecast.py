# SPDX-License-Identifier: EUPL-1.2
"""What bulletins say of one alert zone, day by day: the level, the risks, and when it was issued."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain

GREEN = "verde"
LEVELS = (GREEN, "gialla", "arancione", "rossa")
"""The colours of the alert, from nothing to the worst; the same all over Italy."""
HYDRAULIC, THUNDERSTORMS, HYDROGEOLOGICAL = "rischio idraulico", "temporali forti", "rischio idrogeologico"
RISKS = (HYDROGEOLOGICAL, HYDRAULIC, THUNDERSTORMS)
"""The three risks of the national bulletin, in the words of the categories; wind, snow and ice only the Region has."""


def rank(level: str) -> int:
    """How bad a level is: 0 for green. Raises ValueError for a word that is none."""
    return LEVELS.index(level)


@dataclass(frozen=True, slots=True)
class Forecast:
    """One day of one zone. ``risks`` are those that reach ``level``; none where it is green.

    ``issued`` is aware. The day is a date, so that what was "tomorrow" becomes "today" at midnight by itself.
    """

    day: date
    level: str
    risks: tuple[str, ...]
    issued: datetime

    @classmethod
    def of(cls, day: date, levels: Mapping[str, str], issued: datetime) -> Forecast:
        """The worst of ``levels`` (risk -> level) decides; a risk that is not named is green."""
        worst = max(levels.values(), key=rank, default=GREEN)
        reached = tuple(risk for risk in RISKS if worst != GREEN and levels.get(risk) == worst)
        return cls(day, worst, reached, issued)


@dataclass(frozen=True, slots=True)
class Bulletin:
    """What one file says of ``zone`` (its code, ``Tosc-A4``): one or two days, the first one first.

    ``update``: it takes the place of one of the same day, as far as the file tells. ``kind`` is the form it came in.
    """

    zone: str
    days: tuple[Forecast, ...]
    kind: str
    update: bool = False

    @property
    def issued(self) -> datetime:
        return max(one.issued for one in self.days)

    @property
    def worst(self) -> Forecast:
        """The day with the worst level, the earliest of them."""
        return max(self.days, key=lambda one: (rank(one.level), -one.day.toordinal()))


def merged(*known: Iterable[Forecast], since: date | None = None) -> tuple[Forecast, ...]:
    """Each day once, as the newest bulletin that speaks of it says it; without what lies before ``since``.

    Whatever the order in which files are read, the result is the same: an older bulletin never hides a newer one.
    """
    newest: dict[date, Forecast] = {}
    for one in chain.from_iterable(known):
        if one.day not in newest or newest[one.day].issued <= one.issued:
            newest[one.day] = one
    return tuple(newest[day] for day in sorted(newest) if since is None or day >= since)


def worst_between(days: Iterable[Forecast], first: date, last: date) -> Forecast | None:
    """The worst of the days from ``first`` to ``last``; None if nothing is known of them."""
    inside = [one for one in days if first <= one.day <= last]
    return max(inside, key=lambda one: (rank(one.level), -one.day.toordinal()), default=None)
