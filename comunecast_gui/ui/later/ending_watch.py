# SPDX-License-Identifier: EUPL-1.2
"""Looks whether something that was told should be over by now, and insists where that is an alert."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, QTimer, Signal

from comunecast_gui.core.changes import ChangeKind
from comunecast_gui.core.ports import Clock
from comunecast_gui.core.report.today import StillOpen
from comunecast_gui.ui.later.ended_questions import ended_question
from comunecast_gui.ui.runtime.ops import Ops

_LONGEST = 300.0
"""Seconds between two looks; an end is looked at when it comes."""
_SOON = 2_000
"""Milliseconds after a change: many come at once while a notice is sent."""
_AGAIN = timedelta(minutes=15)
"""How often the desktop is told of an alert that nobody answered; anything else once, at its end."""


class EndingWatch(QObject):
    """Asks nothing by itself: what is to be answered stands on the page of today."""

    asks = Signal(object)
    """What waits for an answer: a tuple of :class:`StillOpen`."""
    remind = Signal(str, str)
    """Title and text of what the desktop shall be told."""

    def __init__(self, ops: Ops, clock: Clock, look: Callable[[], Sequence[StillOpen]] | None, parent: QObject) -> None:
        super().__init__(parent)
        self._ops = ops
        self._clock = clock
        self._call = look
        self._told: dict[int, datetime] = {}
        self._under_way = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)
        ops.watch(self, lambda _: self._timer.start(_SOON), ChangeKind.NOTICES)

    def look(self) -> None:
        """Looks now, and again when the next end comes."""
        if self._call is None or self._under_way:
            return
        self._under_way = True
        self._ops.query(self, self._call, self._on_found, lambda _: self._on_found(()))

    def _on_found(self, found: Sequence[StillOpen]) -> None:
        self._under_way = False
        now = self._clock.now()
        asking = tuple(one for one in found if one.asks(now))
        for one in asking:
            before = self._told.get(one.notice)
            if before is None or (one.alert and now - before >= _AGAIN):
                self._told[one.notice] = now
                self.remind.emit(self._title(one), one.title)
        self.asks.emit(asking)
        moments = [moment for one in found for moment in (one.due, one.end) if moment]
        ahead = [(moment - now).total_seconds() for moment in moments if moment > now]
        self._timer.start(round(1000 * max(0.5, min([_LONGEST, *ahead]))))

    def _title(self, one: StillOpen) -> str:
        return self.tr("An alert was not called off") if one.alert else ended_question(one)
