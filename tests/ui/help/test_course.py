# SPDX-License-Identifier: EUPL-1.2
"""The course: what the manual announces happens on purpose, and what it says solves it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from comunecast_gui.core.changes import LanePhase, LaneProgress
from comunecast_gui.sandbox.server import Sandbox
from comunecast_gui.services import template_approval
from comunecast_gui.services.training import begin_course
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.ui.composer.hour_dialog import HourDialog
from comunecast_gui.ui.help.manual_window import ManualWindow
from comunecast_gui.ui.history.mistake_dialog import MistakeDialog
from comunecast_gui.ui.home.bulletin_dialog import BulletinDialog
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.runtime.window_services import WindowServices
from comunecast_gui.ui.shell.main_window import MainWindow
from comunecast_gui.ui.widgets.look import Look
from tests.ui.composer.test_sending import TELEGRAM, confirm, queued
from tests.ui.conftest import MORNING, FixedClock, changed, open_window
from tests.ui.history.test_mistakes import dialog_of
from tests.ui.later.test_later import agree, opened, write


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
    qtbot.waitUntil(
        lambda: all(text.startswith(("In corso: ", "Inizia ", "Appena inviata: ")) for text in window.home.work.texts)
    )


@pytest.mark.slow
def test_what_comes_after_sending_is_solved_step_by_step(
    ground: tuple[Workspace, Sandbox],
    look: Look,
    make_ops: Callable[[WindowServices], Ops],
    qtbot: QtBot,
) -> None:
    """The second half of the course; what becomes of the Telegram post stands in the tests of mistakes."""
    workspace, clock = ground[0], FixedClock(MORNING.at)
    rules = [workspace.catalogue.get(id) for id in ("acqua_programmata", "rettifica", "servizio_ripristinato")]
    template_approval.submit(workspace, rules)
    template_approval.sync(workspace, rules)
    window = opened(ground, clock, look, make_ops, qtbot)
    home, composer, page = window.home, window.composer, window.history.notice

    def send() -> int:
        before = composer.queued_id
        composer.channels[TELEGRAM].setChecked(False)
        composed = composer.refresh()
        assert composed is not None
        assert composed.notice is not None, composed.problems
        composer.ask()
        agree(window, qtbot).accept()
        qtbot.waitUntil(lambda: composer.queued_id not in (None, before) and not window.ops.running, timeout=20_000)
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        return composer.queued_id or 0

    # a mistake
    write(window, "acqua_programmata")
    period = {"inizio": "2026-11-25T08:30", "fine": "2026-11-25T16:30"}
    composer.form.editors["periodo"].set_value(period)
    composer.form.editors["rinvio"].set_value(None)
    window.show_notice(send())
    qtbot.waitUntil(page.wrong.isVisible)
    page.wrong.click()
    mistake = dialog_of(MistakeDialog, qtbot)
    assert isinstance(mistake, MistakeDialog)
    [number] = [line for line in mistake.form.editors["telefono"].findChildren(QLineEdit) if "800" in line.text()]
    number.setText("800 900 800")
    mistake.do.click()
    qtbot.waitUntil(lambda: composer.form.editors.keys() >= {"errato", "corretto"}, timeout=10_000)
    assert "800 900 800" in str(composer.form.values()["corretto"])
    send()

    # later
    write(window, "generico")
    title = composer.form.values()["titolo"]
    composer.ask_later()
    hour = dialog_of(HourDialog, qtbot)
    assert isinstance(hour, HourDialog)
    hour.line.setText("domani 9:00")
    hour.accept()
    agree(window, qtbot).accept()
    qtbot.waitUntil(lambda: bool(workspace.schedules.all()))
    [later] = workspace.schedules.all()
    window.go_to("home")
    qtbot.waitUntil(lambda: f"later-{later.notice}" in home.work.buttons)
    home.work.buttons[f"later-{later.notice}"].click()
    qtbot.waitUntil(page.change.isVisible)
    page.change.click()
    qtbot.waitUntil(lambda: composer.unsent and composer.form.values().get("titolo") == title)
    assert workspace.schedules.all() == []
    composer.discard()

    # open until it is over
    write(window, "acqua_guasto")
    composer.form.editors["ripristino"].set_value("2026-11-24T10:05")
    fault = send()
    clock.at += timedelta(minutes=6)
    window.go_to("home")
    qtbot.waitUntil(lambda: any(text.startswith("È tornata l'acqua") for text in home.work.texts))
    home.work.buttons[f"told-{fault}"].click()
    qtbot.waitUntil(lambda: "servizio" in composer.form.editors)
    composer.form.editors["ora"].set_value("2026-11-24T10:04")
    send()
    window.go_to("home")
    qtbot.waitUntil(lambda: not any(text.startswith("È tornata l'acqua") for text in home.work.texts))

    # the bulletin
    home.bulletin_button.click()
    bulletin = dialog_of(BulletinDialog, qtbot)
    assert isinstance(bulletin, BulletinDialog)
    qtbot.waitUntil(bulletin.fetch_button.isEnabled)
    bulletin.fetch_button.click()
    qtbot.waitUntil(bulletin.write_button.isVisible)
    bulletin.write_button.click()
    qtbot.waitUntil(lambda: "livello" in composer.form.editors)
    assert composer.form.values()["livello"] == "arancione"
    composer.form.row("periodo").confirm.click()
    composer.form.editors["provvedimenti"].set_value("parchi chiusi")
    send()
    window.go_to("home")
    qtbot.waitUntil(lambda: any(text.startswith("Inizia ") and "allerta" in text for text in home.work.texts))
    assert ground[1].control.complaints() == []
