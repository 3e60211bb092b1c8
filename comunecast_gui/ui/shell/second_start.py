# SPDX-License-Identifier: EUPL-1.2
"""Brings the window to the front when the program is started a second time."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from comunecast_gui.ui.desktop.to_front import bring_to_front

_LOOK = 300
"""Milliseconds between two looks whether somebody started the program again."""


class SecondStart(QObject):
    """``asked`` says whether it was started again since the last look; ``window`` is shown then."""

    def __init__(self, window: QWidget, asked: Callable[[], bool]) -> None:
        super().__init__(window)
        self._window = window
        self._asked = asked
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(_LOOK)

    def _look(self) -> None:
        if self._asked():
            bring_to_front(self._window)
