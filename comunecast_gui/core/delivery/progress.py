# SPDX-License-Identifier: EUPL-1.2
"""Counts how far a lane is and how fast it sends, and reports that often enough to look live."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from datetime import datetime

from comunecast_gui.core.changes import Event, LanePhase, LaneProgress, SetAside
from comunecast_gui.core.errors import SendError

_EVERY = 0.1
_RATE_SPAN = 5.0
"""Seconds over which the rate is measured."""
_LEAST_SPAN = 0.2


class Progress:
    """Counts what one channel has done and has left, and tells it to ``emit``. ``monotonic`` gives seconds."""

    def __init__(
        self, channel: str, emit: Callable[[Event], None], monotonic: Callable[[], float], done: int = 0
    ) -> None:
        self._channel = channel
        self._emit = emit
        self._monotonic = monotonic
        self.done = done
        self.left = 0
        self.aside: tuple[SetAside, ...] = ()
        self._accepted_at: deque[float] = deque()
        self._told_at = 0.0

    def count(self, *, accepted: bool = False) -> None:
        """One more delivery has its outcome; only those that were accepted make the rate."""
        self.done += 1
        self.left = max(0, self.left - 1)
        if accepted:
            self._accepted_at.append(self._monotonic())

    def report(self, phase: LanePhase, error: SendError | None = None, until: datetime | None = None) -> LaneProgress:
        """Tells how far the lane is; while it sends, at most ten times a second."""
        now = self._monotonic()
        while self._accepted_at and self._accepted_at[0] < now - _RATE_SPAN:
            self._accepted_at.popleft()
        span = now - self._accepted_at[0] if self._accepted_at else 0.0
        progress = LaneProgress(
            self._channel,
            phase,
            self.done,
            self.left,
            len(self._accepted_at) / span if span > _LEAST_SPAN else 0.0,
            until,
            error.code if error else "",
            error.detail if error else "",
            self.aside,
        )
        if phase is not LanePhase.SENDING or now - self._told_at >= _EVERY:
            self._told_at = now
            self._emit(progress)
        return progress
