# SPDX-License-Identifier: EUPL-1.2
"""Checks on days and hours, whose mistakes send people to the right place on the wrong day."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from comunecast_gui.core.model import Period
from comunecast_gui.core.notice.categories import FieldType, Hours
from comunecast_gui.core.notice.checks.context import Subject
from comunecast_gui.core.notice.checks.written_dates import WrittenDate, written_dates
from comunecast_gui.core.notice.fields import Finding
from comunecast_gui.core.notice.typed_dates import DAYS_AWAY, exists
from comunecast_gui.core.periods import MONTHS, WEEKDAYS, day, full_date, hour, timezone_of
from comunecast_gui.core.schedule.quiet import waking

LONG_PERIOD = timedelta(days=30)
_SHORT_PERIOD = timedelta(days=1)
_SPANS = {Hours.DAY: (time(8), time(20)), Hours.EXTENDED: (time.min, time.max)}
"""When notices may go out, as far as it is not quiet then."""
_DAYS_ON = {
    **DAYS_AWAY,
    **dict.fromkeys(("stasera", "stamani", "stamane", "stamattina", "stanotte"), 0),
    **dict.fromkeys(("questa sera", "questa mattina", "questo pomeriggio", "questa notte"), 0),
    "domattina": 1,
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
_MIDNIGHT = re.compile(
    r"\bmezzanotte\b|\b(?:ore|alle)\s+24\b(?![:.](?!00)\d)(?!(?:[:.]00)?\s+d(?:i|el)\b)", re.IGNORECASE
)
_COUNTED = re.compile(
    r"(?<=\d)\s+(?!(?:per|con|e|o|circa|di|del|fino|in|a|al|dopo|quando|senza|ma|poi|si|il|la|le|lo|non|oggi|domani)\b)"
    r"[^\W\d_]{3}"
)
"""A thing that is counted, no hour: alle 24 famiglie."""
_TO_MIDNIGHT = re.compile(
    r"[ \t,(]{1,3}dalle\s+(?:ore\s+)?\d{1,2}(?:[:.]\d{2})?\s+alle\s+(?:ore\s+)?24\b", re.IGNORECASE
)
"""``dalle 14 alle 24``, right after what it belongs to."""
_HOUR = re.compile(r"\b(alle|dalle|ore)\s+(\d{1,2})(?:[:.,](\d{2}))?(?!\d|[.,:/]\d)", re.IGNORECASE)
_HOUR_ENDS = re.compile(r"[.,;:)\n]|$|\s+(?:di|del|fino|in)\b", re.IGNORECASE)
"""What follows an hour; a thing that is counted follows a number: alle 25 famiglie."""
_PRICE = re.compile(r"\s{0,2}(?:€|euro\b)", re.IGNORECASE)
_CLOCK = r"(?:ore\s+)?(\d{1,2})(?:[:.](\d{2}))?"
_SPAN = re.compile(rf"\bdalle\s+{_CLOCK}\s+(?:fino\s+)?alle\s+{_CLOCK}(?!\d|[:.]\d)", re.IGNORECASE)
_NEXT_DAY = re.compile(rf"notte|mattin|successiv|dopo\b|\bd(?:i|el)\s+(?:{_DAY_NAMES}|domani|\d)", re.IGNORECASE)
_AHEAD = 45
"""Characters after a span of hours that may still say of which day its end is."""
_NUMBERS = re.compile(
    rf"\bdal(?:\s+|l['’])(\d{{1,2}})\s+al(?:\s+|l['’])(\d{{1,2}})\s+(?:{'|'.join(MONTHS)})\b", re.IGNORECASE
)
_SAID_DAY = re.compile(r"\b(?:il|del|entro il)\s$", re.IGNORECASE)
_INSTEAD = re.compile(
    r"\b(?:in caso di (?:pioggia|maltempo|brutto tempo|vento)|se piove|rinviat[oaie]|si (?:recupera|rinvia)|recupero)\b"
    r"[\s,:]{0,3}(?:(?:si fa|il|al|a|per)\s{1,2})?(?:il\s)?$",
    re.IGNORECASE,
)
"""Words right before a day that takes the place of another."""
_FROM = re.compile(r"\b(?:da|dal|dall['’])\s*$", re.IGNORECASE)
_TO = re.compile(r"[ \t,]{1,3}(?:fino\s+)?(?:al?|all['’])[ \t]{0,2}", re.IGNORECASE)
_DEADLINE = re.compile(
    r"\b(?:entro|fino|scad(?!ut)\w{1,10}|termine|valid[aoie])\b(?![^.!?\n\d]{0,20}\bda(?:l|ll['’])?(?:\s|$))"
    r"[^.!?\n\d]{0,20}$",
    re.IGNORECASE,
)
"""Words before a day that ends something; not "valido dal", where it begins, nor "scaduto", which is told as past."""
_BACK = 32
_MOST_YEARS = 3
_OTHER_DAY = ("rinvio", "recupero")
"""Fields with the day that takes the place of the notice's own."""
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
            said = _SAID_DAY.search(text, max(0, written.start - 12), written.start)
            if (certain or said) and written.is_none(today):
                yield Finding("data_inesistente", one.id, {"label": one.label, "text": written.text})


def impossible_hours(subject: Subject) -> Iterator[Finding]:
    """alle 25, ore 9:75, and alle 2:30 of the Sunday on which the clocks leave that hour out."""
    for one, text in subject.written():
        for match in _skipped_hours(text, subject):
            yield Finding("ora_inesistente", one.id, {"label": one.label, "text": match[0]})
        for match in _HOUR.finditer(text):
            wrong = int(match[2]) > 24 or int(match[3] or 0) > 59 or (match[2] == "24" and int(match[3] or 0) > 0)
            bare = match[3] is None and match[1].lower() != "ore"
            if wrong and not _PRICE.match(text, match.end()) and not (bare and not _HOUR_ENDS.match(text, match.end())):
                yield Finding("ora_inesistente", one.id, {"label": one.label, "text": match[0]})


def _skipped_hours(text: str, subject: Subject) -> Iterator[re.Match[str]]:
    """The hours that do not exist on the last day that was said before them, in the same sentence."""
    zone, today = timezone_of(subject.office), subject.now.date()
    for written in written_dates(text):
        meant = written.meant(today)
        for match in _HOUR.finditer(text, written.end, written.end + _AHEAD) if meant else ():
            if int(match[2]) > 23 or int(match[3] or 0) > 59 or _SENTENCE_END.search(text, written.end, match.start()):
                break
            if meant and not exists(datetime.combine(meant, time(int(match[2]), int(match[3] or 0))), zone):
                yield match
            break


def reversed_words(subject: Subject) -> Iterator[Finding]:
    """Hours and days in a text whose end comes before their beginning."""
    today = subject.now.date()
    for one, text in subject.written():
        for match in _SPAN.finditer(text):
            begins, ends = (int(match[n]) * 60 + int(match[n + 1] or 0) for n in (1, 3))
            overnight = (begins >= 18 * 60 and ends <= 12 * 60) or (begins >= 12 * 60 and ends <= 6 * 60)
            if ends < begins and not overnight and not _NEXT_DAY.search(text, match.end(), match.end() + _AHEAD):
                yield Finding("ore_al_contrario", one.id, {"label": one.label, "text": match[0]})
        for match in _NUMBERS.finditer(text):
            if int(match[1]) > int(match[2]):
                yield Finding("giorni_al_contrario", one.id, {"label": one.label, "text": match[0]})
        dates = written_dates(text)
        for first, second in pairwise(dates):
            apart = second.start - first.end
            if apart > _BACK or not _TO.fullmatch(text, first.end, second.start):
                continue
            begin, finish = first.meant(today), second.meant(today)
            if begin and finish and finish < begin and _FROM.search(text, max(0, first.start - 8), first.start):
                both = text[first.start : second.end]
                yield Finding("giorni_al_contrario", one.id, {"label": one.label, "text": both})


def past_deadlines(subject: Subject) -> Iterator[Finding]:
    """A deadline such as "entro il 10 aprile" said in May, and a year far ahead, which is a slip of the finger."""
    today = subject.now.date()
    for one, text in subject.written():
        for written in written_dates(text):
            meant = written.meant(today)
            before = max(0, written.start - _BACK)
            if meant and meant < today and _DEADLINE.search(text, before, written.start):
                yield _past(one.id, one.label, meant)
            if written.year > today.year + _MOST_YEARS:
                yield Finding("anno_lontano", one.id, {"label": one.label, "text": written.text})


def other_days(subject: Subject) -> Iterator[Finding]:
    """A day for bad weather, or of recovery, that does not come after the day that it replaces."""
    own = subject.values.get(subject.category.valid_until or "")
    if own is None:
        return
    end = own.end if isinstance(own, Period) else own
    for one, value in subject.each(FieldType.PERIOD, FieldType.DATE):
        start = value.start if isinstance(value, Period) else value
        if one.id in _OTHER_DAY and type(start) is type(end) and start <= end:
            yield Finding("rinvio_prima", one.id, {"label": one.label})


def other_days_in_words(subject: Subject) -> Iterator[Finding]:
    """The same in a text: "Sabato 16 maggio. Se piove, venerdì 15"."""
    today = subject.now.date()
    for one, text in subject.written():
        for first, second in pairwise(written_dates(text)):
            begin, other = first.meant(today), second.meant(today)
            if begin and other and other <= begin and _INSTEAD.search(text, first.end, second.start):
                yield Finding("rinvio_prima", one.id, {"label": one.label})


def relative_words(subject: Subject) -> Iterator[Finding]:
    """Words like "domani" in a sentence that does not say which day that is, or beside another day."""
    for one, text in subject.written():
        for check, _, values in misleading_words(text, subject):
            yield Finding(check, one.id, {"label": one.label, **values})


def misleading_words(text: str, subject: Subject) -> Iterator[tuple[str, int, dict[str, str]]]:
    """The first such word of each sentence, where there is one: the check, the word's place, the check's values."""
    dates = written_dates(text)
    for start, end in _sentences(text):
        if found := _relative(text, start, end, dates, subject):
            yield found


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _SENTENCE_END.finditer(text):
        yield start, match.start()
        start = match.end()
    yield start, len(text)


def _relative(
    text: str, start: int, end: int, dates: Sequence[WrittenDate], subject: Subject
) -> tuple[str, int, dict[str, str]] | None:
    """What is wrong with the relative words of one sentence: the check, the word's place and the check's values."""
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
            return "giorno_relativo", match.start(), {"text": both, "word": match[0], "right": day(days[0], today.year)}
        if not any(said[each] for each in days):
            return "parole_relative", match.start(), {"word": match[0]}
    vague = None if inside else _VAGUE.search(text, start, end)
    return ("parole_relative", vague.start(), {"word": vague[0]}) if vague else None


def _is_beside(text: str, word: re.Match[str], written: WrittenDate) -> bool:
    return written.start - word.end() <= 4 and _BESIDE.fullmatch(text, word.end(), written.start) is not None


def _says(written: WrittenDate, wanted: date, today: date) -> bool:
    if written.month:
        return written.meant(today) == wanted
    return written.day == wanted.day and written.weekday in (None, wanted.weekday())


def midnight(subject: Subject) -> Iterator[Finding]:
    """An hour that two days share, unless the day is said: dalle 14 alle 24 right after a day ends that day."""
    for one, text in subject.written():
        said = {span.end() for day in written_dates(text) if (span := _TO_MIDNIGHT.match(text, day.end))}
        found = (match.end() for match in _MIDNIGHT.finditer(text) if not _COUNTED.match(text, match.end()))
        if any(end not in said for end in found):
            yield Finding("mezzanotte", one.id, {"label": one.label})


def sending_hours(subject: Subject) -> Iterator[Finding]:
    span = _SPANS.get(subject.category.hours)
    if span is None:
        return
    begin, end = waking(*span, subject.office.quiet)
    if not begin <= subject.now.time() <= end:
        values = {"ora": hour(subject.now.time()), "start": hour(begin), "end": hour(end)}
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
    impossible_hours,
    reversed_words,
    past_deadlines,
    other_days,
    other_days_in_words,
    relative_words,
    midnight,
    sending_hours,
    short_notice,
)
