# SPDX-License-Identifier: EUPL-1.2
"""Keeps, as keyed hashes, which requests came under which names, and merges the rows of one person."""

from __future__ import annotations

import base64
import hmac
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from nacl.secret import SecretBox

from comunecast_gui.core.changes import ChangeKind
from comunecast_gui.core.choices import merged
from comunecast_gui.core.consent import ConsentKind
from comunecast_gui.core.inbound.identities import FOR_EVER, Identity, Move, Names, Statement, StatementKind
from comunecast_gui.core.model import SubscriberState
from comunecast_gui.store.consent import audit, choices, ledger, person_rows
from comunecast_gui.store.consent.audit import AuditRow
from comunecast_gui.store.consent.person_rows import HashedNames, Person
from comunecast_gui.store.consent.request import ConsentRequest, Proof
from comunecast_gui.store.db import change_log, scrub
from comunecast_gui.store.db.database import Database
from comunecast_gui.store.db.schema import delivery, subscriber
from comunecast_gui.store.db.schema_inbound import choice, name_move, name_wish

_WISH = ("number", "bsuid", "at", "kind", "source", "words", "privacy")
_MOVE = ("number", "bsuid", "to_number", "to_bsuid", "at")
Row = sa.Row[Any]


def _naming(table: sa.Table, *columns: str) -> sa.Select[Any]:
    names: sa.BindParameter[str] = sa.bindparam("names", expanding=True)
    return sa.select(table).where(sa.or_(*(table.c[column].in_(names) for column in columns)))


# Made once: a thousand people may write at the same hour.
_WISHES_OF = _naming(name_wish, "number", "bsuid")
_MOVES_OF = _naming(name_move, "number", "bsuid", "to_number", "to_bsuid")
_ROWS_OF = _naming(subscriber, "number_hash", "bsuid_hash").with_for_update()


@dataclass(frozen=True, slots=True)
class Known:
    """Everything stored about some names: requests, moves, and subscriber rows."""

    statements: tuple[Statement, ...]
    moves: tuple[Move, ...]
    rows: tuple[Row, ...]
    sealed: tuple[dict[str, str], ...] = field(default=(), repr=False)

    @property
    def names(self) -> Names:
        return Names(self.statements, self.moves)


def trace(
    connection: sa.Connection, database: Database, request: ConsentRequest, kind: StatementKind
) -> tuple[Person, Row]:
    """Stores a request and finds the person who made it, also when it was written under a former name.

    Returns the person's current names, and the row; for an unknown person a new row in state left, without a request.
    If the message shows that several rows are one person, they are merged, and the newest request of all counts.
    """
    secret, person, proof, at = database.hash_key, request.person, request.proof, request.at
    said = person_rows.hashed(secret, person)
    wish = Statement(said.number, said.bsuid, at, kind, proof.source, proof.words, proof.privacy)
    adopt(connection, database, person, at)
    before = known(connection, database, said.both, at)
    _note_wish(connection, wish, at)
    now = replace(before, statements=(*before.statements, wish))
    names = now.names
    mine = names.at(said.number, said.bsuid, at)
    if mine is None:
        raise ValueError("a wish without a name")
    rows = [row for row in now.rows if _holder(names, row) is mine]
    clear = clear_names(secret, now, [person])
    row = merge(connection, database, rows, at)
    row = _blank(connection, mine, at, proof.source) if row is None else rename(connection, row, mine, clear)
    return address(mine, clear), row


def rows_of(connection: sa.Connection, database: Database, person: Person, at: datetime) -> list[Row]:
    """The row of the person who had these names at ``at``, whatever the names are now; none for an unknown person."""
    asked = person_rows.hashed(database.hash_key, person)
    adopt(connection, database, person, at)
    found = known(connection, database, asked.both, at)
    names = found.names
    holder = names.at(asked.number, asked.bsuid, at)
    if holder is None:
        return []
    return [row for row in found.rows if _holder(names, row) is holder]


def _holder(names: Names, row: Row) -> Identity | None:
    """The person to whom a row belongs, as far as is known."""
    held = person_rows.names_of(row)
    return names.now(held.number, held.bsuid)


def adopt(connection: sa.Connection, database: Database, person: Person, now: datetime) -> None:
    """Hashes a user id that WhatsApp reported in its answer to a notice, and that its row holds without a hash."""
    if not person.bsuid:
        return
    name = person_rows.bsuid_hash(database.hash_key, person.bsuid)
    same = sa.or_(subscriber.c.bsuid == person.bsuid, subscriber.c.bsuid_hash == name)
    rows = connection.execute(sa.select(subscriber).where(same).order_by(subscriber.c.id).with_for_update()).all()
    if all(row.bsuid_hash == name for row in rows):
        return
    row = merge(connection, database, rows, now)
    if row is not None:
        connection.execute(subscriber.update().where(subscriber.c.id == row.id).values(bsuid_hash=name))


def known(connection: sa.Connection, database: Database, hashes: Iterable[str], now: datetime) -> Known:
    """Everything stored that is connected with these names."""
    found = _gathered(connection, set(hashes))
    names = found.names
    fresh: list[Statement] = []
    for row in found.rows:
        said = spoken(row)
        if not _is_known(names, said):
            _note_wish(connection, said, now)
            fresh.append(said)
    return Known((*found.statements, *fresh), found.moves, found.rows, found.sealed)


def _is_known(names: Names, spoken: Statement) -> bool:
    """Whether the content of a row follows from the stored requests."""
    holder = names.now(spoken.number, spoken.bsuid)
    if holder is None or (
        (spoken.number, spoken.bsuid) != (holder.number, holder.bsuid) and spoken not in holder.statements
    ):
        return False
    decisive = holder.decisive
    if decisive is None:
        return spoken.kind is StatementKind.OTHER
    return (decisive.at, decisive.kind) == (spoken.at, spoken.kind)


def _note_wish(connection: sa.Connection, wish: Statement, now: datetime) -> None:
    values = {name: getattr(wish, name) for name in _WISH}
    connection.execute(name_wish.insert().values(kept_since=now, **values))


def note_move(connection: sa.Connection, secret: bytes, old: Person, new: Person, move: Move, now: datetime) -> None:
    """Stores a move; the new names are sealed with each of the old ones."""
    clear = json.dumps([new.wa_id, new.bsuid]).encode()
    keys = {move.number: old.wa_id, move.bsuid: old.bsuid}
    sealed = {
        name: base64.b64encode(SecretBox(_key(secret, name, old_name)).encrypt(clear)).decode()
        for name, old_name in keys.items()
        if name and old_name
    }
    values = {name: getattr(move, name) for name in _MOVE}
    connection.execute(name_move.insert().values(sealed=sealed, kept_since=now, **values))


def clear_names(secret: bytes, found: Known, given: Iterable[Person]) -> dict[str, str]:
    """The known plain names by their hashes: those given, those of rows, and the sealed names that these open."""
    clear: dict[str, str] = {}

    def learn(wa_id: str | None, bsuid: str | None) -> None:
        told = person_rows.hashed(secret, Person(wa_id or "", bsuid or ""))
        clear.update({name: value for name, value in ((told.number, wa_id), (told.bsuid, bsuid)) if name and value})

    for person in given:
        learn(person.wa_id, person.bsuid)
    for row in found.rows:
        learn(row.wa_id, row.bsuid)
    waiting = [item for each in found.sealed for item in each.items()]
    while opening := [item for item in waiting if item[0] in clear]:
        for name, box in opening:
            waiting.remove((name, box))
            learn(*json.loads(SecretBox(_key(secret, name, clear[name])).decrypt(base64.b64decode(box))))
    return clear


def address(identity: Identity, clear: dict[str, str]) -> Person:
    """How to reach the person: by the current names, or by a former user id where only their hashes are known."""
    if identity.number in clear or identity.bsuid in clear:
        return Person(clear.get(identity.number, ""), clear.get(identity.bsuid, ""))
    ids = sorted(name for name, holders in identity.nodes if holders == FOR_EVER and name in clear)
    return Person(bsuid=clear[ids[0]]) if ids else Person()


def merge(connection: sa.Connection, database: Database, rows: Sequence[Row], now: datetime) -> Row | None:
    """Merges several rows of one person; the active row stays, unless the newest request was to leave."""
    if len(rows) < 2:
        return rows[0] if rows else None
    kept = min(rows, key=lambda row: (row.state == SubscriberState.LEFT, row.id))
    # The newest word of all; at the same moment, leaving. Where only the office spoke, any word outweighs it.
    said = [row for row in rows if row.wish_at is not None]
    newest = max(said, key=lambda row: (row.wish_at, row.state == SubscriberState.LEFT), default=kept)
    for row in rows:
        if row.id != kept.id:
            chosen = choices.record_of(connection, kept.id)
            choices.write(connection, kept.id, chosen, merged(chosen, choices.record_of(connection, row.id)))
            retire(connection, row)
    if newest.state == SubscriberState.LEFT != kept.state:
        person_rows.erase(connection, database.hash_key, kept, newest.wish_at, newest.source)
        name = person_rows.ledger_name(database.hash_key, kept)
        ledger.append(connection, database, [Proof(newest.wish_at, newest.source).event(name, ConsentKind.LEFT)])
    change = subscriber.update().where(subscriber.c.id == kept.id).values(wish_at=newest.wish_at)
    audit.write(
        connection, database, AuditRow(now, "whatsapp", "subscribers_merged", ", ".join(str(row.id) for row in rows))
    )
    change_log.note(connection, database, now, ChangeKind.SUBSCRIBERS, [row.id for row in rows])
    return connection.execute(change.returning(subscriber)).one()


def rename(connection: sa.Connection, row: Row, identity: Identity, clear: dict[str, str]) -> Row:
    """Writes the current names into a row; the row of a person who left gets only their hashes."""
    person = Person() if row.state == SubscriberState.LEFT else address(identity, clear)
    values = HashedNames(identity.number, identity.bsuid).columns | person_rows.columns_of(person)
    if all(getattr(row, name) == value for name, value in values.items()):
        return row
    if row.wa_id or row.bsuid:
        scrub.ask(connection)
    change = subscriber.update().where(subscriber.c.id == row.id).values(**values)
    return connection.execute(change.returning(subscriber)).one()


def retire(connection: sa.Connection, row: Row) -> None:
    """Removes a row's names, and the row itself where no delivery refers to it."""
    scrub.ask(connection)
    connection.execute(choice.delete().where(choice.c.subscriber_id == row.id))
    used = sa.select(delivery.c.id).where(delivery.c.subscriber_id == row.id).limit(1)
    if connection.execute(used).first() is None:
        connection.execute(subscriber.delete().where(subscriber.c.id == row.id))
        return
    change = subscriber.update().where(subscriber.c.id == row.id)
    connection.execute(change.values(state=SubscriberState.LEFT, **person_rows.NAMELESS))


def _blank(connection: sa.Connection, identity: Identity, at: datetime, source: str) -> Row:
    named = HashedNames(identity.number, identity.bsuid).columns
    new = subscriber.insert().values(state=SubscriberState.LEFT, since=at, source=source, **named)
    return connection.execute(new.returning(subscriber)).one()


def _gathered(connection: sa.Connection, hashes: set[str]) -> Known:
    seen: set[str] = set()
    statements: dict[int, Statement] = {}
    moves: dict[int, Move] = {}
    sealed: dict[int, dict[str, str]] = {}
    rows: dict[int, Row] = {}
    while new := hashes - seen - {""}:
        seen |= new
        asked = list(new)
        for row in connection.execute(_WISHES_OF, {"names": asked}):
            statements[row.id] = Statement(
                row.number, row.bsuid, row.at, StatementKind(row.kind), row.source, row.words, row.privacy
            )
            hashes |= {row.number, row.bsuid}
        for row in connection.execute(_MOVES_OF, {"names": asked}):
            moves[row.id] = Move(row.number, row.bsuid, row.to_number, row.to_bsuid, row.at)
            sealed[row.id] = row.sealed
            hashes |= {row.number, row.bsuid, row.to_number, row.to_bsuid}
        for row in connection.execute(_ROWS_OF, {"names": asked}):
            rows[row.id] = row
            hashes.update(person_rows.names_of(row).both)
    return Known(
        tuple(statements.values()),
        tuple(moves.values()),
        tuple(rows[each] for each in sorted(rows)),
        tuple(sealed.values()),
    )


def spoken(row: Row) -> Statement:
    """The request that a row stands for."""
    held = person_rows.names_of(row)
    names = held.number, held.bsuid
    left = row.state == SubscriberState.LEFT
    if row.wish_at is None:
        return Statement(*names, row.since, StatementKind.OTHER if left else StatementKind.OFFICE, row.source)
    return Statement(*names, row.wish_at, StatementKind.LEAVE if left else StatementKind.JOIN, row.source)


def _key(secret: bytes, name: str, clear: str) -> bytes:
    return hmac.digest(secret, f"seal:{name}:{clear}".encode(), "sha256")
