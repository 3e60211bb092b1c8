# SPDX-License-Identifier: EUPL-1.2
"""What every control of every page and dialog is called (EN 301 549, 11.5.2.5 and 11.5.2.8)."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QAccessible, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from comunecast_gui.services.wiring import Workspace
from comunecast_gui.system import paths
from comunecast_gui.tour.scenes import Stage
from comunecast_gui.ui.runtime import i18n
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.widgets.look import Look, label
from tests.ui.conftest import Sent, open_window
from tests.ui.everywhere import everywhere
from tests.ui.test_accessibility import interactive

_VAGUE = {QAccessible.Role.NoRole, QAccessible.Role.Client, QAccessible.Role.Pane}


@pytest.fixture
def stage(look: Look, workspace: Workspace, ops: Ops, sent: Sent, tmp_path: Path, qtbot: QtBot) -> Stage:
    notice = sent("Interruzione dell'acqua", accepted=4, failed=3, unknown=2)
    return Stage(open_window(look, ops, qtbot), look, workspace, tmp_path, notice)


def faults(window: QWidget) -> list[str]:
    """Controls without a name, or with one that is their value, their class or another's; labels tied to nothing."""
    found, called = [], Counter[tuple[QAccessible.Role, str]]()
    for widget in interactive(window):
        face = QAccessible.queryAccessibleInterface(widget)
        name, role = _name(widget), face.role()
        what = f"{type(widget).__name__} {name!r}"
        if not name.strip():
            found.append(f"no name: {type(widget).__name__} in {type(widget.parentWidget()).__name__}")
        elif name in (type(widget).__name__, _value(widget)):
            found.append(f"only its class or its value: {what}")
        if role in _VAGUE:
            found.append(f"no role: {what}")
        if widget.isEnabled():
            called[role, name] += 1
    found += [f"{count} times: {role.name} {name!r}" for (role, name), count in called.items() if count > 1]
    for button in window.findChildren(QToolButton):
        field = button.parentWidget()
        if isinstance(field, QLineEdit) and field.isVisibleTo(window) and not _name(button).strip():
            found.append(f"no name: the button in {type(field).__name__} {_name(field)!r}")
    for words in window.findChildren(QLabel):
        if words.isVisibleTo(window) and "&" in words.text().replace("&&", "") and words.buddy() is None:
            found.append(f"a mnemonic that leads nowhere: {words.text()!r}")
    return found + _shared_keys(window)


def _shared_keys(window: QWidget) -> list[str]:
    """Access keys of two controls: Alt and the letter would press neither. What waits for its turn counts too."""
    titled: list[QLabel | QAbstractButton] = [*window.findChildren(QLabel), *window.findChildren(QAbstractButton)]
    texts = [one.text() for one in titled if one.window() is window and one.isVisibleTo(window)]
    if isinstance(window, QMainWindow):
        texts += [menu.text() for menu in window.menuBar().actions()]
    keys = [(key.toString(), text) for text in texts if not (key := QKeySequence.mnemonic(text)).isEmpty()]
    count = Counter(key for key, _ in keys)
    return [f"{key} twice: {text!r}" for key, text in keys if count[key] > 1]


def _name(widget: QWidget) -> str:
    """On Linux a choice's name is its value, and what it is for is told by the label it is related to."""
    if isinstance(widget, QComboBox):
        face = QAccessible.queryAccessibleInterface(widget)
        labels = [other for other, kind in face.relations() if kind & QAccessible.RelationFlag.Label]
        return labels[0].text(QAccessible.Text.Name) if labels else ""
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def _value(widget: QWidget) -> str | None:
    match widget:
        case QLineEdit():
            return widget.text() or None
        case QPlainTextEdit():
            return widget.toPlainText() or None
        case QComboBox():
            return widget.currentText()
    return None


def test_pages_and_dialogs(stage: Stage, qtbot: QtBot) -> None:
    found = everywhere(stage, qtbot, faults)
    assert found == [], "\n".join(found)


@pytest.fixture
def in_english(look: Look, qapp: QApplication) -> Iterator[None]:
    """The window speaks English until the test ends."""
    i18n.install(qapp, paths.resource("i18n"), "en")
    yield
    i18n.install(qapp, paths.resource("i18n"))


@pytest.mark.slow
@pytest.mark.skipif("COMUNECAST_EVERY_LOOK" not in os.environ, reason="COMUNECAST_EVERY_LOOK is not set")
def test_pages_and_dialogs_in_english(in_english: None, stage: Stage, qtbot: QtBot) -> None:
    found = everywhere(stage, qtbot, faults)
    assert found == [], "\n".join(found)


def test_a_control_that_is_not_named_is_found(look: Look, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    QLineEdit("valore", window)
    QComboBox(window).setGeometry(0, 50, 100, 30)
    for height in (100, 150):
        look.button("Togli", parent=window).setGeometry(0, height, 90, 40)
    label("&Nome", parent=window).setGeometry(0, 200, 90, 40)
    window.show()
    assert len(faults(window)) == 4
