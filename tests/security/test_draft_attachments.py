# SPDX-License-Identifier: EUPL-1.2
"""A file that comes with a draft lands in the data folder's own place for it and nowhere else, or nothing is taken."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from comunecast_gui.core.errors import InputError
from comunecast_gui.core.work.long_work import UNWATCHED, StageCount
from comunecast_gui.store.restore import archive, draft_files, move_file, seal
from comunecast_gui.system.pictures import MAX_SOURCE_BYTES
from comunecast_gui.ui.runtime.drafts import DraftFolder
from tests.store.samples import NOW

DRAFT: dict[str, Any] = {
    "uuid": "a",
    "category": "generico",
    "title": "",
    "at": NOW.isoformat(),
    "channels": [],
    "file": None,
}
HOSTILE = [
    "draft-files/b/foto.jpg",  # a draft that is not there
    "draft-files/a/../../office.toml",
    "draft-files/a/..\\..\\office.toml",
    "draft-files/a/C:foto.jpg",
    "draft-files/a/.profile",
    "draft-files/a/",
    "draft-files/foto.jpg",
    "draft-files/a/b/foto.jpg",
    "draft-files/a/foto.jpg ",
]


def draft(path: str) -> str:
    return json.dumps({**DRAFT, "file": [path, "La piazza"]})


def backup(folder: Path, members: Mapping[str, str]) -> Path:
    """A backup without a seal, as anybody can make it, with these members."""
    target = folder / "copia.zip"
    with zipfile.ZipFile(target, "w") as made:
        made.writestr("comunecast-backup.json", json.dumps({"format": 1, "made_at": NOW.isoformat()}))
        for name, text in members.items():
            made.writestr(name, text)
    return target


def moved(folder: Path, members: Mapping[str, str], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of an office on a server, written by somebody who has its words."""
    target = folder / "ente.trasloco"
    monkeypatch.setattr(move_file, "_key", lambda code, salt: bytes(32))
    with target.open("wb") as file:
        file.write(move_file.MAGIC + bytes(16))
        sealing = seal.Sealing(file, bytes(32))
        with zipfile.ZipFile(sealing, "w") as made:
            made.writestr("facts.json", json.dumps({"made_at": NOW.isoformat(), "keys": {}, "categories": {}}))
            made.writestr("office.toml", "")
            for name, text in members.items():
                made.writestr(name, text)
        sealing.finish()
    return target


@pytest.mark.parametrize("name", HOSTILE)
def test_a_member_that_is_no_file_of_a_draft_refuses_the_archive(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    members = {"drafts/a.json": draft("draft-files/a/foto.jpg"), name: "x"}
    folder = tmp_path / "there" / "deep"
    folder.mkdir(parents=True)
    with pytest.raises(InputError, match="backup_strange"):
        archive.unpack(backup(tmp_path, members), folder, None)
    with pytest.raises(InputError, match="backup_damaged"):
        move_file.read(moved(tmp_path, members, monkeypatch), folder, "", UNWATCHED)
    assert {path.name for path in tmp_path.rglob("*") if path.is_file()} == {"copia.zip", "ente.trasloco"}


def test_a_file_larger_than_a_notice_takes_and_a_second_one_refuse_the_archive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert draft_files.MOST_FILE_BYTES == MAX_SOURCE_BYTES
    monkeypatch.setattr(draft_files, "MOST_FILE_BYTES", 1)
    own = {"drafts/a.json": draft("draft-files/a/foto.jpg"), "draft-files/a/foto.jpg": "xx"}
    second = {**own, "draft-files/a/foto.jpg": "x", "draft-files/a/altra.jpg": "x"}
    for members in (own, second):
        with pytest.raises(InputError, match="backup_strange"):
            archive.unpack(backup(tmp_path, members), tmp_path, None)
        for left in ("packed", "office"):
            (tmp_path / left).rmdir()
        with pytest.raises(InputError, match="backup_damaged"):
            move_file.read(moved(tmp_path, members, monkeypatch), tmp_path, "", UNWATCHED)


def test_a_draft_names_no_file_outside_its_own_place(tmp_path: Path) -> None:
    folder = tmp_path / draft_files.FOLDER
    folder.mkdir()
    for named, found in {
        "draft-files/a/foto.jpg": str(tmp_path / "draft-files" / "a" / "foto.jpg"),
        "draft-files/b/foto.jpg": "draft-files/b/foto.jpg",  # of another draft
        "draft-files/a/../../office.toml": "draft-files/a/../../office.toml",  # as it stands, below no data folder
    }.items():
        (folder / "a.json").write_text(draft(named), "utf-8")
        [kept] = DraftFolder(folder).all()
        assert kept.file == (found, "La piazza")


@pytest.mark.parametrize("path", ["\\\\evil.example\\share\\foto.jpg", "//evil.example/foto.jpg", "\\/evil/x/foto.jpg"])
def test_a_draft_from_who_knows_where_sends_nobody_to_another_computer(path: str, tmp_path: Path) -> None:
    """Windows signs in at the computer that a path names."""
    (tmp_path / "a.json").write_text(draft(path), "utf-8")
    draft_files.cut_network_files(tmp_path)
    assert json.loads((tmp_path / "a.json").read_text("utf-8"))["file"] == ["foto.jpg", "La piazza"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        "\\u0000",
        "[" * 200_000,
        '{"file": 7}',
        '{"file": ["/x", 3, 4]}',
        '{"file": [null, "x"]}',
        "9" * 9999,
    ],
)
def test_what_is_no_draft_travels_as_it_is(text: str, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as made:
        draft_files.pack(made, tmp_path / "drafts", {"a.json": text}, StageCount(UNWATCHED, 1))
    with zipfile.ZipFile(tmp_path / "a.zip") as found:
        assert (found.namelist(), found.read("drafts/a.json").decode()) == (["drafts/a.json"], text)


def test_half_a_character_in_a_draft_stops_no_move(tmp_path: Path) -> None:
    (tmp_path / "foto.jpg").write_bytes(b"x")
    odd = json.dumps({**DRAFT, "title": "\ud800", "file": [str(tmp_path / "foto.jpg"), "x"]})
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as made:
        draft_files.pack(made, tmp_path / "drafts", {"a.json": odd}, StageCount(UNWATCHED, 1))
    with zipfile.ZipFile(tmp_path / "a.zip") as found:
        assert json.loads(found.read("drafts/a.json"))["title"] == "\ud800"


def test_only_as_much_travels_as_there_is_room_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The drafts all do; the others name their file where it lies, and say on the other computer that it is missing."""
    monkeypatch.setattr(draft_files, "MOST_FILE_BYTES", 10)
    monkeypatch.setattr(draft_files, "MOST_FILES_BYTES", 15)
    drafts = {}
    for uuid, size in (("a", 11), ("b", 8), ("c", 8), ("d", 0), ("e", 7)):
        (tmp_path / f"{uuid}.jpg").write_bytes(b"x" * size)
        drafts[f"{uuid}.json"] = draft(str(tmp_path / f"{uuid}.jpg"))
    drafts["f.json"] = draft(str(tmp_path))
    target = tmp_path / "a.zip"
    with zipfile.ZipFile(target, "w") as made:
        draft_files.pack(made, tmp_path / "drafts", drafts, StageCount(UNWATCHED, 15))
    with zipfile.ZipFile(target) as found:
        names = set(found.namelist())
    assert {name for name in names if name.startswith("draft-files/")} == {"draft-files/b/b.jpg", "draft-files/e/e.jpg"}
    assert {f"drafts/{name}" for name in drafts} <= names
