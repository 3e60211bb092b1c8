# SPDX-License-Identifier: EUPL-1.2
"""The window brings in what citizens write, and shows of a person what may be shown, with a note of who looked."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from comunecast_gui.app import services_of
from comunecast_gui.core.changes import ChangeKind
from comunecast_gui.core.errors import ConfigError
from comunecast_gui.core.work.long_work import Work
from comunecast_gui.relay.keys import make_keys
from comunecast_gui.sandbox.config import TRAINING_TELEGRAM_TOKEN, TRAINING_WHATSAPP_TOKEN, SandboxConfig
from comunecast_gui.sandbox.server import Sandbox, run_sandbox
from comunecast_gui.services import meta_news, template_approval, wiring
from comunecast_gui.services.trust import register_head
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.store.consent.audit import Audit
from comunecast_gui.store.consent.person_rows import Person
from comunecast_gui.store.consent.subscribers import Filter
from comunecast_gui.system.secrets import SecretName
from comunecast_gui.system.settings import office_file
from comunecast_gui.ui.people.person_dialog import PersonDialog
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.runtime.window_services import Mail, WindowServices
from comunecast_gui.ui.shell.main_window import MainWindow
from comunecast_gui.ui.widgets.look import Banner, Look
from tests.relay.listening_office import ListeningOffice, message
from tests.relay.running import RunningRelay
from tests.ui.conftest import TOWN, Sent, add_people, changed, open_window


@pytest.fixture
def relay(tmp_path: Path) -> Iterator[RunningRelay]:
    folder = tmp_path / "relay"
    folder.mkdir()
    running = RunningRelay(folder, secret=SandboxConfig().app_secret)
    running.start()
    yield running
    running.kill()


@pytest.fixture
def listening(
    data_dir: Path, relay: RunningRelay, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Workspace, Sandbox]]:
    """An office whose stand-in of Meta pushes what citizens write to a relay in a process of its own."""
    for name, value in (
        (SecretName.WHATSAPP_TOKEN, TRAINING_WHATSAPP_TOKEN),
        (SecretName.TELEGRAM_TOKEN, TRAINING_TELEGRAM_TOKEN),
        (SecretName.RELAY_KEY, relay.keys.bearer_key),
        (SecretName.RELAY_PRIVATE_KEY, relay.keys.private_key),
    ):
        monkeypatch.setenv(name.variable, value)
    with run_sandbox(SandboxConfig(webhook_url=f"{relay.url}/webhook")) as sandbox:
        town = TOWN.replace("http://127.0.0.1:9/bot", sandbox.telegram_base_url)
        town = town.replace("http://127.0.0.1:9", sandbox.graph_url) + f'\n[relay]\nurl = "{relay.url}"\n'
        office_file.save(office_file.parse(town), data_dir)
        with wiring.open_workspace(data_dir) as opened:
            yield opened, sandbox


@pytest.mark.slow
def test_a_citizen_who_writes_attiva_appears_and_is_answered(
    listening: tuple[Workspace, Sandbox], look: Look, make_ops: Callable[[WindowServices], Ops], qtbot: QtBot
) -> None:
    workspace, sandbox = listening
    sandbox.control.citizen_writes("393335551234", "Attiva")
    window = open_window(look, make_ops(services_of(workspace, training=True)), qtbot)
    window.go_to("subscribers")
    window.look_for_leftovers()
    qtbot.waitUntil(lambda: len(window.subscribers.model.lines) == 1, timeout=20_000)
    qtbot.waitUntil(lambda: "1 di 1000 gratuite" in window.subscribers.mail_text)
    qtbot.waitUntil(lambda: window.composer.channels["whatsapp"].text() == "WhatsApp (1)")
    assert sandbox.control.phone("393335551234")
    sandbox.control.citizen_writes("393335551234", "Disattiva")
    qtbot.waitUntil(lambda: window.subscribers.model.lines[0].cells[1] == "Uscito", timeout=20_000)


def test_an_unreachable_relay_is_said_on_the_subscribers_page(
    services: WindowServices, look: Look, make_ops: Callable[[WindowServices], Ops], qtbot: QtBot
) -> None:
    def pull(_: Work) -> Mail:
        raise ConfigError("relay_unreachable", url="https://avvisi.example.it", reason="timeout")

    window = open_window(look, make_ops(changed(services, mail=pull)), qtbot)
    window.look_for_leftovers()
    qtbot.waitUntil(lambda: "avvisi.example.it" in window.subscribers.mail_text)
    assert window.banners.texts() == []


def test_letters_that_cannot_be_opened_have_a_banner_until_they_can(
    listening: tuple[Workspace, Sandbox],
    relay: RunningRelay,
    look: Look,
    make_ops: Callable[[WindowServices], Ops],
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    workspace, _ = listening
    former = make_keys()
    office = ListeningOffice(workspace.data_dir, relay)
    office.put_on_the_disk(message("393335551234", "Attiva"), public_key=former.public_key)
    window = open_window(look, make_ops(services_of(workspace, training=True)), qtbot)
    window.look_for_leftovers()
    qtbot.waitUntil(lambda: any("non si aprono: 1," in text for text in window.banners.texts()), timeout=20_000)
    told = next(text for text in window.banners.texts() if "non si aprono: 1," in text)
    assert "Metti la chiave privata di prima." in told
    assert "inbox skip" not in told  # that is for a terminal
    monkeypatch.setenv(SecretName.RELAY_FORMER_PRIVATE_KEY.variable, former.private_key)
    window.mailbox.look()
    qtbot.waitUntil(lambda: not any("non si aprono: 1," in text for text in window.banners.texts()), timeout=20_000)
    assert workspace.subscribers.count() == 1


@pytest.fixture
def person(window: MainWindow, sent: Sent, qtbot: QtBot) -> PersonDialog:
    sent("Manca l'acqua", accepted=20)
    window.ops.tell(ChangeKind.SUBSCRIBERS)
    window.go_to("subscribers")
    page = window.subscribers
    qtbot.waitUntil(lambda: len(page.model.lines) == 20)
    page.table.selectRow(2)
    page.open_person.click()
    dialog = window.findChildren(PersonDialog)[0]
    qtbot.waitUntil(dialog.save.isEnabled)
    return dialog


def test_a_person_with_consents_and_deliveries(person: PersonDialog, workspace: Workspace) -> None:
    assert "•" in person.heading
    assert [line.cells[1:] for line in person.events.model().lines] == [  # type: ignore[attr-defined]
        ("iscrizione annotata dall'ente", "moduli del 2022")
    ]
    assert [line.cells[1:] for line in person.deliveries.model().lines] == [  # type: ignore[attr-defined]
        ("Manca l'acqua", "Inviato")
    ]
    assert next(iter(Audit(workspace.database).recent())).what == "person_read"


def test_the_number_is_shown_on_a_logged_click(person: PersonDialog, workspace: Workspace, qtbot: QtBot) -> None:
    person.show_number.click()
    qtbot.waitUntil(lambda: person.heading == "+39 333 000 0002")
    assert "annotato" in person.said
    assert next(iter(Audit(workspace.database).recent())).what == "number_shown"


def test_a_person_gets_all_that_is_held(person: PersonDialog, tmp_path: Path, qtbot: QtBot) -> None:
    file = tmp_path / "persona.json"
    person.write(file)
    qtbot.waitUntil(lambda: person.said == "Salvato: persona.json")
    data = json.loads(file.read_text("utf-8"))
    assert data["phone"] == "+393330000002"
    assert len(data["consent"]) == len(data["deliveries"]) == 1
    person.write(tmp_path / "persona.txt")
    qtbot.waitUntil(lambda: "Salvato" not in person.said)


def test_a_person_who_left_can_still_get_the_dossier(window: MainWindow, workspace: Workspace, qtbot: QtBot) -> None:
    add_people(workspace, 1)
    row = workspace.subscribers.page()[0]
    workspace.subscribers.remove(row.id, workspace.clock.now(), source="richiesta")
    dialog = PersonDialog(window._look, window.ops, window.services.info, window.services.people, row.id, window)
    dialog.show()
    qtbot.waitUntil(dialog.save.isEnabled)
    assert dialog.heading == "Numero cancellato"
    assert not dialog.show_number.isEnabled()
    assert len(dialog.events.model().lines) == 2  # type: ignore[attr-defined]


def test_filters_by_source_and_date(window: MainWindow, workspace: Workspace, qtbot: QtBot) -> None:
    add_people(workspace, 5)
    workspace.subscribers.join(Person("393335551234"), workspace.clock.now(), source="whatsapp", words="Attiva")
    window.ops.tell(ChangeKind.SUBSCRIBERS)
    page = window.subscribers
    qtbot.waitUntil(lambda: page.filters.sources.count() == 3)
    page.filters.sources.setCurrentIndex(page.filters.sources.findData("whatsapp"))
    qtbot.waitUntil(lambda: [line.cells[3] for line in page.model.lines] == ["whatsapp"])
    page.filters.sources.setCurrentIndex(0)
    page.filters.since.setCurrentIndex(1)
    qtbot.waitUntil(lambda: page.count.text() == "6 persone")
    assert workspace.subscribers.count_of(Filter(since=workspace.clock.now().replace(year=2030))) == 0


def test_the_register_of_consents_is_verified(window: MainWindow, workspace: Workspace, qtbot: QtBot) -> None:
    add_people(workspace, 3)
    window.verify_consents()
    qtbot.waitUntil(lambda: any("registro dei consensi 3" in text for text in window.banners.texts()))
    (copy,) = [button for button in window.banners.findChildren(QPushButton) if button.text() == "Copia la riga"]
    copy.click()
    line = QGuiApplication.clipboard().text()
    assert line.startswith("ComuneCast, Comune di Calcinaia, ")
    assert register_head.examine(workspace, line).intact


def test_what_meta_tells_of_a_template_stands_above_the_pages_until_it_is_closed(
    listening: tuple[Workspace, Sandbox], look: Look, make_ops: Callable[[WindowServices], Ops], qtbot: QtBot
) -> None:
    workspace, sandbox = listening
    template_approval.submit(workspace, [wiring.catalogue().get("acqua_programmata")])
    template_approval.sync(workspace, wiring.catalogue())
    services = services_of(workspace, training=True)
    window = open_window(look, make_ops(services), qtbot)
    window.look_for_leftovers()
    sandbox.control.set_template("acqua_programmata_v1", status="PAUSED")
    sandbox.control.set_number(quality="RED")
    qtbot.waitUntil(lambda: len(window.banners.texts()) == 2, timeout=20_000)
    assert any("acqua_programmata_v1 (PAUSED" in text for text in window.banners.texts())
    # Meta tells whole seconds: the approval of the very second of the first would be that one told again.
    second = int(time.time())
    qtbot.waitUntil(lambda: int(time.time()) > second)
    sandbox.control.set_template("acqua_programmata_v1", status="APPROVED")
    qtbot.waitUntil(lambda: len(window.banners.texts()) == 1, timeout=20_000)  # no longer so
    [banner] = [one for one in window.banners.findChildren(Banner) if "qualità" in one.text]
    [close] = [
        one for one in banner.findChildren(QPushButton) if one.accessibleName().startswith("Chiudi questo messaggio: ")
    ]
    close.click()
    assert window.banners.texts() == []
    qtbot.waitUntil(lambda: meta_news.unseen(workspace, services.info.sentences) == [])
