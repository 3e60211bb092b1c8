# SPDX-License-Identifier: EUPL-1.2
"""A mistake in a notice: what can be done about it, and what was wrong and is right, said from its fields."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from comunecast_gui.core.model import Attachment, Office
from comunecast_gui.core.notice.categories import LEVEL, Category, FieldType
from comunecast_gui.core.notice.field_kinds import sayer
from comunecast_gui.core.notice.fields import parse
from comunecast_gui.core.notice.follow_up import CORRECTION, Told, subject_of
from comunecast_gui.core.periods import local

WRONG, RIGHT = "errato", "corretto"
"""The fields of a correction that say so."""
WITHDRAWN = {WRONG: "l'intero messaggio", RIGHT: "il messaggio è annullato: non tenerne conto"}
"""What a correction says of a notice that is taken back as a whole."""
_NOTHING = "non indicato"
_COLOURS = {"verde": "verde", "giall": "gialla", "arancione": "arancione", "ross": "rossa"}
_COLOUR = re.compile(r"\b(?<!numero )(verde|giall(?=[ao]\b)|arancione|ross(?=[ao]\b))[ao]?\b")
_REFUSED = re.compile(r"\b(?:non|invece (?:di|che|della|del))\s+(?:\w+\s+)?(?:verde|giall[ao]|arancione|ross[ao])\b")
_OF_AN_ALERT = re.compile(r"\b(?:allerta|livello|codice)\b")
_FILE, _DESCRIPTION, _NONE = "il file allegato", "la descrizione del file allegato", "nessuno"
_SPEAK_FOR_THEMSELVES = frozenset(
    {FieldType.PERIOD, FieldType.DATETIME, FieldType.DATE, FieldType.DATES, FieldType.TIME}
)
"""A day or an hour is understood without the name of its field."""


@dataclass(frozen=True, slots=True)
class Mistaken:
    """A notice with a mistake in it, and what can still be done. ``fields`` are its raw values, as corrected so far.

    ``queued`` deliveries wait still. ``have_it`` people have it on WhatsApp, or may have it: nobody can recall that; of
    ``unknown`` of them nobody knows. ``missed`` people shall have it and certainly have it not, because it was, or is
    being, stopped half way; 0 where it was not. ``posts`` are the Telegram channels on which it is, or may be; in
    ``deletable`` it is young enough to be deleted.
    """

    notice: int
    category: str
    title: str
    fields: Mapping[str, Any]
    queued: int = 0
    have_it: int = 0
    posts: tuple[str, ...] = ()
    deletable: tuple[str, ...] = ()
    unknown: int = 0
    missed: int = 0
    files: tuple[Attachment, ...] = ()
    """The pictures and documents that its posts show, as corrected so far."""
    two_see: bool = False
    """Whether a second person has to see what is right, whatever it says."""
    two_see_red: bool = False
    """Whether one has to where it is a red alert."""


@dataclass(frozen=True, slots=True)
class Mended:
    """What was done about a mistake: ``stopped`` deliveries will not go out, ``have_it`` people need a correction.

    ``said`` are the raw values that the correction begins with. ``queued`` are the notices with what is right,
    where they were queued at once: whoever asked has to send them.
    """

    notice: int
    stopped: int
    have_it: int
    posts: int
    said: Mapping[str, str]
    queued: tuple[int, ...] = ()
    request: int | None = None
    """The request for a second person's approval that all the rest waits for; None where nobody else has to see it."""


def said_of_change(
    category: Category, before: Mapping[str, Any], after: Mapping[str, Any], office: Office, at: datetime
) -> dict[str, str]:
    """The raw values of a correction: each changed field as it read, and as it reads now; empty where none changed.

    ``at`` is the moment of sending.
    """
    day = local(at, office).date()
    old, new = parse(category, before, office).values, parse(category, after, office).values
    say_old, say_new = (sayer(category, values, office, day, one_line=True) for values in (old, new))
    changed = [one for one in category.fields if old.get(one.id) != new.get(one.id)]
    if not changed:
        return {}

    def listed(say: Any) -> str:
        parts = []
        for one in changed:
            text = (say(one.id, "") or _NOTHING).rstrip(".")
            alone = len(changed) == 1 and one.type in _SPEAK_FOR_THEMSELVES
            parts.append(text if alone else f"{one.label[:1].lower()}{one.label[1:]}: {text}")
        return "; ".join(parts)

    return {WRONG: listed(say_old), RIGHT: listed(say_new)}


def said_of_files(before: Sequence[Attachment], after: Sequence[Attachment]) -> dict[str, str]:
    """The same of the pictures and documents: others, none, or other words for them; empty where none changed."""
    if [(one.digest, one.alt) for one in before] == [(one.digest, one.alt) for one in after]:
        return {}
    described = [one.digest for one in before] == [one.digest for one in after]
    wrong = _DESCRIPTION if described else _FILE if before else f"{_FILE}: {_NOTHING}"
    shows = "; ".join(one.alt.strip().rstrip(".") for one in after if one.alt.strip())
    return {WRONG: wrong, RIGHT: f"{_FILE}: {shows}" if shows else f"{_FILE}: {_NONE}"}


def said_together(*parts: Mapping[str, str]) -> dict[str, str]:
    """What several of these say, as one."""
    found = [one for one in parts if one]
    return {id: "; ".join(one[id] for one in found) for id in (WRONG, RIGHT)} if found else {}


def cut_to_fit(said: Mapping[str, str], category: Category) -> dict[str, str]:
    """The same, each value no longer than its field of ``category`` takes."""
    limits = {one.id: one.limit for one in category.fields}
    return {
        id: text if not limits.get(id) or len(text) <= limits[id] else f"{text[: limits[id] - 1].rstrip()}…"
        for id, text in said.items()
    }


def corrected_level(said: Mapping[str, Any]) -> str:
    """The alert level that a correction with these raw values says is right; empty where it does not plainly say one.

    A colour alone is one, and a single colour in a sentence about the alert or its level ("allerta arancione, non
    rossa"); a text with two of them leaves it open.
    """
    text = _REFUSED.sub("", str(said.get(RIGHT) or "").casefold())
    named = {_COLOURS[word] for word in _COLOUR.findall(text)}
    alone = len(text.split()) == 1
    return named.pop() if len(named) == 1 and (alone or _OF_AN_ALERT.search(text)) else ""


def as_corrected(told: Sequence[Told]) -> tuple[Told, ...]:
    """The same notices in their order, each alert with the level that the corrections among them say of it."""
    levels: dict[int, str] = {}
    for one in sorted(told, key=lambda one: (one.sent, one.id)):
        if one.category == CORRECTION and (level := corrected_level(one.fields)):
            levels[subject_of(told, one.id).id] = level
    return tuple(_with_level(one, levels) for one in told)


def _with_level(one: Told, levels: Mapping[int, str]) -> Told:
    if one.id not in levels or not one.fields.get(LEVEL):
        return one
    return replace(one, fields={**one.fields, LEVEL: levels[one.id]})


def withdrawn(told: Sequence[Told]) -> frozenset[int]:
    """Those of these notices that a correction among them took back as a whole."""
    taken_back = (one for one in told if one.category == CORRECTION and one.fields.get(RIGHT) == WITHDRAWN[RIGHT])
    return frozenset(subject_of(told, one.id).id for one in taken_back)
