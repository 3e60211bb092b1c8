# SPDX-License-Identifier: EUPL-1.2
"""Where a channel could not send now, the confirmation says why, and a person decides in one press."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from comunecast_gui.core.content import TelegramPost, TemplateMessage
from comunecast_gui.core.model import ChannelKind
from comunecast_gui.sandbox.server import Sandbox
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.ui.composer.confirm_dialog import ConfirmDialog
from comunecast_gui.ui.runtime.ops import only
from comunecast_gui.ui.shell.main_window import MainWindow
from tests.ui.composer.test_sending import TELEGRAM, Ground, queued

NOW, GENERIC, AGAIN = "Invia ora su Telegram, canale principale", "Usa il modello generico", "Guarda di nuovo"


def asked(window: MainWindow, qtbot: QtBot, id: str = "acqua_guasto", word: str = "") -> ConfirmDialog:
    """The confirmation of a category's example on both channels, with everything ticked."""
    window.composer.choose(id)
    window.composer.fill_example()
    window.composer.ask()
    return next_dialog(window, qtbot, word=word)


def next_dialog(window: MainWindow, qtbot: QtBot, before: ConfirmDialog | None = None, word: str = "") -> ConfirmDialog:
    def shown() -> list[ConfirmDialog]:
        return [one for one in window.findChildren(ConfirmDialog) if one is not before and one.isVisible()]

    qtbot.waitUntil(lambda: bool(shown()), timeout=15_000)
    dialog = shown()[0]
    dialog.agree(word)
    return dialog


def buttons(dialog: ConfirmDialog) -> dict[str, QPushButton]:
    found = [one for one in dialog.findChildren(QPushButton) if one.isVisibleTo(dialog)]
    return {one.text().replace("&", ""): one for one in found}


def said(dialog: ConfirmDialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel))


def test_sending_only_on_the_ready_channels_now_and_the_other_later(
    sending_window: MainWindow, ground: Ground, qtbot: QtBot
) -> None:
    window, (workspace, sandbox) = sending_window, ground
    sandbox.control.set_template("acqua_guasto_v1", status="PAUSED")
    dialog = asked(window, qtbot)
    assert "WhatsApp non è pronto: Meta non permette ora di usare il modello" in said(dialog)
    assert "Non è stato inviato né messo in coda nulla." in said(dialog)
    assert "restano in coda" not in said(dialog)
    assert "solo su Telegram, canale principale. Per WhatsApp resta in coda" in said(dialog)
    assert list(workspace.notices.latest(1)) == []
    buttons(dialog)[NOW].click()
    id = queued(window, qtbot)
    qtbot.waitUntil(lambda: len(sandbox.control.posts()) == 1, timeout=20_000)
    qtbot.waitUntil(lambda: not window.ops.running, timeout=20_000)
    assert workspace.outbox.counts(id)["whatsapp"]["queued"] == 40
    assert sandbox.control.phones() == {}
    sandbox.control.set_template("acqua_guasto_v1", status="APPROVED")
    window.ops.resume(only(id))
    qtbot.waitUntil(lambda: len(sandbox.control.phones()) == 40, timeout=20_000)
    qtbot.waitUntil(lambda: not window.ops.running, timeout=20_000)
    assert len(sandbox.control.posts()) == 1


def test_sending_with_the_generic_template_instead(sending_window: MainWindow, ground: Ground, qtbot: QtBot) -> None:
    window, (workspace, sandbox) = sending_window, ground
    sandbox.control.set_template("acqua_guasto_v1", status="PAUSED")
    first = asked(window, qtbot)
    buttons(first)[GENERIC].click()
    dialog = next_dialog(window, qtbot, before=first)
    assert "non è pronto" not in said(dialog)
    assert GENERIC not in buttons(dialog)
    dialog.accept()
    id = queued(window, qtbot)
    contents = workspace.notices.contents(id)
    message, post = contents["whatsapp"], contents[TELEGRAM]
    assert isinstance(message, TemplateMessage)
    assert isinstance(post, TelegramPost)
    assert message.template == "generico_v1"
    assert "Guasto: manca l'acqua in tutto" in message.text
    assert post.plain.startswith("💧 Guasto")
    qtbot.waitUntil(lambda: len(sandbox.control.phones()) == 40, timeout=20_000)
    qtbot.waitUntil(lambda: not window.ops.running, timeout=20_000)
    assert sandbox.control.complaints() == []
    assert len(sandbox.control.posts()) == 1


def test_waiting_and_asking_the_channels_again(sending_window: MainWindow, ground: Ground, qtbot: QtBot) -> None:
    window, (workspace, sandbox) = sending_window, ground
    sandbox.control.set_rights(can_post_messages=False)
    first = asked(window, qtbot)
    assert "Telegram, canale principale non è pronto: Il bot" in said(first)
    assert "Invia ora su WhatsApp" in buttons(first)
    assert GENERIC not in buttons(first)
    sandbox.control.set_rights(can_post_messages=True)
    buttons(first)[AGAIN].click()
    dialog = next_dialog(window, qtbot, before=first)
    assert AGAIN not in buttons(dialog)
    buttons(dialog)["Torna al testo"].click()
    assert window.composer.send.isEnabled()
    assert window.composer.unsent
    assert list(workspace.notices.latest(1)) == []


def test_where_nothing_is_ready_the_page_says_why(sending_window: MainWindow, ground: Ground, qtbot: QtBot) -> None:
    window, (workspace, sandbox) = sending_window, ground
    sandbox.control.revoke_token("whatsapp")
    sandbox.control.revoke_token("telegram")
    window.composer.choose("acqua_guasto")
    window.composer.fill_example()
    window.composer.ask()
    qtbot.waitUntil(lambda: "chiave di accesso a Telegram" in window.composer.failure, timeout=15_000)
    assert "Meta non riconosce la chiave" in window.composer.failure
    assert "restano in coda" not in window.composer.failure
    assert window.composer.send.isEnabled()
    assert not window.findChildren(ConfirmDialog)
    assert list(workspace.notices.latest(1)) == []


def test_what_meta_said_of_the_template_is_known_afterwards(
    sending_window: MainWindow, ground: Ground, qtbot: QtBot
) -> None:
    window, (_, sandbox) = sending_window, ground
    sandbox.control.set_template("acqua_guasto_v1", status="PAUSED")
    asked(window, qtbot).reject()
    preview = window.composer.side.previews[ChannelKind.WHATSAPP]
    qtbot.waitUntil(lambda: window.composer.refresh() is not None and "sospeso da Meta" in preview.note())


def test_a_template_that_meta_never_saw(sending_window: MainWindow, qtbot: QtBot) -> None:
    dialog = asked(sending_window, qtbot, "evento")
    assert "Meta non ha il modello evento_v1" in said(dialog)
    assert GENERIC in buttons(dialog)
    dialog.reject()


@pytest.mark.parametrize("id", ["meteo_allerta"])
def test_an_alert_wants_its_word_also_for_one_channel(
    id: str, sending_window: MainWindow, ground: tuple[Workspace, Sandbox], qtbot: QtBot
) -> None:
    ground[1].control.set_template(f"{id}_v1", status="DISABLED")
    dialog = asked(sending_window, qtbot, id)
    assert not buttons(dialog)[NOW].isEnabled()
    dialog.agree("ROSSA")
    assert buttons(dialog)[NOW].isEnabled()
    dialog.reject()
