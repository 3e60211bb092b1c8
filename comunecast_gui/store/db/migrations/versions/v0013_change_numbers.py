# SPDX-License-Identifier: EUPL-1.2
"""Gives the ids of changes out once only on SQLite too: version 0008 had built that table anew without saying so."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from comunecast_gui.store.db.schema_base import UtcDateTime

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    bind = op.get_bind()
    if bind.dialect.name != "sqlite":
        return
    columns: tuple[sa.Column[Any], ...] = (
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("owner", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("ids", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("xact", sa.BigInteger()),
    )
    op.create_table(
        "change_log_new",
        *columns,
        sa.CheckConstraint("kind IN ('notices', 'deliveries', 'subscribers')", name=op.f("ck_change_log_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_log")),
        sqlite_autoincrement=True,
    )
    names = ", ".join(column.name for column in columns)
    copied = f"INSERT INTO change_log_new ({names}) SELECT {names} FROM change_log ORDER BY id"  # noqa: S608 - ours
    bind.exec_driver_sql(copied)
    op.drop_table("change_log")
    op.rename_table("change_log_new", "change_log")
    for column in ("at", "xact"):
        op.create_index(op.f(f"ix_change_log_{column}"), "change_log", [column])
