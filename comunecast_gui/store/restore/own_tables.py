# SPDX-License-Identifier: EUPL-1.2
"""Copies the rows of a foreign database file into a new database that our own migrations create.

Nothing but rows is ever taken. A file with triggers, views, or other tables, indexes and columns than ours is refused
by name, and its schema is never used: the restored office has the schema of the migrations.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from comunecast_gui.core.atomic_file import make_private
from comunecast_gui.core.errors import InputError
from comunecast_gui.core.work.long_work import UNWATCHED, Work, counted
from comunecast_gui.store.db import migrate
from comunecast_gui.store.db.interruption import stoppable

_TABLES = frozenset({"alembic_version", "subscriber", "consent_event", "notice", "delivery"})
"""Every version of the database has these tables; a file without them is not a database of ours."""
_VERSION = "alembic_version"
_COUNTERS = "sqlite_sequence"
_LONGEST = 4_000_000
"""Characters or bytes; longer than any value that the program ever wrote."""
_STORED_AS = {
    "BIGINT": "integer", "BLOB": "blob", "BOOLEAN": "integer", "DATE": "text", "DATETIME": "text", "INTEGER": "integer",
    "JSON": "text", "SMALLINT": "integer", "TEXT": "text", "VARCHAR": "text",
}  # fmt: skip
"""The type with which SQLite stores the values of a column, by its declared type (SQLite: Datatypes, typeof)."""
_MOMENTS = frozenset({"DATETIME", "DATE"})


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of a table; ``hidden`` is not 0 for a generated column (SQLite: PRAGMA table_xinfo)."""

    name: str
    kind: str
    hidden: int


def take_rows(source: Path, target: Path, name: str, work: Work = UNWATCHED) -> None:
    """Creates the database ``target`` with the schema version of ``source``, and copies all rows.

    ``source`` may hold anything; only its write-ahead log is merged into it. ``name`` is the backup's name in messages.
    Raises InputError("backup_damaged" | "backup_not_ours" | "backup_newer" | "backup_strange" | "work_stopped"), and
    sqlite3.Error if ``target`` cannot be written.
    """
    refusal = _Refusal(name)
    work.begin("checking")
    version = _version(source, refusal, work)
    work.begin("examining")
    make_private(target)
    target.write_bytes(_empty_database(version))
    with closing(sqlite3.connect(target, isolation_level=None)) as connection:
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("ATTACH DATABASE ? AS copied", (str(source),))
        try:
            with stoppable(connection, work):
                _compare(connection, refusal)
                connection.execute("BEGIN IMMEDIATE")
                tables = sorted(_names(connection, "main", "table") - {_VERSION})
                looked = counted(_looked_at(connection, tables, refusal), _rows_of(connection, tables), work)
                for _ in looked:
                    pass
                work.begin("taking")
                for number, table in enumerate(tables):
                    work(number, len(tables))
                    _copy(connection, table)
                if connection.execute("PRAGMA main.foreign_key_check").fetchone():
                    raise refusal("backup_damaged")
                connection.execute("COMMIT")
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            if getattr(error, "sqlite_errorname", "").startswith(("SQLITE_FULL", "SQLITE_IOERR")):
                raise
            raise refusal("backup_damaged") from None


@dataclass(frozen=True, slots=True)
class _Refusal:
    """Makes the error for a refused file."""

    file: str

    def __call__(self, code: str, **values: object) -> InputError:
        return InputError(code, field="file", file=self.file, **values)


def _version(source: Path, refusal: Callable[..., InputError], work: Work) -> str:
    """The schema version of a file that passes SQLite's integrity check."""
    try:
        with closing(sqlite3.connect(source)) as connection:
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.execute("PRAGMA cell_size_check = ON")
            connection.execute("PRAGMA journal_mode = DELETE")
            tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            if not tables >= _TABLES:
                raise refusal("backup_not_ours")
            found = connection.execute(f"SELECT version_num FROM {_VERSION}").fetchall()  # noqa: S608 - our own name
            if len(found) != 1 or found[0][0] not in migrate.revisions():
                raise refusal("backup_newer")
            with stoppable(connection, work):
                if connection.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
                    raise refusal("backup_damaged")
            return str(found[0][0])
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        raise refusal("backup_damaged") from None


@cache
def _empty_database(version: str) -> bytes:
    """An SQLite file without rows, made by our migrations up to a version."""
    engine = sa.create_engine("sqlite://", hide_parameters=True)
    try:
        with engine.begin() as connection:
            migrate.upgrade(connection, version)
        with engine.connect() as connection:
            raw: Any = connection.connection.dbapi_connection
            return bytes(raw.serialize())
    finally:
        engine.dispose()


def _compare(connection: sqlite3.Connection, refusal: Callable[..., InputError]) -> None:
    """Refuses a schema that differs from that of our migrations at the same version."""
    for kind, name in _others(connection):
        raise refusal("backup_strange", found=f"{kind} {name}")
    for table in _names(connection, "main", "table"):
        ours, theirs = _columns(connection, "main", table), _columns(connection, "copied", table)
        if ours != theirs:
            odd = next((one for one in theirs if one not in ours), None) or next(
                one for one in ours if one not in theirs
            )
            raise refusal("backup_strange", found=f"{table}.{odd.name}")


def _others(connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """The schema objects (kind and name) that only one of the two files has."""
    for kind in ("trigger", "view", "table", "index"):
        ours, theirs = _names(connection, "main", kind), _names(connection, "copied", kind)
        yield from ((kind, name) for name in sorted(ours ^ theirs))


def _names(connection: sqlite3.Connection, schema: str, kind: str) -> set[str]:
    # SQLite's own objects are left out: sqlite_stat1 after ANALYZE, the automatic indexes of constraints.
    query = f"SELECT name FROM {schema}.sqlite_master WHERE type = ? AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"  # noqa: S608
    return {str(name) for (name,) in connection.execute(query, (kind,))}


def _columns(connection: sqlite3.Connection, schema: str, table: str) -> frozenset[_Column]:
    found = connection.execute("SELECT name, type, hidden FROM pragma_table_xinfo(?, ?)", (table, schema))
    return frozenset(_Column(*row) for row in found)


def _rows_of(connection: sqlite3.Connection, tables: Sequence[str]) -> int:
    return sum(
        connection.execute(f"SELECT count(*) FROM copied.{_quoted(table)}").fetchone()[0]  # noqa: S608 - our own names
        for table in tables
    )


def _looked_at(
    connection: sqlite3.Connection, tables: Sequence[str], refusal: Callable[..., InputError]
) -> Iterator[None]:
    """Refuses values of the wrong kind: SQLite accepts any value in any column, the program would fail on it later."""
    for table in tables:
        yield from _require_readable(connection, table, refusal)


def _require_readable(connection: sqlite3.Connection, table: str, refusal: Callable[..., InputError]) -> Iterator[None]:
    columns = sorted(_columns(connection, "main", table), key=str)
    wrong = " OR ".join(_wrong(_quoted(one.name), one.kind) for one in columns)
    if connection.execute(f"SELECT 1 FROM copied.{_quoted(table)} WHERE {wrong} LIMIT 1").fetchone():  # noqa: S608
        raise refusal("backup_damaged")
    # Text that is no UTF-8 fails as soon as Python reads it; dates that do not exist fail in fromisoformat.
    texts = [one for one in columns if one.kind not in _MOMENTS]
    moments = [one for one in columns if one.kind in _MOMENTS]
    names = ", ".join(_quoted(one.name) for one in [*moments, *texts])
    if not names:
        return
    try:
        for row in connection.execute(f"SELECT {names} FROM copied.{_quoted(table)}"):  # noqa: S608 - our own names
            for value in row[: len(moments)]:
                if value is not None:
                    datetime.fromisoformat(value)
            yield
    except (ValueError, sqlite3.OperationalError) as error:
        if getattr(error, "sqlite_errorname", "") == "SQLITE_INTERRUPT":
            raise
        raise refusal("backup_damaged") from None


def _wrong(column: str, kind: str) -> str:
    """An SQL condition that is true for a value of another kind; the table's own constraint judges NULL."""
    stored = _STORED_AS.get(kind.partition("(")[0], "text")
    wrong = f"typeof({column}) NOT IN ('{stored}', 'null') OR length({column}) > {_LONGEST}"
    if kind == "BOOLEAN":
        return f"{wrong} OR {column} NOT IN (0, 1)"
    return f"{wrong} OR NOT json_valid({column})" if kind == "JSON" else wrong


def _copy(connection: sqlite3.Connection, table: str) -> None:
    columns = ", ".join(_quoted(one.name) for one in sorted(_columns(connection, "main", table), key=str))
    name = _quoted(table)
    # A migration may have inserted rows; the rows of the backup count.
    connection.execute(f"DELETE FROM main.{name}")  # noqa: S608 - names of our own tables
    connection.execute(f"INSERT INTO main.{name} ({columns}) SELECT {columns} FROM copied.{name}")  # noqa: S608
    if connection.execute(f"SELECT 1 FROM main.sqlite_master WHERE name = '{_COUNTERS}'").fetchone():  # noqa: S608
        connection.execute(f"DELETE FROM main.{_COUNTERS} WHERE name = ?", (table,))  # noqa: S608
        counted = f"SELECT name, max(seq) FROM copied.{_COUNTERS} WHERE name = ? AND typeof(seq) = 'integer'"  # noqa: S608
        counted += " GROUP BY name"
        connection.execute(f"INSERT INTO main.{_COUNTERS} (name, seq) {counted}", (table,))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
