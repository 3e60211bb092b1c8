# SPDX-License-Identifier: EUPL-1.2
"""Files are private from creation on, and a data folder that other users can open is closed or refused."""

from __future__ import annotations

import logging
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from comunecast_gui.core.errors import ConfigError
from comunecast_gui.store.db.database import open_database
from comunecast_gui.system import logs, private_folder
from comunecast_gui.system.csv_export import write_table
from comunecast_gui.system.locks import opening_lock
from tests.e2e.conftest import MakeTown, make_town  # noqa: F401 - a fixture

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the rights of files on Windows are those of their folder")


@pytest.fixture
def open_handed() -> Iterator[None]:
    """Sets umask 0: every new file would be open to everybody."""
    before = os.umask(0)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def open_to_others(folder: Path) -> dict[str, str]:
    """The files and folders on which group or others have any right, with their modes."""
    return {str(path.relative_to(folder)): f"{mode(path):o}" for path in folder.rglob("*") if mode(path) & 0o077}


@pytest.mark.usefixtures("open_handed")
def test_database_wal_and_locks_are_private_from_creation(data_dir: Path, database_url: str) -> None:
    database = open_database(data_dir, database_url)
    with opening_lock(data_dir), database.writing(), database.reading():
        assert open_to_others(data_dir) == {}
        assert database_url or (data_dir / "comunecast.db-wal").exists()
    database.close()


def test_open_database_file_is_made_private(data_dir: Path) -> None:
    open_database(data_dir).close()
    (data_dir / "comunecast.db").chmod(0o644)
    open_database(data_dir).close()
    assert mode(data_dir / "comunecast.db") == 0o600


@pytest.mark.usefixtures("open_handed")
def test_log_files_are_private_also_after_rotation(data_dir: Path) -> None:
    handler = logs.start(data_dir)
    try:
        for _ in range(3):
            logging.getLogger("comunecast").warning("x" * 600_000)
    finally:
        logs.stop(handler)
    assert len(list((data_dir / "logs").iterdir())) > 1
    assert open_to_others(data_dir) == {}


@pytest.mark.usefixtures("open_handed")
def test_all_files_and_exports_of_an_office_are_private(make_town: MakeTown) -> None:  # noqa: F811
    town = make_town()
    numbers = town.subscribe(2)
    town.run("send", str(town.folder / "notice.toml"), "--yes")
    town.run("subscribers", "export", str(town.folder / "elenco.csv"))
    town.run("subscribers", "person", numbers[0], "--export", str(town.folder / "persona.json"))
    assert open_to_others(town.data_dir) == {}
    assert mode(town.data_dir) == 0o700
    assert {mode(town.folder / name) for name in ("elenco.csv", "persona.json")} == {0o600}


def test_open_data_folder_is_closed_and_reported(make_town: MakeTown) -> None:  # noqa: F811
    town = make_town()
    town.data_dir.chmod(0o777)
    (town.data_dir / "office.toml").chmod(0o666)
    assert "777" in town.run("status").err
    assert mode(town.data_dir) == 0o700
    assert mode(town.data_dir / "office.toml") == 0o600
    assert town.run("status").err == ""

    town.data_dir.chmod(0o755)
    checks = town.checks()
    assert checks["data_folder"]["warning"]
    assert "755" in checks["data_folder"]["detail"]
    checks = town.checks()
    assert (checks["data_folder"]["ok"], checks["data_folder"]["warning"]) == (True, False)


def test_planted_symlink_in_a_writable_folder_is_refused(tmp_path: Path) -> None:
    victim, folder = tmp_path / "victim", tmp_path / "data"
    victim.write_bytes(b"a file of somebody else")
    folder.mkdir()
    (folder / "comunecast.db").symlink_to(victim)
    folder.chmod(0o777)
    for _ in range(2):
        with pytest.raises(ConfigError, match="data_dir_planted"):
            private_folder.close(folder)
    assert victim.read_bytes() == b"a file of somebody else"


def test_empty_folder_is_closed_without_a_word(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    folder.mkdir()
    folder.chmod(0o777)
    assert private_folder.close(folder) is None
    assert mode(folder) == 0o700


def test_foreign_folder_is_left_alone_and_refused_if_writable(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "lettera.txt").write_text("x", encoding="utf-8")
    home.chmod(0o755)
    found = private_folder.close(home)
    assert found is not None
    assert (found.closed, found.writable, mode(home)) == (False, False, 0o755)
    home.chmod(0o777)
    with pytest.raises(ConfigError, match="data_dir_open"):
        private_folder.close(home)
    assert mode(home) == 0o777


def test_export_follows_no_symlink_in_a_shared_folder(tmp_path: Path) -> None:
    """An attacker plants symbolic links under every name that an export might use."""
    victim = tmp_path / "victim"
    victim.write_bytes(b"a file of somebody else")
    shared = tmp_path / "shared"
    shared.mkdir()
    for name in ("list.csv", ".list.csv.part", "list.csv.part", "list.csv.tmp", ".list.csv-.part"):
        (shared / name).symlink_to(victim)
    write_table(shared / "list.csv", ["telefono"], [["3331234567"]])
    assert victim.read_bytes() == b"a file of somebody else"
    assert not (shared / "list.csv").is_symlink()
    assert mode(shared / "list.csv") == 0o600
