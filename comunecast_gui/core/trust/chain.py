# SPDX-License-Identifier: EUPL-1.2
"""A keyed chain for append-only registers: each entry's digest covers all entries before it.

Without the key nobody can alter an entry, take one out, put one in or cut off the end and make it fit again. What a
chain cannot show by itself is that the whole file was put back to an earlier state: that shows a :class:`Head` which
was noted elsewhere.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum, auto
from json.encoder import encode_basestring_ascii

from comunecast_gui.core.errors import InputError
from comunecast_gui.core.trust.office_key import OfficeKey

START = "0" * 64
"""The digest before the first entry."""
_HEAD = re.compile(r"([0-9]{1,15})-([0-9]{1,15})-([0-9a-f]{32})(?![0-9a-f])")
_LINK = 32
_HEAD_DIGITS = 32
"""128 bits: short enough to be copied by hand, and nobody without the key finds another record that has them."""
_DIGEST = re.compile(r"[0-9a-f]{64}")
_LONGEST = 500


class Register(StrEnum):
    """The two registers of an office."""

    CONSENTS = auto()
    ACTIONS = auto()
    """The audit log: who looked at, exported or changed what."""


@dataclass(frozen=True, slots=True)
class Point:
    """A position in a register: the number of entries, and the digest of the last one."""

    entries: int = 0
    digest: str = START


@dataclass(frozen=True, slots=True)
class ChainKey:
    """The keys of one register, derived from the office key: one for entries and one for the ends."""

    register: Register
    links: bytes
    ends: bytes

    @classmethod
    def of(cls, key: OfficeKey, register: Register) -> ChainKey:
        return cls(register, key.derived(f"{register}: links"), key.derived(f"{register}: ends"))

    def link(self, previous: str, facts: Sequence[str]) -> str:
        """The digest of an entry together with the digest before it; 64 hexadecimal digits."""
        # Keyed BLAKE2b (RFC 7693, section 2.9) takes a quarter of the time of an HMAC: an import makes 150,000 of them.
        return hashlib.blake2b(encoded([previous, *facts]), key=self.links, digest_size=_LINK).hexdigest()

    def mark(self, what: str, point: Point) -> str:
        """The keyed digest of a position; ``what`` tells the end of a register from its beginning."""
        return hmac.digest(self.ends, encoded([what, str(point.entries), point.digest]), "sha256").hex()


class Fault(StrEnum):
    """The kind of fault in a register."""

    ALTERED = auto()
    """An entry is not what it was, or the one before it is missing."""
    BEGINNING = auto()
    """What says where the key came in, and vouches for all before it, is missing or altered."""
    END = auto()
    """Entries are missing at the end, or were added without the key."""
    OTHER_HEAD = auto()
    """It does not go on from the head that was noted elsewhere."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault. ``entry`` is the id of the first entry that it shows at; 0 where it is none's."""

    register: Register
    fault: Fault
    entry: int = 0


@dataclass(frozen=True, slots=True)
class RegisterProof:
    """What a person is told of the registers. ``line`` is for the protocol register; empty if they are not sound."""

    sound: bool
    sentence: str
    line: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """The ends of both registers on one line that is noted outside of the program: ``412-57-`` and 32 digits."""

    consents: int
    actions: int
    digits: str

    def __str__(self) -> str:
        return f"{self.consents}-{self.actions}-{self.digits}"

    @classmethod
    def of(cls, key: OfficeKey, consents: Point, actions: Point) -> Head:
        said = [str(consents.entries), consents.digest, str(actions.entries), actions.digest]
        digits = hmac.digest(key.derived("head"), encoded(said), "sha256").hex()[:_HEAD_DIGITS]
        return cls(consents.entries, actions.entries, digits)

    @classmethod
    def parse(cls, text: str) -> Head | str:
        """A head as it is printed, with or without blanks and the sentence before it; a digest of 64 digits, as heads
        were once, comes back as text. Raises InputError("ledger_head_malformed")."""
        given = "".join(text[:_LONGEST].lower().split())
        if _DIGEST.fullmatch(given):
            return given
        found = _HEAD.search(given)
        if found is None:
            raise InputError("ledger_head_malformed", field="against")
        return cls(int(found[1]), int(found[2]), found[3])


def encoded(facts: Sequence[str]) -> bytes:
    """Texts as one, so that no two lists are the same: JSON as json.dumps writes it, in half its time."""
    return f"[{', '.join(map(encode_basestring_ascii, facts))}]".encode()
