# SPDX-License-Identifier: EUPL-1.2
"""What a person declared over without a message, and when the office's telephones were last reminded of what is not."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from comunecast_gui.core.changes import ChangeKind
from comunecast_gui.core.errors import InputError
from comunecast_gui.store.db import change_log
from comunecast_gui.store.db.database import Database, serialise
from comunecast_gui.store.db.schema import closing, notice


@dataclass(frozen=True, slots=True)
class Closings:
    """Of an office. Every method raises ConfigError (``database_*``)."""

    database: Database

    def declare_over(self, notice_id: int, who: str, now: datetime) -> None:
        """A person says that it is over, and that nobody needs a message. Raises InputError("unknown_notice")."""
        with self.database.writing() as connection:
            self._require_row(connection, notice_id)
            still_open = closing.c.notice_id == notice_id, closing.c.closed_at.is_(None)
            connection.execute(closing.update().where(*still_open).values(closed_at=now, who=who))
            change_log.note(connection, self.database, now, ChangeKind.NOTICES, [notice_id])

    def declared(self, notice_ids: Collection[int]) -> frozenset[int]:
        """Those of these notices that were declared over."""
        wanted = closing.c.notice_id.in_(list(notice_ids)), closing.c.closed_at.is_not(None)
        with self.database.reading() as connection:
            return frozenset(connection.execute(sa.select(closing.c.notice_id).where(*wanted)).scalars())

    def claim_reminder(self, notice_id: int, now: datetime, pause: timedelta) -> bool:
        """Whether the caller has to remind of it now: of all workstations one, and not again within ``pause``."""
        due = sa.or_(closing.c.reminded_at.is_(None), closing.c.reminded_at <= now - pause, closing.c.reminded_at > now)
        mine = closing.c.notice_id == notice_id, closing.c.closed_at.is_(None), due
        claim = closing.update().where(*mine).values(reminded_at=now).returning(closing.c.notice_id)
        with self.database.writing() as connection:
            self._require_row(connection, notice_id)
            return connection.execute(claim).first() is not None

    def _require_row(self, connection: sa.Connection, notice_id: int) -> None:
        serialise(connection, f"closing {notice_id}")
        if connection.execute(sa.select(notice.c.id).where(notice.c.id == notice_id)).first() is None:
            raise InputError("unknown_notice", notice=notice_id)
        if connection.execute(sa.select(closing.c.notice_id).where(closing.c.notice_id == notice_id)).first() is None:
            connection.execute(closing.insert().values(notice_id=notice_id))
