# SPDX-License-Identifier: EUPL-1.2
"""A picture goes out as it was looked at: uploaded once for all people, or not at all and said so."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from comunecast_gui.sandbox.faults import Fault, FaultKind
from comunecast_gui.system import paths
from tests.e2e.conftest import NOTICE, Town
from tests.system.test_documents import ACTIVE, written
from tests.system.test_pictures import PICTURES, raw_png

PICTURE = '[[attachments]]\npath = "mappa.png"\nalt = "La mappa delle vie senza acqua"\n'


def with_picture(town: Town, text: str = NOTICE) -> str:
    shutil.copy(paths.resource("samples", "avviso.png"), town.folder / "mappa.png")
    return town.file("picture.toml", text + PICTURE)


def test_without_an_approved_variant_whatsapp_gets_the_text(town: Town) -> None:
    numbers = town.subscribe(3)
    notice = with_picture(town)
    refused = town.run("send", notice, "--json", code=1)
    assert "attachment_only_telegram" in {problem["check"] for problem in refused.json["problems"]}
    town.run("send", notice, "--yes")
    assert [message.media for message in town.control.phone(numbers[0])] == [""]
    post = town.control.posts()[0]
    assert post.kind == "photo"
    assert town.control.complaints() == []


def test_a_picture_is_uploaded_once_for_everybody(town: Town) -> None:
    numbers = town.subscribe(20)
    town.run("templates", "submit", "acqua_programmata", "--media")
    states = town.run("templates", "sync", "--json").json["templates"]
    assert {state["name"] for state in states} == {
        "acqua_programmata_v1",
        "acqua_programmata_immagine_v1",
        "acqua_programmata_documento_v1",
    }
    town.control.add_fault(Fault(service="whatsapp", method="messages", kind=FaultKind.ERROR, code=190, after=5))
    town.run("send", with_picture(town), "--channel", "whatsapp", "--yes", code=2)
    Path(town.folder / "mappa.png").unlink()
    town.run("resume")
    uploads = [request for request in town.control.requests("whatsapp") if request.method == "media"]
    assert len(uploads) == 1
    assert town.received() == dict.fromkeys(numbers, 1)
    assert all(message.media for number in numbers for message in town.control.phone(number))


def test_a_long_text_follows_its_picture_and_is_not_repeated(town: Town) -> None:
    streets = ", ".join(f'"via Marconi numero {n}"' for n in range(60))
    text = NOTICE.replace('vie = ["via Marconi"', f"vie = [{streets}")
    town.control.add_fault(
        Fault(service="telegram", method="sendMessage", kind=FaultKind.ERROR, code=429, retry_after=1)
    )
    town.run("send", with_picture(town, text), "--channel", "telegram", "--yes")
    posts = town.control.posts()
    assert [post.kind for post in posts] == ["photo", "text"]
    assert posts[1].text.splitlines()[-1].startswith("Comune di Calcinaia, ")
    assert town.control.complaints() == []


def test_the_description_is_read_with_the_picture(town: Town) -> None:
    (number,) = town.subscribe(1)
    town.run("templates", "submit", "acqua_programmata", "--media")
    town.run("templates", "sync")
    town.run("send", with_picture(town), "--channel", "whatsapp", "--yes")
    message = town.control.phone(number)[0]
    assert "*Nell'immagine:* La mappa delle vie senza acqua." in message.text
    assert message.media


def test_a_picture_one_service_would_refuse_is_converted_for_both(town: Town) -> None:
    numbers = town.subscribe(2)
    town.run("templates", "submit", "acqua_programmata", "--media")
    town.run("templates", "sync")
    exif = Image.Exif()
    exif[0x010F], exif[0x8825] = "Canon", {1: "N", 2: (43.0, 41.0, 1.0)}
    (town.folder / "pianta.jpg").write_bytes(PICTURES["a CMYK JPEG"]())
    (town.folder / "striscione.jpg").write_bytes(PICTURES["41 to 1"]())
    Image.new("RGB", (6000, 5000), "red").save(town.folder / "foto.png", "JPEG", exif=exif)
    text = NOTICE + "".join(
        f'[[attachments]]\npath = "{name}"\nalt = "La mappa delle vie senza acqua"\n'
        for name in ("pianta.jpg", "striscione.jpg", "foto.png")
    )
    notice = town.file("pictures.toml", text)
    said = {problem["check"]: problem for problem in town.run("check", notice, "--json").json["problems"]}
    assert {"picture_padded", "picture_scaled", "picture_place_removed", "attachment_one_whatsapp"} <= set(said)
    assert {said[one]["severity"] for one in ("picture_padded", "picture_scaled", "picture_place_removed")} == {"hint"}
    assert "foto.jpg" in said["picture_scaled"]["message"]
    town.run("send", notice, "--yes")
    assert [post.kind for post in town.control.posts()] == ["photo"] * 3
    assert len({post.album for post in town.control.posts()}) == 1
    assert all(message.media for number in numbers for message in town.control.phone(number))
    assert town.control.complaints() == []
    kept = {path.name: path.read_bytes() for path in (town.data_dir / "attachments").rglob("*.*")}
    assert set(kept) == {"pianta.jpg", "striscione.png", "foto.jpg"}
    assert not any(b"Canon" in data or b"Exif" in data for data in kept.values())


@pytest.mark.parametrize(
    ("name", "make", "code"),
    [
        ("foto.jpg", lambda: PICTURES["a progressive JPEG"]()[:-400], "picture_damaged"),
        ("foto.heic", lambda: b"\0\0\0\x18ftypheic" + bytes(500), "picture_heic"),
        ("enorme.png", lambda: raw_png(60_000, 60_000, 8, 2, b"\0" * 30), "picture_too_many_pixels"),
        ("elenco.docx", lambda: b"PK\x03\x04" + bytes(500), "attachment_kind"),
        ("atto.pdf", lambda: written(ACTIVE["a script at the start"]), "document_active"),
        ("atto.pdf", lambda: written(lambda writer: writer.encrypt("x", algorithm="RC4-128")), "document_encrypted"),
        ("atto.pdf", lambda: written()[:-300], "document_damaged"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_unusable_attachment_is_refused_before_anything_goes_out(
    town: Town, name: str, make: Callable[[], bytes], code: str
) -> None:
    town.subscribe(1)
    (town.folder / name).write_bytes(make())
    notice = town.file("refused.toml", NOTICE + f'[[attachments]]\npath = "{name}"\nalt = "La mappa"\n')
    for words in (("check", notice), ("send", notice, "--yes")):
        refused = town.run(*words, "--json", code=1).json["error"]
        assert (refused["code"], refused["field"]) == (code, "attachments")
        assert name in refused["message"]
    assert town.control.posts() == []
    assert town.messages == 0


@pytest.mark.slow
def test_an_album_goes_on_where_it_was_refused_for_a_moment(town: Town) -> None:
    shutil.copy(paths.resource("samples", "avviso.png"), town.folder / "mappa.png")
    text = NOTICE + "".join(f'[[attachments]]\npath = "mappa.png"\nalt = "Foglio {n}"\n' for n in range(12))
    town.control.add_fault(
        Fault(service="telegram", method="sendMediaGroup", kind=FaultKind.ERROR, code=429, retry_after=1, after=1)
    )
    town.run("send", town.file("album.toml", text), "--channel", "telegram", "--yes")
    posts = town.control.posts()
    assert [post.kind for post in posts] == ["photo"] * 12
    assert [bool(post.text) for post in posts] == [True] + [False] * 11
    assert len({post.album for post in posts}) == 2


def test_an_album_of_unknown_outcome_is_settled_by_a_person(town: Town) -> None:
    shutil.copy(paths.resource("samples", "avviso.png"), town.folder / "mappa.png")
    text = NOTICE + "".join(f'[[attachments]]\npath = "mappa.png"\nalt = "Foglio {n}"\n' for n in range(3))
    town.control.add_fault(Fault(service="telegram", method="sendMediaGroup", kind=FaultKind.SERVER_ERROR))
    town.run("send", town.file("album.toml", text), "--channel", "telegram", "--yes", code=3)
    assert town.control.posts() == []
    (row,) = town.run("unknown", "--json").json["unknown"]
    town.run("resume", code=3)
    assert town.control.posts() == []  # never again by itself
    town.run("settle", str(row["delivery"]), "resend")
    assert [post.kind for post in town.control.posts()] == ["photo"] * 3
