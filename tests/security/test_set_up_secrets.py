# SPDX-License-Identifier: EUPL-1.2
"""What is typed into the set-up and is a key, or a person's number, reaches no file, no log and no clipboard."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from comunecast_gui import setup_parts
from comunecast_gui.channels.telegram.driver import TelegramChannel
from comunecast_gui.core.errors import InputError, SendError, UserError
from comunecast_gui.sandbox.config import TRAINING_TELEGRAM_TOKEN
from comunecast_gui.sandbox.server import Sandbox, run_sandbox
from comunecast_gui.services import wiring
from comunecast_gui.services.setup import telegram_setup
from comunecast_gui.services.setup.first_notice import FirstNotice
from comunecast_gui.services.setup.setup_folder import SetupFolder
from comunecast_gui.services.setup.telegram_setup import TelegramSetup
from comunecast_gui.system import logs
from comunecast_gui.ui.runtime.slow_calls import SlowCalls
from comunecast_gui.ui.setup.setup_dialog import SetupDialog
from comunecast_gui.ui.setup.trial_step import TrialStep
from comunecast_gui.ui.widgets.look import Look
from tests.keyrings import MemoryKeyring, in_use
from tests.ui.conftest import look  # noqa: F401 - a fixture

SECRET = "1234509876:AAF-a-key-that-nobody-may-ever-read-again"
NUMBER = "3479998877"


@pytest.fixture
def sandbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    monkeypatch.setattr(telegram_setup, "_POLL", 0)
    with run_sandbox() as running:
        yield running


@pytest.fixture
def folder(data_dir: Path) -> Iterator[SetupFolder]:
    made = SetupFolder(data_dir)
    with in_use(MemoryKeyring()):
        made.change({"office.name": "Comune di Calcinaia"}, first=True)
        yield made


def files_of(folder: Path) -> bytes:
    return b"\n".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_no_field_of_a_key_or_a_number_is_kept_by_any_step(
    folder: SetupFolder,
    look: Look,  # noqa: F811
    qtbot: QtBot,
    sandbox: Sandbox,
) -> None:
    """Whatever steps there are: their password fields, and the number of the trial, are filled in, then all is left."""
    telegram = TelegramSetup(folder)
    telegram.take_key(TRAINING_TELEGRAM_TOKEN, sandbox.telegram_base_url)
    telegram.take_channel("@comunecalcinaia")
    QGuiApplication.clipboard().setText("something of the person's own")
    calls = SlowCalls(wiring.window_sentences())
    dialog = SetupDialog(look, calls, wiring.window_sentences(), setup_parts.parts(folder.data_dir), None)
    qtbot.addWidget(dialog)
    dialog.show()
    filled = 0
    for step in dialog.reports or dialog._chips:
        dialog.show_step(step)
        page = dialog.page(step)
        for edit in page.findChildren(QLineEdit):
            if edit.echoMode() is QLineEdit.EchoMode.Password:
                edit.setText(SECRET)
                assert SECRET not in edit.displayText()
                edit.selectAll()
                edit.copy()
                filled += 1
        if isinstance(page, TrialStep):
            page.number.setText(NUMBER)
            filled += 1
    assert filled >= 2
    dialog.close()
    calls.close()
    QApplication.processEvents()
    held = files_of(folder.data_dir)
    assert SECRET.encode() not in held
    assert NUMBER.encode() not in held
    assert QGuiApplication.clipboard().text() == "something of the person's own"


def test_a_failure_tells_neither_key_nor_number(
    folder: SetupFolder, sandbox: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    telegram = TelegramSetup(folder)
    trial = FirstNotice(folder, telegram)
    said: list[str] = []
    tries = (
        lambda: telegram.take_key(SECRET, sandbox.telegram_base_url),
        lambda: telegram.take_key(SECRET, "http://127.0.0.1:9/bot"),
        lambda: telegram.take_key(SECRET, "no address at all"),
        lambda: trial.send_on_whatsapp("Ciao", NUMBER),
        lambda: trial.send_on_whatsapp("Ciao", f"{NUMBER}123456789"),
    )
    stop = logs.start(folder.data_dir)
    try:
        with caplog.at_level(logging.DEBUG):
            for call in tries:
                with pytest.raises((UserError, SendError)) as caught:
                    call()
                error = caught.value
                assert isinstance(error, UserError | SendError)
                said += [repr(error), str(error), wiring.window_sentences().of(error)]
    finally:
        logs.stop(stop)
    told = "\n".join([*said, caplog.text])
    for secret in (SECRET, NUMBER, SECRET.partition(":")[2]):
        assert secret not in told
        assert secret.encode() not in files_of(folder.data_dir)


@pytest.mark.parametrize(
    "server",
    [
        "http://api.telegram.org/bot",
        "http://127.0.0.1.example.it/bot",
        "https://x:y@example.it/bot",
        "https://a.it/api",
    ],
)
def test_the_key_goes_to_no_address_that_is_not_safe(
    server: str, folder: SetupFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody(*_: object) -> None:
        raise AssertionError("the key was about to leave")

    monkeypatch.setattr(TelegramChannel, "bot_name", nobody)
    with pytest.raises(InputError, match="setup_telegram_address"):
        TelegramSetup(folder).take_key(SECRET, server)
    assert not TelegramSetup(folder).facts().has_key
