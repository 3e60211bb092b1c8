# SPDX-License-Identifier: EUPL-1.2
"""Stores the append-only ledger of consent; nothing here changes or removes an event."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import sqlalchemy as sa

from comunecast_gui.core.consent import ConsentEvent, ConsentKind, LedgerEntry, facts_of
from comunecast_gui.core.trust.chain import START, Register
from comunecast_gui.store.db import bulk, chain_ends
from comunecast_gui.store.db.database import Database, serialise
from comunecast_gui.store.db.schema_inbound import consent_event

_COLUMNS = ("person", "kind", "at", "source", "words", "privacy", "former", "previous", "digest")


def count(database: Database) -> int:
    """How many events there are. Raises ConfigError (``database_*``)."""
    with database.reading() as connection:
        return int(connection.execute(sa.select(sa.func.count()).select_from(consent_event)).scalar_one())


def events_of(connection: sa.Connection, people: Iterable[str]) -> list[ConsentEvent]:
    """The events of the person whom these keyed hashes name, in the order in which they were recorded."""
    query = sa.select(consent_event).where(consent_event.c.person.in_(list(people)))
    return [entry.event for entry in _read(connection, query)]


def entries(connection: sa.Connection) -> Iterator[LedgerEntry]:
    """All events in their places."""
    return _read(connection, sa.select(consent_event))


def append(connection: sa.Connection, database: Database, events: Iterable[ConsentEvent]) -> None:
    """Adds events at the end, inside the transaction that makes them true. Raises ConfigError (``office_key_*``)."""
    key = database.keys.chain(Register.CONSENTS)
    serialise(connection, "consent_event")
    previous = connection.execute(
        sa.select(consent_event.c.digest).order_by(consent_event.c.id.desc()).limit(1)
    ).scalar()
    rows = []
    previous = START if previous is None else previous
    for event in events:
        own = key.link(previous, facts_of(event))
        rows.append(
            (event.person, event.kind, event.at, event.source, event.words, event.privacy, event.former, previous, own)
        )
        previous = own
    bulk.insert(connection, consent_event, _COLUMNS, rows)
    chain_ends.move(connection, key, rows[0][-2] if rows else previous, len(rows), previous)


def _read(connection: sa.Connection, query: sa.Select[Any]) -> Iterator[LedgerEntry]:
    for row in connection.execute(query.order_by(consent_event.c.id)):
        event = ConsentEvent(row.person, ConsentKind(row.kind), row.at, row.source, row.words, row.privacy, row.former)
        yield LedgerEntry(row.id, event, row.previous, row.digest)
