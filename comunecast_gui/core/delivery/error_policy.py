# SPDX-License-Identifier: EUPL-1.2
"""What a refusal means: for the row, for the pace, and for the lane when the same thing happens again and again."""

from __future__ import annotations

from datetime import datetime, timedelta

from comunecast_gui.core.changes import LanePhase
from comunecast_gui.core.delivery.pace import PaceKeeper
from comunecast_gui.core.errors import Misconfigured, OutcomeUnknown, Permanent, SendError, Transient, Waits
from comunecast_gui.core.model import DeliveryState
from comunecast_gui.core.ports import Claim, Clock, Result

_PATIENCE = 6
"""Pauses in a row without one acceptance before the lane gives up and leaves its rows queued."""
_LONGEST_PAUSE = 60.0
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


class ErrorPolicy:
    """What went wrong on one lane so far, and what follows from it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._pauses = 0
        self._unknown_run = 0
        self._suspect_run = 0
        self.halt: Halt | None = None
        """Why the lane has to end; None while it may go on."""

    def accepted(self) -> None:
        """A send went well: whatever happened in a row before is over."""
        self._pauses = self._unknown_run = self._suspect_run = 0

    def stop(self, phase: LanePhase, error: SendError) -> None:
        """The lane has to end; the first reason counts."""
        self.halt = self.halt or Halt(phase, error)

    def judge(self, claim: Claim, error: SendError, keeper: PaceKeeper) -> Result:
        """The result to record for a claim that ended in ``error``."""
        state, not_before = DeliveryState.FAILED, None
        match error:
            case Transient():
                if not error.tries or claim.attempt < error.tries:
                    state, not_before = DeliveryState.QUEUED, self.pause(error, keeper)
            case Permanent():
                self._unknown_run = 0
                self._suspect_run = self._suspect_run + 1 if error.suspect else 0
                if self._suspect_run >= _SUSPECT_IN_A_ROW:
                    self.stop(LanePhase.MISCONFIGURED, error)
            case Misconfigured():
                state = DeliveryState.QUEUED
                self.stop(LanePhase.MISCONFIGURED, error)
            case _:
                state = DeliveryState.UNKNOWN
                self._unknown_run += 1
                if self._unknown_run >= _UNKNOWN_IN_A_ROW:
                    self.stop(LanePhase.STOPPED, OutcomeUnknown("too_many_unknown", error.detail))
        return Result(
            claim.delivery, state, self._clock.now(), error.code, error.detail, not_before=not_before, parts=error.parts
        )

    def pause(self, error: Transient, keeper: PaceKeeper) -> datetime:
        """Makes the lane, or only this recipient, wait; returns when the row may be tried again."""
        seconds = error.retry_after if error.retry_after is not None else min(2.0**self._pauses, _LONGEST_PAUSE)
        if error.waits is Waits.LANE:
            if not keeper.blocked:  # several sends under way meet the same refusal: it counts once
                self._pauses += 1
                if error.slow_down:
                    keeper.slow_down()
            keeper.block(seconds)
            if self._pauses > _PATIENCE:
                self.stop(LanePhase.STOPPED, error)
        return self._clock.now() + timedelta(seconds=seconds)
