# SPDX-License-Identifier: EUPL-1.2
"""Inserts many rows at the driver's own speed, so that a large import holds the write lock for half the time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import sqlalchemy as sa


def insert(connection: sa.Connection, table: sa.Table, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Adds ``rows``, whose values stand in the order of ``columns``; nothing where there are none.

    Values become the database's own as with ``table.insert()``, but a value that one row shares with the row before,
    such as the moment of an import, only once.
    """
    statement = table.insert().compile(dialect=connection.dialect, column_keys=list(columns))
    order = statement.positiontup or columns
    kinds = [table.c[name].type for name in order]
    cells = [
        (columns.index(name), _once(kind.bind_processor(connection.dialect)))
        for name, kind in zip(order, kinds, strict=True)
    ]
    values: list[Any] = [tuple([convert(row[index]) for index, convert in cells]) for row in rows]
    if not values:
        return
    if not statement.positional:  # psycopg, PEP 249 "pyformat"
        values = [dict(zip(order, each, strict=True)) for each in values]
    connection.exec_driver_sql(str(statement), values)


def _once(process: Callable[[Any], Any] | None) -> Callable[[Any], Any]:
    if process is None:
        return lambda value: value
    last: tuple[Any, Any] = (None, process(None))

    def convert(value: Any) -> Any:
        nonlocal last
        if value is not last[0]:
            last = value, process(value)
        return last[1]

    return convert
