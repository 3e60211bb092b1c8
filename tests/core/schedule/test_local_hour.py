# SPDX-License-Identifier: EUPL-1.2
"""The hour that a person means, in the nights of both clock changes and in between."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from comunecast_gui.core.errors import InputError
from comunecast_gui.core.schedule.local_hour import moment_of, moments

ROME = ZoneInfo("Europe/Rome")


@pytest.mark.parametrize(
    ("typed", "utc"),
    [
        ("2026-11-30T08:30", "2026-11-30T07:30"),
        ("2026-07-01T08:30", "2026-07-01T06:30"),
        ("2026-03-29T01:59", "2026-03-29T00:59"),
        ("2026-03-29T03:00", "2026-03-29T01:00"),
        ("2026-10-25T01:59", "2026-10-24T23:59"),
        ("2026-10-25T03:00", "2026-10-25T02:00"),
        ("2026-10-25T02:30+02:00", "2026-10-25T00:30"),
        ("2026-10-25T02:30+01:00", "2026-10-25T01:30"),
        ("2026-03-29T02:30+01:00", "2026-03-29T01:30"),
    ],
)
def test_a_local_hour_is_one_moment(typed: str, utc: str) -> None:
    assert moment_of(datetime.fromisoformat(typed), ROME) == datetime.fromisoformat(utc).replace(tzinfo=UTC)


@pytest.mark.parametrize("typed", ["2026-03-29T02:00", "2026-03-29T02:30", "2026-03-29T02:59", "2027-03-28T02:15"])
def test_the_hour_that_is_skipped_in_spring_is_refused_with_the_next_one(typed: str) -> None:
    with pytest.raises(InputError) as refused:
        moment_of(datetime.fromisoformat(typed), ROME)
    assert refused.value.code == "hour_skipped"
    assert refused.value.values["instead"] == typed[-5:].replace("02:", "03:")


@pytest.mark.parametrize("typed", ["2026-10-25T02:00", "2026-10-25T02:59"])
def test_the_hour_that_comes_twice_in_autumn_is_asked_about(typed: str) -> None:
    with pytest.raises(InputError) as refused:
        moment_of(datetime.fromisoformat(typed), ROME)
    assert refused.value.code == "hour_twice"
    assert (refused.value.values["first"], refused.value.values["second"]) == ("+02:00", "+01:00")
    first, second = moments(datetime.fromisoformat(typed), ROME)
    assert (second - first).total_seconds() == 3600
