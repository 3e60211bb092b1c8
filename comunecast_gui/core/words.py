# SPDX-License-Identifier: EUPL-1.2
"""Tells from a message whether somebody joins, leaves, or speaks of something else: strict one way, lenient the other.

*Attiva* counts only as the whole message, courtesies aside, because a subscription has to be meant. A wish to leave
counts however it is put, as long as it plainly is one: a question, a negation, both words together, or the same verb
about something else is neither. The words themselves stand in ``resources/words``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from comunecast_gui.core.errors import ConfigError
from comunecast_gui.core.spoken import Clause, clauses_of, is_question, tokens_of

Phrase = tuple[str, ...]


class Wish(StrEnum):
    """What a message asks for."""

    JOIN = "join"
    LEAVE = "leave"
    PRIVACY = "privacy"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Reading:
    """``wish``, and in ``word`` the one word that carried it: all that is ever kept of a message."""

    wish: Wish
    word: str = ""


OTHER = Reading(Wish.OTHER)
NOT = "non"
PLACES = frozenset({"via", "viale", "piazza", "strada", "largo", "vicolo"})


@dataclass(frozen=True, slots=True)
class LeaveWords:
    """The words of leaving; each field is a list of ``resources/words``, where it is explained."""

    alone: frozenset[Phrase]
    own: frozenset[str]
    self: frozenset[str]
    participle: frozenset[str]
    tying: frozenset[str]
    ties: frozenset[str]
    ending: frozenset[str]
    ended: frozenset[str]
    refusing: frozenset[str]
    asking: frozenset[str]
    refused: frozenset[str]
    lead: frozenset[str]
    wishes: frozenset[str]
    introductions: frozenset[str]
    follow: frozenset[str]
    reasons: frozenset[str]
    doubts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Words:
    """The vocabulary of one language and one office."""

    join: frozenset[Phrase]
    privacy: frozenset[Phrase]
    join_family: frozenset[str]
    courtesy: tuple[Phrase, ...]
    request_courtesy: tuple[Phrase, ...]
    leave: LeaveWords

    @classmethod
    def load(
        cls, path: Path, *, join: Iterable[str] = (), leave: Iterable[str] = (), places: Iterable[str] = ()
    ) -> Words:
        """Reads a vocabulary; ``join`` and ``leave`` are the office's synonyms, ``places`` its name and localities.

        Raises ConfigError("resource_file").
        """
        try:
            data = tomllib.loads(path.read_text(encoding="utf-8"))
            return cls._made(data, _phrases(join), _phrases(leave), frozenset(_tokens(places)))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ConfigError("resource_file", file=path.name, reason=str(error)) from error

    @classmethod
    def _made(
        cls, data: Mapping[str, Any], join: frozenset[Phrase], leave: frozenset[Phrase], places: frozenset[str]
    ) -> Words:
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
            leave=LeaveWords(alone=alone, **leaving),
        )

    def read(self, text: str) -> Reading:
        """What the message asks for. The text itself is not kept anywhere."""
        if is_question(text):
            return OTHER
        bare = [token for clause in clauses_of(text, self.courtesy) for token in clause.tokens]
        for wish, phrases in ((Wish.JOIN, self.join), (Wish.PRIVACY, self.privacy)):
            if found := _only(bare, phrases, mixed=False):
                return Reading(wish, found)
        clauses = clauses_of(text, self.request_courtesy)
        tokens = [token for clause in clauses for token in clause.tokens]
        if not self.join_family.isdisjoint(tokens):
            return OTHER
        alone = _only(tokens, self.leave.alone, mixed=True)
        word = alone or _word_of_leaving(clauses, self.leave)
        return Reading(Wish.LEAVE, word) if word else OTHER


class _Kind(StrEnum):
    """What a clause says about leaving."""

    FULL = "full"
    """A whole request: it counts whatever else is said."""
    BARE = "bare"
    """The word alone: it counts if the rest does not give it another object."""
    AGAINST = "against"
    REASON = "reason"
    OTHER = "other"


def _word_of_leaving(clauses: Sequence[Clause], words: LeaveWords) -> str:
    """The word that asks to leave; empty if nothing plainly does."""
    kinds = [_kind(clause.tokens, words) for clause in clauses]
    if any(kind is _Kind.AGAINST for kind, _ in kinds):
        return ""
    for wanted in (_Kind.FULL, _Kind.BARE):
        for place, (kind, word) in enumerate(kinds):
            if kind is wanted and (kind is _Kind.FULL or _stands_alone(place, clauses, kinds, words)):
                return word
    return ""


def _stands_alone(place: int, clauses: Sequence[Clause], kinds: Sequence[tuple[_Kind, str]], words: LeaveWords) -> bool:
    """Whether no other clause could be the object of the word: reasons, a name, and other sentences are none."""
    for other, (kind, _) in enumerate(kinds):
        same_sentence = clauses[other].sentence == clauses[place].sentence
        name = other > place and _may_be_a_name(clauses[other].tokens, words)
        if kind is _Kind.OTHER and same_sentence and not name:
            return False
    return True


def _may_be_a_name(tokens: Sequence[str], words: LeaveWords) -> bool:
    """Whether a clause may be a signature: up to three words that are neither of the service nor of a street."""
    return len(tokens) <= 3 and (words.follow | words.lead | PLACES).isdisjoint(tokens)


def _kind(tokens: Sequence[str], words: LeaveWords) -> tuple[_Kind, str]:
    if tokens[0] == "se":
        return _Kind.AGAINST, ""
    verbs = words.own | words.self | words.participle | words.tying | words.ending
    at = next((place for place, token in enumerate(tokens) if token in verbs), None)
    if at is None:
        if refusal := _refusal(tokens, words):
            return _Kind.FULL, refusal
        return (_Kind.REASON if tokens[0] in words.reasons else _Kind.OTHER), ""
    verb, before, after = tokens[at], tokens[:at], _without_reason(tokens[at + 1 :], words)
    if not words.doubts.isdisjoint(before) or _is_denied(before, words) or "no" in tokens[at + 1 : at + 2]:
        return _Kind.AGAINST, ""
    if not _leads(before, words) or not (words.follow | words.own | words.self).issuperset(after):
        return _Kind.OTHER, ""
    return _asked(verb, before, after, words), verb


def _asked(verb: str, before: Sequence[str], after: Sequence[str], words: LeaveWords) -> _Kind:
    """How plainly a verb asks to leave, given that nothing around it speaks of something else."""
    if verb in words.ending:
        return _Kind.OTHER if words.ended.isdisjoint(after) else _Kind.FULL
    if verb in words.self or (verb in words.participle and "essere" in before):
        return _Kind.FULL
    tied = not words.ties.isdisjoint(after)
    if verb in words.own:
        return (
            _Kind.FULL
            if tied or not words.ended.isdisjoint(after) or not words.wishes.isdisjoint(before)
            else (_Kind.BARE)
        )
    return _Kind.FULL if tied and verb in words.tying else _Kind.OTHER


def _is_denied(before: Sequence[str], words: LeaveWords) -> bool:
    """Whether the verb is what is refused: "non voglio disattivare", not "non abito più qui, vorrei disattivare"."""
    nearest = next((place for place in reversed(range(len(before))) if before[place] == NOT), None)
    return nearest is not None and words.lead.issuperset(before[nearest + 1 :])


def _leads(before: Sequence[str], words: LeaveWords) -> bool:
    """Whether what stands before the verb only says who wants it and that it is wanted."""
    if words.lead.issuperset(before):
        return True
    wish = next((place for place in reversed(range(len(before))) if before[place] in words.wishes), None)
    introduced = before[0] in words.introductions
    return introduced and wish is not None and words.lead.issuperset(before[wish:])


def _without_reason(after: Sequence[str], words: LeaveWords) -> Sequence[str]:
    """What follows the verb up to where a reason begins."""
    for place, token in enumerate(after):
        if token in words.reasons and not words.follow.issuperset(after[place:]):
            return after[:place]
    return after


def _refusal(tokens: Sequence[str], words: LeaveWords) -> str:
    """The word of "non voglio più ricevere messaggi" that carries it; empty for anything else."""
    rest = [word for word in tokens if word != NOT]
    asked = [word for word in tokens[: tokens.index(NOT)] if word in words.asking] if NOT in tokens else []
    carrying = next((word for word in [*asked, *rest] if word in words.refusing or word in asked), "")
    known = words.follow | words.refusing | words.refused | words.lead
    if len(tokens) - len(rest) != 1 or not carrying or not known.issuperset(rest):
        return ""
    wants_nothing = not words.refused.isdisjoint(rest)
    no_more = "piu" in rest and carrying.startswith(("interess", "scriv", "contatt", "disturb", "mand", "invi"))
    return carrying if wants_nothing or no_more else ""


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
