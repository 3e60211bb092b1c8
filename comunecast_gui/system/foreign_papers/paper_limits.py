# SPDX-License-Identifier: EUPL-1.2
"""How much of a foreign paper is read, and for how long."""

from __future__ import annotations

import time

from comunecast_gui.core.errors import InputError
from comunecast_gui.core.pasted.foreign_text import MOST_CHARACTERS
from comunecast_gui.core.work.long_work import STOPPED, UNWATCHED, Work

MOST_BYTES = 20 * 1000 * 1000
"""Of a file: a mail with a scanned order in it is smaller."""
MOST_PAGES = 40
MOST_UNPACKED = 8 * 1000 * 1000
"""Bytes of one packed part; the words of a book are less."""
_SECONDS = 8.0
TEXT_ENOUGH = 2 * MOST_CHARACTERS
"""Characters after which nothing more is read."""


class Deadline:
    """The moment at which a reader has to give up, or a person does who watches ``work``."""

    def __init__(self, name: str, seconds: float = _SECONDS, work: Work = UNWATCHED) -> None:
        self.name = name
        self.work = work
        self._end = time.monotonic() + seconds

    def check(self) -> None:
        """Raises InputError("paper_too_long") when the time is over, and ("work_stopped") when the person is tired."""
        if self.work.stopped:
            raise InputError(STOPPED)
        if time.monotonic() > self._end:
            raise InputError("paper_too_long", file=self.name)
