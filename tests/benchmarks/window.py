# SPDX-License-Identifier: EUPL-1.2
"""How long the window keeps a 5 ms timer waiting: idle, and while it sends with the notice's deliveries on screen.

``python -m tests.benchmarks.window DATA_DIR SECONDS``
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, Qt, QTimer

from comunecast_gui import app, start
from comunecast_gui.core.ports import Scope
from comunecast_gui.services import wiring
from comunecast_gui.services.wiring import Workspace
from tests.benchmarks.office import new_notice

INTERVAL = 5
REPAINT = 97
"""Milliseconds between repaints of the page, idle or not: what is compared is sending, not painting.

No multiple of the pulse, so that a repaint meets it at every phase and no run is lucky.
"""


class Pulse:
    """A timer in the UI thread that keeps the gaps between its ticks."""

    def __init__(self) -> None:
        self.gaps: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(INTERVAL)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def figures(self) -> dict[str, float]:
        """Median, 99th percentile and worst gap in milliseconds."""
        self._timer.stop()
        gaps = sorted(1000 * gap for gap in self.gaps)
        return {"p50": gaps[len(gaps) // 2], "p99": gaps[int(len(gaps) * 0.99)], "worst": gaps[-1]}

    def _beat(self) -> None:
        now = time.perf_counter()
        self.gaps.append(now - self._last)
        self._last = now


def pass_time(seconds: float) -> None:
    loop = QEventLoop()
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    loop.exec()


def wait_until(condition: Callable[[], bool], seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        pass_time(0.05)


def measure(workspace: Workspace, seconds: float) -> dict[str, object]:
    notice = workspace.outbox.enqueue(new_notice())
    with app.open_window(start.application(headless=True), workspace, training=False) as shown:
        shown.window.show()
        shown.window.show_notice(notice)
        repaint = QTimer()
        repaint.setTimerType(Qt.TimerType.PreciseTimer)
        repaint.timeout.connect(shown.window.history.update)
        repaint.start(REPAINT)
        pass_time(2.0)
        pulse = Pulse()
        pass_time(seconds)
        idle = pulse.figures()

        shown.ops.resume(Scope(frozenset({notice})))
        wait_until(lambda: workspace.outbox.counts(notice)["whatsapp"]["accepted"] > 0)
        pass_time(1.0)
        before, began = workspace.outbox.counts(notice)["whatsapp"]["accepted"], time.perf_counter()
        pulse = Pulse()
        pass_time(seconds)
        sending = pulse.figures()
        rate = (workspace.outbox.counts(notice)["whatsapp"]["accepted"] - before) / (time.perf_counter() - began)
        shown.ops.stop()
        wait_until(lambda: not shown.ops.running)
    return {"idle": idle, "sending": sending, "rate": rate}


if __name__ == "__main__":
    with wiring.open_workspace(Path(sys.argv[1])) as opened:
        print(json.dumps(measure(opened, float(sys.argv[2]))))
