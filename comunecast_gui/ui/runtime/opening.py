# SPDX-License-Identifier: EUPL-1.2
"""Opens an office on a thread while the window is there already, keeps it open, and closes it on the same thread."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from contextlib import AbstractContextManager
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication, QWidget

T = TypeVar("T")
A = TypeVar("A")

InWindow = Callable[[Callable[[QWidget], A]], A]
"""Runs a call in the UI thread and returns its value, or raises what it raises; for the thread that opens.

The call is given the window, in front of which it may ask something.
"""

_UNSEEN_MS = 300
"""After that the office opens also behind a window that the system has not drawn: a minimised one."""
_OPENED = 1


class NobodySignedInError(Exception):
    """The person closed the question who they are."""


class FirstFrame(QObject):
    """Tells once, in the UI thread, that ``window`` was drawn for the first time, or that nothing will draw it now."""

    drawn = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._told = False
        window.installEventFilter(self)
        QTimer.singleShot(_UNSEEN_MS, self, self._tell)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self, self._tell)  # what is inside the window is drawn in the same turn
        return False

    @Slot()
    def _tell(self) -> None:
        if not self._told:
            self._told = True
            self.drawn.emit()


class Opening(QObject, Generic[T]):
    """Enters a context manager on a thread of its own, behind a window, and leaves it there. Lives in the UI thread.

    ``office`` is called there with what runs a question to a person in the UI thread.
    """

    _asked = Signal(object, object)
    _done = Signal()

    def __init__(self, office: Callable[[InWindow[Any]], AbstractContextManager[T]], window: QWidget) -> None:
        super().__init__()
        self._window = window
        self._office = office
        self._opened: Future[T] = Future()
        self._question: Future[Any] | None = None
        self._end = threading.Event()
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="office")
        self._asked.connect(self._answer)

    def run_until_open(self, app: QApplication) -> T | None:
        """Runs Qt's loop until the office is open; None: the person closed the window, or nobody signed in.

        Nothing begins before the window is drawn. Raises what opening raised.
        """
        first = FirstFrame(self._window)
        first.drawn.connect(self._thread.start)
        self._done.connect(lambda: app.exit(_OPENED))
        self._opened.add_done_callback(lambda _: self._done.emit())
        if app.exec() != _OPENED or not self._window.isVisible():  # closed in that turn: no later loop hears of it
            return None
        try:
            return self._opened.result()
        except NobodySignedInError:
            return None

    def close(self) -> None:
        """Leaves what was opened and waits for it. Raises what leaving it raised."""
        self._end.set()
        if self._question is not None:
            self._question.cancel()
        if self._thread.is_alive():
            self._thread.join()
        if self._failure is not None:
            raise self._failure

    def _run(self) -> None:
        try:
            with self._office(self._in_window) as opened:
                self._opened.set_result(opened)
                self._end.wait()
        except BaseException as error:  # it is raised again in the UI thread
            if not self._opened.done():
                self._opened.set_exception(error)
            else:
                self._failure = error

    def _in_window(self, call: Callable[[QWidget], A]) -> A:
        question: Future[A] = Future()
        self._question = question
        if self._end.is_set():
            raise CancelledError
        self._asked.emit(call, question)
        return question.result()

    @Slot(object, object)
    def _answer(self, call: Callable[[QWidget], A], question: Future[A]) -> None:
        if not question.set_running_or_notify_cancel():
            return
        try:
            question.set_result(call(self._window))
        except BaseException as error:  # it is raised again in the thread that asked
            question.set_exception(error)
