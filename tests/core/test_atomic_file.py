# SPDX-License-Identifier: EUPL-1.2
"""A file is replaced whole or not at all, and a full disk leaves no other file behind."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from comunecast_gui.core.atomic_file import replace_text
from comunecast_gui.ui.runtime.drafts import DraftFolder, KeptDraft
from tests.ui.conftest import MORNING


@contextmanager
def full_disk() -> Iterator[None]:
    """No file of this process may hold a byte more: the write itself fails, as on a full disk."""
    if sys.platform == "win32":
        pytest.skip("Windows has no such limit")
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_leaves_the_old_file_and_no_other(tmp_path: Path) -> None:
    file = tmp_path / "a.toml"
    replace_text(file, "older")
    with full_disk(), pytest.raises(OSError, match="too large"):
        replace_text(file, "newer")
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"a.toml": "older"}
    replace_text(file, "newer")
    assert file.read_text() == "newer"


def test_keeping_a_draft_on_a_full_disk_leaves_no_file(tmp_path: Path) -> None:
    drafts = DraftFolder(tmp_path / "drafts")
    with full_disk():
        for _ in range(3):
            drafts.save(KeptDraft("a", "evento", "Titolo", MORNING.at))
    assert list((tmp_path / "drafts").iterdir()) == []
    assert [one.uuid for one in drafts.all()] == ["a"], "as long as the program runs it is not lost"
    assert drafts.write()
    assert [path.name for path in (tmp_path / "drafts").iterdir()] == ["a.json"]


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_a_link_in_the_way_leads_nowhere(tmp_path: Path) -> None:
    """In a folder that others can write to, somebody may have laid a link where the file or its draft would come."""
    foreign, target = tmp_path / "foreign.txt", tmp_path / "export.csv"
    foreign.write_text("mine", encoding="utf-8")
    target.symlink_to(foreign)
    (tmp_path / ".export.csv.part").symlink_to(foreign)
    replace_text(target, "numbers")
    assert (foreign.read_text(encoding="utf-8"), target.read_text(encoding="utf-8")) == ("mine", "numbers")
    assert not target.is_symlink()
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pipes among its files")
def test_a_pipe_is_never_replaced_by_a_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="pipe"):
        replace_text(tmp_path / "pipe", "new")
    assert (tmp_path / "pipe").is_fifo()
    assert [one.name for one in tmp_path.iterdir()] == ["pipe"]
