# SPDX-License-Identifier: EUPL-1.2
"""A small town to try the store with: people who asked for notices, and notices for them."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from comunecast_gui.core.content import TelegramPost, TemplateMessage
from comunecast_gui.core.model import DeliveryState, Priority
from comunecast_gui.core.ports import Accepted, Claim, NewNotice, Result
from comunecast_gui.store.db.database import Database
from comunecast_gui.store.db.schema import delivery, subscriber

NOW = datetime(2026, 11, 30, 7, 30, tzinfo=UTC)
TELEGRAM = "telegram:principale"
WHATSAPP = "whatsapp"


def new_notice(*, channels: tuple[str, ...] = (WHATSAPP, TELEGRAM), **changes: Any) -> NewNotice:
    """A notice about water, ready to be queued."""
    contents = {
        TELEGRAM: TelegramPost("<b>Acqua</b> sospesa", "Acqua sospesa"),
        WHATSAPP: TemplateMessage("acqua_v1", "it", (("vie", "via Roma"),), "Acqua sospesa in via Roma"),
    }
    values: dict[str, Any] = {
        "draft_uuid": uuid.uuid4().hex,
        "category": "acqua_programmata",
        "priority": Priority.NORMAL,
        "title": "Acqua sospesa",
        "text": "Acqua sospesa\n\nComune di Calcinaia",
        "at": NOW,
        "contents": {channel: contents[channel] for channel in channels},
        "fields": {"vie": ["via Roma"], "note": "perché sì"},
    }
    return NewNotice(**(values | changes))


def people(database: Database, count: int, *, first: int = 3_330_000_000) -> None:
    """``count`` active subscribers with consecutive made-up numbers."""
    with database.writing() as connection:
        connection.execute(
            subscriber.insert(),
            [
                {"wa_id": f"39{first + n}", "state": "active", "since": NOW, "source": "test", "number_hash": f"h{n}"}
                for n in range(count)
            ],
        )


def accepted(claim: Claim, at: datetime = NOW, **values: Any) -> Result:
    """The answer of a service that took the delivery."""
    answer = Accepted(f"wamid.{claim.delivery}.{claim.attempt}", **values)
    return Result(claim.delivery, DeliveryState.ACCEPTED, at, accepted=answer)


def row(database: Database, delivery_id: int) -> sa.Row[Any]:
    """The delivery as it is stored."""
    with database.reading() as connection:
        return connection.execute(sa.select(delivery).where(delivery.c.id == delivery_id)).one()
