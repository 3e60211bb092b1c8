# SPDX-License-Identifier: EUPL-1.2
"""Keeps a restored backup from bringing back who left after it was made."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from comunecast_gui.core.consent import ConsentKind
from comunecast_gui.core.model import SubscriberState
from comunecast_gui.store import people, wishes
from comunecast_gui.store.db import Database, serialise
from comunecast_gui.store.schema import subscriber

SOURCE = "ripristino di una copia: uscita avvenuta dopo"
"""Where the ledger of the restored database has the event from."""


def carry_departures(current: Database, restored: Database) -> int:
    """Repeats in ``restored`` what ``current`` knows of people who left; returns how many were taken out again.

    To be called before ``restored``, an older state of the same office, takes the place of ``current``. A person's
    own later wish in ``restored`` stands. Raises ConfigError (``database_*``), and ValueError where the two are not of
    one office: then the hashes do not mean the same people.
    """
    if current.hash_key != restored.hash_key:
        raise ValueError("the databases are of two offices")
    with current.reading() as connection:
        gone = connection.execute(sa.select(subscriber).where(subscriber.c.state == SubscriberState.LEFT)).all()
    with restored.writing() as connection:
        serialise(connection, "subscriber")
        return sum(_depart(connection, restored, each) for each in gone)


def _depart(connection: sa.Connection, restored: Database, gone: sa.Row[Any]) -> int:
    at = gone.wish_at or gone.since
    same = []
    if gone.number_hash:
        same.append(subscriber.c.number_hash == gone.number_hash)
    if gone.bsuid_hash:
        same.append(subscriber.c.bsuid_hash == gone.bsuid_hash)
    rows = connection.execute(sa.select(subscriber).where(sa.or_(*same))).all() if same else []
    if not rows and same:
        kept = {name: getattr(gone, name) for name in ("state", "since", "wish_at", "number_hash", "bsuid_hash")}
        connection.execute(subscriber.insert().values(source=SOURCE, **kept))
    taken = 0
    for row in rows:
        if row.state != SubscriberState.LEFT and (row.wish_at is None or row.wish_at <= at):
            people.erase(connection, restored.hash_key, row, at, SOURCE)
            wishes.record(connection, restored, row, ConsentKind.LEFT, at, SOURCE)
            taken += 1
    return taken
