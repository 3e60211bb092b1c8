# SPDX-License-Identifier: EUPL-1.2
"""The quiet hours are the office's: what they are, and what is proposed instead of them."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comunecast_gui.core.model import QuietHours
from comunecast_gui.core.schedule.quiet import BEGINS, ENDS, MORNING, is_quiet, next_morning, no_earlier, waking

HOURS = st.builds(QuietHours, st.times(*BEGINS), st.times(*ENDS))
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31))


@pytest.mark.parametrize(
    ("hours", "at", "quiet"),
    [
        (QuietHours(), "22:00", True),
        (QuietHours(), "21:59", False),
        (QuietHours(), "06:59", True),
        (QuietHours(), "07:00", False),
        (QuietHours(time(20, 30), time(8, 30)), "20:30", True),
        (QuietHours(time(20, 30), time(8, 30)), "08:29", True),
        (QuietHours(time(23, 30), time(5)), "22:30", False),
    ],
)
def test_whether_an_hour_is_quiet(hours: QuietHours, at: str, quiet: bool) -> None:
    assert is_quiet(datetime.combine(datetime(2026, 5, 5), time.fromisoformat(at)), hours) is quiet


@given(HOURS, MOMENTS)
def test_the_morning_that_is_proposed_is_the_next_one_and_never_quiet(hours: QuietHours, now: datetime) -> None:
    morning = next_morning(now, hours)
    assert not is_quiet(morning, hours)
    assert now < morning <= now + timedelta(days=1)
    assert morning.time() == max(MORNING, hours.end) == no_earlier(MORNING, hours)


@given(HOURS, st.times())
def test_what_is_left_of_the_day_is_all_that_is_not_quiet(hours: QuietHours, at: time) -> None:
    begin, end = waking(time.min, time.max, hours)
    assert is_quiet(datetime.combine(datetime(2026, 5, 5), at), hours) is not (begin <= at < end)
    assert waking(time(8), time(20), hours)[0] >= hours.end
    assert waking(time(8), time(20), hours)[1] <= hours.begin
