# SPDX-License-Identifier: EUPL-1.2
"""The events that the engine and the store send to pages: the progress of a lane, and which data changed."""

from __future__ import annotations

from collections.abc import Iterable
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


OTHER_CHANNEL = "other_channel"
"""The code of a notice that is ready on one channel and waits for another one."""


@dataclass(frozen=True, slots=True)
class SetAside:
    """A notice that a channel does not send now: its rows stay queued, and the others go on.

    ``code`` and ``detail`` are those of the error that is the reason; :data:`OTHER_CHANNEL`: it waits for the channels
    that ``detail`` names.
    """

    notice: int
    code: str
    detail: str = ""

    @property
    def waits_for(self) -> tuple[str, ...]:
        """The channels that must be ready first; none for any other reason."""
        return tuple(self.detail.split(", ")) if self.code == OTHER_CHANNEL else ()


@dataclass(frozen=True, slots=True)
class LaneProgress:
    """A lane at one moment. ``rate`` in deliveries per second over the last seconds; ``left`` rows still queued.

    ``code`` and ``detail`` say why a lane ended or waits; ``aside`` are the notices that it does not send.
    """

    channel: str
    phase: LanePhase
    done: int = 0
    left: int = 0
    rate: float = 0.0
    until: datetime | None = None
    code: str = ""
    detail: str = ""
    aside: tuple[SetAside, ...] = ()

    @property
    def seconds_left(self) -> float | None:
        """Estimated seconds until the lane is empty; None while the rate is unknown."""
        return self.left / self.rate if self.rate > 0 and self.left else None


class ChangeKind(StrEnum):
    """The kind of thing that changed."""

    NOTICES = "notices"
    """Notices were queued, or a person changed what still waits of them."""
    DELIVERIES = "deliveries"
    """Deliveries have a new state."""
    SUBSCRIBERS = "subscribers"
    """People joined, left, moved, or chose otherwise."""


@dataclass(frozen=True, slots=True)
class Changed:
    """Some data changed; a page that shows it may read it again.

    ``ids`` are those of the kind, in their order; empty: it may be any of them. ``origin`` tells who did it, so that
    nobody is told of their own doing: a process on another workstation (``Database.owner``), a page of this window, or
    the engine of this window (empty).
    """

    kind: ChangeKind
    ids: tuple[int, ...] = ()
    origin: str = ""


def merged(changes: Iterable[Changed]) -> list[Changed]:
    """Merges changes into as few as possible: one for each kind and origin, in order of first appearance."""
    found: dict[tuple[ChangeKind, str], set[int] | None] = {}
    for change in changes:
        key = change.kind, change.origin
        known = found.setdefault(key, set())
        if known is not None:
            found[key] = known.union(change.ids) if change.ids else None
    return [Changed(kind, tuple(sorted(ids or ())), origin) for (kind, origin), ids in found.items()]


@dataclass(frozen=True, slots=True)
class Fault:
    """An unexpected exception while sending; ``text`` is the traceback."""

    channel: str
    deliveries: tuple[int, ...]
    text: str


Event = LaneProgress | Changed | Fault
