# SPDX-License-Identifier: EUPL-1.2
"""Shows at the terminal how far each channel is, and why one waits."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import tzinfo
from typing import Any

from comunecast_gui.cli import terminal
from comunecast_gui.core.changes import Event, Fault, LanePhase, LaneProgress
from comunecast_gui.core.delivery.waits import carried, why_nothing_moves
from comunecast_gui.core.sentences import Sentences

logger = logging.getLogger(__name__)

_FIRST = 4.0
"""Seconds after which a command that is still under way says so."""
_THEN = 30.0
_UNDER_WAY = (LanePhase.OPENING, LanePhase.SENDING, LanePhase.WAITING, LanePhase.PAUSED, LanePhase.STOPPING)


@contextmanager
def said_while_waiting(text: str) -> Iterator[None]:
    """Shows ``text`` if the work inside takes long, and again from time to time."""
    done = threading.Event()

    def wait() -> None:
        seconds = _FIRST
        while not done.wait(seconds):
            terminal.tell(text)
            seconds = _THEN

    thread = threading.Thread(target=wait, name="teller")
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


class ProgressTeller:
    """Takes the events of an engine. Where a person watches, one line shows how far it is at every moment."""

    def __init__(self, sentences: Sentences, zone: tzinfo) -> None:
        self._sentences = sentences
        self._zone = zone
        self._live = terminal.is_watched()
        self._lanes: dict[str, LaneProgress] = {}
        self.faulty = False
        """Whether something happened that nobody foresaw; the log has it, with its rows."""

    def take(self, event: Event) -> None:
        """Notes a channel's progress. A new reason to wait is shown at once."""
        if isinstance(event, Fault):
            self.faulty = True
        if not isinstance(event, LaneProgress):
            return  # the rows are the record
        before = self._lanes.get(event.channel)
        lane = self._lanes[event.channel] = carried(before, event)
        if lane.phase is LanePhase.WAITING and lane.code and (before is None or before.code != lane.code):
            self._tell(lane.channel)
        if self._live:
            total = event.done + event.left
            terminal.show_progress(f"{event.channel}: {event.done}/{total}, {event.rate:.0f}/s ")

    def note_fault(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """Logs an exception of a task or callback that nobody awaits."""
        self.faulty = True
        logger.error("A fault of the loop: %s", context.get("message", ""), exc_info=context.get("exception"))

    async def keep_telling(self) -> None:
        """Shows the progress of every channel under way, until it is cancelled."""
        await asyncio.sleep(_FIRST)
        while True:
            for channel, lane in self._lanes.items():
                if lane.phase in _UNDER_WAY:
                    self._tell(channel)
            await asyncio.sleep(_THEN)

    def _tell(self, channel: str) -> None:
        lane = self._lanes[channel]
        if lane.code and lane.until:
            text = f"{channel}: {self._sentences.of_pause(lane, f'{lane.until.astimezone(self._zone):%H:%M:%S}')}"
        elif wait := why_nothing_moves(lane, self._sentences):
            text = f"{channel}: {wait.sentence}. {wait.advice}"
        elif lane.phase is LanePhase.OPENING:
            text = self._sentences.text("cli.lane_prepares", channel=channel)
        else:
            total, rate = lane.done + lane.left, f"{lane.rate:.0f}"
            text = self._sentences.text("cli.lane_progress", channel=channel, done=lane.done, total=total, rate=rate)
        if self._live:
            terminal.show_progress("")
        terminal.tell(text)
