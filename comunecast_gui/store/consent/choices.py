# SPDX-License-Identifier: EUPL-1.2
"""Stores which zones and topics people chose, and removes deliveries that they no longer want from the queue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from comunecast_gui.core.changes import ChangeKind
from comunecast_gui.core.choices import (
    Breadth,
    Choice,
    ChoiceKind,
    LastAsked,
    Record,
    Wanted,
    Wants,
    cleared,
    left,
    told,
    wants,
)
from comunecast_gui.core.model import DeliveryState
from comunecast_gui.store.consent import audience
from comunecast_gui.store.db import change_log
from comunecast_gui.store.db.database import Database
from comunecast_gui.store.db.schema import IS_QUEUED, delivery, notice, subscriber
from comunecast_gui.store.db.schema_inbound import choice

NOT_WANTED = "not_wanted"
"""The code of a delivery that its person, by a choice, asked not to get."""
_BATCH = 500


def tell(
    connection: sa.Connection,
    database: Database,
    subscriber_id: int,
    choices: Iterable[Choice],
    at: datetime,
    *,
    on: bool,
) -> tuple[Record, Record]:
    """Stores that the person asked at ``at`` to get these, or not to get them; returns the record before and after."""
    before = record_of(connection, subscriber_id)
    after = told(before, choices, at, on=on)
    if after != before:
        write(connection, subscriber_id, before, after)
        skip_unwanted(connection, database, subscriber_id, wants(after), at)
    return before, after


def clear(connection: sa.Connection, subscriber_id: int, at: datetime) -> bool:
    """Stores that the person asked for everything at ``at``; returns whether earlier choices were deleted."""
    before = record_of(connection, subscriber_id)
    after = cleared(before, at)
    write(connection, subscriber_id, before, after)
    return after.marks != before.marks


def end(connection: sa.Connection, subscriber_id: int, at: datetime) -> None:
    """Stores that the person left at ``at``: all choices up to then are deleted."""
    before = record_of(connection, subscriber_id)
    write(connection, subscriber_id, before, left(before, at))


def record_of(connection: sa.Connection, subscriber_id: int) -> Record:
    """All that the person said about choices."""
    since = connection.execute(sa.select(subscriber.c.choices_since).where(subscriber.c.id == subscriber_id)).scalar()
    return Record(since, _marks(connection, [subscriber_id]).get(subscriber_id, {}))


def records_of(connection: sa.Connection, rows: Sequence[sa.Row[Any]]) -> list[Record]:
    """The same for several subscriber rows, in their order."""
    marks = _marks(connection, [row.id for row in rows])
    return [Record(row.choices_since, marks.get(row.id, {})) for row in rows]


def wants_of(row: sa.Row[Any]) -> Wants:
    """What the person of a subscriber row wants to get."""
    return Wants(
        Wanted(Breadth(row.zone_breadth), frozenset(row.zone_names.split())),
        Wanted(Breadth(row.topic_breadth), frozenset(row.topic_names.split())),
    )


def write(connection: sa.Connection, subscriber_id: int, before: Record, after: Record) -> None:
    """Writes the person's record, of which the database holds ``before``."""
    if after.marks != before.marks:
        connection.execute(choice.delete().where(choice.c.subscriber_id == subscriber_id))
        rows = [
            {"subscriber_id": subscriber_id, "kind": each.kind, "name": each.name, "on_at": mark.on, "off_at": mark.off}
            for each, mark in sorted(after.marks.items())
        ]
        if rows:
            connection.execute(choice.insert(), rows)
    if after != before:
        values: dict[str, Any] = {"choices_since": after.since}
        for kind in ChoiceKind:
            wanted = wants(after).of(kind)
            names = f" {' '.join(sorted(wanted.names))} " if wanted.names else ""
            values |= {f"{kind}_breadth": wanted.breadth, f"{kind}_names": names}
        connection.execute(subscriber.update().where(subscriber.c.id == subscriber_id).values(**values))


def skip_unwanted(
    connection: sa.Connection, database: Database, subscriber_id: int, now_wants: Wants, at: datetime
) -> None:
    """Marks the person's queued deliveries as skipped that are no longer wanted."""
    # A row that another workstation has in hand is left to it: the next claim asks again.
    queued = connection.execute(
        sa.select(delivery.c.id, notice.c.zones, notice.c.topic)
        .join(notice, notice.c.id == delivery.c.notice_id)
        .where(delivery.c.subscriber_id == subscriber_id, IS_QUEUED)
        .with_for_update(of=delivery, skip_locked=True)
    )
    unwanted = [row.id for row in queued if not now_wants.takes(row.zones or (), row.topic)]
    if not unwanted:
        return
    connection.execute(
        delivery.update()
        .where(delivery.c.id.in_(unwanted), IS_QUEUED)
        .values(state=DeliveryState.SKIPPED, code=NOT_WANTED, changed_at=at, settled_at=at, not_before=None)
    )
    change_log.note(connection, database, at, ChangeKind.DELIVERIES, unwanted)


def unwanted(connection: sa.Connection, rows: Sequence[sa.Row[Any]]) -> list[int]:
    """The ids among these deliveries that their people do not want.

    Who may have got a notice gets what follows it, whatever they chose since: it says what holds instead.
    """
    notices = {row.notice_id for row in rows}
    if not notices:
        return []
    query = sa.select(notice.c.id, notice.c.zones, notice.c.topic, notice.c.follows).where(notice.c.id.in_(notices))
    of = {each.id: each for each in connection.execute(query)}
    unwanted = [row for row in rows if not wants_of(row).takes(of[row.notice_id].zones or (), of[row.notice_id].topic)]
    following = [row.id for row in unwanted if of[row.notice_id].follows is not None]
    if not following:
        return [row.id for row in unwanted]
    got_it = (
        sa.select(delivery.c.id)
        .join(notice, notice.c.id == delivery.c.notice_id)
        .where(delivery.c.id.in_(following), audience.may_have(notice.c.follows, delivery.c.subscriber_id))
    )
    follows_on = set(connection.execute(got_it).scalars())
    return [row.id for row in unwanted if row.id not in follows_on]


def _marks(connection: sa.Connection, subscriber_ids: Sequence[int]) -> dict[int, Mapping[Choice, LastAsked]]:
    found: dict[int, dict[Choice, LastAsked]] = {}
    for start in range(0, len(subscriber_ids), _BATCH):
        some = choice.c.subscriber_id.in_(subscriber_ids[start : start + _BATCH])
        for row in connection.execute(sa.select(choice).where(some)):
            mark = LastAsked(row.on_at, row.off_at)
            found.setdefault(row.subscriber_id, {})[Choice(ChoiceKind(row.kind), row.name)] = mark
    return dict(found)
