# SPDX-License-Identifier: EUPL-1.2
"""Asks the system that runs this program whether the disk under a folder is encrypted."""

from __future__ import annotations

import sys
from pathlib import Path

from comunecast_gui.system.disk import bitlocker, disk_state, filevault, luks
from comunecast_gui.system.disk.disk_state import DiskState


def look(folder: Path) -> DiskState:
    """The state of the disk that ``folder`` is on; may take some seconds, and never raises."""
    place = str(folder.resolve())
    if sys.platform == "win32":
        return bitlocker.look(place, disk_state.ask)
    if sys.platform == "darwin":
        return filevault.look(place, disk_state.ask)
    return luks.look(place, disk_state.ask)
