# SPDX-License-Identifier: EUPL-1.2
"""The page on which a notice is written keeps its button in sight, whatever the size of window and text."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from comunecast_gui.core.changes import LanePhase, LaneProgress
from comunecast_gui.core.notice.checks.check import Problem, Severity
from comunecast_gui.ui.composer.writing_page import WritingPage
from comunecast_gui.ui.runtime.window_services import WindowServices
from comunecast_gui.ui.shell.main_window import MainWindow
from comunecast_gui.ui.widgets.look import Banner, Look, bring_into_view
from tests.ui.everywhere import settle


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


@pytest.mark.usefixtures("choosing")
def test_a_new_notice_begins_with_its_text(window: MainWindow, qtbot: QtBot) -> None:
    """Where form and previews take turns, whoever looked at the preview of the last notice writes the next one."""
    page = window.composer
    window.resize(800, 600)
    page.choose("acqua_programmata")
    page.go_to_problems()
    qtbot.waitUntil(lambda: page.side.isVisible() and not page.form.isVisible())
    page.discard()
    page.choose("evento")
    qtbot.waitUntil(page.form.isVisible)
    assert not page.side.isVisible()


@pytest.mark.usefixtures("choosing")
def test_the_problems_are_in_sight_once_they_are_asked_for(window: MainWindow, look: Look, qtbot: QtBot) -> None:
    """Behind its tab what holds them had the height of its last use, and the middle of the previews was shown."""
    page = window.composer
    try:
        look.theme.set_scale(200)
        window.resize(1360, 700)
        page.choose("acqua_programmata")
        page.form.touch_all()
        settle()
        page.refresh()
        page.go_to_problems()
        settle()
        seen = page.side.problems.visibleRegion().boundingRect()
        assert seen.height() >= min(page.side.problems.height(), 150)
    finally:
        look.theme.set_scale(100)


@pytest.mark.parametrize("width", [1480, 1000])
def test_nothing_beside_the_button_is_cut(look: Look, services: WindowServices, qtbot: QtBot, width: int) -> None:
    """Not even in large text, while most is to be said."""
    page = WritingPage(look, services.info)
    qtbot.addWidget(page)
    problems = [Problem("missing_field", "", severity, "") for severity in (*[Severity.ERROR] * 3, Severity.WARNING)]
    bar = page.send.parentWidget()
    assert bar is not None

    def cut() -> list[str]:
        return [one.text() for one in bar.findChildren(QAbstractButton) if one.isVisible() and is_cut(one)]

    try:
        look.theme.set_scale(200)
        page.resize(width, 900)
        page.show()
        page.show_people(dict.fromkeys(page.channels, 12_345))
        page.show_state(problems)
        qtbot.waitUntil(lambda: cut() == [])
        if width > 1200:
            page.lock()
            qtbot.waitUntil(lambda: cut() == [])
    finally:
        look.theme.set_scale(100)


def test_the_channels_keep_their_place_in_the_bar_when_much_is_to_be_said(
    look: Look, services: WindowServices, qtbot: QtBot
) -> None:
    """What is to be mended is said in fewer words first."""
    page = WritingPage(look, services.info)
    qtbot.addWidget(page)
    page.resize(1136, 680)  # beside the navigation, on the commonest screen of an office
    page.show()
    page.offer_morning("Invia sabato 28 novembre alle 8:00…")
    severities = (*[Severity.ERROR] * 3, Severity.WARNING)
    page.show_state([Problem("missing_field", "", severity, "") for severity in severities])
    bar = page.send.parentWidget()
    assert bar is not None
    assert all(bar.isAncestorOf(tick) for tick in page.channels.values())
    said = [one.text() for one in bar.findChildren(QAbstractButton)]
    assert "3 errori da correggere" in said


@pytest.mark.parametrize(("width", "in_words"), [(1360, True), (640, False)])
def test_sending_later_is_said_in_words_where_there_is_room_for_them(
    look: Look, services: WindowServices, qtbot: QtBot, width: int, in_words: bool
) -> None:
    page = WritingPage(look, services.info)
    qtbot.addWidget(page)
    try:
        look.theme.set_scale(200)
        page.resize(width, 500)
        page.show()
        page.show_people(dict.fromkeys(page.channels, 12_345))
        page.show_state([])
        qtbot.waitUntil(lambda: bool(page.later.text()) is in_words)
        assert not is_cut(page.later)
        assert page.later.accessibleName() == "Invia più tardi…"
    finally:
        look.theme.set_scale(100)


def is_cut(widget: QWidget) -> bool:
    return widget.width() < widget.sizeHint().width()


def in_sight(widget: QWidget, window: QWidget) -> bool:
    """Whether the whole of a widget can be seen inside the window."""
    corner = widget.mapTo(window, widget.rect().bottomRight())
    return widget.visibleRegion().boundingRect() == widget.rect() and window.rect().contains(corner)


def can_be_seen(widget: QWidget) -> bool:
    """Whether scrolling brings it into sight."""
    bring_into_view(widget)
    return not widget.visibleRegion().isEmpty()
