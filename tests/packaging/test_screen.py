# SPDX-License-Identifier: EUPL-1.2
"""The checks of a bundle see what is on the screen, and do not take an empty one for a window."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest
import screen

pytestmark = pytest.mark.skipif(shutil.which("Xvfb") is None, reason="Xvfb is not installed")

_WINDOW = """
import sys
from PySide6.QtWidgets import QApplication, QCalendarWidget
app = QApplication(sys.argv)
calendar = QCalendarWidget()
calendar.resize(900, 700)
colours = "qlineargradient(x1:0, y1:0, x2:1, y2:1, stop:0 red, stop:1 blue)"
calendar.setStyleSheet(f"QAbstractItemView {{ background: {colours} }}")
calendar.show()
app.exec()
"""


def test_a_window_is_seen_and_an_empty_screen_is_none() -> None:
    with screen.screen() as shown:
        empty = shown.picture()
        assert (empty.width(), empty.height()) == (screen.WIDTH, screen.HEIGHT)
        assert screen.colours(empty) == 1
        variables = {**os.environ, "DISPLAY": shown.display, "QT_QPA_PLATFORM": "xcb"}
        with subprocess.Popen([sys.executable, "-c", _WINDOW], env=variables, stderr=subprocess.PIPE) as program:
            try:
                assert shown.until_drawn(program, 60) > 0
                assert screen.colours(shown.settled(quiet=0.3)) > 12
            finally:
                program.kill()


def test_a_program_that_ends_is_told_apart_from_one_that_is_slow() -> None:
    with screen.screen() as shown:
        with subprocess.Popen([sys.executable, "-c", ""]) as ended, pytest.raises(RuntimeError, match="status 0"):
            shown.until_drawn(ended, 60)
        sleeper = [sys.executable, "-c", "input()"]
        with subprocess.Popen(sleeper, stdin=subprocess.PIPE) as idle, pytest.raises(TimeoutError, match="no window"):
            shown.until_drawn(idle, 0.5)
