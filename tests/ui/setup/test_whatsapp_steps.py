# SPDX-License-Identifier: EUPL-1.2
"""The steps WhatsApp, Modelli and Chi scrive Attiva in their window, from a pasted key to a phone that was answered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from comunecast_gui import setup_parts
from comunecast_gui.core.setup.step_report import StepState
from comunecast_gui.sandbox.config import FurtherNumber
from comunecast_gui.sandbox.faults import Fault, FaultKind
from comunecast_gui.services import wiring
from comunecast_gui.services.setup import relay_kit
from comunecast_gui.ui.runtime.slow_calls import SlowCalls
from comunecast_gui.ui.setup.copy_row import CopyRow
from comunecast_gui.ui.setup.relay_step import RelayStep
from comunecast_gui.ui.setup.setup_dialog import SetupDialog
from comunecast_gui.ui.setup.templates_step import TemplatesStep
from comunecast_gui.ui.setup.whatsapp_step import WhatsAppStep
from comunecast_gui.ui.widgets.look import Look
from tests.relay.in_process import HostedRelay, hosted
from tests.services.setup.conftest import APP_SECRET, KEY, PIN, SetupBench, benches
from tests.ui.keyboard import Keyboard

ANNA = "393331110001"


@pytest.fixture
def host(tmp_path: Path) -> Iterator[HostedRelay]:
    """A web space that runs the relay, without the office's values yet."""
    folder = tmp_path / "host"
    folder.mkdir()
    with hosted(folder) as running:
        yield running


@pytest.fixture
def bench(tmp_path: Path, host: HostedRelay) -> Iterator[SetupBench]:
    further = (FurtherNumber(id="777", display="+39 333 0000777", verified_name="Polizia municipale"),)
    with benches(tmp_path) as make:
        yield make(registered=False, webhook_url=f"{host.url}/webhook", further_numbers=further)


@pytest.fixture
def dialog(bench: SetupBench, look: Look, qtbot: QtBot) -> Iterator[SetupDialog]:
    calls = SlowCalls(wiring.window_sentences())
    made = SetupDialog(look, calls, wiring.window_sentences(), setup_parts.parts(bench.folder.data_dir), None)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: len(made.reports) == len(setup_parts.STEPS))
    yield made
    made.close()
    calls.close()


def test_from_a_pasted_key_to_a_phone_that_was_answered(
    dialog: SetupDialog,
    bench: SetupBench,
    host: HostedRelay,
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    whatsapp_with_its_number(dialog, bench, qtbot)
    templates_approved(dialog, bench, qtbot)
    relay_heard(dialog, bench, host, qtbot, tmp_path)
    everything = [*texts(dialog), *(one.text() for one in dialog.findChildren(QLineEdit))]
    for secret in (KEY, PIN, APP_SECRET):
        assert not any(secret in text for text in everything)
        assert secret not in QGuiApplication.clipboard().text()


def whatsapp_with_its_number(dialog: SetupDialog, bench: SetupBench, qtbot: QtBot) -> None:
    dialog.show_step("whatsapp")
    page = dialog.page("whatsapp")
    assert isinstance(page, WhatsAppStep)
    assert [one.state for one in page.list.rows] == ["da fare"] * 8
    page.other_server.click()
    page.server.setText(bench.sandbox.graph_url)
    page.key.setText("EAAwrong")
    page.take_key.click()
    qtbot.waitUntil(lambda: "non riconosce questa chiave" in page.said)
    assert page.key.text(), "nothing that was entered is lost"
    page.key.setText(KEY)
    page.take_key.click()
    qtbot.waitUntil(lambda: bool(buttons(page, "+39 333 6492690")))
    assert page.key.text() == ""
    assert buttons(page, "Polizia municipale")
    buttons(page, "+39 333 6492690")[0].click()
    qtbot.waitUntil(page.pin.isVisible)
    assert [one.title for one in page.list.rows if one.tone == "error"] == ["Registrazione del numero"]
    page.pin.setText("12")
    page.register.click()
    qtbot.waitUntil(lambda: "sei cifre" in page.said)
    page.pin.setText(PIN)
    page.register.click()
    qtbot.waitUntil(lambda: dialog.reports["whatsapp"].state is StepState.DONE)
    assert not page.pin.isVisible()
    assert {one.tone for one in page.list.rows} == {"success"}


def templates_approved(dialog: SetupDialog, bench: SetupBench, qtbot: QtBot) -> None:
    """Meta's hourly limit is reached on the way; the rest goes on by itself."""
    dialog.show_step("templates")
    page = dialog.page("templates")
    assert isinstance(page, TemplatesStep)
    qtbot.waitUntil(lambda: len(page.list.rows) >= 28)
    limit = Fault(service="whatsapp", method="message_templates", kind=FaultKind.ERROR, code=80007, after=9)
    bench.sandbox.control.add_fault(limit)
    page.submit.click()
    qtbot.waitUntil(page.rest.isVisible, timeout=20_000)
    assert "Per quest'ora Meta non ne prende altri" in page.said
    assert re.search(r"Continua da sé alle \d{1,2}:\d\d: mancano \d+ modelli", page.rest.text())
    assert not page.submit.isVisible()
    page._look()  # before the hour is over nobody is asked
    qtbot.waitUntil(page.follow.isEnabled)
    assert page.rest.isVisible()
    bench.an_hour_passes()
    page._look()
    qtbot.waitUntil(lambda: "modelli mandati" in page.said and not page.rest.isVisible(), timeout=20_000)
    page.follow.click()
    qtbot.waitUntil(lambda: dialog.reports["templates"].state is StepState.DONE)
    qtbot.waitUntil(lambda: "Approvati 28 su 28" in page.summary.text())
    assert any("Tariffa di servizio: 2,48 centesimi" in one.text for one in page.list.rows)
    assert any("6,58 centesimi" in one.text for one in page.list.rows)


def relay_heard(dialog: SetupDialog, bench: SetupBench, host: HostedRelay, qtbot: QtBot, folder: Path) -> None:
    """By keys alone; after each answer the focus is where the person goes on."""
    keys = Keyboard(qtbot, dialog)
    dialog.show_step("relay")
    dialog.activateWindow()
    page = dialog.page("relay")
    assert isinstance(page, RelayStep)
    keys.wait_for("Su uno spazio web")
    keys.press(Qt.Key.Key_Space)
    qtbot.waitUntil(page.address.isVisible)
    assert keys.go("Indirizzo a cui il servizio") is page.address
    keys.write("http://avvisi.comune.example.it")
    keys.go("Conserva l'indirizzo")
    keys.enter()
    qtbot.waitUntil(lambda: "https://" in page.said)
    assert keys.stands_at(page.address)
    assert page.address.accessibleDescription() == page.said
    keys.write(host.url)
    assert page.address.accessibleDescription() == ""
    keys.enter()
    qtbot.waitUntil(lambda: len(values(page)) == 3)
    assert keys.stands_at(page.address)
    page.write_kit(str(folder / relay_kit.FILE_NAME))
    qtbot.waitUntil((folder / relay_kit.FILE_NAME).is_file)
    keys.go("… e anche qui")
    keys.type(APP_SECRET)
    keys.go("Conserva la chiave segreta")
    keys.enter()
    qtbot.waitUntil(lambda: page.secret.text() == "")
    assert keys.stands_at(page.keep_secret)
    assert keys.go("Controlla") is page.check
    keys.enter()
    qtbot.waitUntil(lambda: any("RELAY_KEY_HASH" in one.text for one in page.points.rows))  # nothing was pasted yet
    host.paste(**{**values(page), "RELAY_APP_SECRET": APP_SECRET})
    assert keys.stands_at(page.check)
    keys.enter()
    qtbot.waitUntil(lambda: {one.tone for one in page.points.rows} == {"success"}, timeout=20_000)
    assert keys.go("Inizia la prova") is page.listen
    keys.enter()
    qtbot.waitUntil(lambda: "In ascolto" in page.heard.text())
    assert keys.stands_at(page.listen)
    bench.sandbox.control.citizen_writes(ANNA, "Attiva")
    qtbot.waitUntil(lambda: "ha ricevuto la risposta" in page.heard.text(), timeout=20_000)
    assert ANNA not in page.heard.text()
    qtbot.waitUntil(lambda: dialog.reports["relay"].state is StepState.DONE)
    assert "ha ricevuto la risposta" in page.heard.text()
    assert len(bench.sandbox.control.phone(ANNA)) == 1


def values(page: RelayStep) -> dict[str, str]:
    """What a person copies, by the name that stands beside it."""
    found = {}
    for row in page._rows.findChildren(CopyRow):
        if row.isVisible():
            row.copy.click()
            name = next(text.split(":")[0] for text in texts(row) if text.startswith("RELAY_"))
            found[name] = QGuiApplication.clipboard().text()
    return found


def buttons(page: QWidget, words: str) -> list[QPushButton]:
    return [one for one in page.findChildren(QPushButton) if words in one.text() and one.isVisible()]


def texts(page: QWidget) -> list[str]:
    return [one.text() for one in page.findChildren(QLabel) if one.isVisible()]
