# SPDX-License-Identifier: EUPL-1.2
"""The one port through which work that takes long says how far it is, and hears that a person stopped it."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeVar

from comunecast_gui.core.errors import InputError

T = TypeVar("T")

STOPPED = "work_stopped"
"""The code of the InputError that ends stopped work; everything is as it was before the work began."""
_EVERY = 500
"""Steps between two looks at whether to go on."""
_PIECE = 1024 * 1024
"""Bytes between two looks."""


class SupportsRead(Protocol):
    """A file to read from."""

    def read(self, size: int, /) -> bytes: ...


class SupportsWrite(Protocol):
    """A file to write to."""

    def write(self, data: bytes, /) -> object: ...


class Unit(StrEnum):
    """What is counted."""

    THINGS = "things"
    BYTES = "bytes"


@dataclass(frozen=True, slots=True)
class Reached:
    """How far a piece of work is. ``stage`` is the code of what it does now; empty where it does one thing only.

    ``done`` of ``total`` are of the stage, and ``total`` is 0 before it is known. ``share`` is of the whole, from 0 to
    1; None before that is known. ``final``: what is under way now cannot be stopped any more.
    """

    stage: str = ""
    done: int = 0
    total: int = 0
    unit: Unit = Unit.THINGS
    share: float | None = None
    final: bool = False


class Work(Protocol):
    """What whoever does the work is given. Each call raises InputError("work_stopped") once a person has stopped it."""

    def plan(self, shares: Mapping[str, float]) -> None:
        """Says which stages come, in their order, and how much of the time each takes, in whatever unit.

        A stage that is not in the plan takes no time. Without a plan there is one stage. What is done within other work
        may have a plan of its own: that of the whole counts, which is made first.
        """
        ...

    def begin(self, stage: str, unit: Unit = Unit.THINGS) -> None:
        """The work goes on with this stage."""
        ...

    def __call__(self, done: int, total: int) -> None:
        """So many of so many are done, of the present stage."""
        ...

    def last_step(self) -> None:
        """From here on the work cannot be stopped; whoever stopped it before this is still heard."""
        ...

    @property
    def stopped(self) -> bool:
        """Whether a person has stopped it: for those that can look, but must not raise where they are."""
        ...


class _Unwatched:
    """Nobody looks, and nobody stops it."""

    stopped = False

    def plan(self, shares: Mapping[str, float]) -> None: ...

    def begin(self, stage: str, unit: Unit = Unit.THINGS) -> None: ...

    def __call__(self, done: int, total: int) -> None: ...

    def last_step(self) -> None: ...


UNWATCHED: Work = _Unwatched()
"""For work that nobody waits for."""


class LongWork:
    """One piece of work: told on the thread that does it, looked at and stopped on another one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stopped = False
        self._shares: Mapping[str, float] = {}
        self._ended = 0.0
        self._reached = Reached()

    @property
    def reached(self) -> Reached:
        """How far it is at this moment."""
        return self._reached

    @property
    def stopped(self) -> bool:
        return self._stopped

    def stop(self) -> bool:
        """The work ends with InputError("work_stopped") at its next step; False if it cannot be stopped any more."""
        with self._lock:
            self._stopped = self._stopped or not self._reached.final
            return self._stopped

    def plan(self, shares: Mapping[str, float]) -> None:
        self._go_on(self._reached)
        whole = sum(shares.values())
        self._shares = self._shares or {stage: share / whole for stage, share in shares.items()}

    def begin(self, stage: str, unit: Unit = Unit.THINGS) -> None:
        order = list(self._shares)
        earlier = order[: order.index(stage)] if stage in self._shares else []
        self._ended = max(self._reached.share or 0.0, sum(self._shares[one] for one in earlier))
        self._go_on(Reached(stage, unit=unit, share=self._ended if self._shares else None))

    def __call__(self, done: int, total: int) -> None:
        now = self._reached
        part = done / total if total else 0.0
        if self._shares:
            share: float | None = min(self._ended + self._shares.get(now.stage, 0.0) * part, 1.0)
        else:
            share = part if total else None
        self._go_on(Reached(now.stage, done, total, now.unit, share))

    def last_step(self) -> None:
        now = self._reached
        self._go_on(Reached(now.stage, now.done, now.total, now.unit, now.share, final=True))

    def _go_on(self, reached: Reached) -> None:
        """What is final stays so: it is past the last step at which anybody was heard."""
        with self._lock:
            if self._stopped and not self._reached.final:
                raise InputError(STOPPED)
            if self._reached.final and not reached.final:
                return
            self._reached = reached


def counted(items: Iterable[T], total: int, work: Work, every: int = _EVERY) -> Iterator[T]:
    """The items, told to ``work`` on the way and at the end."""
    for number, item in enumerate(items):
        if number % every == 0:
            work(number, total)
        yield item
    work(total, total)


def seconds_left(share: float | None, elapsed: float) -> float | None:
    """Seconds that the rest takes at the pace so far; None before a twentieth is done, when it would be a guess."""
    if share is None or share < 0.05:
        return None
    return elapsed * (1 - share) / share


class StageCount:
    """Counts what went through the present stage of ``work``, in several loops or files; it is over at ``total``."""

    def __init__(self, work: Work, total: int) -> None:
        self._work = work
        self._total = total
        self._done = 0

    def add(self, count: int) -> None:
        """Raises InputError("work_stopped")."""
        self._done += count
        self._work(min(self._done, self._total), self._total)

    def over(self, items: Iterable[T]) -> Iterator[T]:
        """The items, counted as they go. Raises InputError("work_stopped")."""
        for number, item in enumerate(items, 1):
            if number % _EVERY == 0:
                self.add(_EVERY)
            yield item

    def copy(self, source: SupportsRead, target: SupportsWrite) -> None:
        """Copies what is left of ``source``. Raises InputError("work_stopped") and OSError."""
        while piece := source.read(_PIECE):
            target.write(piece)
            self.add(len(piece))
