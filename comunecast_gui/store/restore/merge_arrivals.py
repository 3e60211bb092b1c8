# SPDX-License-Identifier: EUPL-1.2
"""Keeps a restored backup from losing who joined after it was made: nobody else knows that they asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from comunecast_gui.core.consent import ConsentEvent, ConsentKind
from comunecast_gui.core.model import SubscriberState
from comunecast_gui.store.consent import ledger, number_changes, person_rows
from comunecast_gui.store.consent.request import Proof
from comunecast_gui.store.db.database import Database, serialise
from comunecast_gui.store.db.schema import subscriber
from comunecast_gui.store.db.schema_inbound import consent_event
from comunecast_gui.store.restore.merge import former_names, moved_names

SOURCE = "ripristino di una copia: iscrizione avvenuta dopo"
"""How the ledger's event begins; then comes, in brackets, where the first one was from."""

_NAMES = ("wa_id", "bsuid", "number_hash", "bsuid_hash")
_FACTS = (*_NAMES, "state", "since", "wish_at", "source", "marketing_stopped_at", "marketing_resumed_at")
Row = sa.Row[Any]


def carry_arrivals(current: Database, restored: Database) -> int:
    """Adds to ``restored`` the people of ``current`` who are not in it: by their own word, or because the office
    brought them in; returns how many. Who moved to another number since is found under the former one, and moves.

    To be called after :func:`.restored.carry_departures`: whoever left in the copy comes back only by a later word of
    their own. Raises ConfigError (``database_*``).
    """
    with current.reading() as connection:
        here = connection.execute(sa.select(subscriber).where(subscriber.c.state != SubscriberState.LEFT)).all()
        moved = moved_names(connection)
        with restored.writing() as there:
            serialise(there, "subscriber")
            known = _Known(there)
            pairs = [(row, known.same(row)) for row in here]
            # A former number may be somebody else's by now: first everybody who is found under the present one.
            taken = {match.id for _, match in pairs if match is not None}
            events: list[ConsentEvent] = []
            arrived: list[Row] = []
            spoke: list[Row] = []
            for row, match in pairs:
                found = match or known.former(former_names(row, moved), taken)
                if found is None:
                    there.execute(subscriber.insert().values({name: getattr(row, name) for name in _FACTS}))
                    arrived.append(row)
                elif found.state == SubscriberState.LEFT:
                    if row.wish_at is not None and (found.wish_at is None or row.wish_at > found.wish_at):
                        _write(there, found, row, _FACTS)
                        arrived.append(row)
                elif match is not None:
                    if found.wish_at is None and row.wish_at is not None:  # until the copy only the office had spoken
                        _write(there, found, row, ("wish_at",))
                        spoke.append(row)
                else:
                    taken.add(found.id)
                    _write(there, found, row, _NAMES)
                    former = person_rows.ledger_name(restored.hash_key, found)
                    name = person_rows.ledger_name(restored.hash_key, row)
                    at = row.wish_at or row.since
                    events.append(Proof(at, number_changes.SOURCE, former=former).event(name, ConsentKind.JOINED))
            events += _proofs(connection, current, [*arrived, *spoke])
            if events:
                ledger.append(there, events)
    return len(arrived)


class _Known:
    """The rows of the restored database, by the hashes of their names."""

    def __init__(self, connection: sa.Connection) -> None:
        rows = connection.execute(sa.select(subscriber).order_by(subscriber.c.id)).all()
        self._by_number = {row.number_hash: row for row in rows if row.number_hash}
        self._by_bsuid = {row.bsuid_hash: row for row in rows if row.bsuid_hash}
        # A user id that WhatsApp told of in an answer has no hash yet.
        self._by_told = {row.bsuid: row for row in rows if row.bsuid}

    def same(self, row: Row) -> Row | None:
        found = self._by_number.get(row.number_hash)
        return found or self._by_bsuid.get(row.bsuid_hash) or self._by_told.get(row.bsuid)

    def former(self, names: Sequence[str], taken: set[int]) -> Row | None:
        """Who had one of these names and still receives notices; not in a row that is somebody else's by now."""
        rows = (self._by_number.get(name) for name in names)
        return next((row for row in rows if row and row.id not in taken and row.state != SubscriberState.LEFT), None)


def _write(connection: sa.Connection, found: Row, row: Row, columns: Sequence[str]) -> None:
    values = {name: getattr(row, name) for name in columns}
    connection.execute(subscriber.update().where(subscriber.c.id == found.id).values(values))


def _proofs(connection: sa.Connection, current: Database, arrived: Sequence[Row]) -> list[ConsentEvent]:
    """For each person the event that made a subscriber of them, as the present ledger has it."""
    if not arrived:
        return []
    joining = consent_event.c.kind.in_((ConsentKind.JOINED, ConsentKind.IMPORTED))
    rows = connection.execute(sa.select(consent_event).where(joining).order_by(consent_event.c.id))
    last = {row.person: row for row in rows}
    found = []
    for row in arrived:
        name = person_rows.ledger_name(current.hash_key, row)
        kind = ConsentKind.IMPORTED if row.wish_at is None else ConsentKind.JOINED
        event = last.get(name)
        words, privacy = (event.words, event.privacy) if event else ("", "")
        found.append(ConsentEvent(name, kind, row.wish_at or row.since, f"{SOURCE} ({row.source})", words, privacy))
    return found
