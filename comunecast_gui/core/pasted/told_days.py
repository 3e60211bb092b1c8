# SPDX-License-Identifier: EUPL-1.2
"""Finds the days and periods that a text tells of; what can be read in two ways is told as doubtful, never guessed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import islice, pairwise

from comunecast_gui.core.model import Period
from comunecast_gui.core.notice.checks.written_dates import WrittenDate, written_dates
from comunecast_gui.core.pasted.foreign_text import ForeignText, Piece

MOST_DAYS, _MOST_HOURS = 100, 200
"""More than any notice names: what comes after them is a table, which nobody reads here."""
_LAST_MINUTE = time(23, 59)
_NEAR = 40
"""Characters between two things that belong together."""
_PAPER = re.compile(
    r"(?:\bn[.°ºr]{0,2}\s*[\w/.-]{1,20}\s+(?:del(?:l['’])?|in\s+data)\s*|\bdatat[ao]\s+|\b(?:prot\w*"
    r"|ordinanza|delibera\w*|decreto"
    r"|determina\w*|legge|nota|istanza|richiesta|pec|mail|riunione|seduta)\b[^.\n]{0,40}\b(?:del(?:l['’])?"
    r"|in\s+data)\s*|\bl[iì],?\s+"
    r"|(?:^|\n)(?:[A-Z][\w' ]{2,25},)\s*(?:l[iì]\s+)?|\bpubblicat\w+\s+(?:il\s+)?|\binviat\w+:?\s+(?:il\s+)?"
    r"|\bd\.?\s?lgs\.?\s[^.\n]{0,20})\Z",
    re.IGNORECASE,
)
"""What stands before the day of a paper, which is no day of the notice."""
_MAIL_HEAD = re.compile(r"\s*(?:data|date|inviato|sent)\s*:", re.IGNORECASE)
_MAIL_HOUR = re.compile(r"[\s,]*(?:alle\s+)?(?:ore\s+)?\d{1,2}[:.]\d{2}")
_BARE = re.compile(r"(?<![\d/.:,])(\d{1,2})(\s*(?:,|e|ed|-|–|al|all['’]|al\s+giorno|fino\s+al)\s*)\Z", re.IGNORECASE)
_FROM_TO = re.compile(
    r"\s*,?\s*(?:e\s+)?(?:fino\s+|sino\s+)?(?:compres[oi]\s+)?(?:al|a|all['’]|[-–])(?:\s*giorno"
    r"|\s+tutto\s+il)?\s*\Z|\s*[-–]\s*\Z",
    re.IGNORECASE,
)
_CLOCK = r"(?P<hour>[01]?\d|2[0-4])(?:\s?[:.,]\s?(?P<minute>[0-5]\d))?(?![\d/°]|[.,:]\d)"
_HOUR = re.compile(
    r"(?:(?P<begins>\b(?:a\s+partire\s+)?(?:dalle|dall['’]|tra\s+le|fra\s+le)(?:\s*ore)?)"
    r"|(?P<ends>\b(?:(?:e\s+)?(?:fino|sino)\s+)?(?:alle|all['’])(?:\s*ore)?|\be\s+le(?:\s+ore)?)"
    r"|(?P<at>\b(?:ore|h|orario)\b\.?:?)|(?P<dash>[-–/]|\ba))"
    rf"\s*(?:{_CLOCK}|(?P<noon>mezzogiorno\b))",
    re.IGNORECASE,
)
_MINUTES = re.compile(r"\b(?:ore\s+)?([01]?\d|2[0-4])[:.]([0-5]\d)\s*[-–/]\s*([01]?\d|2[0-4])[:.]([0-5]\d)(?!\d)")
_NEXT_DAY = re.compile(r"\b(?:successiv[oa]|seguente|dopo)\b", re.IGNORECASE)
_OF = re.compile(
    r"[\s,]*(?:(?:di|del(?:l['’])?|dei|della|nel(?:la)?)\s*(?:giorn(?:o|i|ata)\s*(?:di\s*)?|stesso\s+)?"
    r"|il\s+(?:giorno\s+)?)?\Z",
    re.IGNORECASE,
)
_WHOLE_DAY = re.compile(
    r"\b(?:tutt[oa]\s+(?:il\s+giorno|la\s+giornata)|(?:per\s+)?l['’]?\s?inter[ao]\s+(?:giorno|giornata)"
    r"|h\s?24|24\s?(?:ore\s+)?su\s?24)\b",
    re.IGNORECASE,
)
_MIDNIGHT = re.compile(r"\bmezzanotte\b", re.IGNORECASE)
_FURTHEST = timedelta(days=60)
_LAST_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class ToldDay:
    """A day with its words; ``day`` is None where the words contradict the calendar or have two meanings."""

    start: int
    end: int
    day: date | None
    bare: bool = False
    """Only a number stands there, the month comes later."""


@dataclass(frozen=True, slots=True)
class ToldPeriod:
    """A period with its words; ``period`` is None where these are doubtful."""

    start: int
    end: int
    period: Period | None


@dataclass(frozen=True, slots=True)
class _Hour:
    start: int
    end: int
    at: time
    role: str


def days_of(paper: ForeignText, written_on: date) -> tuple[ToldDay, ...]:
    """The days of the text in their order, without those of the papers that it names.

    A day without a year is the coming one; ``written_on`` is the day on which the text was written, or today.
    """
    text = paper.text
    found: list[ToldDay] = []
    for one in written_dates(text):
        if _PAPER.search(text, max(0, one.start - 80), one.start):
            continue
        line = text[text.rfind("\n", 0, one.start) + 1 : one.start]
        if _MAIL_HEAD.match(line) and _MAIL_HOUR.match(text, one.end):
            continue
        whole = ToldDay(one.start, one.end, _meant(one, written_on))
        found += [*_bare_before(text, whole, found), whole]
        if len(found) >= MOST_DAYS:
            break
    return tuple(found)


def _bare_before(text: str, day: ToldDay, before: Sequence[ToldDay]) -> list[ToldDay]:
    """The numbers that take their month from this day: ``16, 17 e 18 febbraio``, ``dal 16 al 20 febbraio``."""
    least = before[-1].end if before else 0
    found: list[ToldDay] = []
    place = day.start
    while match := _BARE.search(text, max(least, place - _NEAR), place):
        number, after = int(match[1]), found[0].day if found else day.day
        if not 1 <= number <= 31:
            break
        meant = None
        if after is not None:
            same = number < after.day
            month = after.replace(day=1) if same else (after.replace(day=1) - timedelta(days=1)).replace(day=1)
            try:
                meant = month.replace(day=number)
            except ValueError:
                meant = None
        found.insert(0, ToldDay(match.start(1), match.end(1), meant, bare=True))
        place = match.start(1)
    return found


def _meant(one: WrittenDate, written_on: date) -> date | None:
    if not one.month:
        span = [written_on - _LAST_WEEK + timedelta(days=ahead) for ahead in range((_FURTHEST + _LAST_WEEK).days)]
        alike = [day for day in span if day.day == one.day and day.weekday() == one.weekday]
        return alike[0] if len(alike) == 1 else None
    meant = one.meant(written_on)
    return meant if meant is None or one.weekday in (None, meant.weekday()) else None


def ranges_of(paper: ForeignText, days: Sequence[ToldDay]) -> tuple[tuple[ToldDay, ToldDay], ...]:
    """Pairs of days that stand for all from the first to the second."""
    return tuple(
        (first, second)
        for first, second in pairwise(days)
        if second.start - first.end <= _NEAR and _FROM_TO.fullmatch(paper.text[first.end : second.start])
    )


def periods_of(paper: ForeignText, days: Sequence[ToldDay]) -> tuple[ToldPeriod, ...]:
    """The periods of the text in their order: hours with their days, and days from one to another without hours."""
    hours = _hours(paper.text, days)
    ranges = ranges_of(paper, days)
    pairs = list(_pairs(paper, hours))
    found = [_told(paper, first, second, days, ranges) for first, second in pairs]
    timed = [paper.sentence_at(first.start) for first, _ in pairs]
    for first_day, last_day in ranges:
        inside = paper.sentence_at(first_day.start)
        if inside not in timed and not any(inside.start <= hour.start < inside.end for hour in hours):
            found.append(_whole_days(first_day, last_day))
    for match in islice(_WHOLE_DAY.finditer(paper.text), MOST_DAYS):
        inside = paper.sentence_at(match.start())
        here = [day for day in days if inside.start <= day.start < inside.end]
        if len(here) == 1 and inside not in timed:
            found.append(_whole_days(here[0], here[0]))
    return tuple(sorted(found, key=lambda one: one.start))


def _whole_days(first: ToldDay, last: ToldDay) -> ToldPeriod:
    period = None
    if first.day and last.day and first.day <= last.day:
        period = Period(datetime.combine(first.day, time(0)), datetime.combine(last.day, _LAST_MINUTE))
    return ToldPeriod(first.start, last.end, period)


def _hours(text: str, days: Sequence[ToldDay]) -> list[_Hour]:
    taken = [(day.start, day.end) for day in days]
    found = []
    place = 0
    for match in islice(_HOUR.finditer(text), _MOST_HOURS):
        while place < len(taken) and taken[place][1] <= match.start():
            place += 1
        number = match.start("hour") if match["hour"] else match.start("noon")
        if place < len(taken) and taken[place][0] <= number < taken[place][1]:
            continue
        hour, minute = (12, 0) if match["noon"] else (int(match["hour"]), int(match["minute"] or 0))
        if hour == 24 and minute:
            continue
        role = next(name for name in ("begins", "ends", "at", "dash") if match[name])
        at = _LAST_MINUTE if hour == 24 else time(hour, minute)
        found.append(_Hour(match.start(), match.end(), at, role))
    for match in islice(_MINUTES.finditer(text), _MOST_HOURS):  # 8:30-16:30, without a word before it
        if any(
            hour.start <= match.start() < hour.end or match.start() <= hour.start < match.start(3) - 2
            for hour in [one for one in found if abs(one.start - match.start()) < _NEAR and one.role != "dash"]
        ):
            continue
        first = _Hour(match.start(), match.end(2), time(int(match[1]) % 24, int(match[2])), "at")
        found.append(first)
    return sorted(found, key=lambda one: one.start)


def _pairs(paper: ForeignText, hours: Sequence[_Hour]) -> list[tuple[_Hour, _Hour]]:
    found = []
    for first, second in pairwise(hours):
        gap = second.start - first.end
        between = paper.text[first.end : second.start]
        apart = "\n" in between or paper.sentence_at(first.start) != paper.sentence_at(second.start)
        if apart and between.strip(" ,\n"):
            continue
        joined = second.role == "ends" and gap <= 2 * _NEAR and not (first.role == "ends" and second.role == "ends")
        dashed = second.role == "dash" and not between.strip()
        listed = (
            first.role == "at"
            and second.role == "at"
            and between.strip().casefold() in ("alle", "-", "–", "/", "e", "e le")
        )
        if (first.role in ("begins", "at") and (joined or dashed or listed)) or (first.role == "ends" and dashed):
            found.append((first, second))
    return found


def _told(
    paper: ForeignText,
    first: _Hour,
    second: _Hour,
    days: Sequence[ToldDay],
    ranges: Sequence[tuple[ToldDay, ToldDay]],
) -> ToldPeriod:
    """The period of two hours, with the days that stand inside, after or before them."""
    text, here = paper.text, paper.sentence_at(first.start)
    inside = [day for day in days if first.end <= day.start < second.start]
    after = _right_after(text, second, days)
    before = [day for day in days if here.start <= day.start < first.start]
    start, end = first.start, second.end
    begins: ToldDay | None
    ends: ToldDay | None
    if inside and after:
        begins, ends = inside[0], after[-1]
    elif inside:
        begins, ends = inside[0], replace(inside[0], end=second.end)
    elif after:
        begins, ends = _one_or_range(after, ranges)
    elif before:
        begins, ends = _one_or_range(before, ranges)
    else:
        begins, ends = _one_or_range(days, ranges)
    if begins is None or ends is None:
        spoken = after or before
        places = [day.start for day in spoken], [day.end for day in spoken]
        return ToldPeriod(min([start, *places[0]]), max([end, *places[1]]), None)
    start, end = min(start, begins.start if before or after or inside else start), max(end, ends.end if after else end)
    return ToldPeriod(start, end, _period(paper, begins, first, ends, second))


def _period(paper: ForeignText, begins: ToldDay, first: _Hour, ends: ToldDay, second: _Hour) -> Period | None:
    if begins.day is None or ends.day is None or _MIDNIGHT.search(paper.text, first.start, second.end):
        return None
    last = ends.day
    if begins.day == last and second.at <= first.at:
        last += timedelta(days=1)  # the end comes the next morning
    elif begins.day == last and _NEXT_DAY.search(paper.text, second.end, min(len(paper.text), second.end + 20)):
        last += timedelta(days=1)
    start, end = datetime.combine(begins.day, first.at), datetime.combine(last, second.at)
    return Period(start, end) if start < end else None


def _right_after(text: str, hour: _Hour, days: Sequence[ToldDay]) -> list[ToldDay]:
    """The days that follow an hour at once: ``alle 16 di mercoledì 24 agosto``, ``alle 18 dei giorni 16 e 17``."""
    found: list[ToldDay] = []
    place = hour.end
    for day in days:
        if day.start < hour.end:
            continue
        gap = text[place : day.start]
        successive = re.sub(r"\b(?:del(?:la)?\s+)?(?:mattin[oa]|giorno)\s+(?:successiv[oa]|seguente)\b", "", gap)
        joins = re.fullmatch(r"\s*(?:,|e|ed|al|a|fino\s+al|[-–])?\s*(?:il\s+)?", gap) if found else None
        if len(gap) > _NEAR or not (joins or (not found and _OF.fullmatch(successive))):
            break
        found.append(day)
        place = day.end
    return found


def _one_or_range(
    days: Sequence[ToldDay], ranges: Sequence[tuple[ToldDay, ToldDay]]
) -> tuple[ToldDay | None, ToldDay | None]:
    """The one day that all these are, or the two ends of one range; nothing where several are meant."""
    within = [pair for pair in ranges if pair[0] in days and pair[1] in days]
    outside = {day.day for day in days if not any(day in pair for pair in within)}
    if len({(a.day, b.day) for a, b in within}) == 1 and not outside - {within[0][0].day, within[0][1].day}:
        return within[0]
    if not within and len({day.day for day in days}) == 1:
        return days[0], days[0]
    return None, None


def moment_of(paper: ForeignText, within: Piece, days: Sequence[ToldDay]) -> tuple[Piece, datetime] | None:
    """The one hour of a sentence with its one day: ``entro le 18 di oggi`` has none, ``le 18 del 3 marzo`` has."""
    here = [day for day in days if within.start <= day.start < within.end]
    clock = [
        match
        for match in re.finditer(rf"\b(?:le|alle|ore)\s+(?:ore\s+)?{_CLOCK}", paper.text[within.start : within.end])
    ]
    if len(here) != 1 or len(clock) != 1 or here[0].day is None:
        return None
    hour, minute = int(clock[0]["hour"]) % 24, int(clock[0]["minute"] or 0)
    places = [within.start + clock[0].start(), within.start + clock[0].end(), here[0].start, here[0].end]
    return Piece(min(places), max(places)), datetime.combine(here[0].day, time(hour, minute))
