# SPDX-License-Identifier: EUPL-1.2
"""The audit log: who looked at or changed citizens' data, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from comunecast_gui.store.db.database import Database
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
            write(connection, row)

    def recent(self, limit: int = 100) -> list[AuditRow]:
        """The newest first."""
        query = sa.select(audit).order_by(audit.c.id.desc()).limit(limit)
        with self._database.reading() as connection:
            return [AuditRow(row.at, row.who, row.what, row.subject) for row in connection.execute(query)]

    def last(self, what: str) -> datetime | None:
        """When this was last done; None: never."""
        query = sa.select(audit.c.at).where(audit.c.what == what).order_by(audit.c.id.desc()).limit(1)
        with self._database.reading() as connection:
            return connection.execute(query).scalar()


def write(connection: sa.Connection, row: AuditRow) -> None:
    """Adds a row in the transaction that does what the row says."""
    connection.execute(audit.insert().values(at=row.at, who=row.who, what=row.what, subject=row.subject))
