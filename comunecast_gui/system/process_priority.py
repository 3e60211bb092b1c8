# SPDX-License-Identifier: EUPL-1.2
"""Lowers the priority of a process that works for the window, so that the window stays responsive."""

from __future__ import annotations

import os
import sys

_NICE = 10
_BELOW_NORMAL = 0x4000
"""BELOW_NORMAL_PRIORITY_CLASS (Windows: SetPriorityClass)."""


def give_way() -> None:
    """Lowers the priority of this process; with a processor to spare it is as fast as before."""
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.windll.kernel32
        kernel.GetCurrentProcess.restype = ctypes.c_void_p
        kernel.SetPriorityClass.argtypes = (ctypes.c_void_p, ctypes.c_uint32)
        kernel.SetPriorityClass(kernel.GetCurrentProcess(), _BELOW_NORMAL)
    else:
        os.nice(_NICE)
