# SPDX-License-Identifier: EUPL-1.2
"""The office's own streets are part of its backups and of its move, and nothing else comes in their name."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from comunecast_gui.core.errors import InputError
from comunecast_gui.core.places import MOST_STREETS_BYTES
from comunecast_gui.core.work.long_work import UNWATCHED
from comunecast_gui.store.db.database import FILE_NAME, open_database
from comunecast_gui.store.restore import archive, move_file, placing
from comunecast_gui.store.restore.archive import Contents
from comunecast_gui.store.restore.move_file import Moved
from comunecast_gui.system.settings import street_file

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
STREETS = {"via Roma": "Bientina", 'via "Nuova"': ""}
FOREIGN = {
    "no TOML": b"streets = [",
    "no text": b"\xff",
    "no streets": b"[run]\ncommand = 'x'\n",
    "a number": b"streets = [{ name = 3 }]\n",
    "no aliases": b"streets = []\naliases = 3\n",
    "too large": b"streets = []\n#" + b"x" * MOST_STREETS_BYTES,
}


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """The data folder of an office that has streets of its own."""
    folder = tmp_path / "office"
    folder.mkdir()
    open_database(folder).close()
    street_file.keep(folder, STREETS, {"via N. Roma": "via Roma"})
    return folder


def packed(office: Path) -> Path:
    target = office.parent / "a.backup"
    archive.pack(Contents.of(office, office / FILE_NAME, attachments=True), target, NOW, None)
    return target


def test_own_streets_are_part_of_a_backup_and_come_back(office: Path, tmp_path: Path) -> None:
    scratch, here = tmp_path / "scratch", tmp_path / "here"
    for each in (scratch, here):
        each.mkdir()
    street_file.keep(here, {"via Altra": ""}, {})
    placing.commit(archive.unpack(packed(office), scratch, None).office, here)
    found = street_file.of_office(here, "Comune di Bientina")
    assert found is not None
    assert (found.localities, found.find("Via N. Roma")) == (STREETS, "via Roma")


@pytest.mark.parametrize("data", FOREIGN.values(), ids=FOREIGN.keys())
def test_what_is_no_list_of_streets_neither_goes_into_a_backup_nor_comes_out(office: Path, data: bytes) -> None:
    (office / street_file.FILE_NAME).write_bytes(data)
    source = packed(office)
    with zipfile.ZipFile(source, "a") as changed:
        assert street_file.FILE_NAME not in changed.namelist()
        changed.writestr(street_file.FILE_NAME, data)
    scratch = office / "scratch"
    scratch.mkdir()
    with pytest.raises(InputError) as caught:
        archive.unpack(source, scratch, None)
    assert (caught.value.code, caught.value.values["found"]) == ("backup_strange", street_file.FILE_NAME)
    assert street_file.own_text(office) == ""


def test_the_file_for_a_second_computer_brings_them_too(office: Path) -> None:
    file, streets = office.parent / "second.trasloco", street_file.own_text(office)
    assert "via Roma" in streets
    move_file.write(file, "a code", Moved(NOW, {}, None, "[office]\n", {}, streets), UNWATCHED)
    assert move_file.read(file, office.parent, "a code", UNWATCHED).streets == streets
    move_file.write(file, "a code", Moved(NOW, {}, None, "[office]\n", {}, "streets = 3"), UNWATCHED)
    with pytest.raises(InputError, match="backup_damaged"):
        move_file.read(file, office.parent, "a code", UNWATCHED)
