# SPDX-License-Identifier: EUPL-1.2
"""Selects and claims the rows of the queue that go next, and ends those that may no longer go out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from comunecast_gui.core.choices import Breadth
from comunecast_gui.core.model import DeliveryState, SubscriberState
from comunecast_gui.core.ports import Claim, Scope
from comunecast_gui.store.consent import choices, marketing_opt_out
from comunecast_gui.store.db.schema import IS_QUEUED, IS_UNRELEASED, RANKS, delivery, notice, subscriber
from comunecast_gui.store.db.schema_base import UtcDateTime

LEASE = timedelta(minutes=10)
"""How long a claimed row belongs to the process that claimed it: far above any time-out of a call."""


def is_due(now: datetime | sa.BindParameter[datetime]) -> sa.ColumnElement[bool]:
    """Whether a queued row need not wait any longer."""
    return sa.or_(delivery.c.not_before.is_(None), delivery.c.not_before <= now)


# Written once and not at every exchange, of which there are ten and more in a second.
_NOW = sa.bindparam("now", type_=UtcDateTime())
_DUE: sa.Select[Any] = (
    sa.select(
        delivery.c.id,
        delivery.c.rank,
        delivery.c.notice_id,
        delivery.c.channel,
        delivery.c.subscriber_id,
        delivery.c.attempts,
        delivery.c.parts,
        notice.c.valid_until,
        notice.c.follows,
        subscriber.c.state.label("subscriber_state"),
        subscriber.c.wa_id,
        subscriber.c.bsuid,
        subscriber.c.zone_breadth,
        subscriber.c.zone_names,
        subscriber.c.topic_breadth,
        subscriber.c.topic_names,
        marketing_opt_out.IS_STOPPED.label("marketing_stopped"),
    )
    # Outer joins: the planner must walk the queue's index in order and look the rest up, never start elsewhere.
    .select_from(
        delivery.outerjoin(notice, notice.c.id == delivery.c.notice_id).outerjoin(
            subscriber, subscriber.c.id == delivery.c.subscriber_id
        )
    )
    .where(delivery.c.channel == sa.bindparam("channel"), IS_QUEUED, ~IS_UNRELEASED, is_due(_NOW))
    .limit(sa.bindparam("room", type_=sa.Integer))
    .with_for_update(of=delivery, skip_locked=True)
)
_DUE_OF_ALL = _DUE.order_by(delivery.c.rank, delivery.c.id)
_DUE_OF_THESE = _DUE.where(delivery.c.id.in_(sa.bindparam("deliveries", expanding=True))).order_by(delivery.c.id)
_DUE_OF_THESE_AMONG = _DUE_OF_THESE.where(delivery.c.notice_id.in_(sa.bindparam("among", expanding=True)))
_DUE_OF_NOTICE = _DUE.where(delivery.c.notice_id == sa.bindparam("notice")).order_by(delivery.c.id)
_CLAIM = (
    delivery.update()
    .where(delivery.c.id.in_(sa.bindparam("rows", expanding=True)), IS_QUEUED)
    .values(
        state=DeliveryState.SENDING,
        attempts=delivery.c.attempts + 1,
        owner=sa.bindparam("claimer"),
        lease_until=sa.bindparam("until", type_=UtcDateTime()),
        changed_at=_NOW,
        not_before=None,
    )
    .returning(delivery.c.id)
)
# The clocks of workstations differ; the server's is one.
_CLAIM_BY_SERVER = _CLAIM.values(lease_until=sa.func.clock_timestamp() + LEASE)


def set_back(connection: sa.Connection, now: datetime) -> int:
    """After the clock was set back: rows that wait for a moment still to come keep the length of their pause.

    An hour that a person chose stays what it is.
    """
    waiting = connection.execute(
        sa.select(delivery.c.id, delivery.c.changed_at, delivery.c.not_before)
        .where(IS_QUEUED, ~IS_UNRELEASED, delivery.c.not_before.is_not(None), delivery.c.changed_at > now)
        .order_by(delivery.c.id)
        .with_for_update()
    ).all()
    for row in waiting:
        pause = row.not_before - row.changed_at
        connection.execute(
            delivery.update().where(delivery.c.id == row.id).values(not_before=now + pause, changed_at=now)
        )
    return len(waiting)


def take(
    connection: sa.Connection, channel: str, room: int, *, now: datetime, scope: Scope, owner: str, shared: bool = False
) -> tuple[list[Claim], list[int]]:
    """Claims at most ``room`` due rows as ``sending``; rows that may no longer go out end as skipped or expired.

    Returns the claims, and the deliveries that ended so.
    """
    unsent: list[int] = []
    while True:
        rows = _next(connection, channel, room, now, scope)
        expired = {row.notice_id for row in rows if row.valid_until is not None and row.valid_until <= now}
        left = [row.id for row in rows if row.subscriber_id is not None and not _may_receive(row)]
        unwanted = choices.unwanted(connection, [row for row in rows if row.id not in left and _chose(row)])
        spared = marketing_opt_out.unwanted(connection, rows, channel)
        if not (expired or left or unwanted or spared):
            return _claimed(connection, rows, now, owner, shared), unsent
        for notice_id in expired:
            inside = scope.notices is None or notice_id in scope.notices
            one_of = sa.true() if inside else delivery.c.id.in_(scope.deliveries)
            where = (delivery.c.notice_id == notice_id, delivery.c.channel == channel, IS_QUEUED, one_of)
            unsent += end_unsent(connection, where, DeliveryState.EXPIRED, now)
        unsent += end_unsent(connection, (delivery.c.id.in_(left), IS_QUEUED), DeliveryState.SKIPPED, now)
        mine = (delivery.c.id.in_(unwanted), IS_QUEUED)
        unsent += end_unsent(connection, mine, DeliveryState.SKIPPED, now, choices.NOT_WANTED)
        theirs = (delivery.c.id.in_(spared), IS_QUEUED)
        unsent += end_unsent(connection, theirs, DeliveryState.SKIPPED, now, marketing_opt_out.REFUSED)


def _may_receive(row: sa.Row[Any]) -> bool:
    return row.subscriber_state == SubscriberState.ACTIVE and bool(row.wa_id or row.bsuid)


def _chose(row: sa.Row[Any]) -> bool:
    return not {row.zone_breadth, row.topic_breadth} <= {Breadth.ALL, None}


def end_unsent(
    connection: sa.Connection,
    where: Iterable[sa.ColumnElement[bool]],
    state: DeliveryState,
    now: datetime,
    code: str = "",
) -> list[int]:
    # Rows that another workstation has in hand are left to it: two that wait for each other would both fail.
    free = sa.select(delivery.c.id).where(*where).with_for_update(skip_locked=True)
    put = (
        delivery.update()
        .where(delivery.c.id.in_(free))
        .values(state=state, changed_at=now, settled_at=now, not_before=None, **({"code": code} if code else {}))
        .returning(delivery.c.id)
    )
    return list(connection.execute(put).scalars())


def _next(connection: sa.Connection, channel: str, room: int, now: datetime, scope: Scope) -> list[sa.Row[Any]]:
    """The due rows in their order. Within a notice that is the order of ids, so each source reads one index."""
    wanted: dict[str, Any] = {"channel": channel, "now": now, "room": room}
    if scope.notices is None and scope.among is None:
        return list(connection.execute(_DUE_OF_ALL, wanted))
    found: list[sa.Row[Any]] = []
    if scope.deliveries and scope.notices is not None:
        these = wanted | {"deliveries": sorted(scope.deliveries)}
        if scope.among is None:
            found += connection.execute(_DUE_OF_THESE, these)
        else:
            found += connection.execute(_DUE_OF_THESE_AMONG, these | {"among": sorted(scope.among)})
    for notice_id in _by_urgency(connection, scope.whole_notices):
        rows = connection.execute(_DUE_OF_NOTICE, wanted | {"notice": notice_id})
        found += [row for row in rows if row.id not in scope.deliveries]
        if len(found) >= room:
            break
    return sorted(found, key=lambda row: (row.rank, row.id))[:room]


def _by_urgency(connection: sa.Connection, notices: frozenset[int]) -> list[int]:
    if len(notices) < 2:
        return list(notices)
    rows = connection.execute(sa.select(notice.c.id, notice.c.priority).where(notice.c.id.in_(notices)))
    return [row.id for row in sorted(rows, key=lambda row: (RANKS[row.priority], row.id))]


def _claimed(
    connection: sa.Connection, rows: Sequence[sa.Row[Any]], now: datetime, owner: str, shared: bool
) -> list[Claim]:
    if not rows:
        return []
    mine = {"rows": [row.id for row in rows], "claimer": owner, "now": now}
    if shared:
        claimed = set(connection.execute(_CLAIM_BY_SERVER, mine).scalars())
    else:
        claimed = set(connection.execute(_CLAIM, mine | {"until": now + LEASE}).scalars())
    return [
        Claim(
            delivery=row.id,
            notice=row.notice_id,
            channel=row.channel,
            recipient=row.wa_id or "",
            bsuid=row.bsuid or "",
            attempt=row.attempts + 1,
            parts=tuple(row.parts or ()),
            reply_to="" if row.subscriber_id is not None else _post_before(connection, row.follows, row.channel),
        )
        for row in rows
        if row.id in claimed
    ]


def _post_before(connection: sa.Connection, follows: int | None, channel: str) -> str:
    """The nearest post on this channel of what a notice follows, as its service names it; empty where there is none."""
    seen: set[int] = set()
    while follows is not None and follows not in seen:
        seen.add(follows)
        of = delivery.c.notice_id == follows, delivery.c.channel == channel, delivery.c.recipient_key == 0
        found = connection.execute(sa.select(delivery.c.remote_id).where(*of)).scalar()
        if found:
            return str(found)
        follows = connection.execute(sa.select(notice.c.follows).where(notice.c.id == follows)).scalar()
    return ""
