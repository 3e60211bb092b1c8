# SPDX-License-Identifier: EUPL-1.2
"""A queued notice sends the file that was looked at, prepared for both services, whatever becomes of the original."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from comunecast_gui.core import codec
from comunecast_gui.core.content import TelegramPost
from comunecast_gui.core.errors import ConfigError, InputError
from comunecast_gui.core.model import Attachment
from comunecast_gui.system import attachments, paths
from comunecast_gui.system.attachments import attach, keep, require_unchanged, with_kept_bytes


def photo(path: Path, colour: str = "red") -> Path:
    """A photo as a camera makes it, with its maker and the place in it."""
    exif = Image.Exif()
    exif[0x010F], exif[0x8825] = "Canon", {1: "N", 2: (43.0, 41.0, 1.0)}
    Image.new("RGB", (40, 30), colour).save(path, "JPEG", exif=exif)
    return path


def test_a_changed_original_does_not_change_what_was_prepared(tmp_path: Path) -> None:
    original = photo(tmp_path / "mappa lavori.jpg")
    looked_at = attach(original, " la mappa dei lavori ")
    photo(original, "blue")
    again = keep(attach(original, "la mappa dei lavori"), tmp_path / "data")
    original.unlink()
    kept = keep(looked_at, tmp_path / "data")
    assert looked_at.file
    assert kept.path.read_bytes() == looked_at.file.data
    assert hashlib.sha256(kept.path.read_bytes()).hexdigest() == kept.digest == looked_at.digest
    assert kept.digest != again.digest
    assert kept.path.name == again.path.name == "mappa lavori.jpg"
    assert kept.alt == "la mappa dei lavori"
    require_unchanged(kept)


def test_what_was_never_prepared_is_prepared_when_it_is_kept(tmp_path: Path) -> None:
    original = photo(tmp_path / "mappa.png")
    kept = keep(Attachment(original, "la mappa", "image/png", original.stat().st_size), tmp_path / "data")
    assert (kept.path.name, kept.mime) == ("mappa.jpg", "image/jpeg")
    assert b"Canon" in original.read_bytes()
    assert b"Canon" not in kept.path.read_bytes()


def test_the_same_file_is_kept_once_and_mended_where_it_was_damaged(tmp_path: Path) -> None:
    one = attach(photo(tmp_path / "mappa.jpg"), "la mappa")
    kept = keep(one, tmp_path / "data")
    assert keep(one, tmp_path / "data") == kept == keep(kept, tmp_path / "data")
    kept.path.write_bytes(b"damaged")
    with pytest.raises(InputError, match="attachment_changed"):
        require_unchanged(kept)
    keep(one, tmp_path / "data")
    require_unchanged(kept)
    assert [path.name for path in (tmp_path / "data" / "attachments").rglob("*") if path.is_file()] == ["mappa.jpg"]


def test_the_queue_names_the_file_and_does_not_hold_it(tmp_path: Path) -> None:
    kept = keep(attach(photo(tmp_path / "mappa.jpg"), "la mappa"), tmp_path / "data")
    post = TelegramPost("Acqua", "Acqua", (kept,))
    stored = codec.content_to_data(post)
    assert stored["attachments"] == [
        {"path": str(kept.path), "alt": "la mappa", "mime": "image/jpeg", "size": kept.size, "digest": kept.digest}
    ]
    assert codec.content_from_data(stored) == post


def test_with_kept_bytes_reads_the_file_by_its_digest(tmp_path: Path) -> None:
    kept = keep(attach(photo(tmp_path / "mappa.jpg"), "la mappa"), tmp_path / "data")
    assert kept.file
    stored = replace(kept, file=None, path=Path("/elsewhere") / kept.path.name)
    shown = with_kept_bytes(stored, tmp_path / "data")
    assert shown.file
    assert (shown.file.data, shown.file.digest) == (kept.file.data, kept.digest)
    kept.path.write_bytes(b"damaged")
    assert with_kept_bytes(stored, tmp_path / "data").file is None


def refusal(path: Path, alt: str = "descrizione") -> str:
    with pytest.raises(InputError) as refused:
        attach(path, alt)
    assert refused.value.field == "attachments"
    return refused.value.code


def test_a_file_that_no_channel_takes_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert refusal(tmp_path / "manca.jpg") == "attachment_missing"
    assert refusal(tmp_path / "a\0b.jpg") == "attachment_missing"
    assert refusal(tmp_path) == "not_a_file"
    for name, content, code in (
        ("a.jpg", b"", "attachment_kind"),
        ("b.jpg", b"testo", "attachment_kind"),
        ("c.pdf", b"%PDF-1.7", "document_damaged"),
        ("d.png", b"\x89PNG\r\n\x1a\n", "picture_damaged"),
    ):
        (tmp_path / name).write_bytes(content)
        assert (refusal(tmp_path / name), name) == (code, name)
    assert refusal(photo(tmp_path / "e.jpg"), " \u200b ") == "attachment_no_alt"
    monkeypatch.setattr(attachments, "MAX_SOURCE_BYTES", 100)
    assert refusal(tmp_path / "e.jpg") == "attachment_too_large"
    monkeypatch.setattr(attachments, "MAX_DOCUMENT_BYTES", 100)
    assert refusal(paths.resource("samples", "avviso.pdf")) == "attachment_too_large"


def test_a_folder_that_cannot_be_written_is_the_settings_fault(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file in the folder's place")
    with pytest.raises(ConfigError, match="data_dir_unusable"):
        keep(attach(photo(tmp_path / "mappa.jpg"), "la mappa"), tmp_path / "data")
