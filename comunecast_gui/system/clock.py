# SPDX-License-Identifier: EUPL-1.2
"""The time: the real one, and one that starts at a moment of the past, so that a day of 2022 can be replayed."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta


class SystemClock:
    """The computer's clock."""

    __slots__ = ()

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        return datetime.now(UTC)


class ReplayClock:
    """A clock that showed ``start`` when it was made and runs on from there at the usual speed.

    It follows the monotonic clock: an adjustment of the computer's clock does not move it. Raises ValueError
    for a ``start`` without a timezone.
    """

    __slots__ = ("_began", "_start")

    def __init__(self, start: datetime) -> None:
        if start.tzinfo is None:
            raise ValueError("the start of a replay needs a timezone")
        self._start = start.astimezone(UTC)
        self._began = time.monotonic()

    def now(self) -> datetime:
        """The replayed moment, aware, in UTC."""
        return self._start + timedelta(seconds=time.monotonic() - self._began)
