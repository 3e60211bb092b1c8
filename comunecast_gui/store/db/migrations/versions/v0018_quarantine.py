# SPDX-License-Identifier: EUPL-1.2
"""Adds the letters that do not open, and how far each relay was read behind them."""

import sqlalchemy as sa
from alembic import op

from comunecast_gui.store.db.schema_base import UtcDateTime

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.create_table(
        "quarantine",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("relay", sa.String(length=512), nullable=False),
        sa.Column("event", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("kept_since", UtcDateTime(), nullable=False),
        sa.Column("why", sa.String(length=16), nullable=False),
        sa.Column("unsigned", sa.Boolean(), nullable=False),
        sa.Column("tried", sa.String(length=64), nullable=False),
        sa.Column("stepped_at", UtcDateTime()),
        sa.CheckConstraint("why IN ('key', 'signature', 'unsigned')", name=op.f("ck_quarantine_why")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quarantine")),
        sa.UniqueConstraint("digest", name=op.f("uq_quarantine_digest")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_quarantine_tried"), "quarantine", ["tried"])
    op.create_table(
        "mailbox",
        sa.Column("relay", sa.String(length=512), nullable=False),
        sa.Column("read_event", sa.BigInteger()),
        sa.Column("read_digest", sa.String(length=64)),
        sa.Column("let_go", sa.BigInteger(), nullable=False),
        sa.Column("signed_since", UtcDateTime()),
        sa.Column("sealed_for", sa.String(length=64), nullable=False),
        sa.Column("sealed_since", UtcDateTime()),
        sa.PrimaryKeyConstraint("relay", name=op.f("pk_mailbox")),
    )
