# SPDX-License-Identifier: EUPL-1.2
"""The table of changes of posts that are out: corrected, deleted, pinned."""

from __future__ import annotations

import sqlalchemy as sa

from comunecast_gui.core.thread.post_change import Act, ChangeState
from comunecast_gui.store.db.schema_base import UtcDateTime, json_value, numbered, one_of

post_change = numbered(
    "post_change",
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("notice_id", sa.ForeignKey("notice.id"), nullable=False),
    sa.Column("channel", sa.String(80), nullable=False),
    sa.Column("act", sa.String(16), nullable=False),
    sa.Column("mark", sa.String(16), nullable=False, server_default=""),
    # What the post reads from then on, without the mark; none: what it read before. And the raw values behind it.
    sa.Column("content", json_value()),
    sa.Column("fields", json_value()),
    # The notice for whose sake it is done: its own turn comes first.
    sa.Column("cause_id", sa.ForeignKey("notice.id")),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("code", sa.String(64), nullable=False, server_default=""),
    sa.Column("detail", sa.Text, nullable=False, server_default=""),
    sa.Column("asked_at", UtcDateTime, nullable=False),
    sa.Column("changed_at", UtcDateTime, nullable=False),
    # While its call is under way: which process makes it.
    sa.Column("owner", sa.String(80)),
    one_of("act", Act),
    one_of("state", ChangeState),
    sa.Index("ix_post_change_notice_id", "notice_id"),
    sa.Index(
        "ix_post_change_open",
        "state",
        "id",
        sqlite_where=sa.text("state IN ('waiting', 'calling')"),
        postgresql_where=sa.text("state IN ('waiting', 'calling')"),
    ),
)
