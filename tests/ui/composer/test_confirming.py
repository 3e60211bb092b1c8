# SPDX-License-Identifier: EUPL-1.2
"""What a person confirmed goes out, and nothing else, whatever happens while the services and the person are asked."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from comunecast_gui.app import services_of
from comunecast_gui.core.notice.compose import Composed
from comunecast_gui.core.notice.preflight import Preflight
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.store.approval.approval_requests import Submitted
from comunecast_gui.ui.composer.confirm_dialog import ConfirmDialog
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.runtime.window_services import WindowServices
from comunecast_gui.ui.shell.main_window import MainWindow
from comunecast_gui.ui.widgets.look import Look
from comunecast_gui.ui.widgets.question import Question
from tests.ui.composer.test_sending import TELEGRAM, Ground, queued
from tests.ui.conftest import MORNING, FixedClock, add_people, changed, open_window

Held = tuple[MainWindow, threading.Event]


@pytest.fixture
def held_window(ground: Ground, look: Look, make_ops: Callable[[WindowServices], Ops], qtbot: QtBot) -> Iterator[Held]:
    """A window whose services answer only when they are let."""
    services = services_of(ground[0], training=True)
    answer = threading.Event()

    def preflight(composed: Composed) -> Preflight:
        answer.wait(20)
        return services.sending.preflight(composed)

    yield open_window(look, make_ops(changed(services, preflight=preflight)), qtbot), answer
    answer.set()


def test_an_edit_while_the_confirmation_is_open_is_not_sent(held_window: Held, ground: Ground, qtbot: QtBot) -> None:
    (window, answer), (workspace, sandbox) = held_window, ground
    composer = window.composer
    composer.choose("acqua_guasto")
    composer.fill_example()
    composer.channels[TELEGRAM].setChecked(False)
    asked = composer.refresh()
    assert asked is not None
    composer.ask()
    # Nobody can do this with the form locked; whatever does it all the same changes nothing that was asked about.
    composer.channels[TELEGRAM].setChecked(True)
    composer.form.editors["gestore"].set_value("Un altro gestore")
    composer.form.editors["zona"].set_value(["Calcinaia"])
    answer.set()
    qtbot.waitUntil(lambda: bool(window.findChildren(ConfirmDialog)))
    composer.form.editors["causa"].set_value("un'altra causa")
    dialog = window.findChildren(ConfirmDialog)[0]
    dialog.agree()
    dialog.accept()
    id = queued(window, qtbot)
    assert workspace.notices.contents(id) == asked.contents
    assert set(asked.contents) == {"whatsapp"}
    qtbot.waitUntil(lambda: not window.ops.running, timeout=30_000)
    assert sandbox.control.posts() == []


def test_the_form_is_locked_until_the_answer(held_window: Held, qtbot: QtBot) -> None:
    window, answer = held_window
    composer = window.composer
    composer.choose("acqua_guasto")
    composer.fill_example()
    line = composer.form.editors["gestore"].inputs()[0]
    assert isinstance(line, QLineEdit)
    before = line.text()
    composer.ask()
    QTest.keyClicks(line, "xyz")
    for tick in composer.channels.values():
        QTest.mouseClick(tick, Qt.MouseButton.LeftButton)
        assert tick.isChecked()
    assert line.text() == before
    window.new_notice()
    assert line.isEnabled()  # who turns to something else has ended the question
    window.findChildren(Question)[0].reject()
    composer.ask()
    assert not line.isEnabled()
    back = next(one for one in window.findChildren(QPushButton) if one.text() == "&Torna al testo")
    assert back.hasFocus()
    back.click()
    assert line.isEnabled()
    assert composer.send.isEnabled()
    answer.set()
    composer.ask()
    qtbot.waitUntil(lambda: bool(window.findChildren(ConfirmDialog)))
    assert len(window.findChildren(ConfirmDialog)) == 1  # the answers to the first two questions open nothing
    window.findChildren(ConfirmDialog)[0].reject()
    assert line.isEnabled()


def test_another_notice_is_not_touched_by_the_answer(held_window: Held, ground: Ground, qtbot: QtBot) -> None:
    window, answer = held_window
    composer = window.composer
    composer.choose("acqua_guasto")
    composer.fill_example()
    composer.ask()
    composer.choose("generico")
    composer.fill_example()
    answer.set()
    answered: list[object] = []
    window.ops.query(composer, lambda: None, answered.append)
    qtbot.waitUntil(lambda: bool(answered))
    assert not window.findChildren(ConfirmDialog)
    assert composer.unsent
    assert ground[0].notices.latest(1) == []


def test_a_notice_that_changed_before_the_yes_is_confirmed_again(
    workspace: Workspace, look: Look, make_ops: Callable[[WindowServices], Ops], qtbot: QtBot
) -> None:
    clock = FixedClock(MORNING.at)
    add_people(workspace, 3)
    services = services_of(replace(workspace, clock=clock), training=True)
    window = open_window(look, make_ops(changed(services, preflight=lambda _: Preflight())), qtbot)
    window.composer.choose("generico")
    window.composer.fill_example()
    window.composer.ask()
    qtbot.waitUntil(lambda: bool(window.findChildren(ConfirmDialog)))
    clock.at += timedelta(days=1)
    window.findChildren(ConfirmDialog)[0].accept()
    again = "Mentre confermavi"
    qtbot.waitUntil(lambda: any(again in label.text() for label in window.findChildren(QLabel)))
    assert workspace.notices.latest(1) == []
    dialog = next(one for one in window.findChildren(ConfirmDialog) if one.isVisible())
    dialog.accept()
    id = queued(window, qtbot)
    assert "25 novembre 2026" in workspace.notices.get(id).text


def test_a_similar_notice_from_another_workstation_is_a_warning_to_tick(
    window: MainWindow, workspace: Workspace, qtbot: QtBot
) -> None:
    add_people(workspace, 3)
    window.composer.choose("generico")
    window.composer.fill_example()
    composed = window.composer.refresh()
    assert composed is not None
    assert composed.notice is not None
    window.composer.ask()
    qtbot.waitUntil(lambda: bool(window.findChildren(ConfirmDialog)))
    first = window.findChildren(ConfirmDialog)[0]
    theirs = workspace.outbox.enqueue(replace(composed.notice, draft_uuid="of another workstation"))
    first.accept()
    qtbot.waitUntil(lambda: any(one is not first and one.isVisible() for one in window.findChildren(ConfirmDialog)))
    again = next(one for one in window.findChildren(ConfirmDialog) if one is not first and one.isVisible())
    assert any("quasi uguale" in label.text() for label in again.findChildren(QLabel))
    assert not again.ready
    assert [row.id for row in workspace.notices.latest(5)] == [theirs]
    again.agree()
    again.accept()
    assert queued(window, qtbot) == theirs + 1


def test_a_similar_notice_at_the_last_moment_is_refused_by_the_queue(
    workspace: Workspace, look: Look, make_ops: Callable[[WindowServices], Ops], qtbot: QtBot
) -> None:
    add_people(workspace, 3)
    services = services_of(workspace, training=True)

    def overtaken(frozen: Composed) -> Submitted:
        assert frozen.notice is not None
        workspace.outbox.enqueue(replace(frozen.notice, draft_uuid="of another workstation"))
        return services.sending.queue(frozen)

    window = open_window(look, make_ops(changed(services, queue=overtaken)), qtbot)
    window.composer.choose("generico")
    window.composer.fill_example()
    window.composer.ask()
    qtbot.waitUntil(lambda: bool(window.findChildren(ConfirmDialog)))
    window.findChildren(ConfirmDialog)[0].accept()
    qtbot.waitUntil(lambda: "comunicazione 1" in window.composer.failure)
    assert window.composer.unsent
    assert window.composer.send.isEnabled()
    assert len(workspace.notices.latest(5)) == 1
