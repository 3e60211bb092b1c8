# SPDX-License-Identifier: EUPL-1.2
"""The course: what the manual announces happens on purpose, and what it says solves it."""

from __future__ import annotations

from collections.abc import Callable

from pytestqt.qtbot import QtBot

from comunecast_gui.core.changes import LanePhase, LaneProgress
from comunecast_gui.sandbox.server import Sandbox
from comunecast_gui.services.training import begin_course
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.ui.help.manual_window import ManualWindow
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.runtime.window_services import WindowServices
from comunecast_gui.ui.shell.main_window import MainWindow
from comunecast_gui.ui.widgets.look import Look
from tests.ui.composer.test_sending import confirm, queued
from tests.ui.conftest import changed, open_window


def test_the_menu_begins_it_and_shows_its_steps(
    look: Look, make_ops: Callable[[WindowServices], Ops], services: WindowServices, qtbot: QtBot
) -> None:
    begun: list[bool] = []
    window = open_window(look, make_ops(changed(services, begin_course=lambda: begun.append(True))), qtbot)
    action = next(one for menu in window.menuBar().actions() for one in menu.menu().actions() if "Corso" in one.text())
    action.trigger()
    assert begun == [True]
    assert window.findChild(ManualWindow).place == "Il corso di dieci minuti"


def test_a_wait_three_failures_and_two_unknown_outcomes_happen_and_are_solved(
    sending_window: MainWindow, ground: tuple[Workspace, Sandbox], qtbot: QtBot
) -> None:
    window, (workspace, sandbox) = sending_window, ground
    begin_course(sandbox)
    waits: list[str] = []

    def note(lane: LaneProgress) -> None:
        if lane.phase is LanePhase.WAITING:
            waits.append(lane.code)

    window.ops.progress.connect(note)
    confirm(window, qtbot).accept()
    notice = queued(window, qtbot)
    with qtbot.waitSignal(window.ops.running_changed, timeout=90_000, check_params_cb=lambda on: not on):
        pass
    found = workspace.outbox.counts(notice)["whatsapp"]
    assert (found["failed"], found["unknown"], found["accepted"]) == (3, 2, 35)
    assert "130429" in waits
    window.go_to("home")
    qtbot.waitUntil(lambda: "unknown" in window.home.work.buttons)
    window.home.work.buttons["unknown"].click()
    assert window.history.at_unknown
    first, second = workspace.notices.unknown()
    workspace.notices.settle(first.delivery, "arrived", workspace.clock.now())
    workspace.notices.settle(second.delivery, "resend", workspace.clock.now())
    with qtbot.waitSignal(window.ops.running_changed, timeout=60_000, check_params_cb=lambda on: not on):
        window.ops.resume_again()
    found = workspace.outbox.counts(notice)["whatsapp"]
    assert (found["failed"], found["unknown"]) == (3, 0)
    window.go_to("home")
    qtbot.waitUntil(lambda: all(text.startswith(("In corso: ", "Appena inviata: ")) for text in window.home.work.texts))
