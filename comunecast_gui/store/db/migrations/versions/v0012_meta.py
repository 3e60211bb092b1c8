# SPDX-License-Identifier: EUPL-1.2
"""Keeps what Meta tells of templates, number and account, the price of each message, and what a month cost."""

import sqlalchemy as sa
from alembic import op

from comunecast_gui.store.db.schema_base import UtcDateTime

revision = "0012"
down_revision = "0011"

_MATTERS = (
    "'template_status', 'template_category', 'template_quality', 'number_quality', 'limit', 'account', 'restriction', "
    "'alert'"
)


def upgrade() -> None:
    op.add_column("wa_template", sa.Column("quality", sa.String(length=16), server_default="", nullable=False))
    for column in (
        sa.Column("price_category", sa.String(length=32)),
        sa.Column("price_kind", sa.String(length=32)),
        sa.Column("price_model", sa.String(length=16)),
        sa.Column("billable", sa.Boolean()),
        sa.Column("charged_at", UtcDateTime()),
    ):
        op.add_column("delivery", column)
    op.add_column("receipt", sa.Column("pricing", sa.JSON(none_as_null=True)))
    op.create_table(
        "meta_news",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matter", sa.String(length=32), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("event", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=512), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("value", sa.String(length=64), nullable=False),
        sa.Column("before", sa.String(length=64), nullable=False),
        sa.Column("until", UtcDateTime()),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("seen_at", UtcDateTime()),
        sa.CheckConstraint(f"matter IN ({_MATTERS})", name=op.f("ck_meta_news_matter")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meta_news")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_meta_news_at"), "meta_news", ["at"])
    op.create_table(
        "charge_count",
        sa.Column("hour", UtcDateTime(), nullable=False),
        sa.Column("category", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("charged", sa.Boolean(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("hour", "category", "kind", "charged", name=op.f("pk_charge_count")),
    )
    op.create_table(
        "meta_month",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("lines", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("month", name=op.f("pk_meta_month")),
    )
