# SPDX-License-Identifier: EUPL-1.2
"""Follows a person who moved to another number or got another user id, and never takes over somebody else's row."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from comunecast_gui.core.consent import ConsentKind
from comunecast_gui.core.errors import InputError
from comunecast_gui.core.model import SubscriberState
from comunecast_gui.store import people, wishes
from comunecast_gui.store.db import Database, serialise
from comunecast_gui.store.people import Person
from comunecast_gui.store.schema import subscriber

SOURCE = "cambio di numero, prima "
"""How the ledger's event of a move begins; then come :data:`SHOWN` characters of the person's former name."""
SHOWN = 16


def change_number(
    connection: sa.Connection, database: Database, person: Person, number: str, bsuid: str, at: datetime
) -> bool:
    """Writes the new number into the row of who moved; returns whether there was one. The old number goes at once.

    The ledger gets an event under the new name that points to the old one, so that the proof stays whole.
    Raises InputError("subscriber_conflict") where the new number is, or was, somebody's: whoever left under it
    stays out.
    """
    serialise(connection, "subscriber")
    row = people.row_of(connection, database.hash_key, person)
    if row is None or row.state == SubscriberState.LEFT or row.wa_id == number:
        return False
    _require_free(connection, database, row, Person(number, bsuid))
    before = people.ledger_name(database.hash_key, row)
    moved = _write(
        connection,
        row,
        wa_id=number,
        number_hash=people.number_hash(database.hash_key, number),
        # The user id goes with the old number (Meta: business-scoped user IDs).
        bsuid=bsuid or None,
        bsuid_hash=people.bsuid_hash(database.hash_key, bsuid),
    )
    wishes.record(connection, database, moved, ConsentKind.JOINED, at, f"{SOURCE}{before[:SHOWN]}")
    return True


def change_user_id(connection: sa.Connection, database: Database, previous: str, current: str) -> bool:
    """Writes a person's new user id; returns whether there was a row. Raises InputError("subscriber_conflict")."""
    serialise(connection, "subscriber")
    row = people.row_of(connection, database.hash_key, Person(bsuid=previous))
    if row is None or row.state == SubscriberState.LEFT:
        return False
    _require_free(connection, database, row, Person(bsuid=current))
    _write(connection, row, bsuid=current, bsuid_hash=people.bsuid_hash(database.hash_key, current))
    return True


def _require_free(connection: sa.Connection, database: Database, row: sa.Row[Any], person: Person) -> None:
    others = [other.id for other in people.rows_of(connection, database.hash_key, person) if other.id != row.id]
    if others:
        raise InputError("subscriber_conflict", subscribers=", ".join(map(str, [row.id, *others])))


def _write(connection: sa.Connection, row: sa.Row[Any], **values: str | None) -> sa.Row[Any]:
    change = subscriber.update().where(subscriber.c.id == row.id).values(**values).returning(subscriber)
    return connection.execute(change).one()
