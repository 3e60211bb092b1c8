# SPDX-License-Identifier: EUPL-1.2
"""The libraries of a Linux system that Qt needs, and which of them are missing. Imports nothing but Python's own."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterable, Mapping

ALWAYS = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
}
"""What Qt's wheel needs from a Debian-like system, library to package (found with ldd on a bare system)."""
ON_X11 = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
"""What a window on X11 needs besides."""


def missing(libraries: Mapping[str, str]) -> dict[str, str]:
    """Those of ``libraries`` that this system cannot load, with their packages; none on another system than Linux."""
    return {name: package for name, package in libraries.items() if sys.platform == "linux" and not _loads(name)}


def command(packages: Iterable[str]) -> str:
    """How they are installed on Debian and Ubuntu."""
    return f"sudo apt-get install {' '.join(packages)}"


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
