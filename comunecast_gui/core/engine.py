# SPDX-License-Identifier: EUPL-1.2
"""The delivery engine: one lane per channel, one thread for the outbox, and a person's stop, pause and resume."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from comunecast_gui.core.changes import Event, LaneProgress
from comunecast_gui.core.lane import Lane
from comunecast_gui.core.pace import Pace
from comunecast_gui.core.ports import Channel, Clock, Outbox, Scope

T = TypeVar("T")


class Engine:
    """Sends what is queued. Its methods are called on the asyncio loop that runs it, from no other thread.

    Who calls :meth:`run` holds the data folder's sending lock: rows that a dead process left in ``sending``
    become ``unknown`` at the start of a run.
    """

    def __init__(
        self,
        outbox: Outbox,
        channels: Sequence[Channel],
        clock: Clock,
        emit: Callable[[Event], None],
        paces: Mapping[str, Pace],
    ) -> None:
        self._outbox = outbox
        self._channels = {channel.name: channel for channel in channels}
        self._clock = clock
        self._emit = emit
        self._paces = paces
        self._lanes: dict[str, asyncio.Task[LaneProgress]] = {}
        self._news = asyncio.Event()
        self._executor: ThreadPoolExecutor | None = None
        self._scope = Scope(frozenset())
        self._generation = 0
        self._stopping = False
        self._paused = False

    async def run(
        self, notices: Iterable[int] | None = None, delivery: int | None = None
    ) -> dict[str, LaneProgress]:
        """Sends the queued rows of ``notices`` (None: all), or the one ``delivery``; returns how each lane ended.

        A second call while lanes are under way adds to what they send; both calls end when the lanes do.
        """
        if not self._lanes:
            await self._begin()
        self._widen(Scope(frozenset(notices) if notices is not None else None, delivery))
        for name, channel in self._channels.items():
            if name not in self._lanes and await self.in_store(lambda n=name: self._outbox.waiting(n, self._scope)):
                lane = Lane(channel, self._outbox, self._clock, self._paces[name], self, self._emit)
                self._lanes[name] = asyncio.ensure_future(lane.run())
        ended: dict[str, LaneProgress] = {}
        try:
            for name, task in list(self._lanes.items()):
                ended[name] = await task
        finally:
            for name in [name for name, task in self._lanes.items() if task.done()]:
                del self._lanes[name]
            if not self._lanes:
                self._end()
        return ended

    @property
    def running(self) -> bool:
        """Whether a lane is under way."""
        return bool(self._lanes)

    def stop(self) -> None:
        """Drains: no new claims, those under way are awaited, the rest stays queued."""
        self._stopping = True
        self._news.set()

    def pause(self) -> None:
        """No new claims until :meth:`resume`; those under way are recorded as they end."""
        self._paused = True
        self._news.set()

    def resume(self) -> None:
        self._paused = False
        self._news.set()

    @property
    def scope(self) -> Scope:
        return self._scope

    @property
    def generation(self) -> int:
        return self._generation

    @property
    def stopping(self) -> bool:
        return self._stopping

    @property
    def paused(self) -> bool:
        return self._paused

    async def news(self, seconds: float) -> None:
        """Returns after ``seconds``, or at once when something was asked for."""
        event = self._news
        try:
            await asyncio.wait_for(event.wait(), seconds)
        except TimeoutError:
            return
        if event is self._news:  # the first lane that wakes renews the event; the others wake by the old one
            self._news = asyncio.Event()

    async def in_store(self, call: Callable[[], T]) -> T:
        """Runs ``call`` on the outbox's own thread."""
        return await asyncio.get_running_loop().run_in_executor(self._executor, call)

    async def _begin(self) -> None:
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="outbox")
        self._scope, self._stopping, self._paused = Scope(frozenset()), False, False
        await self.in_store(lambda: self._outbox.recover(self._clock.now()))

    def _end(self) -> None:
        if self._executor:
            self._executor.shutdown(wait=True)
            self._executor = None

    def _widen(self, more: Scope) -> None:
        if self._scope == Scope(frozenset()) or self._scope.delivery is not None:
            self._scope = more
        elif self._scope.notices is None or more.notices is None:
            self._scope = Scope()
        else:
            self._scope = Scope(self._scope.notices | more.notices)
        self._generation += 1
        self._news.set()
