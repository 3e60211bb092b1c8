# SPDX-License-Identifier: EUPL-1.2
"""The zones and topics that a citizen chose to receive; the result does not depend on the order of the requests."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from comunecast_gui.core.errors import InputError
from comunecast_gui.core.tokenizer import tokens_of


class ChoiceKind(StrEnum):
    """What may be chosen."""

    ZONE = "zone"
    TOPIC = "topic"


@dataclass(frozen=True, slots=True, order=True)
class Choice:
    """One zone or topic; ``name`` in the form of :func:`name_of`."""

    kind: ChoiceKind
    name: str


def name_of(word: str) -> str:
    """A word as it is compared and stored: lower case, without accents and signs."""
    return " ".join(tokens_of(word))


@dataclass(frozen=True, slots=True)
class Topic:
    """The word that a citizen writes, and the ids of the categories that it covers."""

    word: str
    categories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """What an office lets its citizens choose, in its own spelling; empty where everybody gets everything."""

    zones: tuple[str, ...] = ()
    topics: tuple[Topic, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.zones or self.topics)

    def choices(self) -> dict[str, Choice]:
        """The choice behind each word that a citizen may write."""
        return {name_of(word): Choice(kind, name_of(word)) for kind in ChoiceKind for word in self.words_of(kind)}

    def words_of(self, kind: ChoiceKind) -> tuple[str, ...]:
        """The zones, or the words of the topics."""
        return self.zones if kind is ChoiceKind.ZONE else tuple(topic.word for topic in self.topics)

    def word(self, choice: Choice) -> str:
        """The office's own spelling of the word; the plain name if the office no longer offers it."""
        found = (word for word in self.words_of(choice.kind) if name_of(word) == choice.name)
        return next(found, choice.name)

    def topic_of(self, category: str, followed: str = "") -> str:
        """The word of the topic that the category belongs to; empty for one that everybody gets.

        A category without a topic takes the topic of the notice that it follows (``followed``): a correction goes to
        the people who got the notice it corrects.
        """
        own = next((topic.word for topic in self.topics if category in topic.categories), "")
        return own or next((topic.word for topic in self.topics if name_of(topic.word) == name_of(followed)), "")

    def zones_of(self, notice: Iterable[str]) -> tuple[str, ...]:
        """The zones of an earlier notice that the office still has: a follow-up goes to the same."""
        names = {name_of(zone) for zone in notice}
        return tuple(zone for zone in self.zones if name_of(zone) in names)

    def pick(self, kind: ChoiceKind, words: Iterable[str]) -> tuple[str, ...]:
        """The office's own spelling of these zones or topics, in its order, each once.

        Raises InputError("unknown_zone" | "unknown_topic") with those that are ``known``.
        """
        wanted = {name_of(word): word for word in words}
        known = self.words_of(kind)
        unknown = set(wanted) - {name_of(word) for word in known}
        if unknown:
            shown = ", ".join(sorted(wanted[name] for name in unknown))
            raise InputError(f"unknown_{kind}", field=f"{kind}s", value=shown, known=", ".join(known) or "–")
        return tuple(word for word in known if name_of(word) in wanted)


NO_OFFER = Offer()


class Breadth(StrEnum):
    """How much of one kind a person wants."""

    ALL = "all"
    SOME = "some"
    """Only what was named."""
    BUT = "but"
    """Everything but what was named."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person wants of one kind: with ``SOME`` only ``names``, with ``BUT`` all the others."""

    breadth: Breadth = Breadth.ALL
    names: frozenset[str] = frozenset()

    def takes(self, touched: Collection[str]) -> bool:
        """Whether the person wants something with these names; something without names is for everybody."""
        if not touched or self.breadth is Breadth.ALL:
            return True
        if self.breadth is Breadth.SOME:
            return not self.names.isdisjoint(touched)
        return not self.names.issuperset(touched)


@dataclass(frozen=True, slots=True)
class Wants:
    """All that a person wants."""

    zones: Wanted = Wanted()
    topics: Wanted = Wanted()

    def takes(self, zones: Iterable[str], topic: str) -> bool:
        """Whether the person gets a notice for these zones (none: the whole town) on this topic (empty: any)."""
        return self.zones.takes({name_of(zone) for zone in zones}) and self.topics.takes(
            {name_of(topic)} if topic else ()
        )

    def of(self, kind: ChoiceKind) -> Wanted:
        return self.zones if kind is ChoiceKind.ZONE else self.topics


WANTS_EVERYTHING = Wants()


@dataclass(frozen=True, slots=True)
class LastAsked:
    """When a person last asked to get something, and last asked not to get it."""

    on: datetime | None = None
    off: datetime | None = None

    @property
    def wanted(self) -> bool:
        """At the same moment the wish not to get it prevails."""
        return self.on is not None and (self.off is None or self.on > self.off)


@dataclass(frozen=True, slots=True)
class Record:
    """All that a person said about choices; what was said before ``since`` no longer counts.

    ``since`` is when the person last asked for everything (*Attiva* alone), or just after the person left: WhatsApp
    tells whole seconds, and of what was said within one the choice counts, but not against leaving.
    """

    since: datetime | None = None
    marks: Mapping[Choice, LastAsked] = field(default_factory=dict)


def told(record: Record, choices: Iterable[Choice], at: datetime, *, on: bool) -> Record:
    """The record after the person asked at ``at`` to get ``choices`` (``on``), or not to get them."""
    if record.since is not None and at < record.since:
        return record
    marks = dict(record.marks)
    for choice in choices:
        before = marks.get(choice, LastAsked())
        marks[choice] = (
            LastAsked(_later(before.on, at), before.off) if on else LastAsked(before.on, _later(before.off, at))
        )
    return Record(record.since, marks)


def cleared(record: Record, at: datetime) -> Record:
    """The record after the person asked for everything at ``at``."""
    since = _later(record.since, at)
    return Record(since, dict(_still_valid(record.marks, since)))


def left(record: Record, at: datetime) -> Record:
    """The record after the person left at ``at``."""
    return cleared(record, at + timedelta.resolution)


def merged(one: Record, other: Record) -> Record:
    """Merges two records of the same person, as they are found in two copies of a database."""
    record = one if other.since is None else cleared(one, other.since)
    for choice, mark in other.marks.items():
        if mark.on is not None:
            record = told(record, [choice], mark.on, on=True)
        if mark.off is not None:
            record = told(record, [choice], mark.off, on=False)
    return record


def wants(record: Record) -> Wants:
    """What the person gets; somebody who asked for something of a kind gets only that."""
    return Wants(*(_wanted(kind, record.marks) for kind in ChoiceKind))


def _wanted(kind: ChoiceKind, marks: Mapping[Choice, LastAsked]) -> Wanted:
    mine = {choice.name: mark for choice, mark in marks.items() if choice.kind is kind}
    if any(mark.on is not None for mark in mine.values()):
        return Wanted(Breadth.SOME, frozenset(name for name, mark in mine.items() if mark.wanted))
    return Wanted(Breadth.BUT, frozenset(mine)) if mine else Wanted()


def _still_valid(marks: Mapping[Choice, LastAsked], since: datetime) -> Iterator[tuple[Choice, LastAsked]]:
    for choice, mark in marks.items():
        kept = LastAsked(*(at if at is not None and at >= since else None for at in (mark.on, mark.off)))
        if kept != LastAsked():
            yield choice, kept


def _later(one: datetime | None, other: datetime) -> datetime:
    return other if one is None else max(one, other)
