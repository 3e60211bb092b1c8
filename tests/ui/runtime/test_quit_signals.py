# SPDX-License-Identifier: EUPL-1.2
"""A signal ends the window's loop in order, whenever it comes, and the handlers are given back."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

PROGRAM = """
import os, signal, sys, threading
from PySide6.QtWidgets import QApplication
from comunecast_gui.ui.runtime.quit_signals import quits_on_signals
app = QApplication([])
before = signal.getsignal(signal.SIGINT)
with quits_on_signals(app):
    threading.Timer(0.3, os.kill, (os.getpid(), int(sys.argv[1]))).start()
    app.exec()
assert signal.getsignal(signal.SIGINT) is before
print("drained")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signal to send to oneself but Ctrl+C")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_loop(number: signal.Signals) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(int(number))], capture_output=True, text=True, timeout=30, check=False
    )
    assert (done.returncode, done.stdout.strip()) == (0, "drained"), done.stderr


EARLY = """
import os, signal, sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
from comunecast_gui.ui.runtime.quit_signals import quits_on_signals
app = QApplication([])
window = QWidget()
window.show()
with quits_on_signals(app):
    os.kill(os.getpid(), signal.SIGTERM)
    assert window.isVisible(), "nothing closes in the middle of something else"
    QTimer.singleShot(5_000, lambda: app.exit(7))
    sys.exit(app.exec())
"""
ASKING = """
import os, signal, sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
from comunecast_gui.ui.runtime.quit_signals import quits_on_signals
class Asking(QWidget):
    def closeEvent(self, event):
        print("asked", flush=True)
        event.ignore()
app = QApplication([])
window = Asking()
window.show()
with quits_on_signals(app):
    QTimer.singleShot(0, lambda: os.kill(os.getpid(), signal.SIGTERM))
    QTimer.singleShot(5_000, lambda: app.exit(7))
    sys.exit(app.exec())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signal to send to oneself but Ctrl+C")
@pytest.mark.parametrize(("program", "said"), [(EARLY, ""), (ASKING, "asked")], ids=["before_the_loop", "asking"])
def test_a_signal_ends_the_loop_that_begins_later_and_one_whose_window_asks(program: str, said: str) -> None:
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=30, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, said), done.stderr
