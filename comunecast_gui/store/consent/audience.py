# SPDX-License-Identifier: EUPL-1.2
"""Who gets a notice on WhatsApp: the one query used by the queue, the count before sending, and the table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from comunecast_gui.core.choices import Breadth, ChoiceKind, name_of
from comunecast_gui.core.model import MAY_HAVE_ARRIVED, After, ChannelKind, DeliveryState, Share, SubscriberState
from comunecast_gui.store.db.database import Database
from comunecast_gui.store.db.schema import delivery, subscriber

_COLUMNS = {
    ChoiceKind.ZONE: (subscriber.c.zone_breadth, subscriber.c.zone_names),
    ChoiceKind.TOPIC: (subscriber.c.topic_breadth, subscriber.c.topic_names),
}


_before = delivery.alias("before")
_ON_ITS_WAY = MAY_HAVE_ARRIVED | {DeliveryState.QUEUED, DeliveryState.SENDING}
"""What is queued of a notice goes out before what follows it: then its recipient has it."""


def people(database: Database, zones: Iterable[str] = (), topic: str = "", after: After | None = None) -> int:
    """How many people get a notice for these zones (none: the whole town) on this topic (empty: any).

    Raises ConfigError (``database_*``).
    """
    with database.reading() as connection:
        return people_in(connection, zones, topic, after)


def people_in(connection: sa.Connection, zones: Iterable[str], topic: str, after: After | None = None) -> int:
    """:func:`people` inside a transaction."""
    query = sa.select(sa.func.count()).select_from(subscriber).where(*recipients(zones, topic, after))
    return int(connection.execute(query).scalar_one())


def recipients(zones: Iterable[str], topic: str, after: After | None = None) -> list[sa.ColumnElement[bool]]:
    """The SQL condition for the subscribers who get such a notice; the same rule as :meth:`.Wants.takes`.

    One that comes ``after`` another is also for whoever may have got that one, whatever they chose since, as long as
    they have not left. Of a notice whose deliveries are only counts nobody knows who got it: the choices decide then.
    """
    conditions: list[sa.ColumnElement[bool]] = [
        subscriber.c.state == SubscriberState.ACTIVE,
        sa.or_(subscriber.c.wa_id.is_not(None), subscriber.c.bsuid.is_not(None)),
    ]
    touched = {ChoiceKind.ZONE: [name_of(zone) for zone in zones], ChoiceKind.TOPIC: [name_of(topic)] if topic else []}
    chosen = [_takes(kind, names) for kind, names in touched.items() if names]
    if after is None:
        return conditions + chosen
    if after.share is Share.HAVE_IT:
        return [*conditions, _may_have(after.notice)]
    if after.share is Share.MISSED_IT:
        return [*conditions, *chosen, ~_may_have(after.notice if after.told_by is None else after.told_by)]
    if after.spares_missed:
        chosen.append(sa.or_(_may_have(after.notice), ~sa.exists().where(*_its_delivery(after.notice))))
    return [*conditions, sa.or_(_may_have(after.notice), sa.and_(sa.true(), *chosen))]


def may_have(notice: int | sa.ColumnElement[int], person: sa.ColumnElement[int]) -> sa.ColumnElement[bool]:
    """Whether a person got a notice, may have got it, or gets it as soon as its turn comes."""
    return sa.exists().where(*_its_delivery(notice, person), _before.c.state.in_(_ON_ITS_WAY))


def _may_have(notice: int) -> sa.ColumnElement[bool]:
    return may_have(notice, subscriber.c.id)


def _its_delivery(
    notice: int | sa.ColumnElement[int], person: sa.ColumnElement[int] = subscriber.c.id
) -> tuple[sa.ColumnElement[bool], ...]:
    # By the columns of the table's unique index: one look-up for each person.
    personal = [kind for kind in ChannelKind if kind.personal]
    return _before.c.notice_id == notice, _before.c.channel.in_(personal), _before.c.recipient_key == person


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
