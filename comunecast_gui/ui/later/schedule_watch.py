# SPDX-License-Identifier: EUPL-1.2
"""Wakes at the next hour at which something goes out, and sends what was released then."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from comunecast_gui.core.changes import ChangeKind
from comunecast_gui.core.ports import Clock
from comunecast_gui.core.schedule.due import Scheduled
from comunecast_gui.ui.runtime.ops import Ops, only
from comunecast_gui.ui.runtime.window_services import ScheduleRound, ScheduleServices

_LONGEST = 30.0
"""Seconds between two looks: a computer that slept shows another hour when it wakes, and no timer counted that."""
_LEAST = 0.05


class ScheduleWatch(QObject):
    """Looks when something changed, and otherwise sleeps until the next hour; while nothing waits it only listens."""

    seen = Signal(object)
    """What waits for its hour or for a person: a tuple of :class:`Scheduled`."""
    remind = Signal(str, str)
    """Title and text of what the desktop shall be told: a notice did not go out at its hour."""

    def __init__(self, ops: Ops, clock: Clock, services: ScheduleServices, parent: QObject) -> None:
        super().__init__(parent)
        self._ops = ops
        self._clock = clock
        self._services = services
        self._under_way = False
        self._once_more = False
        self._told: set[int] = set()
        self.waiting: tuple[Scheduled, ...] = ()
        """What waited at the last look."""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)
        ops.watch(self, lambda _: self.look(), ChangeKind.NOTICES)

    def look(self) -> None:
        """Looks now; who asks meanwhile gets a look that is newer than that."""
        if self._under_way:
            self._once_more = True
            return
        self._under_way = True
        self._ops.query(self, self._services.look, self._on_found, lambda _: self._on_failed())

    def _on_found(self, found: ScheduleRound) -> None:
        self._under_way = False
        if found.released:
            self._ops.tell(ChangeKind.NOTICES, found.released, by=self)
            self._ops.resume(only(*found.released))
        self.waiting = found.waiting
        self._tell_held()
        self.seen.emit(found.waiting)
        if self._once_more:
            self._once_more = False
            self.look()
        elif found.next_due is not None:
            seconds = (found.next_due - self._clock.now()).total_seconds()
            self._timer.start(round(1000 * min(max(seconds, _LEAST), _LONGEST)))
        elif found.waiting:
            self._timer.start(round(1000 * _LONGEST))

    def _tell_held(self) -> None:
        """Each notice that did not go out is told once on the desktop; it stays on the page of today."""
        now = self._clock.now()
        held = {one.notice: one.title for one in self.waiting if one.held_because(now)}
        for notice in held.keys() - self._told:
            self.remind.emit(self.tr("A notice did not go out at its hour"), held[notice])
        self._told = set(held)

    def _on_failed(self) -> None:
        """The database is busy or out of reach for a moment: an hour must not be missed for that."""
        self._under_way = self._once_more = False
        self._timer.start(round(1000 * _LONGEST / 10))
