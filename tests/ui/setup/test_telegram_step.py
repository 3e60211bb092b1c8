# SPDX-License-Identifier: EUPL-1.2
"""The step *Telegram* in its window, against the stand-in: from the pasted message to a test post."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from comunecast_gui import setup_parts
from comunecast_gui.core.setup.step_report import StepState
from comunecast_gui.sandbox.config import TRAINING_TELEGRAM_TOKEN, SandboxConfig, TelegramChannel
from comunecast_gui.sandbox.server import Sandbox, run_sandbox
from comunecast_gui.services import wiring
from comunecast_gui.services.setup import telegram_setup
from comunecast_gui.services.workstation import settings_change
from comunecast_gui.ui.runtime.slow_calls import SlowCalls
from comunecast_gui.ui.setup.chat_picture import ChatPicture
from comunecast_gui.ui.setup.copy_row import CopyRow
from comunecast_gui.ui.setup.setup_dialog import SetupDialog
from comunecast_gui.ui.setup.telegram_step import TelegramStep
from comunecast_gui.ui.widgets.look import Look
from tests.keyrings import MemoryKeyring, in_use


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with run_sandbox(SandboxConfig(channels=(TelegramChannel(bot_status="left"),))) as running:
        yield running


@pytest.fixture
def dialog(look: Look, qtbot: QtBot, data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SetupDialog]:
    monkeypatch.setattr(telegram_setup, "_POLL", 1)
    office = {"name": "Comune di Calcinaia", "phone": "0587 265442", "alert_zone": "Tosc-A4"}
    settings_change.change(data_dir, {f"office.{key}": value for key, value in office.items()})
    calls = SlowCalls(wiring.window_sentences())
    with in_use(MemoryKeyring()):
        made = SetupDialog(look, calls, wiring.window_sentences(), setup_parts.parts(data_dir), None)
        qtbot.addWidget(made)
        made.show()
        yield made
        made.close()
        calls.close()


def test_from_the_pasted_message_to_a_channel_that_works(dialog: SetupDialog, sandbox: Sandbox, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: dialog.current == "telegram")  # the office is there: work begins here
    page = dialog.page("telegram")
    assert isinstance(page, TelegramStep)
    qtbot.waitUntil(lambda: any("comunedicalcinaia_bot" in text.replace("\u200b", "") for text in texts(page)))
    row = next(one for one in page.findChildren(CopyRow) if one._text == "/newbot")
    row.copy.click()
    assert QGuiApplication.clipboard().text() == "/newbot"
    told = [one.accessibleName() for one in page.findChildren(ChatPicture) if one.isVisible()]
    assert len(told) == 5  # one for each thing to do with @BotFather
    assert any("«Comune di Calcinaia»" in one for one in told)
    assert any("«comunedicalcinaia_bot»" in one for one in told)
    page.other_server.click()
    page.server.setText(sandbox.telegram_base_url)
    page.key.setText(f"Use this token to access the HTTP API:\n{TRAINING_TELEGRAM_TOKEN}X\n")
    page.take_key.click()
    qtbot.waitUntil(lambda: "non riconosce questa chiave" in page.said)
    assert page.key.text()  # nothing that was entered is lost
    page.key.setText(f"Use this token to access the HTTP API:\n{TRAINING_TELEGRAM_TOKEN}\n")
    page.take_key.click()
    qtbot.waitUntil(lambda: page.chat.isVisible())
    assert page.key.text() == ""
    told = [one.accessibleName() for one in page.findChildren(ChatPicture) if one.isVisible()]
    assert len(told) == 3
    assert any("@comunecast_training_bot" in one for one in told)
    sandbox.control.set_rights(bot_status="administrator")
    qtbot.waitUntil(lambda: page.post.isVisible(), timeout=8000)
    assert "«Comune di Calcinaia» è collegato" in page.said
    page.post.click()
    qtbot.waitUntil(lambda: page.delete.isVisible())
    assert len(sandbox.control.posts()) == 1
    page.delete.click()
    qtbot.waitUntil(lambda: dialog.reports["telegram"].state is StepState.DONE)
    assert sandbox.control.posts() == []
    everything = [*texts(page), *(one.text() for one in page.findChildren(QLineEdit)), page.said]
    assert not any(TRAINING_TELEGRAM_TOKEN in text for text in everything)
    assert TRAINING_TELEGRAM_TOKEN not in QGuiApplication.clipboard().text()
    assert sandbox.control.complaints() == [one for one in sandbox.control.complaints() if one.code == 401]


def test_a_screen_reader_reads_what_to_do_before_the_text_for_it(look: Look, qtbot: QtBot) -> None:
    row = CopyRow(look, 2, "Send this message:", "/newbot")
    qtbot.addWidget(row)
    tree = QAccessible.queryAccessibleInterface(row)
    names = [tree.child(at).text(QAccessible.Text.Name) for at in range(tree.childCount())]
    assert [name.replace("\u200b", "") for name in names] == ["2.", "Send this message:", "/newbot", "Copia /newbot"]


def texts(page: TelegramStep) -> list[str]:
    return [one.text() for one in page.findChildren(QLabel) if one.isVisible()]
