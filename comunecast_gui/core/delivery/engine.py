# SPDX-License-Identifier: EUPL-1.2
"""The delivery engine: runs one lane per channel, one thread for the outbox, and obeys stop, pause and resume."""

from __future__ import annotations

import asyncio
import logging
import math
import traceback
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import TypeVar

from comunecast_gui.core.changes import Event, Fault, LanePhase, LaneProgress
from comunecast_gui.core.delivery.lane import Lane
from comunecast_gui.core.delivery.pace import Pace
from comunecast_gui.core.delivery.start_gate import StartGate
from comunecast_gui.core.errors import ConfigError, Misconfigured
from comunecast_gui.core.ports import NO_ROWS, ChannelFactory, Clock, Outbox, Scope

T = TypeVar("T")
logger = logging.getLogger(__name__)

_LOOK_FOR_NEWS = 1.0
"""Seconds between two looks at what others queued, while a run sends whatever there is."""
_TO_REOPEN = (LanePhase.OPENING, LanePhase.FINISHED)
"""How a lane ends that may be opened again when there is something for it."""


class Engine:
    """Sends what is queued. Its methods are called on the asyncio loop that runs it, from no other thread.

    ``channels`` makes each channel anew whenever its lane is opened, with the keys and settings of that moment. A lane
    whose next row is due in more than ``patience`` seconds ends and leaves it queued.

    Who calls :meth:`run` holds the data folder's sending lock: rows that a dead process left in ``sending``
    become ``unknown`` at the start of a run.
    """

    def __init__(
        self,
        outbox: Outbox,
        channels: Mapping[str, ChannelFactory],
        clock: Clock,
        emit: Callable[[Event], None],
        paces: Mapping[str, Pace],
        patience: float = math.inf,
    ) -> None:
        self._outbox = outbox
        self._channels = dict(channels)
        self._clock = clock
        self._watcher = emit
        self._paces = paces
        self._patience = patience
        self._lanes: dict[str, tuple[Lane, asyncio.Task[LaneProgress]]] = {}
        self._ended: dict[str, LaneProgress] = {}
        self._given_up: set[str] = set()
        self._tried_again: set[str] = set()
        self._start_gate = StartGate(self._wake_lanes)
        self._supervisor: asyncio.Task[dict[str, LaneProgress]] | None = None
        self._widened = asyncio.Event()
        self._executor: ThreadPoolExecutor | None = None
        self._scope = NO_ROWS
        self._generation = 0
        self._newest = 0
        self._look_soon = False
        self._stops = 0
        self._waiting: list[int] = []
        self._stopping = False
        self._paused = False

    async def run(self, scope: Scope) -> dict[str, LaneProgress]:
        """Sends the queued rows in ``scope``; returns how each lane ended (those without such rows are absent).

        A second call while lanes are under way adds to what they send, and opens those again that had given up; all
        calls end when the lanes do. A call while a stop drains begins anew after it.
        """
        stops = self._stops
        self._waiting.append(stops)
        try:
            while self._supervisor is not None and self._stopping:
                await asyncio.wait({self._supervisor})
                if stops != self._stops:
                    self._paused = self._paused and (self.running or self._is_awaited)
                    return {}
        finally:
            self._waiting.remove(stops)
        supervisor = self._supervisor or self._begin()
        self._scope |= scope
        self._look_again()
        return await asyncio.shield(supervisor)

    @property
    def _is_awaited(self) -> bool:
        """Whether a run begins once the present one has drained: one that was asked for after the last stop."""
        return self._stops in self._waiting

    @property
    def running(self) -> bool:
        """Whether something is being sent."""
        return self._supervisor is not None

    def stop(self) -> None:
        """Stops by draining: claims no more rows, waits for the calls under way, leaves the rest queued."""
        self._stops += 1
        self._stopping = self.running
        self._wake_lanes()

    def cut_off(self) -> None:
        """Ends the calls under way at once, when the person who stopped the sending does not want to wait for them.

        Their deliveries then have an unknown outcome.
        """
        for lane, _ in self._lanes.values():
            lane.cut_off()

    def pause(self) -> None:
        """No new claims until :meth:`resume` or the end of all that is to be sent.

        Those under way are recorded as they end.
        """
        self._paused = self.running
        self._wake_lanes()

    def resume(self) -> None:
        """Ends a pause."""
        self._paused = False
        self._wake_lanes()

    def renew(self) -> None:
        """Keys or settings have changed: every channel is made anew, also of the lanes that had given up."""
        for lane, _ in self._lanes.values():
            lane.retire()
        self._look_again()

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

    @property
    def start_gate(self) -> StartGate:
        return self._start_gate

    def is_superseded(self, channel: str) -> bool:
        """See :meth:`~comunecast_gui.core.delivery.lane_control.Control.is_superseded`."""
        return self._stopping and channel in self._tried_again

    async def in_store(self, call: Callable[[], T]) -> T:
        """Runs ``call`` on the outbox's own thread."""
        return await asyncio.get_running_loop().run_in_executor(self._executor, call)

    def report_fault(self, error: BaseException, channel: str, deliveries: Iterable[int], where: str) -> None:
        """Logs an unexpected exception with the rows that it concerns, and sends a Fault to the listener."""
        rows = tuple(sorted(deliveries))
        logger.error("A fault on %s: %s; deliveries %s", channel, where, list(rows), exc_info=error)
        self._emit(Fault(channel, rows, "".join(traceback.format_exception(error))))

    def _emit(self, event: Event) -> None:
        """Sends an event to the listener; a listener that fails does not stop the sending."""
        try:
            self._watcher(event)
        except Exception:
            logger.exception("An event could not be told")

    def _begin(self) -> asyncio.Task[dict[str, LaneProgress]]:
        self._scope = NO_ROWS
        self._ended = {}
        self._given_up, self._tried_again = set(), set()
        self._start_gate = StartGate(self._wake_lanes)
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="outbox")
        self._supervisor = asyncio.ensure_future(self._supervise())
        return self._supervisor

    def _look_again(self) -> None:
        """Wakes every lane, also those that had given up: there may be new rows."""
        self._given_up.clear()
        # Their reason may be gone by now: it does not count when they end.
        self._tried_again = {name for name, (lane, task) in self._lanes.items() if lane.halted or task.done()}
        self._generation += 1
        self._widened.set()
        self._wake_lanes()

    async def _supervise(self) -> dict[str, LaneProgress]:
        """Keeps a lane open for every channel with rows in scope; ends when no channel has any."""
        try:
            await self.in_store(lambda: self._outbox.recover(self._clock.now()))
            self._newest = await self.in_store(self._outbox.newest)
            while True:
                generation = self._generation
                self._widened.clear()
                await self._open_lanes()
                if self._lanes:
                    await self._next_end()
                elif generation == self._generation:
                    return self._ended
        finally:
            by_a_person, self._stopping = self._stopping, True
            self._wake_lanes()
            await asyncio.gather(*(task for _, task in self._lanes.values()), return_exceptions=True)
            self._lanes.clear()
            self._tell_stopped(await self._left() if by_a_person else {})
            # A pause also holds what was confirmed while a stop drained, and begins now.
            paused = self._paused and self._is_awaited
            self._supervisor, self._stopping, self._paused = None, False, paused
            if self._executor:
                self._executor.shutdown(wait=True)

    async def _open_lanes(self) -> None:
        """Opens a lane for each channel with rows in scope that has none and has not given up."""
        self._look_soon = False
        if self._stopping:
            return
        try:
            queued = await self.in_store(partial(self._outbox.queued, self._scope))
        except ConfigError:
            if not self._lanes:
                raise
            self._look_soon = True
            return
        renewed = {name: 0 for name, ended in self._ended.items() if ended.phase is LanePhase.OPENING}
        for name, count in (renewed | queued).items():
            if name in self._lanes or name in self._given_up:
                continue
            if name in self._channels:
                self._open_lane(name)
            else:
                self._note_end(LaneProgress(name, LanePhase.MISCONFIGURED, 0, count, code="channel_gone"))
                self._emit(self._ended[name])

    def _open_lane(self, name: str) -> None:
        before = self._ended.pop(name, None)
        self._start_gate.reopened(name)
        lane = Lane(
            name,
            self._channels[name],
            self._outbox,
            self._clock,
            self._paces[name],
            self,
            self._emit,
            before.done if before else 0,
        )
        self._lanes[name] = (lane, asyncio.ensure_future(lane.run()))

    async def _next_end(self) -> None:
        """Waits until a lane ends or there is something new, and notes how the ended ones did."""
        widened = asyncio.ensure_future(self._widened.wait())
        tasks = [task for _, task in self._lanes.values()]
        look = _LOOK_FOR_NEWS if self._look_soon or self._scope.notices is None else None
        done, _ = await asyncio.wait([widened, *tasks], timeout=look, return_when=asyncio.FIRST_COMPLETED)
        widened.cancel()
        for name in [name for name, (_, task) in self._lanes.items() if task.done()]:
            _, task = self._lanes.pop(name)
            self._note_end(task.result())
        if not done:
            await self._look_for_news()

    def _note_end(self, lane: LaneProgress) -> None:
        self._ended[lane.channel] = lane
        again = lane.channel in self._tried_again
        if lane.code and self.is_superseded(lane.channel):
            self._ended[lane.channel] = replace(lane, phase=LanePhase.STOPPED, code="", detail="")
            self._emit(self._ended[lane.channel])
        self._tried_again.discard(lane.channel)
        if lane.phase not in _TO_REOPEN and not again:
            self._given_up.add(lane.channel)
            self._start_gate.closed(lane.channel, Misconfigured(lane.code, lane.detail))

    async def _left(self) -> Mapping[str, int]:
        """How many rows in scope a stop leaves queued on each channel; empty where the database does not say."""
        try:
            return await self.in_store(partial(self._outbox.queued, self._scope))
        except ConfigError:
            return {}

    def _tell_stopped(self, left: Mapping[str, int]) -> None:
        """Reports lanes that were to be opened again as stopped, because no lane is opened any more.

        One that had finished was to be, if something was queued for it just before the stop.
        """
        for name, lane in self._ended.items():
            rows = left.get(name, lane.left)
            if lane.phase is LanePhase.OPENING or (lane.phase is LanePhase.FINISHED and rows):
                self._ended[name] = replace(lane, phase=LanePhase.STOPPED, left=rows)
                self._emit(self._ended[name])

    async def _look_for_news(self) -> None:
        """Looks for rows that others queued meanwhile, in a run that sends everything; urgent notices go first."""
        try:
            newest = await self.in_store(self._outbox.newest)
        except ConfigError:
            return
        if newest > self._newest:
            self._newest = newest
            self._generation += 1
            self._wake_lanes()

    def _wake_lanes(self) -> None:
        for lane, _ in self._lanes.values():
            lane.wake()
