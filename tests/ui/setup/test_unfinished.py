# SPDX-License-Identifier: EUPL-1.2
"""An office whose set-up was left before any channel was connected opens, says so, and leads back to it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from comunecast_gui import setup_parts
from comunecast_gui.app import services_of
from comunecast_gui.services import wiring
from comunecast_gui.services.training import TrainingSecrets
from comunecast_gui.services.workstation import settings_change
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.runtime.window_services import WindowServices
from comunecast_gui.ui.setup.setup_dialog import SetupDialog
from comunecast_gui.ui.shell.main_window import MainWindow
from comunecast_gui.ui.widgets.look import Look
from tests.keyrings import MemoryKeyring, in_use
from tests.ui.conftest import MORNING, changed, open_window


def test_the_window_leads_back_to_the_set_up(
    look: Look, make_ops: Callable[[WindowServices], Ops], data_dir: Path, qtbot: QtBot
) -> None:
    settings_change.change(data_dir, {"office.name": "Comune di Bientina", "office.phone": "0587 755000"})
    with (
        in_use(MemoryKeyring()),
        wiring.open_workspace(data_dir, clock=MORNING, secrets=TrainingSecrets()) as workspace,
    ):
        services = changed(services_of(workspace, training=True), setup=lambda: setup_parts.parts(data_dir))
        window: MainWindow = open_window(look, make_ops(services), qtbot)
        window.look_for_leftovers()
        assert window.banners.texts() == ["La configurazione non è finita: nessun avviso può ancora partire."]
        buttons = window.banners.findChildren(QPushButton)
        next(one for one in buttons if "Continua" in one.text()).click()
        [dialog] = window.findChildren(SetupDialog)
        qtbot.waitUntil(lambda: dialog.current == "telegram")
        dialog.close()


def test_a_step_that_a_person_chose_stays_in_front(
    look: Look, make_ops: Callable[[WindowServices], Ops], services: WindowServices, data_dir: Path, qtbot: QtBot
) -> None:
    """Also the first one, and also while the window still looks how far the steps have come."""
    settings_change.change(data_dir, {"office.name": "Comune di Bientina", "office.phone": "0587 755000"})
    with in_use(MemoryKeyring()):
        ops = make_ops(services)
        dialog = SetupDialog(look, ops, wiring.window_sentences(), setup_parts.parts(data_dir), None)
        qtbot.addWidget(dialog)
        dialog.show()
        dialog.show_step("office")
        qtbot.waitUntil(lambda: len(dialog.reports) == len(setup_parts.parts(data_dir).steps))
        assert dialog.current == "office"
        dialog.close()
