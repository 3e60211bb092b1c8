# SPDX-License-Identifier: EUPL-1.2
"""Runs all slow work of the pages on threads: questions, changes, and sending."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import Future
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from shiboken6 import isValid

from comunecast_gui.core.changes import Changed, ChangeKind, Event, Fault, LaneProgress
from comunecast_gui.core.errors import SendError, UserError
from comunecast_gui.core.ports import NO_ROWS, Scope, SendingEngine
from comunecast_gui.core.sentences import Sentences
from comunecast_gui.ui.runtime.bridge import LoopThread
from comunecast_gui.ui.runtime.window_services import EngineServices

T = TypeVar("T")
logger = logging.getLogger(__name__)

_LISTEN = 2000
"""Milliseconds between two looks at what other workstations changed."""


def only(*notices: int) -> Scope:
    """The queued rows of these notices and of no other."""
    return Scope(frozenset(notices))


def origin_of(page: QObject) -> str:
    """Who did it, where a page or another part of this window did: in :class:`Changed`."""
    return f"{type(page).__name__}/{id(page):x}"


class _Watch(QObject):
    """Passes on to a page what it asked to hear, but for what it did itself; goes with the page."""

    def __init__(self, page: QObject, call: Callable[[Changed], object], kinds: frozenset[ChangeKind]) -> None:
        super().__init__(page)
        self._origin = origin_of(page)
        self._call = call
        self._kinds = kinds

    @Slot(object)
    def hear(self, changed: Changed) -> None:
        if changed.kind in self._kinds and changed.origin != self._origin:
            self._call(changed)


@dataclass(frozen=True, slots=True)
class _Answer:
    parent: QObject
    future: Future[Any]
    ok: Callable[[Any], None]
    failed: Callable[[str], None] | None
    told: Callable[[Any], None] | None = None
    """Tells the other pages; also where ``parent`` is gone."""


class Ops(QObject):
    """Runs slow things off the UI thread and answers in it. Lives in the UI thread."""

    progress = Signal(object)
    """:class:`LaneProgress`, at most ten a second per channel."""
    changed = Signal(object)
    """:class:`Changed`, whoever did it; pages hear it through :meth:`watch`."""
    running_changed = Signal(bool)
    """Sending began or ended."""
    trouble = Signal(str)
    """A sentence for a person about something that no page is waiting for."""

    fault = Signal(str)
    """The traceback of something that nobody foresaw while sending; it is in the log already."""

    _answered = Signal(object)
    _ended = Signal(object)
    _ordered = Signal(object)

    def __init__(
        self, services: EngineServices, sentences: Sentences, loop: LoopThread, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._sentences = sentences
        self._loop = loop
        self._engine: SendingEngine = services.make_engine(loop.post)
        self._lock = ExitStack()
        self._holders = 0
        self._runs = 0
        self._closed = False
        self._asked = NO_ROWS
        self._under_way = NO_ROWS
        # Queued also where the work is done before anybody waits for it: no call answers before it returns.
        self._answered.connect(self._on_answer, Qt.ConnectionType.QueuedConnection)
        self._ended.connect(self._on_end, Qt.ConnectionType.QueuedConnection)
        self._ordered.connect(self._on_ordered, Qt.ConnectionType.QueuedConnection)
        loop.news.connect(self._on_event)
        loop.failed.connect(self._on_failed)
        if services.news:
            QTimer.singleShot(_LISTEN, self, self._listen)

    @property
    def sentences(self) -> Sentences:
        """In which failures are said."""
        return self._sentences

    @property
    def running(self) -> bool:
        """Whether something is being sent."""
        return self._runs > 0

    @property
    def last_notices(self) -> frozenset[int]:
        """The notices that are being sent, or were sent last."""
        return self._under_way.notices or frozenset()

    def query(
        self,
        parent: QObject,
        call: Callable[[], T],
        ok: Callable[[T], None],
        failed: Callable[[str], None] | None = None,
    ) -> None:
        """Runs ``call`` in a thread, then ``ok`` with its value in the UI thread if ``parent`` still lives.

        A failure that a person can mend arrives as its sentence at ``failed`` (without one: at ``trouble``);
        any other failure is raised again in the UI thread, where the crash dialog shows it.
        """
        self._ask(call, lambda done: _Answer(parent, done, ok, failed))

    def change(
        self,
        page: QObject,
        call: Callable[[], T],
        ok: Callable[[T], None],
        failed: Callable[[str], None] | None = None,
        *,
        kind: ChangeKind = ChangeKind.NOTICES,
        ids: Callable[[T], Iterable[int]],
    ) -> None:
        """Like :meth:`query`, for what alters something: the other pages are told, and ``page`` itself is not.

        ``ids`` says of the value which of ``kind`` it altered; where none, nobody is told.
        """

        origin = origin_of(page)

        def told(value: T) -> None:
            if changed := tuple(ids(value)):
                self.changed.emit(Changed(kind, changed, origin))

        self._ask(call, lambda done: _Answer(page, done, ok, failed, told))

    def tell(self, kind: ChangeKind, ids: Iterable[int] = (), by: QObject | None = None) -> None:
        """Tells the pages, but for ``by``, that some of a kind changed; without ``ids`` any of them may have."""
        self.changed.emit(Changed(kind, tuple(ids), origin_of(by) if by else ""))

    def watch(self, page: QObject, call: Callable[[Changed], object], *kinds: ChangeKind) -> None:
        """From now on calls ``call`` with each change of these kinds that ``page`` did not do itself."""
        self.changed.connect(_Watch(page, call, frozenset(kinds)).hear)

    def resume(self, scope: Scope) -> None:
        """Sends the queued rows in ``scope``; joins a sending under way."""
        self._asked = self._asked | scope
        self._under_way = scope if self._runs == 0 else self._under_way | scope
        self._runs += 1
        if self._runs == 1:
            self.running_changed.emit(True)
        future = self._loop.submit(self._run(scope))
        future.add_done_callback(self._ended.emit)

    def resume_again(self) -> None:
        """Sends what is still queued of all that was asked for in this session, and nothing older."""
        self.resume(self._asked)

    def take_new_keys(self) -> None:
        """From now on the services are asked with the keys that are kept now, also where a channel had given up."""
        self._order(self._engine.renew)

    def pause(self) -> None:
        """Begins no new sends before :meth:`go_on`."""
        self._order(self._engine.pause)

    def go_on(self) -> None:
        """Ends a pause."""
        self._order(self._engine.resume)

    def stop(self) -> None:
        """No new sends; those under way are awaited and recorded, the rest stays queued."""
        self._order(self._engine.stop)

    def send_where_ready(self, parent: QObject, notice: int, without: Collection[str]) -> None:
        """Sends a queued notice where it is ready; its channels no longer wait for those in ``without``."""
        call = partial(self._services.set_aside, notice, without)
        self.change(parent, call, lambda _: self.resume(only(notice)), ids=lambda _: (notice,))

    def close(self, timeout: float = 15.0) -> bool:
        """Stops sending, waits for what is under way, ends the thread; returns whether all that was in time."""
        if self._closed:
            return not self._loop.alive
        self._closed = True
        done: Future[None] = self._loop.submit(self._drain())
        try:
            done.result(timeout)
        except TimeoutError:
            logger.warning("Sends under way did not end in time; the next start will report them as unknown")
            return False
        return self._loop.close(timeout)

    @Slot()
    def _listen(self) -> None:
        """Asks what other workstations changed, and again a while after the answer."""
        if self._services.news:
            self.query(self, self._services.news, self._on_news, lambda _: self._on_news(()))

    def _on_news(self, news: Sequence[Changed]) -> None:
        for one in news:
            self.changed.emit(one)
        QTimer.singleShot(_LISTEN, self, self._listen)

    def _ask(self, call: Callable[[], T], answer: Callable[[Future[T]], _Answer]) -> None:
        if self._closed:  # a page's timer may still fire while the window goes away
            return
        self._loop.submit(asyncio.to_thread(call)).add_done_callback(lambda done: self._answered.emit(answer(done)))

    async def _run(self, scope: Scope) -> Mapping[str, LaneProgress]:
        """Sends, with the lock held for as long as any of several runs lasts: one may begin as another drains."""
        if self._holders == 0:
            self._lock.enter_context(self._services.sending_lock())
        self._holders += 1
        try:
            return await self._engine.run(scope)
        finally:
            self._holders -= 1
            if self._holders == 0:
                self._lock.close()

    def _order(self, call: Callable[[], None]) -> None:
        self._loop.submit(self._call(call)).add_done_callback(self._ordered.emit)

    async def _drain(self) -> None:
        self._engine.stop()
        while self._engine.running:
            await asyncio.sleep(0.02)

    @staticmethod
    async def _call(call: Callable[[], None]) -> None:
        call()

    @Slot(object)
    def _on_answer(self, answer: _Answer) -> None:
        if answer.future.cancelled():
            return
        there = isValid(answer.parent)
        try:
            value = answer.future.result()
        except (UserError, SendError) as error:
            if there:
                self._tell(error, answer.failed)
        except Exception:
            if there and answer.failed:
                answer.failed(self.tr("Something unexpected happened. What you wrote is still here: try again."))
            raise
        else:
            if answer.told:
                answer.told(value)
            if there:
                answer.ok(value)

    @Slot(object)
    def _on_end(self, future: Future[Mapping[str, LaneProgress]]) -> None:
        self._runs -= 1
        if self._runs == 0:
            self.running_changed.emit(False)
            self.tell(ChangeKind.NOTICES, self.last_notices)
        if future.cancelled():
            return
        try:
            future.result()
        except (UserError, SendError) as error:
            self._tell(error, None)

    def _tell(self, error: UserError | SendError, failed: Callable[[str], None] | None) -> None:
        (failed or self.trouble.emit)(self._sentences.of(error))

    @Slot(object)
    def _on_ordered(self, future: Future[None]) -> None:
        """Raises here, where the crash dialog shows it, what an order ended in."""
        if not future.cancelled():
            future.result()

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        raise error

    @Slot(object)
    def _on_event(self, event: Event) -> None:
        if isinstance(event, Fault):
            self.fault.emit(event.text)
        else:
            (self.changed if isinstance(event, Changed) else self.progress).emit(event)
