# SPDX-License-Identifier: EUPL-1.2
"""Adds notices that go out later, and what a person declared over."""

import sqlalchemy as sa
from alembic import op

from comunecast_gui.store.db.schema_base import UtcDateTime

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    op.create_table(
        "schedule",
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("undo", sa.Boolean(), nullable=False),
        sa.Column("held_code", sa.String(length=64), server_default="", nullable=False),
        sa.Column("held_detail", sa.Text(), server_default="", nullable=False),
        sa.Column("released_at", UtcDateTime()),
        sa.Column("cancelled_at", UtcDateTime()),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_schedule_notice_id")),
        sa.PrimaryKeyConstraint("notice_id", name=op.f("pk_schedule")),
    )
    op.create_table(
        "closing",
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("closed_at", UtcDateTime()),
        sa.Column("who", sa.Text(), server_default="", nullable=False),
        sa.Column("reminded_at", UtcDateTime()),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_closing_notice_id")),
        sa.PrimaryKeyConstraint("notice_id", name=op.f("pk_closing")),
    )
