# SPDX-License-Identifier: EUPL-1.2
"""One channel's lane: claims rows just before their turn, sends them, and records what became of each."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TypeVar

from comunecast_gui.core.changes import Changed, ChangeKind, Event, LanePhase, LaneProgress
from comunecast_gui.core.content import Content
from comunecast_gui.core.delivery.error_policy import ErrorPolicy, Halt
from comunecast_gui.core.delivery.lane_control import Control
from comunecast_gui.core.delivery.pace import Pace, PaceKeeper
from comunecast_gui.core.delivery.progress import Progress
from comunecast_gui.core.errors import (
    ConfigError,
    Misconfigured,
    OutcomeUnknown,
    Permanent,
    SendError,
    Transient,
)
from comunecast_gui.core.model import DeliveryState
from comunecast_gui.core.ports import Channel, Claim, Clock, Outbox, Result

logger = logging.getLogger(__name__)
T = TypeVar("T")

_TICKS = (0.02, 0.1)
"""Seconds between two transactions, least and most: about eight messages are claimed and recorded in one."""
_TICK_MESSAGES = 8
_LONGEST_LEAD = 0.02
"""Seconds at most by which rows are claimed before their turn, so that committing the claim makes no call late."""
_RECORD_TRIES = 10
_CLOCK_STEP = timedelta(seconds=5)
_LONGEST_SLEEP = 30.0
"""Seconds after which a waiting lane looks at the clock again: it may have been set, or the machine have slept."""


@dataclass(slots=True)
class _Prepared:
    content: Content
    memory: Mapping[str, str]


class Lane:
    """Sends everything in scope on one channel, until nothing is left, a person stops it, or it cannot go on."""

    def __init__(
        self,
        channel: Channel,
        outbox: Outbox,
        clock: Clock,
        pace: Pace,
        control: Control,
        emit: Callable[[Event], None],
    ) -> None:
        self._channel = channel
        self._outbox = outbox
        self._clock = clock
        self._pace = pace
        self._control = control
        self._emit = emit
        self._monotonic = asyncio.get_running_loop().time
        self._keeper = PaceKeeper(pace, monotonic=self._monotonic)
        self._tick = min(max(_TICKS[0], _TICK_MESSAGES * pace.gap), _TICKS[1])
        # Waiting for more slots than half of what may be made up for would lose them at the first delay.
        self._batch = max(1, min(round(self._tick / pace.gap), int(pace.catch_up / pace.gap / 2)))
        self._prepared: dict[int, _Prepared] = {}
        self._generation = -1
        self._results: list[Result] = []
        self._under_way: set[asyncio.Task[None]] = set()
        self._wake_up = asyncio.Event()
        self._policy = ErrorPolicy(clock)
        self._progress = Progress(channel.name, emit, self._monotonic)
        self._lead = 0.0
        self._latest = clock.now()

    def wake(self) -> None:
        """Wakes the lane: a person asked for something, or the scope grew."""
        self._wake_up.set()

    async def run(self) -> LaneProgress:
        """Sends until the end; returns the last progress. Never raises for what a service or the database does."""
        name = self._channel.name
        now = self._clock.now()
        since = now - timedelta(seconds=max(self._pace.window, self._pace.gap, 1.0))
        calls = await self._store(partial(self._outbox.recent_calls, name, since))
        ages = [(now - call).total_seconds() for call in calls]
        self._keeper = PaceKeeper(self._pace, ages, monotonic=self._monotonic)
        self._progress.report(LanePhase.OPENING)
        try:
            memory = await self._store(partial(self._outbox.channel_memory, name))
            kept = await self._until_ready(partial(self._channel.open, self._keeper, memory))
            if kept is None:
                return self._progress.report(LanePhase.STOPPED)
            if dict(kept) != memory:
                await self._store(partial(self._outbox.keep_channel_memory, name, kept))
            return await self._drain_queue()
        except Halt as halt:
            return self._progress.report(halt.phase, halt.error)
        except ConfigError as error:
            return self._progress.report(LanePhase.STOPPED, Misconfigured(error.code))
        finally:
            await self._channel.close()

    async def _drain_queue(self) -> LaneProgress:
        ending: LanePhase | None = None
        try:
            while ending is None:
                ending = await self._turn()
        except ConfigError as error:
            ending = LanePhase.STOPPED
            self._policy.stop(ending, Misconfigured(error.code))
        finally:
            while self._under_way:
                await asyncio.wait(self._under_way)
        await self._record_the_last()
        halt = self._policy.halt
        return self._progress.report(halt.phase, halt.error) if halt else self._progress.report(ending)

    async def _turn(self) -> LanePhase | None:
        """One round of the lane: perhaps claims and starts some sends, then waits. Returns how it ends, if so."""
        self._wake_up.clear()
        if self._policy.halt:
            return self._policy.halt.phase
        if self._control.stopping:
            self._progress.report(LanePhase.STOPPING)
            return LanePhase.STOPPED
        if self._control.paused:
            await self._exchange(0)
            await self._rest(_LONGEST_SLEEP, LanePhase.PAUSED)
            return None
        await self._notice_the_time()
        if self._generation != self._control.generation and not await self._look_around():
            return LanePhase.STOPPED
        room = max(0, min(self._keeper.ready(self._lead), self._channel.concurrency - len(self._under_way)))
        # What has ended is recorded together with the next claims, unless those are far off.
        if (room or (self._results and self._keeper.delay() > self._tick)) and await self._exchange(room):
            await self._rest(self._until_next_batch(), LanePhase.SENDING)
        elif not self._under_way and not self._results and (room or not self._progress.left):
            return await self._wait_or_end()
        else:
            phase = LanePhase.WAITING if self._keeper.blocked else LanePhase.SENDING
            wait = self._keeper.delay() - self._lead
            await self._rest(wait if wait > 0 else self._tick, phase)
        return None

    def _until_next_batch(self) -> float:
        """Seconds until as many rows as one transaction is good for may be claimed; or one, where that is soon."""
        seconds = self._keeper.delay(self._batch)
        return (seconds if seconds < 2 * self._tick else max(self._tick, self._keeper.delay())) - self._lead

    async def _notice_the_time(self) -> None:
        """A clock that was set back must not make rows wait for a time that has been."""
        now = self._clock.now()
        if now < self._latest - _CLOCK_STEP:
            await self._store(partial(self._outbox.set_back, now))
        self._latest = now

    async def _wait_or_end(self) -> LanePhase | None:
        """Nothing is there to claim: waits for rows that are due later, or ends when there are none."""
        generation, now, scope = self._control.generation, self._clock.now(), self._control.scope
        due = await self._store(partial(self._outbox.next_due, self._channel.name, now=now, scope=scope))
        if due is None:
            return LanePhase.FINISHED if generation == self._control.generation else None
        seconds = max((due - now).total_seconds(), self._keeper.delay())
        if seconds > self._control.patience:
            self._policy.stop(LanePhase.STOPPED, Transient("later"))
            return LanePhase.STOPPED
        await self._rest(seconds, LanePhase.WAITING if seconds > 1 else LanePhase.SENDING)
        return None

    async def _look_around(self) -> bool:
        """Counts what is in scope and prepares each notice once. Returns whether the lane may go on."""
        generation, scope = self._control.generation, self._control.scope
        name = self._channel.name
        waiting = await self._store(partial(self._outbox.waiting, name, scope))
        for notice in [notice for notice in waiting if notice not in self._prepared]:
            content, memory = await self._store(partial(self._outbox.content, notice, name))
            kept = await self._until_ready(partial(self._channel.prepare, content, memory))
            if kept is None:
                return False
            if dict(kept) != memory:
                await self._store(partial(self._outbox.keep_prepared, notice, name, kept))
            self._prepared[notice] = _Prepared(content, kept)
        self._progress.left = sum(waiting.values())
        self._generation = generation
        return True

    async def _exchange(self, room: int) -> list[Claim]:
        """Commits the outcomes so far and claims the next rows; starts a send for each."""
        results, self._results = self._results, []
        now, scope = self._clock.now(), self._control.scope
        exchange = partial(
            self._outbox.exchange, results, self._channel.name, room, now=now, scope=scope, gap=self._pace.gap
        )
        began = self._monotonic()
        try:
            claims = await self._store(exchange)
        except ConfigError as error:
            self._results[:0] = results
            self._policy.stop(LanePhase.STOPPED, Misconfigured(error.code))
            return []
        if claims:
            took = self._monotonic() - began
            await asyncio.sleep(min(self._keeper.delay(len(claims)), self._lead))
            self._lead += (min(took, _LONGEST_LEAD) - self._lead) / 8
        for claim in claims:
            self._keeper.take()
            task = asyncio.ensure_future(self._send(claim))
            self._under_way.add(task)
            task.add_done_callback(self._landed)
        if results or claims:
            ids = {result.delivery for result in results} | {claim.delivery for claim in claims}
            self._emit(Changed(ChangeKind.DELIVERIES, tuple(ids)))
        return claims

    async def _record_the_last(self) -> None:
        """Records what is still in hand; where the database stays unusable, those rows are found unknown later."""
        for _ in range(_RECORD_TRIES):
            await self._exchange(0)
            if not self._results:
                return
            await asyncio.sleep(1.0)
        logger.error("%d outcomes of %s could not be recorded", len(self._results), self._channel.name)

    def _landed(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        self._wake_up.set()

    async def _send(self, claim: Claim) -> None:
        prepared = self._prepared[claim.notice]
        try:
            accepted = await self._channel.send(claim, prepared.content, prepared.memory)
        except SendError as error:
            self._fail(claim, error)
            return
        except Exception as error:  # a fault of ours: the call may have gone out, so nobody repeats it
            logger.exception("The driver of %s failed on delivery %d", claim.channel, claim.delivery)
            self._fail(claim, OutcomeUnknown("internal", type(error).__name__))
            return
        state = DeliveryState.HELD if accepted.held else DeliveryState.ACCEPTED
        self._results.append(Result(claim.delivery, state, self._clock.now(), accepted=accepted, parts=accepted.parts))
        self._policy.accepted()
        self._progress.count(accepted=True)

    def _fail(self, claim: Claim, error: SendError) -> None:
        result = self._policy.judge(claim, error, self._keeper)
        self._results.append(result)
        if result.state is not DeliveryState.QUEUED:
            self._progress.count()

    async def _until_ready(self, call: Callable[[], Awaitable[Mapping[str, str]]]) -> Mapping[str, str] | None:
        """Repeats a call that reads or uploads, and so may be repeated, until it works or the lane must end."""
        while not self._control.stopping:
            self._wake_up.clear()
            try:
                return await call()
            except (Misconfigured, Permanent) as error:
                raise Halt(LanePhase.MISCONFIGURED, error) from error
            except (Transient, OutcomeUnknown) as error:
                again = error if isinstance(error, Transient) else Transient(error.code, error.detail)
                self._policy.pause(again, self._keeper)
                if self._policy.halt:
                    raise self._policy.halt from error
                await self._rest(self._keeper.delay(), LanePhase.WAITING, error)
        return None

    async def _rest(self, seconds: float, phase: LanePhase, error: SendError | None = None) -> None:
        """Waits for ``seconds``; after two ticks the bell ends it."""
        until = self._clock.now() + timedelta(seconds=seconds) if phase is LanePhase.WAITING else None
        self._progress.report(phase, error, until)
        quiet = 2 * self._tick
        await asyncio.sleep(min(max(seconds, 0.0), quiet))
        if seconds > quiet:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wake_up.wait(), min(seconds, _LONGEST_SLEEP) - quiet)

    async def _store(self, call: Callable[[], T]) -> T:
        return await self._control.in_store(call)
