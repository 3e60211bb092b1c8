# SPDX-License-Identifier: EUPL-1.2
"""A pipe or a device in a file's place is refused by its kind: no command waits for it, and none reads without end."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from tests.e2e.conftest import NOTICE, Town

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither pipes nor devices among its files"),
    pytest.mark.timeout(60),
]

COMMANDS = [
    ("check", "{}"),
    ("render", "{}", "--channel", "telegram"),
    ("send", "{}", "--yes"),
    ("configure", "{}"),
    ("restore", "{}"),
    ("backup", "{}"),
    ("subscribers", "import", "{}"),
    ("subscribers", "export", "{}"),
    ("relay", "kit", "{}"),
    ("cap", "1", "{}"),
]
WRITING = {"backup", "export", "kit", "cap"}
"""Words of those that write: no test offers them a real device, which an administrator's command might replace."""


def in_places_of_files(town: Town) -> list[str]:
    os.mkfifo(town.folder / "coda.csv")
    os.mkfifo(town.folder / "coda")
    (town.folder / "link").symlink_to("coda")
    return [str(town.folder / "coda"), str(town.folder / "link"), "/dev/zero", str(town.folder)]


def test_every_command_refuses_what_is_no_file(town: Town) -> None:
    places = in_places_of_files(town)
    for command in COMMANDS:
        pipe = str(town.folder / ("coda.csv" if "export" in command else "coda"))
        for place in [pipe] if WRITING & {*command} else places:
            words = [word.format(place) for word in command]
            refused = town.run(*words, "--json", code=1).json["error"]
            assert (refused["code"], words) == ("not_a_file", words)
            assert place in refused["message"]
    assert Path(places[0]).is_fifo()
    assert (town.folder / "coda.csv").is_fifo()
    assert town.messages == 0


def test_an_attachment_is_a_file_too(town: Town) -> None:
    for place in in_places_of_files(town):
        attached = f'{NOTICE}\n[[attachments]]\npath = "{place}"\nalt = "La mappa"\n'
        for verb in ("check", "send"):
            refused = town.run(verb, town.file("attached.toml", attached), "--json", code=1).json["error"]
            assert (refused["code"], refused["field"]) == ("not_a_file", "attachments")


@pytest.mark.parametrize("name", ["office.toml", "workstation", "comunecast.db", "logs/comunecast.log"])
def test_a_pipe_in_the_data_folder_is_named(town: Town, name: str) -> None:
    place, aside = town.data_dir / name, town.folder / "aside"
    if place.exists():
        shutil.move(place, aside)
    place.parent.mkdir(exist_ok=True)
    os.mkfifo(place)
    refused = town.run("status", "--json", code=1).json["error"]
    assert refused["code"] == "not_a_file"
    assert str(place) in refused["message"]
    place.unlink()
    if aside.exists():
        shutil.move(aside, place)
    town.run("status")
