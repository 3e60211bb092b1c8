# SPDX-License-Identifier: EUPL-1.2
"""Checks on days and hours, whose mistakes send people to the right place on the wrong day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from comunecast_gui.core.model import Period
from comunecast_gui.core.notice.categories import FieldType, Hours
from comunecast_gui.core.notice.checks.context import Subject
from comunecast_gui.core.notice.fields import Finding
from comunecast_gui.core.periods import MONTHS, WEEKDAYS, day, full_date, hour

LONG_PERIOD = timedelta(days=30)
_SHORT_PERIOD = timedelta(days=1)
_RECENT = timedelta(days=60)
_SPANS = {Hours.DAY: (time(8), time(20)), Hours.EXTENDED: (time(7), time(22))}
_WEEKDAY = r"(lun|mart|mercol|giov|vener)ed(?:ì|í|i'|i’|i)|(sabato|domenica)"
_MONTH = "|".join(MONTHS)
_WRITTEN_DATE = re.compile(
    rf"\b(?:{_WEEKDAY})[\s,]+(\d{{1,2}})[°º]?(?!\d|[:.,]\d)(?:\s+({_MONTH})\b|/(\d{{1,2}})\b)?(?:\s+(\d{{4}})\b|/(\d{{4}})\b)?",
    re.IGNORECASE,
)
_ANY_DATE = re.compile(rf"\b\d{{1,2}}[°º]?\s+(?:{_MONTH})\b|\b\d{{1,2}}/\d{{1,2}}\b", re.IGNORECASE)
_RELATIVE = re.compile(
    r"\b(oggi|domani|dopodomani|ieri|stasera|stamani|stamane|stamattina|stanotte|domattina"
    r"|quest[ao] (?:sera|mattina|pomeriggio|notte))\b",
    re.IGNORECASE,
)
_MIDNIGHT = re.compile(r"\bmezzanotte\b", re.IGNORECASE)
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
    for one, text in subject.written():
        for match in _WRITTEN_DATE.finditer(text):
            meant = _meant(match, subject)
            if meant and WEEKDAYS[meant.weekday()] != _weekday(match):
                right = day(meant, subject.now.year)
                yield Finding("giorno_settimana", one.id, {"label": one.label, "text": match[0], "right": right})


def relative_words(subject: Subject) -> Iterator[Finding]:
    """Words like "domani" in a sentence without a date."""
    for one, text in subject.written():
        for sentence in _SENTENCE_END.split(text):
            match = _RELATIVE.search(sentence)
            if match and not _ANY_DATE.search(sentence):
                yield Finding("parole_relative", one.id, {"label": one.label, "word": match[0]})


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


def _weekday(match: re.Match[str]) -> str:
    stem = match[1] or match[2]
    return next(name for name in WEEKDAYS if name.startswith(stem.lower()))


def _meant(match: re.Match[str], subject: Subject) -> date | None:
    """The date meant by a day without a year: the next such day, or one of the last weeks."""
    number = int(match[3])
    month = MONTHS.index(match[4].lower()) + 1 if match[4] else int(match[5] or 0)
    if not month:
        return _in_periods(number, subject)
    year = int(match[6] or match[7] or 0)
    today = subject.now.date()
    years = [year] if year else range(today.year - 1, today.year + 2)
    candidates = [one for candidate in years if (one := _date(candidate, month, number))]
    return next((one for one in candidates if year or one >= today - _RECENT), None)


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


def _date(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None


TIME_CHECKS = (
    past_dates,
    reversed_periods,
    long_periods,
    wrong_weekdays,
    relative_words,
    midnight,
    sending_hours,
    short_notice,
)
