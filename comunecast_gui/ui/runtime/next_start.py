# SPDX-License-Identifier: EUPL-1.2
"""What comes after a window has closed, or could not open: what a person wants next, what is done before it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from comunecast_gui.core.work.long_work import Work


class Next(Enum):
    """What happens next."""

    CLOSE = auto()
    AGAIN = auto()
    """Something may be mended now, or there is an office to open."""
    TRAIN = auto()
    RESTORE = auto()
    """A backup is to be put back."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a window says once it has opened again; ``tone`` is that of a banner."""

    tone: str
    text: str


@dataclass(frozen=True, slots=True)
class Between:
    """What is done while no office is open, between a window and the one that opens again.

    ``name`` says it to the person who waits. ``do`` returns what the new window says of it, None where it has nothing
    to add, and raises InputError and ConfigError.
    """

    name: str
    do: Callable[[Work], Said | None]
