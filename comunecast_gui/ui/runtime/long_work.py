# SPDX-License-Identifier: EUPL-1.2
"""How far something that takes long has come, and a way to stop it from the window."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from comunecast_gui.core.errors import InputError

T = TypeVar("T")
Advance = Callable[[int, int], None]
"""Told how many steps of how many are done; raises InputError("work_stopped") where a person stopped the work."""

_EVERY = 500
"""Steps between two looks at whether to go on."""


class LongWork:
    """One piece of work: called in the thread that does it, looked at and stopped in the UI thread."""

    def __init__(self) -> None:
        self.steps = (0, 0)
        """Steps done, of how many; of none before it is known."""
        self._stop = threading.Event()

    def stop(self) -> None:
        """The work ends with InputError("work_stopped") at its next step, and changes nothing."""
        self._stop.set()

    def __call__(self, done: int, total: int) -> None:
        if self._stop.is_set():
            raise InputError("work_stopped")
        self.steps = (done, total)


def counted(items: Iterable[T], total: int, advance: Advance) -> Iterator[T]:
    """The items, told to ``advance`` on the way and at the end."""
    for number, item in enumerate(items):
        if number % _EVERY == 0:
            advance(number, total)
        yield item
    advance(total, total)


def seconds_left(done: int, total: int, elapsed: float) -> float | None:
    """Seconds that the rest will take at the pace so far; None before a twentieth is done, when it would be a guess."""
    if done * 20 < total or not done:
        return None
    return elapsed * (total - done) / done
