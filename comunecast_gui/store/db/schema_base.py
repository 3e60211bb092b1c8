# SPDX-License-Identifier: EUPL-1.2
"""The basis of all tables: one catalogue, times in UTC, ids that are never used twice."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """Aware datetimes in, aware UTC datetimes out. SQLite keeps no zone, so UTC is stored and put back.

    Raises ValueError (inside SQLAlchemy's StatementError) for a naive datetime.
    """

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime cannot be stored")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def one_of(column: str, values: type[StrEnum]) -> sa.CheckConstraint:
    words = ", ".join(f"'{value}'" for value in values)
    return sa.CheckConstraint(f"{column} IN ({words})", name=column)


def json_value() -> sa.JSON:
    return sa.JSON(none_as_null=True)


def numbered(name: str, *items: Any, append_only: bool = False) -> sa.Table:
    """A table whose rows have numbers; ``append_only``: its rows are proof, and nobody but its owner may change one."""
    # Ids travel outside (callback data, audit, another notice's "follows"): SQLite must never use one twice.
    return sa.Table(name, metadata, *items, sqlite_autoincrement=True, info={_APPEND_ONLY: append_only})


def is_append_only(table: sa.Table) -> bool:
    """Whether its rows are proof: on a server, workstations may only add to it."""
    return bool(table.info.get(_APPEND_ONLY))


_APPEND_ONLY = "append_only"
