# SPDX-License-Identifier: EUPL-1.2
"""The letters of the relay, and the quarantine of those that do not open.

What Meta got a 200 for is applied, or waits at the relay, or is in quarantine under a person's eyes, at every instant.
So the relay is never told to let go of a letter that did not open: not even where the quarantine holds a copy, because
another computer of the office may have the key that this one has not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from comunecast_gui.core.inbound.events import News
from comunecast_gui.core.work.long_work import UNWATCHED, Work


class Closed(StrEnum):
    """The reason why a letter is not read."""

    KEY = "key"
    """It was sealed for none of the keys that this computer has."""
    SIGNATURE = "signature"
    """Meta did not sign it with the app secret that this computer has."""
    UNSIGNED = "unsigned"
    """It came without Meta's signature, which the relay has been handing on for some time."""


@dataclass(frozen=True, slots=True)
class SealedLetter:
    """A letter as the relay hands it out; ``digest`` is that of ``sealed``, which no two letters share."""

    id: int
    received_at: datetime
    sealed: bytes = field(repr=False)
    digest: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter after the attempt to open it: its news, or the reason why there are none.

    ``signed``: Meta's signature came with it. ``former``: it was sealed for a key that is no longer in use.
    ``unsigned``: one without a signature was still to be read when it came.
    """

    letter: SealedLetter
    news: tuple[News, ...] = ()
    closed: Closed | None = None
    signed: bool = False
    former: bool = False
    unsigned: bool = False

    @property
    def id(self) -> int:
        return self.letter.id


@dataclass(frozen=True, slots=True)
class Page:
    """Letters in the order of their ids; ``last`` is the id to go on from.

    ``sealed_for`` is the public key that the relay seals for now, empty where an older relay does not tell; ``signs``
    is whether it hands Meta's signatures on.
    """

    letters: tuple[SealedLetter, ...]
    last: int
    sealed_for: str = ""
    signs: bool = False


class LetterSource(Protocol):
    """Where letters wait. Every method but ``open`` raises ConfigError (``relay_*``)."""

    public_key: str
    """The one that belongs to the private key in use."""
    means: str
    """Stands for the keys and app secrets that are tried: with others a closed letter may open."""

    def fetch(self, after: int) -> Page:
        """The next letters after the one with id ``after``; none if there are no more."""
        ...

    def acknowledge(self, upto: int) -> None:
        """Tells the relay that it may delete the letters up to this id."""
        ...

    def open(self, letter: SealedLetter, *, unsigned: bool) -> Letter:
        """Tries to open a letter; ``unsigned``: one without a signature is still accepted. Never raises."""
        ...


@dataclass(frozen=True, slots=True)
class Kept:
    """A letter in quarantine; ``unsigned``: it came while letters without a signature were still to be read."""

    key: int
    letter: SealedLetter
    unsigned: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a relay was read, and with which keys.

    ``read`` is the last letter behind which everything was applied or kept, by id and digest: a relay that was made
    anew counts from one again, and is then read from its beginning. None: there is no reason to begin elsewhere.
    ``signed_since``: when it was read to its end while handing signatures on; from then on all letters bring one.
    ``sealed_for`` is the key that it was seen sealing for, ``sealed_since`` when that was seen first.
    """

    read: tuple[int, str] | None = None
    let_go: int = 0
    signed_since: datetime | None = None
    sealed_for: str = ""
    sealed_since: datetime | None = None


class Quarantine(Protocol):
    """Letters of one relay that did not open. Every method is one short transaction (ConfigError ``database_*``)."""

    def standing(self) -> Standing: ...

    def note(self, standing: Standing) -> None: ...

    def untried(self, means: str) -> Sequence[Kept]:
        """Letters not yet tried with these keys and secrets, the oldest first; none: all were."""
        ...

    def keep(self, letters: Sequence[Letter], means: str, now: datetime) -> None:
        """Keeps letters that did not open, once each."""
        ...

    def still_closed(self, why: Mapping[int, Closed], means: str) -> None:
        """Records that these letters do not open with these keys and secrets either."""
        ...

    def blocking(self) -> int | None:
        """The id of the first quarantined letter that the relay must keep; None if there is none."""
        ...

    def stepped_over(self, digests: Sequence[str]) -> frozenset[str]:
        """Those of the letters that a person stepped over."""
        ...

    def release(self, keys: Sequence[int]) -> None:
        """Forgets letters that opened and were applied."""
        ...

    def count(self) -> int:
        """How many letters wait here for a person."""
        ...


@dataclass(frozen=True, slots=True)
class Letters:
    """The source of letters together with their quarantine; ``work`` is told how many were read."""

    source: LetterSource
    quarantine: Quarantine
    work: Work = UNWATCHED
