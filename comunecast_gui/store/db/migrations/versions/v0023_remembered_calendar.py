# SPDX-License-Identifier: EUPL-1.2
"""Adds the calendars that the office gave the program."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    op.create_table(
        "remembered_calendar",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("days", sa.JSON(), nullable=False),
        sa.Column("seen_until", sa.Date(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remembered_calendar")),
        sa.UniqueConstraint("name", name=op.f("uq_remembered_calendar_name")),
        sqlite_autoincrement=True,
    )
