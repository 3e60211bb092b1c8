# SPDX-License-Identifier: EUPL-1.2
"""Repeats a question or an upload until it succeeds, fails for good, or a person stops the sending."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from comunecast_gui.core.delivery.error_policy import MOST_PAUSES, seconds_to_wait
from comunecast_gui.core.delivery.lane_control import Control
from comunecast_gui.core.delivery.pace import PaceKeeper
from comunecast_gui.core.errors import OutcomeUnknown, Transient, Waits

T = TypeVar("T")
_LOOK = 0.25
"""Seconds after which a pause looks whether a person has stopped the sending."""


async def until_done(
    call: Callable[[], Awaitable[T]],
    control: Control,
    keeper: PaceKeeper,
    tell: Callable[[Transient, float], None],
) -> T | None:
    """The result of ``call``, or None where a person stopped the sending first.

    Each pause, its reason and its seconds, is told to ``tell``. Where the service asks all of the channel to wait, the
    sends beside it wait too. Raises Transient after as many pauses as a lane has patience for, or at once where a
    single one is longer than ``control.patience``; Misconfigured and Permanent as they come.
    """
    pauses = 0
    while not control.stopping:
        try:
            return await call()
        except (Transient, OutcomeUnknown) as error:
            again = error if isinstance(error, Transient) else Transient(error.code, error.detail)
        seconds = seconds_to_wait(again, pauses)
        pauses += 1
        if pauses > MOST_PAUSES or seconds > control.patience:
            raise again
        if again.retry_after is not None and again.waits is Waits.LANE:
            keeper.block(seconds)
        tell(again, seconds)
        await _pause(seconds, control)
    return None


async def _pause(seconds: float, control: Control) -> None:
    while seconds > 0 and not control.stopping:
        await asyncio.sleep(min(seconds, _LOOK))
        seconds -= _LOOK
