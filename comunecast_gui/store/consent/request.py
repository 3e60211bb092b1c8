# SPDX-License-Identifier: EUPL-1.2
"""A consent request as one object for the rows and the ledger: who asked for what, when, and the proof."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from comunecast_gui.core.consent import ConsentEvent, ConsentKind
from comunecast_gui.core.inbound.identities import Statement
from comunecast_gui.store.consent.person_rows import Person


@dataclass(frozen=True, slots=True)
class Proof:
    """The proof of a request made ``at`` a moment.

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
        """The proof kept with a stored statement."""
        return cls(statement.at, statement.source, statement.words, statement.privacy)

    def event(self, person: str, kind: ConsentKind) -> ConsentEvent:
        """The ledger's event about the ``person`` whom this keyed hash names."""
        return ConsentEvent(person, kind, self.at, self.source, self.words, self.privacy, self.former)


@dataclass(frozen=True, slots=True)
class ConsentRequest:
    """A request by a person, or by the office for a person."""

    person: Person
    proof: Proof

    @property
    def at(self) -> datetime:
        """When the request was made."""
        return self.proof.at

    def by(self, person: Person) -> ConsentRequest:
        """The same request under the person's current names."""
        return replace(self, person=person)
