# SPDX-License-Identifier: EUPL-1.2
"""Remembers for a while what was asked under which name, for moves that are read late; and who stopped marketing."""

import sqlalchemy as sa
from alembic import op

from comunecast_gui.store.db.schema_base import UtcDateTime

revision = "0007"
down_revision = "0006"


def _name(column: str) -> sa.Column[str]:
    return sa.Column(column, sa.String(length=64), server_default="", nullable=False)


def upgrade() -> None:
    for name in ("marketing_stopped_at", "marketing_resumed_at"):
        op.add_column("subscriber", sa.Column(name, UtcDateTime()))
    op.create_table(
        "name_wish",
        sa.Column("id", sa.Integer(), nullable=False),
        _name("number"),
        _name("bsuid"),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("privacy", sa.Text(), nullable=False),
        sa.Column("kept_since", UtcDateTime(), nullable=False),
        sa.CheckConstraint("kind IN ('join', 'leave', 'office', 'other')", name=op.f("ck_name_wish_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_name_wish")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "name_move",
        sa.Column("id", sa.Integer(), nullable=False),
        _name("number"),
        _name("bsuid"),
        _name("to_number"),
        _name("to_bsuid"),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("sealed", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("kept_since", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_name_move")),
        sqlite_autoincrement=True,
    )
    for table, columns in (
        ("name_wish", ("number", "bsuid", "kept_since")),
        ("name_move", ("number", "bsuid", "to_number", "to_bsuid", "kept_since")),
    ):
        for column in columns:
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
