# SPDX-License-Identifier: EUPL-1.2
"""Where a channel ended with something queued, the window says why, and one press goes on."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from comunecast_gui.app import services_of
from comunecast_gui.core.changes import Changed, ChangeKind
from comunecast_gui.core.content import TelegramPost, TemplateMessage
from comunecast_gui.core.model import Priority
from comunecast_gui.core.ports import NewNotice
from comunecast_gui.sandbox.server import Sandbox
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.ui.runtime.ops import Ops, only
from comunecast_gui.ui.runtime.window_services import WindowServices
from comunecast_gui.ui.shell.main_window import MainWindow
from comunecast_gui.ui.widgets.look import Banner, Look
from tests.ui.conftest import open_window

Ground = tuple[Workspace, Sandbox]
WHATSAPP, TELEGRAM = "whatsapp", "telegram:principale"


def queue(workspace: Workspace, *channels: str) -> int:
    """Queues a notice in the words of an approved template."""
    body = next(one.body for one in workspace.templates.all() if one.name == "generico_v1")
    values = dict.fromkeys(("titolo", "testo", "quando", "luogo", "contatti", "data_invio"), "testo")
    for name, value in values.items():
        body = body.replace("{{" + name + "}}", value)
    contents = {
        WHATSAPP: TemplateMessage("generico_v1", "it", tuple(values.items()), body, quick_replies=("Disattiva",)),
        TELEGRAM: TelegramPost("<b>Avviso</b>", "Avviso"),
    }
    return workspace.outbox.enqueue(
        NewNotice(
            draft_uuid=f"{workspace.clock.now()}{channels}",
            category="generico",
            priority=Priority.NORMAL,
            title="Avviso",
            text="Avviso",
            at=workspace.clock.now(),
            contents={name: contents[name] for name in channels},
        )
    )


def press(window: MainWindow, beginning: str, button: str) -> None:
    """Presses a button of the banner whose text begins so."""
    for banner in window.banners.findChildren(Banner):
        if banner.text.startswith(beginning):
            for one in banner.findChildren(QPushButton):
                if one.text().replace("&", "") == button:
                    one.click()
                    return
    raise AssertionError(window.banners.texts())


def waits_for(window: MainWindow, qtbot: QtBot, beginning: str) -> None:
    qtbot.waitUntil(lambda: any(text.startswith(beginning) for text in window.banners.texts()), timeout=20_000)
    qtbot.waitUntil(lambda: not window.ops.running, timeout=20_000)


def test_one_press_sends_where_it_is_ready_and_another_tries_again(
    sending_window: MainWindow, ground: Ground, qtbot: QtBot
) -> None:
    window, (workspace, sandbox) = sending_window, ground
    sandbox.control.set_rights(can_post_messages=False)
    id = queue(workspace, WHATSAPP, TELEGRAM)
    window.ops.resume(only(id))
    waits_for(window, qtbot, "WhatsApp: Questa comunicazione qui è pronta")
    waits_for(window, qtbot, "Telegram")
    assert sandbox.control.summary()["messages"] == 0

    press(window, "WhatsApp: ", "Invia ora dove è pronto")
    qtbot.waitUntil(lambda: sandbox.control.summary()["messages"] == 40, timeout=20_000)
    qtbot.waitUntil(lambda: not window.ops.running, timeout=20_000)
    assert workspace.outbox.counts(id)[TELEGRAM]["queued"] == 1

    sandbox.control.set_rights(can_post_messages=True)
    press(window, "Telegram", "Riprova")
    qtbot.waitUntil(lambda: len(sandbox.control.posts()) == 1, timeout=20_000)
    qtbot.waitUntil(lambda: not window.ops.running, timeout=20_000)
    assert sandbox.control.summary()["messages"] == 40


def test_what_is_cancelled_is_not_said_to_stay_queued(sending_window: MainWindow, ground: Ground, qtbot: QtBot) -> None:
    """The banner stood there for ever, with a button that would have sent nothing."""
    window, (workspace, sandbox) = sending_window, ground
    sandbox.control.set_rights(can_post_messages=False)
    id = queue(workspace, WHATSAPP, TELEGRAM)
    window.ops.resume(only(id))
    waits_for(window, qtbot, "WhatsApp: Questa comunicazione qui è pronta")
    workspace.notices.cancel(id, workspace.clock.now())
    window.ops.changed.emit(Changed(ChangeKind.NOTICES, (id,), "a page"))
    qtbot.waitUntil(lambda: not any(text.startswith("WhatsApp: Questa") for text in window.banners.texts()))


def test_the_notice_page_sends_where_it_is_ready(sending_window: MainWindow, ground: Ground, qtbot: QtBot) -> None:
    window, (workspace, sandbox) = sending_window, ground
    sandbox.control.set_rights(can_post_messages=False)
    id = queue(workspace, WHATSAPP, TELEGRAM)
    window.ops.resume(only(id))
    waits_for(window, qtbot, "WhatsApp: Questa comunicazione qui è pronta")
    window.show_notice(id)
    page = window.history.notice
    qtbot.waitUntil(lambda: "aspetta un altro canale che non lo è (Telegram" in page.obstacles)
    assert "telegram:principale" not in page.obstacles
    page.send_ready.click()
    qtbot.waitUntil(lambda: sandbox.control.summary()["messages"] == 40, timeout=20_000)
    qtbot.waitUntil(lambda: not window.ops.running, timeout=20_000)
    qtbot.waitUntil(lambda: page.obstacles.startswith("Telegram"))
    assert not page.send_ready.isVisible()
    assert workspace.outbox.counts(id)[TELEGRAM]["queued"] == 1


def test_a_new_key_is_taken_while_something_else_is_being_sent(
    ground: Ground, look: Look, make_ops: Callable[[WindowServices], Ops], qtbot: QtBot
) -> None:
    workspace, sandbox = ground
    window = open_window(look, make_ops(services_of(workspace, training=True)), qtbot)
    sandbox.control.revoke_token("telegram")
    slow = queue(workspace, WHATSAPP)
    post = queue(workspace, TELEGRAM)
    window.ops.resume(only(slow, post))
    window.ops.pause()  # WhatsApp holds on, so that something is under way all the time
    qtbot.waitUntil(lambda: any(text.startswith("Telegram") for text in window.banners.texts()), timeout=20_000)
    assert window.ops.running
    sandbox.control.revoke_token("telegram", revoked=False)  # as good as another key
    window.ops.go_on()
    window.ops.take_new_keys()
    qtbot.waitUntil(lambda: len(sandbox.control.posts()) == 1, timeout=20_000)
    qtbot.waitUntil(lambda: not window.ops.running, timeout=20_000)
    assert workspace.outbox.counts(slow)[WHATSAPP]["queued"] == 0
