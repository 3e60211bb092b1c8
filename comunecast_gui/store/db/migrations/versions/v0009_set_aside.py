# SPDX-License-Identifier: EUPL-1.2
"""Notes that a person let a notice's other channels go ahead of one that is not ready."""

import sqlalchemy as sa
from alembic import op

from comunecast_gui.store.db.schema_base import UtcDateTime

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.add_column("notice_content", sa.Column("set_aside_at", UtcDateTime()))
