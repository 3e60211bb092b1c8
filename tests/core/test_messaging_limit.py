# SPDX-License-Identifier: EUPL-1.2
"""A list longer than the day's limit is spread over days, and nobody is forgotten."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comunecast_gui.core.messaging_limit import Allowance, allowance

DAY = timedelta(hours=24, minutes=5)


@pytest.mark.parametrize(
    ("limit", "reached", "found"),
    [
        ("TIER_250", 0, Allowance(250, 250)),
        ("TIER_2K", 1_500, Allowance(500, 2_000)),
        ("TIER_10K", 12_000, Allowance(0, 10_000)),
        ("TIER_100K", 1, Allowance(99_999, 100_000)),
        ("TIER_UNLIMITED", 5_000_000, None),
        ("", 0, None),
    ],
)
def test_the_rest_of_the_daily_limit(limit: str, reached: int, found: Allowance | None) -> None:
    assert allowance(limit, reached) == found


def test_the_batches_of_a_small_limit() -> None:
    assert Allowance(100, 250).batches(700) == [(100, 0 * DAY), (250, DAY), (250, 2 * DAY), (100, 3 * DAY)]
    assert Allowance(100, 250).days(700) == 4
    assert Allowance(0, 250).batches(10) == [(0, 0 * DAY), (10, DAY)]
    assert Allowance(250, 250).days(250) == 1


@given(st.integers(0, 3_000), st.integers(1, 2_000), st.integers(0, 9_000))
def test_everybody_has_a_day_and_no_day_has_too_many(left: int, daily: int, people: int) -> None:
    some = Allowance(left, daily)
    batches = some.batches(people)
    assert sum(size for size, _ in batches) == people
    assert batches[0][0] <= left
    assert all(size <= daily for size, _ in batches[1:])
    assert len(batches) == some.days(people)
