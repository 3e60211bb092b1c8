# SPDX-License-Identifier: EUPL-1.2
"""Databases of every earlier version are migrated without losing a row."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from comunecast_gui.core.trust.chain import Register
from comunecast_gui.core.work.long_work import LongWork
from comunecast_gui.store.consent.person_rows import Person
from comunecast_gui.store.consent.registers import examine
from comunecast_gui.store.consent.subscribers import Subscribers
from comunecast_gui.store.db import database_keys, migrate
from comunecast_gui.store.db.database import FILE_NAME, Database, migrate_server, open_database
from comunecast_gui.store.db.schema_base import metadata
from tests import databases
from tests.core.work.stopped import leaves_everything
from tests.store import stored_schemas

FILES = {path.stem.removeprefix("version_"): path for path in sorted(stored_schemas.FOLDER.glob("version_*.sql"))}
RENAMED = {("change_log", "deliveries"): "ids"}
DROPPED = {("change_log", "channel")}
"""What an entry was about is told by its kind since 0008."""
FILLED = {("consent_event", "former")}
Rows = dict[str, list[dict[str, Any]]]


def load(revision: str, path: Path) -> Rows:
    """Makes an SQLite file of a stored database; returns the rows of all tables."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(FILES[revision].read_text(encoding="utf-8"))
        connection.row_factory = sqlite3.Row
        names = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        tables = [row["name"] for row in connection.execute(names) if row["name"] != "alembic_version"]
        return {name: [dict(row) for row in connection.execute(f'SELECT * FROM "{name}"')] for name in tables}  # noqa: S608


def shape(engine: sa.Engine) -> dict[str, Any]:
    """The tables of a database in words that do not depend on the order in which they grew."""
    inspector = sa.inspect(engine)
    found = {}
    for table in sorted(set(inspector.get_table_names()) - {"alembic_version"}):
        columns = {
            column["name"]: (str(column["type"]), column["nullable"], str(column["default"]))
            for column in inspector.get_columns(table)
        }
        found[table] = {
            "columns": columns,
            "key": sorted(inspector.get_pk_constraint(table)["constrained_columns"]),
            "unique": sorted(tuple(each["column_names"]) for each in inspector.get_unique_constraints(table)),
            "checks": sorted(str(each["name"]) for each in inspector.get_check_constraints(table)),
            "links": sorted(tuple(each["constrained_columns"]) for each in inspector.get_foreign_keys(table)),
            "indexes": sorted(str(each["name"]) for each in inspector.get_indexes(table)),
        }
    return found


def numbering(database: Database) -> dict[str, bool]:
    """On SQLite: whether a table never gives out an id twice."""
    with database.reading() as connection:
        tables = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'table'").all()
    return {row.name: "AUTOINCREMENT" in row.sql for row in tables if row.name in metadata.tables}


def plain(value: Any) -> Any:
    """A stored value, however a database and its driver write it."""
    if isinstance(value, str) and value.startswith(("[", "{")):
        return json.loads(value)
    text = str(value).replace("+00:00", "").replace("T", " ")
    return text.removesuffix(".000000") if text[:2] == "20" else (int(value) if isinstance(value, bool) else value)


def lost(before: Rows, connection: sa.Connection) -> list[tuple[str, dict[str, Any]]]:
    """The rows of ``before`` that are not there any more, or say something else."""
    missing = []
    for table, rows in before.items():
        described = metadata.tables[table]
        kept = connection.exec_driver_sql(f'SELECT * FROM "{table}"').mappings().all()  # noqa: S608 - our own tables
        keys = [column.name for column in described.primary_key]
        now = {tuple(plain(row[key]) for key in keys): row for row in kept}
        for row in rows:
            if row.get("key") == database_keys.PLAIN:
                continue  # the one thing that has to go
            told = {
                RENAMED.get((table, name), name): value for name, value in row.items() if (table, name) not in DROPPED
            }
            found = now.get(tuple(plain(told[key]) for key in keys))
            same = found is not None and all(
                plain(found[name]) == plain(value) for name, value in told.items() if (table, name) not in FILLED
            )
            if not same:
                missing.append((table, row))
    return missing


def test_there_is_one_of_each_version_up_to_the_newest_that_was_stored() -> None:
    versions = migrate.revisions()
    assert list(FILES) == versions[: len(FILES)]
    assert len(FILES) >= 12


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Database]:
    folder = tmp_path / "fresh"
    folder.mkdir()
    database = open_database(folder)
    yield database
    database.close()


@pytest.mark.parametrize("revision", FILES)
def test_migrating_a_stored_database_loses_no_row(tmp_path: Path, revision: str, fresh: Database) -> None:
    before = load(revision, tmp_path / FILE_NAME)
    database = open_database(tmp_path)
    try:
        assert shape(database.engine) == shape(fresh.engine)
        assert numbering(database) == {
            name: bool(table.dialect_options["sqlite"]["autoincrement"]) for name, table in metadata.tables.items()
        }
        with database.reading() as connection:
            assert lost(before, connection) == []
            assert compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata) == []
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
            used = {name: seq for name, seq in connection.exec_driver_sql("SELECT name, seq FROM sqlite_sequence")}
        assert all(
            used[table] >= max(row["id"] for row in rows) for table, rows in before.items() if table in used and rows
        )
        assert examine(database).first(Register.CONSENTS) is None
        if revision != "0001":  # the first one was stored before people changed numbers
            words = [event.words for event in Subscribers(database).history(Person(stored_schemas.ANNA))]
            assert words == ["attiva", ""]
    finally:
        database.close()


@pytest.mark.skipif(not databases.SERVER, reason="COMUNECAST_TEST_PG names no server")
@pytest.mark.parametrize("revision", FILES)
def test_migrating_a_database_server_loses_no_row(tmp_path: Path, revision: str) -> None:
    before = load(revision, tmp_path / FILE_NAME)
    with databases.empty_url() as url, databases.fresh_url("postgresql") as fresh_url:
        engine, fresh = sa.create_engine(url), sa.create_engine(fresh_url)
        try:
            with engine.begin() as connection:
                stored_schemas.upgrade(connection, revision)
                connection.exec_driver_sql("SET session_replication_role = replica")  # rows in any order
                for table, rows in before.items():
                    put(connection, table, rows)
            migrate_server(url)
            assert shape(engine) == shape(fresh)
            with engine.begin() as connection:
                assert lost(before, connection) == []
        finally:
            engine.dispose()
            fresh.dispose()
        folder = tmp_path / "server"
        folder.mkdir()
        database = open_database(folder, url)
        assert examine(database).first(Register.CONSENTS) is None
        database.close()


def put(connection: sa.Connection, table: str, rows: list[dict[str, Any]]) -> None:
    flags = {each["name"] for each in sa.inspect(connection).get_columns(table) if isinstance(each["type"], sa.Boolean)}
    for row in rows:
        names, marks = ", ".join(f'"{name}"' for name in row), ", ".join(f"%({name})s" for name in row)
        values = {name: bool(value) if name in flags and value is not None else value for name, value in row.items()}
        connection.exec_driver_sql(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', values)  # noqa: S608


def test_an_update_says_how_far_it_is_and_stopped_leaves_the_database_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / FILE_NAME
    load("0018", path)

    def look() -> list[str]:
        with closing(sqlite3.connect(path)) as connection:
            return list(connection.iterdump())

    def update(work: LongWork) -> None:
        open_database(tmp_path, work=work).close()

    work = leaves_everything(update, look, moments=(1, 3, 5))
    steps = len([one for one in migrate.revisions() if one > "0018"])
    assert work.stages[-2:] == ["copying", "migrating"]
    assert (work.reached.done, work.reached.total, work.reached.share) == (steps, steps, 1.0)
