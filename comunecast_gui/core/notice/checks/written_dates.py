# SPDX-License-Identifier: EUPL-1.2
"""Finds the days that a person wrote in a text, with the weekday beside each; linear in the text's length."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from comunecast_gui.core.periods import MONTHS, WEEKDAYS

_RECENT = timedelta(days=60)
"""So far back a day without a year may lie: beyond that the next one is meant."""
_GAP = 40
"""Characters between two days of one list."""
_SPACE = r"[^\S\n]"
_NAMES = "|".join((*MONTHS, *(rf"{month[:3]}\b\.?" for month in MONTHS), r"sett\b\.?"))
_TOKEN = re.compile(
    r"\b(?:"
    r"(?P<weekday>(?:luned|marted|mercoled|gioved|venerd)[ìíi](?:['’`](?!\w))?|sabato|domenica"
    r"|(?:lun|mar|mer|gio|ven|sab|dom)\b\.?)"
    rf"|(?P<day>\d{{1,2}}|primo)[°º]?(?!\d)(?:"
    rf"{_SPACE}{{1,3}}(?P<month>{_NAMES})(?!\w)(?:{_SPACE}{{1,3}}(?P<year>\d{{4}})(?!\d))?"
    r"|/(?P<slash>\d{1,2})(?:/(?P<slash_year>\d{4}|\d{2}))?(?![\d/])"
    r"|(?P<mark>[.-])(?P<mid>\d{1,2})(?P=mark)(?P<mid_year>\d{4}|\d{2})(?!\d)"
    r"|(?![\d:]|[.,/-]\d)))",
    re.IGNORECASE,
)
_BEFORE_DAY = re.compile(
    r"(?:\s+(?:prossim[oa]|scors[oa]|mattina|pomeriggio|sera|notte))?[ \t\u00a0,*_~«»\"“”(]{1,4}(?:il\s+|l'|)",
    re.IGNORECASE,
)
_BEFORE_WEEKDAY = re.compile(r"[ \t\u00a0,(*_]{1,4}")
_WEEKDAYS = re.compile(r"[ \t\u00a0,/–-]{1,3}(?:(?:e|o|al?)[ \t\u00a0]{1,2})?", re.IGNORECASE)
"""Between two weekdays of one list, or of one span."""
_ENDS = re.compile(r"[.!?](?=\s)|\n")


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A day as written: ``weekday`` from 0 for Monday, None where none is beside it; 0 for an unknown month or year.

    ``named``: the month stands there as a whole word.
    """

    start: int
    end: int
    text: str
    day: int
    month: int = 0
    year: int = 0
    weekday: int | None = None
    named: bool = False

    def is_none(self, today: date) -> bool:
        """Whether the calendar has no such day: 31 September, 29 February of an ordinary year."""
        if not 1 <= self.month <= 12:
            return False
        years = (self.year,) if self.year else (today.year, today.year + 1)
        return not any(1 <= self.day <= calendar.monthrange(year, self.month)[1] for year in years)

    def meant(self, today: date) -> date | None:
        """The day meant; without a year the next such day, or one of the last weeks. None without a month."""
        years = (self.year,) if self.year else range(today.year - 1, today.year + 2)
        candidates = [one for year in years if (one := _date(year, self.month, self.day))]
        return next((one for one in candidates if self.year or one >= today - _RECENT), None)


def written_dates(text: str) -> list[WrittenDate]:
    """The days in ``text``, in order: those with a month, and bare numbers that have a weekday.

    A bare number in a list takes the month of its neighbours: ``lunedì 19, martedì 20 e venerdì 21 novembre``.
    """
    return _with_months(text, list(_with_weekdays(text, list(_TOKEN.finditer(text)))))


def _with_weekdays(text: str, tokens: Sequence[re.Match[str]]) -> Iterator[WrittenDate]:
    for place, token in enumerate(tokens):
        if token["weekday"]:
            continue
        found = _read(token)
        before = tokens[place - 1] if place else None
        after = tokens[place + 1] if place + 1 < len(tokens) else None
        if before and before["weekday"] and _joined(text, before, token, _BEFORE_DAY):
            start = before.start()
            yield replace(found, start=start, text=text[start : found.end], weekday=_weekday(before))
        elif found.month and after and after["weekday"] and _joined(text, token, after, _BEFORE_WEEKDAY):
            beyond = tokens[place + 2] if place + 2 < len(tokens) else None
            if beyond and _joined(text, after, beyond, _WEEKDAYS if beyond["weekday"] else _BEFORE_DAY):
                yield found  # the weekday is that of the next day, or one of several: 28 giugno, sab. e dom.
            else:
                end = after.end()
                yield replace(found, end=end, text=text[found.start : end], weekday=_weekday(after))
        elif found.month:
            yield found


def _joined(text: str, first: re.Match[str], second: re.Match[str], between: re.Pattern[str]) -> bool:
    gap = text[first.end() : second.start()] if second.start() - first.end() <= _GAP else "\n"
    return between.fullmatch(gap) is not None


def _with_months(text: str, found: list[WrittenDate]) -> list[WrittenDate]:
    for place in range(len(found) - 2, -1, -1):  # the month stands after the last of a list
        one, after = found[place], found[place + 1]
        if not one.month and after.month and _in_one_list(text, one, after):
            found[place] = _of_month(one, after, earlier=True)
    for place in range(1, len(found)):
        before, one = found[place - 1], found[place]
        if not one.month and before.month and _in_one_list(text, before, one):
            found[place] = _of_month(one, before, earlier=False)
    return found


def _in_one_list(text: str, first: WrittenDate, second: WrittenDate) -> bool:
    return second.start - first.end <= _GAP and not _ENDS.search(text, first.end, second.start)


def _of_month(one: WrittenDate, other: WrittenDate, *, earlier: bool) -> WrittenDate:
    """``one`` in the month of ``other``, or in the month beside it where the days would run backwards."""
    step = 0
    if earlier and one.day > other.day:
        step = -1
    if not earlier and one.day < other.day:
        step = 1
    months = other.month - 1 + step
    return replace(one, month=months % 12 + 1, year=other.year + months // 12 if other.year else 0)


def _read(token: re.Match[str]) -> WrittenDate:
    month, year, named = 0, 0, False
    if name := token["month"]:
        month = next(place for place, one in enumerate(MONTHS, start=1) if one[:3] == name[:3].lower())
        year, named = int(token["year"] or 0), name.lower() in MONTHS
    elif token["slash"]:
        month, year = int(token["slash"]), _year(token["slash_year"])
    elif token["mid"]:
        month, year = int(token["mid"]), _year(token["mid_year"])
    number = 1 if token["day"].lower() == "primo" else int(token["day"])
    if month > 12:
        month = year = 0
    return WrittenDate(token.start(), token.end(), token[0], number, month, year, named=named)


def _year(written: str | None) -> int:
    if not written:
        return 0
    return int(written) if len(written) == 4 else 2000 + int(written)


def _weekday(token: re.Match[str]) -> int:
    return next(place for place, name in enumerate(WEEKDAYS) if name[:3] == token["weekday"][:3].lower())


def _date(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None
