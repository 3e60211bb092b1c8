# SPDX-License-Identifier: EUPL-1.2
"""Tells the other workstations of an office what changed, so that their tables stay live."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

import sqlalchemy as sa

from comunecast_gui.core.changes import Changed
from comunecast_gui.store.db.database import Database
from comunecast_gui.store.db.schema import change_log

_KEPT = timedelta(hours=1)
_OVERLAP = 200
"""So many entries are looked at again: a server gives out ids before it commits them, in another order."""


def note(
    connection: sa.Connection, database: Database, now: datetime, channel: str = "", deliveries: Iterable[int] = ()
) -> None:
    """Adds an entry inside the transaction that makes it true; nothing where nobody else works on the database."""
    if database.shared:
        connection.execute(
            change_log.insert().values(
                at=now, owner=database.owner, channel=channel, deliveries=sorted(set(deliveries))
            )
        )


def forget_old(connection: sa.Connection, now: datetime) -> None:
    """Removes entries that every live workstation has read long ago."""
    connection.execute(change_log.delete().where(change_log.c.at < now - _KEPT))


class ChangeLog:
    """What others changed since this object was made or last asked; to be asked from one thread."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._last = 0
        self._seen: set[int] = set()
        if database.shared:
            with database.reading() as connection:
                ids = connection.execute(sa.select(change_log.c.id).order_by(change_log.c.id.desc()).limit(_OVERLAP))
                self._remember(set(ids.scalars()))

    def news(self) -> list[Changed]:
        """One :class:`Changed` per channel; an empty channel means notices or subscribers.

        Raises ConfigError (``database_*``).
        """
        if not self._database.shared:
            return []
        query = (
            sa.select(change_log)
            .where(change_log.c.id > self._last - _OVERLAP, change_log.c.owner != self._database.owner)
            .order_by(change_log.c.id)
        )
        with self._database.reading() as connection:
            rows = [row for row in connection.execute(query) if row.id not in self._seen]
        self._remember({row.id for row in rows})
        found: dict[str, set[int]] = {}
        for row in rows:
            found.setdefault(row.channel, set()).update(row.deliveries)
        return [Changed(channel, tuple(sorted(ids))) for channel, ids in found.items()]

    def _remember(self, ids: set[int]) -> None:
        self._last = max(ids, default=self._last)
        self._seen = {each for each in self._seen | ids if each > self._last - _OVERLAP}
