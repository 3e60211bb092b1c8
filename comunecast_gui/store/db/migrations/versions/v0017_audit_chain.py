# SPDX-License-Identifier: EUPL-1.2
"""Gives each entry of the audit log a digest, with which it is chained to the one before it."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.add_column("audit", sa.Column("digest", sa.String(64), nullable=False, server_default=""))
