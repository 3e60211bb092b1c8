# SPDX-License-Identifier: EUPL-1.2
"""The audit log: who looked at or changed citizens' data, and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from comunecast_gui.core.trust.chain import START, Register
from comunecast_gui.store.db import chain_ends
from comunecast_gui.store.db.chain_ends import Side
from comunecast_gui.store.db.database import Database, serialise
from comunecast_gui.store.db.schema import audit


@dataclass(frozen=True, slots=True)
class AuditRow:
    """``who`` did ``what`` (a short English word) to ``subject``, which never holds a number."""

    at: datetime
    who: str
    what: str
    subject: str


class Audit:
    """The audit log of an office."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def write(self, row: AuditRow) -> None:
        with self._database.writing() as connection:
            write(connection, self._database, row)

    def recent(self, limit: int = 100) -> list[AuditRow]:
        """The newest first."""
        query = sa.select(audit).order_by(audit.c.id.desc()).limit(limit)
        with self._database.reading() as connection:
            return [AuditRow(row.at, row.who, row.what, row.subject) for row in connection.execute(query)]

    def of(self, whats: Sequence[str]) -> list[AuditRow]:
        """Every entry of these kinds, the oldest first."""
        query = sa.select(audit).where(audit.c.what.in_(whats)).order_by(audit.c.id)
        with self._database.reading() as connection:
            return [AuditRow(row.at, row.who, row.what, row.subject) for row in connection.execute(query)]

    def last(self, what: str) -> datetime | None:
        """When this was last done; None: never."""
        found = self.last_row(what)
        return found.at if found else None

    def last_row(self, *whats: str) -> AuditRow | None:
        """The last entry of these kinds; None: there is none."""
        query = sa.select(audit).where(audit.c.what.in_(whats)).order_by(audit.c.id.desc()).limit(1)
        with self._database.reading() as connection:
            row = connection.execute(query).one_or_none()
        return AuditRow(row.at, row.who, row.what, row.subject) if row else None


def write(connection: sa.Connection, database: Database, row: AuditRow) -> None:
    """Adds a row inside the transaction that does what it says, chained to the one before it.

    Raises ConfigError (``office_key_*``), but for a database that was never tied to a key: its rows are vouched for
    when it is.
    """
    values = {"at": row.at, "who": row.who, "what": row.what, "subject": row.subject}
    if not database.keys.tied:
        connection.execute(audit.insert().values(**values))
        return
    key = database.keys.chain(Register.ACTIONS)
    serialise(connection, "audit")
    last = connection.execute(sa.select(audit.c.digest).order_by(audit.c.id.desc()).limit(1)).scalar()
    begun = chain_ends.noted(connection, key, Side.BEGUN)
    # The rows before the key have no digest of their own, or that of another key (database_keys.rebind).
    if not last or (begun and begun == chain_ends.noted(connection, key, Side.ENDS)):
        last = begun.digest if begun else START
    own = key.link(last, chain_ends.action_facts(row))
    connection.execute(audit.insert().values(**values, digest=own))
    chain_ends.move(connection, key, last, 1, own)
