# SPDX-License-Identifier: EUPL-1.2
"""The focus stays with the button that was pressed, and a refused field says why."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from comunecast_gui.core.errors import ConfigError, InputError
from comunecast_gui.core.report.health import Condition
from comunecast_gui.core.sentences import Sentences
from comunecast_gui.system import paths
from comunecast_gui.ui.runtime.relocation import SharedArchive
from comunecast_gui.ui.setup.join_dialog import JoinDialog
from comunecast_gui.ui.setup.step_page import StepFrame, StepPage
from comunecast_gui.ui.widgets.by_keyboard import focus_kept, let_rest, tell_fault
from comunecast_gui.ui.widgets.look import Look


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    for name in ("Controlla", "Cancella tutto", "Chiudi"):
        column.addWidget(QPushButton(name))
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def buttons(window: QWidget) -> list[QPushButton]:
    return [one for one in window.findChildren(QPushButton) if not one.isHidden()]


def test_a_second_press_while_a_button_works_presses_nothing_else(window: QWidget) -> None:
    pressed, other, _ = buttons(window)
    hit: list[str] = []
    other.clicked.connect(lambda: hit.append(other.text()))
    pressed.setFocus()
    let_rest(pressed)
    assert not pressed.isEnabled()
    assert QApplication.focusWidget() is None
    QTest.keyClick(window, Qt.Key.Key_Space)
    assert hit == []
    pressed.setEnabled(True)
    assert QApplication.focusWidget() is pressed


def test_who_has_gone_on_meanwhile_is_left_alone(window: QWidget) -> None:
    pressed, _, last = buttons(window)
    pressed.setFocus()
    let_rest(pressed)
    last.setFocus()
    pressed.setEnabled(True)
    assert QApplication.focusWidget() is last
    let_rest(pressed)  # a button that has not the focus takes it from nobody
    pressed.setEnabled(True)
    assert QApplication.focusWidget() is last


@pytest.mark.parametrize(("left", "expected"), [("abc", "b"), ("cb", "b"), ("ac", "c"), ("a", "a"), ("", "")])
def test_what_is_built_anew_keeps_the_focus(window: QWidget, left: str, expected: str) -> None:
    inner = QWidget()
    column = QVBoxLayout(inner)
    layout = window.layout()
    assert layout is not None
    layout.addWidget(inner)
    for name in "abc":
        column.addWidget(QPushButton(name))
    inner.findChildren(QPushButton)[1].setFocus()
    with focus_kept(inner):
        for one in inner.findChildren(QPushButton):
            one.hide()
            one.deleteLater()
        for name in left:
            column.addWidget(QPushButton(name))
    focused = QApplication.focusWidget()
    if expected:
        assert isinstance(focused, QPushButton)
        assert (focused.text(), inner.isAncestorOf(focused)) == (expected, True)
    else:
        assert focused in buttons(window)


def test_a_refused_field_says_why_until_something_else_is_typed(qtbot: QtBot) -> None:
    line = QLineEdit("http:/x")
    qtbot.addWidget(line)
    line.setAccessibleDescription("Sul sito del Comune.")
    for sentence in ("Non è un indirizzo.", "Non è l'indirizzo di una pagina."):
        tell_fault(line, sentence)
        assert line.accessibleDescription() == f"{sentence} Sul sito del Comune."
        assert line.property("problem") == "error"
    line.setText("https://x")
    assert line.accessibleDescription() == "Sul sito del Comune."
    assert line.property("problem") == ""


class AtOnce:
    """Asks that are answered when the test says so."""

    def __init__(self) -> None:
        self.answer: Callable[[], None] = lambda: None

    def query(self, parent, call, ok, failed=None) -> None:  # type: ignore[no-untyped-def]
        def answer() -> None:
            try:
                value = call()
            except (InputError, ConfigError) as error:
                failed(error.code)
            else:
                ok(value)

        self.answer = answer


@pytest.mark.parametrize("error", [InputError("setup_bad_url"), ConfigError("setup_relay_first")])
def test_a_step_leads_back_to_the_field_that_it_refused_and_else_to_the_button(
    look: Look, error: InputError | ConfigError, qtbot: QtBot
) -> None:
    def refuse() -> None:
        raise error

    asks = AtOnce()
    page = StepPage(StepFrame(look, asks, Sentences.load(paths.resource("sentences"), "it")), "Prova", "")
    qtbot.addWidget(page)
    line, keep = QLineEdit("x"), look.button("Conserva")
    for one in (line, keep):
        page.column.addWidget(one)
    page.place_banner()
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    keep.setFocus()
    page.ask(refuse, lambda _: None, keep, field=line)
    assert QApplication.focusWidget() is None
    asks.answer()
    assert page.said == error.code
    wrong = isinstance(error, InputError)
    assert QApplication.focusWidget() is (line if wrong else keep)
    assert line.accessibleDescription() == (error.code if wrong else "")


def test_a_server_that_does_not_answer_any_more_makes_no_unfit_archive_fit(look: Look, qtbot: QtBot) -> None:
    answers: list[Condition | InputError] = [Condition("clock", False, "Dieci minuti."), InputError("archive_address")]

    def examine(*_: str) -> tuple[Condition, ...]:
        if isinstance(answer := answers.pop(0), InputError):
            raise answer
        return (answer,)

    asks = AtOnce()
    dialog = JoinDialog(look, asks, SharedArchive(examine, lambda *_: None, lambda: False), None)
    qtbot.addWidget(dialog)
    dialog.address.setText("avvisi.comune.it/comunecast")
    dialog.show()
    for _ in range(2):
        dialog.check.click()
        asks.answer()
        assert not dialog.join.isEnabled()
    assert dialog.address.accessibleDescription() == dialog.failure == "archive_address"
