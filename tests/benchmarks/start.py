# SPDX-License-Identifier: EUPL-1.2
"""Benchmarks the start: from nothing to the first frame and to the first keys taken, of ours and of a bare window.

``python -m tests.benchmarks.start bare|window BEGAN [DATA_DIR]``; BEGAN is ``time.monotonic()`` when it is started.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QListView, QWidget


class Frame(QObject):
    """Calls once when ``window`` has been drawn with all that is in it."""

    def __init__(self, window: QWidget, call: Callable[[], object]) -> None:
        super().__init__(window)
        self._call = call
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self, self._call)
        return False


found: dict[str, float] = {}


def note(name: str) -> None:
    """Keeps how long it took until now, by the clock and by this process's share of the CPU, in milliseconds."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    found[f"{name}_ms"] = 1000 * (time.monotonic() - float(sys.argv[2]))
    found[f"{name}_cpu_ms"] = 1000 * (used.ru_utime + used.ru_stime)


def press(widget: QWidget, key: Any, text: str = "") -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QKeyEvent

    QApplication.sendEvent(widget, QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, text))


def bare() -> None:
    from PySide6.QtWidgets import QLineEdit, QMainWindow

    app = QApplication(["bare", "-platform", "offscreen"])
    window, line = QMainWindow(), QLineEdit()
    window.setCentralWidget(line)

    def drawn() -> None:
        note("drawn")
        from PySide6.QtCore import Qt

        press(line, Qt.Key.Key_A, "a")
        assert line.text() == "a"
        note("key")
        app.quit()

    Frame(window, drawn)
    window.show()
    app.exec()


def window() -> None:
    from comunecast_gui import __main__
    from comunecast_gui.ui.runtime.opening import Opening
    from comunecast_gui.ui.shell.main_window import PAGES, MainWindow

    opening = Opening.run_until_open

    def run_until_open(self: Opening[Any], app: QApplication) -> object:
        shown = self._window
        assert isinstance(shown, MainWindow)

        def drawn() -> None:
            note("drawn")
            from PySide6.QtCore import Qt

            lies = shown.nav.flow() is QListView.Flow.LeftToRight  # in a narrow window, as on the screen of tests
            press(shown.nav, Qt.Key.Key_Right if lies else Qt.Key.Key_Down)
            assert shown.nav.currentRow() == 1
            note("key")

        Frame(shown, drawn)
        return opening(self, app)

    def filled(shown: MainWindow) -> None:
        from PySide6.QtCore import Qt

        def letter() -> None:
            search = shown.composer.chooser.search
            press(search, Qt.Key.Key_A, "a")
            assert search.text() == "a"
            note("letter")
            shown.composer.discard()
            shown.close()

        assert PAGES[shown.pages.currentIndex()] == "composer"  # the key that was pressed in the empty window
        QTimer.singleShot(0, letter)

    Opening.run_until_open = run_until_open  # type: ignore[method-assign,assignment]
    MainWindow.look_for_leftovers = filled  # type: ignore[method-assign,assignment]
    sys.argv[0] = "comunecast"
    assert __main__.main(["--data-dir", str(Path(sys.argv[3]))]) == 0


if __name__ == "__main__":
    {"bare": bare, "window": window}[sys.argv[1]]()
    found["memory_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(found), flush=True)
