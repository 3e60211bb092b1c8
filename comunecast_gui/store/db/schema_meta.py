# SPDX-License-Identifier: EUPL-1.2
"""The tables of Meta's news about the office and of its charges; they hold no personal data."""

from __future__ import annotations

import sqlalchemy as sa

from comunecast_gui.core.meta.news import MetaMatter
from comunecast_gui.store.db.schema_base import UtcDateTime, json_value, metadata, numbered, one_of

meta_news = numbered(
    "meta_news",
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("matter", sa.String(32), nullable=False),
    sa.Column("at", UtcDateTime, nullable=False, index=True),
    # In Meta's words: what happened, to which template or by which restriction, what it is now and was before.
    sa.Column("event", sa.String(64), nullable=False),
    sa.Column("subject", sa.String(512), nullable=False),
    sa.Column("language", sa.String(16), nullable=False),
    sa.Column("value", sa.String(64), nullable=False),
    sa.Column("before", sa.String(64), nullable=False),
    sa.Column("until", UtcDateTime),
    sa.Column("detail", sa.Text, nullable=False),
    # When a person closed it, or something newer had taken its place before anybody could see it.
    sa.Column("seen_at", UtcDateTime),
    one_of("matter", MetaMatter),
)

charge_count = sa.Table(
    "charge_count",
    metadata,
    # By the hour, in UTC: which month that is, only the office's timezone tells.
    sa.Column("hour", UtcDateTime, primary_key=True),
    sa.Column("category", sa.String(32), primary_key=True),
    sa.Column("kind", sa.String(32), primary_key=True),
    sa.Column("charged", sa.Boolean, primary_key=True),
    sa.Column("count", sa.Integer, nullable=False),
)

meta_month = sa.Table(
    "meta_month",
    metadata,
    # What Meta said of a month when it was asked last.
    sa.Column("month", sa.Date, primary_key=True),
    sa.Column("currency", sa.String(3), nullable=False),
    sa.Column("lines", json_value(), nullable=False),
    sa.Column("asked_at", UtcDateTime, nullable=False),
)
