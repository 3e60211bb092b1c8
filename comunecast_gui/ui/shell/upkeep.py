# SPDX-License-Identifier: EUPL-1.2
"""The background work of an open window: counts followers daily, shrinks old deliveries to counts."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from comunecast_gui.core.changes import ChangeKind
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.runtime.window_services import BackgroundServices

_AGAIN = 3_600_000
"""Milliseconds between two looks at whether something is due."""
_SETTLED = 60_000
"""Milliseconds after the start until old deliveries are shrunk: a person who opens the window wants to work first."""
_BREATH = 500
"""Milliseconds between two steps."""


class Upkeep(QObject):
    """Runs off the UI thread and never while something is being sent; a failure waits for the next look."""

    counted = Signal()
    """The followers of today were counted."""
    reconciled = Signal()
    """Meta said what it charged."""
    not_counted = Signal(str)
    """Why they could not be."""

    def __init__(self, ops: Ops, services: BackgroundServices, parent: QObject) -> None:
        super().__init__(parent)
        self._ops = ops
        self._services = services
        self._again = QTimer(self)
        self._again.setInterval(_AGAIN)
        self._again.timeout.connect(self.count)
        self._again.timeout.connect(self.tidy)
        self._step = QTimer(self)
        self._step.setSingleShot(True)
        self._step.timeout.connect(self.tidy)

    def start(self) -> None:
        """Begins, and looks again every hour."""
        self.count()
        self._step.start(_SETTLED)
        self._again.start()

    def count(self) -> None:
        """Counts the followers of each channel that has no number of today."""
        if count := self._services.count_followers:
            self._ops.query(self, count, self._on_counted, self.not_counted.emit)
        if reconcile := self._services.reconcile_charges:
            self._ops.query(self, reconcile, self._on_reconciled, lambda _: None)

    def tidy(self) -> None:
        """Takes the next small step, and goes on while there is something to shrink."""
        if (tidy := self._services.tidy) and not self._ops.running:
            self._ops.query(self, tidy, self._on_tidied, lambda _: None)

    def _on_counted(self, asked: bool) -> None:
        if asked:
            self.counted.emit()
            self._ops.tell(ChangeKind.SUBSCRIBERS, by=self)

    def _on_reconciled(self, asked: bool) -> None:
        if asked:
            self.reconciled.emit()

    def _on_tidied(self, more: bool) -> None:
        if more:
            self._step.start(_BREATH)
