# SPDX-License-Identifier: EUPL-1.2
"""Tells whether twice the input takes twice the time, without measuring what takes no time at all."""

from __future__ import annotations

from collections.abc import Callable

ENOUGH = 1.0
"""Seconds below which nobody waits, and a busy machine measures nothing."""


def takes_linear_time(seconds: Callable[[int], float], size: int) -> bool:
    """Whether an input of ``size`` takes about twice the ``seconds`` of half of it, or less than :data:`ENOUGH`.

    The shortest of three each, with room for a busy machine: the square would take four times as long.
    """
    if seconds(size) < ENOUGH:
        return True
    once, twice = (min(seconds(length) for _ in range(3)) for length in (size // 2, size))
    return twice < 3.2 * once
