# SPDX-License-Identifier: EUPL-1.2
"""Lets an office see how its Telegram channels grow, and answer who writes to the bot once a day."""

import sqlalchemy as sa
from alembic import op

from comunecast_gui.store.db.schema_base import UtcDateTime

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "private_answer",
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_private_answer")),
    )
    op.create_table(
        "member_count",
        sa.Column("channel", sa.String(length=80), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "day", name=op.f("pk_member_count")),
    )
