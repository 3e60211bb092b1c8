# SPDX-License-Identifier: EUPL-1.2
"""Stores letters of the relay that do not open, and how far the relay was read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from comunecast_gui.core.inbound.letters import Closed, Kept, Letter, SealedLetter, Standing
from comunecast_gui.store.consent import audit
from comunecast_gui.store.consent.audit import AuditRow
from comunecast_gui.store.db.database import Database, serialise
from comunecast_gui.store.db.schema_inbound import mailbox, quarantine

_AT_ONCE = 50
"""Letters read from the database in one go; each has up to 4 MB."""
_IN_ONE_QUERY = 500
_WAITS = quarantine.c.stepped_at.is_(None)


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many letters wait for a person, by why they do not open, and since when the oldest does."""

    reasons: Counter[Closed]
    keys: tuple[int, ...] = ()
    since: datetime | None = None

    @property
    def count(self) -> int:
        return self.reasons.total()


class SqlQuarantine:
    """The quarantine for one relay; satisfies :class:`comunecast_gui.core.inbound.letters.Quarantine`.

    Letters that came from another relay before are tried and counted too. Every method is one short transaction and
    raises ConfigError (``database_*``).
    """

    def __init__(self, database: Database, relay: str) -> None:
        self._database = database
        self._relay = relay

    def standing(self) -> Standing:
        """See :meth:`comunecast_gui.core.inbound.letters.Quarantine.standing`."""
        with self._database.reading() as connection:
            row = connection.execute(sa.select(mailbox).where(mailbox.c.relay == self._relay)).first()
        if row is None:
            return Standing()
        read = None if row.read_event is None else (int(row.read_event), str(row.read_digest))
        return Standing(read, row.let_go, row.signed_since, row.sealed_for, row.sealed_since)

    def note(self, standing: Standing) -> None:
        """See :meth:`comunecast_gui.core.inbound.letters.Quarantine.note`."""
        event, digest = standing.read or (None, None)
        values = {
            "relay": self._relay,
            "read_event": event,
            "read_digest": digest,
            "let_go": standing.let_go,
            "signed_since": standing.signed_since,
            "sealed_for": standing.sealed_for,
            "sealed_since": standing.sealed_since,
        }
        with self._database.writing() as connection:
            serialise(connection, "inbound")
            connection.execute(mailbox.delete().where(mailbox.c.relay == self._relay))
            connection.execute(mailbox.insert().values(values))

    def untried(self, means: str) -> Sequence[Kept]:
        """See :meth:`comunecast_gui.core.inbound.letters.Quarantine.untried`."""
        query = sa.select(quarantine).where(quarantine.c.tried != means).order_by(quarantine.c.id).limit(_AT_ONCE)
        with self._database.reading() as connection:
            return [
                Kept(row.id, SealedLetter(row.event, row.received_at, bytes(row.sealed), row.digest), row.unsigned)
                for row in connection.execute(query)
            ]

    def keep(self, letters: Sequence[Letter], means: str, now: datetime) -> None:
        """See :meth:`comunecast_gui.core.inbound.letters.Quarantine.keep`."""
        if not letters:
            return
        with self._database.writing() as connection:
            serialise(connection, "inbound")
            for one in letters:
                tried = {"why": one.closed, "tried": means}
                here = quarantine.update().where(quarantine.c.digest == one.letter.digest).values(tried)
                if connection.execute(here).rowcount:
                    continue
                values = {
                    "relay": self._relay,
                    "event": one.id,
                    "digest": one.letter.digest,
                    "sealed": one.letter.sealed,
                    "received_at": one.letter.received_at,
                    "kept_since": now,
                    "unsigned": one.unsigned,
                }
                connection.execute(quarantine.insert().values(values | tried))

    def still_closed(self, why: Mapping[int, Closed], means: str) -> None:
        """See :meth:`comunecast_gui.core.inbound.letters.Quarantine.still_closed`."""
        with self._database.writing() as connection:
            for key, reason in why.items():
                here = quarantine.update().where(quarantine.c.id == key)
                connection.execute(here.values(why=reason, tried=means))

    def blocking(self) -> int | None:
        """See :meth:`comunecast_gui.core.inbound.letters.Quarantine.blocking`."""
        query = sa.select(sa.func.min(quarantine.c.event)).where(_WAITS, quarantine.c.relay == self._relay)
        with self._database.reading() as connection:
            return connection.execute(query).scalar()

    def stepped_over(self, digests: Sequence[str]) -> frozenset[str]:
        """See :meth:`comunecast_gui.core.inbound.letters.Quarantine.stepped_over`."""
        found: set[str] = set()
        with self._database.reading() as connection:
            for first in range(0, len(digests), _IN_ONE_QUERY):
                some = quarantine.c.digest.in_(digests[first : first + _IN_ONE_QUERY])
                query = sa.select(quarantine.c.digest).where(some, quarantine.c.stepped_at.is_not(None))
                found.update(connection.execute(query).scalars())
        return frozenset(found)

    def release(self, keys: Sequence[int]) -> None:
        """See :meth:`comunecast_gui.core.inbound.letters.Quarantine.release`."""
        with self._database.writing() as connection:
            for key in keys:
                connection.execute(quarantine.delete().where(quarantine.c.id == key))

    def count(self) -> int:
        """See :meth:`comunecast_gui.core.inbound.letters.Quarantine.count`."""
        return self.waiting().count

    def waiting(self, means: str = "") -> Waiting:
        """What waits for a person; with ``means``, only what was tried with these."""
        query = sa.select(quarantine.c.id, quarantine.c.why, quarantine.c.received_at).where(_WAITS)
        if means:
            query = query.where(quarantine.c.tried == means)
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(quarantine.c.id)).all()
        reasons = Counter(Closed(row.why) for row in rows)
        return Waiting(reasons, tuple(row.id for row in rows), min((row.received_at for row in rows), default=None))

    def step_over(self, keys: Sequence[int], who: str, now: datetime) -> int:
        """A person steps over these letters: the relay may let go of them. Returns how many that were.

        They stay here for a while, should the key turn up, and are no longer counted.
        """
        stepped = 0
        with self._database.writing() as connection:
            for key in keys:
                here = quarantine.update().where(quarantine.c.id == key, _WAITS).values(stepped_at=now)
                stepped += connection.execute(here).rowcount
            audit.write(connection, self._database, AuditRow(now, who, "letters_skipped", str(stepped)))
        return stepped
