# SPDX-License-Identifier: EUPL-1.2
"""Closing the window while something is sent asks once."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.shell.main_window import MainWindow
from comunecast_gui.ui.widgets.question import Question


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
