# SPDX-License-Identifier: EUPL-1.2
"""Answers people who write to the Telegram bot, while the window is open; stops if another program does so."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from comunecast_gui.ui.runtime.ops import Ops, only
from comunecast_gui.ui.runtime.window_services import BackgroundServices, BotRound, OfficeInfo

_PAUSE = 1_000
"""Milliseconds between two rounds. Short, so that another program that reads for the same bot is met soon."""
_LONG_PAUSE = 60_000
"""The same after a failure that passes by itself."""


class PrivateAnswers(QObject):
    """Round after round; without the setting it does nothing."""

    stopped = Signal(str)
    """Why it answers no more until a person says so."""

    def __init__(self, ops: Ops, info: OfficeInfo, services: BackgroundServices, parent: QObject) -> None:
        super().__init__(parent)
        self._ops = ops
        self._info = info
        self._services = services
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.start)

    def start(self) -> None:
        """Answers now, and again and again."""
        if call := self._services.look_at_bot:
            self._ops.query(self, call, self._on_round, lambda _: self._timer.start(_LONG_PAUSE))

    def _on_round(self, found: BotRound) -> None:
        if found.released:
            self._ops.resume(only(*found.released))
        if found.ended_by is None:
            self._timer.start(_PAUSE)
        else:
            self.stopped.emit(self._info.sentences.of(found.ended_by))
