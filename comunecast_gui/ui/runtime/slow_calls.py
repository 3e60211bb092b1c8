# SPDX-License-Identifier: EUPL-1.2
"""Runs slow calls on threads and answers in the UI thread, where no office is open yet that could send."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot
from shiboken6 import isValid

from comunecast_gui.core.errors import SendError, UserError
from comunecast_gui.core.sentences import Sentences

T = TypeVar("T")
_THREADS = 3


class Asks(Protocol):
    """How a page asks something slow: :class:`~comunecast_gui.ui.runtime.ops.Ops`, or :class:`SlowCalls`."""

    @property
    def sentences(self) -> Sentences:
        """In which failures are said."""
        ...

    def query(
        self,
        parent: QObject,
        call: Callable[[], T],
        ok: Callable[[T], None],
        failed: Callable[[str], None] | None = None,
    ) -> None: ...


@dataclass(frozen=True, slots=True)
class _Reply:
    parent: QObject
    future: Future[Any]
    ok: Callable[[Any], None]
    failed: Callable[[str], None] | None


class SlowCalls(QObject):
    """Runs calls off the UI thread, and nothing else of what ``Ops`` does. Lives in the UI thread."""

    _done = Signal(object)

    def __init__(self, sentences: Sentences, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sentences = sentences
        self._closed = False
        self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="setup")
        self._done.connect(self._on_done, Qt.ConnectionType.QueuedConnection)

    @property
    def sentences(self) -> Sentences:
        """In which failures are said."""
        return self._sentences

    def query(
        self,
        parent: QObject,
        call: Callable[[], T],
        ok: Callable[[T], None],
        failed: Callable[[str], None] | None = None,
    ) -> None:
        """As :meth:`comunecast_gui.ui.runtime.ops.Ops.query`; a sentence that nobody waits for is dropped."""
        if self._closed:  # a page may still ask while its window goes away
            return
        future = self._pool.submit(call)
        future.add_done_callback(lambda done: self._done.emit(_Reply(parent, done, ok, failed)))

    def close(self) -> None:
        """Waits for what is under way; what has not begun is not done."""
        self._closed = True
        self._pool.shutdown(wait=True, cancel_futures=True)

    @Slot(object)
    def _on_done(self, reply: _Reply) -> None:
        if reply.future.cancelled() or not isValid(reply.parent):
            return
        try:
            value = reply.future.result()
        except (UserError, SendError) as error:
            if reply.failed:
                reply.failed(self._sentences.of(error, queued=False))
        except Exception:
            if reply.failed:
                reply.failed(self.tr("Something unexpected happened. What you wrote is still here: try again."))
            raise
        else:
            reply.ok(value)
