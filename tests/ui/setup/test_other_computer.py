# SPDX-License-Identifier: EUPL-1.2
"""An office moves from one window to another: the file is written in one, and the other opens with the same office."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from comunecast_gui import setup_parts
from comunecast_gui.app import _relocation
from comunecast_gui.core.errors import ConfigError
from comunecast_gui.core.report.health import Condition
from comunecast_gui.core.work.long_work import UNWATCHED
from comunecast_gui.sandbox.config import TRAINING_TELEGRAM_TOKEN
from comunecast_gui.services import wiring
from comunecast_gui.services.categories import own_categories
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.store.db import server_look
from comunecast_gui.store.db.server_connection import Way
from comunecast_gui.store.db.server_look import ServerLook
from comunecast_gui.store.db.server_roles import Standing
from comunecast_gui.store.restore import draft_files
from comunecast_gui.system import locks
from comunecast_gui.system.secrets import SecretName
from comunecast_gui.system.settings import office_file
from comunecast_gui.system.whereabouts import folder_home
from comunecast_gui.ui.runtime.drafts import DraftFolder, KeptDraft
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
from tests.ui.conftest import MORNING, add_people, open_window


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
    add_people(workspace, 3)
    own_categories.hide(workspace, "evento", hidden=True)
    draft = KeptDraft("1", "generico", "Farmacia di turno", MORNING.at, fields={"titolo": "Farmacia"})
    DraftFolder(workspace.data_dir / draft_files.FOLDER).save(draft)
    page.move_away()
    [dialog] = page.findChildren(MovingDialog)
    (tmp_path / "letter.txt").write_text("a letter", "utf-8")
    dialog.write(tmp_path / "letter.txt")
    qtbot.waitUntil(lambda: "letter.txt" in dialog.failure)
    assert locks.moved_away(workspace.data_dir) is None
    dialog.keys.click()
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
        # The whole office is there, with its keys in this computer's keyring, and may send.
        assert office_file.load(other).office.name == "Comune di Calcinaia"
        with wiring.open_workspace(other) as there:
            assert there.subscribers.count() == 3
            assert there.catalogue.get("evento").hidden
            assert there.office_key == workspace.office_key
            kept = there.secrets.require(SecretName.TELEGRAM_TOKEN)
            assert there.settings.telegram
            assert kept.reveal_to(there.settings.telegram.base_url) == TRAINING_TELEGRAM_TOKEN
        assert DraftFolder(other / draft_files.FOLDER).all() == (draft,)
        with locks.queuing_lock(other), locks.sending_lock(other):
            pass
    for lock in (locks.queuing_lock, locks.sending_lock):  # and the one that it left neither queues nor sends
        with pytest.raises(ConfigError, match="moved_away"), lock(workspace.data_dir):
            pass

    page.ask_to_use()
    [question] = page.findChildren(Question)
    question.yes.click()
    qtbot.waitUntil(lambda: not page._moved.isVisibleTo(page))
    assert locks.moved_away(workspace.data_dir) is None


def test_the_copy_of_a_folder_is_told_above_every_page_and_used_with_one_press(
    moving_services: WindowServices,
    workspace: Workspace,
    look: Look,
    make_ops: Callable[[WindowServices], Ops],
    qtbot: QtBot,
) -> None:
    home = {"machine": "", "folder": "/home/anna/altrove", "name": "PC-ANNA"}
    (workspace.data_dir / folder_home.FILE_NAME).write_text(json.dumps(home), "utf-8")
    window: MainWindow = open_window(look, make_ops(moving_services), qtbot)
    window.look_for_leftovers()
    qtbot.waitUntil(lambda: any("spostata dal computer PC-ANNA" in text for text in window.banners.texts()))
    [use] = [one for one in window.banners.findChildren(QPushButton) if one.text() == "&Usa questo computer…"]
    assert use.isVisible()
    use.click()
    assert window.settings.isVisible(), "it says how that ended"
    assert not use.isVisible(), "the page says the same, and nothing is said twice"
    [question] = window.settings.findChildren(Question)
    question.yes.click()
    qtbot.waitUntil(lambda: not any("PC-ANNA" in text for text in window.banners.texts()))
    assert locks.why_silent(workspace.data_dir) is None


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
        window.between.do(UNWATCHED)


def test_each_part_of_a_server_that_will_not_do_is_told_before_it_is_joined(
    look: Look, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = datetime.now(UTC)
    safe, limited = Way("verify-full", True, True), Standing("anna", False, False, False, ())
    good = ServerLook(safe, limited, 16, now, True)
    broken = {
        "non è cifrato": (replace(good, way=Way("prefer", False, False)), True),
        "può tutto": (replace(good, standing=Standing("postgres", True, True, True, ())), True),
        "PostgreSQL 12": (replace(good, version=12), False),
        "differiscono di 10 minuti": (replace(good, time=now - timedelta(minutes=10)), False),
        "Non è cambiato nulla": (replace(good, tables=False), False),
    }
    calls = SlowCalls(wiring.window_sentences())
    dialog = JoinDialog(look, calls, setup_parts.shared_archive_of(tmp_path), None)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.address.setText("server.comune.it/comunecast")
    dialog.user.setText("anna")
    for said, (found, may_join) in {**broken, "": (good, True)}.items():
        monkeypatch.setattr(server_look, "look", lambda _url, found=found: found)
        dialog.password.setText(f"{dialog.password.text()}x")  # typed on: what was looked at counts no more
        assert not dialog.join.isEnabled()
        dialog.check.click()
        qtbot.waitUntil(dialog.conditions.isVisible)
        assert any(said in line for line in dialog.conditions.lines), (said, dialog.conditions.lines)
        assert dialog.join.isEnabled() is may_join, said
    calls.close()


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
    dialog.reject()  # closed now, the window would not hear that the archive was joined
    qtbot.waitUntil(lambda: first.choice is Next.AGAIN)
    assert kept == [("server.comune.it/comunecast", "anna", "segreto", "abaco abete", "Comune di Prova")]
    calls.close()
