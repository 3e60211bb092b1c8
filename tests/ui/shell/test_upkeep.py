# SPDX-License-Identifier: EUPL-1.2
"""What an open window does by itself: followers once a day, answers to who writes to the bot, old deliveries folded."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from comunecast_gui.app import services_of
from comunecast_gui.core.errors import Permanent
from comunecast_gui.sandbox.faults import Fault, FaultKind
from comunecast_gui.sandbox.server import Sandbox
from comunecast_gui.services import followers
from comunecast_gui.services.approval import bot_chats
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.store.delivery import rollup
from comunecast_gui.store.inbound.followers import Followers
from comunecast_gui.ui.runtime.ops import Ops, only
from comunecast_gui.ui.runtime.window_services import WindowServices
from comunecast_gui.ui.shell import upkeep as upkeep_module
from comunecast_gui.ui.shell.main_window import MainWindow
from comunecast_gui.ui.shell.upkeep import Upkeep
from comunecast_gui.ui.widgets.look import Look
from tests.ui.conftest import MORNING, Sent, changed, open_window, services_behind

CHANNEL = "telegram:principale"
PERSON = 700_001


def answering(workspace: Workspace) -> Workspace:
    """The same office, with answers switched on."""
    telegram = workspace.settings.telegram
    assert telegram
    return replace(workspace, settings=replace(workspace.settings, telegram=replace(telegram, answer_private=True)))


@pytest.fixture
def answering_window(
    ground: tuple[Workspace, Sandbox], look: Look, make_ops: Callable[[WindowServices], Ops], qtbot: QtBot
) -> MainWindow:
    return open_window(look, make_ops(services_of(answering(ground[0]), training=True)), qtbot)


def test_followers_are_counted_once_a_day(
    ground: tuple[Workspace, Sandbox], make_ops: Callable[[WindowServices], Ops], qtbot: QtBot
) -> None:
    workspace, sandbox = ground
    ops = make_ops(services_of(workspace, training=True))
    upkeep = Upkeep(ops, services_behind(ops).background, ops)
    broken = Fault(service="telegram", kind=FaultKind.SERVER_ERROR, method="getChatMemberCount")
    sandbox.control.add_fault(broken)
    with qtbot.waitSignal(upkeep.not_counted):
        upkeep.count()
    assert Followers(workspace.database).series(CHANNEL) == []
    with qtbot.waitSignal(upkeep.counted):
        upkeep.count()
    assert Followers(workspace.database).series(CHANNEL) == [(MORNING.at.date(), 1240)]
    assert followers.count_daily(workspace) is False
    assert len(sandbox.control.requests("telegram", "getChatMemberCount")) == 2


def test_old_deliveries_shrink_step_by_step(
    ops: Ops, workspace: Workspace, sent: Sent, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rollup, "_ROWS", 8)
    monkeypatch.setattr(upkeep_module, "_BREATH", 0)
    with monkeypatch.context() as earlier:
        earlier.setattr(MORNING, "at", MORNING.at - timedelta(days=800))
        old = sent("Vecchia", accepted=20)
        workspace.notices.cancel(old, MORNING.at)
    new = sent("Nuova", accepted=20)
    before = workspace.notices.get(old)
    Upkeep(ops, services_behind(ops).background, ops).tidy()
    qtbot.waitUntil(lambda: len(workspace.notices.deliveries(old)) == 1)
    assert workspace.notices.get(old) == before
    assert len(workspace.notices.deliveries(new)) == 21


def test_nothing_shrinks_while_something_is_sent(
    services: WindowServices, make_ops: Callable[[WindowServices], Ops], qtbot: QtBot
) -> None:
    tidied: list[bool] = []
    ops = make_ops(changed(services, tidy=lambda: bool(tidied.append(True))))
    upkeep = Upkeep(ops, services_behind(ops).background, ops)
    ops.resume(only(1))
    assert ops.running
    upkeep.tidy()
    qtbot.waitUntil(lambda: not ops.running)
    assert tidied == []
    upkeep.tidy()
    qtbot.waitUntil(lambda: tidied == [True])


def test_people_who_write_to_the_bot_are_answered(
    answering_window: MainWindow, ground: tuple[Workspace, Sandbox], qtbot: QtBot
) -> None:
    control = ground[1].control
    control.telegram_writes(PERSON, "/start")
    answering_window.private_answers.start()
    qtbot.waitUntil(lambda: len(control.posts(PERSON)) == 1)
    assert answering_window.banners.texts() == []


def test_private_answers_stop_where_another_program_reads_and_resume_when_asked(
    answering_window: MainWindow, ground: tuple[Workspace, Sandbox], qtbot: QtBot
) -> None:
    workspace, sandbox = ground
    answering_window.private_answers.start()
    while not answering_window.banners.texts():  # whoever comes later ends the poll of who was there before
        with suppress(Permanent):
            bot_chats.look(answering(workspace))
        qtbot.wait(20)
    [text] = answering_window.banners.texts()
    assert "una postazione sola" in text
    sandbox.control.telegram_writes(PERSON, "ciao")
    again = next(one for one in answering_window.banners.findChildren(QPushButton) if one.text() == "Rispondi di nuovo")
    again.click()
    qtbot.waitUntil(lambda: len(sandbox.control.posts(PERSON)) == 1)
    assert answering_window.banners.texts() == []


def test_without_the_setting_messages_to_the_bot_are_not_read(sending_window: MainWindow) -> None:
    assert sending_window.services.background.look_at_bot is None
