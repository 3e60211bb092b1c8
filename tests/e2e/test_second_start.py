# SPDX-License-Identifier: EUPL-1.2
"""The program is started twice: one window, which comes to the front; and the next one after a window that died."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.e2e.conftest import Town

PROGRAM = """
import sys
from contextlib import ExitStack
from pathlib import Path
from PySide6.QtCore import QTimer
from comunecast_gui import start
from comunecast_gui.ui.shell import main_window

class Told(main_window.MainWindow):
    def __init__(self, look, *, training):
        super().__init__(look, training=training)
        QTimer.singleShot(0, lambda: (self.showMinimized(), print("open", flush=True)))

    def changeEvent(self, event):
        if self.isVisible() and not self.isMinimized() and event.type() == event.Type.WindowStateChange:
            print("shown again", flush=True)
        super().changeEvent(event)

main_window.MainWindow = Told
sys.exit(start.run(Path(sys.argv[1]), training=False))
"""


def start(data_dir: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(data_dir)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        text=True,
    )


def line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


@pytest.mark.slow
def test_the_second_start_shows_the_first_window(town: Town) -> None:
    with ExitStack() as ended:

        def started() -> subprocess.Popen[str]:
            process = ended.enter_context(start(town.data_dir))
            ended.callback(process.kill)
            return process

        first = started()
        assert line(first) == "open"
        second = started()
        assert second.communicate(timeout=60)[0] == ""
        assert second.returncode == 0
        assert line(first) == "shown again"
        first.kill()
        first.wait(30)
        third = started()
        assert line(third) == "open"
        third.terminate()
        assert third.wait(30) == 0
