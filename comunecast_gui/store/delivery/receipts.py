# SPDX-License-Identifier: EUPL-1.2
"""Applies receipts to deliveries; the result does not depend on their order or repetition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from comunecast_gui.core.meta.charges import Pricing
from comunecast_gui.core.model import DeliveryState
from comunecast_gui.store.consent import marketing_opt_out
from comunecast_gui.store.db.database import serialise
from comunecast_gui.store.db.schema import delivery, receipt
from comunecast_gui.store.delivery.charge_counts import ChargeTally
from comunecast_gui.store.delivery.message_digest import message_digest


class ReceiptKind(StrEnum):
    """The statuses of a message that change a delivery (Meta: messages webhook, statuses)."""

    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Receipt:
    """One status of a message."""

    kind: ReceiptKind
    at: datetime
    remote_id: str = ""
    delivery: int | None = None
    code: str = ""
    detail: str = ""
    pricing: Pricing | None = None


_EVERY = frozenset(DeliveryState)
_ADVANCES: dict[ReceiptKind, tuple[DeliveryState, frozenset[DeliveryState]]] = {
    ReceiptKind.SENT: (
        DeliveryState.ACCEPTED,
        frozenset({DeliveryState.SENDING, DeliveryState.UNKNOWN, DeliveryState.HELD}),
    ),
    ReceiptKind.FAILED: (
        DeliveryState.FAILED,
        frozenset({DeliveryState.SENDING, DeliveryState.UNKNOWN, DeliveryState.HELD, DeliveryState.ACCEPTED}),
    ),
    # Whatever we believed, it reached the person: this also ends a row that waits to be sent again.
    ReceiptKind.DELIVERED: (DeliveryState.DELIVERED, _EVERY - {DeliveryState.DELIVERED, DeliveryState.READ}),
    ReceiptKind.READ: (DeliveryState.READ, _EVERY - {DeliveryState.READ}),
}
"""For each receipt the state that it leads to, and the states that it may replace."""


def apply(connection: sa.Connection, secret: bytes, news: Receipt, tally: ChargeTally) -> int | None:
    """Applies one receipt; returns the delivery whose state changed, else None. Keeps a keyed hash of its message id.

    Its charge goes to ``tally``, which the caller writes as the last step of the transaction.

    A receipt for a message that the outbox has not heard of yet is kept until it has (:func:`apply_early`).
    """
    if news.remote_id:
        news = replace(news, remote_id=message_digest(secret, news.remote_id))
    serialise(connection, f"receipt {_subject(news)}")
    row = _find(connection, news)
    seen = receipt.c.subject == _subject(news), receipt.c.kind == news.kind
    if connection.execute(sa.select(receipt.c.id).where(*seen)).first() is None:
        connection.execute(
            receipt.insert().values(
                subject=_subject(news),
                delivery_id=row.id if row else None,
                kind=news.kind,
                at=news.at,
                code=news.code,
                detail=news.detail,
                pricing=asdict(news.pricing) if news.pricing and (row is None or not _has_arrived(row, news)) else None,
            )
        )
        if row is not None:
            return _advance(connection, row, news, tally)
    return None


_EARLY = (
    sa.select(receipt).where(receipt.c.subject.in_(sa.bindparam("subjects", expanding=True))).order_by(receipt.c.id)
)


def apply_early(connection: sa.Connection, accepted: Mapping[str, int], tally: ChargeTally) -> None:
    """Applies the receipts that arrived before the answer to the call. ``accepted`` maps a hashed id to its delivery.

    Also those that seemed to be about another message of the delivery: applied again, a receipt changes nothing.
    """
    if not accepted:
        return
    waiting = connection.execute(_EARLY, {"subjects": list(accepted)}).all()
    for kept in waiting:
        delivery_id = accepted[kept.subject]
        connection.execute(receipt.update().where(receipt.c.id == kept.id).values(delivery_id=delivery_id))
        row = connection.execute(sa.select(delivery).where(delivery.c.id == delivery_id)).one()
        pricing = Pricing(**kept.pricing) if kept.pricing else None
        news = Receipt(ReceiptKind(kept.kind), kept.at, kept.subject, delivery_id, kept.code, kept.detail, pricing)
        _advance(connection, row, news, tally)


def _subject(news: Receipt) -> str:
    return news.remote_id or f"#{news.delivery}"


def _find(connection: sa.Connection, news: Receipt) -> sa.Row[Any] | None:
    row = None
    if news.remote_id:
        row = connection.execute(
            sa.select(delivery).where(delivery.c.remote_id == news.remote_id).with_for_update()
        ).first()
    if row is None and news.delivery is not None:
        row = connection.execute(sa.select(delivery).where(delivery.c.id == news.delivery).with_for_update()).first()
    return row


def _advance(connection: sa.Connection, row: sa.Row[Any], news: Receipt, tally: ChargeTally) -> int | None:
    state, replaces = _ADVANCES[news.kind]
    price = _price(connection, row, news, tally)
    this = delivery.update().where(delivery.c.id == row.id)
    # The failure of an earlier try says nothing about the message that is under way now.
    stale = bool(news.remote_id and row.remote_id and news.remote_id != row.remote_id)
    if row.state not in replaces or (stale and news.kind is ReceiptKind.FAILED):
        if price:
            connection.execute(this.values(**price))
        return None
    failed = news.kind is ReceiptKind.FAILED
    connection.execute(
        this.values(
            state=state,
            code=news.code if failed else "",
            detail=news.detail if failed else "",
            remote_id=row.remote_id or news.remote_id or None,
            changed_at=news.at,
            settled_at=news.at,
            not_before=None,
            owner=None,
            lease_until=None,
            **price,
        )
    )
    if news.code == marketing_opt_out.REFUSED:
        marketing_opt_out.learn(connection, {row.id: news.at})
    return int(row.id)


_DELIVERED = frozenset({DeliveryState.DELIVERED, DeliveryState.READ})


def _has_arrived(row: sa.Row[Any], news: Receipt) -> bool:
    return news.kind in (ReceiptKind.DELIVERED, ReceiptKind.READ) or row.state in _DELIVERED


def _price(connection: sa.Connection, row: sa.Row[Any], news: Receipt, tally: ChargeTally) -> dict[str, Any]:
    """The price information after this receipt; a delivered message is counted as charged once.

    A price comes with ``sent`` and with one of ``delivered`` and ``read``, in any order (Meta: messages webhook). Until
    the message arrives it stays with the receipt that told it: what never arrives costs nothing.
    """
    if row.charged_at is not None or not _has_arrived(row, news):
        return {}
    pricing = news.pricing
    if pricing is None:
        told = sa.select(receipt.c.pricing).where(receipt.c.delivery_id == row.id, receipt.c.pricing.is_not(None))
        kept = connection.execute(told.limit(1)).scalar()
        pricing = Pricing(**kept) if kept else None
    if pricing is None:
        return {}
    tally.add(news.at, pricing)
    return {
        "price_category": pricing.category[:32],
        "price_kind": pricing.kind[:32],
        "price_model": pricing.model[:16],
        "billable": pricing.billable,
        "charged_at": news.at,
    }
