# SPDX-License-Identifier: EUPL-1.2
"""One channel's lane: claims rows of prepared notices just before their turn, and records the outcome of each."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

from comunecast_gui.core.changes import OTHER_CHANNEL, Changed, ChangeKind, Event, LanePhase, LaneProgress, SetAside
from comunecast_gui.core.content import Content
from comunecast_gui.core.delivery.error_policy import ErrorPolicy, Halt, halting
from comunecast_gui.core.delivery.lane_control import Control
from comunecast_gui.core.delivery.pace import Pace, PaceKeeper
from comunecast_gui.core.delivery.preparation import Preparations, Prepared
from comunecast_gui.core.delivery.progress import Progress
from comunecast_gui.core.delivery.retry import until_done
from comunecast_gui.core.errors import (
    ConfigError,
    Misconfigured,
    OutcomeUnknown,
    Permanent,
    SendError,
    Stops,
    Transient,
)
from comunecast_gui.core.model import DeliveryState
from comunecast_gui.core.ports import Accepted, Channel, ChannelFactory, Claim, Clock, Lineup, Outbox, Result

logger = logging.getLogger(__name__)
T = TypeVar("T")

_TICKS = (0.02, 0.1)
"""Seconds between two transactions, least and most: about eight messages are claimed and recorded in one."""
_TICK_MESSAGES = 8
_LONGEST_LEAD = 0.02
"""Seconds at most by which rows are claimed before their turn, so that committing the claim makes no call late."""
_STORE_TRIES = 3
"""A database that is busy for a moment ends no lane before the first message."""
_RECORD_TRIES = 10
_STORE_PAUSE = 1.0
_CLOCK_STEP = timedelta(seconds=5)
_LONGEST_SLEEP = 30.0
"""Seconds after which a waiting lane looks at the clock again: it may have been set, or the machine have slept."""
_OTHERS_LOOK = 2.0
"""Seconds after which a lane that waits for another channel looks whether that is still awaited."""


class Lane:
    """Sends everything in scope on one channel, until nothing is left, a person stops it, or it cannot go on.

    Rows are claimed only of notices that are prepared here and may begin (:class:`StartGate`): whatever appears later
    is prepared first. Every row that was claimed ends recorded, whatever is raised.
    """

    def __init__(
        self,
        name: str,
        make_channel: ChannelFactory,
        outbox: Outbox,
        clock: Clock,
        pace: Pace,
        control: Control,
        emit: Callable[[Event], None],
        done: int = 0,
    ) -> None:
        self._name = name
        self._make_channel = make_channel
        self._channel: Channel | None = None
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
        self._generation = -1
        self._results: list[Result] = []
        self._under_way: dict[asyncio.Task[None], int] = {}
        self._wake_up = asyncio.Event()
        self._retired = False
        self._policy = ErrorPolicy(clock, control.patience)
        self._progress = Progress(name, emit, self._monotonic, done)
        self._preparations = Preparations(
            name, outbox, control, self._prepare, lambda error: self._policy.stop(halting(error)), self.wake
        )
        self._told_aside: dict[int, SetAside | None] = {}
        self._held_back: Mapping[int, SendError] = {}
        """Why each notice stays queued, where the lane ends because of them."""
        self._pause: tuple[Transient, datetime] | None = None
        self._lead = 0.0
        self._latest = clock.now()

    def wake(self) -> None:
        """Makes the lane look again: a person asked for something, or there is something new."""
        self._wake_up.set()

    @property
    def halted(self) -> bool:
        """Whether the lane is about to give up, whatever is asked of it from now on."""
        return self._policy.halt is not None

    def cut_off(self) -> None:
        """Ends the calls under way at once; see :meth:`~comunecast_gui.core.ports.Channel.cancel`."""
        if self._channel:
            self._channel.cancel()

    def retire(self) -> None:
        """Ends the lane in phase OPENING as soon as nothing is under way, so that it is opened anew."""
        self._retired = True
        self.wake()

    async def run(self) -> LaneProgress:
        """Sends until the end; returns the last progress. Never raises: a fault of ours stops this lane only."""
        ending = LanePhase.STOPPED
        try:
            ending = await self._work()
        except Halt as reason:
            self._policy.stop(reason)
        except ConfigError as error:
            self._policy.stop(Halt(LanePhase.STOPPED, Misconfigured(error.code)))
        except Exception as error:
            self._fault(error, "the lane ended", self._under_way.values())
            self._policy.stop(Halt(LanePhase.STOPPED, Misconfigured("internal_fault", type(error).__name__)))
        await self._settle()
        halt = self._policy.halt
        if halt and self._control.is_superseded(self._name):
            halt, ending = None, LanePhase.FINISHED
        if ending is LanePhase.FINISHED and not halt:
            ending = await self._last_look()
        if halt is None:
            return self._progress.report(ending)
        await self._keep_reason(halt.error)
        return await self._last_word(halt)

    async def _work(self) -> LanePhase:
        self._progress.report(LanePhase.OPENING)
        if not await self._open():
            return LanePhase.STOPPED
        ending: LanePhase | None = None
        while ending is None:
            ending = await self._turn()
        return ending

    async def _open(self) -> bool:
        """Makes the channel with the current keys and opens it; False where a person stopped the sending first."""
        name, now = self._name, self._clock.now()
        since = now - timedelta(seconds=max(self._pace.window, self._pace.gap, 1.0))
        calls = await self._read(partial(self._outbox.recent_calls, name, since))
        ages = [(now - call).total_seconds() for call in calls]
        self._keeper = PaceKeeper(self._pace, ages, monotonic=self._monotonic)
        memory = await self._read(partial(self._outbox.channel_memory, name))
        try:
            self._channel = await asyncio.to_thread(self._make_channel)
        except ConfigError as error:  # the keyring does not open
            raise halting(Misconfigured(error.code)) from error
        try:
            opening = partial(self._channel.open, self._keeper, memory)
            kept = await until_done(opening, self._control, self._keeper, self._tell_pause)
        except (Misconfigured, Permanent, Transient) as error:
            raise halting(error) from error
        if kept is not None and dict(kept) != memory:
            await self._read(partial(self._outbox.keep_channel_memory, name, kept))
        return kept is not None

    async def _turn(self) -> LanePhase | None:
        """One round: perhaps claims and starts some sends, then waits. Returns the last phase, if the lane ends."""
        self._wake_up.clear()
        if self._policy.halt:
            return self._policy.halt.phase
        if self._control.stopping:
            self._progress.report(LanePhase.STOPPING)
            return LanePhase.STOPPED
        if self._retired:
            return LanePhase.OPENING
        if self._control.paused:
            await self._exchange(0, {})
            await self._rest(_LONGEST_SLEEP, LanePhase.PAUSED)
            return None
        await self._notice_the_time()
        if self._generation != self._control.generation:
            await self._look_around()
        aside = (SetAside(notice, error.code, error.detail) for notice, error in self._preparations.aside.items())
        await self._tell_aside(*aside)
        going = self._going()
        slots = min(self._keeper.ready(self._lead), self._concurrency - len(self._under_way))
        room = max(0, slots) if going else 0
        # What has ended is recorded together with the next claims, unless those are far off.
        alone = self._results and (not going or self._keeper.delay() > self._tick)
        if (room or alone) and await self._exchange(room, going):
            await self._rest(self._until_next_batch(), LanePhase.SENDING)
        elif not self._under_way and not self._results and (room or not going or not self._progress.left):
            return await self._wait_or_end(going)
        else:
            why = self._policy.reason if self._keeper.blocked else None
            wait = self._keeper.delay() - self._lead
            await self._rest(
                wait if wait > 0 else self._tick, LanePhase.WAITING if self._keeper.blocked else LanePhase.SENDING, why
            )
        return None

    def _going(self) -> Mapping[int, Prepared]:
        """The notices whose rows may be claimed now."""
        may_begin = self._control.start_gate.may_begin
        return {notice: one for notice, one in self._preparations.prepared.items() if may_begin(notice)}

    def _until_next_batch(self) -> float:
        """Seconds until a batch worth one transaction may be claimed; until one row may be, if that is soon."""
        seconds = self._keeper.delay(self._batch)
        return (seconds if seconds < 2 * self._tick else max(self._tick, self._keeper.delay())) - self._lead

    async def _notice_the_time(self) -> None:
        """Detects a clock that was set back, so that rows do not wait for a time that has passed."""
        now = self._clock.now()
        if now < self._latest - _CLOCK_STEP:
            await self._store(partial(self._outbox.set_back, now))
        self._latest = now

    async def _look_around(self) -> None:
        """Counts what is in scope, and begins to prepare each notice that is not prepared."""
        generation, scope, name = self._control.generation, self._control.scope, self._name
        await self._read(partial(self._outbox.expire, name, now=self._clock.now(), scope=scope))
        waiting = await self._read(partial(self._outbox.waiting, name, scope))
        self._control.start_gate.expect(await self._read(partial(self._lineups, list(waiting))))
        self._preparations.forget(self._preparations.known - waiting.keys())
        self._preparations.want(waiting)
        self._progress.left = sum(waiting.values())
        self._generation = generation

    def _lineups(self, notices: Sequence[int]) -> Mapping[int, Lineup]:
        """The lineup of these notices."""
        whole = self._control.scope.notices
        found = self._outbox.lineups(notices)
        return {
            id: one if whole is None or id in whole else Lineup(frozenset(), begun=True) for id, one in found.items()
        }

    async def _wait_or_end(self, going: Mapping[int, Prepared]) -> LanePhase | None:
        """Called when nothing can be claimed: waits for rows that are due later, or ends when there are none."""
        now, due = self._clock.now(), None
        if going:
            scope = self._control.scope.within(going)
            due = await self._store(partial(self._outbox.next_due, self._name, now=now, scope=scope))
        seconds = max((due - now).total_seconds(), self._keeper.delay()) if due else 0.0
        if due and seconds <= self._control.patience:
            why = await self._waits_for() if seconds > 1 else None
            await self._rest(seconds, LanePhase.WAITING if why else LanePhase.SENDING, why)
            return None
        if self._preparations.busy:
            await self._rest_while_preparing()
            return None
        if await self._others_are_awaited():
            return None
        return await self._end(late=due is not None)

    async def _waits_for(self) -> Transient:
        """Why the first of the waiting rows has to wait."""
        if self._keeper.blocked and self._policy.reason:
            return self._policy.reason
        code = await self._store(partial(self._outbox.waits_because, self._name, self._control.scope))
        return Transient(code or "later")

    async def _rest_while_preparing(self) -> None:
        """Shows the wait of a notice that is being prepared as the lane's own."""
        if self._pause:
            why, until = self._pause
            seconds = (until - self._clock.now()).total_seconds()
            if seconds > 0:
                await self._rest(seconds, LanePhase.WAITING, why)
                return
            self._pause = None
        await self._rest(_LONGEST_SLEEP, LanePhase.OPENING)

    async def _others_are_awaited(self) -> bool:
        """Whether a notice that is ready here still waits for another channel; looks again after a while."""
        gate = self._control.start_gate
        gated = [notice for notice in self._preparations.prepared if not gate.may_begin(notice)]
        if not gated:
            return False
        gate.expect(await self._store(partial(self._lineups, gated)))
        if all(gate.obstacles(notice) for notice in gated):
            return False
        if not any(gate.may_begin(notice) for notice in gated):
            await self._rest(_OTHERS_LOOK, LanePhase.OPENING, Transient("others_prepare"))
        return True

    async def _end(self, *, late: bool) -> LanePhase | None:
        """The phase in which a lane without work ends; None where rows have just appeared."""
        preparations, gate = self._preparations, self._control.start_gate
        waiting = await self._store(partial(self._outbox.waiting, self._name, self._control.scope))
        self._progress.left = sum(waiting.values())
        if waiting.keys() - preparations.known:
            self._generation = -1
        if self._generation != self._control.generation:
            return None
        reasons = {notice: error for notice, error in preparations.aside.items() if notice in waiting}
        held = [notice for notice in waiting if notice in preparations.prepared and not gate.may_begin(notice)]
        reasons |= {notice: Transient(OTHER_CHANNEL, ", ".join(gate.obstacles(notice))) for notice in held}
        await self._tell_aside(*(SetAside(notice, error.code, error.detail) for notice, error in reasons.items()))
        if late and not reasons:
            reasons = dict.fromkeys(waiting, await self._waits_for())
        if waiting and not reasons:  # somebody else has them in hand, or has just put them back
            await self._rest(self._tick, LanePhase.SENDING)
            return None
        self._held_back = reasons
        if reasons:
            self._policy.stop(halting(_worst(reasons.values())))
        return self._policy.halt.phase if self._policy.halt else LanePhase.FINISHED

    async def _tell_aside(self, *aside: SetAside) -> None:
        """Tells why notices are not sent here now, and keeps it for whoever asks later; also that it is over."""
        self._progress.aside = aside
        reasons: dict[int, SetAside | None] = dict.fromkeys(self._preparations.prepared)
        reasons |= {one.notice: one for one in aside}
        news = {id: why for id, why in reasons.items() if id not in self._told_aside or self._told_aside[id] != why}
        if not news:
            return
        now_aside = [why for why in news.values() if why]
        going = [id for id, why in news.items() if why is None]
        noting = partial(self._outbox.note_aside, self._name, now_aside, going, now=self._clock.now())
        changed = await self._read(noting)
        self._told_aside |= news
        if changed:
            self._emit(Changed(ChangeKind.NOTICES, tuple(changed)))

    async def _keep_reason(self, error: SendError) -> None:
        """Keeps the reason why the lane ended for each notice that stays queued and has no reason of its own.

        Never raises.
        """
        try:
            waiting = await self._store(partial(self._outbox.waiting, self._name, self._control.scope))
            own = {one.notice for one in self._progress.aside}
            rest = [SetAside(notice, error.code, error.detail) for notice in waiting if notice not in own]
            noting = partial(self._outbox.note_aside, self._name, rest, (), now=self._clock.now())
            if changed := await self._store(noting):
                self._emit(Changed(ChangeKind.NOTICES, tuple(changed)))
        except ConfigError:  # the database is the reason, and tells it itself
            logger.warning("The reason %s of %s could not be kept", error.code, self._name)
        except Exception as fault:
            self._fault(fault, "the reason for its end could not be kept", ())

    async def _last_word(self, halt: Halt) -> LaneProgress:
        """Tells why the lane ended, by what is queued now: what was cancelled while it settled waits for nothing.

        Returns what it told. Never raises.
        """
        try:
            waiting = await self._store(partial(self._outbox.waiting, self._name, self._control.scope))
        except Exception:  # what was seen last; the reason itself is told in any case
            logger.warning("What is queued on %s could not be counted at the end", self._name)
            return self._progress.report(halt.phase, halt.error)
        self._progress.left = sum(waiting.values())
        self._progress.aside = tuple(one for one in self._progress.aside if one.notice in waiting)
        if not any(error is halt.error for error in self._held_back.values()):
            return self._progress.report(halt.phase, halt.error)
        if still := [error for notice, error in self._held_back.items() if notice in waiting]:
            now = halting(_worst(still))
            return self._progress.report(now.phase, now.error)
        return self._progress.report(self._phase_without_reason(waiting))

    def _phase_without_reason(self, waiting: Collection[int]) -> LanePhase:
        """How a lane ends that could go on: it is opened again for whatever was queued while it settled."""
        if not waiting:
            return LanePhase.FINISHED
        return LanePhase.STOPPED if self._control.stopping else LanePhase.OPENING

    async def _exchange(self, room: int, going: Mapping[int, Prepared]) -> Collection[Claim]:
        """Commits the outcomes so far and claims the next rows of ``going``; starts a send for each."""
        results, self._results = self._results, []
        began = self._monotonic()
        try:
            claims = await self._store(self._exchanging(results, room, going))
        except ConfigError as error:
            self._results[:0] = results
            self._policy.stop(Halt(LanePhase.STOPPED, Misconfigured(error.code)))
            return []
        except Exception as error:
            if not results:
                raise
            self._fault(error, "outcomes could not be recorded", [result.delivery for result in results])
            await self._record_one_by_one(results)
            return []
        if claims:
            took = self._monotonic() - began
            await asyncio.sleep(min(self._keeper.delay(len(claims)), self._lead))
            self._lead += (min(took, _LONGEST_LEAD) - self._lead) / 8
        for claim in claims:
            self._keeper.take()
            task = asyncio.ensure_future(self._send(claim, going[claim.notice]))
            self._under_way[task] = claim.delivery
            task.add_done_callback(self._landed)
        self._tell_changed(results, claims)
        return claims

    def _exchanging(
        self, results: Sequence[Result], room: int, going: Mapping[int, Prepared]
    ) -> Callable[[], list[Claim]]:
        return partial(
            self._outbox.exchange,
            results,
            self._name,
            room,
            now=self._clock.now(),
            scope=self._control.scope.within(going),
            gap=self._pace.gap,
        )

    def _tell_changed(self, results: Sequence[Result], claims: Sequence[Claim] = ()) -> None:
        if results or claims:
            ids = {result.delivery for result in results} | {claim.delivery for claim in claims}
            self._emit(Changed(ChangeKind.DELIVERIES, tuple(ids)))

    async def _record_one_by_one(self, results: Sequence[Result]) -> None:
        """Records each result separately; of one that cannot be stored as it is, only the state."""
        for result in results:
            plain = replace(result, detail="", parts=(), accepted=Accepted("") if result.accepted else None)
            for attempt in (result, plain):
                try:
                    await self._store(self._exchanging([attempt], 0, {}))
                except ConfigError:
                    self._results.append(result)
                except Exception:
                    logger.exception("The outcome of delivery %d could not be recorded", result.delivery)
                    continue
                else:
                    self._tell_changed([attempt])
                break

    async def _settle(self) -> None:
        """Waits for what is under way, records it, and gives back what was claimed and not begun. Never raises."""
        await self._preparations.finish()
        while self._under_way:
            await asyncio.wait(self._under_way)
        try:
            await self._record_the_last()
        except Exception as error:
            self._fault(error, "the last outcomes could not be recorded", [one.delivery for one in self._results])
        if self._channel:
            try:
                await self._channel.close()
            except Exception as error:
                self._fault(error, "the channel did not close", ())

    async def _last_look(self) -> LanePhase:
        """Opens the lane again if somebody queued rows while it was settling."""
        try:
            waiting = await self._store(partial(self._outbox.waiting, self._name, self._control.scope))
        except ConfigError:  # what was seen last; the engine looks again by itself
            return self._phase_without_reason(range(self._progress.left))
        self._progress.left = sum(waiting.values())
        return self._phase_without_reason(waiting)

    async def _record_the_last(self) -> None:
        """Records the remaining results; if the database stays unusable, the next start marks those rows unknown."""
        for _ in range(_RECORD_TRIES):
            await self._exchange(0, {})
            if not self._results:
                break
            await asyncio.sleep(_STORE_PAUSE)
        kept = [result.delivery for result in self._results]
        if kept:
            logger.error("The outcomes of deliveries %s of %s could not be recorded", sorted(kept), self._name)
        with suppress(ConfigError):
            # A commit whose answer was lost may have claimed rows of which this lane was never told.
            back = await self._store(partial(self._outbox.give_back, self._name, kept, now=self._clock.now()))
            if back:
                self._emit(Changed(ChangeKind.DELIVERIES, tuple(back)))

    def _landed(self, task: asyncio.Task[None]) -> None:
        self._under_way.pop(task, None)
        self.wake()

    async def _send(self, claim: Claim, prepared: Prepared) -> None:
        """Makes the call for one claim and keeps its result, whatever that is."""
        outcome: Accepted | SendError = OutcomeUnknown("internal", "cancelled")
        try:
            outcome = await self._opened.send(claim, prepared.content, prepared.memory)
        except SendError as error:
            outcome = error
        except Exception as error:  # a fault of ours: the call may have gone out, so nobody repeats it
            self._fault(error, "the driver failed", [claim.delivery])
            outcome = OutcomeUnknown("internal", type(error).__name__)
        finally:
            self._results.append(self._judged(claim, outcome))

    def _judged(self, claim: Claim, outcome: Accepted | SendError) -> Result:
        try:
            return self._refused(claim, outcome) if isinstance(outcome, SendError) else self._accepted(claim, outcome)
        except Exception as error:  # an answer that nobody foresaw
            self._fault(error, "an outcome could not be read", [claim.delivery])
            return Result(claim.delivery, DeliveryState.UNKNOWN, self._clock.now(), "internal", type(error).__name__)

    def _accepted(self, claim: Claim, accepted: Accepted) -> Result:
        state = DeliveryState.HELD if accepted.held else DeliveryState.ACCEPTED
        result = Result(claim.delivery, state, self._clock.now(), accepted=accepted, parts=accepted.parts)
        self._policy.accepted()
        self._progress.count(accepted=True)
        return result

    def _refused(self, claim: Claim, error: SendError) -> Result:
        result = self._policy.judge(claim, error, self._keeper)
        if isinstance(error, Misconfigured) and error.stops is Stops.NOTICE:
            self._preparations.set_aside(claim.notice, error)
        if result.state is not DeliveryState.QUEUED:
            self._progress.count()
        return result

    async def _prepare(self, content: Content, memory: Mapping[str, str]) -> Mapping[str, str] | None:
        preparing = partial(self._opened.prepare, content, memory)
        return await until_done(preparing, self._control, self._keeper, self._tell_pause)

    def _tell_pause(self, error: Transient, seconds: float) -> None:
        self._policy.reason = error
        self._pause = error, self._clock.now() + timedelta(seconds=seconds)
        if not self._under_way:
            self._progress.report(LanePhase.WAITING, *self._pause)

    async def _rest(self, seconds: float, phase: LanePhase, why: Transient | None = None) -> None:
        """Waits for ``seconds``, and says why; after two ticks something new ends it."""
        until = self._clock.now() + timedelta(seconds=seconds) if phase is LanePhase.WAITING else None
        self._progress.report(phase, why, until)
        quiet = 2 * self._tick
        await asyncio.sleep(min(max(seconds, 0.0), quiet))
        if seconds > quiet:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wake_up.wait(), min(seconds, _LONGEST_SLEEP) - quiet)

    def _fault(self, error: Exception, where: str, deliveries: Collection[int]) -> None:
        self._control.report_fault(error, self._name, deliveries, where)

    @property
    def _opened(self) -> Channel:
        if self._channel is None:
            raise RuntimeError("the channel is not open")
        return self._channel

    @property
    def _concurrency(self) -> int:
        return self._opened.concurrency

    async def _read(self, call: Callable[[], T]) -> T:
        """Asks the outbox; repeats the question if the database is busy for a moment."""
        for _ in range(_STORE_TRIES - 1):
            try:
                return await self._store(call)
            except ConfigError:
                await asyncio.sleep(_STORE_PAUSE)
        return await self._store(call)

    async def _store(self, call: Callable[[], T]) -> T:
        return await self._control.in_store(call)


def _worst(errors: Iterable[SendError]) -> SendError:
    """The first error that waits for a person; else the first of all."""
    return min(errors, key=lambda error: isinstance(error, Transient))
