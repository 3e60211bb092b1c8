# SPDX-License-Identifier: EUPL-1.2
"""A long list is imported with its progress in sight, and stopped without a trace."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from shiboken6 import delete, isValid

from comunecast_gui.core.work.long_work import Work
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.ui.people.import_dialog import ImportDialog
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.runtime.subscriber_import import ImportPreview, NumbersFile, SubscriberImporter
from comunecast_gui.ui.widgets.look import Look
from tests.ui.conftest import services_behind


@dataclass(frozen=True, slots=True)
class SlowImporter(SubscriberImporter):
    """Stays a quarter of the way until the gate is open, when it really imports."""

    gate: threading.Event = field(default_factory=threading.Event)

    def run(
        self, file: NumbersFile, column: int, source: str, work: Work, *, accept_warned: bool, dry_run: bool
    ) -> ImportPreview:
        while not dry_run and not self.gate.wait(0.01):
            work(25_000, 100_000)
        return SubscriberImporter.run(self, file, column, source, work, accept_warned=accept_warned, dry_run=dry_run)


@pytest.fixture
def importer(ops: Ops) -> Iterator[SlowImporter]:
    real = services_behind(ops).people.importer
    made = SlowImporter(*(getattr(real, one.name) for one in fields(SubscriberImporter)))
    yield made
    made.gate.set()


@pytest.fixture
def dialog(look: Look, ops: Ops, importer: SlowImporter, tmp_path: Path, qtbot: QtBot) -> Iterator[ImportDialog]:
    """One that imports three people at this moment."""
    (tmp_path / "list.csv").write_text("Cellulare\n3331234567\n3331234568\n3331234569\n", encoding="utf-8")
    dialog = ImportDialog(look, ops, importer)
    dialog.show()
    dialog.choose(tmp_path / "list.csv")
    qtbot.waitUntil(lambda: bool(dialog.result_text))
    dialog.source.setText("moduli di prova")
    dialog.go.click()
    qtbot.waitUntil(dialog.bar.isVisible)
    yield dialog
    if isValid(dialog):
        delete(dialog)


def people(workspace: Workspace) -> int:
    return workspace.subscribers.count()


def test_a_long_import_says_how_far_it_is(dialog: ImportDialog, importer: SlowImporter, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: "25.000 di 100.000 · ancora circa" in dialog.bar.words)
    assert not dialog.go.isEnabled()
    importer.gate.set()
    qtbot.waitUntil(lambda: dialog.done_text == "3 persone aggiunte")
    assert not dialog.bar.isVisible()


@pytest.mark.parametrize("how", ["stop", "cancel"])
def test_a_stopped_import_adds_nobody_and_can_be_begun_again(
    dialog: ImportDialog, importer: SlowImporter, workspace: Workspace, qtbot: QtBot, how: str
) -> None:
    before = people(workspace)
    if how == "stop":
        dialog.bar.stop_button.click()
    else:
        dialog.reject()
    qtbot.waitUntil(lambda: dialog.failure.startswith("Fermato. È tutto come prima"))
    assert dialog.isVisible()
    assert people(workspace) == before
    importer.gate.set()
    dialog.go.click()
    qtbot.waitUntil(lambda: dialog.done_text == "3 persone aggiunte")
    assert people(workspace) == before + 3
    with qtbot.waitSignal(dialog.destroyed):
        dialog.reject()
