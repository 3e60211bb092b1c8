# SPDX-License-Identifier: EUPL-1.2
"""Adds where a person published a notice by hand."""

import sqlalchemy as sa
from alembic import op

from comunecast_gui.store.db.schema_base import UtcDateTime

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.create_table(
        "hand_publication",
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=32), nullable=False),
        sa.Column("published_at", UtcDateTime(), nullable=False),
        sa.Column("who", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_hand_publication_notice_id_notice")),
        sa.PrimaryKeyConstraint("notice_id", "place", name=op.f("pk_hand_publication")),
    )
