# SPDX-License-Identifier: EUPL-1.2
"""The pace of a channel: even spacing, windows, pauses, slowing down, and what a restart remembers."""

from __future__ import annotations

import asyncio
import itertools

import pytest

from comunecast_gui.core.delivery.pace import Pace, PaceKeeper

TELEGRAM = Pace(gap=1.1, most=20, window=60.0)


class Stopwatch:
    """A monotonic clock that only moves when told."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def send_all(keeper: PaceKeeper, watch: Stopwatch, calls: int, step: float = 0.001) -> list[float]:
    """Sends as soon as the keeper allows, looking every ``step`` seconds; returns the moments."""
    moments: list[float] = []
    while len(moments) < calls:
        for _ in range(min(keeper.ready(), calls - len(moments))):
            keeper.take()
            moments.append(watch.now)
        watch.now += step
    return moments


def busiest(moments: list[float], window: float) -> int:
    """The largest number of calls within any ``window`` seconds."""
    return max(sum(1 for other in moments if moment <= other < moment + window) for moment in moments)


@pytest.mark.parametrize("step", [0.001, 0.02, 0.05])
def test_a_rate_per_second_is_used_up_and_never_exceeded(step: float) -> None:
    watch = Stopwatch()
    moments = send_all(PaceKeeper(Pace(1 / 80), monotonic=watch), watch, 800, step)
    assert busiest(moments, 1.0) <= 80 + 9  # a late process makes up for a tenth of a second
    assert moments[-1] - moments[0] <= 1.03 * 800 / 80


def test_telegram_gets_twenty_calls_a_minute_at_least_a_second_apart() -> None:
    watch = Stopwatch()
    moments = send_all(PaceKeeper(TELEGRAM, monotonic=watch), watch, 50, 0.01)
    assert busiest(moments, 60.0) == 20
    assert min(later - earlier for earlier, later in itertools.pairwise(moments)) >= 1.09


def test_an_idle_channel_saves_nothing_up() -> None:
    watch = Stopwatch()
    keeper = PaceKeeper(TELEGRAM, monotonic=watch)
    watch.now += 3600
    assert keeper.ready() == 1


def test_a_restart_does_not_forget_the_calls_of_the_last_minute() -> None:
    watch = Stopwatch()
    keeper = PaceKeeper(TELEGRAM, ages=[50.0 - 2 * n for n in range(20)], monotonic=watch)
    assert keeper.ready() == 0
    assert keeper.delay() == pytest.approx(10.0)


def test_after_a_refusal_nothing_goes_out_before_the_wait_is_over() -> None:
    watch = Stopwatch()
    keeper = PaceKeeper(Pace(0.0125), monotonic=watch)
    keeper.block(7)
    keeper.block(2)
    assert keeper.blocked
    assert keeper.delay() == pytest.approx(7)
    watch.now += 6.999
    assert keeper.ready() == 0
    watch.now += 0.001
    assert keeper.ready() == 1  # and no burst for the time that was lost


def test_slowing_down_halves_the_rate_and_wears_off() -> None:
    watch = Stopwatch()
    keeper = PaceKeeper(Pace(0.01), monotonic=watch)
    keeper.slow_down()
    slow = send_all(keeper, watch, 100)
    watch.now += 120
    normal = send_all(keeper, watch, 100)
    assert 1.8 < (slow[-1] - slow[0]) / (normal[-1] - normal[0]) < 2.1


async def _wait_twice(keeper: PaceKeeper) -> tuple[int, int]:
    before = keeper.ready()
    await keeper.wait()
    return before, keeper.ready()


def test_waiting_takes_the_slot() -> None:
    assert asyncio.run(_wait_twice(PaceKeeper(Pace(30.0)))) == (1, 0)


def test_a_stall_is_made_up_for_within_what_a_window_allows() -> None:
    watch = Stopwatch()
    keeper = PaceKeeper(Pace(1 / 80, most=88, window=1.0, catch_up=0.5), monotonic=watch)
    began = watch.now
    moments: list[float] = []
    for _ in range(10):
        moments += send_all(keeper, watch, 72)
        watch.now += 0.3  # the computer is busy with something else
    assert busiest(moments, 1.0) <= 88
    assert len(moments) / (watch.now - began) > 75


@pytest.mark.parametrize("late", [0.0, 0.002, 0.01])
def test_in_batches_a_window_is_filled_and_lateness_does_not_add_up(late: float) -> None:
    watch = Stopwatch()
    keeper = PaceKeeper(Pace(1 / 80, most=80, window=1.0, catch_up=0.5), monotonic=watch)
    moments: list[float] = []
    while len(moments) < 4000:
        watch.now += keeper.delay(8)
        if len(moments) % 400 == 0:
            watch.now += late
        for _ in range(keeper.ready(1e-9)):
            keeper.take()
            moments.append(watch.now)
    assert busiest(moments[:800], 1.0 - 1e-6) <= 80
    assert moments[-1] - moments[0] <= 1.01 * len(moments) / 80


def test_how_many_calls_may_go_out_a_little_later() -> None:
    watch = Stopwatch()
    keeper = PaceKeeper(Pace(0.1, most=5, window=1.0), monotonic=watch)
    keeper.take()
    assert keeper.ready() == 0
    assert keeper.ready(ahead=0.1) == 1
    assert keeper.delay() == pytest.approx(0.1)
    assert keeper.delay(4) == pytest.approx(0.4)
    assert keeper.delay(5) == pytest.approx(1.0)  # the first of them has to leave the window
    watch.now += 3600
    assert keeper.ready() == 1  # an idle channel saves nothing up
    assert keeper.delay(3) == pytest.approx(0.2)


def test_without_much_to_make_up_a_stall_is_lost() -> None:
    watch = Stopwatch()
    keeper = PaceKeeper(Pace(1 / 80), monotonic=watch)
    send_all(keeper, watch, 80)
    watch.now += 0.3
    assert keeper.ready() == 1
