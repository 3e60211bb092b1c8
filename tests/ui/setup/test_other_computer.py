# SPDX-License-Identifier: EUPL-1.2
"""An office moves from one window to another: the file is written in one, and the other opens with the same office."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from comunecast_gui import setup_parts
from comunecast_gui.app import _relocation
from comunecast_gui.core.report.health import Condition
from comunecast_gui.services import wiring
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.system import locks
from comunecast_gui.system.secrets import SecretName
from comunecast_gui.system.settings import office_file
from comunecast_gui.ui.runtime.next_start import Next
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.runtime.relocation import SharedArchive
from comunecast_gui.ui.runtime.slow_calls import SlowCalls
from comunecast_gui.ui.runtime.window_services import WindowServices
from comunecast_gui.ui.settings.moving_dialog import MovingDialog
from comunecast_gui.ui.settings.settings_page import SettingsPage
from comunecast_gui.ui.setup.arrive_dialog import ArriveDialog
from comunecast_gui.ui.setup.first_start import FirstStart
from comunecast_gui.ui.setup.join_dialog import JoinDialog
from comunecast_gui.ui.shell.main_window import MainWindow
from comunecast_gui.ui.widgets.look import Look
from comunecast_gui.ui.widgets.question import Question
from tests.keyrings import MemoryKeyring, in_use
from tests.ui.conftest import open_window


@pytest.fixture
def moving_services(workspace: Workspace, services: WindowServices) -> WindowServices:
    """The window's services, with moving to another computer."""
    office = replace(
        services.settings.administration, relocation=_relocation(workspace, "anna", wiring.window_sentences())
    )
    return replace(services, settings=replace(services.settings, administration=office))


@pytest.fixture
def page(
    moving_services: WindowServices, look: Look, make_ops: Callable[[WindowServices], Ops], qtbot: QtBot
) -> Iterator[SettingsPage]:
    """The page of settings."""
    shown = SettingsPage(look, make_ops(moving_services), moving_services.info, moving_services.settings.administration)
    qtbot.addWidget(shown)
    shown.show()
    yield shown
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_the_office_moves_and_the_first_computer_may_come_back(
    page: SettingsPage, workspace: Workspace, tmp_path: Path, look: Look, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "ente.trasloco"
    page.move_away()
    [dialog] = page.findChildren(MovingDialog)
    (tmp_path / "letter.txt").write_text("a letter", "utf-8")
    dialog.write(tmp_path / "letter.txt")
    qtbot.waitUntil(lambda: "letter.txt" in dialog.failure)
    assert locks.moved_away(workspace.data_dir) is None
    with qtbot.waitSignal(dialog.written):
        dialog.write(file)
    words = [one.text().split()[1] for one in dialog.findChildren(QLabel) if one.text()[:1].isdigit()]
    assert len(words) == 8
    dialog.close_button.click()
    qtbot.waitUntil(lambda: page._moved.isVisibleTo(page))
    assert "passato su un altro computer" in page._moved.text

    monkeypatch.delenv(SecretName.OFFICE_KEY.variable)
    other = tmp_path / "other"
    other.mkdir()
    calls = SlowCalls(wiring.window_sentences())
    with in_use(MemoryKeyring()):
        first = FirstStart(look, calls, wiring.window_sentences(), setup_parts.parts(other), other)
        qtbot.addWidget(first)
        first.show()
        qtbot.waitUntil(lambda: len(first.reports) == len(setup_parts.STEPS))
        first.bring.click()
        [asked] = first.findChildren(ArriveDialog)
        assert not asked.take.isEnabled()
        asked.file.setText(str(file))
        asked.words.setPlainText(" ".join(["abaco", *words[1:]]) if words[0] != "abaco" else "abete " * 8)
        asked.take.click()
        qtbot.waitUntil(lambda: "Le parole non aprono" in asked.failure)
        assert asked.file.text() == str(file)  # nothing typed is lost
        asked.words.setPlainText("\n".join(words))
        asked.take.click()
        qtbot.waitUntil(lambda: first.choice is Next.AGAIN)
    calls.close()
    assert office_file.load(other).office.name == "Comune di Calcinaia"

    page._on_back()
    [question] = page.findChildren(Question)
    question.yes.click()
    qtbot.waitUntil(lambda: not page._moved.isVisibleTo(page))
    assert locks.moved_away(workspace.data_dir) is None


def test_an_open_office_is_replaced_while_no_window_is_open(
    moving_services: WindowServices, look: Look, make_ops: Callable[[WindowServices], Ops], qtbot: QtBot, tmp_path: Path
) -> None:
    window: MainWindow = open_window(look, make_ops(moving_services), qtbot)
    window.settings.arrival_wanted.emit()
    [asked] = window.findChildren(ArriveDialog)
    asked.file.setText(str(tmp_path / "ente.trasloco"))
    asked.words.setPlainText("abaco " * 8)
    asked.take.click()
    assert (window.reopening_at, window.isVisible()) == ("settings", False)
    assert window.between is not None
    with pytest.raises(Exception, match="backup_unreadable"):
        window.between()


def test_an_archive_on_a_server_is_joined_only_after_a_look(look: Look, qtbot: QtBot, tmp_path: Path) -> None:
    found, kept = [Condition("database", False, "Il server non risponde.")], []
    archive = SharedArchive(lambda *asked: tuple(found), lambda *typed: kept.append(typed), lambda: True)
    calls = SlowCalls(wiring.window_sentences())
    parts = replace(setup_parts.parts(tmp_path), archive=archive)
    first = FirstStart(look, calls, wiring.window_sentences(), parts, tmp_path)
    qtbot.addWidget(first)
    first.show()
    first.bring.click()
    [asked] = first.findChildren(ArriveDialog)
    asked.server.click()
    [dialog] = first.findChildren(JoinDialog)
    dialog.office.setText("Comune di Prova")
    dialog.address.setText("server.comune.it/comunecast")
    dialog.password.setText("segreto")
    dialog.words.setPlainText("abaco abete")
    dialog.check.click()
    qtbot.waitUntil(lambda: bool(dialog.conditions.lines))
    assert "Il server non risponde." in dialog.conditions.lines[0]
    assert not dialog.join.isEnabled()
    found[0] = Condition("database", True, "Il server risponde.")
    dialog.check.click()
    qtbot.waitUntil(dialog.join.isEnabled)
    dialog.user.setText("anna")  # what was looked at is no longer what stands there
    assert not dialog.join.isEnabled()
    dialog.check.click()
    qtbot.waitUntil(dialog.join.isEnabled)
    dialog.join.click()
    qtbot.waitUntil(lambda: first.choice is Next.AGAIN)
    assert kept == [("server.comune.it/comunecast", "anna", "segreto", "abaco abete", "Comune di Prova")]
    calls.close()
