# SPDX-License-Identifier: EUPL-1.2
"""A picture goes out as it was looked at: uploaded once for all people, or not at all and said so."""

from __future__ import annotations

import shutil
from pathlib import Path

from comunecast_gui.sandbox.faults import Fault, FaultKind
from comunecast_gui.system import paths
from tests.e2e.conftest import NOTICE, Town

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
