# SPDX-License-Identifier: EUPL-1.2
"""A clock that tests can move, so that 48 hours and review delays need no waiting; and the rates that it measures."""

from __future__ import annotations

import time
from dataclasses import dataclass


class SandboxClock:
    """Seconds since the epoch; ``advance`` moves it forward, and real time goes on from there."""

    __slots__ = ("_offset",)

    def __init__(self) -> None:
        self._offset = 0.0

    def now(self) -> float:
        """The present moment in seconds since the epoch."""
        return time.time() + self._offset

    def advance(self, seconds: float) -> None:
        """Move forward by ``seconds``."""
        self._offset += seconds

    def set(self, moment: float) -> None:
        """Make ``moment`` (seconds since the epoch) the present."""
        self._offset = moment - time.time()


@dataclass(slots=True)
class TokenBucket:
    """A rate with a burst. ``per_second`` 0 means no limit."""

    per_second: float
    burst: float
    level: float = -1.0
    at: float = 0.0

    def wait(self, now: float, amount: float = 1.0) -> float:
        """Take ``amount`` and return 0, or take nothing and return the seconds to wait."""
        if self.per_second <= 0:
            return 0.0
        if self.level < 0:
            self.level = self.burst
        else:
            self.level = min(self.burst, self.level + max(0.0, now - self.at) * self.per_second)
        self.at = now
        need = min(amount, self.burst)
        if self.level >= need - 1e-9:
            self.level -= amount
            return 0.0
        return (need - self.level) / self.per_second
