# SPDX-License-Identifier: EUPL-1.2
"""An asyncio loop whose time passes only when nobody has anything to do: an hour's pause costs nothing.

It is asyncio's own loop on a selector that never waits. What the program would do in a thread of its own is done in
turn on the same loop, so that the same steps always end the same way.
"""

from __future__ import annotations

import asyncio
import selectors
from collections import deque
from collections.abc import Callable, Coroutine
from contextvars import ContextVar, copy_context
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

T = TypeVar("T")

START = datetime(2026, 11, 30, 7, 30, tzinfo=UTC)
_TURN_SECONDS = 1e-5
"""How long one round of the loop takes; without it a wait shorter than a float can tell would never end."""
_STORE_SECONDS = 0.001
"""How long a call to the database takes; what happens meanwhile is what a kill or a person may come between."""


class Stuck(AssertionError):
    """Somebody waits, and nothing will ever wake them."""


class Process:
    """What dies together: the tasks that one copy of the program has started."""

    def __init__(self) -> None:
        self.dead = False
        self.tasks: set[asyncio.Task[Any]] = set()


_PROCESS: ContextVar[Process | None] = ContextVar("process", default=None)


class VirtualLoop(asyncio.SelectorEventLoop):
    """Runs until a moment, or for some turns; ``faults`` are the exceptions that reached nobody."""

    def __init__(self) -> None:
        self._now = 0.0
        self.faults: list[str] = []
        self._turns_left, self._counting = 0, False
        self._jobs: dict[object, deque[Callable[[], None]]] = {}
        super().__init__(_NeverWaits(self))
        self.set_exception_handler(self._on_fault)
        self.set_task_factory(_task_of_process)

    def time(self) -> float:
        return self._now

    def pass_time(self, seconds: float) -> None:
        """Everything that is due within ``seconds`` happens."""
        timer = self.call_later(seconds, self.stop)
        self.run_forever()
        timer.cancel()

    def pass_turns(self, turns: int) -> None:
        """Only ``turns`` rounds of the loop: between two of them is where a kill can come."""
        if turns:
            self._turns_left, self._counting = turns, True
            self.run_forever()
            self._counting = False

    def start(self, process: Process, coroutine: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Begins ``coroutine`` as a task of ``process``; so are all tasks that it begins."""
        context = copy_context()
        context.run(_PROCESS.set, process)
        return self.create_task(coroutine, context=context)

    def kill(self, process: Process) -> None:
        """The process is gone: it learns of nothing any more, and nothing that it asked for is done."""
        process.dead = True
        while process.tasks:
            tasks = set(process.tasks)  # the last may end in the turn before the wait begins
            for task in tasks:
                task.cancel()
            self.run_until_complete(asyncio.wait(tasks, timeout=1.0))

    def run_in_executor(self, executor: Any, func: Callable[..., T], *args: Any) -> asyncio.Future[T]:  # type: ignore[override]
        """Does the jobs of one executor in turn, each a moment after it was asked for."""
        future: asyncio.Future[T] = self.create_future()
        process = _PROCESS.get()

        def do() -> None:
            if future.cancelled() or (process and process.dead):
                future.cancel()
                return
            try:
                future.set_result(func(*args))
            except Exception as error:
                future.set_exception(error)

        jobs = self._jobs.setdefault(executor, deque())
        jobs.append(do)
        self.call_later(_STORE_SECONDS, lambda: jobs.popleft()())
        return future

    def one_turn_less(self) -> None:
        if self._counting:
            self._turns_left -= 1
            if self._turns_left <= 0:
                self.stop()

    def sleep_until_due(self, seconds: float | None) -> None:
        if seconds is not None:
            self._now += max(seconds, _TURN_SECONDS)
        elif self._counting:
            self.stop()  # everybody waits for a person
        else:
            raise Stuck("nothing is due any more")

    def _on_fault(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        self.faults.append(f"{context['message']}: {context.get('exception')!r}")


class _NeverWaits(selectors.SelectSelector):
    """No event ever comes from outside; instead of waiting for the next timer, its moment is now."""

    def __init__(self, loop: VirtualLoop) -> None:
        super().__init__()
        self._loop = loop

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        self._loop.one_turn_less()
        self._loop.sleep_until_due(timeout)
        return []


def _task_of_process(loop: asyncio.AbstractEventLoop, coroutine: Any, context: Any = None) -> asyncio.Task[Any]:
    task = asyncio.Task(coroutine, loop=loop, context=context)
    process = context.get(_PROCESS) if context is not None else _PROCESS.get()
    if process is not None:
        process.tasks.add(task)
        task.add_done_callback(process.tasks.discard)
    return task


class VirtualClock:
    """The wall clock of the machine: the loop's time, wrong by ``error``."""

    def __init__(self, loop: VirtualLoop) -> None:
        self._loop = loop
        self.error = timedelta()

    def now(self) -> datetime:
        return START + timedelta(seconds=self._loop.time()) + self.error
