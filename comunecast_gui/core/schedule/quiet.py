# SPDX-License-Identifier: EUPL-1.2
"""The hours at which nobody wants to be woken by what can wait, and the morning after them."""

from __future__ import annotations

from datetime import datetime, time, timedelta

BEGIN, END = time(22), time(7)
"""From 22 to 7: messages by night are what people complained of most (Garante, 12 March 2003, "SMS di pubblica
utilità"); towns promise to write by day, alerts aside."""
MORNING = time(8)
"""When people are up, and what is proposed instead."""


def is_quiet(local: datetime) -> bool:
    """Whether this naive local time is in the quiet hours."""
    return local.time() >= BEGIN or local.time() < END


def next_morning(local: datetime) -> datetime:
    """The next time that it is morning, as naive local time: the same day's only where it is still to come."""
    today = datetime.combine(local.date(), MORNING)
    return today if local < today else today + timedelta(days=1)
