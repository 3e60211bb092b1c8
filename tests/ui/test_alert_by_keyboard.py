# SPDX-License-Identifier: EUPL-1.2
"""By keys alone a bulletin becomes an alert, and what is being sent is stopped; one always knows where one is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

import comunecast_gui
from comunecast_gui.app import services_of
from comunecast_gui.core.model import Draft
from comunecast_gui.core.notice.compose import compose
from comunecast_gui.sandbox.server import Sandbox
from comunecast_gui.services import queueing, wiring
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.ui.home.bulletin_dialog import BulletinDialog
from comunecast_gui.ui.runtime.ops import Ops, only
from comunecast_gui.ui.runtime.window_services import WindowServices
from comunecast_gui.ui.shell.main_window import MainWindow
from comunecast_gui.ui.widgets.look import Look
from tests.ui.conftest import open_window
from tests.ui.keyboard import hear, keyboard_of, spoken

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def slowly(
    ground: tuple[Workspace, Sandbox], look: Look, make_ops: Callable[[WindowServices], Ops], qtbot: QtBot
) -> MainWindow:
    """The window over the training ground, where WhatsApp takes two messages a second."""
    whatsapp = ground[0].settings.whatsapp
    assert whatsapp is not None
    settings = replace(ground[0].settings, whatsapp=replace(whatsapp, rate_per_second=2))
    return open_window(look, make_ops(services_of(replace(ground[0], settings=settings), training=True)), qtbot)


def test_a_bulletin_is_read_and_becomes_an_alert(
    sending_window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    heard, keys = hear(monkeypatch), keyboard_of(sending_window, qtbot)
    (tmp_path / "lettera.csv").write_text("una lettera\n", "utf-8")
    keys.page(1)
    keys.go("Leggi il bollettino")
    keys.enter()
    keys.wait_for("Scarica adesso")
    assert isinstance(keys.at.window(), BulletinDialog)
    keys.press(Qt.Key.Key_Escape)
    keys.wait_for("Leggi il bollettino")
    keys.enter()
    keys.wait_for("Scarica adesso")
    keys.go("Apri un file")
    keys.enter()
    keys.wait_for("Nome del file")
    keys.type(str(tmp_path / "lettera.csv"))
    while isinstance(QApplication.activeModalWidget(), QFileDialog):
        keys.enter()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, BulletinDialog)
    qtbot.waitUntil(lambda: bool(dialog.failure))
    assert heard[-1] == dialog.failure
    keys.wait_for("Scarica adesso")
    keys.enter()
    keys.wait_for("Scrivi")
    assert heard[-1] == dialog.said
    assert dialog.failure == ""
    keys.enter()
    qtbot.waitUntil(lambda: sending_window.composer.form.isVisible())
    assert keys.at.window() is sending_window
    assert sending_window.composer.isAncestorOf(keys.at)


def test_what_is_being_sent_is_stopped(
    slowly: MainWindow, ground: tuple[Workspace, Sandbox], monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    window, office = slowly, ground[0]
    heard, keys, now = hear(monkeypatch), keyboard_of(window, qtbot), office.clock.now()
    draft = Draft("", "generico", {"titolo": "Mercato in piazza", "testo": "Domani alle 8 in piazza Indipendenza."})
    composed = compose(office.catalogue, draft, office.office, now, office.channels, wiring.check_context(office, now))
    notice = queueing.queue(office, queueing.freeze(office, composed)).notice or 0
    keys.page(1)
    window.ops.resume(only(notice))
    qtbot.waitUntil(lambda: office.outbox.counts(notice)["whatsapp"].get("accepted", 0) > 0)
    for _ in range(6):
        if window.lanes.isAncestorOf(keys.at):
            break
        keys.press(Qt.Key.Key_F6)
    assert window.lanes.isAncestorOf(keys.at), "F6 comes to what is being sent"
    keys.go("Metti in pausa")
    keys.enter()
    assert spoken(keys.at).replace("&", "") == "Riprendi l'invio"
    keys.enter()
    keys.go("Ferma")
    keys.enter()
    assert heard[-1].startswith("Mi fermo")
    qtbot.waitUntil(lambda: not window.ops.running)
    qtbot.waitUntil(lambda: "in coda" in heard[-1])
    assert window.lanes.isAncestorOf(keys.at), "the focus is where one goes on"
    assert spoken(keys.at).replace("&", "").startswith("Ho sbagliato")
    assert office.outbox.counts(notice)["whatsapp"]["queued"] > 0


def test_no_dialog_of_files_stays_behind_with_the_focus() -> None:
    """A hidden one kept it: whoever works by keys pressed them where nothing was to be seen."""
    left = []
    for path in (Path(comunecast_gui.__file__).parent / "ui").rglob("*.py"):
        for opened in path.read_text("utf-8").split("= QFileDialog(")[1:]:
            if "WA_DeleteOnClose" not in opened.split(".open()")[0]:
                left.append(path.name)
    assert left == []
