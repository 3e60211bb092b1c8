# SPDX-License-Identifier: EUPL-1.2
"""What somebody asked, as one object on its way to the rows and to the ledger: who, when, and how it is known."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from comunecast_gui.core.consent import ConsentEvent, ConsentKind
from comunecast_gui.core.inbound.identities import Statement
from comunecast_gui.store.consent.person_rows import Person


@dataclass(frozen=True, slots=True)
class Proof:
    """How it is known that somebody said something ``at`` a moment.

    ``source`` is where it came from, ``words`` the one word that carried it, ``privacy`` the privacy notice then in
    force. ``former`` is the keyed hash by which the ledger named the person before a change of number.
    """

    at: datetime
    source: str
    words: str = ""
    privacy: str = ""
    former: str = ""

    @classmethod
    def of(cls, statement: Statement) -> Proof:
        """The proof that a noted statement carries with it."""
        return cls(statement.at, statement.source, statement.words, statement.privacy)

    def event(self, person: str, kind: ConsentKind) -> ConsentEvent:
        """The ledger's event about the ``person`` whom this keyed hash names."""
        return ConsentEvent(person, kind, self.at, self.source, self.words, self.privacy, self.former)


@dataclass(frozen=True, slots=True)
class ConsentRequest:
    """Something that a person asked, or that the office asked for the person."""

    person: Person
    proof: Proof

    @property
    def at(self) -> datetime:
        """When it was asked."""
        return self.proof.at

    def by(self, person: Person) -> ConsentRequest:
        """The same under the names that the person has by now."""
        return replace(self, person=person)
