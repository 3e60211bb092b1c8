# SPDX-License-Identifier: EUPL-1.2
"""Brings receipts into an office the way they come: as statuses that the inbox applies."""

from __future__ import annotations

from comunecast_gui.core.inbound.events import Status
from comunecast_gui.store.db.database import Database
from comunecast_gui.store.delivery.receipts import Receipt
from comunecast_gui.store.inbound.inbox import InboxPolicy, SqlInbox


def receive(database: Database, news: Receipt) -> None:
    """The receipt arrives at its own moment."""
    status = Status(news.kind, news.at, news.remote_id, news.delivery, None, news.code, news.detail, news.pricing)
    SqlInbox(database, InboxPolicy()).apply([status], news.at)
