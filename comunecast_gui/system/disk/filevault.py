# SPDX-License-Identifier: EUPL-1.2
"""Reads from macOS whether FileVault protects the volume that a folder is on.

Since the T2 chip every internal disk is encrypted by the hardware; only with FileVault does reading it need a password
(Apple Platform Security, "Volume encryption with FileVault in macOS"): ``FileVault`` counts here, not ``Encryption``.
Sources: diskutil(8) ``info -plist``, fdesetup(8) ``status``, df(1) ``-P``; none of them needs an administrator.
"""

from __future__ import annotations

import plistlib
import re
from xml.parsers.expat import ExpatError

from comunecast_gui.system.disk.disk_state import Ask, DiskState, Protection

PRODUCT = "FileVault"
_IN_PROGRESS = re.compile(r"(?:en|de)cryption in progress", re.IGNORECASE)


def look(folder: str, ask: Ask) -> DiskState:
    """The state of the volume that ``folder``, an absolute path, is on."""
    try:
        device = device_of(ask(("/bin/df", "-P", folder)))
        if not device.startswith("/dev/"):  # //user@server/share, server:/export
            return DiskState(Protection.UNKNOWN, PRODUCT, device, remote=bool(device))
        protection = read_volume(ask(("/usr/sbin/diskutil", "info", "-plist", device)))
        if protection is Protection.ON and is_in_progress(ask(("/usr/bin/fdesetup", "status"))):
            protection = Protection.UNDER_WAY
    except OSError:
        return DiskState(Protection.UNKNOWN, PRODUCT, folder)
    return DiskState(protection, PRODUCT, device)


def device_of(told: str) -> str:
    """The first column of the line below the headings of ``df -P``; empty where there is none."""
    lines = told.splitlines()
    return lines[1].split(" ", 1)[0] if len(lines) > 1 else ""


def read_volume(told: str) -> Protection:
    """What ``diskutil info -plist`` says of the volume."""
    try:
        volume = plistlib.loads(told.encode())
    except (plistlib.InvalidFileException, ExpatError, ValueError):
        return Protection.UNKNOWN
    on = volume.get("FileVault") if isinstance(volume, dict) else None
    if not isinstance(on, bool):
        return Protection.UNKNOWN
    return Protection.ON if on else Protection.OFF


def is_in_progress(told: str) -> bool:
    """Whether ``fdesetup status`` says that the disk is still being encrypted, or decrypted."""
    return _IN_PROGRESS.search(told) is not None
