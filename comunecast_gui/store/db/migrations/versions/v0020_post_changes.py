# SPDX-License-Identifier: EUPL-1.2
"""Adds the changes of posts that are out."""

import sqlalchemy as sa
from alembic import op

from comunecast_gui.store.db.schema_base import UtcDateTime

revision = "0020"
down_revision = "0019"

_OPEN = sa.text("state IN ('waiting', 'calling')")


def upgrade() -> None:
    op.create_table(
        "post_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=80), nullable=False),
        sa.Column("act", sa.String(length=16), nullable=False),
        sa.Column("mark", sa.String(length=16), server_default="", nullable=False),
        sa.Column("content", sa.JSON(none_as_null=True)),
        sa.Column("fields", sa.JSON(none_as_null=True)),
        sa.Column("cause_id", sa.Integer()),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("code", sa.String(length=64), server_default="", nullable=False),
        sa.Column("detail", sa.Text(), server_default="", nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("owner", sa.String(length=80)),
        sa.CheckConstraint("act IN ('edit', 'delete', 'pin', 'unpin')", name=op.f("ck_post_change_act")),
        sa.CheckConstraint(
            "state IN ('waiting', 'calling', 'done', 'failed', 'unknown', 'dropped')",
            name=op.f("ck_post_change_state"),
        ),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_post_change_notice_id_notice")),
        sa.ForeignKeyConstraint(["cause_id"], ["notice.id"], name=op.f("fk_post_change_cause_id_notice")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_change")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_post_change_notice_id"), "post_change", ["notice_id"])
    op.create_index(
        op.f("ix_post_change_open"), "post_change", ["state", "id"], sqlite_where=_OPEN, postgresql_where=_OPEN
    )
