# SPDX-License-Identifier: EUPL-1.2
"""Reads whether a message asks to join, to leave, or neither: joining strictly, leaving leniently.

*Attiva* counts only as the whole message, courtesies aside, because a subscription has to be meant. A wish to leave
counts however it is put, as long as it plainly is one: a question, a negation, both words together, or the same verb
about something else is neither. The words themselves stand in ``resources/intent``. What an office lets its citizens
choose (*Attiva Fornacette*, *Disattiva meteo*) is read only where the whole message is that.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from dataclasses import fields as dataclass_fields
from enum import StrEnum
from pathlib import Path
from typing import Any

from comunecast_gui.core.choices import NO_OFFER, Choice, Offer
from comunecast_gui.core.errors import ConfigError
from comunecast_gui.core.inbound.opt_out import PLACES, OptOutWords, Phrase, opt_out_word
from comunecast_gui.core.tokenizer import beginning_of, clauses_of, is_question, tokens_of


class Intent(StrEnum):
    """What a message asks for."""

    JOIN = "join"
    LEAVE = "leave"
    PRIVACY = "privacy"
    CHOOSE = "choose"
    """To receive what concerns a zone or a topic, and to join if need be."""
    DROP = "drop"
    """Not to receive what concerns a zone or a topic."""
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Reading:
    """The result of reading a message: the ``wish``, the one ``word`` that carried it, and the ``choices`` named."""

    wish: Intent
    word: str = ""
    choices: tuple[Choice, ...] = ()


OTHER = Reading(Intent.OTHER)


@dataclass(frozen=True, slots=True)
class ChoiceWords:
    """The words for choosing zones and topics: the verbs of each wish, and the words allowed between names."""

    on: frozenset[Phrase]
    off: frozenset[Phrase]
    joining: frozenset[str]
    between: frozenset[str]
    names: Mapping[str, Choice] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class IntentReader:
    """The vocabulary of one language and one office."""

    join: frozenset[Phrase]
    privacy: frozenset[Phrase]
    join_family: frozenset[str]
    courtesy: tuple[Phrase, ...]
    request_courtesy: tuple[Phrase, ...]
    leave: OptOutWords
    choosing: ChoiceWords

    @classmethod
    def load(
        cls,
        path: Path,
        *,
        join: Iterable[str] = (),
        leave: Iterable[str] = (),
        places: Iterable[str] = (),
        offer: Offer = NO_OFFER,
    ) -> IntentReader:
        """Reads a vocabulary; ``join`` and ``leave`` are the office's synonyms, ``places`` its name and localities,
        ``offer`` what citizens may choose.

        Raises ConfigError("resource_file").
        """
        try:
            data = tomllib.loads(path.read_text(encoding="utf-8"))
            return cls._made(data, _phrases(join), _phrases(leave), frozenset(_tokens(places)), offer)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ConfigError("resource_file", file=path.name, reason=str(error)) from error

    @classmethod
    def _made(
        cls,
        data: Mapping[str, Any],
        join: frozenset[Phrase],
        leave: frozenset[Phrase],
        places: frozenset[str],
        offer: Offer,
    ) -> IntentReader:
        lists = dict(data["leave"])
        alone = _phrases(lists.pop("alone")) | leave
        leaving: dict[str, frozenset[str]] = {name: frozenset(words) for name, words in lists.items()}
        leaving["follow"] |= places
        return cls(
            join=_phrases(data["join"]) | join,
            privacy=_phrases(data["privacy"]),
            # A synonym like "iscrizione" is also what people ask to end.
            join_family=frozenset(data["join_family"]) | ({p[0] for p in join if len(p) == 1} - leaving["follow"]),
            courtesy=_courtesies(data["courtesy"]),
            request_courtesy=_courtesies([*data["courtesy"], *data["request_courtesy"]]),
            leave=OptOutWords(alone=alone, **leaving),
            choosing=ChoiceWords(
                on=_phrases(data["join"]) | join,
                off=_phrases(leaving["own"]) | leave,
                joining=frozenset(data["choose"]["joining"]),
                between=frozenset(data["choose"]["between"]),
                names=offer.choices(),
            ),
        )

    def is_taken(self, word: str) -> bool:
        """Whether the office already uses a word for something else, so that it cannot name a zone or topic."""
        phrases = (*self.join, *self.privacy, *self.request_courtesy, *self.leave.alone)
        known = {token for phrase in phrases for token in phrase} | self.join_family | PLACES
        known |= self.choosing.joining | self.choosing.between
        fields = (getattr(self.leave, each.name) for each in dataclass_fields(self.leave) if each.name != "alone")
        return not known.union(*fields).isdisjoint(tokens_of(word))

    def read(self, text: str) -> Reading:
        """What the message asks for. The text itself is not kept anywhere.

        A message that is too long to be read whole can only ask to leave.
        """
        if is_question(text):
            return OTHER
        text, whole = beginning_of(text)
        if whole and (plain := self._plain_request(text)):
            return plain
        clauses = clauses_of(text, self.request_courtesy)
        tokens = [token for clause in clauses for token in clause.tokens]
        if not self.join_family.isdisjoint(tokens):
            return OTHER
        alone = _only(tokens, self.leave.alone, mixed=True)
        word = alone or opt_out_word(clauses, self.leave)
        return Reading(Intent.LEAVE, word) if word else OTHER

    def _plain_request(self, text: str) -> Reading | None:
        """The request of a message that contains nothing else; None for any other message."""
        bare = [token for clause in clauses_of(text, self.courtesy) for token in clause.tokens]
        for wish, phrases in ((Intent.JOIN, self.join), (Intent.PRIVACY, self.privacy)):
            if found := _only(bare, phrases, mixed=False):
                return Reading(wish, found)
        return _chosen(bare, self.choosing) if self.choosing.names else None


def _chosen(tokens: Sequence[str], words: ChoiceWords) -> Reading | None:
    """What a message that only chooses asks for; None for any other. Leaving is more strictly read than joining:
    "Disattiva gli avvisi di Fornacette" leaves everything, as it does where nothing can be chosen."""
    for wish, verbs, fillers in (
        (Intent.CHOOSE, words.on, words.between | words.joining),
        (Intent.DROP, words.off, words.between),
    ):
        verb = max((each for each in verbs if tuple(tokens[: len(each)]) == each), key=len, default=())
        fillers |= set(verb)  # "Attiva meteo, attiva rifiuti"
        rest = tokens[len(verb) :]
        if not verb or not rest or rest[-1] not in words.names or rest[0] in words.between:
            continue
        named = dict.fromkeys(words.names[token] for token in rest if token in words.names)
        if all(token in words.names or token in fillers for token in rest):
            said = " ".join([*verb, *(choice.name for choice in named)])
            return Reading(wish, said, tuple(named))
    return None


def _only(tokens: Sequence[str], phrases: frozenset[Phrase], *, mixed: bool) -> str:
    """The first phrase if the tokens are that one again and again, or with ``mixed`` any of them; else empty."""
    found: list[Phrase] = []
    place = 0
    while place < len(tokens):
        match = max(
            (phrase for phrase in phrases if tuple(tokens[place : place + len(phrase)]) == phrase),
            key=len,
            default=None,
        )
        if match is None or (found and not mixed and match != found[0]):
            return ""
        found.append(match)
        place += len(match)
    return " ".join(found[0]) if found else ""


def _phrases(texts: Iterable[str]) -> frozenset[Phrase]:
    return frozenset(phrase for text in texts if (phrase := tuple(tokens_of(text))))


def _courtesies(texts: Iterable[str]) -> tuple[Phrase, ...]:
    """The phrases, also after an "and", the longest first."""
    bare = _phrases(texts)
    joined = {(word, *phrase) for word in ("e", "ed") for phrase in bare}
    return tuple(sorted(bare | joined, key=lambda phrase: (-len(phrase), phrase)))


def _tokens(texts: Iterable[str]) -> Iterable[str]:
    return (token for text in texts for token in tokens_of(text))
