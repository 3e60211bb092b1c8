# SPDX-License-Identifier: EUPL-1.2
"""Garbage is collected in the window's thread only, however much the other threads allocate."""

from __future__ import annotations

import gc
import subprocess
import sys
import threading

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from comunecast_gui.ui.runtime.garbage import collect_what_is_due, collected_here

DIES = """
import gc, threading
from PySide6.QtWidgets import QApplication, QTableWidget, QVBoxLayout, QWidget
from comunecast_gui.ui.runtime.garbage import collect_what_is_due, collected_here

class Dialog(QWidget):
    def __init__(self):
        super().__init__()
        self.me = self
        table = QTableWidget(20, 3)
        QVBoxLayout(self).addWidget(table)
        table.cellClicked.connect(self.clicked)

    def clicked(self, *_):
        pass

class Circle:
    def __init__(self):
        self.me = self

app = QApplication([])
with collected_here():
    for _ in range(60):
        dialog = Dialog()
        dialog.show()
        del dialog
        sending = threading.Thread(target=lambda: [Circle() for _ in range(3_000)])
        sending.start()
        while sending.is_alive():
            app.processEvents()
        collect_what_is_due()
print("alive")
"""


class Circle:
    """Holds itself, so that only the collector frees it; notes the thread in which that happens."""

    def __init__(self, died_in: set[int]) -> None:
        self.me = self
        self._died_in = died_in

    def __del__(self) -> None:
        self._died_in.add(threading.get_ident())


def test_another_thread_collects_nothing(qapp: QApplication, qtbot: QtBot) -> None:
    died_in: set[int] = set()
    gc.enable()
    try:
        with collected_here():
            thread = threading.Thread(target=lambda: [Circle(died_in) for _ in range(20_000)])
            thread.start()
            thread.join()
            assert died_in == set()
            qtbot.waitUntil(lambda: bool(died_in), timeout=30_000)
            assert died_in == {threading.get_ident()}
        assert gc.isenabled()
    finally:
        gc.disable()


def test_the_oldest_generation_that_is_due_is_looked_through(qapp: QApplication) -> None:
    gc.collect()
    gc.collect(0)
    assert gc.get_count()[1] == 1
    for _ in range(gc.get_threshold()[1]):
        gc.collect(0)
    collect_what_is_due()
    assert gc.get_count()[1:] == (0, 1)


def test_a_process_lives_through_dialogs_that_are_dropped_while_others_allocate() -> None:
    ended = subprocess.run([sys.executable, "-c", DIES], capture_output=True, text=True, timeout=60, check=False)
    assert (ended.returncode, ended.stdout) == (0, "alive\n"), ended.stderr
