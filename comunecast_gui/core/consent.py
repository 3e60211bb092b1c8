# SPDX-License-Identifier: EUPL-1.2
"""The consent ledger's rules: events in a keyed chain prove who asked for notices and who asked to leave.

An event names a person by a keyed hash (HMAC-SHA-256), never by a number, so the ledger stays valid after the number is
erased (GDPR art. 7.1: the controller must be able to demonstrate consent; art. 17: the number itself goes).
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum

from comunecast_gui.core.errors import InputError
from comunecast_gui.core.trust.chain import START, ChainKey, Point, encoded


class ConsentKind(StrEnum):
    """What happened to a person's wish to receive notices."""

    JOINED = "joined"
    """The person wrote the word, or asked in a way that ``source`` names."""
    IMPORTED = "imported"
    """The office already had the person's consent and brought the number in from a list."""
    CHOSE = "chose"
    """The person chose what to receive, or to receive everything again; ``words`` says which."""
    LEFT = "left"
    ERASED = "erased"
    """The office removed the person, on request."""


@dataclass(frozen=True, slots=True)
class ConsentEvent:
    """One event of a person's consent.

    ``words`` is the keyword that the person wrote (*Attiva*); ``privacy`` names the privacy notice then in force.
    ``former`` is the person's former keyed hash, where the event is a change of number.
    """

    person: str
    kind: ConsentKind
    at: datetime
    source: str
    words: str = ""
    privacy: str = ""
    former: str = ""


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """An event with its ``position`` in the ledger, the digest of the entry before it, and its own digest."""

    position: int
    event: ConsentEvent
    previous: str
    digest: str


_NUMBER = re.compile(r"(?:\d[ ./()-]{0,3}){8}\d")
"""Nine digits in a row, whatever stands between them."""
MOVE_AS_A_SENTENCE = "cambio di numero, prima "
"""How the source of a change of number began before schema 0011."""


def person_key(secret: bytes, kind: str, identifier: str) -> str:
    """The keyed hash that stands for a person: ``kind`` is ``number`` or ``bsuid``; 64 hexadecimal digits."""
    return hmac.digest(secret, f"{kind}:{identifier}".encode(), "sha256").hex()


def refuse_number(source: str) -> None:
    """Keeps what may be somebody's number out of a ledger that is never erased; a date has fewer digits.

    Raises InputError("source_holds_number").
    """
    if _NUMBER.search(source):
        raise InputError("source_holds_number", field="source")


def digest(previous: str, event: ConsentEvent) -> str:
    """The SHA-256 of an event together with all that came before it, as entries had it before there was a key."""
    return hashlib.sha256(encoded([previous, *facts_of(event)])).hexdigest()


def facts_of(event: ConsentEvent) -> list[str]:
    """What an entry vouches for."""
    return [
        event.person,
        str(event.kind),
        event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        event.source,
        event.words,
        event.privacy,
        *([event.former] if event.former else []),
    ]


def followed(entries: Iterable[LedgerEntry], key: ChainKey, begun: Point) -> Iterator[tuple[LedgerEntry, bool]]:
    """Each entry, and whether it is what it was and comes after the one before it.

    ``begun`` is where the key came in: entries up to there have a digest that everybody can make, and hold only as
    long as the last of them is the one that ``begun`` names.
    """
    previous = START
    for count, entry in enumerate(entries, start=1):
        if count > begun.entries:
            holds = entry.digest == key.link(entry.previous, facts_of(entry.event))
        else:
            holds = _holds(entry) and (count < begun.entries or entry.digest == begun.digest)
        yield entry, holds and entry.previous == previous
        previous = entry.digest


def _holds(entry: LedgerEntry) -> bool:
    """Whether an entry from before the key is what its digest was made of.

    Before schema 0011 the former name was no fact of its own: sixteen of its digits ended the sentence that is still
    the source, and with it the digest vouches for them.
    """
    if entry.digest == digest(entry.previous, entry.event):
        return True
    event = entry.event
    told = event.former and event.source == f"{MOVE_AS_A_SENTENCE}{event.former[:16]}"
    return bool(told) and entry.digest == digest(entry.previous, replace(event, former=""))
