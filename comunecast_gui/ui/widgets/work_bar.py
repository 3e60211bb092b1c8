# SPDX-License-Identifier: EUPL-1.2
"""Shows how far a long piece of work has come, how long it will still take, and a button to stop it."""

from __future__ import annotations

import math
import time

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from comunecast_gui.ui.runtime.long_work import LongWork, seconds_left
from comunecast_gui.ui.widgets import labels
from comunecast_gui.ui.widgets.look import Look, label

_LOOK_MS = 100
_SHOWN_AFTER = 0.4
"""Seconds; what is done sooner needs no bar."""


class WorkBar(QWidget):
    """Hidden until something takes long."""

    stopped = Signal()
    """The person does not want to wait."""

    def __init__(self, look: Look, name: str) -> None:
        """``name`` says what is being done, also to a screen reader."""
        super().__init__()
        self._name = name
        self._began = 0.0
        self._work: LongWork | None = None
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(name)
        self._words = label(name, "small")
        self.stop_button = look.button(self.tr("&Stop"))
        self.stop_button.clicked.connect(self._on_stop)
        row = QHBoxLayout()
        row.addWidget(self._words, 1)
        row.addWidget(self.stop_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._bar)
        column.addLayout(row)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look_again)
        self.hide()

    @property
    def words(self) -> str:
        """What it says now."""
        return self._words.text()

    def begin(self, work: LongWork) -> None:
        """Follows a piece of work from now on."""
        self._work = work
        self._began = time.monotonic()
        self._bar.setRange(0, 0)
        self._words.setText(self._name)
        self.stop_button.setEnabled(True)
        self._timer.start(_LOOK_MS)

    def end(self) -> None:
        """The work is over, however it ended."""
        self._work = None
        self._timer.stop()
        self.hide()

    def _look_again(self) -> None:
        if self._work is None:
            return
        done, total = self._work.steps
        elapsed = time.monotonic() - self._began
        if elapsed >= _SHOWN_AFTER:
            self.show()
        if not total:
            return
        if done == total:
            self._bar.setRange(0, 0)
            self._words.setText(self.tr("Almost done: what is being written now cannot be stopped."))
            self.stop_button.setEnabled(False)
            return
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        counts = self.tr("{done} of {total}").format(done=labels.number(done), total=labels.number(total))
        left = seconds_left(done, total, elapsed)
        self._words.setText(" · ".join([f"{self._name} {counts}", *([self._left(left)] if left is not None else [])]))

    def _left(self, seconds: float) -> str:
        if seconds < 60:
            return self.tr("about %Ln second(s) left", "", max(5, 5 * math.ceil(seconds / 5)))
        return self.tr("about %Ln minute(s) left", "", math.ceil(seconds / 60))

    def _on_stop(self) -> None:
        self.stop_button.setEnabled(False)
        self.stopped.emit()
