# SPDX-License-Identifier: EUPL-1.2
"""Weeks and months are those of the office, and the people of each week follow from those of today."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comunecast_gui.core.report.statistics import Moves, Reach, months_before, months_of, weeks_of

ROME = ZoneInfo("Europe/Rome")
TODAY = date(2026, 11, 25)


def test_a_week_begins_when_the_office_s_monday_does() -> None:
    last_hour = Moves(datetime(2026, 11, 22, 22, tzinfo=UTC), 1, 0)  # Sunday, 23:00 in Rome
    first_hour = Moves(datetime(2026, 11, 22, 23, tzinfo=UTC), 5, 2)  # Monday, 0:00 in Rome
    before, now = weeks_of([last_hour, first_hour], 103, TODAY, ROME, 2)
    assert (before.monday, before.joined, before.left, before.active) == (date(2026, 11, 16), 1, 0, 100)
    assert (now.monday, now.joined, now.left, now.active) == (date(2026, 11, 23), 5, 2, 103)


@given(st.lists(st.tuples(st.integers(0, 23), st.integers(0, 90), st.integers(0, 30)), max_size=60))
def test_from_week_to_week_the_people_add_up(moves: list[tuple[int, int, int]]) -> None:
    found = [Moves(datetime(2026, 6, 5 + day, hour, tzinfo=UTC), joined, 0) for hour, joined, day in moves if day < 25]
    people = sum(one.joined for one in found)
    weeks = weeks_of(found, people + 7, TODAY, ROME, 26)
    assert weeks[-1].active == people + 7
    assert weeks[0].active - weeks[0].joined == 7
    for earlier, later in pairwise(weeks):
        assert later.active == earlier.active + later.joined - later.left


def test_months_sum_the_deliveries_of_their_notices() -> None:
    notices = [
        (datetime(2026, 10, 31, 23, 30, tzinfo=UTC), {"delivered": 3}),  # already November in Rome
        (datetime(2026, 11, 24, 9, tzinfo=UTC), {"delivered": 4, "failed": 1}),
        (datetime(2026, 10, 2, 9, tzinfo=UTC), {"accepted": 9}),
        (datetime(2020, 1, 1, tzinfo=UTC), {"accepted": 9}),
    ]
    october, november = months_of(notices, TODAY, ROME, 2)
    assert (october.first, october.notices, october.states) == (date(2026, 10, 1), 1, {"accepted": 9})
    assert (november.notices, november.states) == (2, {"delivered": 7, "failed": 1})


@pytest.mark.parametrize(("count", "first"), [(0, (2026, 2)), (1, (2026, 1)), (2, (2025, 12)), (14, (2024, 12))])
def test_the_months_before(count: int, first: tuple[int, int]) -> None:
    assert months_before(date(2026, 2, 1), count) == date(*first, 1)


def test_the_change_of_thirty_days() -> None:
    counts = ((date(2026, 9, 1), 100), (date(2026, 10, 26), 120), (date(2026, 11, 24), 150), (TODAY, 151))
    assert Reach("telegram:principale", counts).change == 31
    assert Reach("telegram:principale", counts[2:]).change is None
    assert Reach("telegram:principale", ()).now is None
