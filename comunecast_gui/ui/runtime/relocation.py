# SPDX-License-Identifier: EUPL-1.2
"""What the window works with where an office moves to another computer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from comunecast_gui.core.report.health import Condition
from comunecast_gui.core.work.long_work import Work


@dataclass(frozen=True, slots=True)
class SharedArchive:
    """``examine`` looks at a server (address, name, password) and changes nothing. ``join`` keeps everything; it takes
    the 24 words and the office's name too, each empty where this computer has it. Raises InputError and ConfigError.
    """

    examine: Callable[[str, str, str], tuple[Condition, ...]]
    join: Callable[[str, str, str, str, str], None]
    needs_words: Callable[[], bool]
    """Whether this computer lacks the office key."""


@dataclass(frozen=True, slots=True)
class Relocation:
    """Every call may take long, and raises InputError and ConfigError; what is given a :class:`Work` tells how far it
    is, and can be stopped.

    ``away`` stops this computer and writes the file, with the keys of the services or without; it returns the words of
    its code. ``add`` writes it for a second workstation, and is None for an archive that only this computer can use.
    ``arrive`` takes an office out of a file with its words, while no office is open. ``why_silent`` says why
    this computer sends nothing, empty where it may, and ``back`` lets it send (again).
    """

    away: Callable[[Path, bool, Work], tuple[str, ...]]
    add: Callable[[Path, bool, Work], tuple[str, ...]] | None
    arrive: Callable[[Path, str, Work], object]
    why_silent: Callable[[], str]
    back: Callable[[], None]
    archive: SharedArchive
