# SPDX-License-Identifier: EUPL-1.2
"""What a person's own word does to their row and to the ledger: any order, any number of times, the same end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from comunecast_gui.core.changes import ChangeKind
from comunecast_gui.core.choices import Choice, wants
from comunecast_gui.core.consent import ConsentEvent, ConsentKind
from comunecast_gui.core.inbound.identities import StatementKind
from comunecast_gui.core.model import SubscriberState
from comunecast_gui.store.consent import choices, identity, person_rows
from comunecast_gui.store.consent import ledger as consent_ledger
from comunecast_gui.store.consent.person_rows import Person
from comunecast_gui.store.db import change_log
from comunecast_gui.store.db.database import Database, serialise
from comunecast_gui.store.db.schema import subscriber


class Outcome(StrEnum):
    """What became of a wish."""

    JOINED = "joined"
    ALREADY = "already"
    CHOSE = "chose"
    """What the person receives is not what it was."""
    SAME = "same"
    """The person receives already what was asked for."""
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
    """A person asked to receive notices, all of them, at ``at``."""
    outcome, row = _joined(connection, database, person, at, source, words, privacy)
    if choices.clear(connection, row.id, at) and outcome is Outcome.ALREADY:
        record(connection, database, row, ConsentKind.CHOSE, at, source, words, privacy)
        return Outcome.CHOSE
    return outcome


def choose(
    connection: sa.Connection,
    database: Database,
    person: Person,
    wanted: Sequence[Choice],
    at: datetime,
    *,
    source: str,
    words: str = "",
    privacy: str = "",
) -> Outcome:
    """A person asked for notices about some zones or topics, at ``at``."""
    outcome, row = _joined(connection, database, person, at, source, words, privacy)
    chose = _told(connection, database, row, wanted, at, source, words, privacy, on=True)
    return chose if outcome is Outcome.ALREADY else outcome


def drop(
    connection: sa.Connection,
    database: Database,
    person: Person,
    unwanted: Sequence[Choice],
    at: datetime,
    *,
    source: str,
    words: str = "",
    privacy: str = "",
) -> Outcome:
    """A person asked not to get notices about some zones or topics, at ``at``; whoever is not here stays out.

    The wish of somebody unknown is kept too: the message in which the person joined may come in late.
    """
    serialise(connection, "subscriber")
    _, row = identity.trace(connection, database, person, StatementKind.OTHER, at, source, words)
    chose = _told(connection, database, row, unwanted, at, source, words, privacy, on=False)
    return Outcome.LEFT_BEFORE if row.state == SubscriberState.LEFT else chose


def _told(
    connection: sa.Connection,
    database: Database,
    row: sa.Row[Any],
    told: Sequence[Choice],
    at: datetime,
    source: str,
    words: str,
    privacy: str,
    *,
    on: bool,
) -> Outcome:
    """Keeps and records a choice; returns whether the person gets something else now."""
    before, after = choices.tell(connection, database, row.id, told, at, on=on)
    if after != before:
        record(connection, database, row, ConsentKind.CHOSE, at, source, words, privacy)
    return Outcome.SAME if wants(before) == wants(after) else Outcome.CHOSE


def _joined(
    connection: sa.Connection,
    database: Database,
    person: Person,
    at: datetime,
    source: str,
    words: str,
    privacy: str,
) -> tuple[Outcome, sa.Row[Any]]:
    """Makes the person a subscriber, unless the person left since; returns the row too."""
    serialise(connection, "subscriber")
    person, row = identity.trace(connection, database, person, StatementKind.JOIN, at, source, words, privacy)
    newer = row.wish_at is None or at > row.wish_at
    if row.state != SubscriberState.LEFT:
        kept = person_rows.keep(connection, database.hash_key, person, row, wish_at=at if newer else row.wish_at)
        if row.wish_at is None:  # until now only the office had spoken for the person
            record(connection, database, kept, ConsentKind.JOINED, at, source, words, privacy)
        return Outcome.ALREADY, kept
    if not newer:
        return Outcome.STALE, row
    kept = activate(connection, database, person, row, at, source, wish_at=at, words=words, privacy=privacy)
    return Outcome.JOINED, kept


def leave(
    connection: sa.Connection, database: Database, person: Person, at: datetime, *, source: str, words: str = ""
) -> Outcome:
    """A person asked to be left alone, at ``at``: the number goes at once."""
    serialise(connection, "subscriber")
    _, row = identity.trace(connection, database, person, StatementKind.LEAVE, at, source, words)
    choices.end(connection, row.id, at)  # also where the person said something else since: these count no longer
    if row.state == SubscriberState.LEFT and row.wish_at is None:
        person_rows.erase(connection, database.hash_key, row, at, source)
        record(connection, database, row, ConsentKind.LEFT, at, source, words)
        return Outcome.NEVER_HERE
    if row.wish_at is not None and at < row.wish_at:
        return Outcome.STALE
    if row.state == SubscriberState.LEFT:
        connection.execute(subscriber.update().where(subscriber.c.id == row.id).values(wish_at=at))
        return Outcome.LEFT_BEFORE
    person_rows.erase(connection, database.hash_key, row, at, source)
    record(connection, database, row, ConsentKind.LEFT, at, source, words)
    return Outcome.LEFT


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
    kept = person_rows.keep(
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
    name = person_rows.ledger_name(database.hash_key, row)
    consent_ledger.append(connection, [ConsentEvent(name, kind, at, source, words, privacy)])
    change_log.note(connection, database, at, ChangeKind.SUBSCRIBERS, [row.id])
