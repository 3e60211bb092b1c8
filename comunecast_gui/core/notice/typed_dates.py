# SPDX-License-Identifier: EUPL-1.2
"""Reads days and hours as an Italian types them: ``2/12 9:00``, ``2 dic``, ``domani 9``, ``lun 9.30``, ``oggi``.

A text is read only where it has one meaning. Whatever else it could mean is refused with the reason, and never guessed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import TypeVar

from comunecast_gui.core.periods import MONTHS, WEEKDAYS

T = TypeVar("T")
_LONGEST = 60
"""Characters of a text that can be a day and an hour."""
YEARS = range(1900, 2200)
"""Years that a notice speaks of: far enough from the ends of the calendar for every reckoning with days and zones."""
_AHEAD = 8
"""Years until a day without a year comes again, 29 February around a year like 2100 included."""
_TOKEN = re.compile(
    r"\s*(?:(?P<iso>[0-9]{4})-(?P<iso_month>[0-9]{1,2})-(?P<iso_day>[0-9]{1,2})(?:t(?=[0-9]))?"
    r"|(?P<day>[0-9]{1,2})(?P<sep>[/.-])(?P<month>[0-9]{1,2})(?:(?P=sep)(?P<year>[0-9]{4}|[0-9]{2}))?(?![0-9])"
    r"|(?P<hour>[0-9]{1,2})(?!,[0-9]{2}[:.h])[:h,](?P<minute>[0-9]{2})(?::00)?(?![0-9])"
    r"|(?P<number>[0-9]{1,4})(?![0-9])[°ºª]?"
    r"|(?P<word>[a-z]+)['’.]?"
    r"|(?P<rest>[,'’]))"
)
DAYS_AWAY = {"ieri": -1, "oggi": 0, "domani": 1, "dopodomani": 2}
"""Relative words that stand for exactly one day, from today."""
_HOUR_WORDS = frozenset({"ore", "ora", "alle", "all", "dalle", "dall", "h"})
_FILLERS = frozenset({"a", "il", "l", "di", "del", "dell", "giorno", "prossimo", "prossima"})


class Misread(StrEnum):
    """Why a text is no day or hour."""

    UNREADABLE = "unreadable"
    TWO_MEANINGS = "two_meanings"
    OTHER_WEEKDAY = "other_weekday"
    NO_SUCH_DAY = "no_such_day"
    NO_HOUR = "no_hour"
    SKIPPED_HOUR = "skipped_hour"
    """The clocks go forward over it."""


class NotRead(ValueError):
    """The text cannot be read; ``why`` says the reason."""

    def __init__(self, why: Misread) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class _Said:
    """What a text says, so far: a weekday, parts of a date, days from today, an hour in minutes after midnight."""

    weekday: int | None = None
    day: int | None = None
    month: int | None = None
    year: int | None = None
    away: int | None = None
    minutes: int | None = None
    hour_next: bool = False
    """Whether a word like "alle" announced the hour."""

    @property
    def names_a_day(self) -> bool:
        return (self.weekday, self.day, self.away) != (None, None, None)


def read_day(text: str, now: datetime, *, past: bool = False) -> date:
    """The day that ``text`` says; without a year the coming one, or where it may lie in the ``past`` the nearest one.

    ``now`` is the office's naive local time. Raises NotRead.
    """
    return _only_one(text, lambda said: _day_alone(said, now, past=past))


def read_moment(
    text: str, now: datetime, zone: tzinfo, usual: datetime | None = None, *, past: bool = False
) -> datetime:
    """The moment that ``text`` says, as naive local time of ``zone``; what it leaves out is that of ``usual``.

    An hour that comes twice, when the clocks go back, stands for the first. Raises NotRead, also for an hour that the
    clocks leave out.
    """

    def read(said: _Said) -> datetime:
        if not said.names_a_day and usual is None:
            raise NotRead(Misread.UNREADABLE)
        if said.minutes is None and usual is None:
            raise NotRead(Misread.NO_HOUR)
        day = _day(said, now, past=past) if said.names_a_day or usual is None else usual.date()
        if said.minutes is None and usual is not None:
            found = datetime.combine(day, usual.time())
        else:
            found = datetime.combine(day, time(0)) + timedelta(minutes=said.minutes or 0)
        if not exists(found, zone):
            raise NotRead(Misread.SKIPPED_HOUR)
        return found

    return _only_one(text, read)


def read_hour(text: str) -> time:
    """The time of day that ``text`` says. Raises NotRead."""

    def read(said: _Said) -> time:
        if said.names_a_day or said.minutes is None or said.minutes >= 24 * 60:
            raise NotRead(Misread.UNREADABLE)
        return time(said.minutes // 60, said.minutes % 60)

    return _only_one(text, read, announced=True)


def exists(moment: datetime, zone: tzinfo) -> bool:
    """Whether the clocks of ``zone`` show this naive moment at all: in spring they leave an hour out."""
    return moment.replace(tzinfo=zone).astimezone(UTC).astimezone(zone).replace(tzinfo=None) == moment


def _only_one(text: str, read: Callable[[_Said], T], *, announced: bool = False) -> T:
    """The one value that all readings of the text come to."""
    found: set[T] = set()
    reasons: list[Misread] = []
    for said in _readings(_folded(text), _Said(hour_next=announced)):
        try:
            found.add(read(said))
        except NotRead as error:
            reasons.append(error.why)
    if len(found) == 1:
        return found.pop()
    if found:
        raise NotRead(Misread.TWO_MEANINGS)
    order = list(Misread)
    raise NotRead(max(reasons, key=order.index, default=Misread.UNREADABLE))


def _folded(text: str) -> str:
    """Without case, accents and spaces around it; a text too long to be a day is no day."""
    if len(text) > _LONGEST:
        return "?"
    parts = unicodedata.normalize("NFD", text.casefold())
    return "".join(char for char in parts if not unicodedata.combining(char)).strip()


def _readings(text: str, said: _Said) -> Iterator[_Said]:
    """All that the text can say: ``9.11`` is an hour or a day, ``lun 7`` a day's number or an hour."""
    if not text:
        if said != _Said() and not (said.hour_next and said.minutes is None):
            yield said
        return
    match = _TOKEN.match(text)
    if match is None:
        return
    rest = text[match.end() :].lstrip()
    for next_said, left in _meanings(match, said, rest):
        yield from _readings(left, next_said)


def _meanings(match: re.Match[str], said: _Said, rest: str) -> Iterator[tuple[_Said, str]]:
    """What one token can add to what is said, each with the text that is left then."""
    if match["rest"]:
        yield said, rest
    elif match["iso"]:
        yield from _dated(said, int(match["iso_day"]), int(match["iso_month"]), int(match["iso"]), rest)
    elif match["day"]:
        day, month, year = int(match["day"]), int(match["month"]), match["year"]
        if match["sep"] == "." and not year:
            yield from _timed(said, day, month, rest, exact=match["month"])
        if not said.hour_next:
            yield from _dated(said, day, month, _year(year) if year else None, rest)
    elif match["hour"]:
        yield from _timed(said, int(match["hour"]), int(match["minute"]), rest)
    elif match["number"]:
        yield from _numbered(said, match["number"], rest)
    else:
        yield from _worded(said, match["word"], rest)


def _numbered(said: _Said, digits: str, rest: str) -> Iterator[tuple[_Said, str]]:
    """A number alone: a day of the month, an hour, or the year of a day that was said before.

    Two digits after an hour are no year: they may be its minutes.
    """
    number = int(digits)
    year_digits = (2, 4) if said.minutes is None else (4,)
    if said.month is not None and said.year is None and number > 24 and len(digits) in year_digits:
        yield replace(said, year=_year(digits)), rest
    if len(digits) > 2:
        return
    after = _TOKEN.match(rest)
    month = _month(after["word"]) if after and after["word"] else 0
    if month and after and not said.hour_next:
        yield from _dated(said, number, month, None, rest[after.end() :].lstrip())
        return
    if said.hour_next or said.names_a_day or said == _Said():
        yield from _timed(said, number, 0, rest)
        if after and after["number"]:
            yield from _timed(said, number, int(after["number"]), rest[after.end() :].lstrip(), exact=after["number"])
    if not said.hour_next:
        yield from _dated(said, number, None, None, rest)


def _worded(said: _Said, word: str, rest: str) -> Iterator[tuple[_Said, str]]:
    if word in _HOUR_WORDS:
        if said.minutes is None:
            yield replace(said, hour_next=True), rest
    elif word in _FILLERS:
        yield said, rest
    elif word == "mezzogiorno":
        yield from _timed(said, 12, 0, rest)
    elif word == "primo" and not said.hour_next:
        yield from _numbered(said, "1", rest)
    elif word in DAYS_AWAY:
        if not said.names_a_day:
            yield replace(said, away=DAYS_AWAY[word]), rest
    elif (weekday := _weekday(word)) is not None and said.weekday is None and said.away is None:
        yield replace(said, weekday=weekday), rest


def _dated(said: _Said, day: int, month: int | None, year: int | None, rest: str) -> Iterator[tuple[_Said, str]]:
    if said.day is None and said.away is None:
        yield replace(said, day=day, month=month, year=year), rest


def _timed(said: _Said, hour: int, minute: int, rest: str, exact: str = "00") -> Iterator[tuple[_Said, str]]:
    """An hour; ``exact`` are the digits of the minutes, of which there must be two."""
    if said.minutes is None and len(exact) == 2 and minute < 60 and (hour < 24 or (hour, minute) == (24, 0)):
        yield replace(said, minutes=hour * 60 + minute, hour_next=False), rest


def _day_alone(said: _Said, now: datetime, *, past: bool) -> date:
    if said.minutes is not None or not said.names_a_day:
        raise NotRead(Misread.UNREADABLE)
    return _day(said, now, past=past)


def _day(said: _Said, now: datetime, *, past: bool) -> date:
    """The day that is said, with the year, month or week that was left out. Raises NotRead."""
    today = now.date()
    if said.away is not None:
        if said.weekday is not None:
            raise NotRead(Misread.UNREADABLE)
        return today + timedelta(days=said.away)
    if said.day is None:
        ahead = (((said.weekday or 0) - today.weekday() - 1) % 7) + 1
        behind = 7 - ahead
        return today - timedelta(days=behind) if past and behind < ahead else today + timedelta(days=ahead)
    found = [one for one in _days_called(said, today) if one.year in YEARS]
    if not found:
        raise NotRead(Misread.NO_SUCH_DAY)
    coming = [one for one in found if one >= today] or found
    day = min(found, key=lambda one: abs(one - today)) if past else coming[0]
    if said.weekday is not None and day.weekday() != said.weekday:
        raise NotRead(Misread.OTHER_WEEKDAY)
    return day


def _days_called(said: _Said, today: date) -> Iterator[date]:
    """The days with this number, month and year, in their order, around today where something was left out."""
    if said.month is None:
        months = [divmod(today.year * 12 + today.month - 1 + step, 12) for step in range(-2, 4)]
        called = [(year, month + 1) for year, month in months]
    elif said.year is None:
        called = [(year, said.month) for year in range(today.year - _AHEAD, today.year + _AHEAD + 1)]
    else:
        called = [(said.year, said.month)]
    for year, month in called:
        try:
            yield date(year, month, said.day or 0)
        except ValueError:
            continue


def _month(word: str) -> int:
    """The month of a whole name or its first letters; 0 if it is none."""
    return next((number for number, name in enumerate(MONTHS, 1) if _names(word, name)), 0)


def _weekday(word: str) -> int | None:
    """The weekday of a whole name, with or without its accent, or of its first letters."""
    return next((number for number, name in enumerate(WEEKDAYS) if _names(word, name)), None)


def _names(word: str, name: str) -> bool:
    return len(word) >= 3 and _folded(name).startswith(word)


def _year(digits: str) -> int:
    return int(digits) + (2000 if len(digits) == 2 else 0)
