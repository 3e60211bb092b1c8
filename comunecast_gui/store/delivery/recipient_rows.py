# SPDX-License-Identifier: EUPL-1.2
"""Writes one queued row for each person who gets a notice on a channel, or one for the channel; on which day."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa

from comunecast_gui.core.messaging_limit import Allowance
from comunecast_gui.core.model import After, DeliveryState, Priority, kind_of
from comunecast_gui.store.consent import audience
from comunecast_gui.store.db.schema import IS_QUEUED, RANKS, delivery, subscriber


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom a notice is for, in which order, and when: queued ``at``, not to go out before ``due``.

    ``first`` are the numbers of the office's own phones, which get it first; then whoever asked for a touched zone by
    name, then the others.
    """

    priority: Priority
    at: datetime
    zones: tuple[str, ...] = ()
    topic: str = ""
    first: tuple[str, ...] = field(default=(), repr=False)
    due: datetime | None = None
    after: After | None = None
    """The notice that it follows, whose recipients get it too."""


def rows_for(notice_id: int, channel: str, wanted: Wanted, *, newcomers: bool = False) -> sa.Insert:
    """The statement that queues them; with ``newcomers`` only people who have no row of this notice yet."""
    values = {
        "notice_id": notice_id,
        "channel": channel,
        "rank": RANKS[wanted.priority],
        "state": str(DeliveryState.QUEUED),
        "queued_at": wanted.at,
        "changed_at": wanted.at,
        "not_before": wanted.due,
    }
    shared = {name: sa.literal(value, delivery.c[name].type) for name, value in values.items()}
    if not kind_of(channel).personal:
        rows = sa.select(*shared.values(), sa.literal(0))
        return delivery.insert().from_select([*shared, "recipient_key"], rows)
    order: list[tuple[sa.ColumnElement[bool], int]] = [(subscriber.c.wa_id.in_(wanted.first), 0)]
    if wanted.zones:
        order.append((audience.chose(wanted.zones), 1))
    rows = (
        sa.select(*shared.values(), subscriber.c.id, subscriber.c.id)
        .where(*audience.recipients(wanted.zones, wanted.topic, wanted.after))
        .order_by(sa.case(*order, else_=2), subscriber.c.id)
    )
    if newcomers:
        there = delivery.alias()
        of_notice = there.c.notice_id == notice_id, there.c.channel == channel
        rows = rows.where(subscriber.c.id.not_in(sa.select(there.c.recipient_key).where(*of_notice)))
    return delivery.insert().from_select([*shared, "recipient_key", "subscriber_id"], rows)


def spread(connection: sa.Connection, notice_id: int, channel: str, allowance: Allowance, now: datetime) -> None:
    """Gives a later day to the queued rows that are too many for the day of ``now``; the others keep their moment."""
    mine = delivery.c.notice_id == notice_id, delivery.c.channel == channel, IS_QUEUED
    ids = list(connection.execute(sa.select(delivery.c.id).where(*mine).order_by(delivery.c.id)).scalars())
    begin = 0
    for size, later in allowance.batches(len(ids)):
        batch, begin = ids[begin : begin + size], begin + size
        if later and batch:
            these = delivery.c.id.between(batch[0], batch[-1])
            connection.execute(delivery.update().where(*mine, these).values(not_before=now + later))
