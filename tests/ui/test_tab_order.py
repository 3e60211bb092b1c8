# SPDX-License-Identifier: EUPL-1.2
"""Tab reaches everything that can be acted on, in the order in which it is read, and nothing keeps it.

The normal suite walks what is drawn anew while it is open, and ``COMUNECAST_EVERY_LOOK=1`` every page and dialog.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from comunecast_gui.services.wiring import Workspace
from comunecast_gui.tour import scenes
from comunecast_gui.tour.scenes import DIALOGS, WINDOWS, Stage
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.widgets.look import Look
from comunecast_gui.ui.widgets.still_fields import TextArea
from tests.ui.conftest import Sent, open_window
from tests.ui.everywhere import settle
from tests.ui.keyboard import spoken
from tests.ui.test_accessibility import interactive

EVERY = "COMUNECAST_EVERY_LOOK" in os.environ
PAGES = ("history-posts", "templates-editor", "home-later", "messages")
SOME = ("mistake", "settings-telegram", "colleagues")
_MOST = 250
_ALIKE = 8
"""Pixels by which the middles of two things in one line may differ."""


@pytest.fixture
def stage(look: Look, workspace: Workspace, ops: Ops, sent: Sent, tmp_path: Path, qtbot: QtBot) -> Stage:
    notice = sent("Interruzione dell'acqua", accepted=4, failed=3, unknown=2)
    return Stage(open_window(look, ops, qtbot), look, workspace, tmp_path, notice)


def walk(window: QWidget) -> tuple[list[QWidget], list[str]]:
    """Where Tab stops from what has the focus on until it is there again, and what keeps it."""
    window.activateWindow()
    QApplication.processEvents()
    stops: list[QWidget] = []
    found: list[str] = []
    if QApplication.focusWidget() is None:
        window.focusNextChild()
    for _ in range(_MOST):
        focused = QApplication.focusWidget()
        if focused is None:
            return stops, [*found, "nothing has the focus"]
        if focused in stops:
            shown = [one for one in stops if one.isVisible()]  # what had the focus at first may be hidden since
            if focused is not shown[0]:
                found.append(f"Tab goes back to {told(focused)} from {told(stops[-1])}")
            return shown, found
        stops.append(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
        while isinstance(focused, QTextBrowser) and QApplication.focusWidget() is focused:
            QTest.keyClick(focused, Qt.Key.Key_Tab)  # from one link to the next
    return stops, [*found, "Tab does not come back"]


def told(widget: QWidget) -> str:
    return f"{type(widget).__name__} {spoken(widget)!r}"


def faults(window: QWidget) -> list[str]:
    stops, found = walk(window)
    groups = {one.group() for one in stops if isinstance(one, QAbstractButton) and one.group()}
    parents = {one.parentWidget() for one in stops if isinstance(one, QRadioButton)}
    for one in interactive(window):
        of_group = isinstance(one, QAbstractButton) and one.group() in groups
        of_radios = isinstance(one, QRadioButton) and one.parentWidget() in parents
        if one.isEnabled() and one not in stops and not of_group and not of_radios:
            found.append(f"Tab does not reach {told(one)}")
    back = [pair for pair in zip(stops, [*stops[1:], *stops[:1]], strict=True) if goes_back(*pair, window)]
    if len(back) > 1:  # once it begins anew
        found += [f"after {told(before)} comes {told(after)}" for before, after in back]
    return found


def goes_back(before: QWidget, after: QWidget, window: QWidget) -> bool:
    """Whether the second stands before the first where it is read: above it, or left of it in the same line."""
    if area_of(before) is not area_of(after):  # one of them may be scrolled away
        return False
    first, second = (QRect(one.mapTo(window, QPoint()), one.size()) for one in (before, after))
    line = abs(second.center().y() - first.center().y()) < _ALIKE
    above = second.bottom() <= first.top() and second.center().x() <= first.center().x()  # else it is the next column
    return above or (line and second.right() <= first.left())


def area_of(widget: QWidget) -> QWidget | None:
    """What scrolls a widget."""
    around = widget.parentWidget()
    while around is not None and not isinstance(around, QScrollArea):
        around = around.parentWidget()
    return around


def staying(window: QWidget, qtbot: QtBot) -> list[str]:
    """What is still wrong when the answers of threads have had a second to arrive."""
    for _ in range(20):
        if not (found := faults(window)):
            break
        qtbot.wait(50)
    return found


def test_every_way_by_tab(stage: Stage, qtbot: QtBot) -> None:
    found = []
    for name in WINDOWS if EVERY else PAGES:
        qtbot.waitUntil(WINDOWS[name](stage))
        settle()
        found += [f"{name}: {one}" for one in staying(stage.window, qtbot)]
    scenes.after(stage)
    for name in DIALOGS if EVERY else SOME:
        dialog = DIALOGS[name](stage)
        if dialog.parentWidget() is None:
            qtbot.addWidget(dialog)
        dialog.show()
        settle()
        found += [f"{name}: {one}" for one in staying(dialog, qtbot)]
        dialog.close()
    scenes.after(stage)
    assert found == [], "\n".join(found)


def test_the_walk_finds_what_keeps_the_focus_and_what_stands_elsewhere(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    column, row = QVBoxLayout(window), QHBoxLayout()
    first, second, third = QLineEdit("primo"), QPushButton("secondo"), QPushButton("terzo")
    for one in (first, second, third):
        row.addWidget(one)
    column.addLayout(row)
    QWidget.setTabOrder(first, third)
    QWidget.setTabOrder(third, second)
    window.show()
    settle()
    assert len(faults(window)) == 2, "from the third back to the second, and to the first"
    keeps = TextArea()
    column.addWidget(keeps)
    settle()
    keeps.setFocus()
    assert len([one for one in faults(window) if "does not reach" in one]) == 3


def test_the_focus_begins_with_the_first_person_of_the_office(stage: Stage, qtbot: QtBot) -> None:
    """It began in the rules below them, which are there before the people have been read."""
    dialog = DIALOGS["colleagues"](stage)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(lambda: spoken(dialog.focusWidget()).startswith("Cambia: Anna"))
    dialog.close()
