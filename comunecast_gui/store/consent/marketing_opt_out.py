# SPDX-License-Identifier: EUPL-1.2
"""Keeps who told WhatsApp to hold back our marketing messages; these people get no notice that Meta calls marketing.

Service notices still reach these people, and "Disattiva" is another matter. Source: Meta, Cloud API
"user_preferences webhook reference", error 131050.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from comunecast_gui.core.changes import ChangeKind
from comunecast_gui.core.model import PriceCategory, SubscriberState
from comunecast_gui.store.consent import identity
from comunecast_gui.store.consent.person_rows import Person
from comunecast_gui.store.db import change_log
from comunecast_gui.store.db.database import Database
from comunecast_gui.store.db.schema import delivery, notice_content, subscriber, wa_template

REFUSED = "131050"
"""Meta's code for a marketing message to such a person, and ours for one that was not even tried."""

IS_STOPPED = sa.and_(
    subscriber.c.marketing_stopped_at.is_not(None),
    sa.or_(
        subscriber.c.marketing_resumed_at.is_(None),
        subscriber.c.marketing_stopped_at >= subscriber.c.marketing_resumed_at,
    ),
)


def tell(connection: sa.Connection, database: Database, person: Person, at: datetime, *, marketing: bool) -> None:
    """A subscriber stopped (or resumed) marketing messages at ``at``; nothing is kept about anybody else."""
    ids = [row.id for row in identity.rows_of(connection, database, person, at) if row.state != SubscriberState.LEFT]
    _note(connection, subscriber.c.id.in_(ids), at, marketing=marketing)
    change_log.note(connection, database, at, ChangeKind.SUBSCRIBERS, ids)


def learn(connection: sa.Connection, refused: Mapping[int, datetime]) -> None:
    """Meta refused these deliveries, at these moments, because the person stopped marketing messages."""
    for delivery_id, at in refused.items():
        whose = sa.select(delivery.c.subscriber_id).where(delivery.c.id == delivery_id).scalar_subquery()
        _note(connection, subscriber.c.id == whose, at, marketing=False)


def unwanted(connection: sa.Connection, rows: Sequence[sa.Row[Any]], channel: str) -> list[int]:
    """Which of these deliveries, each with ``notice_id`` and ``marketing_stopped``, must not be tried."""
    asked = [row for row in rows if row.marketing_stopped]
    if not asked:
        return []
    contents = sa.select(notice_content.c.notice_id, notice_content.c.content).where(
        notice_content.c.channel == channel, notice_content.c.notice_id.in_({row.notice_id for row in asked})
    )
    promotional = sa.select(wa_template.c.name, wa_template.c.language).where(
        wa_template.c.category == PriceCategory.MARKETING
    )
    templates = {(row.name, row.language) for row in connection.execute(promotional)}
    spared = {
        row.notice_id
        for row in connection.execute(contents)
        if (row.content.get("template"), row.content.get("language")) in templates
    }
    return [row.id for row in asked if row.notice_id in spared]


def stopped_since(row: sa.Row[Any]) -> datetime | None:
    """Since when the subscriber of this row refuses marketing messages; None if they are accepted."""
    stopped: datetime | None = row.marketing_stopped_at
    resumed: datetime | None = row.marketing_resumed_at
    return stopped if stopped is not None and (resumed is None or stopped >= resumed) else None


def _note(connection: sa.Connection, who: sa.ColumnElement[bool], at: datetime, *, marketing: bool) -> None:
    column = subscriber.c.marketing_resumed_at if marketing else subscriber.c.marketing_stopped_at
    older = sa.or_(column.is_(None), column < at)
    connection.execute(subscriber.update().where(who, older).values({column: at}))
