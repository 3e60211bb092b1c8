# SPDX-License-Identifier: EUPL-1.2
"""Long work in a window: shown late, stopped without a trace, told to a screen reader, and asked about when closing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from comunecast_gui.core.errors import InputError
from comunecast_gui.core.work.long_work import Work
from comunecast_gui.store.delivery.notices import Notices
from comunecast_gui.ui.runtime.next_start import Between
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.setup.work_window import WorkWindow
from comunecast_gui.ui.shell.main_window import MainWindow
from comunecast_gui.ui.widgets.fitting_dialog import FittingDialog
from comunecast_gui.ui.widgets.look import Look
from comunecast_gui.ui.widgets.question import Question
from comunecast_gui.ui.widgets.work_bar import WorkBar


class Scene:
    """A window with a button that begins something long, which waits for ``gate`` and then goes its last step."""

    def __init__(self, look: Look, ops: Ops) -> None:
        self.window = QWidget()
        self.begin = QPushButton("begin", self.window)
        self.other = QPushButton("other", self.window)
        self.bar = WorkBar(look, ops, "Lavoro…")
        column = QVBoxLayout(self.window)
        for one in (self.begin, self.other, self.bar):
            column.addWidget(one)
        self.gate, self.final, self.end = threading.Event(), threading.Event(), threading.Event()
        self.said: list[str] = []

    def work(self, work: Work) -> str:
        while not self.gate.wait(0.01):
            work(250, 1_000)
        work.last_step()
        self.final.set()
        self.end.wait(10)
        return "fatto"

    def run(self, *, only_looks: bool = False) -> None:
        self.bar.run(self.work, self.said.append, self.said.append, only_looks=only_looks, off=[self.begin, None])


@pytest.fixture
def scene(look: Look, ops: Ops, qtbot: QtBot) -> Iterator[Scene]:
    scene = Scene(look, ops)
    qtbot.addWidget(scene.window)
    scene.window.show()
    scene.begin.setFocus()
    yield scene
    scene.gate.set()
    scene.end.set()


def test_the_way_of_long_work_in_a_window(scene: Scene, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    announced: list[str] = []
    monkeypatch.setattr("comunecast_gui.ui.widgets.work_bar.announce", lambda _, text: announced.append(text))
    scene.run()
    assert scene.bar.isHidden(), "what is done at once flickers nothing"
    assert not scene.begin.isEnabled()
    qtbot.waitUntil(scene.bar.isVisible)
    assert scene.bar.words == "Lavoro… 250 di 1.000 · ancora circa 5 secondi"
    assert announced == [scene.bar.words]
    interface = QAccessible.queryAccessibleInterface(scene.bar._bar)
    assert interface.text(QAccessible.Text.Name) == "Lavoro…"
    assert interface.valueInterface().currentValue() == 25
    # Stopped: it ends at its next step, and the button has the focus again.
    qtbot.keyClick(scene.bar.stop_button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: bool(scene.said))
    assert scene.said == ["Fermato. È tutto come prima: niente è rimasto a metà, né nell'archivio né nei file. "
                          "Puoi ricominciare quando vuoi."]  # fmt: skip
    assert scene.begin.isEnabled()
    assert scene.window.focusWidget() is scene.begin
    assert scene.bar.isHidden()
    # Begun again, it comes to the point from which it cannot be stopped, says so, and ends.
    scene.said.clear()
    scene.run()
    scene.gate.set()
    qtbot.waitUntil(lambda: scene.bar.isVisible() and scene.bar.words.startswith("Quasi fatto"))
    assert not scene.bar.stop_button.isEnabled()
    scene.bar.stop()
    assert scene.bar.stopped_first(), "whoever closes waits for its end"
    scene.end.set()
    qtbot.waitUntil(lambda: scene.said == ["fatto"])
    assert not scene.bar.busy


def test_what_only_looks_is_given_up_at_once(scene: Scene, qtbot: QtBot) -> None:
    scene.run(only_looks=True)
    assert not scene.bar.would_lose
    scene.bar.stop()
    assert [text[:8] for text in scene.said] == ["Fermato."], "nobody waits for it to hear"
    scene.run(only_looks=True)
    assert not scene.bar.stopped_first()
    assert len(scene.said) == 1, "whoever closes is told nothing"


def test_a_dialog_that_is_finished_on_another_page_closes_once_the_work_has_stopped(
    scene: Scene, look: Look, qtbot: QtBot
) -> None:
    dialog = FittingDialog(400, None)
    qtbot.addWidget(dialog)
    dialog.column.addWidget(scene.window)
    scene.window.hide()
    dialog.show()
    scene.run()
    dialog.reject()
    assert dialog.isVisible(), "it waits for the work to stop"
    qtbot.waitUntil(lambda: not dialog.isVisible())
    assert not scene.bar.busy
    scene.window.setParent(None)


def test_a_fault_that_nobody_foresaw_while_an_office_is_taken_over_is_told(look: Look, ops: Ops, qtbot: QtBot) -> None:
    def fails(_: Work) -> None:
        raise RuntimeError

    window = WorkWindow(look, ops, Between("Porto qui l'ente…", fails))
    qtbot.addWidget(window)
    window.show()
    with qtbot.capture_exceptions() as caught:
        window.begin()
        qtbot.waitUntil(lambda: not window.isVisible() and bool(caught))
    assert window.error is not None
    assert (window.error.code, window.error.values["reason"]) == ("start_failed", "RuntimeError")


def test_what_was_refused_or_stopped_while_no_office_was_open_is_said_by_the_window_that_opens_again(
    look: Look, ops: Ops, qtbot: QtBot
) -> None:
    """It said that ComuneCast cannot open, over an office that was as it had been."""
    for code, tone, words in (
        ("backup_changed", "error", "non è più quella che hai guardato"),
        ("work_stopped", "info", ""),
    ):

        def refuses(_: Work, code: str = code) -> None:
            raise InputError(code, file="x.backup")

        window = WorkWindow(look, ops, Between("Rimetto la copia…", refuses))
        qtbot.addWidget(window)
        window.show()
        window.begin()
        qtbot.waitUntil(lambda window=window: not window.isVisible())
        assert window.error is None
        assert window.said is not None
        assert window.said.tone == tone
        assert words in window.said.text


def test_a_program_that_ends_by_a_signal_stops_it(scene: Scene, qapp: QApplication) -> None:
    scene.run()
    QTimer.singleShot(50, qapp.exit)
    qapp.exec()
    assert not scene.bar.busy
    assert scene.said == []  # and its thread ends, or the fixture of the door to the threads finds it


def questions(window: MainWindow) -> list[Question]:
    return [one for one in window.findChildren(Question) if one.isVisible()]


def test_closing_while_the_list_is_saved_asks_once_and_leaves_no_file(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    history, tick = window.history, threading.Event()

    def slow(_notices: Notices, _wanted: object, work: Work) -> None:
        while not tick.wait(0.01):  # until it is stopped
            work(1, 2)

    monkeypatch.setattr(Notices, "every", slow)
    history.save_list(tmp_path / "storico.pdf")
    for _ in range(2):
        window.close()
    [question] = questions(window)
    said = " ".join(one.text() for one in question.findChildren(QLabel))
    assert "Salvo l'elenco… Se chiudi, viene fermato e niente resta a metà" in said
    question.no.click()
    qtbot.waitUntil(lambda: questions(window) == [])
    assert window.isVisible()
    assert history.bar.busy
    history.bar.stop_button.click()
    qtbot.waitUntil(lambda: history.said.startswith("Fermato."))
    history.save_list(tmp_path / "storico.csv")
    window.close()
    questions(window)[0].yes.click()
    qtbot.waitUntil(lambda: not window.isVisible())
    assert list(tmp_path.glob("*storico*")) == []
