# SPDX-License-Identifier: EUPL-1.2
"""Keeps a restored backup from sending what people asked, after it was made, not to get."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from comunecast_gui.core.choices import Record, merged, wants
from comunecast_gui.core.consent import ConsentKind
from comunecast_gui.store.consent import choices, consent_requests
from comunecast_gui.store.consent.request import Proof
from comunecast_gui.store.db.database import Database, serialise
from comunecast_gui.store.db.schema import subscriber
from comunecast_gui.store.db.schema_inbound import choice
from comunecast_gui.store.restore.merge import former_names, moved_names

SOURCE = "ripristino di una copia: scelta avvenuta dopo"
"""Where the ledger of the restored database has the event from."""


def carry_choices(current: Database, restored: Database, now: datetime) -> int:
    """Repeats in ``restored`` what ``current`` knows of people's choices; returns for how many that changed anything.

    To be called after those who left were taken out again (:func:`.restored.carry_departures`). Of each wish the
    later one stands, wherever it is known. Raises ConfigError (``database_*``).
    """
    with current.reading() as connection:
        told = sa.select(choice.c.subscriber_id).distinct()
        spoke = sa.or_(subscriber.c.choices_since.is_not(None), subscriber.c.id.in_(told))
        rows = connection.execute(sa.select(subscriber).where(spoke)).all()
        known = list(zip(rows, choices.records_of(connection, rows), strict=True))
        moved = moved_names(connection)
    with restored.writing() as connection:
        serialise(connection, "subscriber")
        return sum(
            _carry(connection, restored, row, record, now)
            for theirs, record in known
            if (row := _same(connection, theirs, former_names(theirs, moved))) is not None
        )


def _same(connection: sa.Connection, theirs: sa.Row[Any], former: list[str]) -> sa.Row[Any] | None:
    """The person's row in the restored database, also under a number of before."""
    columns = (subscriber.c.number_hash, theirs.number_hash), (subscriber.c.bsuid_hash, theirs.bsuid_hash)
    same = [column == name for column, name in columns if name]
    same.append(subscriber.c.number_hash.in_(former))
    query = sa.select(subscriber).where(sa.or_(sa.false(), *same)).order_by(subscriber.c.id).limit(1)
    return connection.execute(query).first()


def _carry(connection: sa.Connection, restored: Database, row: sa.Row[Any], theirs: Record, now: datetime) -> bool:
    before = choices.record_of(connection, row.id)
    after = merged(before, theirs)
    if after == before:
        return False
    choices.write(connection, row.id, before, after)
    if after.marks == before.marks:
        return False
    choices.skip_unwanted(connection, restored, row.id, wants(after), now)
    consent_requests.record(connection, restored, row, ConsentKind.CHOSE, Proof(now, SOURCE))
    return True
