# SPDX-License-Identifier: EUPL-1.2
"""Checks every few seconds which notices wait for approval, and sends those that were approved."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from comunecast_gui.core.approval.overview import Shown
from comunecast_gui.core.changes import Changed, ChangeKind
from comunecast_gui.ui.runtime.ops import Ops, only
from comunecast_gui.ui.runtime.window_services import SecondPersonServices

_PAUSE = 5_000
"""Milliseconds between two looks; a decision of another workstation is heard of sooner."""


class ApprovalWatch(QObject):
    """Does nothing in an office without colleagues."""

    seen = Signal(object)
    """How the requests stand: a tuple of :class:`Shown`, the newest first."""

    def __init__(self, ops: Ops, services: SecondPersonServices | None, parent: QObject) -> None:
        super().__init__(parent)
        self._ops = ops
        self._services = services
        self._waiting: set[int] = set()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)
        if services is not None:
            ops.watch(self, self._on_changed, ChangeKind.NOTICES)

    def look(self) -> None:
        """Looks now, and again and again."""
        if self._services is not None:
            self._ops.query(self, self._services.overview, self._on_found, lambda _: self._timer.start(_PAUSE))

    def _on_changed(self, _: Changed) -> None:
        self._timer.start(0)

    def _on_found(self, found: Sequence[Shown]) -> None:
        self._timer.start(_PAUSE)
        released = [id for one in found if one.request.id in self._waiting for id in one.request.notices]
        self._waiting = {one.request.id for one in found if one.request.waits}
        if released:
            self._ops.resume(only(*released))
        self.seen.emit(tuple(found))
