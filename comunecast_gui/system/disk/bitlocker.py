# SPDX-License-Identifier: EUPL-1.2
"""Reads from Windows whether BitLocker, or the device encryption of Windows Home, protects a drive.

``manage-bde`` and ``Get-BitLockerVolume`` answer to administrators only, and in the language of the country. The
shell's property ``System.Volume.BitLockerProtection``, from which Explorer draws the padlock, answers anybody with a
number.
"""

from __future__ import annotations

import os
import re

from comunecast_gui.system.disk.disk_state import Ask, DiskState, Protection

PRODUCT = "BitLocker"
_DRIVE = re.compile(r"(?:\\\\\?\\)?([A-Za-z]):")
_PROTECTION = {
    "1": Protection.ON,
    "2": Protection.OFF,
    "3": Protection.UNDER_WAY,
    "4": Protection.UNDER_WAY,
    "5": Protection.SUSPENDED,
    "6": Protection.ON,
    "0": Protection.OFF,
    "7": Protection.OFF,
    "8": Protection.SUSPENDED,
}
"""On, off, encrypting, decrypting, suspended, locked; 0 and 7: cannot be encrypted; 8: waits for its activation, with
the key still in the clear. Microsoft documents the 2 ("Creating Shortcut Menu Handlers": the verb that turns BitLocker
on ``AppliesTo System.Volume.BitlockerProtection:=2``), Windows' registry the 6 (its verb ``unlock-bde``). The others
are documented nowhere; administrators read them off Explorer. So what is not listed here is unknown."""


def drive_of(folder: str) -> str:
    """``C:`` for a path on a drive of this computer; empty for a path on another one (``\\\\server\\share``)."""
    found = _DRIVE.match(folder)
    return f"{found[1].upper()}:" if found else ""


def look(folder: str, ask: Ask) -> DiskState:
    """The state of the drive that ``folder``, an absolute path, is on."""
    drive = drive_of(folder)
    if not drive:
        return DiskState(Protection.UNKNOWN, PRODUCT, folder, remote=folder.startswith("\\\\"))
    try:
        told = ask(_command(drive))
    except OSError:
        return DiskState(Protection.UNKNOWN, PRODUCT, drive)
    return DiskState(read(told), PRODUCT, drive)


def read(told: str) -> Protection:
    """What the number means; a drive of the network has none."""
    return _PROTECTION.get(told.strip(), Protection.UNKNOWN)


def _command(drive: str) -> tuple[str, ...]:
    system = os.environ.get("SYSTEMROOT", r"C:\Windows")
    return (
        rf"{system}\System32\WindowsPowerShell\v1.0\powershell.exe",
        "-NoProfile",
        "-NonInteractive",
        "-Command",
        rf"(New-Object -ComObject Shell.Application).NameSpace('{drive}\').Self"
        ".ExtendedProperty('System.Volume.BitLockerProtection')",
    )
