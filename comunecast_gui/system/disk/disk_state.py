# SPDX-License-Identifier: EUPL-1.2
"""What is known of the encryption of a disk, and how a tool of the system is asked for it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

Ask = Callable[[Sequence[str]], str]
"""Runs a command and returns what it printed. Raises OSError where it is missing, fails or takes too long."""

_PATIENCE_SECONDS = 15


class Protection(StrEnum):
    """How far a disk is encrypted. Only ``ON`` stops a thief of the computer from reading it."""

    ON = "on"
    OFF = "off"
    UNDER_WAY = "under_way"
    """It is being encrypted or decrypted: a part of it can still be read."""
    SUSPENDED = "suspended"
    """Encrypted, with the key in the clear beside it."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class DiskState:
    """``product`` is BitLocker, FileVault, LUKS... and ``volume`` is the drive or device that was looked at.

    ``remote``: the folder is on another computer, whose disks cannot be seen from here.
    """

    protection: Protection
    product: str = ""
    volume: str = ""
    remote: bool = False


def ask(command: Sequence[str]) -> str:
    """Runs a tool of the system, in English where it speaks at all. Raises OSError (:data:`Ask`)."""
    environment = {**os.environ, "LC_ALL": "C"}
    if "LD_LIBRARY_PATH_ORIG" in environment:  # a bundle's libraries are not the system's (PyInstaller: "Run-time")
        environment["LD_LIBRARY_PATH"] = environment["LD_LIBRARY_PATH_ORIG"]
    elif getattr(sys, "frozen", False):
        environment.pop("LD_LIBRARY_PATH", None)
    try:
        done = subprocess.run(  # noqa: S603 - fixed tools, and a path or a device as one argument
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_PATIENCE_SECONDS,
            check=True,
            env=environment,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except subprocess.SubprocessError as error:
        raise OSError(str(error)) from error
    return done.stdout.decode("utf-8", errors="replace")
