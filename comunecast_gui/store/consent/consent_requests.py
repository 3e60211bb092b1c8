# SPDX-License-Identifier: EUPL-1.2
"""Applies a person's request to join, choose or leave to the subscriber row and the ledger, in any order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from comunecast_gui.core.changes import ChangeKind
from comunecast_gui.core.choices import Choice, wants
from comunecast_gui.core.consent import ConsentKind
from comunecast_gui.core.inbound.identities import StatementKind
from comunecast_gui.core.model import SubscriberState
from comunecast_gui.store.consent import choices, identity, person_rows
from comunecast_gui.store.consent import ledger as consent_ledger
from comunecast_gui.store.consent.request import ConsentRequest, Proof
from comunecast_gui.store.db import change_log
from comunecast_gui.store.db.database import Database, serialise
from comunecast_gui.store.db.schema import subscriber


class Outcome(StrEnum):
    """The effect of a request."""

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


def join(connection: sa.Connection, database: Database, request: ConsentRequest) -> Outcome:
    """A person asked to receive notices, all of them."""
    outcome, row = _joined(connection, database, request)
    if choices.clear(connection, row.id, request.at) and outcome is Outcome.ALREADY:
        record(connection, database, row, ConsentKind.CHOSE, request.proof)
        return Outcome.CHOSE
    return outcome


def choose(connection: sa.Connection, database: Database, request: ConsentRequest, wanted: Sequence[Choice]) -> Outcome:
    """A person asked for notices about some zones or topics."""
    outcome, row = _joined(connection, database, request)
    chose = _told(connection, database, row, wanted, request.proof, on=True)
    return chose if outcome is Outcome.ALREADY else outcome


def drop(connection: sa.Connection, database: Database, request: ConsentRequest, unwanted: Sequence[Choice]) -> Outcome:
    """A person asked not to get notices about some zones or topics; somebody who is not subscribed stays out.

    The request of an unknown person is kept too, because the message in which the person joined may arrive later.
    """
    serialise(connection, "subscriber")
    _, row = identity.trace(connection, database, request, StatementKind.OTHER)
    chose = _told(connection, database, row, unwanted, request.proof, on=False)
    return Outcome.LEFT_BEFORE if row.state == SubscriberState.LEFT else chose


def leave(connection: sa.Connection, database: Database, request: ConsentRequest) -> Outcome:
    """A person asked to be left alone: the number is erased at once."""
    serialise(connection, "subscriber")
    at = request.at
    _, row = identity.trace(connection, database, request, StatementKind.LEAVE)
    choices.end(connection, row.id, at)  # also where the person said something else since: these count no longer
    if row.state == SubscriberState.LEFT and row.wish_at is None:
        erase(connection, database, row, ConsentKind.LEFT, request.proof)
        return Outcome.NEVER_HERE
    if row.wish_at is not None and at < row.wish_at:
        return Outcome.STALE
    if row.state == SubscriberState.LEFT:
        connection.execute(subscriber.update().where(subscriber.c.id == row.id).values(wish_at=at))
        return Outcome.LEFT_BEFORE
    erase(connection, database, row, ConsentKind.LEFT, request.proof)
    return Outcome.LEFT


def activate(
    connection: sa.Connection,
    database: Database,
    request: ConsentRequest,
    row: sa.Row[Any] | None,
    *,
    wish_at: datetime | None,
) -> sa.Row[Any]:
    """Makes the person a subscriber. ``wish_at`` is None where only the office speaks for the person."""
    proof = request.proof
    values = {"state": SubscriberState.ACTIVE, "since": proof.at, "source": proof.source, "wish_at": wish_at}
    kept = person_rows.keep(connection, database.hash_key, request.person, row, **values)
    kind = ConsentKind.IMPORTED if wish_at is None else ConsentKind.JOINED
    record(connection, database, kept, kind, proof)
    return kept


def erase(connection: sa.Connection, database: Database, row: sa.Row[Any], kind: ConsentKind, proof: Proof) -> None:
    """Erases the person's number at once, and records why."""
    person_rows.erase(connection, database.hash_key, row, proof.at, proof.source)
    record(connection, database, row, kind, proof)


def record(connection: sa.Connection, database: Database, row: sa.Row[Any], kind: ConsentKind, proof: Proof) -> None:
    """Adds the event to the ledger, in the transaction that makes it true."""
    name = person_rows.ledger_name(database.hash_key, row)
    consent_ledger.append(connection, database, [proof.event(name, kind)])
    change_log.note(connection, database, proof.at, ChangeKind.SUBSCRIBERS, [row.id])


def _told(
    connection: sa.Connection,
    database: Database,
    row: sa.Row[Any],
    told: Sequence[Choice],
    proof: Proof,
    *,
    on: bool,
) -> Outcome:
    """Stores and records a choice; returns whether the person gets something else now."""
    before, after = choices.tell(connection, database, row.id, told, proof.at, on=on)
    if after != before:
        record(connection, database, row, ConsentKind.CHOSE, proof)
    return Outcome.SAME if wants(before) == wants(after) else Outcome.CHOSE


def _joined(connection: sa.Connection, database: Database, request: ConsentRequest) -> tuple[Outcome, sa.Row[Any]]:
    """Makes the person a subscriber, unless the person has left since; returns the row too."""
    serialise(connection, "subscriber")
    at = request.at
    person, row = identity.trace(connection, database, request, StatementKind.JOIN)
    newer = row.wish_at is None or at > row.wish_at
    if row.state != SubscriberState.LEFT:
        kept = person_rows.keep(connection, database.hash_key, person, row, wish_at=at if newer else row.wish_at)
        if row.wish_at is None:  # until now only the office had spoken for the person
            record(connection, database, kept, ConsentKind.JOINED, request.proof)
        return Outcome.ALREADY, kept
    if not newer:
        return Outcome.STALE, row
    return Outcome.JOINED, activate(connection, database, request.by(person), row, wish_at=at)
