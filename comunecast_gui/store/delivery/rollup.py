# SPDX-License-Identifier: EUPL-1.2
"""Replaces the deliveries of old notices by counts, which keeps the history fast and free of personal data."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from comunecast_gui.core.model import DeliveryState
from comunecast_gui.store.db.database import Database, serialise
from comunecast_gui.store.db.schema import attempt, delivery, delivery_count, notice, receipt, verdict

_ROWS = 2_000
"""Rows in one transaction: whoever sends meanwhile waits a few hundredths of a second."""

_OF_A_PERSON = delivery.c.recipient_key != 0
"""A channel that is its own recipient has one row for each notice, with the address of the post: it stays."""

_OPEN = sa.or_(
    delivery.c.state.in_([DeliveryState.QUEUED, DeliveryState.SENDING]),
    sa.and_(delivery.c.state == DeliveryState.UNKNOWN, delivery.c.settled_at.is_(None)),
)


def roll_up(database: Database, before: datetime, most: int = 10) -> int:
    """Folds at most ``most`` of the notices queued before ``before``, the oldest first; returns how many it folded.

    One with a delivery that is not settled is left alone. Counts are right at every moment, and what was folded
    stays folded when this is interrupted. Raises ConfigError (``database_*``, ``disk_full``).
    """
    with database.reading() as connection:
        found = list(connection.execute(_foldable(before).limit(most)).scalars())
    for notice_id in found:
        while _roll_up_some(database, notice_id):
            pass
    with database.writing() as connection:
        connection.execute(receipt.delete().where(receipt.c.delivery_id.is_(None), receipt.c.at < before))
    return len(found)


def roll_up_some(database: Database, before: datetime) -> bool:
    """Folds some rows of the oldest of those notices, in one transaction; returns whether there was one.

    For who may have to stop at any moment. Raises ConfigError as :func:`roll_up` does.
    """
    with database.reading() as connection:
        oldest = connection.execute(_foldable(before).limit(1)).scalar()
    return oldest is not None and _roll_up_some(database, oldest)


def _foldable(before: datetime) -> sa.Select[Any]:
    of_notice = delivery.c.notice_id == notice.c.id
    return (
        sa.select(notice.c.id)
        .where(
            notice.c.created_at < before,
            sa.exists().where(of_notice, _OF_A_PERSON),
            ~sa.exists().where(of_notice, _OPEN),
        )
        .order_by(notice.c.id)
    )


def _roll_up_some(database: Database, notice_id: int) -> bool:
    """Folds the next rows of a notice; returns whether there were any."""
    rows_of = sa.select(delivery.c.id, delivery.c.channel, delivery.c.state).where(
        delivery.c.notice_id == notice_id, _OF_A_PERSON
    )
    with database.writing() as connection:
        serialise(connection, f"fold {notice_id}")
        rows = connection.execute(rows_of.order_by(delivery.c.id).limit(_ROWS)).all()
        for (channel, state), count in Counter((row.channel, row.state) for row in rows).items():
            _add(connection, notice_id, channel, state, count)
        if rows:
            ids = delivery.c.notice_id == notice_id, _OF_A_PERSON, delivery.c.id <= rows[-1].id
            these = sa.select(delivery.c.id).where(*ids)
            for table in (attempt, receipt, verdict):
                connection.execute(table.delete().where(table.c.delivery_id.in_(these)))
            connection.execute(delivery.delete().where(*ids))
    return bool(rows)


def _add(connection: sa.Connection, notice_id: int, channel: str, state: str, count: int) -> None:
    kept = delivery_count.c
    where = kept.notice_id == notice_id, kept.channel == channel, kept.state == state
    if not connection.execute(delivery_count.update().where(*where).values(count=kept["count"] + count)).rowcount:
        connection.execute(
            delivery_count.insert().values(notice_id=notice_id, channel=channel, state=state, count=count)
        )
