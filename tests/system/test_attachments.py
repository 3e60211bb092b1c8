# SPDX-License-Identifier: EUPL-1.2
"""A queued notice sends the file that was looked at, whatever becomes of the original."""

from __future__ import annotations

from pathlib import Path

import pytest

from comunecast_gui.core.errors import InputError
from comunecast_gui.core.model import Attachment
from comunecast_gui.system.attachments import keep


def attachment(path: Path) -> Attachment:
    return Attachment(path, "la mappa dei lavori", "image/png", path.stat().st_size)


def test_a_changed_original_does_not_change_what_was_kept(tmp_path: Path) -> None:
    original = tmp_path / "mappa lavori.png"
    original.write_bytes(b"first")
    kept = keep(attachment(original), tmp_path / "data")
    original.write_bytes(b"second")
    again = keep(attachment(original), tmp_path / "data")
    original.unlink()
    assert kept.path.read_bytes() == b"first"
    assert again.path.read_bytes() == b"second"
    assert kept.path.name == again.path.name == "mappa lavori.png"
    assert kept.alt == "la mappa dei lavori"


def test_the_same_file_is_kept_once(tmp_path: Path) -> None:
    original = tmp_path / "mappa.png"
    original.write_bytes(b"first")
    assert keep(attachment(original), tmp_path) == keep(attachment(original), tmp_path)


def test_a_file_that_is_gone_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        keep(Attachment(tmp_path / "mappa.png", "la mappa", "image/png", 5), tmp_path)
    assert refused.value.code == "attachment_missing"
