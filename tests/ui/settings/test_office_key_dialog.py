# SPDX-License-Identifier: EUPL-1.2
"""The dialog of the office key shows the words only when asked, puts them on a page, and takes them from paper."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from comunecast_gui.core.errors import ConfigError, InputError
from comunecast_gui.core.trust.office_key import OfficeKey
from comunecast_gui.services.trust import office_key
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.runtime.window_services import WindowServices
from comunecast_gui.ui.settings.office_key_dialog import OfficeKeyDialog
from comunecast_gui.ui.settings.office_key_paper import KeyPaper, draw_paper
from comunecast_gui.ui.widgets.look import Look
from comunecast_gui.ui.widgets.qr_code import modules

KEY = OfficeKey(b"k" * 32)
PAPER = KeyPaper("Comune di Calcinaia", date(2026, 11, 27), office_key.words(KEY), KEY.reveal())
Open = Callable[..., OfficeKeyDialog]


@pytest.fixture
def opened(look: Look, make_ops: Callable[[WindowServices], Ops], services: WindowServices, qtbot: QtBot) -> Open:
    ops = make_ops(services)

    def make(show: Callable[[], KeyPaper], enter: Callable[[str], None]) -> OfficeKeyDialog:
        dialog = OfficeKeyDialog(look, ops, show, enter, None)
        dialog.open()
        return dialog

    return make


def texts(dialog: OfficeKeyDialog) -> list[str]:
    return [shown.text() for shown in dialog.findChildren(QLabel) if shown.isVisibleTo(dialog)]


def test_words_are_shown_only_when_asked_and_go_with_the_dialog(opened: Open, qtbot: QtBot) -> None:
    dialog = opened(lambda: PAPER, lambda _: None)
    assert not set(PAPER.words) & set(texts(dialog))
    dialog.reveal.click()
    qtbot.waitUntil(lambda: set(PAPER.words) <= set(texts(dialog)))
    assert dialog.shown_words == PAPER.words
    assert dialog.print_it.isVisibleTo(dialog)
    assert not dialog.keep.isVisibleTo(dialog)
    dialog.reject()
    assert dialog.shown_words == ()


def test_a_computer_without_the_key_takes_it_from_paper(opened: Open, qtbot: QtBot) -> None:
    kept: list[str] = []

    def show() -> KeyPaper:
        raise ConfigError("office_key_missing")

    def enter(text: str) -> None:
        if "sbagliata" in text:
            raise InputError("recovery_words_unknown", field="words", places="3")
        kept.append(text)

    dialog = opened(show, enter)
    dialog.reveal.click()
    qtbot.waitUntil(lambda: dialog.keep.isVisibleTo(dialog))
    assert "Su questo computer non c'è la chiave dell'ente" in dialog.said
    dialog.words.setPlainText("abaco sbagliata")
    dialog.keep.click()
    qtbot.waitUntil(lambda: "numero 3" in dialog.said)
    dialog.words.setPlainText(" ".join(PAPER.words))
    dialog.keep.click()
    qtbot.waitUntil(lambda: bool(kept) and dialog.words.toPlainText() == "")
    assert office_key.read(kept[0]) == KEY
    dialog.reject()


def test_the_sheet_holds_words_and_a_code_with_white_around_it(qtbot: QtBot) -> None:
    image = QImage(1240, 1754, QImage.Format.Format_RGB32)  # A4 at 150 dots an inch
    image.fill(0x808080)
    painter = QPainter(image)
    draw_paper(painter, QRectF(0, 0, 1240, 1754), PAPER)
    painter.end()
    colours = [image.pixelColor(x, y).lightness() for x in range(0, 1240, 3) for y in range(0, 1754, 3)]
    assert min(colours) == 0
    white = [place for place, colour in enumerate(colours) if colour == 255]
    assert len(white) > 5_000  # the fields of the code and its margin, on a page that is grey
    assert len(modules(PAPER.text)) == len(modules(PAPER.text)[0]) >= 29
    assert modules(PAPER.text) != modules(OfficeKey(bytes(32)).reveal())
