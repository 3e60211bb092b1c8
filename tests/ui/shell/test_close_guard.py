# SPDX-License-Identifier: EUPL-1.2
"""Closing the window while something is sent asks once, and keeps what is written until the window goes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from comunecast_gui.ui.runtime.drafts import DraftFolder
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.runtime.window_services import WindowServices
from comunecast_gui.ui.shell.main_window import MainWindow
from comunecast_gui.ui.widgets.look import Look
from comunecast_gui.ui.widgets.question import Question
from tests.ui.conftest import changed, open_window


def questions(window: MainWindow) -> list[Question]:
    return [one for one in window.findChildren(Question) if one.isVisible()]


def test_who_closes_again_and_again_while_sending_is_asked_once(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(Ops, "running", True)
    for _ in range(3):
        window.close()
    [question] = questions(window)
    assert window.isVisible()
    question.no.click()
    qtbot.waitUntil(lambda: questions(window) == [])
    window.close()
    assert len(questions(window)) == 1, "a later close is a question of its own"
    questions(window)[0].no.click()
    monkeypatch.setattr(Ops, "running", False)
    assert window.close()


def test_what_is_written_while_something_is_sent_is_kept(
    look: Look,
    make_ops: Callable[[WindowServices], Ops],
    services: WindowServices,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    drafts = DraftFolder(tmp_path / "drafts")
    window = open_window(look, make_ops(changed(services, drafts=drafts)), qtbot)
    window.composer.choose("generico")
    window.composer.form.editors["titolo"].set_value("Scritto prima")
    monkeypatch.setattr(Ops, "running", True)
    window.close()
    assert window.isVisible()
    assert [one.fields["titolo"] for one in drafts.all()] == ["Scritto prima"], "a signal does not wait for an answer"
    questions(window)[0].yes.click()
    window.composer.form.editors["titolo"].set_value("Scritto intanto")
    monkeypatch.setattr(Ops, "running", False)
    window.ops.running_changed.emit(False)
    assert not window.isVisible()
    assert [one.fields["titolo"] for one in drafts.all()] == ["Scritto intanto"]
