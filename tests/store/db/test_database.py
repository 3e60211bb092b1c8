# SPDX-License-Identifier: EUPL-1.2
"""Opening, migrating and failing to open a database."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from comunecast_gui.core.errors import ConfigError
from comunecast_gui.core.trust.chain import Register
from comunecast_gui.store.consent.person_rows import Person
from comunecast_gui.store.consent.registers import examine
from comunecast_gui.store.consent.subscribers import Subscribers
from comunecast_gui.store.db import database as db
from comunecast_gui.store.db import migrate, schema, schema_base
from comunecast_gui.store.db.database import FILE_NAME, Database, open_database
from comunecast_gui.store.delivery.notices import Notices
from comunecast_gui.store.delivery.outbox import SqlOutbox
from comunecast_gui.store.delivery.templates import TemplateRow, Templates
from tests.store.samples import NOW, TELEGRAM, WHATSAPP, new_notice, people

on_a_file = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

OLD = Path(__file__).parents[1] / "data" / "version_0001.sql"


def old_database(folder: Path) -> Path:
    path = folder / FILE_NAME
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(OLD.read_text(encoding="utf-8"))
    return path


def test_the_migrations_lead_to_the_tables_of_the_schema(database: Database) -> None:
    with database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, schema_base.metadata) == []
        if not database.shared:
            sql = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL"
        else:
            sql = "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'c'"
        ddl = " ".join(connection.exec_driver_sql(sql).scalars())
    for constraint in (each for table in schema_base.metadata.tables.values() for each in table.constraints):
        if isinstance(constraint, sa.CheckConstraint):
            column, words = str(constraint.sqltext).split(" IN ")
            assert set(re.findall(r"'(\w+)'", words)) <= set(re.findall(r"'(\w+)'", ddl))
            assert str(constraint.sqltext) in ddl or f"({column})::text = ANY" in ddl


def test_an_old_file_is_copied_and_brought_up_to_date(tmp_path: Path) -> None:
    old_database(tmp_path)
    database = open_database(tmp_path)
    try:
        templates = Templates(database)
        row = TemplateRow("acqua_v1", "it", "APPROVED", "UTILITY", "Acqua", NOW)
        templates.save([row])
        assert templates.get("acqua_v1", "it") == row
        notice = Notices(database).get(1)
        assert (notice.created_at, notice.counts[WHATSAPP]["read"]) == (NOW, 1)
        assert examine(database).first(Register.CONSENTS) is None
        found = Subscribers(database).find(Person("393332222222"))
        assert found is not None
        assert found.state == "left"
        assert [claim.recipient for claim in SqlOutbox(database).exchange([], WHATSAPP, 9, now=NOW)] == ["393331111111"]
        assert SqlOutbox(database).enqueue(new_notice(draft_uuid="old-draft")) == 1
        assert database.is_sound()
    finally:
        database.close()
    [copy] = (tmp_path / "backups").iterdir()
    assert copy.name.startswith("comunecast-0001-")
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)
        assert connection.execute("SELECT count(*) FROM delivery").fetchone() == (3,)
    open_database(tmp_path).close()
    assert len(list((tmp_path / "backups").iterdir())) == 1


def test_a_migration_that_fails_changes_nothing(tmp_path: Path) -> None:
    path = old_database(tmp_path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE wa_template (something TEXT)")
    with pytest.raises(sa.exc.OperationalError):
        open_database(tmp_path)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)


def test_a_newer_file_is_left_alone(tmp_path: Path) -> None:
    path = old_database(tmp_path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    with pytest.raises(ConfigError) as caught:
        open_database(tmp_path)
    assert (caught.value.code, caught.value.values["found"]) == ("database_newer", "9999")


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"Gentili cittadini, " * 500)
    with pytest.raises(ConfigError, match="database_corrupt"):
        open_database(tmp_path)


def test_a_damaged_file(tmp_path: Path) -> None:
    database = open_database(tmp_path)
    people(database, 2000)
    database.close()
    path = tmp_path / FILE_NAME
    with closing(sqlite3.connect(path)) as connection:
        page = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'subscriber'").fetchone()[0]
        size = connection.execute("PRAGMA page_size").fetchone()[0]
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(os.urandom(size))
    damaged = open_database(tmp_path)
    with pytest.raises(ConfigError, match="database_corrupt"):
        Subscribers(damaged).list()
    damaged.close()


@on_a_file
def test_a_file_that_may_only_be_read(database: Database, outbox: SqlOutbox) -> None:
    sa.event.listen(database.engine, "checkout", lambda raw, *_: raw.execute("PRAGMA query_only = ON"))
    with pytest.raises(ConfigError, match="database_read_only"):
        outbox.enqueue(new_notice(channels=(TELEGRAM,)))


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_permission(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(ConfigError, match="database_read_only"):
            open_database(tmp_path)
    finally:
        tmp_path.chmod(0o700)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="database_read_only"):
        open_database(tmp_path / "manca")


@on_a_file
def test_a_full_disk_stores_nothing_and_says_so(database: Database, outbox: SqlOutbox) -> None:
    people(database, 200)
    with database.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()

    def limit(raw: sqlite3.Connection, *_: object) -> None:
        raw.execute(f"PRAGMA max_page_count = {pages}")

    sa.event.listen(database.engine, "checkout", limit)
    with pytest.raises(ConfigError, match="disk_full"):
        outbox.enqueue(new_notice())
    assert Notices(database).latest() == []


@on_a_file
def test_a_locked_file(database: Database, outbox: SqlOutbox, tmp_path: Path) -> None:
    people(database, 1)
    sa.event.listen(database.engine, "checkout", lambda raw, *_: raw.execute("PRAGMA busy_timeout = 50"))
    with closing(sqlite3.connect(tmp_path / FILE_NAME, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(ConfigError, match="database_locked"):
            outbox.enqueue(new_notice())
        assert Subscribers(database).count() == 1
        other.execute("ROLLBACK")
    assert outbox.enqueue(new_notice()) == 1


def test_a_reader_does_not_wait_for_a_writer(database: Database, outbox: SqlOutbox) -> None:
    outbox.enqueue(new_notice(channels=(TELEGRAM,)))
    with database.writing() as connection:
        connection.execute(schema.delivery.update().values(state="cancelled"))
        assert outbox.counts(1)[TELEGRAM]["queued"] == 1
    assert outbox.counts(1)[TELEGRAM]["cancelled"] == 1


def test_times_are_stored_in_utc_and_come_back_aware(database: Database) -> None:
    rome = datetime(2026, 8, 24, 8, 30, tzinfo=timezone(timedelta(hours=2)))
    notices = Notices(database)
    SqlOutbox(database).enqueue(new_notice(channels=(TELEGRAM,), at=rome, valid_until=rome))
    row = notices.get(1)
    assert row.created_at == rome
    assert row.created_at.tzinfo is UTC
    with database.reading() as connection:
        stored = connection.exec_driver_sql("SELECT created_at FROM notice").scalar_one()
    assert stored == ("2026-08-24 06:30:00.000000" if not database.shared else rome)
    with pytest.raises(sa.exc.StatementError, match="naive"):
        SqlOutbox(database).enqueue(new_notice(channels=(TELEGRAM,), at=datetime(2026, 8, 24)))


def test_hash_key_and_owner_are_kept_across_openings(tmp_path: Path) -> None:
    first = open_database(tmp_path)
    first.close()
    second = open_database(tmp_path)
    second.close()
    assert first.hash_key == second.hash_key
    assert len(first.hash_key) == 32
    assert first.hash_key.hex() not in repr(first)
    assert first.workstation == second.workstation
    assert first.owner != second.owner


def test_a_copied_folder_is_another_workstation(tmp_path: Path) -> None:
    original, copy = tmp_path / "ufficio", tmp_path / "copia"
    original.mkdir()
    first = open_database(original)
    first.close()
    shutil.copytree(original, copy)
    second = open_database(copy)
    second.close()
    assert second.workstation != first.workstation
    assert second.hash_key == first.hash_key


@on_a_file
def test_a_copy_of_a_database_in_use(database: Database, tmp_path: Path) -> None:
    people(database, 10)
    target = tmp_path / "copie" / "copia.db"
    database.backup(target)
    with closing(sqlite3.connect(target)) as connection:
        assert connection.execute("SELECT count(*) FROM subscriber").fetchone() == (10,)
    assert list(target.parent.iterdir()) == [target]


def test_a_server_is_not_changed_by_opening_it(tmp_path: Path) -> None:
    # An SQLite file given by URL stands in for the server: the rule is about who asked, not about the product.
    url = f"sqlite:///{tmp_path / 'server.db'}"
    with pytest.raises(ConfigError, match="database_older"):
        open_database(tmp_path, url)
    db.migrate_server(url)
    database = open_database(tmp_path, url)
    try:
        assert database.shared
        with database.reading() as connection:
            assert migrate.revision(connection) == migrate.head()
    finally:
        database.close()


def test_the_migrations_file_names_are_their_versions() -> None:
    script = ScriptDirectory(str(Path(migrate.__file__).parent / "migrations"))
    assert migrate.revisions() == sorted(step.revision for step in script.walk_revisions())
    assert migrate.head() == script.get_current_head()


@pytest.mark.parametrize("content", [b"", bytes(range(256)), b"0123456789ab\n" * 9, b"../../x"], ids=repr)
def test_a_workstation_that_lost_its_mark_gets_another(data_dir: Path, content: bytes) -> None:
    (data_dir / "workstation").write_bytes(content)
    opened = open_database(data_dir)
    opened.close()
    again = open_database(data_dir)
    again.close()
    assert again.workstation == opened.workstation
    assert re.fullmatch("[0-9a-f]{12}", (data_dir / "workstation").read_text())
