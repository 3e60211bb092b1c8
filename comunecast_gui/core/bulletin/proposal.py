# SPDX-License-Identifier: EUPL-1.2
"""Which notice a bulletin asks for, by comparison with the alert that citizens were told of last."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from comunecast_gui.core.bulletin.forecast import GREEN, RISKS, Forecast, merged, rank

ALERT, UPDATE, ALL_CLEAR = "meteo_allerta", "meteo_aggiornamento", "meteo_cessata"
"""The categories of the three notices; the first two have a level and risks."""
_GAP = timedelta(hours=24)
"""So long after its end an alert still goes on with a new one: the Region's hours end before the day does."""
_LAST_MINUTE = time(23, 59)


class Step(StrEnum):
    """What the bulletin means for who read the last notice; the middle three are the category's own words."""

    ALERT = "allerta"
    RISES = "sale"
    CONTINUES = "prosegue"
    FALLS = "scende"
    OVER = "cessata"


CATEGORY = {Step.ALERT: ALERT, Step.OVER: ALL_CLEAR}
"""The category of each step; the others are an update."""


@dataclass(frozen=True, slots=True)
class Told:
    """A notice of the alert that is open; times are the office's, naive. ``before`` is the one that it followed."""

    notice: int
    level: str
    risks: tuple[str, ...]
    start: datetime
    end: datetime
    before: Told | None = None

    def level_on(self, day: date) -> str:
        """The level that people were told of for this day, by the last notice that spoke of it; empty: by none."""
        one: Told | None = self
        while one and not one.start.date() <= day <= one.end.date():
            one = one.before
        return one.level if one else ""

    @property
    def over(self) -> datetime:
        """When the last of what was told ends."""
        return max(self.end, self.before.over) if self.before else self.end


@dataclass(frozen=True, slots=True)
class Proposal:
    """A notice to write: nothing is sent by itself, and the hours are asked for.

    ``start`` and ``end`` are the office's, naive: the days of the bulletin, which has no hours; of an all-clear both
    are its moment. ``news`` is False where the last notice already says so.
    """

    step: Step
    level: str
    risks: tuple[str, ...]
    start: datetime
    end: datetime
    basis: Forecast
    follows: Told | None = None
    before: str = ""
    """The level that people know until now; empty for a new alert."""
    news: bool = True

    @property
    def category(self) -> str:
        return CATEGORY.get(self.step, UPDATE)


def propose(known: Iterable[Forecast], told: Told | None, now: datetime, least: str = "gialla") -> Proposal | None:
    """The notice that the days from today on ask for; None where there is nothing to tell.

    ``now`` is the office's local time, naive. ``least`` is the level from which this office tells an alert; one that
    it told already is followed down to its end.
    """
    days = merged(known, since=now.date())
    if not days:
        return None
    alert = _begins(days, told, now, least)
    if told is None:
        return alert
    if alert and (alert.start - told.over > _GAP or now - told.over > _GAP):
        return alert
    return _goes_on(days, told, now)


def _begins(days: Sequence[Forecast], told: Told | None, now: datetime, least: str) -> Proposal | None:
    """A new alert: the days of the worst level."""
    worst = max(days, key=lambda one: rank(one.level))
    if worst.level == GREEN or rank(worst.level) < rank(least):
        return None
    return _proposed(Step.ALERT, [one for one in days if one.level == worst.level], None, now)


def _goes_on(days: Sequence[Forecast], told: Told, now: datetime) -> Proposal | None:
    """What becomes of an alert that was told: first what rises, then the worst of what changes.

    None where a day that was told of is still to come and nothing is known of it: silence calls no alert off.
    """
    ahead = [one for one in days if one.level != GREEN and _concerns(one, told)]
    same = [one for one in ahead if told.level_on(one.day) == one.level]
    changed = [one for one in ahead if one not in same]
    rising = [one for one in changed if rank(one.level) > rank(_known(one, told))]
    if found := rising or changed:
        top = max(found, key=lambda one: rank(one.level))
        before = _known(top, told)
        step = _step(before, top.level)
        also = same if step is Step.CONTINUES and told.over > now else ()
        run = [one for one in merged(also, found) if one.level == top.level]
        return _proposed(step, run, told, now, before)
    if same and told.over > now:
        unheard = set(chosen_risks(same)) - set(told.risks)
        found_now = _proposed(Step.CONTINUES, same[-1:], told, now, told.level)
        start = max(told.start, now.replace(second=0, microsecond=0))
        return replace(found_now, level=told.level, start=min(start, told.end), end=told.end, news=bool(unheard))
    if told.over > now and _leaves_open(days, told, now.date()):
        return None
    end = min(told.over, now)
    return Proposal(Step.OVER, told.level, told.risks, end, end, days[0], told, told.level)


def _step(before: str, level: str) -> Step:
    if rank(level) == rank(before):
        return Step.CONTINUES
    return Step.RISES if rank(level) > rank(before) else Step.FALLS


def _leaves_open(days: Iterable[Forecast], told: Told, today: date) -> bool:
    """Whether nothing is known of a day from today on that people were told of."""
    known = {one.day for one in days}
    ahead = (today + timedelta(days=more) for more in range((told.over.date() - today).days + 1))
    return any(told.level_on(day) and day not in known for day in ahead)


def _concerns(one: Forecast, told: Told) -> bool:
    """Whether the alert is about this day: what comes before it is less, and was not worth a notice."""
    return bool(told.level_on(one.day)) or one.day >= told.start.date() or rank(one.level) > rank(told.level)


def _known(one: Forecast, told: Told) -> str:
    """The level that people expect on this day."""
    return told.level_on(one.day) or told.level


def _proposed(step: Step, days: Sequence[Forecast], told: Told | None, now: datetime, before: str = "") -> Proposal:
    """The first of these days, and those that follow it without a gap."""
    run = [days[0]]
    for one in days[1:]:
        if one.day - run[-1].day == timedelta(days=1):
            run.append(one)
    start = max(datetime.combine(run[0].day, time(0)), now.replace(second=0, microsecond=0))
    end = datetime.combine(run[-1].day, _LAST_MINUTE)
    return Proposal(step, run[0].level, chosen_risks(run), start, end, run[0], told, before)


def chosen_risks(days: Iterable[Forecast]) -> tuple[str, ...]:
    """The risks of any of these days, in the order of the categories."""
    named = {risk for one in days for risk in one.risks}
    return tuple(risk for risk in RISKS if risk in named)
