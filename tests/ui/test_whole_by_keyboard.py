# SPDX-License-Identifier: EUPL-1.2
"""The ways of a week by keys alone, with what is heard on them; after each step the focus is where one goes on.

A mail becomes a notice for later, which is moved and taken back; a list is imported; a text of *Modelli* is edited. The
set-up's step *Chi scrive Attiva* is walked so in ``setup/test_whatsapp_steps.py``, the answers to what ended in
``home/test_home_page.py``.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from comunecast_gui.ui.composer.confirm_dialog import ConfirmDialog
from comunecast_gui.ui.composer.hour_dialog import HourDialog
from comunecast_gui.ui.composer.pasting.paste_dialog import PasteDialog
from comunecast_gui.ui.people.import_dialog import ImportDialog
from comunecast_gui.ui.shell.main_window import MainWindow
from tests.ui.keyboard import Keyboard, hear, keyboard_of

MAIL = "Sabato 5 dicembre alle 21 in piazza Indipendenza si accende l'albero di Natale, con il coro della scuola."
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def keys(sending_window: MainWindow, qtbot: QtBot) -> Keyboard:
    return keyboard_of(sending_window, qtbot)


def test_a_mail_becomes_a_notice_for_later_which_is_moved_and_taken_back(
    sending_window: MainWindow, keys: Keyboard, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    heard, window = hear(monkeypatch), sending_window
    QGuiApplication.clipboard().setText(MAIL)
    keys.page(2)
    keys.wait_for("Cerca un argomento")
    keys.go("Incolla un avviso")
    keys.enter()
    keys.wait_for("Testo dell'avviso")
    assert isinstance(keys.at.window(), PasteDialog)
    assert heard[-1] == "Dalle parole l'argomento non è chiaro: sceglilo tu."
    keys.go("Argomento")
    keys.type("Avviso")
    assert heard[-1] == "Trovati: Dove."
    keys.go("Riempi i campi")
    keys.enter()
    keys.wait_for("Titolo")
    assert heard[-1].startswith("Campi riempiti dal testo che hai incollato.")
    keys.write("Si accende l'albero")
    keys.go("Testo")
    keys.write("In piazza Indipendenza si accende l'albero di Natale.")
    the_hour(keys, heard, qtbot)
    while not keys.goes_by("Invia mercoledì 2 dicembre alle 9:00"):
        if keys.goes_by("Letto"):
            keys.press(Qt.Key.Key_Space)
        keys.press(Qt.Key.Key_Tab)
    keys.enter()
    keys.wait_for("Aprila nello storico")
    assert heard[-1].startswith("Parte mercoledì 2 dicembre alle 9:00. «Si accende l'albero» aspetta fino ad allora")
    keys.enter()
    keys.wait_for("Torna allo storico")
    keys.go("Sposta l'ora")
    keys.enter()
    keys.wait_for("Giorno e ora")
    keys.write("2/12 10:30")
    keys.enter()
    qtbot.waitUntil(lambda: heard[-1] == "Avviso generico · Parte 02/12/2026 10:30")
    keys.wait_for("Sposta l'ora")
    keys.go("Riprendila e modificala")
    keys.enter()
    keys.wait_for("Titolo")
    assert window.composer.form.values()["titolo"] == "Si accende l'albero"


def the_hour(keys: Keyboard, heard: list[str], qtbot: QtBot) -> None:
    """A wrong one is said, and read with the field; the right one is heard as it is understood."""
    keys.go("Invia più tardi")
    keys.enter()
    keys.wait_for("Giorno e ora")
    assert isinstance(keys.at.window(), HourDialog)
    keys.write("31/2 9:00")
    qtbot.waitUntil(lambda: heard[-1] == "Quel giorno non c'è nel calendario.")
    assert keys.at.accessibleDescription() == heard[-1]
    keys.write("2/12 9:00")
    qtbot.waitUntil(lambda: heard[-1] == "Parte mercoledì 2 dicembre alle 9:00.")
    keys.enter()
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), ConfirmDialog), timeout=10_000)


def test_a_list_is_imported(
    sending_window: MainWindow, keys: Keyboard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    heard, window = hear(monkeypatch), sending_window
    file = tmp_path / "lista.csv"
    file.write_text("telefono\n+39 347 000 0001\n+39 347 000 0002\n12\n", "utf-8")
    keys.page(3)
    keys.go("Importa")
    keys.enter()
    keys.wait_for("Scegli il file")
    assert isinstance(keys.at.window(), ImportDialog)
    keys.enter()
    keys.wait_for("Nome del file")
    keys.type(str(file))
    while isinstance(QApplication.activeModalWidget(), QFileDialog):
        keys.enter()  # the first one takes what the field proposes
    keys.wait_for("Scegli il file")
    qtbot.waitUntil(lambda: heard[-1:] == ["2 da aggiungere, 1 rifiutato"])
    keys.go("Da dove viene il consenso")
    assert keys.at.accessibleDescription() == "Scrivi da dove viene il consenso."
    keys.type("moduli del 2026")
    assert keys.at.accessibleDescription() == ""
    keys.go("Importa 2 persone")
    keys.enter()
    keys.wait_for("Chiudi")
    assert heard[-1] == "2 persone aggiunte. 1 riga non importata: è nell'elenco qui sotto."
    keys.enter()
    keys.wait_for("Importa")
    assert keys.at.window() is window


def test_a_text_of_modelli_is_edited(
    sending_window: MainWindow, keys: Keyboard, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    heard, templates = hear(monkeypatch), sending_window.templates
    keys.page(6)
    qtbot.waitUntil(lambda: templates.list.model.rowCount() > 0)
    keys.go("Argomenti e i loro modelli")
    keys.press(Qt.Key.Key_Down)
    keys.enter()
    keys.wait_for("Nome nell'elenco")
    keys.go("Testo su Telegram")
    keys.press(Qt.Key.Key_End, CTRL)
    keys.type(" {nessuno}")
    qtbot.waitUntil(lambda: bool(templates.editor.errors))
    why = "Nel testo c'è «nessuno», ma nessun campo ha questo nome."
    assert heard[-1].startswith(f"Testo su Telegram: {why}")
    assert keys.at.accessibleDescription().startswith(why)
    for _ in " {nessuno}":
        keys.press(Qt.Key.Key_Backspace)
    keys.type(" Grazie.")
    qtbot.waitUntil(lambda: not templates.editor.errors)
    assert heard[-1] == "Testo su Telegram: nessun errore"
    keys.go("Salva")
    keys.enter()
    keys.wait_for("Nessuna modifica")
    assert heard[-1] == "Salvato. Vale dalla prossima comunicazione."
    keys.go("Torna a tutti gli argomenti")
    keys.enter()
    keys.wait_for("Argomenti e i loro modelli")
