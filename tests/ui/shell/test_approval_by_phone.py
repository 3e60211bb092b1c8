# SPDX-License-Identifier: EUPL-1.2
"""From the author's window over a colleague's phone to the citizens: real threads, both stand-ins, no shortcut."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from comunecast_gui.app import services_of
from comunecast_gui.core.approval.colleagues import Role
from comunecast_gui.core.approval.rules import Rules
from comunecast_gui.sandbox.server import Sandbox
from comunecast_gui.services.approval import bot_chats
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.ui.composer.confirm_dialog import ConfirmDialog
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.runtime.window_services import WindowServices
from comunecast_gui.ui.widgets.look import Look
from tests.ui.conftest import open_window

BRUNO = 700_001


def question(sandbox: Sandbox) -> Any:
    return next((post for post in sandbox.control.posts(BRUNO)[::-1] if post.reply_markup), None)


@pytest.mark.slow
def test_a_yes_on_the_phone_sends_from_the_window_that_is_open(
    ground: tuple[Workspace, Sandbox], look: Look, make_ops: Callable[[WindowServices], Ops], qtbot: QtBot
) -> None:
    workspace, sandbox = ground
    people, now = workspace.colleagues, workspace.clock.now()
    anna = people.add("Anna", "anna", list(Role), "sette gatti", now, None)
    bruno = people.add("Bruno", "bruno", [Role.SENDS], "otto barche", now, anna)
    people.set_rules(Rules(whole_town=True), now, anna)
    word = bot_chats.offer_chat(workspace, bruno.id, anna).partition("=")[2]
    sandbox.control.telegram_writes(BRUNO, f"/start {word}")
    window = open_window(look, make_ops(services_of(workspace, training=True, by=anna)), qtbot)
    window.approvals.look()
    window.private_answers.start()
    qtbot.waitUntil(lambda: bool(sandbox.control.posts(BRUNO)), timeout=20_000)
    window.composer.choose("acqua_guasto")
    window.composer.fill_example()
    window.composer.channels["telegram:principale"].setChecked(False)
    window.composer.ask()
    qtbot.waitUntil(lambda: bool(window.findChildren(ConfirmDialog)), timeout=20_000)
    dialog = window.findChildren(ConfirmDialog)[0]
    dialog.agree()
    dialog.accept()
    qtbot.waitUntil(lambda: question(sandbox) is not None, timeout=30_000)
    assert sandbox.control.phones() == {}
    post = question(sandbox)
    yes = post.reply_markup["inline_keyboard"][0][0]["callback_data"]
    sandbox.control.telegram_presses(BRUNO, post.message_id, yes)
    qtbot.waitUntil(lambda: len(sandbox.control.phones()) == 40, timeout=30_000)
    qtbot.waitUntil(lambda: window.composer.queued_id is not None, timeout=20_000)
    qtbot.waitUntil(lambda: "Approvata da Bruno" in sandbox.control.posts(BRUNO)[-1].text, timeout=20_000)
    qtbot.waitUntil(lambda: not window.ops.running, timeout=30_000)
    assert {len(messages) for messages in sandbox.control.phones().values()} == {1}
