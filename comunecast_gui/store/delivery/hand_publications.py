# SPDX-License-Identifier: EUPL-1.2
"""Notices that a person published by hand, where no service takes them from a program.

WhatsApp Channels have no API: the Cloud API sends to single numbers and to groups only (Meta: "About the platform").
What is noted here was not sent by the program and stands in no count of deliveries.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from comunecast_gui.core.changes import ChangeKind
from comunecast_gui.core.errors import InputError
from comunecast_gui.store.db import change_log
from comunecast_gui.store.db.database import Database
from comunecast_gui.store.db.schema import hand_publication, notice

WHATSAPP_CHANNEL = "whatsapp_channel"


@dataclass(frozen=True, slots=True)
class HandPublication:
    """When a person said that it stands there, and who that was; empty in an office without colleagues."""

    at: datetime
    who: str = ""


@dataclass(frozen=True, slots=True)
class HandPublications:
    """What a person published on the office's WhatsApp Channel. Every method raises ConfigError (``database_*``)."""

    database: Database

    def note(self, notice_id: int, now: datetime, who: str = "") -> HandPublication:
        """Keeps that it was published now, once: a second time changes nothing. Raises InputError("unknown_notice")."""
        with self.database.writing() as connection:
            if connection.execute(sa.select(notice.c.id).where(notice.c.id == notice_id)).first() is None:
                raise InputError("unknown_notice", notice=notice_id)
            found = _of(connection, notice_id)
            if found is not None:
                return found
            values = {"notice_id": notice_id, "place": WHATSAPP_CHANNEL, "published_at": now, "who": who}
            connection.execute(hand_publication.insert().values(**values))
            change_log.note(connection, self.database, now, ChangeKind.NOTICES, [notice_id])
            return HandPublication(now, who)

    def take_back(self, notice_id: int, now: datetime) -> None:
        """Forgets it: the button was pressed by mistake, or the post was taken off the Channel."""
        mine = hand_publication.c.notice_id == notice_id, hand_publication.c.place == WHATSAPP_CHANNEL
        with self.database.writing() as connection:
            connection.execute(hand_publication.delete().where(*mine))
            change_log.note(connection, self.database, now, ChangeKind.NOTICES, [notice_id])

    def of(self, notice_id: int) -> HandPublication | None:
        """When it was published by hand; None: it was not, as far as anybody said."""
        with self.database.reading() as connection:
            return _of(connection, notice_id)


def published_by_hand(connection: sa.Connection, notice_ids: Collection[int]) -> dict[int, HandPublication]:
    """Those of these notices that a person published by hand, with when and by whom."""
    if not notice_ids:
        return {}
    mine = hand_publication.c.notice_id.in_(list(notice_ids)), hand_publication.c.place == WHATSAPP_CHANNEL
    rows = connection.execute(sa.select(hand_publication).where(*mine))
    return {row.notice_id: HandPublication(row.published_at, row.who) for row in rows}


def _of(connection: sa.Connection, notice_id: int) -> HandPublication | None:
    return published_by_hand(connection, [notice_id]).get(notice_id)
