# SPDX-License-Identifier: EUPL-1.2
"""Merges the engine's events into at most ten messages a second: enough to look live, few enough to read."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from comunecast_gui.core.changes import Changed, Event, Fault, LaneProgress, merged

INTERVAL = 0.1
"""Seconds that an event may wait for others."""


class EventThrottle:
    """Passes on the newest progress of each channel, and one :class:`Changed` of each kind. Used on one loop."""

    def __init__(self, tell: Callable[[Event], None]) -> None:
        self._tell = tell
        self._progress: dict[str, LaneProgress] = {}
        self._changed: list[Changed] = []
        self._flush_due = False

    def add(self, event: Event) -> None:
        """Takes an event and passes it on within :data:`INTERVAL`; a fault at once."""
        if isinstance(event, Fault):
            self._tell(event)
            return
        if isinstance(event, Changed):
            self._changed.append(event)
        else:
            self._progress[event.channel] = event
        if not self._flush_due:
            self._flush_due = True
            asyncio.get_running_loop().call_later(INTERVAL, self.flush)

    def flush(self) -> None:
        """Passes on the events gathered so far."""
        self._flush_due = False
        progress, self._progress = self._progress, {}
        changed, self._changed = self._changed, []
        for lane in progress.values():
            self._tell(lane)
        for change in merged(changed):
            self._tell(change)
