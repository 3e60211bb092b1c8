# SPDX-License-Identifier: EUPL-1.2
"""The consent ledger's rules: events chained by digests prove who asked for notices and who asked to leave.

An event names a person by a keyed hash (HMAC-SHA-256), never by a number, so the ledger stays valid after the number is
erased (GDPR art. 7.1: the controller must be able to demonstrate consent; art. 17: the number itself goes).
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from json.encoder import encode_basestring_ascii


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


START = "0" * 64
"""The digest before the first event."""
MOVE_AS_A_SENTENCE = "cambio di numero, prima "
"""How the source of a change of number began before schema 0011."""


def person_key(secret: bytes, kind: str, identifier: str) -> str:
    """The keyed hash that stands for a person: ``kind`` is ``number`` or ``bsuid``; 64 hexadecimal digits."""
    return hmac.digest(secret, f"{kind}:{identifier}".encode(), "sha256").hex()


def digest(previous: str, event: ConsentEvent) -> str:
    """The SHA-256 of an event together with the digest before it; 64 hexadecimal digits."""
    facts = [
        previous,
        event.person,
        str(event.kind),
        event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        event.source,
        event.words,
        event.privacy,
        *([event.former] if event.former else []),
    ]
    # The JSON of a list of texts, as json.dumps writes it, in half its time: an import makes 150,000 of them.
    return hashlib.sha256(f"[{', '.join(map(encode_basestring_ascii, facts))}]".encode()).hexdigest()


def first_broken(entries: Iterable[LedgerEntry]) -> int | None:
    """The position of the first entry that was altered, inserted, or follows a removed one; None if the chain holds."""
    previous = START
    for entry in entries:
        if entry.previous != previous or not _holds(entry):
            return entry.position
        previous = entry.digest
    return None


def _holds(entry: LedgerEntry) -> bool:
    """Whether an entry's digest matches its content.

    Before schema 0011 the former name was no fact of its own: sixteen of its digits ended the sentence that is still
    the source, and with it the digest vouches for them.
    """
    if entry.digest == digest(entry.previous, entry.event):
        return True
    event = entry.event
    told = event.former and event.source == f"{MOVE_AS_A_SENTENCE}{event.former[:16]}"
    return bool(told) and entry.digest == digest(entry.previous, replace(event, former=""))
