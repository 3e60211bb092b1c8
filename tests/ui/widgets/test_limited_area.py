# SPDX-License-Identifier: EUPL-1.2
"""What is said beside a page is never half a sentence with half a button."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from comunecast_gui.ui.widgets.limited_area import LimitedArea
from comunecast_gui.ui.widgets.look import Banner, Look

LONG = "Il file degli iscritti non si può leggere: è aperto in un altro programma. Nulla è cambiato. " * 9


@pytest.mark.parametrize(
    ("words", "whole"), [("Di 15 messaggi non si sa se sono arrivati.", True), (LONG, False)], ids=["short", "long"]
)
def test_the_first_message_is_whole_as_long_as_it_leaves_the_page_its_room(
    words: str, whole: bool, look: Look, qtbot: QtBot
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    look.theme.set_scale(200)
    try:
        area = LimitedArea(look, "Messaggi", (700, 20), (28, 14, 28, 0))
        first, second = Banner(look, "warning", words), Banner(look, "error", words)
        first.add_button(QPushButton("Guarda quali"))
        for banner in (first, second):
            area.column.addWidget(banner)
        column.addWidget(area)
        column.addStretch(1)
        window.resize(1366, 768)
        window.show()
        qtbot.waitUntil(lambda: area.height() > 0 and first.height() > 20)
        lower_edge = first.mapTo(area, first.rect().bottomLeft()).y()
        assert (lower_edge < area.height()) is whole
        assert area.height() <= 768 - 560
    finally:
        look.theme.set_scale(100)
