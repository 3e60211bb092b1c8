# SPDX-License-Identifier: EUPL-1.2
"""The counts for the statistics page, summed by the database: people joined and left, and deliveries by state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from comunecast_gui.core.consent import ConsentKind
from comunecast_gui.core.model import DeliveryState
from comunecast_gui.core.report.statistics import Moves
from comunecast_gui.store.db.database import Database
from comunecast_gui.store.db.schema import notice, schedule
from comunecast_gui.store.db.schema_base import UtcDateTime
from comunecast_gui.store.db.schema_inbound import consent_event
from comunecast_gui.store.delivery.outbox import counts

_IN = (ConsentKind.JOINED, ConsentKind.IMPORTED)
_OUT = (ConsentKind.LEFT, ConsentKind.ERASED)
_STAYED = frozenset({DeliveryState.QUEUED, DeliveryState.CANCELLED, DeliveryState.SKIPPED, DeliveryState.EXPIRED})
"""A notice of which all deliveries are in these states went out to nobody so far."""


@dataclass(frozen=True, slots=True)
class Statistics:
    """Reads what was recorded. Every method raises ConfigError (``database_*``)."""

    database: Database

    def moves(self, since: datetime) -> list[Moves]:
        """The people who joined and left at ``since`` or later, from the consent ledger.

        Only events that changed something count: a person who was imported and then wrote *Attiva* joined once, and a
        person who was never subscribed did not leave.
        """
        event = consent_event.c
        before = sa.func.lag(event.kind).over(partition_by=event.person, order_by=(event.at, event.id))
        known = sa.select(event.at, event.kind, before.label("before")).where(event.kind.in_([*_IN, *_OUT])).subquery()
        is_in = known.c.kind.in_(_IN)
        was_in = sa.func.coalesce(known.c.before, "").in_(_IN)
        with self.database.reading() as connection:
            hour = _hour(known.c.at, connection.dialect)
            joined, left = _count_if(sa.and_(is_in, ~was_in)), _count_if(sa.and_(~is_in, was_in))
            rows = connection.execute(sa.select(hour, joined, left).where(known.c.at >= since).group_by(hour))
            return [
                Moves(datetime.strptime(text, "%Y-%m-%d %H").replace(tzinfo=UTC), came, went)
                for text, came, went in rows
            ]

    def notices(self, since: datetime) -> list[tuple[datetime, Mapping[str, int]]]:
        """Each notice that began to go out at ``since`` or later: when, and its deliveries by state over all channels.

        What waits for its hour, or was taken off the queue in time, went out to nobody and is left out. What waited
        counts from the moment at which it was let go.
        """
        moment = sa.func.coalesce(schedule.c.released_at, notice.c.created_at, type_=UtcDateTime)
        both = notice.outerjoin(schedule, schedule.c.notice_id == notice.c.id)
        query = sa.select(notice.c.id, moment.label("at")).select_from(both).where(moment >= since)
        query = query.order_by(notice.c.id)
        with self.database.reading() as connection:
            known = connection.execute(query).all()
            found = counts(connection, [row.id for row in known])
        summed = ((row.at, _summed(found.get(row.id, {}))) for row in known)
        return [(at, states) for at, states in summed if not states or not _STAYED.issuperset(_present(states))]


def _present(states: Mapping[str, int]) -> frozenset[str]:
    return frozenset(state for state, count in states.items() if count)


def _summed(channels: Mapping[str, Mapping[str, int]]) -> dict[str, int]:
    summed: dict[str, int] = {}
    for states in channels.values():
        for state, count in states.items():
            summed[state] = summed.get(state, 0) + count
    return summed


def _count_if(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.func.sum(sa.case((condition, 1), else_=0))


def _hour(column: sa.ColumnElement[Any], dialect: sa.Dialect) -> sa.ColumnElement[str]:
    """The hour in UTC as text: the database sums by it, and only then does the office's timezone come in."""
    if dialect.name == "sqlite":
        return sa.func.strftime("%Y-%m-%d %H", column, type_=sa.String)
    return sa.func.to_char(sa.func.timezone("UTC", column), "YYYY-MM-DD HH24", type_=sa.String)
