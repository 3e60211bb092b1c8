# SPDX-License-Identifier: EUPL-1.2
"""The delivery engine: one lane per channel, one thread for the outbox, and a person's stop, pause and resume."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from comunecast_gui.core.changes import Event, LanePhase, LaneProgress
from comunecast_gui.core.delivery.lane import Lane
from comunecast_gui.core.delivery.pace import Pace
from comunecast_gui.core.ports import NO_ROWS, Channel, Clock, Outbox, Scope

T = TypeVar("T")


class Engine:
    """Sends what is queued. Its methods are called on the asyncio loop that runs it, from no other thread.

    A lane whose next row is due in more than ``patience`` seconds ends and leaves it queued.

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
        patience: float = math.inf,
    ) -> None:
        self._outbox = outbox
        self._channels = {channel.name: channel for channel in channels}
        self._clock = clock
        self._emit = emit
        self._paces = paces
        self._patience = patience
        self._lanes: dict[str, tuple[Lane, asyncio.Task[LaneProgress]]] = {}
        self._supervisor: asyncio.Task[dict[str, LaneProgress]] | None = None
        self._widened = asyncio.Event()
        self._executor: ThreadPoolExecutor | None = None
        self._scope = NO_ROWS
        self._generation = 0
        self._stopping = False
        self._paused = False

    async def run(self, scope: Scope) -> dict[str, LaneProgress]:
        """Sends the queued rows in ``scope``; returns how each lane ended (those without such rows are absent).

        A second call while lanes are under way adds to what they send; both calls end when the lanes do.
        """
        if self._supervisor is None:
            self._scope, self._stopping, self._paused = NO_ROWS, False, False
            self._executor = ThreadPoolExecutor(1, thread_name_prefix="outbox")
            self._supervisor = asyncio.ensure_future(self._supervise())
        self._widen(scope)
        return await asyncio.shield(self._supervisor)

    @property
    def running(self) -> bool:
        """Whether something is being sent."""
        return self._supervisor is not None

    def stop(self) -> None:
        """Drains: no new claims, those under way are awaited, the rest stays queued."""
        self._stopping = True
        self._wake_lanes()

    def pause(self) -> None:
        """No new claims until :meth:`resume`; those under way are recorded as they end."""
        self._paused = True
        self._wake_lanes()

    def resume(self) -> None:
        self._paused = False
        self._wake_lanes()

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

    @property
    def patience(self) -> float:
        return self._patience

    async def in_store(self, call: Callable[[], T]) -> T:
        """Runs ``call`` on the outbox's own thread."""
        return await asyncio.get_running_loop().run_in_executor(self._executor, call)

    async def _supervise(self) -> dict[str, LaneProgress]:
        """Keeps a lane alive for every channel that has rows in scope; ends when none has."""
        ended: dict[str, LaneProgress] = {}
        try:
            await self.in_store(lambda: self._outbox.recover(self._clock.now()))
            while True:
                generation = self._generation
                self._widened.clear()
                for name in self._channels.keys() - self._lanes.keys():
                    given_up = name in ended and ended[name].phase is not LanePhase.FINISHED
                    if not self._stopping and not given_up and await self._has_rows(name):
                        self._open_lane(name)
                if self._lanes:
                    ended |= await self._next_end()
                elif generation == self._generation:
                    return ended
        finally:
            self.stop()
            await asyncio.gather(*(task for _, task in self._lanes.values()), return_exceptions=True)
            self._lanes.clear()
            self._supervisor = None
            if self._executor:
                self._executor.shutdown(wait=True)

    async def _has_rows(self, name: str) -> bool:
        return bool(await self.in_store(partial(self._outbox.waiting, name, self._scope)))

    def _open_lane(self, name: str) -> None:
        lane = Lane(self._channels[name], self._outbox, self._clock, self._paces[name], self, self._emit)
        self._lanes[name] = (lane, asyncio.ensure_future(lane.run()))

    async def _next_end(self) -> dict[str, LaneProgress]:
        """Waits until a lane ends or the scope grows; returns how the ended ones did."""
        widened = asyncio.ensure_future(self._widened.wait())
        tasks = [task for _, task in self._lanes.values()]
        await asyncio.wait([widened, *tasks], return_when=asyncio.FIRST_COMPLETED)
        widened.cancel()
        done = {name: task for name, (_, task) in self._lanes.items() if task.done()}
        for name in done:
            del self._lanes[name]
        return {name: task.result() for name, task in done.items()}

    def _widen(self, more: Scope) -> None:
        self._scope |= more
        self._generation += 1
        self._widened.set()
        self._wake_lanes()

    def _wake_lanes(self) -> None:
        for lane, _ in self._lanes.values():
            lane.wake()
