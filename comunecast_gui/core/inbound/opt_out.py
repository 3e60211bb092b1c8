# SPDX-License-Identifier: EUPL-1.2
"""Finds in a message the word that asks to leave, however it is put, and finds nothing in other messages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from comunecast_gui.core.tokenizer import Clause

Phrase = tuple[str, ...]
NOT = "non"
PLACES = frozenset({"via", "viale", "piazza", "strada", "largo", "vicolo"})


@dataclass(frozen=True, slots=True)
class OptOutWords:
    """The vocabulary of leaving; each field is a list of ``resources/intent``, where it is explained."""

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


class _Kind(StrEnum):
    """What a clause says about leaving."""

    FULL = "full"
    """A whole request: it counts whatever else is said."""
    BARE = "bare"
    """The word alone: it counts if the rest does not give it another object."""
    AGAINST = "against"
    REASON = "reason"
    OTHER = "other"


def opt_out_word(clauses: Sequence[Clause], words: OptOutWords) -> str:
    """The word that asks to leave; empty if the message does not plainly ask that."""
    kinds = [_kind(clause.tokens, words) for clause in clauses]
    if any(kind is _Kind.AGAINST for kind, _ in kinds):
        return ""
    for wanted in (_Kind.FULL, _Kind.BARE):
        for place, (kind, word) in enumerate(kinds):
            if kind is wanted and (kind is _Kind.FULL or _stands_alone(place, clauses, kinds, words)):
                return word
    return ""


def _stands_alone(
    place: int, clauses: Sequence[Clause], kinds: Sequence[tuple[_Kind, str]], words: OptOutWords
) -> bool:
    """Whether no other clause could be the object of the word; reasons, names and other sentences do not count."""
    for other, (kind, _) in enumerate(kinds):
        same_sentence = clauses[other].sentence == clauses[place].sentence
        name = other > place and _may_be_a_name(clauses[other].tokens, words)
        if kind is _Kind.OTHER and same_sentence and not name:
            return False
    return True


def _may_be_a_name(tokens: Sequence[str], words: OptOutWords) -> bool:
    """Whether a clause may be a signature: up to three words that are neither of the service nor of a street."""
    return len(tokens) <= 3 and (words.follow | words.lead | PLACES).isdisjoint(tokens)


def _kind(tokens: Sequence[str], words: OptOutWords) -> tuple[_Kind, str]:
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


def _asked(verb: str, before: Sequence[str], after: Sequence[str], words: OptOutWords) -> _Kind:
    """How plainly a verb asks to leave, if nothing around it is about something else."""
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


def _is_denied(before: Sequence[str], words: OptOutWords) -> bool:
    """Whether the negation is about the verb: "non voglio disattivare", not "non abito più qui, vorrei disattivare"."""
    nearest = next((place for place in reversed(range(len(before))) if before[place] == NOT), None)
    return nearest is not None and words.lead.issuperset(before[nearest + 1 :])


def _leads(before: Sequence[str], words: OptOutWords) -> bool:
    """Whether the words before the verb only say who wants it and that it is wanted."""
    if words.lead.issuperset(before):
        return True
    wish = next((place for place in reversed(range(len(before))) if before[place] in words.wishes), None)
    introduced = before[0] in words.introductions
    return introduced and wish is not None and words.lead.issuperset(before[wish:])


def _without_reason(after: Sequence[str], words: OptOutWords) -> Sequence[str]:
    """What follows the verb up to where a reason begins."""
    for place, token in enumerate(after):
        if token in words.reasons and not words.follow.issuperset(after[place:]):
            return after[:place]
    return after


def _refusal(tokens: Sequence[str], words: OptOutWords) -> str:
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
