# SPDX-License-Identifier: EUPL-1.2
"""A mail or an order becomes a form with each value's words beside it, and nothing is sent by itself."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from comunecast_gui.ui.composer.pasting.paste_dialog import PasteDialog
from comunecast_gui.ui.shell.main_window import MainWindow

MAIL = (
    "Acque SpA comunica che, per la sostituzione di un tratto di condotta, giovedì 16 giugno 2022 dalle 8:30 "
    "alle 16:30 mancherà l'acqua a Fornacette, in via Genova dal 2 al 40 e in piazza Kolbe."
)


def drop(window: MainWindow, data: QMimeData) -> None:
    page = window.composer
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, buttons, keys)
    QApplication.sendEvent(page, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(page, QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, buttons, keys))


def dialog_of(window: MainWindow) -> PasteDialog:
    return window.findChildren(PasteDialog)[-1]


def test_a_copied_mail_fills_the_form_and_tells_its_words(window: MainWindow, qtbot: QtBot) -> None:
    composer = window.composer
    qtbot.waitUntil(lambda: composer.ready)
    QGuiApplication.clipboard().setText(MAIL)

    composer.chooser.paste.click()
    dialog = dialog_of(window)
    assert dialog.text.toPlainText() == MAIL
    assert dialog.category.currentData() == "acqua_programmata"
    assert "Vie interessate" in dialog.found.text()
    dialog.take.click()

    values = composer.form.values()
    assert values["vie"] == [{"via": "via Genova", "civici": "dal 2 al 40"}, "piazza Kolbe"]
    assert values["zona"] in ("Fornacette", ["Fornacette"])
    assert values["telefono"] == "800 983 389", "what the text does not say keeps its usual value"
    row = composer.form.row("motivo")
    assert "per la sostituzione di un tratto di condotta" in row.source
    line = row.editor.inputs()[0]
    assert row.source in line.accessibleDescription()
    assert composer.form.row("telefono").source == ""
    assert composer.queued_id is None
    row.editor.set_value("lavori sulla rete")
    assert row.source == ""
    assert "condotta" not in line.accessibleDescription()


def test_a_dropped_file_is_read_and_an_unsure_day_is_asked_for(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    composer = window.composer
    qtbot.waitUntil(lambda: composer.ready)
    file = tmp_path / "avviso.txt"
    file.write_text(MAIL.replace("giovedì 16", "martedì 16"), "utf-8")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])

    drop(window, data)
    dialog = dialog_of(window)
    qtbot.waitUntil(lambda: dialog.category.currentData() == "acqua_programmata")
    dialog.take.click()

    assert composer.form.values().get("periodo") is None
    assert "martedì 16 giugno 2022" in composer.form.row("periodo").source


def test_a_file_without_words_says_so_and_a_text_without_subject_asks(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    composer = window.composer
    qtbot.waitUntil(lambda: composer.ready)
    QGuiApplication.clipboard().clear()
    composer.chooser.paste.click()
    dialog = dialog_of(window)
    assert dialog.text.toPlainText() == ""
    assert not dialog.take.isEnabled()
    (tmp_path / "vuoto.txt").write_text(" ")
    dialog.begin_with_file(tmp_path / "vuoto.txt")
    qtbot.waitUntil(lambda: bool(dialog.failure))
    assert "vuoto.txt" in dialog.failure

    dialog.begin_with_text("Venerdì la biblioteca presenta un libro, con l'autore e un rinfresco per tutti.")
    dialog.take.click()
    assert dialog.isVisible()
    dialog.category.setCurrentIndex(dialog.category.findData("evento"))
    dialog.category.activated.emit(dialog.category.currentIndex())
    dialog.take.click()

    assert not dialog.isVisible()
    assert composer.refresh() is not None
