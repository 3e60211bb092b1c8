# SPDX-License-Identifier: EUPL-1.2
"""Where the focus is after each way through the window, and that Enter presses what it is on."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from comunecast_gui.services.wiring import Workspace
from comunecast_gui.ui.shell.main_window import PAGES, MainWindow
from comunecast_gui.ui.widgets.question import Question
from tests.ui.conftest import Sent


def button(window: MainWindow, words: str) -> QPushButton:
    return next(one for one in window.banners.findChildren(QPushButton) if one.text() == words)


def focused() -> object:
    return QApplication.focusWidget()


@pytest.fixture
def active(window: MainWindow, qtbot: QtBot) -> MainWindow:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_presses_the_button_that_has_the_focus(active: MainWindow, key: Qt.Key, qtbot: QtBot) -> None:
    composer = active.composer
    composer.choose("generico")
    example = next(one for one in composer.findChildren(QPushButton) if "esempio" in one.text().replace("&", ""))
    example.setFocus()
    qtbot.waitUntil(example.hasFocus)
    QTest.keyClick(example, key)
    assert composer.form.editors["titolo"].value()


def test_enter_in_a_field_presses_nothing(active: MainWindow, qtbot: QtBot) -> None:
    composer = active.composer
    composer.choose("generico")
    line = composer.form.editors["titolo"].findChildren(QLineEdit)[0]
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert line.hasFocus()
    assert composer.form.touched_values() == {}


def test_the_choice_of_a_subject_begins_in_its_search(active: MainWindow, qtbot: QtBot) -> None:
    """Who presses Ctrl+2 and types a word must not press the button of something else."""
    active.go_to("home", focus=True)
    active.go_to("composer", focus=True)
    qtbot.waitUntil(active.composer.chooser.search.hasFocus)


def test_back_on_the_page_the_focus_is_where_it_was(active: MainWindow, qtbot: QtBot) -> None:
    composer = active.composer
    composer.choose("evento")
    line = composer.form.editors["luogo"].findChildren(QLineEdit)[0]
    qtbot.waitUntil(lambda: focused() is not None)
    line.setFocus()
    active.go_to("history", focus=True)
    qtbot.waitUntil(lambda: active.history.isAncestorOf(focused()))  # type: ignore[arg-type]
    active.go_to("composer", focus=True)
    qtbot.waitUntil(line.hasFocus)
    active.go_to("subscribers", focus=True)
    item = active.nav.visualItemRect(active.nav.item(PAGES.index("composer")))
    QTest.mouseClick(active.nav.viewport(), Qt.MouseButton.LeftButton, pos=item.center())
    qtbot.waitUntil(line.hasFocus)


def test_a_new_topic_begins_at_the_top_of_its_form(active: MainWindow, qtbot: QtBot) -> None:
    active.resize(1000, 620)
    composer = active.composer
    composer.choose("meteo_allerta")
    area = composer.form.parentWidget().parentWidget().parentWidget()
    assert isinstance(area, QScrollArea)
    bar = area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 200)
    bar.setValue(bar.maximum())
    composer.restart()
    composer.choose("evento")
    first = next(iter(composer.form.editors.values()))
    qtbot.waitUntil(lambda: first.isAncestorOf(focused()))  # type: ignore[arg-type]
    assert bar.value() == 0


class _Windows(QObject):
    """Notes each window that shows itself."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(type(watched).__name__)
        return False


def test_no_form_shows_a_window_of_its_own_which_would_take_the_focus(active: MainWindow, qapp: QApplication) -> None:
    windows = _Windows()
    qapp.installEventFilter(windows)
    try:
        for category in active.services.info.catalogue:
            active.composer.choose(category.id)
            active.composer.fill_example()
            active.composer.discard()
    finally:
        qapp.removeEventFilter(windows)
    assert windows.shown == []


def test_looking_at_unknown_outcomes_leads_into_their_table_and_sending_asks_first(
    active: MainWindow, sent: Sent, workspace: Workspace, qtbot: QtBot
) -> None:
    sent(accepted=3, unknown=2)
    active.look_for_leftovers()
    qtbot.waitUntil(lambda: len(active.banners.texts()) >= 2)
    active.banners._on_more()
    waiting = sum(sum(workspace.outbox.waiting(name).values()) for name in workspace.channels)
    look = button(active, "Guarda quali")
    look.setFocus()
    QTest.keyClick(look, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: focused() is active.history.unknown.table)
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Left, Qt.Key.Key_Down, Qt.Key.Key_Right):
        QTest.keyClick(active.history.unknown.table, key)
        assert active.history.isAncestorOf(focused())  # type: ignore[arg-type]
    button(active, "Riprendi l'invio…").click()
    [question] = active.findChildren(Question)
    assert str(waiting) in question.windowTitle()
    assert str(waiting) in question.yes.text()
    question.reject()
    assert not active.ops.running
    assert sum(sum(workspace.outbox.waiting(name).values()) for name in workspace.channels) == waiting


def test_what_is_queued_is_sent_from_its_notice_only_after_a_question(
    active: MainWindow, sent: Sent, qtbot: QtBot
) -> None:
    active.show_notice(sent(accepted=3))
    page = active.history.notice
    qtbot.waitUntil(lambda: page._resume.isVisible())
    page._resume.click()
    [question] = active.findChildren(Question)
    assert "18" in question.windowTitle(), "seventeen people and one channel"
    question.reject()
    assert not active.ops.running
