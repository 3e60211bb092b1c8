# SPDX-License-Identifier: EUPL-1.2
"""Whatever lies in the folder of the own categories, the program starts; a backup brings nothing else there."""

from __future__ import annotations

import tomllib
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comunecast_gui.core.errors import InputError
from comunecast_gui.core.notice.categories import Catalogue
from comunecast_gui.core.notice.overlays import overlay_writer
from comunecast_gui.core.notice.overlays.overlay_reader import FOLDER, MOST_BYTES, MOST_FILES, read_overlays
from comunecast_gui.store.db.database import FILE_NAME, open_database
from comunecast_gui.store.restore import archive, placing
from comunecast_gui.store.restore.archive import Contents

RESOURCES = Path(__file__).parents[2] / "resources"
SHIPPED = RESOURCES / "categories"
CATALOGUE = Catalogue.load(SHIPPED)
WATER = (SHIPPED / "acqua_programmata.toml").read_bytes()
NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.booleans() | st.integers(-5, 10**6) | st.floats() | st.text(max_size=8) | st.datetimes(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


def survives(folder: Path, data: bytes) -> None:
    (folder / "acqua_programmata.toml").write_bytes(data)
    (folder / "nuovo.toml").write_bytes(data)
    found = read_overlays(CATALOGUE, SHIPPED, folder)
    assert {one.id for one in CATALOGUE} <= {one.id for one in found}
    if "acqua_programmata.toml" in {one.file for one in found.faults}:
        assert found.get("acqua_programmata") == CATALOGUE.get("acqua_programmata")


@given(st.binary(max_size=200))
@settings(max_examples=40)
def test_any_bytes(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    survives(tmp_path_factory.mktemp("own"), data)


@given(st.integers(0, len(WATER)), st.integers(0, 40), st.binary(max_size=12))
@settings(max_examples=40)
def test_any_change_of_a_real_file(tmp_path_factory: pytest.TempPathFactory, at: int, length: int, put: bytes) -> None:
    survives(tmp_path_factory.mktemp("own"), WATER[:at] + put + WATER[at + length :])


@given(st.data())
@settings(max_examples=40)
def test_any_value_in_any_entry(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    entries: Any = tomllib.loads(WATER.decode())
    for name in ("id", "source"):
        del entries[name]
    for name in ("template", "version"):
        del entries["whatsapp"][name]
    place = entries
    for _ in range(data.draw(st.integers(0, 3))):
        inner = [
            value
            for value in (place.values() if isinstance(place, dict) else place)
            if value and type(value) in (dict, list)
        ]
        if not inner:
            break
        place = data.draw(st.sampled_from(inner))
    keys = list(place) if isinstance(place, dict) else list(range(len(place)))
    value = data.draw(VALUES)
    place[data.draw(st.sampled_from(keys))] = value
    survives(tmp_path_factory.mktemp("own"), overlay_writer.written(entries).encode("utf-8", "replace"))


def packed(tmp_path: Path, files: dict[str, bytes]) -> Path:
    """A backup of an empty office whose own categories are these."""
    office = tmp_path / "office"
    (office / FOLDER).mkdir(parents=True)
    for name, data in files.items():
        (office / FOLDER / name).write_bytes(data)
    open_database(office).close()
    target = tmp_path / "a.backup"
    archive.pack(Contents(office / FILE_NAME, categories=office / FOLDER), target, NOW, None)
    return target


def test_own_categories_are_part_of_a_backup_and_come_back(tmp_path: Path) -> None:
    whole, here = {"evento.toml": b"hidden = true\n", "wrong.toml": b"\xff"}, tmp_path / "here"
    rest = {"note.txt": b"x", "Grande.toml": b"x", "lungo.toml": b"#" * (MOST_BYTES + 1)}
    source = packed(tmp_path, whole | rest)
    with zipfile.ZipFile(source) as found:
        assert {name for name in found.namelist() if name.startswith(FOLDER)} == {f"{FOLDER}/{name}" for name in whole}
    scratch = tmp_path / "scratch"
    for each in (scratch, here):
        each.mkdir()
    prepared = archive.unpack(source, scratch, None).office
    placing.commit(prepared, here)
    assert {path.name: path.read_bytes() for path in (here / FOLDER).iterdir()} == whole


@pytest.mark.parametrize(
    "name",
    [
        f"{FOLDER}/../x.toml",
        f"{FOLDER}/x.exe",
        f"{FOLDER}/a/b.toml",
        f"{FOLDER}/.x.toml",
        f"{FOLDER}/x:y.toml",
        "x.toml",
    ],
)
def test_a_backup_brings_no_other_file(tmp_path: Path, name: str) -> None:
    source = packed(tmp_path, {})
    with zipfile.ZipFile(source, "a") as changed:
        changed.writestr(name, "x")
    refused(source, tmp_path)


def test_a_backup_brings_no_large_file_and_not_too_many(tmp_path: Path) -> None:
    source = packed(tmp_path, {})
    many = source.with_suffix(".many")
    many.write_bytes(source.read_bytes())
    with zipfile.ZipFile(source, "a") as changed:
        changed.writestr(f"{FOLDER}/x.toml", "#" * (MOST_BYTES + 1))
    with zipfile.ZipFile(many, "a") as changed:
        for number in range(MOST_FILES + 1):
            changed.writestr(f"{FOLDER}/x{number}.toml", "")
    refused(source, tmp_path)
    refused(many, tmp_path / "office")


def refused(source: Path, where: Path) -> None:
    scratch = where / "scratch"
    scratch.mkdir()
    with pytest.raises(InputError) as caught:
        archive.unpack(source, scratch, None)
    assert caught.value.code == "backup_strange"
