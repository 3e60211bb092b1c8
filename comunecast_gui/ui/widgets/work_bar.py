# SPDX-License-Identifier: EUPL-1.2
"""Does work that takes long for a page or dialog: shows how far it is, how long it takes, and a button to stop it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget
from shiboken6 import isValid

from comunecast_gui.core.work import work_words
from comunecast_gui.core.work.long_work import STOPPED, LongWork, Reached, Work
from comunecast_gui.ui.runtime.slow_calls import Asks
from comunecast_gui.ui.widgets.by_keyboard import let_rest
from comunecast_gui.ui.widgets.look import Look, announce, label

T = TypeVar("T")
Ask = Callable[[Callable[[], T], Callable[[T], None], Callable[[str], None]], object]
"""How a call is made off the UI thread: its answer or its sentence arrives in the UI thread."""

_LOOK_MS = 100
_SCALE = 100
"""So that a screen reader that tells the value tells the hundredths."""


class WorkBar(QWidget):
    """Hidden until something takes longer than half a second; does one thing at a time."""

    idle = Signal()
    """Nothing is under way any more, however it ended."""

    def __init__(self, look: Look, asks: Asks, name: str, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> None:
        """``name`` says what is being done where the work does not say it itself, also to a screen reader."""
        super().__init__()
        self._asks = asks
        self._name = name
        self._began = 0.0
        self._work: LongWork | None = None
        self._failed: Callable[[str], object] = str
        self._lossy = self._quietly = False
        self.counted = False
        """Whether the present or last work had counted anything."""
        self._off: list[QWidget] = []
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(name)
        self._words = label(name, "small")
        self.stop_button = look.button(self.tr("&Stop"))
        self.stop_button.clicked.connect(self.stop)
        row = QHBoxLayout()
        row.addWidget(self._words, 1)
        row.addWidget(self.stop_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(*margins)
        column.addWidget(self._bar)
        column.addLayout(row)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._look_again)
        app = QApplication.instance()
        if app is not None:  # a signal ends the program without a question: what it waits for must end too
            app.aboutToQuit.connect(self._drop)
        self.hide()

    @property
    def words(self) -> str:
        """What it says now."""
        return self._words.text()

    @property
    def name(self) -> str:
        """What is being done."""
        return self._name

    @property
    def busy(self) -> bool:
        """Whether something is under way."""
        return self._work is not None

    @property
    def would_lose(self) -> bool:
        """Whether something is under way that a person would have to begin again."""
        return self._work is not None and self._lossy

    def run(
        self,
        call: Callable[[Work], T],
        ok: Callable[[T], None],
        failed: Callable[[str], None],
        *,
        name: str = "",
        ask: Ask[Any] | None = None,
        only_looks: bool = False,
        quietly: bool = False,
        off: Iterable[QWidget | None] = (),
    ) -> None:
        """Does ``call`` off the UI thread, in place of what is still under way, whose end is not waited for.

        ``only_looks``: it changes nothing and is given up at once, without a question. ``quietly``: nobody asked for
        it, and it is shown only once there is something to count. ``ask`` makes the
        call where it is more than a question, as ``partial(ops.change, page, ids=...)``. What is in ``off`` cannot be
        used meanwhile; whichever of it had the focus has it again afterwards.
        """
        self._drop()
        self._name = name or self._name
        self._lossy, self._quietly = not only_looks, quietly
        self._failed = failed
        work = self._work = LongWork()
        self._began = time.monotonic()
        self.counted = False
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName(self._name)
        self._words.setText(self._name)
        self.stop_button.setEnabled(True)
        self._off = [one for one in off if one is not None and one.isEnabled()]
        let_rest(*self._off)
        self._timer.start()
        ask = ask or partial(self._asks.query, self)
        ask(partial(call, work), partial(self._on_end, work, ok), partial(self._on_end, work, failed))

    def stop(self) -> None:
        """The person does not want to wait. How it ended is said at once where it only looked, else as soon as it has
        heard it.
        """
        if self._work is None:
            return
        if not self._work.stop() or self._lossy or self._quietly:
            self.stop_button.setEnabled(False)
            return
        self._drop()
        self._failed(self._asks.sentences.text(STOPPED))
        self.idle.emit()

    @Slot()
    def _drop(self) -> None:
        """Nobody waits any more for what is under way."""
        if self._work is not None:
            self._work.stop()
            self._end()

    def stopped_first(self) -> bool:
        """For whoever closes what this is in: whether it has to stay until the work, now stopped, has ended."""
        if self.would_lose:
            self.stop()
            return True
        self._drop()
        return False

    def _on_end(self, work: LongWork, say: Callable[[T], None], result: T) -> None:
        if work is self._work:  # not where other work took its place
            self._end()
            say(result)
            self.idle.emit()

    def _end(self) -> None:
        self.counted = self._work is not None and self._work.reached.done > 0
        self._work = None
        self._timer.stop()
        if self.stop_button.hasFocus():
            self.stop_button.clearFocus()  # whoever stopped it by keyboard is where it was begun
        self.hide()
        for one in self._off:
            if isValid(one):
                one.setEnabled(True)
        self._off = []

    def _look_again(self) -> None:
        if self._work is None:
            return
        reached, elapsed = self._work.reached, time.monotonic() - self._began
        wanted = reached.done > 0 or not self._quietly
        if wanted and elapsed >= work_words.SHOWN_AFTER:
            self.show_reached(reached, elapsed)

    def show_reached(self, reached: Reached, elapsed: float) -> None:
        """Says how far it is after so many seconds; the first time also to a screen reader."""
        self._words.setText(work_words.said(self._name, reached, elapsed, self._asks.sentences))
        if reached.share is None or reached.final:
            self._bar.setRange(0, 0)
        else:
            self._bar.setRange(0, _SCALE)
            self._bar.setValue(int(_SCALE * reached.share))
        if reached.final:
            self.stop_button.setEnabled(False)
        if self.isHidden():
            self.show()
            announce(self, self._words.text())
