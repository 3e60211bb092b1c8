# SPDX-License-Identifier: EUPL-1.2
"""Stops a piece of work at each of its moments in turn, and compares what it left with what was there before."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from itertools import chain, count

from comunecast_gui.core.errors import InputError
from comunecast_gui.core.work.long_work import STOPPED, LongWork, Reached

SOME = (1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233, 377, 610, 987)
"""Moments at which it is stopped: close together where everything begins."""
EVERY = bool(os.environ.get("COMUNECAST_EVERY_MOMENT"))
"""Whether it is stopped at each moment that there is."""
Seen = object
"""Whatever a test compares."""


class StoppedAt(LongWork):
    """A person stops it at the moment with this number: the so-manieth time that it tells anything."""

    def __init__(self, moment: int) -> None:
        super().__init__()
        self.moments = 0
        self.stages: list[str] = []
        self._moment = moment

    def _go_on(self, reached: Reached) -> None:
        self.moments += 1
        if self.moments == self._moment:
            self.stop()
        super()._go_on(reached)
        if reached.stage not in self.stages:
            self.stages.append(reached.stage)


def leaves_everything(
    run: Callable[[LongWork], object], look: Callable[[], Seen], moments: Sequence[int] = SOME
) -> StoppedAt:
    """Runs it again and again, stopped at later and later moments, until it comes to its end; returns that last work.

    Each time it was stopped, ``look`` sees what it saw before.
    """
    before = look()
    for moment in count(1) if EVERY else chain(moments, [sys.maxsize]):
        work = StoppedAt(moment)
        ended = None
        try:
            run(work)
        except InputError as error:
            ended = error.code
        if ended is None:
            assert moment > 1, "nothing stopped it, ever"
            return work
        assert ended == STOPPED
        assert look() == before, f"stopped at moment {work.moments}, in {work.stages[-1:]}"
    raise AssertionError("it did not come to its end")
