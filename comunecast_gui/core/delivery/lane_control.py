# SPDX-License-Identifier: EUPL-1.2
"""What a person asks of the lanes while they send, and what is in scope; the engine is one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

from comunecast_gui.core.ports import Scope

T = TypeVar("T")


class Control(Protocol):
    """Read by each lane at every turn."""

    @property
    def scope(self) -> Scope: ...

    @property
    def generation(self) -> int:
        """Grows whenever the scope grows."""
        ...

    @property
    def stopping(self) -> bool: ...

    @property
    def paused(self) -> bool: ...

    @property
    def patience(self) -> float:
        """Seconds; a lane whose next row is due later than that ends, and the row stays queued."""
        ...

    async def in_store(self, call: Callable[[], T]) -> T:
        """Runs ``call`` on the one thread that may write to the outbox."""
        ...
