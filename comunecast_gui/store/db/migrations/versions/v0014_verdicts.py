# SPDX-License-Identifier: EUPL-1.2
"""Keeps what a person said of unknown outcomes, and how each stood before, so that it can be taken back later."""

import sqlalchemy as sa
from alembic import op

from comunecast_gui.store.db.schema_base import UtcDateTime

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.create_table(
        "verdict",
        sa.Column("delivery_id", sa.Integer(), nullable=False),
        sa.Column("settlement", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("last_receipt", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("remote_id", sa.String(length=255)),
        sa.Column("not_before", UtcDateTime()),
        sa.Column("settled_at", UtcDateTime()),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("verdict IN ('arrived', 'resend', 'leave')", name=op.f("ck_verdict_verdict")),
        sa.ForeignKeyConstraint(["delivery_id"], ["delivery.id"], name=op.f("fk_verdict_delivery_id_delivery")),
        sa.PrimaryKeyConstraint("delivery_id", name=op.f("pk_verdict")),
    )
    op.create_index(op.f("ix_verdict_settlement"), "verdict", ["settlement"])
