# SPDX-License-Identifier: EUPL-1.2
"""Repeats in a restored backup the choices that people made after it was made."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from comunecast_gui.core.choices import Record, merged, wants
from comunecast_gui.core.consent import ConsentKind
from comunecast_gui.store.consent import choices, consent_requests
from comunecast_gui.store.consent.request import Proof
from comunecast_gui.store.db.database import Database
from comunecast_gui.store.db.schema import subscriber

SOURCE = "ripristino di una copia: scelta avvenuta dopo"
"""Where the ledger of the restored database has the event from."""


def carry(connection: sa.Connection, restored: Database, subscriber_id: int, said: Record, now: datetime) -> bool:
    """Applies a person's choices to a row of ``restored``; returns whether that changed anything.

    Of each choice the later one counts, whichever database holds it.
    """
    before = choices.record_of(connection, subscriber_id)
    after = merged(before, said)
    choices.write(connection, subscriber_id, before, after)
    if after.marks == before.marks:
        return False
    choices.skip_unwanted(connection, restored, subscriber_id, wants(after), now)
    row = connection.execute(sa.select(subscriber).where(subscriber.c.id == subscriber_id)).one()
    consent_requests.record(connection, restored, row, ConsentKind.CHOSE, Proof(now, SOURCE))
    return True
