# SPDX-License-Identifier: EUPL-1.2
"""The tables of colleagues and of notices that wait for approval."""

from __future__ import annotations

import sqlalchemy as sa

from comunecast_gui.core.approval.approval_request import ApprovalState
from comunecast_gui.store.db.schema_base import UtcDateTime, json_value, metadata, numbered, one_of

colleague = numbered(
    "colleague",
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.String(80), nullable=False),
    sa.Column("account", sa.String(255), nullable=False, index=True),
    sa.Column("writes", sa.Boolean, nullable=False),
    sa.Column("sends", sa.Boolean, nullable=False),
    sa.Column("manages", sa.Boolean, nullable=False),
    # A salted hash; the wrong PINs in a row, and until when nobody may try another.
    sa.Column("pin", sa.Text, nullable=False),
    sa.Column("failures", sa.Integer, nullable=False, server_default="0"),
    sa.Column("blocked_until", UtcDateTime),
    # The private chat with the bot, and the hash of the word that will make one known, once, until a moment.
    sa.Column("telegram_chat", sa.BigInteger, unique=True),
    sa.Column("telegram_word", sa.String(64)),
    sa.Column("telegram_word_until", UtcDateTime),
    sa.Column("since", UtcDateTime, nullable=False),
    # Who left stays: what was decided keeps its name.
    sa.Column("left_at", UtcDateTime),
)

approval_request = numbered(
    "approval_request",
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("draft_uuid", sa.String(64), nullable=False, index=True),
    sa.Column("digest", sa.String(64), nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    # The frozen notice while it waits; nothing of it once it was decided.
    sa.Column("frozen", json_value()),
    sa.Column("author_id", sa.ForeignKey("colleague.id"), nullable=False),
    sa.Column("reasons", json_value(), nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("asked_at", UtcDateTime, nullable=False),
    sa.Column("ends_at", UtcDateTime, nullable=False),
    sa.Column("emergency_at", UtcDateTime),
    sa.Column("decided_by", sa.ForeignKey("colleague.id")),
    sa.Column("decided_at", UtcDateTime),
    sa.Column("way", sa.String(16)),
    sa.Column("notice_id", sa.ForeignKey("notice.id")),
    sa.Column("why", sa.String(64), nullable=False, server_default=""),
    one_of("state", ApprovalState),
    sa.Index(
        "ix_approval_request_waiting",
        "id",
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    ),
)

approver = sa.Table(
    "approver",
    metadata,
    # Who was named when it was asked, and where the bot asked them.
    sa.Column("request_id", sa.ForeignKey("approval_request.id"), primary_key=True),
    sa.Column("colleague_id", sa.ForeignKey("colleague.id"), primary_key=True),
    sa.Column("chat", sa.BigInteger),
    sa.Column("message", sa.BigInteger),
    # When the bot began to ask, how often in vain, and when it told how it ended.
    sa.Column("asking_since", UtcDateTime),
    sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
    sa.Column("told_at", UtcDateTime),
)
