# SPDX-License-Identifier: EUPL-1.2
"""Keeps with each notice the digest of what was confirmed, and the warnings that were shown before."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.add_column("notice", sa.Column("digest", sa.String(64), nullable=False, server_default=""))
    op.add_column("notice", sa.Column("warnings", sa.JSON(none_as_null=True)))
