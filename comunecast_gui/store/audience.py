# SPDX-License-Identifier: EUPL-1.2
"""Who gets a notice on WhatsApp: the one question behind the queue, the number shown before sending, and the table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from comunecast_gui.core.choices import Breadth, ChoiceKind, name_of
from comunecast_gui.core.model import SubscriberState
from comunecast_gui.store.db import Database
from comunecast_gui.store.schema import choice, subscriber

_BREADTHS = {ChoiceKind.ZONE: subscriber.c.zone_breadth, ChoiceKind.TOPIC: subscriber.c.topic_breadth}
_WANTED = sa.and_(choice.c.on_at.is_not(None), sa.or_(choice.c.off_at.is_(None), choice.c.on_at > choice.c.off_at))


def people(database: Database, zones: Iterable[str] = (), topic: str = "") -> int:
    """How many people get a notice for these zones (none: the whole town) on this topic (empty: any).

    Raises ConfigError (``database_*``).
    """
    query = sa.select(sa.func.count()).select_from(subscriber).where(*recipients(zones, topic))
    with database.reading() as connection:
        return int(connection.execute(query).scalar_one())


def recipients(zones: Iterable[str], topic: str) -> list[sa.ColumnElement[bool]]:
    """What must be true of a subscriber who gets such a notice; the same as :meth:`.Wants.takes`."""
    conditions: list[sa.ColumnElement[bool]] = [
        subscriber.c.state == SubscriberState.ACTIVE,
        sa.or_(subscriber.c.wa_id.is_not(None), subscriber.c.bsuid.is_not(None)),
    ]
    touched = {ChoiceKind.ZONE: [name_of(zone) for zone in zones], ChoiceKind.TOPIC: [name_of(topic)] if topic else []}
    return conditions + [_takes(kind, names) for kind, names in touched.items() if names]


def chose(zones: Iterable[str]) -> sa.ColumnElement[bool]:
    """Whether a subscriber asked for one of these zones by name."""
    return sa.and_(
        subscriber.c.zone_breadth == Breadth.SOME, _named(ChoiceKind.ZONE, [name_of(zone) for zone in zones])
    )


def _takes(kind: ChoiceKind, names: Sequence[str]) -> sa.ColumnElement[bool]:
    breadth = _BREADTHS[kind]
    refused = sa.select(sa.func.count()).where(*_rows(kind, names)).correlate(subscriber).scalar_subquery()
    return sa.or_(
        breadth == Breadth.ALL,
        sa.and_(breadth == Breadth.SOME, _named(kind, names)),
        sa.and_(breadth == Breadth.BUT, refused < len(set(names))),
    )


def _named(kind: ChoiceKind, names: Sequence[str]) -> sa.ColumnElement[bool]:
    return sa.exists(sa.select(sa.literal(1)).where(*_rows(kind, names), _WANTED).correlate(subscriber))


def _rows(kind: ChoiceKind, names: Sequence[str]) -> tuple[sa.ColumnElement[bool], ...]:
    return choice.c.subscriber_id == subscriber.c.id, choice.c.kind == kind, choice.c.name.in_(names)
