# SPDX-License-Identifier: EUPL-1.2
"""Finds a person's subscriber row and erases the number in it; used by inbox, subscribers page and imports."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from comunecast_gui.core.consent import person_key
from comunecast_gui.core.errors import InputError
from comunecast_gui.core.model import SubscriberState
from comunecast_gui.store.consent import choices
from comunecast_gui.store.db import scrub
from comunecast_gui.store.db.schema import subscriber


@dataclass(frozen=True, slots=True)
class Person:
    """The names a service uses for a person: ``wa_id``, the number in digits without ``+``, or ``bsuid``, or both."""

    wa_id: str = field(default="", repr=False)
    bsuid: str = field(default="", repr=False)


def number_hash(secret: bytes, wa_id: str | None) -> str | None:
    """The keyed hash of a number; None without one."""
    return person_key(secret, "number", wa_id) if wa_id else None


def bsuid_hash(secret: bytes, bsuid: str | None) -> str | None:
    """The keyed hash of a business-scoped user id; None without one."""
    return person_key(secret, "bsuid", bsuid) if bsuid else None


@dataclass(frozen=True, slots=True)
class HashedNames:
    """The keyed hashes that stand for a person's number and user id; each is empty where there is none."""

    number: str = ""
    bsuid: str = ""

    @property
    def both(self) -> list[str]:
        """Those that are not empty, the number's first."""
        return [each for each in (self.number, self.bsuid) if each]

    @property
    def columns(self) -> dict[str, str | None]:
        """The same as columns of a subscriber's row."""
        return {"number_hash": self.number or None, "bsuid_hash": self.bsuid or None}


def hashed(secret: bytes, person: Person) -> HashedNames:
    """The keyed hashes under which rows, notes and ledger know the person."""
    return HashedNames(number_hash(secret, person.wa_id) or "", bsuid_hash(secret, person.bsuid) or "")


def names_of(row: sa.Row[Any]) -> HashedNames:
    """The keyed hashes in a subscriber row."""
    return HashedNames(row.number_hash or "", row.bsuid_hash or "")


def columns_of(person: Person) -> dict[str, str | None]:
    """The names in clear as columns of a subscriber's row."""
    return {"wa_id": person.wa_id or None, "bsuid": person.bsuid or None}


NAMELESS: dict[str, str | None] = columns_of(Person()) | HashedNames().columns
"""The columns of a row that is nobody's any more."""


def rows_of(connection: sa.Connection, secret: bytes, person: Person) -> list[sa.Row[Any]]:
    """The rows of this person: none, one, or two when number and user id belong to different rows."""
    same = []
    if person.wa_id:
        same += [subscriber.c.wa_id == person.wa_id, subscriber.c.number_hash == number_hash(secret, person.wa_id)]
    if person.bsuid:
        same += [subscriber.c.bsuid == person.bsuid, subscriber.c.bsuid_hash == bsuid_hash(secret, person.bsuid)]
    if not same:
        return []
    query = sa.select(subscriber).where(sa.or_(*same)).order_by(subscriber.c.id).with_for_update()
    return list(connection.execute(query))


def row_of(connection: sa.Connection, secret: bytes, person: Person) -> sa.Row[Any] | None:
    """The person's row. Raises InputError("subscriber_conflict") when number and user id do not belong together."""
    rows = rows_of(connection, secret, person)
    if len(rows) > 1 or any(_contradicts(row, person) for row in rows):
        raise InputError("subscriber_conflict", subscribers=", ".join(str(row.id) for row in rows))
    return rows[0] if rows else None


def ledger_name(secret: bytes, row: sa.Row[Any]) -> str:
    """The hash by which the ledger names the person of a row."""
    return row.number_hash or row.bsuid_hash or bsuid_hash(secret, row.bsuid) or f"subscriber:{row.id}"


def erase(connection: sa.Connection, secret: bytes, row: sa.Row[Any], at: datetime, source: str) -> None:
    """Deletes the number, the user id and the choices from the row at once; the keyed hashes stay."""
    choices.end(connection, row.id, at)
    learned = bsuid_hash(secret, row.bsuid)
    if learned and connection.execute(sa.select(subscriber.c.id).where(subscriber.c.bsuid_hash == learned)).first():
        learned = None
    connection.execute(
        subscriber.update()
        .where(subscriber.c.id == row.id)
        .values(
            state=SubscriberState.LEFT,
            since=at,
            wish_at=at,
            source=source,
            wa_id=None,
            bsuid=None,
            bsuid_hash=row.bsuid_hash or learned,
            marketing_stopped_at=None,
            marketing_resumed_at=None,
        )
    )
    scrub.ask(connection)


def keep(
    connection: sa.Connection, secret: bytes, person: Person, row: sa.Row[Any] | None, **values: Any
) -> sa.Row[Any]:
    """Inserts the person, or updates the row with ``values`` and the names; returns the row."""
    names = {name: value for name, value in (("wa_id", person.wa_id), ("bsuid", person.bsuid)) if value}
    if row is None:
        new = subscriber.insert().values(**names, **hashed(secret, person).columns, **values)
        return connection.execute(new.returning(subscriber)).one()
    change = subscriber.update().where(subscriber.c.id == row.id).values(**names, **values)
    return connection.execute(change.returning(subscriber)).one()


def _contradicts(row: sa.Row[Any], person: Person) -> bool:
    other_number = row.wa_id and person.wa_id and row.wa_id != person.wa_id
    other_id = row.bsuid and person.bsuid and row.bsuid != person.bsuid
    return bool(other_number or other_id)
