# SPDX-License-Identifier: EUPL-1.2
"""How far this computer's clock is from that of a service, read from the date on its answers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime


def clock_ahead(date: str, now: datetime) -> timedelta | None:
    """How much ``now`` is ahead of a ``Date`` header (RFC 9110, 6.6.1); None where the header says nothing.

    A service writes whole seconds, and the answer was under way: some seconds mean nothing.
    """
    try:
        told = parsedate_to_datetime(date)
    except (TypeError, ValueError, OverflowError):
        return None
    return now - (told if told.tzinfo else told.replace(tzinfo=UTC))
