# SPDX-License-Identifier: EUPL-1.2
"""The services behind the window's backups: making one, looking into one, putting one back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from comunecast_gui.core.trust.backup_contents import Ahead
from comunecast_gui.core.work.long_work import Work
from comunecast_gui.ui.runtime.next_start import Said


class PutsBack(Protocol):
    """Restores the backup that somebody has seen, while no office is open; returns how that ended."""

    def __call__(self, file: Path, words: str, seen: Ahead, work: Work, /) -> Said: ...


@dataclass(frozen=True, slots=True)
class BackupServices:
    """Every call may take long, and raises InputError (``backup_*``, ``recovery_words_*``, "work_stopped") and
    ConfigError.

    ``make`` writes a sealed file and returns its size in bytes; ``look`` opens a file with the 24 words and changes
    nothing. ``put_back`` is None for whoever may not do it. All three are None where the archive is on a server: there
    ``note`` notes that its administrator made a copy, and is None elsewhere.
    """

    make: Callable[[Path, Work], int] | None = None
    look: Callable[[Path, str, Work], Ahead] | None = None
    put_back: PutsBack | None = None
    note: Callable[[], None] | None = None
