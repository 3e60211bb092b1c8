# SPDX-License-Identifier: EUPL-1.2
"""Says of each change of what kind it is and which rows it is about, and in which transaction it was made."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    changes = sa.table("change_log", sa.column("channel"), sa.column("kind"))
    with op.batch_alter_table("change_log") as batch:
        batch.add_column(sa.Column("kind", sa.String(length=16), server_default="deliveries", nullable=False))
        batch.add_column(sa.Column("xact", sa.BigInteger()))
        batch.alter_column("deliveries", new_column_name="ids")
    op.execute(changes.update().where(changes.c.channel == "").values(kind="notices"))
    with op.batch_alter_table("change_log") as batch:
        batch.alter_column("kind", server_default=None)
        batch.drop_column("channel")
        batch.create_check_constraint(op.f("ck_change_log_kind"), "kind IN ('notices', 'deliveries', 'subscribers')")
        batch.create_index(op.f("ix_change_log_xact"), ["xact"])
