# SPDX-License-Identifier: EUPL-1.2
"""Applies a change of number or user id, and separates the former holder of a number from the next one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from comunecast_gui.core.consent import ConsentEvent, ConsentKind
from comunecast_gui.core.inbound.identities import Identity, Move, Names, Statement, StatementKind
from comunecast_gui.core.model import SubscriberState
from comunecast_gui.store.consent import consent_requests, identity, ledger, person_rows
from comunecast_gui.store.consent.identity import Row
from comunecast_gui.store.consent.person_rows import HashedNames, Person
from comunecast_gui.store.consent.request import Proof
from comunecast_gui.store.db import scrub
from comunecast_gui.store.db.database import Database, serialise
from comunecast_gui.store.db.schema import subscriber
from comunecast_gui.store.db.schema_inbound import name_wish

SOURCE = "cambio di numero"
"""Where the ledger has the event from that a person goes on under another name."""


def change_names(connection: sa.Connection, database: Database, old: Person, new: Person, at: datetime) -> bool:
    """A person changed at ``at`` from ``old`` to ``new`` names: a number, a user id, or both.

    Requests made earlier under the old number belong to this person, later ones to its next holder. Returns whether
    anything changed. Whoever is behind the new number is this person, says WhatsApp; the newest request under either
    number counts. The old number is erased at once.
    """
    serialise(connection, "subscriber")
    secret = database.hash_key
    of, to = person_rows.hashed(secret, old), person_rows.hashed(secret, new)
    if of.number == to.number:
        of, to = replace(of, number=""), replace(to, number="")
    move = Move(of.number, of.bsuid, to.number, to.bsuid, at)
    for known_as in (old, new):
        identity.adopt(connection, database, known_as, at)
    before = identity.known(connection, database, (*of.both, *to.both), at)
    if move in before.moves or not of.both or not to.both:
        return False
    identity.note_move(connection, secret, old, new, move, at)
    _keep_noted(connection, before, at)
    now = replace(before, moves=(*before.moves, move))
    after = now.names
    clear = identity.clear_names(secret, now, (old, new))
    owners: dict[int, tuple[Identity, list[Row]]] = {}
    for row in now.rows:
        owner = _owner(after, row, move)
        if owner is not None:
            owners.setdefault(id(owner), (owner, []))[1].append(row)
    # Nobody stands in the way of who takes over a name.
    owned = [row.id for _, rows in owners.values() for row in rows]
    connection.execute(subscriber.update().where(subscriber.c.id.in_(owned)).values(**person_rows.NAMELESS))
    scrub.ask(connection)
    for person in after.people:
        owners.setdefault(id(person), (person, []))
    for owner, rows in owners.values():
        _settle(connection, database, owner, rows, clear, move)
    return True


def history(connection: sa.Connection, known_as: Iterable[str]) -> list[ConsentEvent]:
    """The ledger's events about the present holder of these names, also under former names, in recorded order.

    What was recorded under a former name after the move is about its next holder, and is left out.
    """
    found = ledger.events_of(connection, known_as)
    waiting, seen = list(found), set(known_as)
    while waiting:
        event = waiting.pop()
        if not event.former or event.former in seen:
            continue
        seen.add(event.former)
        before = [each for each in ledger.events_of(connection, [event.former]) if each.at <= event.at]
        found = [*before, *found]
        waiting += before
    return found


def _keep_noted(connection: sa.Connection, found: identity.Known, now: datetime) -> None:
    """Keeps the requests made under these names for as long as the move."""
    hashes = {name for wish in found.statements for name in (wish.number, wish.bsuid) if name}
    mine = sa.or_(name_wish.c.number.in_(hashes), name_wish.c.bsuid.in_(hashes))
    connection.execute(name_wish.update().where(mine, name_wish.c.kept_since < now).values(kept_since=now))


def _owner(after: Names, row: Row, move: Move) -> Identity | None:
    """The present owner of a row; the row of a number goes with the person who left it, if its state began before."""
    held = person_rows.names_of(row)
    if held.number and held.number == move.number:
        return after.after(move, row.since)
    return after.now(held.number, held.bsuid)


def _settle(
    connection: sa.Connection,
    database: Database,
    person: Identity,
    rows: Sequence[Row],
    clear: dict[str, str],
    move: Move,
) -> None:
    """Merges the rows of one person into the one that follows from all requests."""
    if not person.statements:
        for row in rows:
            identity.retire(connection, row)
        return
    before = identity.merge(connection, database, rows, move.at)
    wish = person.decisive
    if wish is None:
        if before is not None:
            identity.rename(connection, _unasked(connection, database, before, move), person, clear)
        return
    reach = Person() if wish.kind is StatementKind.LEAVE else identity.address(person, clear)
    wants = reach != Person()
    was_active = before is not None and before.state != SubscriberState.LEFT
    if before is not None and was_active and not wants:
        person_rows.erase(connection, database.hash_key, before, wish.at, wish.source)
    row = _written(connection, before, person, wish, reach)
    if wants and not was_active:
        kind = ConsentKind.IMPORTED if wish.kind is StatementKind.OFFICE else ConsentKind.JOINED
        consent_requests.record(connection, database, row, kind, Proof.of(wish))
    elif was_active and not wants:
        proof = replace(Proof.of(wish), privacy="")
        consent_requests.record(connection, database, row, ConsentKind.LEFT, proof)
    elif before is not None and wants and before.number_hash != row.number_hash:
        former = person_rows.ledger_name(database.hash_key, before)
        proof = Proof(move.at, SOURCE, former=former)
        consent_requests.record(connection, database, row, ConsentKind.JOINED, proof)


def _unasked(connection: sa.Connection, database: Database, row: Row, move: Move) -> Row:
    """Changes the row of a person who never asked: the request that made it active came from somebody else."""
    if row.state != SubscriberState.LEFT:
        consent_requests.record(connection, database, row, ConsentKind.LEFT, Proof(move.at, SOURCE))
    values = {"state": SubscriberState.LEFT, "wish_at": None, **person_rows.NAMELESS}
    change = subscriber.update().where(subscriber.c.id == row.id).values(values)
    return connection.execute(change.returning(subscriber)).one()


def _written(connection: sa.Connection, row: Row | None, person: Identity, wish: Statement, reach: Person) -> Row:
    wants = reach != Person()
    values: dict[str, Any] = {
        "wish_at": None if wish.kind is StatementKind.OFFICE else wish.at,
        **HashedNames(person.number, person.bsuid).columns,
        **person_rows.columns_of(reach),
    }
    if row is None or (row.state != SubscriberState.LEFT) != wants:
        state = SubscriberState.ACTIVE if wants else SubscriberState.LEFT
        values |= {"state": state, "since": wish.at, "source": wish.source}
    if row is None:
        return connection.execute(subscriber.insert().values(**values).returning(subscriber)).one()
    change = subscriber.update().where(subscriber.c.id == row.id).values(**values)
    return connection.execute(change.returning(subscriber)).one()
