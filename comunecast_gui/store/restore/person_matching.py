# SPDX-License-Identifier: EUPL-1.2
"""Matches each person of the present office with their row in a backup, although numbers may have changed hands.

A number is no person: since the copy was made somebody may have moved on to another one, and somebody else have taken
it over. What both databases know of wishes and moves is put together, and every row belongs to whoever was behind its
names when it was last heard of.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import sqlalchemy as sa

from comunecast_gui.core.inbound.identities import Identity, Move, Names, Statement, StatementKind
from comunecast_gui.core.model import SubscriberState
from comunecast_gui.core.work.long_work import StageCount
from comunecast_gui.store.consent import identity, person_rows
from comunecast_gui.store.consent.identity import Row
from comunecast_gui.store.consent.person_rows import HashedNames
from comunecast_gui.store.db.schema import subscriber
from comunecast_gui.store.db.schema_inbound import consent_event, name_move, name_wish


@dataclass(frozen=True, slots=True)
class Match:
    """One person: the row of ``now``, and the rows of ``then`` in the copy, by their ids; none: the copy knows nobody.

    ``moved_at`` is when the person last changed number or user id, as far as is known.
    """

    now: Row
    then: tuple[Row, ...]
    moved_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Matches:
    """All matches, and the rows of the backup that match nobody."""

    people: tuple[Match, ...]
    unmatched: tuple[Row, ...]


def match(current: sa.Connection, restored: sa.Connection, secret: bytes, count: StageCount) -> Matches:
    """Matches the people of two states of one office, ``restored`` the older one; rows without a name are left out."""
    now, then = _known(current, secret, count), _known(restored, secret, count)
    statements, moves = {*now.statements, *then.statements}, {*now.moves, *then.moves}
    names = Names(statements, moves)
    heard = [*now.heard.values(), *then.heard.values()]
    # A name of which nothing was ever noted is the person's who has it in a row.
    names = Names({*statements, *(each for each in heard if _names_more(names, each))}, moves)
    theirs: dict[int, list[Row]] = defaultdict(list)
    for row in count.over(then.rows):
        theirs[id(_person(names, then, row))].append(row)
    people = []
    # Of two rows that turn out to be one person, the one that receives notices goes on with what the copy knows.
    for row in count.over(sorted(now.rows, key=lambda row: (row.state == SubscriberState.LEFT, row.id))):
        person = _person(names, now, row)
        people.append(Match(row, tuple(theirs.pop(id(person), ())), _moved_at(person)))
    left = {_said(row, secret): row for rows in theirs.values() for row in rows}
    found = [each if each.then else _same_row(each, left, secret) for each in people]
    unmatched = sorted(left.values(), key=lambda row: row.id)
    return Matches(tuple(sorted(found, key=lambda each: each.now.id)), tuple(unmatched))


def _said(row: Row, secret: bytes) -> tuple[HashedNames, datetime, StatementKind]:
    said = identity.spoken(row)
    return names_of(row, secret), said.at, said.kind


def _same_row(each: Match, left: dict[tuple[HashedNames, datetime, StatementKind], Row], secret: bytes) -> Match:
    """A backup row with identical content belongs to the same person; it is removed from ``left``."""
    row = left.pop(_said(each.now, secret), None)
    return each if row is None else replace(each, then=(row,))


def names_of(row: Row, secret: bytes) -> HashedNames:
    """The keyed hashes of a row's names; a user id that WhatsApp told of in an answer has none yet in its column."""
    held = person_rows.names_of(row)
    return held if held.bsuid else replace(held, bsuid=person_rows.bsuid_hash(secret, row.bsuid) or "")


@dataclass(frozen=True, slots=True)
class _Known:
    """What one database knows about who is who; ``heard`` has for each row a moment at which its names were right."""

    statements: tuple[Statement, ...]
    moves: tuple[Move, ...]
    rows: tuple[Row, ...]
    heard: dict[int, Statement]
    names: Names


def _known(connection: sa.Connection, secret: bytes, count: StageCount) -> _Known:
    all_rows = connection.execute(sa.select(subscriber).order_by(subscriber.c.id)).all()
    rows = tuple(row for row in count.over(all_rows) if names_of(row, secret).both)
    statements = tuple(
        Statement(row.number, row.bsuid, row.at, StatementKind(row.kind))
        for row in connection.execute(sa.select(name_wish))
    )
    noted = [
        Move(row.number, row.bsuid, row.to_number, row.to_bsuid, row.at)
        for row in connection.execute(sa.select(name_move))
    ]
    ids = {names_of(row, secret).bsuid for row in rows} | {each.bsuid for each in statements}
    ids.update(*((move.bsuid, move.to_bsuid) for move in noted))
    moves = (*noted, *_recorded_moves(connection, noted, ids))
    changed_hands: dict[str, datetime] = {}
    for move in moves:  # after it the number is the next holder's, at its very moment it is who came to it
        for number, moment in ((move.number, move.at + timedelta.resolution), (move.to_number, move.at)):
            changed_hands[number] = max(moment, changed_hands.get(number, moment))
    heard = {row.id: _last_heard(row, names_of(row, secret), changed_hands) for row in count.over(rows)}
    return _Known(statements, moves, rows, heard, Names(statements, moves))


def _recorded_moves(connection: sa.Connection, noted: Iterable[Move], ids: set[str]) -> list[Move]:
    """The moves that only the ledger still knows, because notes are deleted after some months."""
    told = {(move.at, name) for move in noted for name in (move.to_number, move.to_bsuid)}
    query = sa.select(consent_event).where(consent_event.c.former != "").order_by(consent_event.c.id)
    found = []
    for row in connection.execute(query):
        if (row.at, row.person) not in told:
            old, new = _as_names(row.former, ids), _as_names(row.person, ids)
            found.append(Move(old.number, old.bsuid, new.number, new.bsuid, row.at))
    return found


def _as_names(name: str, ids: set[str]) -> HashedNames:
    """The ledger's name of a person as the number or the user id that it stands for."""
    return HashedNames(bsuid=name) if name in ids else HashedNames(name)


def _last_heard(row: Row, held: HashedNames, changed_hands: Mapping[str, datetime]) -> Statement:
    """A moment at which the row's person certainly had these names: the last request, or the move to them."""
    said = identity.spoken(row).at
    moment = max(said, changed_hands.get(held.number, said)) if held.number else said
    return Statement(held.number, held.bsuid, moment, StatementKind.OTHER)


def _person(names: Names, known: _Known, row: Row) -> Identity | None:
    """The person of a row: the one who made its request, or else the one behind its names."""
    heard = known.heard[row.id]
    believed = known.names.now(heard.number, heard.bsuid)
    word = believed.decisive if believed else None
    if word is not None:
        return names.at(word.number, word.bsuid, word.at)
    return _behind(names, heard)


def _behind(names: Names, heard: Statement) -> Identity | None:
    """The people behind the names of a row, each name on its own."""
    return names.at(heard.number, "", heard.at) or names.at("", heard.bsuid, heard.at)


def _names_more(names: Names, heard: Statement) -> bool:
    """Whether a row has a name that is nobody's."""
    by_number, by_id = names.at(heard.number, "", heard.at), names.at("", heard.bsuid, heard.at)
    return bool((heard.number and by_number is None) or (heard.bsuid and by_id is None))


def _moved_at(person: Identity | None) -> datetime | None:
    return max((move.at for move in person.moves), default=None) if person else None
