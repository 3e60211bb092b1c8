# SPDX-License-Identifier: EUPL-1.2
"""Who gets a notice on WhatsApp: the one query used by the queue, the count before sending, and the table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from comunecast_gui.core.choices import Breadth, ChoiceKind, name_of
from comunecast_gui.core.model import SubscriberState
from comunecast_gui.store.db.database import Database
from comunecast_gui.store.db.schema import subscriber

_COLUMNS = {
    ChoiceKind.ZONE: (subscriber.c.zone_breadth, subscriber.c.zone_names),
    ChoiceKind.TOPIC: (subscriber.c.topic_breadth, subscriber.c.topic_names),
}


def people(database: Database, zones: Iterable[str] = (), topic: str = "") -> int:
    """How many people get a notice for these zones (none: the whole town) on this topic (empty: any).

    Raises ConfigError (``database_*``).
    """
    query = sa.select(sa.func.count()).select_from(subscriber).where(*recipients(zones, topic))
    with database.reading() as connection:
        return int(connection.execute(query).scalar_one())


def recipients(zones: Iterable[str], topic: str) -> list[sa.ColumnElement[bool]]:
    """The SQL condition for the subscribers who get such a notice; the same rule as :meth:`.Wants.takes`."""
    conditions: list[sa.ColumnElement[bool]] = [
        subscriber.c.state == SubscriberState.ACTIVE,
        sa.or_(subscriber.c.wa_id.is_not(None), subscriber.c.bsuid.is_not(None)),
    ]
    touched = {ChoiceKind.ZONE: [name_of(zone) for zone in zones], ChoiceKind.TOPIC: [name_of(topic)] if topic else []}
    return conditions + [_takes(kind, names) for kind, names in touched.items() if names]


def chose(zones: Iterable[str]) -> sa.ColumnElement[bool]:
    """Whether a subscriber asked for one of these zones by name."""
    breadth, named = _COLUMNS[ChoiceKind.ZONE]
    return sa.and_(breadth == Breadth.SOME, _any(named, [name_of(zone) for zone in zones]))


def _takes(kind: ChoiceKind, names: Sequence[str]) -> sa.ColumnElement[bool]:
    breadth, named = _COLUMNS[kind]
    return sa.or_(
        breadth == Breadth.ALL,
        sa.and_(breadth == Breadth.SOME, _any(named, names)),
        sa.and_(breadth == Breadth.BUT, sa.or_(*(~_has(named, name) for name in names))),
    )


def _any(named: sa.Column[str], names: Sequence[str]) -> sa.ColumnElement[bool]:
    return sa.or_(*(_has(named, name) for name in names))


def _has(named: sa.Column[str], name: str) -> sa.ColumnElement[bool]:
    return named.contains(f" {name} ", autoescape=True)
