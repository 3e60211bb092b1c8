# SPDX-License-Identifier: EUPL-1.2
"""Notices written as files: read with their attachments, or refused with the place of the mistake."""

from __future__ import annotations

from pathlib import Path

import pytest

from comunecast_gui.core.errors import InputError
from comunecast_gui.core.model import Attachment, Draft
from comunecast_gui.core.notice import notice_file

UUID = "6b1f7a52-6d3c-4f43-9b8e-0d6f3f0f7c11"


def load(path: Path) -> Draft:
    """The notice, with its files taken as they are."""
    return notice_file.load(path, lambda file, alt: Attachment(file, alt, "", 0))


def written(folder: Path, text: str) -> Path:
    path = folder / "avviso.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_whole_notice(tmp_path: Path) -> None:
    draft = load(
        written(
            tmp_path,
            f"""
category = "evento"
channels = ["telegram"]
follows = 12
draft_uuid = "{UUID.upper()}"
[fields]
titolo = "Sagra"
periodo = {{ inizio = 2026-11-30T08:30:00, fine = 2026-11-30T12:00:00+01:00 }}
[[attachments]]
path = "foto/mappa.dat"
alt = " La mappa "
[[attachments]]
path = "{(tmp_path / "ordinanza.png").as_posix()}"
alt = "Il testo"
""",
        )
    )
    assert (draft.uuid, draft.category, draft.channels, draft.follows) == (UUID, "evento", ("telegram",), 12)
    assert draft.fields["titolo"] == "Sagra"
    assert [(one.path, one.alt) for one in draft.attachments] == [
        (tmp_path / "foto" / "mappa.dat", " La mappa "),
        (tmp_path / "ordinanza.png", "Il testo"),
    ]


def test_without_a_uuid_the_content_will_decide(tmp_path: Path) -> None:
    assert load(written(tmp_path, 'category = "generico"')).uuid == ""


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(b"\xef\xbb\xbfcategory = 'generico'\r\n")
    assert load(path).category == "generico"


@pytest.mark.parametrize(
    ("text", "code", "detail"),
    [
        ('category = "generico"\nx = ', "notice_malformed", "line 2"),
        ("[fields]\ntitolo = 'x'", "notice_no_category", ""),
        ("category = 'generico'\ncanali = []", "notice_key_unknown", "canali"),
        (
            "category = 'generico'\n[[attachments]]\npath='a'\nalt='b'\nnome='c'",
            "notice_key_unknown",
            "attachments.nome",
        ),
        ("category = 3", "notice_key_type", "category"),
        ("category = 'generico'\nchannels = 'telegram'", "notice_key_type", "channels"),
        ("category = 'generico'\nchannels = [1]", "notice_key_type", "channels"),
        ("category = 'generico'\nfields = []", "notice_key_type", "fields"),
        ("category = 'generico'\nfollows = true", "notice_key_type", "follows"),
        ("category = 'generico'\nattachments = ['a.png']", "notice_key_type", "attachments"),
        ("category = 'generico'\ndraft_uuid = 'x'", "notice_key_type", "draft_uuid"),
        ("category = 'generico'\n[[attachments]]\nalt='b'", "attachment_missing", ""),
    ],
)
def test_each_mistake_in_a_notice_file_is_named(tmp_path: Path, text: str, code: str, detail: str) -> None:
    with pytest.raises(InputError) as caught:
        load(written(tmp_path, text))
    assert caught.value.code == code
    assert detail in " ".join(f"{key} {value}" for key, value in caught.value.values.items())


def test_missing_and_unreadable_files(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="notice_file_missing"):
        load(tmp_path / "no.toml")
    (tmp_path / "latin.toml").write_bytes("category = 'città'".encode("latin-1"))
    with pytest.raises(InputError, match="notice_file_unreadable"):
        load(tmp_path / "latin.toml")
    with pytest.raises(InputError, match="not_a_file"):
        load(tmp_path)
