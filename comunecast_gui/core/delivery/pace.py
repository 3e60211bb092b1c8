# SPDX-License-Identifier: EUPL-1.2
"""Decides when a channel's next call may go out: evenly spaced, within the service's limits, slower on request."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import takewhile

_RECOVERY_SECONDS = 60.0
"""After being told to slow down, the full pace is back after this long without another such refusal."""


@dataclass(frozen=True, slots=True)
class Pace:
    """``gap`` seconds (more than 0) between calls; at most ``most`` calls in any ``window`` seconds (0: no limit).

    A late process may make up for ``catch_up`` seconds of slots at once; more would look like a burst to the service.
    """

    gap: float
    most: int = 0
    window: float = 0.0
    catch_up: float = 0.1


class PaceKeeper:
    """Keeps one channel's :class:`Pace`; satisfies :class:`~comunecast_gui.core.ports.Pacer`.

    ``ages`` are the seconds since each recent call, as the outbox remembers them, so that a restart does not
    begin with a fresh allowance.
    """

    def __init__(
        self, pace: Pace, ages: Iterable[float] = (), *, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._pace = pace
        self._monotonic = monotonic
        now = monotonic()
        self._calls = deque(sorted(now - max(0.0, age) for age in ages))
        self._next = max((self._calls[-1] + pace.gap) if self._calls else now, now)
        self._blocked_until = now
        self._slowness = 1.0
        self._slowed_at = now

    def ready(self, ahead: float = 0.0) -> int:
        """How many calls may go out ``ahead`` seconds from now, if none goes out before."""
        then = self._monotonic() + ahead
        if then < self._blocked_until or then < self._next:
            return 0
        slots = 1 + int((then - self._due(then)) / self._gap(then))
        return min(slots, self._window_room(then)) if self._pace.most else slots

    def delay(self, calls: int = 1) -> float:
        """Seconds until :meth:`ready` is at least ``calls``, which is at most as many as a window allows."""
        now = self._monotonic()
        until = max(self._blocked_until, self._due(now) + (calls - 1) * self._gap(now))
        crowd = self._pace.most - calls
        if self._pace.most and len(self._calls) > crowd:
            until = max(until, self._calls[-crowd - 1] + self._pace.window)
        return max(0.0, until - now)

    def take(self) -> None:
        """Counts one call that goes out now."""
        now = self._monotonic()
        self._next = self._due(now) + self._gap(now)
        if self._pace.most:
            self._calls.append(now)
            self._forget(now)

    async def wait(self) -> None:
        """Returns when the next call may go out, and counts it."""
        while not self.ready():
            await asyncio.sleep(self.delay())
        self.take()

    def block(self, seconds: float) -> None:
        """Nothing goes out for ``seconds``; a longer pause already begun stays."""
        now = self._monotonic()
        self._blocked_until = max(self._blocked_until, now + seconds)
        self._next = max(self._next, self._blocked_until)

    @property
    def blocked(self) -> bool:
        """Whether a pause is under way."""
        return self._monotonic() < self._blocked_until

    def slow_down(self) -> None:
        """Halves the pace; it comes back little by little."""
        now = self._monotonic()
        self._slowness = min(self._current_slowness(now) * 2, 16.0)
        self._slowed_at = now

    def _due(self, now: float) -> float:
        """Since when the next slot has been waiting; an idle channel does not save slots up."""
        return self._next if now - self._next <= self._pace.catch_up else now

    def _gap(self, now: float) -> float:
        return self._pace.gap * self._current_slowness(now)

    def _current_slowness(self, now: float) -> float:
        recovered = min(1.0, (now - self._slowed_at) / _RECOVERY_SECONDS)
        return 1.0 + (self._slowness - 1.0) * (1.0 - recovered)

    def _window_room(self, then: float) -> int:
        over = sum(1 for _ in takewhile(lambda call: call <= then - self._pace.window, self._calls))
        return self._pace.most - len(self._calls) + over

    def _forget(self, now: float) -> None:
        while self._calls and self._calls[0] <= now - self._pace.window:
            self._calls.popleft()
