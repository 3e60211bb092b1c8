# SPDX-License-Identifier: EUPL-1.2
"""Judges whether a notice repeats another one, in its words or in its matter; checks and queue use the same rule.

The matter is the service, the streets, and hours that overlap: read from raw field values, as drafts and stored notices
have them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from difflib import SequenceMatcher
from typing import Any

from comunecast_gui.core.model import Period, Street
from comunecast_gui.core.notice.topic_search import folded

SAME_TEXT = 0.9
"""The share of characters in common from which two texts count as one."""
_COMPARED = 2000
"""Characters that are compared one by one: more than WhatsApp carries in a notice (Meta: 1,024)."""
SAME_DAY = timedelta(hours=24)
"""How long a notice counts as just sent."""


def says_again(text: str, earlier: str) -> bool:
    """Whether two plain texts, without signature, are nearly the same, case and punctuation aside."""
    mine, theirs = _plain(text), _plain(earlier)
    # In the order of their cost, as difflib recommends: the first two are upper bounds of the third.
    whole = SequenceMatcher(None, mine, theirs, autojunk=False)
    if whole.real_quick_ratio() < SAME_TEXT or whole.quick_ratio() < SAME_TEXT:
        return False
    # The third bound takes too long for a whole text: where two texts begin alike and have the same letters, they are.
    return _alike(mine[:_COMPARED], theirs[:_COMPARED])


def _alike(mine: str, theirs: str) -> bool:
    """Whether both have the share ``SAME_TEXT`` of their characters in common, in the same order.

    Follows E. W. Myers, "An O(ND) Difference Algorithm" (1986), and stops at the first difference too many: the time is
    bounded whatever the texts hold, unlike that of :meth:`difflib.SequenceMatcher.ratio`, which can take its cube.
    """
    most = int((1 - SAME_TEXT) * (len(mine) + len(theirs)) + 1e-9)
    furthest: dict[
        int, int
    ] = {}  # by diagonal, how far into ``mine`` one gets with as many differences as were tried so far
    for differences in range(most + 1):
        for diagonal in range(-differences, differences + 1, 2):
            place = max(furthest.get(diagonal + 1, 0), furthest.get(diagonal - 1, -1) + 1)
            while place < len(mine) and place - diagonal < len(theirs) and mine[place] == theirs[place - diagonal]:
                place += 1
            furthest[diagonal] = place
            if place >= len(mine) and place - diagonal >= len(theirs):
                return True
    return False


def unsigned(text: str) -> str:
    """A text without its last paragraph, the signature, which holds the day; a text of one paragraph as it is."""
    body, _, last = text.rpartition("\n\n")
    return body or last


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text.casefold()).strip()


_FAULT = timedelta(hours=24)
"""How long a fault without a promised end counts as going on."""
_SHAPES: Mapping[str, tuple[str, str, str]] = {
    "acqua_programmata": ("acqua", "vie", "periodo"),
    "acqua_guasto": ("acqua", "vie", "ripristino"),
    "energia_programmata": ("energia", "vie", "periodo"),
    "energia_guasto": ("energia", "vie", "ripristino"),
    "viabilita": ("strada", "divieti", "periodo"),
    "rifiuti_variazione": ("rifiuti", "materiali", "giorno"),
    "scuole": ("scuole", "scuole", "giorni"),
}
"""By category: its service, and the fields with what is concerned and with the time."""
_PROMISED = "ripristino"
"""When a fault shall be over; not always known."""
_FREE = "generico"
_WORDS = {"acqua": re.compile(r"\bacqu[ae]\b|\bidric"), "energia": re.compile(r"\bcorrente\b|\belettric|\bluce\b")}
"""How a free text names a service."""


@dataclass(frozen=True, slots=True)
class Extent:
    """What a notice takes hold of: which service, what of it (with house numbers or stretch), where, from when to when.

    ``free`` is the text of a notice of no particular kind, in place of all but the time.
    """

    service: str
    concerned: tuple[tuple[str, str], ...]
    zones: frozenset[str]
    start: datetime
    end: datetime
    free: str = ""


def extent_of(category: str, fields: Mapping[str, Any], at: datetime, text: str = "") -> Extent | None:
    """The extent of a notice written at ``at``; None where its kind has none, or its time cannot be read."""
    if category == _FREE:
        span = _span(fields.get("periodo"), at)
        return Extent("", (), frozenset(), *span, folded(text)) if span and fields.get("periodo") else None
    if category not in _SHAPES:
        return None
    service, what, when = _SHAPES[category]
    span = _span(fields.get(when), at)
    if span is None and when == _PROMISED and not fields.get(when):
        span = at.replace(tzinfo=None), at.replace(tzinfo=None) + _FAULT
    if span is None:
        return None
    zones = fields.get("zona") or ()
    named = {folded(str(one)) for one in (zones if isinstance(zones, (list, tuple)) else [zones])}
    return Extent(service, tuple(_concerned(fields.get(what))), frozenset(named), *span)


def same(one: Extent, other: Extent) -> bool:
    """Whether two notices tell of the same thing."""
    if one.start >= other.end or other.start >= one.end:
        return False
    if one.free or other.free:
        return bool(one.free) != bool(other.free) and (_names(one, other) or _names(other, one))
    if one.service != other.service:
        return False
    if one.concerned and other.concerned:
        return any(_same_place(mine, theirs) for mine in one.concerned for theirs in other.concerned)
    return not one.concerned and not other.concerned and bool(one.zones & other.zones or one.zones == other.zones)


def _names(free: Extent, other: Extent) -> bool:
    """Whether a free text names the service and a street of the other."""
    words = _WORDS.get(other.service)
    if not free.free or words is None or not words.search(free.free):
        return False
    return any(re.search(rf"\b{re.escape(name)}\b", free.free) for name, _ in other.concerned)


def _same_place(mine: tuple[str, str], theirs: tuple[str, str]) -> bool:
    """The same street; two stretches of it only where they are said in the same words."""
    return mine[0] == theirs[0] and (not mine[1] or not theirs[1] or mine[1] == theirs[1])


def _concerned(raw: Any) -> Iterator[tuple[str, str]]:
    for one in raw if isinstance(raw, (list, tuple)) else [raw] if raw else []:
        if isinstance(one, Street):
            yield folded(one.name), folded(f"{one.stretch} {one.numbers}".strip())
        elif isinstance(one, Mapping):
            yield folded(str(one.get("via", ""))), folded(f"{one.get('tratto', '')} {one.get('civici', '')}".strip())
        else:
            yield folded(str(one)), ""


def _span(raw: Any, at: datetime) -> tuple[datetime, datetime] | None:
    """From when to when, as naive local times; a moment is the end of a fault that began at ``at``."""
    began = at.replace(tzinfo=None)
    if isinstance(raw, Period):
        return raw.start, raw.end
    if isinstance(raw, Mapping):
        start, end = _moment(raw.get("inizio")), _moment(raw.get("fine"))
        return (start, end) if start and end and start < end else None
    if isinstance(raw, (list, tuple)):
        days = [day for one in raw if (day := _moment(one))]
        return (min(days), max(days) + timedelta(days=1)) if days else None
    moment = _moment(raw)
    if moment is None:
        return None
    if moment.time() == time(0):
        return moment, moment + timedelta(days=1)
    return min(began, moment - timedelta(hours=1)), moment


def _moment(raw: Any) -> datetime | None:
    if isinstance(raw, str):
        try:
            raw = datetime.fromisoformat(raw)
        except ValueError:
            return None
    if isinstance(raw, datetime):
        return raw.replace(tzinfo=None)
    return datetime.combine(raw, time(0)) if isinstance(raw, date) else None
