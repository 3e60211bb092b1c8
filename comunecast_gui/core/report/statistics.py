# SPDX-License-Identifier: EUPL-1.2
"""How many people an office reaches and the outcome of its notices, by day, week and month of the office."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from comunecast_gui.core.meta.charges import MonthCharges

_MONTH = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Moves:
    """How many people joined and left in one hour (aware)."""

    hour: datetime
    joined: int
    left: int


@dataclass(frozen=True, slots=True)
class Week:
    """A week from its Monday; ``active`` is how many people received notices when it ended, or receive them now."""

    monday: date
    joined: int
    left: int
    active: int


@dataclass(frozen=True, slots=True)
class Month:
    """A month from its first day: notices that went out in it, and their deliveries by state."""

    first: date
    notices: int
    states: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Reach:
    """A channel and how many people it reaches, oldest day first; there may be no count yet."""

    channel: str
    counts: tuple[tuple[date, int], ...]

    @property
    def now(self) -> int | None:
        """The last count."""
        return self.counts[-1][1] if self.counts else None

    @property
    def change(self) -> int | None:
        """The change over the last thirty days; None if there is no older count to compare with."""
        if not self.counts:
            return None
        last, count = self.counts[-1]
        before = [earlier for day, earlier in self.counts if day <= last - _MONTH]
        return count - before[-1] if before else None


@dataclass(frozen=True, slots=True)
class Figures:
    """All that the page of statistics shows. ``answers`` are those of this month, of ``free`` ones; None: no inbox."""

    reach: tuple[Reach, ...]
    weeks: tuple[Week, ...]
    months: tuple[Month, ...]
    answers: int | None
    free: int
    charges: tuple[MonthCharges, ...] = ()
    """What WhatsApp charged, the oldest month first; empty where it is not used."""


def weeks_of(moves: Iterable[Moves], active: int, today: date, zone: ZoneInfo, count: int) -> tuple[Week, ...]:
    """The last ``count`` weeks, the present one last.

    ``active`` is counted back from the present number: minus the people who joined in each week, plus those who left.
    """
    monday = _monday(today)
    sums = {monday - timedelta(weeks=back): (0, 0) for back in range(count)}
    for one in moves:
        week = _monday(one.hour.astimezone(zone).date())
        if week in sums:
            joined, left = sums[week]
            sums[week] = joined + one.joined, left + one.left
    found = []
    for week, (joined, left) in sorted(sums.items(), reverse=True):
        found.append(Week(week, joined, left, active))
        active = max(active - joined + left, 0)
    return tuple(reversed(found))


def months_of(
    notices: Iterable[tuple[datetime, Mapping[str, int]]], today: date, zone: ZoneInfo, count: int
) -> tuple[Month, ...]:
    """The last ``count`` months, the present one last; each notice comes with its deliveries by state."""
    first = today.replace(day=1)
    found = {months_before(first, back): Month(months_before(first, back), 0, {}) for back in range(count)}
    for at, states in notices:
        month = at.astimezone(zone).date().replace(day=1)
        if before := found.get(month):
            both = {state: before.states.get(state, 0) + states.get(state, 0) for state in {*before.states, *states}}
            found[month] = Month(month, before.notices + 1, both)
    return tuple(month for _, month in sorted(found.items()))


def months_before(first: date, count: int) -> date:
    """The first day of the month that was ``count`` months before ``first``, itself the first day of one."""
    months = first.year * 12 + first.month - 1 - count
    return date(months // 12, months % 12 + 1, 1)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
