# SPDX-License-Identifier: EUPL-1.2
"""Keeps one window per office: a second start asks the first window to show itself, and ends.

Two windows would write the same draft, and both would ask Telegram for what people wrote to the bot, which it answers
to one of them only (Bot API getUpdates: 409 Conflict). The lock is the operating system's: a window that died in any
way is in nobody's way.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from comunecast_gui.core.errors import ConfigError
from comunecast_gui.system.locks import window_lock

_REQUEST = "show-window"
_LOOK = 0.1
"""Seconds between two looks of the second start."""
_PATIENCE = 20.0
"""Seconds that a window has to show itself: it may be opening a large database."""
_ANY_PROCESS = -1
"""ASFW_ANY (Windows: AllowSetForegroundWindow)."""


@dataclass(frozen=True, slots=True)
class ShowRequests:
    """What later starts ask of the window that is open."""

    path: Path

    def taken(self) -> bool:
        """Whether the window was asked to show itself since this was called last. Never raises."""
        try:
            self.path.unlink()
        except OSError:
            return False
        return True


@contextmanager
def only_window(data_dir: Path, patience: float = _PATIENCE) -> Iterator[ShowRequests | None]:
    """The right to open the window of ``data_dir``; None: another window is open and has shown itself.

    Raises ConfigError("window_not_answering") where the other does not show itself within ``patience`` seconds.
    """
    request = data_dir / _REQUEST
    deadline = time.monotonic() + patience
    with ExitStack() as held:
        asked = False
        while True:
            try:
                held.enter_context(window_lock(data_dir))
                break
            except ConfigError:
                if asked and not request.exists():
                    yield None
                    return
                if time.monotonic() > deadline:
                    request.unlink(missing_ok=True)
                    raise ConfigError("window_not_answering", folder=data_dir) from None
                if not asked:
                    _let_it_come_to_the_front()
                    request.touch(mode=0o600)
                    asked = True
                time.sleep(_LOOK)
        request.unlink(missing_ok=True)  # of a start that nobody answered
        yield ShowRequests(request)


def _let_it_come_to_the_front() -> None:
    """Windows lets a window come to the front only when the process that a person used last agrees."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(_ANY_PROCESS)
