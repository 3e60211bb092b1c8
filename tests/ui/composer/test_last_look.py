# SPDX-License-Identifier: EUPL-1.2
"""The confirmation shows the very message of each channel, with the description of its picture."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from comunecast_gui.core.content import TelegramPost, readable
from comunecast_gui.ui.composer.confirm_dialog import ConfirmDialog
from comunecast_gui.ui.shell.main_window import MainWindow
from tests.ui.composer.test_sending import Ground, queued


def asked(window: MainWindow, qtbot: QtBot) -> ConfirmDialog:
    window.composer.ask()
    qtbot.waitUntil(lambda: bool(window.findChildren(ConfirmDialog)))
    return window.findChildren(ConfirmDialog)[0]


def test_what_is_read_in_the_confirmation_is_what_is_queued(
    sending_window: MainWindow, ground: Ground, tmp_path: Path, qtbot: QtBot
) -> None:
    window = sending_window
    window.go_to("composer")
    picture = tmp_path / "mappa.png"
    assert QImage(400, 300, QImage.Format.Format_RGB32).save(str(picture))
    window.composer.choose("generico")
    window.composer.fill_example()
    window.composer.form.show_file((str(picture), "La mappa delle vie chiuse in centro"))
    qtbot.waitUntil(lambda: not window.composer.form.file_troubles())
    dialog = asked(window, qtbot)
    shown = [preview.text() for preview in dialog.previews]
    assert len(shown) == 2
    named = [one.accessibleName() for preview in dialog.previews for one in preview.findChildren(QLabel)]
    assert "La mappa delle vie chiuse in centro" in named
    assert not [edit for preview in dialog.previews for edit in preview.findChildren(QLineEdit)], "nothing to write in"
    dialog.agree()
    dialog.accept()
    contents = ground[0].notices.contents(queued(window, qtbot))
    said = [readable(one) for one in contents.values()]
    plain = [text.replace("*", "").replace("_", "") for text in said]
    assert sorted(" ".join(text.split()) for text in shown) == sorted(" ".join(text.split()) for text in plain)
    assert any(isinstance(one, TelegramPost) for one in contents.values())


def test_the_word_of_a_red_alert_stays_in_sight_beside_long_messages(sending_window: MainWindow, qtbot: QtBot) -> None:
    window = sending_window
    window.go_to("composer")
    window.composer.choose("meteo_allerta")
    window.composer.fill_example()
    window.composer.form.editors["livello"].set_value("rossa")
    dialog = asked(window, qtbot)
    dialog.resize(1160, 560)
    [word] = dialog.findChildren(QLineEdit)
    send = next(one for one in dialog.findChildren(QPushButton) if one.text().startswith("&Invia a"))
    for widget in (word, send):
        bottom = widget.mapTo(dialog, widget.rect().bottomRight())
        assert dialog.rect().contains(bottom)
        assert widget.visibleRegion().boundingRect() == widget.rect()
    dialog.reject()
