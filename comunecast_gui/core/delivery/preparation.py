# SPDX-License-Identifier: EUPL-1.2
"""Prepares notices on one channel while others are being sent: the most urgent first, each independently."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from comunecast_gui.core.content import Content
from comunecast_gui.core.delivery.lane_control import Control
from comunecast_gui.core.errors import ConfigError, Misconfigured, Permanent, SendError, Stops, Transient
from comunecast_gui.core.ports import Outbox

_AT_ONCE = 4
"""So many notices are prepared at the same time: an urgent one need not wait for another's long upload."""
Preparing = Callable[[Content, Mapping[str, str]], Awaitable[Mapping[str, str] | None]]


@dataclass(frozen=True, slots=True)
class Prepared:
    """What every send of one notice needs."""

    content: Content
    memory: Mapping[str, str]


class Preparations:
    """The notices of one channel: prepared, being prepared, or set aside with the reason.

    ``prepare`` makes the channel's call, and returns None where a person stopped the sending; ``halt`` ends the lane;
    ``wake`` lets it look again. A notice that cannot be prepared is set aside, and the others go on.
    """

    def __init__(
        self,
        channel: str,
        outbox: Outbox,
        control: Control,
        prepare: Preparing,
        halt: Callable[[SendError], None],
        wake: Callable[[], None],
    ) -> None:
        self._channel = channel
        self._outbox = outbox
        self._control = control
        self._prepare = prepare
        self._halt = halt
        self._wake = wake
        self._wanted: list[int] = []
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self.prepared: dict[int, Prepared] = {}
        self.aside: dict[int, SendError] = {}

    @property
    def busy(self) -> bool:
        """Whether something is still being prepared."""
        return bool(self._wanted or self._tasks)

    @property
    def known(self) -> frozenset[int]:
        """The notices that were asked for, whether they could be prepared or not."""
        return frozenset({*self.prepared, *self.aside, *self._wanted, *self._tasks})

    def want(self, notices: Iterable[int]) -> None:
        """Starts preparing new notices in this order, and tries again those that were set aside."""
        wanted = [notice for notice in notices if notice not in self.prepared and notice not in self._tasks]
        for notice in wanted:
            self.aside.pop(notice, None)
        self._wanted = wanted
        self._begin()

    def set_aside(self, notice: int, error: SendError) -> None:
        """The service refused the notice itself: the channel sends no more of it until somebody fixes the cause."""
        self.prepared.pop(notice, None)
        self.aside[notice] = error
        self._control.start_gate.refused(notice, self._channel, error)
        self._wake()

    def forget(self, notices: Iterable[int]) -> None:
        """These notices have no queued rows any more."""
        for notice in notices:
            self.prepared.pop(notice, None)
            self.aside.pop(notice, None)

    async def finish(self) -> None:
        """Starts no more preparations and waits for those under way."""
        self._wanted = []
        while self._tasks:
            await asyncio.wait(self._tasks.values())

    def _begin(self) -> None:
        while self._wanted and len(self._tasks) < _AT_ONCE:
            notice = self._wanted.pop(0)
            task = asyncio.ensure_future(self._get_ready(notice))
            self._tasks[notice] = task
            task.add_done_callback(partial(self._done, notice))

    def _done(self, notice: int, _: asyncio.Task[None]) -> None:
        self._tasks.pop(notice, None)
        self._begin()
        self._wake()

    async def _get_ready(self, notice: int) -> None:
        """Prepares one notice. Never raises."""
        try:
            content, memory = await self._control.in_store(partial(self._outbox.content, notice, self._channel))
            kept = await self._prepare(content, memory)
            if kept is None:
                return
            if dict(kept) != memory:
                await self._control.in_store(partial(self._outbox.keep_prepared, notice, self._channel, kept))
        except Misconfigured as error:
            if error.stops is Stops.LANE:
                self._control.start_gate.refused(notice, self._channel, error)
                self._halt(error)
                self._wake()
            else:
                self.set_aside(notice, error)
        except (Permanent, Transient) as error:
            self.set_aside(notice, error)
        except ConfigError as error:
            self.set_aside(notice, Transient(error.code))
        except Exception as error:
            self._control.report_fault(error, self._channel, (), f"notice {notice} could not be prepared")
            self.set_aside(notice, Misconfigured("internal_fault", type(error).__name__, stops=Stops.NOTICE))
        else:
            self.prepared[notice] = Prepared(content, kept)
            self._control.start_gate.prepared(notice, self._channel)
