# SPDX-License-Identifier: EUPL-1.2
"""What a person's own word does to their row and to the ledger: any order, any number of times, the same end."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from comunecast_gui.core.consent import ConsentEvent, ConsentKind
from comunecast_gui.core.model import SubscriberState
from comunecast_gui.store import change_log, consent_ledger, people
from comunecast_gui.store.db import Database, serialise
from comunecast_gui.store.people import Person
from comunecast_gui.store.schema import subscriber


class Outcome(StrEnum):
    """What became of a wish."""

    JOINED = "joined"
    ALREADY = "already"
    LEFT = "left"
    NEVER_HERE = "never_here"
    """Somebody unknown asked to be left alone: the keyed hash is kept, so that a late or imported number stays out."""
    LEFT_BEFORE = "left_before"
    STALE = "stale"
    """The person has said something else since."""


def join(
    connection: sa.Connection,
    database: Database,
    person: Person,
    at: datetime,
    *,
    source: str,
    words: str = "",
    privacy: str = "",
) -> Outcome:
    """A person asked to receive notices, at ``at``. Raises InputError("subscriber_conflict")."""
    serialise(connection, "subscriber")
    row = people.row_of(connection, database.hash_key, person)
    newer = row is None or row.wish_at is None or at > row.wish_at
    if row is not None and row.state != SubscriberState.LEFT:
        kept = people.keep(connection, database.hash_key, person, row, wish_at=at if newer else row.wish_at)
        if row.wish_at is None:  # until now only the office had spoken for the person
            record(connection, database, kept, ConsentKind.JOINED, at, source, words, privacy)
        return Outcome.ALREADY
    if not newer:
        return Outcome.STALE
    activate(connection, database, person, row, at, source, wish_at=at, words=words, privacy=privacy)
    return Outcome.JOINED


def leave(
    connection: sa.Connection, database: Database, person: Person, at: datetime, *, source: str, words: str = ""
) -> Outcome:
    """A person asked to be left alone, at ``at``: the number goes at once."""
    serialise(connection, "subscriber")
    rows = people.rows_of(connection, database.hash_key, person)
    if not rows:
        row = people.remember(connection, database.hash_key, person, at, source)
        record(connection, database, row, ConsentKind.LEFT, at, source, words)
        return Outcome.NEVER_HERE
    newer = [row for row in rows if row.wish_at is None or at >= row.wish_at]
    going = [row for row in newer if row.state != SubscriberState.LEFT]
    for row in going:
        people.erase(connection, database.hash_key, row, at, source)
        record(connection, database, row, ConsentKind.LEFT, at, source, words)
    again = [row.id for row in newer if row.state == SubscriberState.LEFT]
    connection.execute(subscriber.update().where(subscriber.c.id.in_(again)).values(wish_at=at))
    if going:
        return Outcome.LEFT
    return Outcome.LEFT_BEFORE if again else Outcome.STALE


def activate(
    connection: sa.Connection,
    database: Database,
    person: Person,
    row: sa.Row[Any] | None,
    at: datetime,
    source: str,
    *,
    wish_at: datetime | None,
    words: str = "",
    privacy: str = "",
) -> sa.Row[Any]:
    """Makes the person a subscriber. ``wish_at`` is None where only the office speaks for the person."""
    kept = people.keep(
        connection,
        database.hash_key,
        person,
        row,
        state=SubscriberState.ACTIVE,
        since=at,
        source=source,
        wish_at=wish_at,
    )
    kind = ConsentKind.IMPORTED if wish_at is None else ConsentKind.JOINED
    record(connection, database, kept, kind, at, source, words, privacy)
    return kept


def record(
    connection: sa.Connection,
    database: Database,
    row: sa.Row[Any],
    kind: ConsentKind,
    at: datetime,
    source: str,
    words: str = "",
    privacy: str = "",
) -> None:
    """Adds the fact to the ledger, inside the transaction that makes it true."""
    name = people.ledger_name(database.hash_key, row)
    consent_ledger.append(connection, [ConsentEvent(name, kind, at, source, words, privacy)])
    change_log.note(connection, database, at)
