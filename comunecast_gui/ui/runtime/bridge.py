# SPDX-License-Identifier: EUPL-1.2
"""The asyncio loop in the one worker thread, whose events arrive in the UI thread as signals."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal

from comunecast_gui.core.changes import Event
from comunecast_gui.core.delivery.throttle import EventThrottle

T = TypeVar("T")

_READERS = 4


class LoopThread(QObject):
    """Owns one asyncio loop in one daemon thread.

    It lives in the UI thread, so that whatever is connected to its signal runs there. A plain thread and not a
    QThread: one that is still running when the interpreter ends does not abort the process.
    """

    news = Signal(object)
    """One :class:`LaneProgress` (the newest of its channel), :class:`Changed` (merged per kind) or :class:`Fault`."""
    failed = Signal(object)
    """An exception that nobody awaits, of a task or a callback of the loop."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._loop = asyncio.new_event_loop()
        self._pool = ThreadPoolExecutor(_READERS, thread_name_prefix="query")
        self._loop.set_default_executor(self._pool)
        self._loop.set_exception_handler(self._on_exception)
        self._gather = EventThrottle(self.news.emit)
        self._thread = threading.Thread(target=self._run, name="dispatch", daemon=True)
        self._thread.start()

    def submit(self, coroutine: Coroutine[Any, Any, T]) -> Future[T]:
        """Runs a coroutine on the loop; callable from any thread. Raises RuntimeError once closed."""
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop)

    def post(self, event: Event) -> None:
        """Takes an event of the engine (on the loop's thread) and passes it on within a tenth of a second."""
        self._gather.add(event)

    @property
    def alive(self) -> bool:
        return self._thread.is_alive()

    def close(self, timeout: float = 15.0) -> bool:
        """Ends the loop after what is under way; returns whether it ended within ``timeout`` seconds."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(timeout)
        return not self._thread.is_alive()

    def _on_exception(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        self.failed.emit(error if isinstance(error, Exception) else RuntimeError(context.get("message", "")))

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_forever()
        finally:
            pending = asyncio.all_tasks(self._loop)
            for task in pending:
                task.cancel()
            if pending:
                self._loop.run_until_complete(asyncio.gather(*pending, return_exceptions=True))
            self._loop.run_until_complete(self._loop.shutdown_default_executor())
            self._loop.close()
