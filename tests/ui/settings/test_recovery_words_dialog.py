# SPDX-License-Identifier: EUPL-1.2
"""The officer tries the recovery words in the window: banner, dialog, and the dates on the page of settings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from comunecast_gui.core.trust.office_key import OfficeKey
from comunecast_gui.services import backups
from comunecast_gui.services.recovery import key_proof
from comunecast_gui.services.trust import office_key
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.runtime.window_services import WindowServices
from comunecast_gui.ui.settings.recovery_words_dialog import RecoveryWordsDialog
from comunecast_gui.ui.shell.main_window import MainWindow
from comunecast_gui.ui.widgets.look import Banner, Look
from tests.ui.conftest import add_people, changed, open_window

NEVER_TRIED = "Nessuno ha ancora provato se le 24 parole"


@pytest.fixture
def window(
    workspace: Workspace, services: WindowServices, look: Look, make_ops: Callable[[WindowServices], Ops], qtbot: QtBot
) -> MainWindow:
    """The window of an office with five people and one backup."""
    add_people(workspace, 5)
    backups.make_daily(workspace)
    administration = replace(
        services.settings.administration,
        safekeeping=partial(backups.safekeeping, workspace),
        prove_words=partial(key_proof.prove, workspace, who="ufficio"),
    )
    services = changed(services, administration=administration)
    return open_window(look, make_ops(services), qtbot)


def words(key: OfficeKey) -> str:
    return "\n".join(f"{n}. {word}" for n, word in enumerate(office_key.words(key), start=1))


def proof_banners(window: MainWindow) -> list[Banner]:
    return [one for one in window.banners.findChildren(Banner) if one.text.startswith(NEVER_TRIED)]


def open_dialog(window: MainWindow, qtbot: QtBot) -> RecoveryWordsDialog:
    """Presses the button of the banner."""
    window.look_for_leftovers()
    qtbot.waitUntil(lambda: bool(proof_banners(window)))
    (button,) = (one for one in proof_banners(window)[0].findChildren(QPushButton) if one.text() == "Prova le parole…")
    button.click()
    (dialog,) = window.findChildren(RecoveryWordsDialog)
    return dialog


def test_words_from_paper_open_the_backup_and_the_banner_goes(
    window: MainWindow, workspace: Workspace, qtbot: QtBot
) -> None:
    dialog = open_dialog(window, qtbot)
    assert not dialog.try_them.isEnabled()
    dialog.words.setPlainText(words(workspace.office_key))
    dialog.try_them.click()
    qtbot.waitUntil(lambda: "si è aperta: iscritti 5" in dialog.said)
    assert dialog.words.toPlainText() == ""
    assert proof_banners(window) == []
    assert not backups.safekeeping(workspace).proof_is_due(workspace.clock.now())
    qtbot.waitUntil(lambda: ("Ultima prova delle parole di recupero", "mai") not in window.settings.backups.rows)
    dialog.later.click()
    assert not dialog.isVisible()


def test_wrong_words_say_so_and_can_be_corrected(window: MainWindow, workspace: Workspace, qtbot: QtBot) -> None:
    dialog = open_dialog(window, qtbot)
    dialog.words.setPlainText(words(OfficeKey(b"t" * 32)))
    dialog.try_them.click()
    qtbot.waitUntil(lambda: dialog.said.startswith("Queste parole non aprono le copie"))
    assert backups.safekeeping(workspace).proven is None
    assert dialog.try_them.isEnabled()
    dialog.reject()
    assert dialog.words.toPlainText() == ""


def test_no_proof_is_asked_for_without_a_backup_or_within_a_year(
    window: MainWindow, workspace: Workspace, qtbot: QtBot
) -> None:
    found = backups.safekeeping(workspace)
    window.banners.show_proof_due(replace(found, here=None))
    window.banners.show_proof_due(replace(found, proven=workspace.clock.now()))
    assert proof_banners(window) == []
