# SPDX-License-Identifier: EUPL-1.2
"""Remembers which messages of citizens were seen and answered, without what they say or who wrote them."""

import sqlalchemy as sa
from alembic import op

from comunecast_gui.store.db.schema_base import UtcDateTime

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "inbound",
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("seen_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("mark", name=op.f("pk_inbound")),
    )
    op.create_index(op.f("ix_inbound_seen_at"), "inbound", ["seen_at"])
    op.create_table(
        "answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("code", sa.String(length=64), server_default="", nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('welcome', 'already', 'goodbye', 'not_here', 'other', 'privacy')",
            name=op.f("ck_answer_kind"),
        ),
        sa.CheckConstraint(
            "state IN ('due', 'sending', 'accepted', 'delivered', 'failed', 'unknown', 'late')",
            name=op.f("ck_answer_state"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sa.UniqueConstraint("mark", name=op.f("uq_answer_mark")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_answer_changed_at"), "answer", ["changed_at"])
    op.create_index(op.f("ix_answer_person_at"), "answer", ["person", "at"])
