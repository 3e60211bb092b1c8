# SPDX-License-Identifier: EUPL-1.2
"""Folders of the machine and resources of the program."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from comunecast_gui.core.errors import ConfigError
from comunecast_gui.system import paths


def test_the_usual_folder_is_created(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert paths.data_dir() == tmp_path / "ComuneCast"
    assert (tmp_path / "ComuneCast").is_dir()


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
def test_a_new_folder_is_for_its_owner_alone(tmp_path: Path) -> None:
    folder = paths.data_dir(tmp_path / "a" / "b")
    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_relative_folder_becomes_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert paths.data_dir(Path("here")) == tmp_path / "here"


@pytest.mark.parametrize("path", [r"\\server\comune\dati", r"\\?\UNC\server\comune", r"\\10.0.0.3\dati"])
def test_a_network_share_is_refused(path: str) -> None:
    with pytest.raises(ConfigError) as caught:
        paths.data_dir(Path(path))
    assert caught.value.code == "data_dir_network"


@pytest.mark.parametrize("path", [r"C:\Users\anna", r"\\?\C:\Users\anna", r"\\.\C:\x", "/home/anna", "relative"])
def test_local_paths_are_no_network_share(path: str) -> None:
    assert not paths.is_network_share(path)


def test_a_file_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(ConfigError) as caught:
            paths.data_dir(folder)
        assert caught.value.code == "data_dir_unusable"


def test_resources_of_the_source_tree() -> None:
    assert paths.resource("sentences", "it.toml").is_file()


def test_resources_of_a_frozen_bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "resources").mkdir()
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert paths.resource("icons", "x.svg") == tmp_path / "resources" / "icons" / "x.svg"
