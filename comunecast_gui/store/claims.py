# SPDX-License-Identifier: EUPL-1.2
"""The two halves of an exchange with the queue: what became of the last attempts, and which rows go next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from comunecast_gui.core.choices import Breadth
from comunecast_gui.core.model import ChannelKind, DeliveryState, SubscriberState
from comunecast_gui.core.ports import Claim, Result, Scope
from comunecast_gui.store import choices, preferences, receipts
from comunecast_gui.store.marks import mark
from comunecast_gui.store.schema import IS_QUEUED, RANKS, attempt, delivery, notice, subscriber

LEASE = timedelta(minutes=10)
"""How long a claimed row belongs to the process that claimed it: far above any time-out of a call."""

_RECORDED_FROM: dict[DeliveryState, frozenset[DeliveryState]] = {
    # A late acceptance is a fact: it also corrects a row that was given up, or that a person queued again.
    DeliveryState.ACCEPTED: frozenset({DeliveryState.SENDING, DeliveryState.UNKNOWN, DeliveryState.QUEUED}),
    DeliveryState.HELD: frozenset({DeliveryState.SENDING, DeliveryState.UNKNOWN, DeliveryState.QUEUED}),
    DeliveryState.FAILED: frozenset({DeliveryState.SENDING, DeliveryState.UNKNOWN}),
    DeliveryState.UNKNOWN: frozenset({DeliveryState.SENDING}),
    DeliveryState.QUEUED: frozenset({DeliveryState.SENDING}),
}
"""For each result, the states that it may replace: a receipt that came first is never undone."""

_FACTS = frozenset({DeliveryState.ACCEPTED, DeliveryState.HELD})
_SETTLED = frozenset({DeliveryState.ACCEPTED, DeliveryState.FAILED})

_RECORD = (
    delivery.update()
    .where(delivery.c.id == sa.bindparam("row"))
    .values({name: sa.bindparam(f"new_{name}") for name in (
        "state", "code", "detail", "remote_id", "link", "parts", "not_before", "changed_at", "settled_at",
        "owner", "lease_until",
    )})
)  # fmt: skip


def record(connection: sa.Connection, secret: bytes, results: Sequence[Result], owner: str) -> None:
    """Stores how attempts ended: one attempt row each, and the delivery's new state where it moves forward.

    ``owner`` made the attempts. A row that was taken from it meanwhile (its lease ran out while the machine slept)
    moves only for an acceptance. Of an id of WhatsApp's the mark is kept, which ``secret`` makes.
    """
    if not results:
        return
    rows = {
        row.id: row
        for row in connection.execute(
            sa.select(delivery)
            .where(delivery.c.id.in_([result.delivery for result in results]))
            .order_by(delivery.c.id)
            .with_for_update()
        )
    }
    known = [result for result in results if result.delivery in rows]
    if not known:
        return
    ids = {result.delivery: _kept_id(secret, rows[result.delivery], result) for result in known}
    changes = [_recorded(rows[result.delivery], result, owner, ids[result.delivery]) for result in known]
    connection.execute(_RECORD, changes)
    connection.execute(
        attempt.insert(),
        [
            {
                "delivery_id": result.delivery,
                "channel": rows[result.delivery].channel,
                "at": result.at,
                "state": result.state,
                "code": result.code,
            }
            for result in known
        ],
    )
    preferences.learn(connection, {one.delivery: one.at for one in known if one.code == preferences.REFUSED})
    accepted = {kept: id for id, kept in ids.items() if kept}
    receipts.apply_early(connection, accepted)
    _learn_bsuids(connection, {r.delivery: r.accepted.bsuid for r in known if r.accepted and r.accepted.bsuid})


def _kept_id(secret: bytes, row: sa.Row[Any], result: Result) -> str | None:
    """The id that the service gave: whole where a post can be edited by it, as a mark where it names a person."""
    if result.accepted is None:
        return None
    given = result.accepted.remote_id
    return mark(secret, given) if given and row.channel == ChannelKind.WHATSAPP else given


def _recorded(row: sa.Row[Any], result: Result, owner: str, remote_id: str | None) -> dict[str, Any]:
    accepted = result.accepted
    values = {
        "row": row.id,
        "new_state": row.state,
        "new_code": row.code,
        "new_detail": row.detail,
        "new_remote_id": remote_id or row.remote_id,
        "new_link": (accepted.link if accepted else None) or row.link,
        "new_parts": list((accepted.parts if accepted else ()) or result.parts) or row.parts,
        "new_not_before": row.not_before,
        "new_changed_at": row.changed_at,
        "new_settled_at": row.settled_at,
        "new_owner": row.owner,
        "new_lease_until": row.lease_until,
    }
    taken_away = row.state == DeliveryState.SENDING and row.owner != owner
    if row.state in _RECORDED_FROM[result.state] and not (taken_away and result.state not in _FACTS):
        values |= {
            "new_state": result.state,
            "new_code": result.code,
            "new_detail": result.detail,
            "new_not_before": result.not_before,
            "new_changed_at": result.at,
            "new_settled_at": result.at if result.state in _SETTLED else None,
            "new_owner": None,
            "new_lease_until": None,
        }
    return values


def _learn_bsuids(connection: sa.Connection, bsuids: dict[int, str]) -> None:
    """Fills in the business-scoped user id that WhatsApp named; one that another row has is left to a person."""
    if not bsuids:
        return
    missing = connection.execute(
        sa.select(delivery.c.id, subscriber.c.id)
        .join(subscriber, subscriber.c.id == delivery.c.subscriber_id)
        .where(
            delivery.c.id.in_(bsuids),
            subscriber.c.bsuid.is_(None),
            subscriber.c.state == SubscriberState.ACTIVE,
        )
    ).all()
    other = subscriber.alias("other")
    for delivery_id, subscriber_id in missing:
        taken = sa.exists().where(other.c.bsuid == bsuids[delivery_id])
        connection.execute(
            subscriber.update().where(subscriber.c.id == subscriber_id, ~taken).values(bsuid=bsuids[delivery_id])
        )


def set_back(connection: sa.Connection, now: datetime) -> int:
    """Rows that wait since a moment which is still to come keep the length of their pause, counted from ``now``."""
    waiting = connection.execute(
        sa.select(delivery.c.id, delivery.c.changed_at, delivery.c.not_before)
        .where(IS_QUEUED, delivery.c.not_before.is_not(None), delivery.c.changed_at > now)
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
) -> list[Claim]:
    """Claims at most ``room`` due rows as ``sending``; those that may no longer go out are set aside on the way."""
    while True:
        rows = _next(connection, channel, room, now, scope)
        expired = {row.notice_id for row in rows if row.valid_until is not None and row.valid_until <= now}
        left = [row.id for row in rows if row.subscriber_id is not None and not _may_receive(row)]
        unwanted = choices.unwanted(connection, [row for row in rows if row.id not in left and _chose(row)])
        spared = preferences.unwanted(connection, rows, channel)
        if not (expired or left or unwanted or spared):
            return _claimed(connection, rows, now, owner, shared)
        for notice_id in expired:
            inside = scope.notices is None or notice_id in scope.notices
            one_of = sa.true() if inside else delivery.c.id.in_(scope.deliveries)
            where = (delivery.c.notice_id == notice_id, delivery.c.channel == channel, IS_QUEUED, one_of)
            _set_aside(connection, where, DeliveryState.EXPIRED, now)
        _set_aside(connection, (delivery.c.id.in_(left), IS_QUEUED), DeliveryState.SKIPPED, now)
        mine = (delivery.c.id.in_(unwanted), IS_QUEUED)
        _set_aside(connection, mine, DeliveryState.SKIPPED, now, choices.NOT_WANTED)
        theirs = (delivery.c.id.in_(spared), IS_QUEUED)
        _set_aside(connection, theirs, DeliveryState.SKIPPED, now, preferences.REFUSED)


def _may_receive(row: sa.Row[Any]) -> bool:
    return row.subscriber_state == SubscriberState.ACTIVE and bool(row.wa_id or row.bsuid)


def _chose(row: sa.Row[Any]) -> bool:
    return not {row.zone_breadth, row.topic_breadth} <= {Breadth.ALL, None}


def _set_aside(
    connection: sa.Connection,
    where: Iterable[sa.ColumnElement[bool]],
    state: DeliveryState,
    now: datetime,
    code: str = "",
) -> None:
    # Rows that another workstation has in hand are left to it: two that wait for each other would both fail.
    free = sa.select(delivery.c.id).where(*where).with_for_update(skip_locked=True)
    connection.execute(
        delivery.update()
        .where(delivery.c.id.in_(free))
        .values(state=state, changed_at=now, settled_at=now, not_before=None, **({"code": code} if code else {}))
    )


def _next(connection: sa.Connection, channel: str, room: int, now: datetime, scope: Scope) -> list[sa.Row[Any]]:
    """The due rows in their order. Within a notice that is the order of ids, so each source reads one index."""
    due = _due(channel, now)
    if scope.notices is None:
        return list(connection.execute(due.order_by(delivery.c.rank, delivery.c.id).limit(room)))
    found: list[sa.Row[Any]] = []
    if scope.deliveries:
        found += connection.execute(due.where(delivery.c.id.in_(scope.deliveries)).order_by(delivery.c.id).limit(room))
    for notice_id in _by_urgency(connection, scope.notices):
        rows = connection.execute(due.where(delivery.c.notice_id == notice_id).order_by(delivery.c.id).limit(room))
        found += [row for row in rows if row.id not in scope.deliveries]
        if len(found) >= room:
            break
    return sorted(found, key=lambda row: (row.rank, row.id))[:room]


def _due(channel: str, now: datetime) -> sa.Select[Any]:
    # Outer joins: the planner must walk the queue's index in order and look the rest up, never start elsewhere.
    return (
        sa.select(
            delivery.c.id,
            delivery.c.rank,
            delivery.c.notice_id,
            delivery.c.channel,
            delivery.c.subscriber_id,
            delivery.c.attempts,
            delivery.c.parts,
            notice.c.valid_until,
            subscriber.c.state.label("subscriber_state"),
            subscriber.c.wa_id,
            subscriber.c.bsuid,
            subscriber.c.zone_breadth,
            subscriber.c.zone_names,
            subscriber.c.topic_breadth,
            subscriber.c.topic_names,
            preferences.IS_STOPPED.label("marketing_stopped"),
        )
        .select_from(
            delivery.outerjoin(notice, notice.c.id == delivery.c.notice_id).outerjoin(
                subscriber, subscriber.c.id == delivery.c.subscriber_id
            )
        )
        .where(delivery.c.channel == channel, IS_QUEUED, is_due(now))
        .with_for_update(of=delivery, skip_locked=True)
    )


def is_due(now: datetime) -> sa.ColumnElement[bool]:
    """Whether a queued row need not wait any longer."""
    return sa.or_(delivery.c.not_before.is_(None), delivery.c.not_before <= now)


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
    # The clocks of workstations differ; the server's is one.
    began: Any = sa.func.clock_timestamp() if shared else now
    mine = set(
        connection.execute(
            delivery.update()
            .where(delivery.c.id.in_([row.id for row in rows]), IS_QUEUED)
            .values(
                state=DeliveryState.SENDING,
                attempts=delivery.c.attempts + 1,
                owner=owner,
                lease_until=began + LEASE,
                changed_at=now,
                not_before=None,
            )
            .returning(delivery.c.id)
        ).scalars()
    )
    return [
        Claim(
            delivery=row.id,
            notice=row.notice_id,
            channel=row.channel,
            recipient=row.wa_id or "",
            bsuid=row.bsuid or "",
            attempt=row.attempts + 1,
            parts=tuple(row.parts or ()),
        )
        for row in rows
        if row.id in mine
    ]
