# SPDX-License-Identifier: EUPL-1.2
"""Tells the other workstations of an office which data changed, so that their tables stay up to date."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

import sqlalchemy as sa

from comunecast_gui.core.changes import Changed, ChangeKind, merged
from comunecast_gui.store.db.database import Database
from comunecast_gui.store.db.schema import change_log

_KEPT = timedelta(hours=1)
_MANY = 1_000
"""Of more than this it is not told which: whoever shows some of them reads them all again."""

# PostgreSQL: System Information Functions, "Transaction ID and Snapshot Information Functions". A server gives out ids
# of rows before it commits them, in another order; what a snapshot saw is exact.
_NOW: sa.ColumnElement[str] = sa.literal_column("CAST(pg_current_snapshot() AS text)", sa.Text)
_THIS_TRANSACTION: sa.ColumnElement[int] = sa.literal_column("CAST(CAST(pg_current_xact_id() AS text) AS bigint)")
_SEEN = sa.select(_NOW.label("snapshot")).cte("seen")
_KNOWN = "CAST(:known AS pg_snapshot)"
_ITS_TRANSACTION = "CAST(CAST(change_log.xact AS text) AS xid8)"
_IS_NEW = sa.text(
    f"change_log.xact >= CAST(CAST(pg_snapshot_xmin({_KNOWN}) AS text) AS bigint)"  # what is older was seen: an index
    f" AND NOT pg_visible_in_snapshot({_ITS_TRANSACTION}, {_KNOWN})"
    f" AND pg_visible_in_snapshot({_ITS_TRANSACTION}, pg_current_snapshot())"
)
_NEWS = (
    sa.select(_SEEN.c.snapshot, change_log.c.kind, change_log.c.ids, change_log.c.owner)
    # One statement has one snapshot: what it sees and what it says that it saw are the same.
    .select_from(_SEEN.outerjoin(change_log, sa.and_(change_log.c.owner != sa.bindparam("me"), _IS_NEW)))
    .order_by(change_log.c.id)
)


def note(
    connection: sa.Connection, database: Database, now: datetime, kind: ChangeKind, ids: Iterable[int] | None = None
) -> None:
    """Adds an entry in the transaction that makes it true; does nothing if the database is not shared.

    ``ids`` are those that changed: none of them is no entry, None stands for any of the kind.
    """
    changed = None if ids is None else sorted(set(ids))
    if changed == [] or not _has_others(database):
        return
    told = [] if changed is None or len(changed) > _MANY else changed
    values = {"at": now, "owner": database.owner, "kind": kind, "ids": told}
    connection.execute(change_log.insert().values(xact=_THIS_TRANSACTION, **values))


def forget_old(connection: sa.Connection, now: datetime) -> None:
    """Removes entries that every live workstation has read long ago."""
    connection.execute(change_log.delete().where(change_log.c.at < now - _KEPT))


class ChangeLog:
    """Reads what other workstations changed since the last call; used from one thread."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._seen = ""
        if _has_others(database):
            with database.reading() as connection:
                self._seen = connection.execute(sa.select(_NOW)).scalar_one()

    def news(self) -> list[Changed]:
        """Each change once, when it is committed, whatever the order; one :class:`Changed` for each kind and origin.

        Raises ConfigError (``database_*``).
        """
        if not _has_others(self._database):
            return []
        with self._database.reading() as connection:
            rows = connection.execute(_NEWS, {"known": self._seen, "me": self._database.owner}).all()
        self._seen = rows[0].snapshot
        return merged(Changed(ChangeKind(row.kind), tuple(row.ids), row.owner) for row in rows if row.kind is not None)


def _has_others(database: Database) -> bool:
    return database.shared and database.engine.dialect.name == "postgresql"
