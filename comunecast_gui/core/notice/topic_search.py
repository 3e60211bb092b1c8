# SPDX-License-Identifier: EUPL-1.2
"""Finds the category that somebody means by a few words: other words, other endings and slips of the keys included."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

_WORD = re.compile(r"\w+")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_EMPTY = frozenset(
    _WORD.findall(
        "a ai al alla alle allo anche c che chi ci con d da dal dalla dei del della delle di e ed gli ho i il in l la "
        "le lo nei nel nella per piu si su sul sulla the un una uno ora oggi domani"
    )
)
"""Words that say nothing of the subject."""
_MOST_WORDS = 12
"""Words of a search that are looked at: whoever pastes a whole text waits no longer."""
_STEM = 4
"""Letters of a stem, least: the ending is taken from longer words only."""
_ONE_SLIP, _TWO_SLIPS = 5, 9
"""Letters from which on a stem may differ by one letter, and by two."""


class Nearness(IntEnum):
    """Where the words were found, the nearest first."""

    NAME = 0
    OTHER_WORDS = 1
    GROUP = 2
    EXAMPLE = 3
    """Only in the text of the worked example: worth showing where nothing is nearer."""
    SLIP = 4
    """Only by forgiving a wrong letter."""
    SOME = 5
    """Some of the words, not all."""


@dataclass(frozen=True, slots=True)
class Topic:
    """What a category is looked for by: its ``texts`` in the order of :class:`Nearness`, folded."""

    id: str
    texts: tuple[str, str, str, str]
    stems: frozenset[str]
    """Of the words of its name and the other words: what a slip is compared with."""


def topic(id: str, name: str, other_words: Sequence[str], group: str, example: str) -> Topic:
    """A category as it is looked for."""
    near = f"{folded(name)} {folded(' '.join(other_words))}"
    with_group = f"{near} {folded(group)}"
    texts = (folded(name), near, with_group, f"{with_group} {folded(example)}")
    return Topic(id, texts, frozenset(_stem(word) for word in _WORD.findall(texts[1]) if word not in _EMPTY))


def find(topics: Iterable[Topic], text: str) -> dict[str, Nearness]:
    """The categories that are meant by ``text``, by id, each with how near it is; all of them for an empty text.

    Examples and slips count only where nothing nearer was found, and some of the words only where no category has all.
    """
    words = list(dict.fromkeys(word for word in _WORD.findall(folded(text)) if word not in _EMPTY))[:_MOST_WORDS]
    if not words:
        return {one.id: Nearness.NAME for one in topics}
    found = {one.id: near for one in topics if (near := _nearness(one, words)) is not None}
    worst = max(min(found.values(), default=Nearness.SOME), Nearness.GROUP)
    return {id: near for id, near in found.items() if near <= worst}


def folded(text: str) -> str:
    """Without case and accents, for searching."""
    return _BEYOND_ASCII.sub(_without_accents, unicodedata.normalize("NFD", text.casefold()))


def _without_accents(found: re.Match[str]) -> str:
    return "".join(char for char in found[0] if not unicodedata.combining(char))


def _nearness(one: Topic, words: Sequence[str]) -> Nearness | None:
    """How near the topic is to these words; None where it has none of them."""
    for near, text in zip(Nearness, one.texts, strict=False):
        if all(_stem(word) in text for word in words):
            return near
    slipped = [any(_alike(_stem(word), stem) for stem in one.stems) or _stem(word) in one.texts[2] for word in words]
    if all(slipped):
        return Nearness.SLIP
    return Nearness.SOME if any(slipped) else None


def _stem(word: str) -> str:
    """The word without its last vowels: Italian tells one from many, and he from she, by these alone."""
    stem = word.rstrip("aeiou")
    return stem if len(stem) >= _STEM else word


def _alike(typed: str, known: str) -> bool:
    """Whether ``typed`` may be ``known`` with letters wrong, missing, doubled or exchanged."""
    length = min(len(typed), len(known))
    if length < _ONE_SLIP or abs(len(typed) - len(known)) > 2:
        return typed == known
    return _distance(typed, known) <= (2 if length >= _TWO_SLIPS else 1)


def _distance(one: str, other: str) -> int:
    """How many letters have to be changed, added, removed or exchanged with their neighbour."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        now = [row]
        for column, wanted in enumerate(other, start=1):
            cost = min(last[column] + 1, now[column - 1] + 1, last[column - 1] + (letter != wanted))
            exchanged = row > 1 < column and letter == other[column - 2] and one[row - 2] == wanted
            now.append(min(cost, before[column - 2] + 1) if exchanged else cost)
        before, last = last, now
    return last[-1]
