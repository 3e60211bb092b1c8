# SPDX-License-Identifier: EUPL-1.2
"""Leases of workstations that share a database: they keep a channel's pace together and take over from a dead one."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from comunecast_gui.core.model import DeliveryState
from comunecast_gui.store.db.database import serialise
from comunecast_gui.store.db.schema import IS_SENDING, attempt, delivery, lane

_CATCH_UP = timedelta(seconds=0.25)
"""Slots that went by unused for longer than this are gone: no burst after a quiet time."""

_LONGEST_AHEAD = timedelta(minutes=1)
"""No channel's calls are further apart: a slot later than that was counted before the server's clock was set back."""


def grant(connection: sa.Connection, channel: str, wanted: int, gap: float) -> int:
    """How many of the ``wanted`` calls may go out now, ``gap`` seconds apart, counted for all workstations.

    The server's clock decides: those of the workstations differ. The channel's row stays locked until the
    transaction ends, so that workstations take turns.
    """
    serialise(connection, f"lane {channel}")
    now = connection.execute(sa.select(sa.func.clock_timestamp())).scalar_one()
    kept = connection.execute(sa.select(lane.c.next_at).where(lane.c.channel == channel)).scalar()
    start = now if kept is None or kept > now + _LONGEST_AHEAD else max(kept, now - _CATCH_UP)
    if start > now:
        return 0
    granted = min(wanted, 1 + int((now - start).total_seconds() / gap))
    next_at = start + granted * timedelta(seconds=gap)
    if kept is None:
        connection.execute(lane.insert().values(channel=channel, next_at=next_at))
    else:
        connection.execute(lane.update().where(lane.c.channel == channel).values(next_at=next_at))
    return granted


def retire(connection: sa.Connection, now: datetime, mine: sa.ColumnElement[bool]) -> list[int]:
    """Rows in ``sending`` that are ``mine``, or whose lease ran out on a shared database, become ``unknown``.

    Returns which. Their calls count as made. Rows that another process is just recording are left alone.
    """
    ran_out = delivery.c.lease_until < sa.func.clock_timestamp() if _has_clock(connection) else sa.false()
    dead = (
        sa.select(delivery.c.id, delivery.c.channel)
        .where(IS_SENDING, sa.or_(mine, ran_out))
        .order_by(delivery.c.id)
        .with_for_update(skip_locked=True)
    )
    found: dict[str, list[int]] = {}
    for row in connection.execute(dead):
        found.setdefault(row.channel, []).append(row.id)
    ids = [id for channel in found.values() for id in channel]
    if not ids:
        return []
    made = sa.select(
        delivery.c.id,
        delivery.c.channel,
        delivery.c.changed_at,
        sa.literal(str(DeliveryState.UNKNOWN), attempt.c.state.type),
    ).where(delivery.c.id.in_(ids))
    connection.execute(attempt.insert().from_select(["delivery_id", "channel", "at", "state"], made))
    retired = (
        delivery.update()
        .where(delivery.c.id.in_(ids), IS_SENDING)
        .values(
            state=DeliveryState.UNKNOWN,
            code="interrupted",
            changed_at=now,
            settled_at=None,
            owner=None,
            lease_until=None,
        )
        .returning(delivery.c.id)
    )
    return list(connection.execute(retired).scalars())


def _has_clock(connection: sa.Connection) -> bool:
    return connection.dialect.name == "postgresql"
