# SPDX-License-Identifier: EUPL-1.2
"""How a notice that goes out later stands at a moment: it waits, is due, was missed, or is held for a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

GRACE = timedelta(minutes=5)
"""How late a notice may still go out by itself. After that the computer was off or asleep, and a person is asked."""

MISSED = "missed"
"""Why a notice is held whose hour passed while nothing ran that could send it."""


class DueState(StrEnum):
    """``waiting`` for its hour, ``due`` now, or ``held`` until a person decides."""

    WAITING = "waiting"
    DUE = "due"
    HELD = "held"


LIMIT_IS_LOWER = "its_limit_is_lower"
"""The code of a notice that is held because Meta lets the office reach fewer people today than wait for it."""


@dataclass(frozen=True, slots=True)
class Falsehood:
    """What became false in a frozen notice: a code of ``[schedule]``, and what its sentence names."""

    code: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A notice queued for later that has not gone out. Times are aware.

    ``held_code`` says what became false (empty: nothing), with a ``held_detail`` for its sentence. ``undo``: a person
    pressed send, and has a few seconds to take it back.
    """

    notice: int
    category: str
    title: str
    at: datetime
    held_code: str = ""
    held_detail: str = ""
    undo: bool = False

    def state(self, now: datetime) -> DueState:
        """Worked out from the clock, never stored: what was missed is asked even after a power cut."""
        if self.held_code or now > self.at + GRACE:
            return DueState.HELD
        return DueState.DUE if now >= self.at else DueState.WAITING

    def held_because(self, now: datetime) -> str:
        """The code of the reason why a person has to decide; empty: nobody has to."""
        if self.held_code:
            return self.held_code
        return MISSED if self.state(now) is DueState.HELD else ""
