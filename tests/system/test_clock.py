# SPDX-License-Identifier: EUPL-1.2
"""Two clocks behind one port."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from comunecast_gui.core.ports import Clock
from comunecast_gui.system.clock import ReplayClock, SystemClock


def test_the_system_clock_is_aware_and_in_utc() -> None:
    clock: Clock = SystemClock()
    before = datetime.now(UTC)
    now = clock.now()
    assert before <= now <= datetime.now(UTC)
    assert now.tzinfo is UTC


def test_a_replay_runs_on_from_its_start() -> None:
    start = datetime(2022, 8, 22, 9, 0, tzinfo=ZoneInfo("Europe/Rome"))
    clock: Clock = ReplayClock(start)
    first = clock.now()
    threading.Event().wait(0.02)
    second = clock.now()
    assert timedelta(0) <= first - start < timedelta(seconds=5)
    assert timedelta(seconds=0.019) <= second - first < timedelta(seconds=5)
    assert first.tzinfo is UTC


def test_a_replay_needs_a_timezone() -> None:
    with pytest.raises(ValueError, match="timezone"):
        ReplayClock(datetime(2022, 8, 22, 9, 0))
