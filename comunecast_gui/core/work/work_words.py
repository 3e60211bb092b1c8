# SPDX-License-Identifier: EUPL-1.2
"""Says in words how far a piece of work is and how long it still takes, for windows and terminals alike."""

from __future__ import annotations

import math

from comunecast_gui.core.sentences import Sentences
from comunecast_gui.core.work.long_work import Reached, Unit, seconds_left

SHOWN_AFTER = 0.5
"""Seconds; what is done sooner needs no words."""
_MEGABYTE = 1_000_000


def said(name: str, reached: Reached, elapsed: float, sentences: Sentences) -> str:
    """What is done, how much of it, and the time left once it can be guessed; ``elapsed`` seconds have passed."""
    if reached.final:
        return sentences.text("work.final")
    words = sentences.text(f"work_stage.{reached.stage}") if reached.stage else name
    told = [f"{words} {_counts(reached, sentences)}".strip()]
    left = seconds_left(reached.share, elapsed)
    return " · ".join([*told, *([] if left is None else [_left(left, sentences)])])


def _counts(reached: Reached, sentences: Sentences) -> str:
    """How many of how many; nothing where that is not known, or nothing that people count."""
    done, total = reached.done, reached.total
    if reached.unit is Unit.BYTES:
        if total < _MEGABYTE:
            return ""
        done, total = done // _MEGABYTE, math.ceil(total / _MEGABYTE)
    if not total:  # a file whose end nobody knows before it is reached
        return sentences.number(done) if done else ""
    key = "work.megabytes" if reached.unit is Unit.BYTES else "work.counts"
    return sentences.text(key, done=sentences.number(done), total=sentences.number(total))


def _left(seconds: float, sentences: Sentences) -> str:
    if seconds < 60:  # in steps of five: a number that jumps at every look says nothing
        return sentences.text("work.seconds_left", count=max(5, 5 * math.ceil(seconds / 5)))
    minutes = math.ceil(seconds / 60)
    return sentences.text("work.minutes_left", count=minutes) if minutes > 1 else sentences.text("work.minute_left")
