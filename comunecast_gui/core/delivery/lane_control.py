# SPDX-License-Identifier: EUPL-1.2
"""What a lane gets from the engine: the scope, a person's stop and pause, and the state of the other lanes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar

from comunecast_gui.core.delivery.start_gate import StartGate
from comunecast_gui.core.ports import Scope

T = TypeVar("T")


class Control(Protocol):
    """Read by each lane at every turn; the engine is one."""

    @property
    def scope(self) -> Scope: ...

    @property
    def generation(self) -> int:
        """Grows whenever there may be something new in scope."""
        ...

    @property
    def stopping(self) -> bool: ...

    @property
    def paused(self) -> bool: ...

    @property
    def patience(self) -> float:
        """Seconds; a lane whose next row is due later than that ends, and the row stays queued."""
        ...

    @property
    def start_gate(self) -> StartGate: ...

    def is_superseded(self, channel: str) -> bool:
        """Whether the channel's reason to give up counts no more: somebody asked again, and then a stop came."""
        ...

    async def in_store(self, call: Callable[[], T]) -> T:
        """Runs ``call`` on the one thread that may write to the outbox."""
        ...

    def report_fault(self, error: BaseException, channel: str, deliveries: Iterable[int], where: str) -> None:
        """Reports an unexpected exception: to the log with its rows, and to the listener."""
        ...
