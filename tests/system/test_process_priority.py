# SPDX-License-Identifier: EUPL-1.2
"""A process that gives way has a lower priority than the one that started it."""

from __future__ import annotations

import subprocess
import sys

import pytest

ASK = {
    "win32": "import ctypes; k = ctypes.windll.kernel32; k.GetCurrentProcess.restype = ctypes.c_void_p; "
    "k.GetPriorityClass.argtypes = (ctypes.c_void_p,); print(k.GetPriorityClass(k.GetCurrentProcess()))",
}.get(sys.platform, "import os; print(os.nice(0))")


def priority(before: str = "") -> int:
    code = f"{before}\n{ASK}"
    return int(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)


@pytest.mark.skipif(sys.platform not in ("win32", "linux", "darwin"), reason="only where the program is used")
def test_a_process_gives_way() -> None:
    lowered = priority("from comunecast_gui.system import process_priority; process_priority.give_way()")
    assert lowered == (0x4000 if sys.platform == "win32" else min(19, priority() + 10))
