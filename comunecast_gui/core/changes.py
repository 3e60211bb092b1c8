# SPDX-License-Identifier: EUPL-1.2
"""What the engine tells whoever is watching: progress of a lane, a pause, an end. Frozen, safe across threads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class LanePhase(StrEnum):
    """What a lane is doing now."""

    OPENING = "opening"
    SENDING = "sending"
    WAITING = "waiting"
    """The service asked for a pause, or is out of reach; ``until`` says when the next try is."""
    PAUSED = "paused"
    STOPPING = "stopping"
    STOPPED = "stopped"
    """A person stopped it, or it gave up; its rows stay queued."""
    MISCONFIGURED = "misconfigured"
    FINISHED = "finished"


@dataclass(frozen=True, slots=True)
class LaneProgress:
    """A lane at one moment. ``rate`` in deliveries per second over the last seconds; ``left`` rows still queued."""

    channel: str
    phase: LanePhase
    done: int = 0
    left: int = 0
    rate: float = 0.0
    until: datetime | None = None
    code: str = ""
    detail: str = ""

    @property
    def seconds_left(self) -> float | None:
        """Estimated seconds until the lane is empty; None while the rate is unknown."""
        return self.left / self.rate if self.rate > 0 and self.left else None


@dataclass(frozen=True, slots=True)
class Changed:
    """Rows of these deliveries have a new state; tables may refresh."""

    channel: str
    deliveries: tuple[int, ...]


Event = LaneProgress | Changed
