# SPDX-License-Identifier: EUPL-1.2
"""Sending later through the window: the hour, the list, the hour's look, and the seconds to take a notice back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from comunecast_gui.app import services_of
from comunecast_gui.core.model import DeliveryState, Draft
from comunecast_gui.core.notice.compose import compose
from comunecast_gui.sandbox.server import Sandbox
from comunecast_gui.services import queueing, wiring
from comunecast_gui.services.schedule import calendars
from comunecast_gui.services.schedule.recurring import read_days
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.ui.composer.confirm_dialog import ConfirmDialog
from comunecast_gui.ui.composer.hour_dialog import HourDialog
from comunecast_gui.ui.later.calendar_dialog import CalendarDialog
from comunecast_gui.ui.people.import_dialog import ImportDialog
from comunecast_gui.ui.runtime.drafts import DraftFolder
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.runtime.window_services import WindowServices
from comunecast_gui.ui.shell.main_window import MainWindow
from comunecast_gui.ui.widgets.look import Look
from comunecast_gui.ui.widgets.question import Question
from tests.services.test_scheduled_keys import TEXT
from tests.ui.composer.test_sending import TELEGRAM, queued
from tests.ui.conftest import MORNING, FixedClock, add_people, changed, open_window
from tests.ui.home.test_bulletin_days import drop

Ground = tuple[Workspace, Sandbox]
MakeOps = Callable[[WindowServices], Ops]
DAY = timedelta(days=1)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(MORNING.at)


def opened(
    ground: Ground, clock: FixedClock, look: Look, make_ops: MakeOps, qtbot: QtBot, undo: timedelta = timedelta(0)
) -> MainWindow:
    services = services_of(replace(ground[0], clock=clock), training=True, undo=undo)
    return open_window(look, make_ops(services), qtbot)


def write(window: MainWindow, category: str = "acqua_guasto") -> None:
    window.composer.choose(category)
    window.composer.fill_example()
    window.composer.channels[TELEGRAM].setChecked(False)


def agree(window: MainWindow, qtbot: QtBot) -> ConfirmDialog:
    qtbot.waitUntil(lambda: any(one.isVisible() for one in window.findChildren(ConfirmDialog)))
    dialog = next(one for one in window.findChildren(ConfirmDialog) if one.isVisible())
    dialog.agree()
    return dialog


def test_a_notice_for_an_hour_is_listed_moved_missed_asked_and_sent(
    ground: Ground, clock: FixedClock, look: Look, make_ops: MakeOps, qtbot: QtBot
) -> None:
    window, (workspace, sandbox) = opened(ground, clock, look, make_ops, qtbot), ground
    write(window)
    window.composer.ask_later()
    hour = window.findChildren(HourDialog)[0]
    hour.line.setText("oggi 9:00")
    assert hour.moment is None
    assert "passata" in hour.said.text()
    hour.line.setText("oggi 11:30")
    assert hour.said.text() == "Parte martedì 24 novembre alle 11:30."
    hour.accept()
    asked = agree(window, qtbot)
    assert "&Invia martedì 24 novembre alle 11:30" in [one.text() for one in asked.findChildren(QPushButton)]
    asked.accept()
    id = queued(window, qtbot)
    qtbot.waitUntil(lambda: window.composer.sent.state.title == "Parte martedì 24 novembre alle 11:30")
    assert not window.ops.running
    window.go_to("home")
    qtbot.waitUntil(lambda: any("Parte martedì 24" in text for text in window.home.work.texts))
    due = MORNING.at + timedelta(minutes=90)
    assert workspace.schedules.next_due(clock.at) == due
    window.home.work.buttons[f"later-{id}"].click()
    page = window.history.notice
    qtbot.waitUntil(page.other_hour.isVisible)
    assert page.other_hour.isVisible()
    page.other_hour.click()
    hour = next(one for one in window.findChildren(HourDialog) if one.isVisible())
    hour.line.setText("24/11 11:45")
    hour.accept()
    due += timedelta(minutes=15)
    qtbot.waitUntil(lambda: workspace.schedules.next_due(clock.at) == due)
    clock.at = due + timedelta(minutes=6)  # the computer slept
    with qtbot.waitSignal(window.schedule.remind) as told:
        window.schedule.look()
    assert told.args[0] == "Una comunicazione non è partita alla sua ora"
    window.history.notice.refresh()
    qtbot.waitUntil(lambda: "era spento o in pausa" in page.obstacles)
    assert "Doveva partire il 24/11/2026 11:45" in page.about, "it does not go out by itself any more"
    assert not window.ops.running
    page.now.click()
    _question(window, qtbot).accept()
    qtbot.waitUntil(lambda: workspace.outbox.counts(id)["whatsapp"][DeliveryState.QUEUED] == 0, timeout=20_000)
    qtbot.waitUntil(lambda: not window.ops.running, timeout=20_000)
    assert len(sandbox.control.phones()) == 40
    _by_night(window, workspace, clock, qtbot)


def test_what_meta_s_limit_holds_is_offered_over_days_on_its_page(
    ground: Ground, clock: FixedClock, look: Look, make_ops: MakeOps, qtbot: QtBot
) -> None:
    (workspace, sandbox), window = ground, opened(ground, clock, look, make_ops, qtbot)
    add_people(workspace, 300)
    sandbox.control.set_number(messaging_limit="TIER_250")
    due = MORNING.at + timedelta(hours=1)
    draft, context = Draft("", "generico", TEXT, due=due), wiring.check_context(workspace, clock.at)
    composed = compose(workspace.catalogue, draft, workspace.office, clock.at, workspace.channels, context)
    id = queueing.queue(workspace, queueing.freeze(workspace, composed)).notice or 0
    clock.at = due
    window.schedule.look()
    window.show_notice(id)
    page = window.history.notice
    qtbot.waitUntil(page.over_days.isVisible)
    assert page.over_days.text() == "Inviala in &più giorni…"
    page.over_days.click()
    asked = _question(window, qtbot)
    assert any("250 persone su 300" in one.text() for one in asked.findChildren(QLabel))
    asked.reject()
    assert [one.notice for one in workspace.schedules.all()] == [id], "asking changes nothing"


def _question(window: MainWindow, qtbot: QtBot) -> Question:
    qtbot.waitUntil(lambda: any(one.isVisible() for one in window.findChildren(Question)))
    return next(one for one in window.findChildren(Question) if one.isVisible())


def _by_night(window: MainWindow, workspace: Workspace, clock: FixedClock, qtbot: QtBot) -> None:
    """What can wait goes out in the morning with one press."""
    page = window.composer._page
    window.go_to("composer")
    write(window, "generico")
    assert page.morning.isHidden()
    clock.at = MORNING.at.replace(hour=21, minute=30)  # 22:30 in Rome
    window.composer.refresh()
    assert page.morning.text() == "Invia mercoledì 25 novembre alle 8:00…"
    page.morning.click()
    agree(window, qtbot).accept()
    qtbot.waitUntil(lambda: bool(workspace.schedules.all()))
    [one] = workspace.schedules.all()
    assert one.at == datetime(2026, 11, 25, 7, tzinfo=UTC)
    window.show_notice(one.notice)
    qtbot.waitUntil(window.history.notice.now.isVisible)
    window.history.notice.now.click()
    question = _question(window, qtbot)
    assert "la data di un altro giorno" in _said(question)
    assert "parte mercoledì 25 novembre alle 8:00" in _said(question)
    question.no.click()
    assert workspace.schedules.all() == [one], "neither sent nor held"
    window.go_to("composer")
    write(window)  # a burst pipe cannot wait
    assert page.morning.isHidden()
    window.composer.discard()
    qtbot.waitUntil(lambda: bool(window.schedule.waiting))
    assert not window.close()
    question = next(one for one in window.findChildren(Question) if one.isVisible())
    assert "mercoledì 25 novembre alle 8:00 parte da sola solo con ComuneCast aperto" in _said(question)
    question.reject()
    workspace.schedules.take_back(workspace.schedules.all()[0].notice, clock.at)
    window.schedule.look()
    qtbot.waitUntil(lambda: not window.schedule.waiting)


def _said(question: Question) -> str:
    return " ".join(one.text() for one in question.findChildren(QLabel))


def test_the_seconds_after_sending_take_it_back_whole_and_give_its_text_back(
    ground: Ground, clock: FixedClock, look: Look, make_ops: MakeOps, qtbot: QtBot
) -> None:
    window, (workspace, sandbox) = opened(ground, clock, look, make_ops, qtbot, timedelta(seconds=20)), ground
    write(window)
    text = window.composer.form.values()
    window.composer.ask()
    agree(window, qtbot).accept()
    id = queued(window, qtbot)
    qtbot.waitUntil(window.undo.isVisible)
    assert "parte tra 20 secondi" in window.undo.words.text()
    assert not window.ops.running
    window.undo.undo.click()
    qtbot.waitUntil(lambda: window.composer.unsent)
    assert {key: value for key, value in window.composer.form.values().items() if value} == {
        key: value for key, value in text.items() if value
    }
    assert workspace.outbox.counts(id)["whatsapp"][DeliveryState.CANCELLED] == 40
    assert not window.undo.isVisible()
    window.composer.ask()
    agree(window, qtbot).accept()
    qtbot.waitUntil(lambda: window.composer.queued_id not in (None, id))
    qtbot.waitUntil(window.undo.isVisible)
    clock.at += timedelta(seconds=20)
    window.schedule.look()
    qtbot.waitUntil(lambda: len(sandbox.control.phones()) == 40, timeout=20_000)
    qtbot.waitUntil(lambda: not window.ops.running, timeout=20_000)
    assert not window.undo.isVisible()


def test_an_hour_that_comes_twice_is_asked_about_and_a_skipped_one_refused(
    workspace: Workspace, look: Look, qtbot: QtBot
) -> None:
    clock = FixedClock(datetime(2026, 10, 20, 7, tzinfo=UTC))
    over = QWidget()
    qtbot.addWidget(over)
    dialog = HourDialog(look, services_of(replace(workspace, clock=clock), training=True).info, over)
    offered = [one.text() for one in dialog.findChildren(QPushButton) if " alle " in one.text()]
    assert offered == ["martedì 20 ottobre alle 10:00", "mercoledì 21 ottobre alle 8:00"], "the sooner one first"
    dialog.line.setText("25/10 2:30")
    assert dialog.moment is None
    assert not dialog.yes.isEnabled()
    assert not dialog.second.isHidden()
    dialog.second.setChecked(True)
    assert dialog.moment == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    dialog.first.setChecked(True)
    assert dialog.moment == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    dialog.line.setText("28/3/2027 2:30")
    assert dialog.moment is None
    assert not dialog.yes.isEnabled()
    assert "non esiste" in dialog.said.text()
    dialog.line.setText("28/3/2027 3:00")
    assert dialog.moment == datetime(2027, 3, 28, 1, tzinfo=UTC)


def test_the_days_of_a_calendar_become_drafts_with_their_hour(
    workspace: Workspace, look: Look, make_ops: MakeOps, qtbot: QtBot, tmp_path: Path
) -> None:
    table = tmp_path / "rifiuti.csv"
    table.write_text("Giorno;Raccolta\n2/12/2026;Carta\n4/12/2026;Vetro\n9/12/2026;Carta\n", "utf-8")
    drafts = DraftFolder(tmp_path / "drafts")
    zone, today = ZoneInfo("Europe/Rome"), MORNING.at.date()
    calendar = partial(read_days, zone=zone, today=today, weeks=6)
    services = changed(services_of(workspace, training=True), drafts=drafts, calendar=calendar)
    window = open_window(look, make_ops(services), qtbot)
    for place in (window, window.home):  # anywhere on the window, and on the page that takes bulletins too
        drop(window, table, place)
        qtbot.waitUntil(lambda: any(one.isVisible() for one in window.findChildren(CalendarDialog)))
        [dialog] = [one for one in window.findChildren(CalendarDialog) if one.isVisible()]
        if place is window:
            dialog.reject()
            window.go_to("subscribers")
            drop(window, table, window)
            qtbot.waitUntil(lambda: bool(window.findChildren(ImportDialog)))  # there it would be a list of numbers
            window.findChildren(ImportDialog)[0].reject()
            window.go_to("home")
    assert [tick.text() for tick in dialog.ticks][1] == "venerdì 4 dicembre: Vetro"
    dialog.ticks[2].setChecked(False)
    assert dialog.yes.text() == "&Prepara 2 bozze"
    dialog.accept()
    qtbot.waitUntil(lambda: len(DraftFolder(tmp_path / "drafts").all()) == 2)
    qtbot.waitUntil(lambda: [one.name for one in calendars.kept(workspace)] == ["rifiuti.csv"])
    first = DraftFolder(tmp_path / "drafts").all()[0]
    assert (first.title, first.due) == ("Carta", datetime(2026, 12, 1, 17, tzinfo=UTC))
    window.composer.take_up(first)
    assert "Mercoledì 2 dicembre: Carta." in str(window.composer.form.values())
    window.composer.ask_later()
    hour = window.findChildren(HourDialog)[0]
    assert hour.moment == first.due
    hour.reject()
    assert workspace.notices.latest(1) == []
