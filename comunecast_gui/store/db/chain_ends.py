# SPDX-License-Identifier: EUPL-1.2
"""Stores where each register begins and ends, under a keyed mark, so that missing entries are noticed."""

from __future__ import annotations

import hmac
from datetime import UTC, datetime
from enum import StrEnum, auto
from typing import Protocol

import sqlalchemy as sa

from comunecast_gui.core.trust.chain import START, ChainKey, Point, Register
from comunecast_gui.core.trust.office_key import OfficeKey
from comunecast_gui.store.db.schema import audit, setting
from comunecast_gui.store.db.schema_inbound import consent_event


class Side(StrEnum):
    """One of the two ends of a register."""

    BEGUN = auto()
    """Up to where entries were made without the key: they are vouched for as they were when it came in."""
    ENDS = auto()


_DIGITS = 15
"""More entries than any register has."""
ROWS = tuple(f"{register}_{side}" for register in Register for side in Side)
"""The keys of these rows."""


def note(connection: sa.Connection, key: ChainKey, side: Side, point: Point) -> None:
    """Keeps a place, in the transaction that makes it true."""
    value = f"{point.entries} {point.digest} {key.mark(side, point)}"
    row = setting.c.key == _row(key.register, side)
    if connection.execute(setting.update().where(row).values(value=value)).rowcount == 0:
        connection.execute(setting.insert().values(key=_row(key.register, side), value=value))


def noted(connection: sa.Connection, key: ChainKey, side: Side) -> Point | None:
    """The stored position; None if it is missing or its mark is wrong."""
    row = setting.c.key == _row(key.register, side)
    kept = str(connection.execute(sa.select(setting.c.value).where(row)).scalar() or "").split(" ")
    if len(kept) != 3 or not kept[0].isdecimal() or len(kept[0]) > _DIGITS:
        return None
    point = Point(int(kept[0]), kept[1])
    return point if hmac.compare_digest(kept[2], key.mark(side, point)) else None


def move(connection: sa.Connection, key: ChainKey, before: str, added: int, last: str) -> None:
    """Notes that so many entries were added after ``before``, up to ``last``.

    An end that was not genuine before stays so: adding an entry does not cover up that others are missing.
    """
    end = noted(connection, key, Side.ENDS)
    if added and end is not None and end.digest == before:
        note(connection, key, Side.ENDS, Point(end.entries + added, last))


def begin(connection: sa.Connection, office: OfficeKey) -> None:
    """Vouches for all that both registers hold now, from before the key; what comes after is chained with it."""
    for key, point in (
        (ChainKey.of(office, Register.CONSENTS), _end_of_consents(connection)),
        (actions := ChainKey.of(office, Register.ACTIONS), _end_of_actions(connection, actions)),
    ):
        for side in Side:
            note(connection, key, side, point)


class Action(Protocol):
    """An entry of the audit log, or a row of its table."""

    @property
    def at(self) -> datetime: ...
    @property
    def who(self) -> str: ...
    @property
    def what(self) -> str: ...
    @property
    def subject(self) -> str: ...


def action_facts(row: Action) -> list[str]:
    """What an entry of the audit log vouches for."""
    return [row.at.astimezone(UTC).isoformat(timespec="microseconds"), row.who, row.what, row.subject]


def _end_of_consents(connection: sa.Connection) -> Point:
    count = connection.execute(sa.select(sa.func.count()).select_from(consent_event)).scalar_one()
    last = sa.select(consent_event.c.digest).order_by(consent_event.c.id.desc()).limit(1)
    return Point(count, connection.execute(last).scalar() or START)


def _end_of_actions(connection: sa.Connection, key: ChainKey) -> Point:
    point = Point()
    query = sa.select(audit.c.at, audit.c.who, audit.c.what, audit.c.subject).order_by(audit.c.id)
    for row in connection.execute(query):
        point = Point(point.entries + 1, key.link(point.digest, action_facts(row)))
    return point


def _row(register: Register, side: Side) -> str:
    return f"{register}_{side}"
