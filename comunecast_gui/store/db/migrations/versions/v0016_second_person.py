# SPDX-License-Identifier: EUPL-1.2
"""Knows the office's own people, and keeps notices that wait for a second one of them."""

import sqlalchemy as sa
from alembic import op

from comunecast_gui.store.db.schema_base import UtcDateTime

revision = "0016"
down_revision = "0015"

_STATES = "'waiting', 'approved', 'overridden', 'refused', 'withdrawn', 'expired', 'changed'"


def upgrade() -> None:
    op.create_table(
        "colleague",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("account", sa.String(length=255), nullable=False),
        sa.Column("writes", sa.Boolean(), nullable=False),
        sa.Column("sends", sa.Boolean(), nullable=False),
        sa.Column("manages", sa.Boolean(), nullable=False),
        sa.Column("pin", sa.Text(), nullable=False),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
        sa.Column("blocked_until", UtcDateTime()),
        sa.Column("telegram_chat", sa.BigInteger()),
        sa.Column("telegram_word", sa.String(length=64)),
        sa.Column("telegram_word_until", UtcDateTime()),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("left_at", UtcDateTime()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_colleague")),
        sa.UniqueConstraint("telegram_chat", name=op.f("uq_colleague_telegram_chat")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_colleague_account"), "colleague", ["account"])
    op.create_table(
        "approval_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_uuid", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("frozen", sa.JSON(none_as_null=True)),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("emergency_at", UtcDateTime()),
        sa.Column("decided_by", sa.Integer()),
        sa.Column("decided_at", UtcDateTime()),
        sa.Column("way", sa.String(length=16)),
        sa.Column("notice_id", sa.Integer()),
        sa.Column("why", sa.String(length=64), server_default="", nullable=False),
        sa.CheckConstraint(f"state IN ({_STATES})", name=op.f("ck_approval_request_state")),
        sa.ForeignKeyConstraint(["author_id"], ["colleague.id"], name=op.f("fk_approval_request_author_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["colleague.id"], name=op.f("fk_approval_request_decided_by")),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_approval_request_notice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_request")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_approval_request_draft_uuid"), "approval_request", ["draft_uuid"])
    op.create_index(
        "ix_approval_request_waiting",
        "approval_request",
        ["id"],
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_table(
        "approver",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("colleague_id", sa.Integer(), nullable=False),
        sa.Column("chat", sa.BigInteger()),
        sa.Column("message", sa.BigInteger()),
        sa.Column("asking_since", UtcDateTime()),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("told_at", UtcDateTime()),
        sa.ForeignKeyConstraint(["request_id"], ["approval_request.id"], name=op.f("fk_approver_request_id")),
        sa.ForeignKeyConstraint(["colleague_id"], ["colleague.id"], name=op.f("fk_approver_colleague_id")),
        sa.PrimaryKeyConstraint("request_id", "colleague_id", name=op.f("pk_approver")),
    )
