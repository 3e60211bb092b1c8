# SPDX-License-Identifier: EUPL-1.2
"""The hours at which nobody wants to be woken by what can wait, and what the program proposes instead."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from comunecast_gui.core.model import QuietHours

MORNING = time(8)
"""When people are up, and what is proposed instead, unless it is still quiet then."""
BEGINS = time(19), time(23, 59)
ENDS = time(5), time(10)
"""Between which hours an office may let them begin and end: they hold one night, and leave the day to send in."""


def is_quiet(local: datetime, hours: QuietHours) -> bool:
    """Whether this naive local time is in the quiet hours: its begin is, its end is not."""
    return local.time() >= hours.begin or local.time() < hours.end


def next_morning(local: datetime, hours: QuietHours) -> datetime:
    """The next time that it is morning, as naive local time: the same day's only where it is still to come."""
    today = datetime.combine(local.date(), no_earlier(MORNING, hours))
    return today if local < today else today + timedelta(days=1)


def no_earlier(morning: time, hours: QuietHours) -> time:
    """An hour of the morning that is proposed, or the first one that is not quiet."""
    return max(morning, hours.end)


def waking(begin: time, end: time, hours: QuietHours) -> tuple[time, time]:
    """What is left of a span of the day without the quiet hours: its first and its last hour."""
    return max(begin, hours.end), min(end, hours.begin)
