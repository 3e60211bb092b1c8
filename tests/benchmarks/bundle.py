# SPDX-License-Identifier: EUPL-1.2
"""Benchmarks the start of a bundle from outside: until its window is seen on a screen (Xvfb), against a bare window.

``python -m tests.benchmarks.bundle COMMAND...``; the first frame of a bare window without COMMAND.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[2] / "packaging"))
from screen import screen

BARE = """
from PySide6.QtWidgets import QApplication, QCalendarWidget
app = QApplication(["bare"])
window = QCalendarWidget()
window.resize(1360, 880)
window.show()
app.exec()
"""
"""Many colours: only so is a window told from an empty screen."""
_PATIENCE = 60.0
_TICKS = os.sysconf("SC_CLK_TCK")


def cpu(process: int) -> float:
    """Seconds of CPU that a process has used (proc(5): ``utime`` and ``stime``, the 14th and 15th field)."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def main(command: list[str]) -> None:
    with screen() as shown:
        environment = {**os.environ, "DISPLAY": shown.display, "QT_QPA_PLATFORM": "xcb"}
        began = time.monotonic()
        quiet = subprocess.DEVNULL
        start = command or [sys.executable, "-c", BARE]
        with subprocess.Popen(start, env=environment, stdout=quiet, stderr=quiet) as program:
            shown.until_drawn(program, _PATIENCE)
            found = {"ms": 1000 * (time.monotonic() - began), "cpu_ms": 1000 * cpu(program.pid)}
            program.terminate()
    print(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1:])
