# SPDX-License-Identifier: EUPL-1.2
"""An office that cannot be opened, or that lacks a key, is met by words that say what to do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from keyring.backends.fail import Keyring as NoKeyring
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from comunecast_gui import start
from comunecast_gui.core.errors import ConfigError, InputError, UserError
from comunecast_gui.services import wiring
from comunecast_gui.system.secrets import SecretName, Secrets
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.runtime.window_services import WindowServices
from comunecast_gui.ui.settings.restore_dialog import RestoreDialog
from comunecast_gui.ui.settings.secrets_dialog import SecretsDialog
from comunecast_gui.ui.shell.main_window import MainWindow
from comunecast_gui.ui.shell.welcome_dialog import Next, WelcomeDialog
from comunecast_gui.ui.widgets.look import Look, breakable
from tests.keyrings import MemoryKeyring, in_use
from tests.ui.conftest import changed, open_window
from tests.ui.everywhere import settle


@pytest.fixture
def memory() -> MemoryKeyring:
    return MemoryKeyring()


def shown(look: Look, qtbot: QtBot, error: UserError, folder: Path | None) -> WelcomeDialog:
    dialog = WelcomeDialog(look, wiring.sentences(), error, folder)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def said(dialog: WelcomeDialog) -> str:
    return " ".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())


def test_a_database_that_cannot_be_opened_is_said_with_the_log(look: Look, qtbot: QtBot, data_dir: Path) -> None:
    error = ConfigError("database_newer", found="v0099")
    dialog = shown(look, qtbot, error, data_dir)
    assert wiring.sentences().of(error) in said(dialog)
    assert breakable(data_dir / "logs") in said(dialog)
    dialog.again.click()
    assert dialog.choice is Next.AGAIN


@pytest.mark.parametrize(
    ("error", "lost"),
    [
        (ConfigError("database_corrupt", path="x"), True),
        (InputError("settings_unknown_key", key="x", file="office.toml"), True),
        (ConfigError("database_newer", found="v0099"), False),
    ],
    ids=lambda one: getattr(one, "code", ""),
)
def test_what_a_backup_brings_back_may_be_put_back_where_nothing_opens(
    look: Look, qtbot: QtBot, data_dir: Path, error: UserError, lost: bool
) -> None:
    dialog = shown(look, qtbot, error, data_dir)
    assert (dialog.restore is not None) is lost
    if dialog.restore is not None:
        dialog.restore.click()
        assert dialog.choice is Next.RESTORE


def test_whoever_thinks_better_of_a_backup_is_asked_again_what_to_do(
    qapp: QApplication, look: Look, data_dir: Path
) -> None:
    """Qt deletes such a dialog by itself at the end of its loop: deleted twice, it took the program along."""

    def leave() -> None:
        for one in QApplication.topLevelWidgets():
            if isinstance(one, RestoreDialog) and one.isVisible():
                one.reject()

    timer = QTimer()
    timer.timeout.connect(leave)
    timer.start(10)
    assert start._restore(qapp, look, data_dir, "it") is None
    timer.stop()


def test_keys_are_kept_and_never_shown(look: Look, qtbot: QtBot, data_dir: Path, memory: MemoryKeyring) -> None:
    with in_use(memory):
        secrets = Secrets(data_dir)
        names = (SecretName.WHATSAPP_TOKEN, SecretName.TELEGRAM_TOKEN)
        dialog = SecretsDialog(look, wiring.sentences(), secrets, names, None)
        qtbot.addWidget(dialog)
        field = dialog.fields[SecretName.WHATSAPP_TOKEN]
        field.setText(" EAAG-secret ")
        assert "secret" not in field.displayText()
        dialog.keep.click()
        kept = secrets.get(SecretName.WHATSAPP_TOKEN)
        assert kept is not None
        assert kept.reveal() == "EAAG-secret"
        assert secrets.get(SecretName.TELEGRAM_TOKEN) is None


def test_without_a_keyring_the_sentence_says_so(look: Look, qtbot: QtBot, data_dir: Path) -> None:
    with in_use(NoKeyring()):
        names = (SecretName.TELEGRAM_TOKEN,)
        dialog = SecretsDialog(look, wiring.sentences(), Secrets(data_dir), names, None)
        qtbot.addWidget(dialog)
        dialog.show()
        dialog.fields[SecretName.TELEGRAM_TOKEN].setText("1:abc")
        dialog.keep.click()
        assert dialog.isVisible()
        assert dialog.failure == wiring.sentences().text("no_keyring", variable="COMUNECAST_TELEGRAM_TOKEN")


def test_missing_keys_get_a_banner_until_they_are_there(
    services: WindowServices,
    look: Look,
    make_ops: Callable[[WindowServices], Ops],
    qtbot: QtBot,
    data_dir: Path,
    memory: MemoryKeyring,
) -> None:
    with in_use(memory):
        secrets, keys = Secrets(data_dir), (SecretName.WHATSAPP_TOKEN,)
        ops = make_ops(changed(services, training=False, secrets=secrets, keys=keys))
        window: MainWindow = open_window(look, ops, qtbot)
        window.look_for_leftovers()
        qtbot.waitUntil(lambda: any("WhatsApp" in text for text in window.banners.texts()))
        window.ask_for_keys()
        dialog = window.findChildren(SecretsDialog)[0]
        dialog.fields[SecretName.WHATSAPP_TOKEN].setText("EAAG")
        dialog.keep.click()
        qtbot.waitUntil(lambda: window.banners.texts() == [])


def test_the_way_on_is_the_last_button_and_has_the_focus(look: Look, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = shown(look, qtbot, ConfigError("database_locked"), tmp_path)
    settle()
    buttons = dialog.findChildren(QPushButton)
    assert max(buttons, key=lambda one: one.geometry().right()) is dialog.again
    assert dialog.focusWidget() is dialog.again
