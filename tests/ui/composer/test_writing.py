# SPDX-License-Identifier: EUPL-1.2
"""The page on which a notice is written keeps its button in sight, whatever the size of window and text."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from comunecast_gui.core.changes import LanePhase, LaneProgress
from comunecast_gui.ui.composer.writing_page import WritingPage
from comunecast_gui.ui.runtime.window_services import WindowServices
from comunecast_gui.ui.shell.main_window import MainWindow
from comunecast_gui.ui.widgets.look import Banner, Look, bring_into_view


@pytest.mark.parametrize("scale", [100, 200])
@pytest.mark.parametrize("size", [(1360, 880), (800, 900), (800, 600), (480, 700)])
@pytest.mark.usefixtures("choosing")
def test_the_button_is_always_in_sight(
    window: MainWindow, look: Look, qtbot: QtBot, size: tuple[int, int], scale: int
) -> None:
    page = window.composer
    page.choose("acqua_programmata")
    page.fill_example()
    try:
        look.theme.set_scale(scale)
        window.resize(*size)
        for _ in range(5):
            QApplication.processEvents()
        qtbot.waitUntil(lambda: in_sight(page.send, window))
        for tick in page.channels.values():
            qtbot.waitUntil(lambda tick=tick: can_be_seen(tick))
        window.lanes.show_progress(LaneProgress("whatsapp", LanePhase.SENDING, 10, 90, 70.0))
        for _ in range(5):
            QApplication.processEvents()
        qtbot.waitUntil(lambda: not page.send.visibleRegion().isEmpty())
    finally:
        look.theme.set_scale(100)


def test_the_failure_sentence_is_scrolled_into_view(look: Look, services: WindowServices, qtbot: QtBot) -> None:
    page = WritingPage(look, services.info)
    qtbot.addWidget(page)
    page.resize(800, 120)
    page.show()
    sentence = "La rete non risponde. La comunicazione non è partita: riprova."
    page.show_failure(sentence)
    [banner] = [one for one in page.findChildren(Banner) if one.text == sentence]
    assert page.failure == sentence
    qtbot.waitUntil(lambda: not banner.visibleRegion().isEmpty())
    assert in_sight(page.send, page)


def in_sight(widget: QWidget, window: QWidget) -> bool:
    """Whether the whole of a widget can be seen inside the window."""
    corner = widget.mapTo(window, widget.rect().bottomRight())
    return widget.visibleRegion().boundingRect() == widget.rect() and window.rect().contains(corner)


def can_be_seen(widget: QWidget) -> bool:
    """Whether scrolling brings it into sight."""
    bring_into_view(widget)
    return not widget.visibleRegion().isEmpty()
