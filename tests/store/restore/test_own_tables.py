# SPDX-License-Identifier: EUPL-1.2
"""A restore copies every row of a database of every version, and refuses values of the wrong kind."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from comunecast_gui.core.errors import InputError
from comunecast_gui.store.db import migrate
from comunecast_gui.store.db.schema_base import metadata
from comunecast_gui.store.restore import own_tables
from comunecast_gui.store.restore.own_tables import take_rows

STORED = sorted((Path(__file__).parents[1] / "data").glob("version_*.sql"))


def rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, counters included; columns by name, because their order may differ."""
    found = {}
    with closing(sqlite3.connect(path)) as connection:
        for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            names = sorted(row[1] for row in connection.execute(f"PRAGMA table_info('{table}')"))
            columns = ", ".join(f'"{name}"' for name in names)
            found[table] = sorted(connection.execute(f'SELECT {columns} FROM "{table}"').fetchall(), key=repr)  # noqa: S608
    return found


def stored(script: Path, target: Path, *statements: str) -> Path:
    with closing(sqlite3.connect(target)) as connection:
        connection.executescript(script.read_text(encoding="utf-8"))
        for statement in statements:
            connection.execute(statement)
        connection.commit()
    return target


@pytest.mark.parametrize("script", STORED, ids=lambda path: path.stem)
def test_every_row_of_every_version_is_copied(script: Path, tmp_path: Path) -> None:
    source = stored(script, tmp_path / "source.db")
    before = rows(source)
    take_rows(source, tmp_path / "target.db", "copy.backup")
    assert rows(tmp_path / "target.db") == before
    assert before["subscriber"]


def test_stored_databases_cover_every_column_kind() -> None:
    """A new kind of column needs its line in ``_STORED_AS``: otherwise a correct backup would be refused."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(own_tables._empty_database(migrate.head()))
        kinds = {
            kind.partition("(")[0]
            for table in metadata.tables
            for (kind,) in connection.execute("SELECT type FROM pragma_table_info(?)", (table,))
        }
    assert kinds <= set(own_tables._STORED_AS)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE subscriber SET since = 7",
        "UPDATE subscriber SET source = x'31'",
        "UPDATE delivery SET rank = 'first'",
        "UPDATE quarantine SET sealed = 'text'",
        "UPDATE quarantine SET unsigned = 2",
        "UPDATE notice SET fields = 'no json'",
        "UPDATE notice SET text = printf('%.*c', 5000000, 'x')",
    ],
)
def test_value_of_the_wrong_kind_is_refused(statement: str, tmp_path: Path) -> None:
    source = stored(STORED[-1], tmp_path / "source.db", statement)
    with pytest.raises(InputError, match="backup_damaged"):
        take_rows(source, tmp_path / "target.db", "copy.backup")
