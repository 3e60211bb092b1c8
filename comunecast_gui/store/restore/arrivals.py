# SPDX-License-Identifier: EUPL-1.2
"""Keeps people subscribed who joined after the restored backup was made, because nobody else knows that they did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from comunecast_gui.core.consent import ConsentKind
from comunecast_gui.core.model import SubscriberState
from comunecast_gui.store.consent import consent_requests
from comunecast_gui.store.consent.identity import Row
from comunecast_gui.store.consent.request import Proof
from comunecast_gui.store.db.database import Database
from comunecast_gui.store.db.schema import subscriber
from comunecast_gui.store.db.schema_inbound import consent_event

SOURCE = "ripristino di una copia: iscrizione avvenuta dopo"
"""How the ledger's event begins; then comes, in brackets, where the first one was from."""

_NAMES = ("wa_id", "bsuid", "number_hash", "bsuid_hash")
_TIMES = ("wish_at", "marketing_stopped_at", "marketing_resumed_at")
"""Of each the later one stands, wherever it is known."""
_FACTS = (*_NAMES, *_TIMES, "state", "since", "source")


def outdated(here: Row, then: Row) -> bool:
    """Whether the backup has the person as left, without a later request of the person to join."""
    if then.state != SubscriberState.LEFT:
        return False
    return here.wish_at is None or (then.wish_at is not None and here.wish_at <= then.wish_at)


def carry(
    connection: sa.Connection, restored: Database, here: Row, then: Row | None, moved: Proof | None, joined: Proof
) -> tuple[int, bool]:
    """Keeps the person of ``here`` a subscriber in ``restored``; returns the row's id, and whether that is new there.

    ``then`` is the person's row in the copy. ``moved`` proves that the person goes on under another number than there,
    ``joined`` that the person asked, as the present ledger has it.
    """
    facts = {name: getattr(here, name) for name in _FACTS}
    if then is None:
        row = connection.execute(subscriber.insert().values(facts).returning(subscriber)).one()
        _record_joining(connection, restored, row, joined)
        return row.id, True
    if then.state == SubscriberState.LEFT:
        row = _written(connection, then, facts)
        _record_joining(connection, restored, row, joined)
        return row.id, True
    later = {name: _later(getattr(here, name), getattr(then, name)) for name in _TIMES}
    names = {name: getattr(here, name) for name in _NAMES}
    row = _written(connection, then, {**names, **later, "state": here.state})
    if moved is not None:
        consent_requests.record(connection, restored, row, ConsentKind.JOINED, moved)
    elif then.wish_at is None and here.wish_at is not None:  # until the copy only the office had spoken
        _record_joining(connection, restored, row, joined)
    return row.id, False


def proofs_of_joining(connection: sa.Connection) -> dict[str, Proof]:
    """For each name in the ledger, the last proof that its person asked to join."""
    joining = consent_event.c.kind.in_((ConsentKind.JOINED, ConsentKind.IMPORTED))
    rows = connection.execute(sa.select(consent_event).where(joining).order_by(consent_event.c.id))
    return {row.person: Proof(row.at, row.source, row.words, row.privacy) for row in rows}


def proof_of_joining(here: Row, known: Proof | None) -> Proof:
    """The proof for the ledger of the restored database; ``known`` is what the present one holds."""
    proof = Proof(here.wish_at or here.since, f"{SOURCE} ({here.source})")
    return replace(proof, words=known.words, privacy=known.privacy) if known else proof


def _record_joining(connection: sa.Connection, restored: Database, row: Row, joined: Proof) -> None:
    kind = ConsentKind.IMPORTED if row.wish_at is None else ConsentKind.JOINED
    consent_requests.record(connection, restored, row, kind, joined)


def _written(connection: sa.Connection, then: Row, values: Mapping[str, Any]) -> Row:
    if all(getattr(then, name) == value for name, value in values.items()):
        return then
    change = subscriber.update().where(subscriber.c.id == then.id).values(dict(values))
    return connection.execute(change.returning(subscriber)).one()


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return max((each for each in (one, other) if each), default=None)
