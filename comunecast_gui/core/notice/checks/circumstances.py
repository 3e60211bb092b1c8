# SPDX-License-Identifier: EUPL-1.2
"""Checks that compare a notice with the town, the bulletin, the channels, and earlier notices."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from comunecast_gui.core.bulletin.forecast import LEVELS, rank, worst_between
from comunecast_gui.core.content import TEXT_LIMITS, TemplateMessage, readable, size
from comunecast_gui.core.model import ChannelKind, Priority, kind_of
from comunecast_gui.core.notice.categories import LEVEL, FieldType
from comunecast_gui.core.notice.checks.context import RecentNotice, Subject
from comunecast_gui.core.notice.fields import Finding
from comunecast_gui.core.notice.long_lists import SHORTENED, has_list
from comunecast_gui.core.notice.repetition import SAME_DAY, extent_of, same, says_again, unsigned
from comunecast_gui.core.periods import day, full_date, local, moment, sent_at
from comunecast_gui.core.places import town_of

MANY_NOTICES = 3
_ALERT = re.compile(
    r"\b(?:allerta|codice|livello|avviso)\s+(?:meteo\s+|di\s+colore\s+|colore\s+)?(verde|giall[ao]|arancion[ei]|ross[ao])\b"
    r"(?!\s+(?:d\w{1,4}\s+)?(?:pronto\s+soccorso|triage))",  # a colour of the hospital's
    re.IGNORECASE,
)
_COLOUR_OF = {"ver": "verde", "gia": "gialla", "ara": "arancione", "ros": "rossa"}
_ENDS_OR_BEGINS = re.compile(
    r"\b(?:fino|entro|termin\w{1,6}|cess\w{1,6}|finit[ao]|revocat[ao]|conclus[ao]|rientrat[ao]|dalle)\b", re.IGNORECASE
)
_STREET_WORDS = r"(?:via|viale|vicolo|piazza|piazzale|corso|largo|strada|ponte|lungarno|stazione|istituto|scuola)\s+"


def unknown_streets(subject: Subject) -> Iterator[Finding]:
    known = subject.context.streets
    if known is None:
        return
    for one, streets in subject.each(FieldType.STREETS):
        for street in streets:
            if not known.find(street.name):
                yield Finding("via_sconosciuta", one.id, {"label": one.label, "street": street.name})


_NAMED = 5
"""Words of the longest names of towns that are looked up."""
_SPEAKER = re.compile(
    r"\b(comune|citt[àa]|cittadin[ie]|sindac[oa]|scuol[ae]|abitanti)\s+di\s+"
    r"([\w'’]{1,30}(?:[ -][\w'’]{1,30}){0,4})",
    re.IGNORECASE,
)
_SERVICE = re.compile(
    r"\bacqu[ae]\b|\b(?:luce|corrente|energia|gas|strad[ae]|pont[ei]|scuol[ae]|rifiuti|raccolta|allerta|viabilità|allagament[oi]"
    r"|evacuazione|(?<!finestre )(?<!imposte )(?<!porte )chius[aoei]|divieto|senso unico)\b",
    re.IGNORECASE,
)
"""What an office tells of its own town only; who gives blood or goes to a fair may well go to the next one."""


def other_town(subject: Subject) -> Iterator[Finding]:
    """Another town stands where one's own should: as "Comune di ...", as the place ("a ..."), or in the first line."""
    own = town_of(subject.office.name)
    typed = subject.text.replace(subject.office.name, "")
    if any(subject.office.name in text for _, text in subject.written()):
        return
    if any(re.search(rf"\b{re.escape(name)}\b", typed) for name in (own, *subject.office.localities)):
        return
    named_by_template = own in subject.text
    first = subject.text.split("\n", 1)[0]
    for town in subject.context.municipalities:
        if town.name == own or town.name not in typed:
            continue
        name = rf"{re.escape(town.name)}\b"
        speaker = re.search(rf"\b(?:[Cc]omune|[Cc]ittà|[Cc]ittadini) di {name}", typed)
        place = re.search(rf"\b[Aa]d? {name}", typed)
        title = re.search(rf"\b{name}", re.sub(_STREET_WORDS + name, "", first, flags=re.IGNORECASE))
        served = subject.category.alert or (place and _SERVICE.search(_line_of(typed, place.start())))
        if speaker or (not named_by_template and (title or (place and served))):
            yield Finding("altro_comune", _field_naming(subject, town.name), {"town": town.name, "own": own})
            return
    for match in _SPEAKER.finditer(typed):
        name = _town_in(match[2], subject.context.towns)
        sure = match[2][0].isupper() or not match[1].lower().startswith(("scuol", "abitant"))  # scuola di sale
        if name and sure and name.casefold() != own.casefold():
            yield Finding("altro_comune", _field_naming(subject, match[2]), {"town": name, "own": own})
            return


def _line_of(text: str, place: int) -> str:
    """The line around a place in a text."""
    return text[text.rfind("\n", 0, place) + 1 : (text.find("\n", place) + 1 or len(text) + 1) - 1]


def _town_in(words: str, towns: Mapping[str, str]) -> str:
    """The town whose name ``words`` begins with, in whatever letters; empty where there is none."""
    parts = re.split(r"([ -])", words.replace("’", "'"))
    found = (towns.get("".join(parts[:count]).casefold(), "") for count in range(2 * _NAMED - 1, 0, -2))
    return next(filter(None, found), "")


def colours(subject: Subject) -> Iterator[Finding]:
    """The colour of an alert in title and text, against the chosen level and each other."""
    level = subject.values.get(LEVEL)
    named = [(one, {_COLOUR_OF[word.lower()[:3]] for word in _ALERT.findall(text)}) for one, text in subject.written()]
    for one, found in named:
        if level and found and level not in found:
            yield Finding("colore_diverso", one.id, {"label": one.label, "color": min(found), "level": level})
    if level or not any(found for _, found in named):
        return
    single = [(one, min(found)) for one, found in named if len(found) == 1]
    for (_, first), (one, second) in pairwise(single):
        if first != second:
            yield Finding("colore_diverso", one.id, {"label": one.label, "color": second, "level": first})
    timed = next(subject.each(FieldType.PERIOD, FieldType.DATETIME, FieldType.DATE, FieldType.DATES), None)
    if timed is None and not any(_ENDS_OR_BEGINS.search(text) for _, text in subject.written()):
        yield Finding("allerta_senza_fine", next(one.id for one, found in named if found), {})


def office_first(subject: Subject) -> Iterator[Finding]:
    first = subject.text.split("\n", 1)[0]
    if subject.category.alert and town_of(subject.office.name) not in first:
        yield Finding("senza_nome_comune", "", {"office": subject.office.name})


def bulletin(subject: Subject) -> Iterator[Finding]:
    """The level written against that of the bulletin in force, for the days that the notice is about."""
    level = subject.values.get(LEVEL)
    if level not in LEVELS:
        return
    period = next((value for _, value in subject.each(FieldType.PERIOD)), None)
    first, last = (period.start.date(), period.end.date()) if period else (subject.now.date(), subject.now.date())
    found = worst_between(subject.context.bulletin, first, last)
    if found is None or found.level == level:
        return
    issued = local(found.issued, subject.office)
    values = {
        "level": level,
        "bulletin": found.level,
        "zone": subject.office.alert_zone,
        "day": day(found.day, subject.now.year),
        "issued": moment(issued, subject.now.year),
    }
    if rank(found.level) < rank(level):  # the Region may say more: it has wind, snow and ice as well
        yield Finding("livello_oltre_bollettino", LEVEL, values)
    else:
        yield Finding("livello_diverso" if issued.date() == subject.now.date() else "bollettino_vecchio", LEVEL, values)


def channel_limits(subject: Subject) -> Iterator[Finding]:
    for kind, content in subject.contents.items():
        text, limit = readable(content), TEXT_LIMITS[kind]
        length = size(text)
        if length > limit:
            values = {"channel": kind.service, "length": length, "limit": limit}
            yield Finding(*_too_long(subject), values)
        elif match := SHORTENED.search(text):
            yield Finding("elenco_accorciato", "", {"channel": kind.service, "link": match[1], "limit": limit})


def _too_long(subject: Subject) -> tuple[str, str]:
    """A list needs an address where it stands whole, in its field if there is one; other texts have to be shorter."""
    page = next((one for one in subject.category.fields if one.type is FieldType.LINK), None)
    if not has_list(subject.category, subject.values) or (page and page.id in subject.values):
        return "oltre_limite_canale", ""
    return "elenco_senza_pagina", page.id if page else ""


def channels_left_out(subject: Subject) -> Iterator[Finding]:
    if not subject.draft.channels:
        return
    available = {kind_of(name) for name in subject.context.channels}
    for kind in subject.category.channels:
        if kind in available and kind not in _kinds(subject):
            yield Finding("canale_spento", "channels", {"channel": kind.service})


def attachments_left_out(subject: Subject) -> Iterator[Finding]:
    message = subject.contents.get(ChannelKind.WHATSAPP)
    if not isinstance(message, TemplateMessage):
        return
    travels = message.header
    if any(one is not travels for one in subject.draft.attachments):
        yield Finding("attachment_one_whatsapp" if travels else "attachment_only_telegram", "attachments", {})


def said_before(subject: Subject) -> Iterator[Finding]:
    """The same thing, or nearly the same words, in a notice that went out, or waits for its hour or a second person."""
    context = subject.context
    thread = _thread_of(subject.draft.follows, context.recent)
    # What follows a notice takes its place, or repeats it on purpose.
    others = [("stessa_in_attesa", one) for one in context.asked_about]
    others += [
        ("stessa_programmata" if one.later else "stessa_interruzione", one)
        for one in context.recent
        if not one.id or one.id not in thread
    ]
    mine = extent_of(subject.category.id, subject.draft.fields, subject.at, subject.text)
    for check, one in others:
        theirs = extent_of(one.category, one.fields, one.at, one.text) if mine else None
        if mine and theirs and same(mine, theirs):
            yield _said_already(check, one, subject)
            return
    for check, one in others:
        stands = check != "stessa_interruzione"
        just_now = stands or abs(subject.at - one.at) <= SAME_DAY  # also where the clock was set back
        if just_now and says_again(subject.text, _unsigned(one.text, subject.office.name)):
            day = {"date": full_date(local(one.at, subject.office).date())}
            yield _said_already(check, one, subject) if stands else Finding("doppione", "", day)
            return


def _said_already(check: str, one: RecentNotice, subject: Subject) -> Finding:
    at = local(one.later or one.at, subject.office)
    followed = 0 if one.later else one.id  # nothing follows what nobody has seen yet
    return Finding(check, "", {"title": one.title, "date": sent_at(at, subject.now.year), "goes_on_with": followed})


def _thread_of(follows: int | None, recent: Sequence[RecentNotice]) -> set[int]:
    """What a notice follows, and all that belongs to the same thread."""
    thread = {follows} if follows else set()
    for _ in recent:
        parents = {one.follows for one in recent if one.id in thread and one.follows}
        children = {one.id for one in recent if one.follows in thread}
        if not thread or (parents | children) <= thread:
            break
        thread |= parents | children
    return {one for one in thread if one}


def open_alerts(subject: Subject) -> Iterator[Finding]:
    for alert in subject.context.open_alerts:
        closes = subject.draft.follows == alert.notice or subject.category.id in alert.closed_by
        if alert.end < subject.at and not closes:
            sent, end = local(alert.sent, subject.office), local(alert.end, subject.office)
            values = {"data": full_date(sent.date()), "fine": moment(end, subject.now.year)}
            yield Finding("chiusura_mancante", "", values)


def many_notices(subject: Subject) -> Iterator[Finding]:
    if subject.context.sent_today >= MANY_NOTICES and subject.category.priority is not Priority.URGENT:
        yield Finding("troppi_messaggi", "", {"n": subject.context.sent_today})


def _kinds(subject: Subject) -> tuple[ChannelKind, ...]:
    kinds = []
    for name in subject.draft.channels:
        try:
            kinds.append(kind_of(name))
        except ValueError:  # an unknown channel is refused when the notice is composed
            continue
    if not subject.draft.channels:
        kinds = list(subject.category.channels)
    return tuple(dict.fromkeys(kinds))


def _field_naming(subject: Subject, town: str) -> str:
    return next((one.id for one, text in subject.written() if town in text), "")


def _unsigned(text: str, office: str) -> str:
    return unsigned(text) if text.rpartition("\n\n")[2].startswith(office) else text


CIRCUMSTANCE_CHECKS = (
    unknown_streets,
    other_town,
    office_first,
    colours,
    bulletin,
    channel_limits,
    channels_left_out,
    attachments_left_out,
    said_before,
    open_alerts,
    many_notices,
)
