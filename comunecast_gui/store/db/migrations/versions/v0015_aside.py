# SPDX-License-Identifier: EUPL-1.2
"""Keeps why a channel does not send a notice now, so that a person reads it later too."""

import sqlalchemy as sa
from alembic import op

from comunecast_gui.store.db.schema_base import UtcDateTime

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    for column in (
        sa.Column("aside_code", sa.String(length=64), server_default="", nullable=False),
        sa.Column("aside_detail", sa.Text(), server_default="", nullable=False),
        sa.Column("aside_since", UtcDateTime()),
    ):
        op.add_column("notice_content", column)
