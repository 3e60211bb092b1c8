# SPDX-License-Identifier: EUPL-1.2
"""Somebody who works by keys alone, and hears what is announced."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QWidget
from pytestqt.qtbot import QtBot

_MOST = 120
NO_KEYS = Qt.KeyboardModifier.NoModifier


def spoken(widget: QWidget | None) -> str:
    """What a screen reader calls this."""
    if widget is None:
        return ""
    face = QAccessible.queryAccessibleInterface(widget)
    if isinstance(widget, QComboBox):
        labels = [other for other, kind in face.relations() if kind & QAccessible.RelationFlag.Label]
        return labels[0].text(QAccessible.Text.Name) if labels else ""
    return face.text(QAccessible.Text.Name)


class Keyboard:
    """Presses keys where the focus is, and goes to things by Tab until the name is heard."""

    def __init__(self, qtbot: QtBot, window: QWidget) -> None:
        self._qtbot, self._window = qtbot, window

    @property
    def at(self) -> QWidget:
        """What has the focus."""
        self._qtbot.waitUntil(self._has_focus)
        focused = QApplication.focusWidget()
        assert focused is not None
        return focused

    def _has_focus(self) -> bool:
        """A screen's window manager gives the focus back when a dialog closes; without a screen nobody does."""
        if QApplication.activeWindow() is None:
            (QApplication.activeModalWidget() or self._window).activateWindow()
        return QApplication.focusWidget() is not None

    def stands_at(self, widget: QWidget) -> bool:
        return self.at is widget

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NO_KEYS) -> None:
        QTest.keyClick(QApplication.activePopupWidget() or self.at, key, modifiers)
        QApplication.processEvents()

    def enter(self) -> None:
        self.press(Qt.Key.Key_Return)

    def type(self, text: str) -> None:
        QTest.keyClicks(self.at, text)

    def write(self, text: str) -> None:
        """In place of what stands in the field."""
        self.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        self.type(text)

    def page(self, number: int) -> None:
        self.press(Qt.Key(Qt.Key.Key_0.value + number), Qt.KeyboardModifier.ControlModifier)

    def goes_by(self, name: str) -> bool:
        """Whether the focus is on what is called so, or begins so."""
        return spoken(self.at).replace("&", "").startswith(name)

    def go(self, name: str, *, back: bool = False) -> QWidget:
        """Tabs to what is called so, or begins so."""
        heard = []
        for _ in range(_MOST):
            if self.goes_by(name):
                return self.at
            heard.append(spoken(self.at))
            self.press(Qt.Key.Key_Backtab if back else Qt.Key.Key_Tab)
        raise AssertionError(f"Tab does not come to {name!r}, but to {heard}")

    def wait_for(self, name: str) -> QWidget:
        """Until what is called so has the focus."""
        self._qtbot.waitUntil(lambda: self._has_focus() and spoken(QApplication.focusWidget()).startswith(name))
        return self.at


def keyboard_of(window: QWidget, qtbot: QtBot) -> Keyboard:
    """The keyboard of a window, once the window is the active one."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return Keyboard(qtbot, window)


class _Heard:
    """In the place of Qt's class of the same name where announcements leave from."""

    def __init__(self) -> None:
        self.words: list[str] = []

    def updateAccessibility(self, event: QAccessibleAnnouncementEvent) -> None:  # noqa: N802 - Qt's name
        self.words.append(event.message())


def hear(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is announced from here on, the oldest first."""
    heard = _Heard()
    monkeypatch.setattr("comunecast_gui.ui.widgets.look.QAccessible", heard)
    return heard.words
