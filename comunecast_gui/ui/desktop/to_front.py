# SPDX-License-Identifier: EUPL-1.2
"""Brings a window to the front, from wherever a person has put it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def bring_to_front(window: QWidget) -> None:
    """Shows the window, and makes it the one that takes keys; to Qt a minimised one is visible already."""
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()
