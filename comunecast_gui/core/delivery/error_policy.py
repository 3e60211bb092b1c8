# SPDX-License-Identifier: EUPL-1.2
"""Decides what an error means for the row and for the pace, and when repeated errors end the lane."""

from __future__ import annotations

import math
from datetime import datetime, timedelta

from comunecast_gui.core.changes import LanePhase
from comunecast_gui.core.delivery.pace import PaceKeeper
from comunecast_gui.core.errors import Misconfigured, OutcomeUnknown, Permanent, SendError, Stops, Transient, Waits
from comunecast_gui.core.model import DeliveryState
from comunecast_gui.core.ports import Claim, Clock, Result

MOST_PAUSES = 6
"""Pauses in a row without one acceptance before the lane gives up and leaves its rows queued."""
_LONGEST_PAUSE = 60.0
_LONGEST_ASKED = 7 * 24 * 3600.0
"""Seconds; whoever asks for a longer pause than a week does not mean it, and dates have an end."""
_UNKNOWN_IN_A_ROW = 20
"""So many unknown outcomes one after the other mean that something answers in the service's place."""
_SUSPECT_IN_A_ROW = 3
"""So many refusals in a row with a code that nobody knows mean that the fault is ours."""


class Halt(Exception):
    """Ends a lane in ``phase``, because of ``error``."""

    def __init__(self, phase: LanePhase, error: SendError) -> None:
        super().__init__(error.code)
        self.phase = phase
        self.error = error


def seconds_to_wait(error: Transient, pauses: int) -> float:
    """How long to wait before the next try: as the service asks, else longer after each of ``pauses`` in a row."""
    asked = error.retry_after
    if asked is None or math.isnan(asked):
        return min(2.0**pauses, _LONGEST_PAUSE)
    return min(max(asked, 0.0), _LONGEST_ASKED)


def halting(error: SendError) -> Halt:
    """The phase in which a lane ends because of ``error``: stopped if the error may pass, else waiting for a person."""
    return Halt(LanePhase.STOPPED if isinstance(error, Transient) else LanePhase.MISCONFIGURED, error)


class ErrorPolicy:
    """Counts the errors of one lane and decides what follows from them.

    ``patience`` is in seconds: a service that asks for a longer pause ends the lane.
    """

    def __init__(self, clock: Clock, patience: float = math.inf) -> None:
        self._clock = clock
        self._patience = patience
        self._pauses = 0
        self._unknown_run = 0
        self._suspect_run = 0
        self.halt: Halt | None = None
        """Why the lane has to end; None while it may go on."""
        self.reason: Transient | None = None
        """Why the lane waited last."""

    def accepted(self) -> None:
        """A send was accepted: the count of errors in a row starts again."""
        self._pauses = self._unknown_run = self._suspect_run = 0

    def stop(self, halt: Halt) -> None:
        """The lane has to end; the first reason counts."""
        self.halt = self.halt or halt

    def judge(self, claim: Claim, error: SendError, keeper: PaceKeeper) -> Result:
        """The result to record for a claim that ended in ``error``."""
        state, not_before = DeliveryState.FAILED, None
        match error:
            case Transient():
                if not error.tries or claim.attempt < error.tries:
                    state, not_before = DeliveryState.QUEUED, self._pause(error, keeper)
            case Permanent():
                self._unknown_run = 0
                self._suspect_run = self._suspect_run + 1 if error.suspect else 0
                if self._suspect_run >= _SUSPECT_IN_A_ROW:
                    self.stop(halting(error))
            case Misconfigured():
                state = DeliveryState.QUEUED
                if error.stops is Stops.LANE:
                    self.stop(halting(error))
            case _:
                state = DeliveryState.UNKNOWN
                self._unknown_run += 1
                if self._unknown_run >= _UNKNOWN_IN_A_ROW:
                    self.stop(Halt(LanePhase.STOPPED, OutcomeUnknown("too_many_unknown", error.detail)))
        return Result(
            claim.delivery, state, self._clock.now(), error.code, error.detail, not_before=not_before, parts=error.parts
        )

    def _pause(self, error: Transient, keeper: PaceKeeper) -> datetime:
        """Makes the lane, or only this recipient, wait; returns when the row may be tried again."""
        seconds = seconds_to_wait(error, self._pauses)
        if error.waits is Waits.LANE:
            self.reason = error
            if not keeper.blocked:  # several sends under way meet the same refusal: it counts once
                self._pauses += 1
                if error.slow_down:
                    keeper.slow_down()
            keeper.block(seconds)
            if self._pauses > MOST_PAUSES or seconds > self._patience:
                self.stop(halting(error))
        return self._clock.now() + timedelta(seconds=seconds)
