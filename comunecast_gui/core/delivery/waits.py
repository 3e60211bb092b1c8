# SPDX-License-Identifier: EUPL-1.2
"""Says why nothing moves on a channel, in one sentence for large letters, and what a person can do about it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from comunecast_gui.core.changes import LanePhase, LaneProgress
from comunecast_gui.core.sentences import Sentences

_STANDING = {LanePhase.PAUSED: "paused", LanePhase.STOPPING: "stopping", LanePhase.STOPPED: "stopped"}
"""The phases that a person asked for, and the words for them."""
_GOING = (LanePhase.WAITING, LanePhase.OPENING)
_GAVE_UP = (LanePhase.STOPPED, LanePhase.MISCONFIGURED)


@dataclass(frozen=True, slots=True)
class Wait:
    """Why nothing moves: ``sentence`` is short and has no full stop, ``advice`` is what to do.

    ``reason`` is the code of the error, or the word for what a person asked for; it changes when the sentence does.
    """

    reason: str
    sentence: str
    advice: str


def why_nothing_moves(lane: LaneProgress, sentences: Sentences) -> Wait | None:
    """Why a channel does not send now; None where it sends, is getting ready, or has nothing left to do."""
    if lane.code and lane.phase in _GOING:
        return Wait(lane.code, *sentences.of_wait(lane))
    if lane.code and lane.phase in _GAVE_UP:
        sentence, _, advice = sentences.of_lane(lane).partition(". ")
        return Wait(lane.code, sentence.rstrip("."), advice)
    if word := _STANDING.get(lane.phase):
        return Wait(word, sentences.text(f"waiting.{word}"), sentences.text(f"waiting_advice.{word}"))
    return None


def carried(before: LaneProgress | None, now: LaneProgress) -> LaneProgress:
    """``now``, with the reason of the last pause as long as the channel is still getting ready for that reason."""
    if before is None or now.phase is not LanePhase.OPENING or now.code or before.phase not in _GOING:
        return now
    return replace(now, code=before.code, detail=before.detail)
