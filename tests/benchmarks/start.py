# SPDX-License-Identifier: EUPL-1.2
"""Benchmarks the start from nothing to a window that answers: ours, and one with a single button.

``python -m tests.benchmarks.start bare|window BEGAN [DATA_DIR]``; BEGAN is ``time.monotonic()`` when it is started.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from contextlib import ExitStack
from pathlib import Path


def bare(_stack: ExitStack) -> object:
    from PySide6.QtWidgets import QApplication, QMainWindow, QPushButton

    app = QApplication(["bare", "-platform", "offscreen"])
    window = QMainWindow()
    window.setCentralWidget(QPushButton("Invia"))
    window.show()
    return app, window


def window(stack: ExitStack) -> object:
    from comunecast_gui import app, start
    from comunecast_gui.services import wiring

    application = start.application(headless=True)
    workspace = stack.enter_context(wiring.open_workspace(Path(sys.argv[3])))
    shown = stack.enter_context(app.open_window(application, workspace, training=False))
    shown.window.show()
    return shown


if __name__ == "__main__":
    with ExitStack() as kept:
        alive = {"bare": bare, "window": window}[sys.argv[1]](kept)
        from PySide6.QtCore import QCoreApplication

        for _ in range(5):  # layout, first paint, and what the first events bring
            QCoreApplication.processEvents()
        seconds = time.monotonic() - float(sys.argv[2])
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"ms": 1000 * seconds, "memory_mb": peak}), flush=True)
