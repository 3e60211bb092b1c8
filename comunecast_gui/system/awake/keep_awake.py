# SPDX-License-Identifier: EUPL-1.2
"""Asks the operating system not to let the computer fall asleep by itself, until it may again.

Each system takes it back when this process ends, however it ends. Where none of it works, sending goes on as before:
what is not sent when the computer falls asleep stays queued.
"""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from typing import Protocol

logger = logging.getLogger(__name__)

_CONTINUOUS, _SYSTEM_REQUIRED = 0x80000000, 0x00000001
"""ES_CONTINUOUS and ES_SYSTEM_REQUIRED (Windows: SetThreadExecutionState)."""
_PATIENCE = 2.0
"""Seconds for the little program to end."""


class Hold(Protocol):
    """What keeps the computer awake; to be used from one thread."""

    def take(self) -> bool:
        """Keeps it awake from now on; False where the system does not let it."""

    def release(self) -> None:
        """It may fall asleep again."""


class ProgramHold:
    """A little program of the system that keeps the computer awake for as long as its standard input is open."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = tuple(command)
        self._program: subprocess.Popen[bytes] | None = None

    def take(self) -> bool:
        try:
            self._program = subprocess.Popen(  # noqa: S603 - a program of the system, by its whole path
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        except OSError as error:
            logger.info("The computer may fall asleep while sending: %s", error.strerror)
            return False
        return True

    @property
    def held(self) -> bool:
        """Whether the program still runs: one that the system refuses ends by itself."""
        return self._program is not None and self._program.poll() is None

    def release(self) -> None:
        program, self._program = self._program, None
        if program is None:
            return
        if (code := program.poll()) is not None:
            logger.info("The computer could have fallen asleep while sending: %s ended with %s", self._command[0], code)
        if program.stdin:
            program.stdin.close()
        program.terminate()
        try:
            program.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            program.kill()
            program.wait()


class WindowsHold:
    """The state of the thread that asks, which also has to take it back (Windows: SetThreadExecutionState)."""

    def take(self) -> bool:
        return self._set(_CONTINUOUS | _SYSTEM_REQUIRED)

    def release(self) -> None:
        self._set(_CONTINUOUS)

    @staticmethod
    def _set(state: int) -> bool:
        import ctypes  # seldom: only Windows comes here

        windll = getattr(ctypes, "windll", None)
        done = windll is not None and bool(windll.kernel32.SetThreadExecutionState(state))
        if not done:
            logger.info("The computer may fall asleep while sending: Windows refuses")
        return done


class NoHold:
    """For a system without any of these, and for the training, which sends nothing."""

    def take(self) -> bool:
        return False

    def release(self) -> None:
        return None


def hold_of_this_system(why: str) -> Hold:
    """What keeps this computer awake; ``why`` is a few words that the system may show to a person.

    Linux: systemd-inhibit(1), a lock of logind that is there as long as its program runs. macOS: caffeinate(8), with
    ``-w`` for the end of this process.
    """
    if sys.platform == "win32":
        return WindowsHold()
    if sys.platform == "darwin":
        return ProgramHold(("/usr/bin/caffeinate", "-i", "-w", str(os.getpid())))
    inhibit, cat = shutil.which("systemd-inhibit"), shutil.which("cat")
    if not inhibit or not cat:
        logger.info("The computer may fall asleep while sending: this system has no way to keep it awake")
        return NoHold()
    words = (f"--why={why}", "--who=ComuneCast", "--what=sleep:idle", "--mode=block")
    return ProgramHold((inhibit, *words, cat))
