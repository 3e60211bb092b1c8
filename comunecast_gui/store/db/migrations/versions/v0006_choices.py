# SPDX-License-Identifier: EUPL-1.2
"""Lets citizens choose zones and topics with a word, and remembers for whom a notice was."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from comunecast_gui.store.db.schema_base import UtcDateTime

revision = "0006"
down_revision = "0005"

_BREADTH = "IN ('all', 'some', 'but')"
_EVENTS = "kind IN ('joined', 'imported', 'chose', 'left', 'erased')"
_ANSWERS = "kind IN ('welcome', 'chosen', 'already', 'goodbye', 'not_here', 'other', 'privacy')"


def upgrade() -> None:
    for kind in ("zone", "topic"):
        name = f"{kind}_breadth"
        allowed = sa.CheckConstraint(f"{name} {_BREADTH}", name=op.f(f"ck_subscriber_{name}"))
        op.add_column("subscriber", sa.Column(name, sa.String(8), allowed, nullable=False, server_default="all"))
        op.add_column("subscriber", sa.Column(f"{kind}_names", sa.Text(), nullable=False, server_default=""))
    op.add_column("subscriber", sa.Column("choices_since", UtcDateTime()))
    op.add_column("notice", sa.Column("zones", sa.JSON(none_as_null=True)))
    op.add_column("notice", sa.Column("topic", sa.String(64), nullable=False, server_default=""))
    op.create_table(
        "choice",
        sa.Column("subscriber_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("on_at", UtcDateTime(), nullable=True),
        sa.Column("off_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("kind IN ('zone', 'topic')", name=op.f("ck_choice_kind")),
        sa.ForeignKeyConstraint(["subscriber_id"], ["subscriber.id"], name=op.f("fk_choice_subscriber_id")),
        sa.PrimaryKeyConstraint("subscriber_id", "kind", "name", name=op.f("pk_choice")),
    )
    _allow("consent_event", _EVENTS, *_consent_event())
    _allow("answer", _ANSWERS, *_answer())


def _allow(table: str, condition: str, *items: Any) -> None:
    """Lets the table's ``kind`` have one value more. SQLite has to build such a table anew, and must go on counting
    where it was: ids travel outside, and the chain of the ledger hangs on every row being there."""
    bind = op.get_bind()
    if bind.dialect.name == "postgresql":
        op.drop_constraint(op.f(f"ck_{table}_kind"), table, type_="check")
        op.create_check_constraint(op.f(f"ck_{table}_kind"), table, condition)
        return
    last = bind.exec_driver_sql("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).scalar()
    indexes = "SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = ?"
    kept = bind.exec_driver_sql(indexes, (table,)).scalars().all()
    allowed = sa.CheckConstraint(condition, name=op.f(f"ck_{table}_kind"))
    op.create_table(f"{table}_new", *items, allowed, sqlite_autoincrement=True)
    names = ", ".join(f'"{item.name}"' for item in items if isinstance(item, sa.Column))
    copied = f"INSERT INTO {table}_new ({names}) SELECT {names} FROM {table} ORDER BY id"  # noqa: S608 - our own names
    bind.exec_driver_sql(copied)
    op.drop_table(table)
    op.rename_table(f"{table}_new", table)
    for index in kept:
        bind.exec_driver_sql(index)
    bind.exec_driver_sql("DELETE FROM sqlite_sequence WHERE name = ?", (table,))
    if last is not None:
        bind.exec_driver_sql("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (table, last))


def _consent_event() -> list[Any]:
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("privacy", sa.Text(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_event")),
        sa.UniqueConstraint("previous", name=op.f("uq_consent_event_previous")),
    ]


def _answer() -> list[Any]:
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("code", sa.String(length=64), server_default="", nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "state IN ('due', 'sending', 'accepted', 'delivered', 'failed', 'unknown', 'late')",
            name=op.f("ck_answer_state"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sa.UniqueConstraint("mark", name=op.f("uq_answer_mark")),
    ]
