# SPDX-License-Identifier: EUPL-1.2
"""Checks on days and hours, whose mistakes send people to the right place on the wrong day."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from comunecast_gui.core.model import Period
from comunecast_gui.core.notice.categories import FieldType, Hours
from comunecast_gui.core.notice.checks.context import Subject
from comunecast_gui.core.notice.checks.written_dates import WrittenDate, written_dates
from comunecast_gui.core.notice.fields import Finding
from comunecast_gui.core.periods import WEEKDAYS, day, full_date, hour

LONG_PERIOD = timedelta(days=30)
_SHORT_PERIOD = timedelta(days=1)
_SPANS = {Hours.DAY: (time(8), time(20)), Hours.EXTENDED: (time(7), time(22))}
_DAYS_ON = {
    **dict.fromkeys(("oggi", "stasera", "stamani", "stamane", "stamattina", "stanotte"), 0),
    **dict.fromkeys(("questa sera", "questa mattina", "questo pomeriggio", "questa notte"), 0),
    **{"domani": 1, "domattina": 1, "dopodomani": 2, "ieri": -1},
}
_RELATIVE = re.compile(rf"\b(?:{'|'.join(_DAYS_ON)})\b", re.IGNORECASE)
_NIGHT = frozenset({"stanotte", "questa notte"})
"""Words for the night that begins today and ends tomorrow."""
_DAY_NAMES = "|".join((*WEEKDAYS, "lunedi", "martedi", "mercoledi", "giovedi", "venerdi"))
_VAGUE = re.compile(
    rf"\b(?:(?:{_DAY_NAMES})\s+prossim[oa]|(?:settimana|mese|weekend)\s+prossim[oa]"
    rf"|prossim[oa]\s+(?:{_DAY_NAMES}|(?:fine\s+)?settimana|mese|weekend))\b",
    re.IGNORECASE,
)
_BESIDE = re.compile(r"[ \t\u00a0,(*_~«»\"-]{1,4}")
_MIDNIGHT = re.compile(r"\bmezzanotte\b|\b(?:ore|alle)\s+24\b(?!(?:[:.]00)?\s+d(?:i|el)\b)", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?\n]+(?=\s|$)")


def past_dates(subject: Subject) -> Iterator[Finding]:
    """An end that has passed; for notices announced ahead also a start that has passed."""
    now = subject.now
    for one, period in subject.each(FieldType.PERIOD):
        planned = subject.category.lead_hours and period.end - period.start <= _SHORT_PERIOD
        if not one.past and (period.end <= now or (planned and period.start < now)):
            yield _past(one.id, one.label, period.end if period.end <= now else period.start)
    for one, moment in subject.each(FieldType.DATETIME):
        if not one.past and moment <= now:
            yield _past(one.id, one.label, moment)
    for one, value in subject.each(FieldType.DATE, FieldType.DATES):
        for each in value if isinstance(value, tuple) else (value,):
            if not one.past and each < now.date():
                yield _past(one.id, one.label, each)


def reversed_periods(subject: Subject) -> Iterator[Finding]:
    for one, period in subject.each(FieldType.PERIOD):
        if period.end <= period.start:
            yield Finding("fine_prima_inizio", one.id, {"label": one.label})


def long_periods(subject: Subject) -> Iterator[Finding]:
    for one, period in subject.each(FieldType.PERIOD):
        if period.end - period.start > LONG_PERIOD:
            days = (period.end - period.start).days
            yield Finding("periodo_lungo", one.id, {"label": one.label, "days": days})


def wrong_weekdays(subject: Subject) -> Iterator[Finding]:
    """A weekday written by hand beside a date that falls on another one."""
    today = subject.now.date()
    for one, text in subject.written():
        for written in written_dates(text):
            meant = written.meant(today) if written.month else _in_periods(written.day, subject)
            if meant and written.weekday is not None and meant.weekday() != written.weekday:
                right = day(meant, subject.now.year)
                yield Finding("giorno_settimana", one.id, {"label": one.label, "text": written.text, "right": right})


def impossible_dates(subject: Subject) -> Iterator[Finding]:
    """30 febbraio, 31 settembre; of figures only what cannot be a house number."""
    today = subject.now.date()
    for one, text in subject.written():
        for written in written_dates(text):
            certain = written.named or written.year or written.weekday is not None
            if certain and written.is_none(today):
                yield Finding("data_inesistente", one.id, {"label": one.label, "text": written.text})


def relative_words(subject: Subject) -> Iterator[Finding]:
    """Words like "domani" in a sentence that does not say which day that is, or beside another day."""
    for one, text in subject.written():
        dates = written_dates(text)
        for start, end in _sentences(text):
            if found := _relative(text, start, end, dates, subject):
                check, values = found
                yield Finding(check, one.id, {"label": one.label, **values})


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _SENTENCE_END.finditer(text):
        yield start, match.start()
        start = match.end()
    yield start, len(text)


def _relative(
    text: str, start: int, end: int, dates: Sequence[WrittenDate], subject: Subject
) -> tuple[str, dict[str, str]] | None:
    """What is wrong with the relative words of one sentence: the check and its values."""
    first = bisect_left(dates, start, key=lambda one: one.start)
    inside = dates[first : bisect_left(dates, end, key=lambda one: one.start)]
    today = subject.now.date()
    said: dict[date, bool] = {}
    for match in _RELATIVE.finditer(text, start, end):
        word = match[0].lower()
        days = [today + timedelta(_DAYS_ON[word] + more) for more in ((0, 1) if word in _NIGHT else (0,))]
        for each in days:
            if each not in said:
                said[each] = any(_says(one, each, today) for one in inside)
        place = bisect_left(inside, match.end(), key=lambda one: one.start)
        beside = inside[place] if place < len(inside) and _is_beside(text, match, inside[place]) else None
        if beside and not any(_says(beside, each, today) for each in days):
            both = text[match.start() : beside.end]
            return "giorno_relativo", {"text": both, "word": match[0], "right": day(days[0], today.year)}
        if not any(said[each] for each in days):
            return "parole_relative", {"word": match[0]}
    vague = None if inside else _VAGUE.search(text, start, end)
    return ("parole_relative", {"word": vague[0]}) if vague else None


def _is_beside(text: str, word: re.Match[str], written: WrittenDate) -> bool:
    return written.start - word.end() <= 4 and _BESIDE.fullmatch(text, word.end(), written.start) is not None


def _says(written: WrittenDate, wanted: date, today: date) -> bool:
    if written.month:
        return written.meant(today) == wanted
    return written.day == wanted.day and written.weekday in (None, wanted.weekday())


def midnight(subject: Subject) -> Iterator[Finding]:
    for one, text in subject.written():
        if _MIDNIGHT.search(text):
            yield Finding("mezzanotte", one.id, {"label": one.label})


def sending_hours(subject: Subject) -> Iterator[Finding]:
    span = _SPANS.get(subject.category.hours)
    if span and not span[0] <= subject.now.time() <= span[1]:
        values = {"ora": hour(subject.now.time()), "start": hour(span[0]), "end": hour(span[1])}
        yield Finding("fuori_orario", "", values)


def short_notice(subject: Subject) -> Iterator[Finding]:
    """Less time before the start than this kind of notice should give."""
    lead = timedelta(hours=subject.category.lead_hours)
    for one, value in subject.each(FieldType.PERIOD, FieldType.DATE):
        if one.id != subject.category.valid_until or not lead:
            continue
        start = value.start if isinstance(value, Period) else datetime.combine(value, time(0))
        if subject.now < start < subject.now + lead:
            yield Finding("short_notice", one.id, {"label": one.label, "hours": subject.category.lead_hours})


def _past(field: str, label: str, when: date | datetime) -> Finding:
    # Always with the year: it may be the year that is wrong.
    return Finding("data_passata", field, {"label": label, "date": f"{WEEKDAYS[when.weekday()]} {full_date(when)}"})


def _in_periods(number: int, subject: Subject) -> date | None:
    """A bare day number is only compared with the days that the notice's own fields name."""
    named: list[date] = []
    for _, value in subject.each(FieldType.PERIOD, FieldType.DATETIME, FieldType.DATE, FieldType.DATES):
        if isinstance(value, Period):
            named += [value.start.date(), value.end.date()]
        elif isinstance(value, tuple):
            named += value
        else:
            named.append(value.date() if isinstance(value, datetime) else value)
    return next((one for one in named if one.day == number), None)


TIME_CHECKS = (
    past_dates,
    reversed_periods,
    long_periods,
    wrong_weekdays,
    impossible_dates,
    relative_words,
    midnight,
    sending_hours,
    short_notice,
)
