# SPDX-License-Identifier: EUPL-1.2
"""Stores the results of attempts; a delivery's state never goes backwards."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from comunecast_gui.core.model import DeliveryState, SubscriberState, kind_of
from comunecast_gui.core.ports import Result
from comunecast_gui.store.consent import marketing_opt_out
from comunecast_gui.store.db.database import Database
from comunecast_gui.store.db.schema import attempt, delivery, subscriber
from comunecast_gui.store.delivery import receipts
from comunecast_gui.store.delivery.charge_counts import ChargeTally
from comunecast_gui.store.delivery.message_digest import message_digest

_RECORDED_FROM: dict[DeliveryState, frozenset[DeliveryState]] = {
    # A late acceptance is a fact: it also corrects a row that was given up, or that a person queued again.
    DeliveryState.ACCEPTED: frozenset({DeliveryState.SENDING, DeliveryState.UNKNOWN, DeliveryState.QUEUED}),
    DeliveryState.HELD: frozenset({DeliveryState.SENDING, DeliveryState.UNKNOWN, DeliveryState.QUEUED}),
    DeliveryState.FAILED: frozenset({DeliveryState.SENDING, DeliveryState.UNKNOWN}),
    DeliveryState.UNKNOWN: frozenset({DeliveryState.SENDING}),
    DeliveryState.QUEUED: frozenset({DeliveryState.SENDING}),
}
"""For each result, the states that it may replace: a receipt that came first is never undone.

Nor is the failure that a receipt told of, as long as it was about the same message (:func:`_failed_otherwise`).
"""

_FACTS = frozenset({DeliveryState.ACCEPTED, DeliveryState.HELD})
_SETTLED = frozenset({DeliveryState.ACCEPTED, DeliveryState.FAILED, DeliveryState.CANCELLED})

_TRIED = (
    sa.select(delivery)
    .where(delivery.c.id.in_(sa.bindparam("deliveries", expanding=True)))
    .order_by(delivery.c.id)
    .with_for_update()
)
_RECORD = (
    delivery.update()
    .where(delivery.c.id == sa.bindparam("row"))
    .values({name: sa.bindparam(f"new_{name}") for name in (
        "state", "code", "detail", "remote_id", "link", "parts", "not_before", "changed_at", "settled_at",
        "owner", "lease_until",
    )})
)  # fmt: skip


def record(connection: sa.Connection, database: Database, results: Sequence[Result], owner: str) -> None:
    """Stores how attempts ended: one attempt row each, and the delivery's new state if it moves forward.

    ``owner`` made the attempts. A row that was taken from it meanwhile (its lease ran out while the machine slept)
    moves only for an acceptance. A WhatsApp message id is kept as a keyed hash, with the key of the ``database``.
    """
    if not results:
        return
    rows = {row.id: row for row in connection.execute(_TRIED, {"deliveries": [result.delivery for result in results]})}
    known = [result for result in results if result.delivery in rows]
    if not known:
        return
    ids = {result.delivery: _kept_id(database, rows[result.delivery], result) for result in known}
    doubted = _tried_in_doubt(connection, [result for result in known if result.state == DeliveryState.UNKNOWN])
    changes = [
        _recorded(rows[result.delivery], result, owner, ids[result.delivery], doubted=result.delivery in doubted)
        for result in known
    ]
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
    marketing_opt_out.learn(
        connection, {one.delivery: one.at for one in known if one.code == marketing_opt_out.REFUSED}
    )
    accepted = {kept: id for id, kept in ids.items() if kept}
    tally = ChargeTally()
    receipts.apply_early(connection, accepted, tally)
    _learn_bsuids(connection, {r.delivery: r.accepted.bsuid for r in known if r.accepted and r.accepted.bsuid})
    tally.write(connection)


def _kept_id(database: Database, row: sa.Row[Any], result: Result) -> str | None:
    """The message id as it is stored: whole for a post, which is edited by it; hashed where it contains a number."""
    if result.accepted is None:
        return None
    given = result.accepted.remote_id
    return message_digest(database.hash_key, given) if given and kind_of(row.channel).personal else given


def _tried_in_doubt(connection: sa.Connection, results: Sequence[Result]) -> set[int]:
    """The deliveries with an earlier attempt of unknown outcome: a receipt may be about either message."""
    ids = [result.delivery for result in results]
    query = sa.select(attempt.c.delivery_id).where(
        attempt.c.delivery_id.in_(ids), attempt.c.state == DeliveryState.UNKNOWN
    )
    return set(connection.execute(query).scalars()) if ids else set()


def _failed_otherwise(row: sa.Row[Any], result: Result, remote_id: str | None, *, doubted: bool) -> bool:
    """Whether the row failed because of another message than this result's.

    A receipt can tell of the failure of a first message while a second is under way, which a person asked for.
    """
    if row.state != DeliveryState.FAILED or not row.remote_id:
        return False
    return row.remote_id != remote_id if result.state in _FACTS else doubted


def _recorded(row: sa.Row[Any], result: Result, owner: str, remote_id: str | None, *, doubted: bool) -> dict[str, Any]:
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
    moves = row.state in _RECORDED_FROM[result.state] or _failed_otherwise(row, result, remote_id, doubted=doubted)
    if moves and not (taken_away and result.state not in _FACTS):
        called_off = result.state == DeliveryState.QUEUED and row.settled_at is not None
        state = DeliveryState.CANCELLED if called_off else result.state
        values |= {
            "new_state": state,
            "new_code": result.code,
            "new_detail": result.detail,
            "new_not_before": None if called_off else result.not_before,
            "new_changed_at": result.at,
            "new_settled_at": result.at if state in _SETTLED else None,
            "new_owner": None,
            "new_lease_until": None,
        }
    return values


def _learn_bsuids(connection: sa.Connection, bsuids: dict[int, str]) -> None:
    """Stores the business-scoped user ids that WhatsApp reported; one that another row has is left to a person."""
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
