# SPDX-License-Identifier: EUPL-1.2
"""Keeps people out of a restored backup who left after it was made."""

from __future__ import annotations

import sqlalchemy as sa

from comunecast_gui.core.consent import ConsentKind
from comunecast_gui.core.model import SubscriberState
from comunecast_gui.store.consent import consent_requests, person_rows
from comunecast_gui.store.consent.identity import Row
from comunecast_gui.store.consent.request import Proof
from comunecast_gui.store.db.database import Database
from comunecast_gui.store.db.schema import subscriber

SOURCE = "ripristino di una copia: uscita avvenuta dopo"
"""Where the ledger of the restored database has the event from."""


def outdated(gone: Row, then: Row) -> bool:
    """Whether the backup has a request of the person that is newer than the leaving."""
    left_at = gone.wish_at or gone.since
    return bool(then.state != SubscriberState.LEFT and then.wish_at is not None and then.wish_at > left_at)


def carry(
    connection: sa.Connection, restored: Database, gone: Row, then: Row | None, moved: Proof | None
) -> tuple[int, bool]:
    """Repeats in ``restored`` that the person of ``gone`` left; returns the row's id, and whether it was taken out.

    ``then`` is the person's row in the copy; ``moved`` proves that the person had another number there.
    """
    names = person_rows.names_of(gone).columns
    if then is None:
        kept = {name: getattr(gone, name) for name in ("state", "since", "wish_at")}
        new = subscriber.insert().values(source=SOURCE, **kept, **names)
        return int(connection.execute(new.returning(subscriber.c.id)).scalar_one()), False
    word = max((each for each in (gone.wish_at, then.wish_at) if each), default=None)
    change = subscriber.update().where(subscriber.c.id == then.id).values(wish_at=word, **names)
    row = connection.execute(change.returning(subscriber)).one()
    if row.state == SubscriberState.LEFT:
        return row.id, False
    if moved is not None:
        consent_requests.record(connection, restored, row, ConsentKind.JOINED, moved)
    proof = Proof(gone.wish_at or gone.since, SOURCE)
    consent_requests.erase(connection, restored, row, ConsentKind.LEFT, proof)
    return row.id, True
