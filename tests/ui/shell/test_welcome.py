# SPDX-License-Identifier: EUPL-1.2
"""An office that is not set up, or that cannot be opened, is met by a window that says what to do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from keyring.backends.fail import Keyring as NoKeyring
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from comunecast_gui import start
from comunecast_gui.core.errors import ConfigError, UserError
from comunecast_gui.services import wiring
from comunecast_gui.system.secrets import SecretName, Secrets
from comunecast_gui.system.settings import office_file
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.runtime.window_services import WindowServices
from comunecast_gui.ui.settings.secrets_dialog import SecretsDialog
from comunecast_gui.ui.shell.main_window import MainWindow
from comunecast_gui.ui.shell.welcome_dialog import Next, WelcomeDialog
from comunecast_gui.ui.theme.theme import Theme
from comunecast_gui.ui.widgets.look import Look, breakable
from tests.keyrings import MemoryKeyring, in_use
from tests.ui.conftest import TOWN, changed, open_window

UNSET = ConfigError("not_configured", folder="")


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


def test_a_file_that_is_wrong_changes_nothing_and_says_why(
    look: Look, qtbot: QtBot, data_dir: Path, tmp_path: Path
) -> None:
    dialog = shown(look, qtbot, UNSET, data_dir)
    file = tmp_path / "office.toml"
    file.write_text(TOWN.replace("chat =", "caht ="), "utf-8")
    dialog.configure(file)
    assert "caht" in dialog.failure or "chat" in dialog.failure
    assert dialog.isVisible()
    with pytest.raises(ConfigError, match="not_configured"):
        office_file.load(data_dir)
    file.write_text(TOWN, "utf-8")
    dialog.configure(file)
    assert dialog.choice is Next.AGAIN
    assert office_file.load(data_dir) == office_file.parse(TOWN)


def test_the_welcome_dialog_offers_training(look: Look, qtbot: QtBot, data_dir: Path) -> None:
    dialog = shown(look, qtbot, UNSET, data_dir)
    assert "Comune di esempio" in said(dialog)
    dialog.train.click()
    assert dialog.choice is Next.TRAIN


def test_closing_the_welcome_dialog_ends_the_program(look: Look, qtbot: QtBot, data_dir: Path) -> None:
    dialog = shown(look, qtbot, UNSET, data_dir)
    dialog.close()
    assert dialog.choice is Next.CLOSE


def test_a_database_that_cannot_be_opened_is_said_with_the_log(look: Look, qtbot: QtBot, data_dir: Path) -> None:
    error = ConfigError("database_newer", found="v0099")
    dialog = shown(look, qtbot, error, data_dir)
    assert wiring.sentences().of(error) in said(dialog)
    assert breakable(data_dir / "logs") in said(dialog)
    dialog.again.click()
    assert dialog.choice is Next.AGAIN


def test_the_program_asks_instead_of_vanishing(look: Look, qapp: QApplication, data_dir: Path) -> None:
    """The whole start: no settings, the dialog, closed: the exit status says that nothing is configured."""
    met: list[str] = []

    def close() -> None:
        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, WelcomeDialog) and widget.isVisible():
                met.append(said(widget))
                widget.close()

    timer = QTimer()
    timer.timeout.connect(close)
    timer.start(20)
    before = qapp.findChildren(Theme)
    try:
        assert start.run(data_dir, training=False) == ConfigError.exit_code
    finally:
        timer.stop()
    assert len(met) == 1
    assert qapp.findChildren(Theme) == before  # a theme that stays would dress the next window once more


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
