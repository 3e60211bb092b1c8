# SPDX-License-Identifier: EUPL-1.2
"""A data folder knows its home: another computer and another place are told, a new name of the same computer is not."""

from __future__ import annotations

import json
import platform
from pathlib import Path

import pytest

from comunecast_gui.core.errors import ConfigError
from comunecast_gui.system import locks
from comunecast_gui.system.whereabouts import folder_home, machine_mark

LINUX, GUID = "0f1e2d3c4b5a69788796a5b4c3d2e1f0\n", "3F2504E0-4F89-11D3-9A0C-0305E82C3301"


def on(monkeypatch: pytest.MonkeyPatch, id: str, name: str = "PC-ANNA") -> None:
    """From now on the program runs on another computer."""
    monkeypatch.setattr(machine_mark, "here", lambda: machine_mark.mark_of(id))
    monkeypatch.setattr(platform, "node", lambda: name)


@pytest.mark.parametrize(
    ("id", "name", "found"),
    [
        (GUID, "PC-ANNA", None),
        (GUID, "COMUNE-17", None),  # a new name
        (LINUX, "PC-BRUNO", "PC-ANNA"),
        ("", "PC-BRUNO", None),  # a system without an id: nobody is asked each time
    ],
)
def test_another_computer_is_told_by_the_id_of_its_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, id: str, name: str, found: str | None
) -> None:
    on(monkeypatch, GUID)
    with locks.sending_lock(tmp_path):
        pass
    kept = (tmp_path / folder_home.FILE_NAME).read_text("utf-8")
    assert GUID.casefold() not in kept.casefold()  # an id that belongs to the system alone
    on(monkeypatch, id, name)
    assert folder_home.copied_from(tmp_path) == found
    if found:
        for lock in (locks.sending_lock, locks.queuing_lock, locks.pulling_lock, locks.posts_lock):
            with pytest.raises(ConfigError, match="folder_copied"), lock(tmp_path):
                pass
    locks.come_back(tmp_path)
    with locks.sending_lock(tmp_path):
        pass


def test_another_place_is_told_and_what_cannot_be_read_is_at_home(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    assert folder_home.copied_from(here) is None
    folder_home.settle_anew(here)
    folder_home.settle_anew(here)
    here.rename(there)
    assert folder_home.copied_from(there)
    folder_home.settle_anew(there)  # it has a home already: only a person gives it another
    assert folder_home.copied_from(there)
    for text in ("", "[]", "{}", json.dumps({"machine": 1}), "{" * 100_000):
        (there / folder_home.FILE_NAME).write_text(text, "utf-8")
        assert folder_home.copied_from(there) is None


def test_the_id_is_found_in_what_each_system_says() -> None:
    told = f'+-o J314sAP  <class IOPlatformExpertDevice>\n    {{\n      "IOPlatformUUID" = "{GUID}"\n    }}\n'
    assert machine_mark.platform_uuid(told) == GUID
    assert machine_mark.platform_uuid("nothing") == ""
    assert machine_mark.mark_of(GUID) == machine_mark.mark_of(f"{GUID.lower()}\n") != machine_mark.mark_of(LINUX)
    assert machine_mark.mark_of("uninitialized\n") == machine_mark.mark_of("\n") == ""
