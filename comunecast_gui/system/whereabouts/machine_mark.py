# SPDX-License-Identifier: EUPL-1.2
"""A mark that tells this computer from another one, made of the id that its system was given when it was installed.

A computer that is called otherwise keeps it, one whose system is installed anew gets another. Sources: machine-id(5) of
systemd, which wants it kept to itself: only a keyed digest leaves this module; ``MachineGuid`` in Windows' registry;
ioreg(8) of macOS, ``IOPlatformUUID``.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

_PURPOSE = b"ComuneCast: the computer that a data folder is at home on"
_LINUX = Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id")
_PLATFORM_UUID = re.compile(r'"IOPlatformUUID"\s*=\s*"([0-9A-Fa-f-]{36})"')
_PATIENCE_SECONDS = 5


@cache
def here() -> str:
    """The mark of this computer; empty where the system tells none, as in many containers. Never raises."""
    try:
        told = _told()
    except (OSError, ValueError, subprocess.SubprocessError):
        return ""
    return mark_of(told)


def mark_of(told: str) -> str:
    """The mark of the computer whose system has this id; empty for none."""
    id = told.strip().casefold()
    # "uninitialized" stands there until the first start of a prepared image is over (machine-id(5)).
    return hmac.new(_PURPOSE, id.encode(), hashlib.sha256).hexdigest()[:32] if id not in ("", "uninitialized") else ""


def platform_uuid(told: str) -> str:
    """The id in what ``ioreg`` prints; empty where there is none."""
    found = _PLATFORM_UUID.search(told)
    return found[1] if found else ""


def _told() -> str:
    if sys.platform == "win32":
        import winreg  # of Windows only

        where = r"SOFTWARE\Microsoft\Cryptography"
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, where, 0, winreg.KEY_READ | winreg.KEY_WOW64_64KEY) as key:
            return str(winreg.QueryValueEx(key, "MachineGuid")[0])
    if sys.platform == "darwin":
        command = ("/usr/sbin/ioreg", "-rd1", "-c", "IOPlatformExpertDevice")
        done = subprocess.run(command, capture_output=True, timeout=_PATIENCE_SECONDS, check=True, text=True)  # noqa: S603 - a fixed tool of the system
        return platform_uuid(done.stdout)
    for path in _LINUX:
        if path.is_file():
            return path.read_text("ascii")
    return ""
