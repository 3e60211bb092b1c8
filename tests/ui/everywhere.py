# SPDX-License-Identifier: EUPL-1.2
"""Goes through every page in each of its states, and every dialog, and gathers what a check finds wrong in them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from comunecast_gui.tour import scenes
from comunecast_gui.tour.scenes import DIALOGS, WINDOWS, Stage

Check = Callable[[QWidget], list[str]]
"""What is wrong with a window that is shown."""
_ROUNDS = 4
"""A layout whose height depends on its width settles in several rounds."""


def settle() -> None:
    for _ in range(_ROUNDS):
        QApplication.processEvents()
        QApplication.sendPostedEvents()


def in_pages(stage: Stage, qtbot: QtBot, check: Check) -> list[str]:
    """The faults of all pages, each with the name of its page."""
    found = []
    for name, open_scene in WINDOWS.items():
        qtbot.waitUntil(open_scene(stage))
        settle()
        found += [f"{name}: {one}" for one in check(stage.window)]
    scenes.after(stage)
    return found


def in_dialogs(stage: Stage, qtbot: QtBot, check: Check) -> list[str]:
    """The faults of all dialogs, each with the name of its dialog."""
    found = []
    for name, make in DIALOGS.items():
        dialog = make(stage)
        if dialog.parentWidget() is None:
            qtbot.addWidget(dialog)
        dialog.show()
        settle()
        found += [f"{name}: {one}" for one in check(dialog)]
        dialog.close()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    scenes.after(stage)
    return found


def everywhere(stage: Stage, qtbot: QtBot, check: Check) -> list[str]:
    """The faults of all pages and dialogs."""
    return in_pages(stage, qtbot, check) + in_dialogs(stage, qtbot, check)
