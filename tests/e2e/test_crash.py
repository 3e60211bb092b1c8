# SPDX-License-Identifier: EUPL-1.2
"""A process that is killed in the middle of a send: nobody gets it twice, nobody is left out silently."""

from __future__ import annotations

import time
from collections import Counter

import pytest

from tests.e2e.conftest import MakeTown, Town


def _kill_when(town: Town, reached: int) -> None:
    process = town.start("send", str(town.folder / "notice.toml"), "--yes")
    deadline = time.monotonic() + 60
    while town.messages < reached:
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.01)
    process.kill()
    process.communicate()


@pytest.mark.slow
@pytest.mark.parametrize("reached", [3, 700])
def test_kill_and_resume(make_town: MakeTown, reached: int) -> None:
    town = make_town(rate=400, latency_ms=(20, 60))
    numbers = town.subscribe(1500)
    _kill_when(town, reached)
    found = town.run("status", "--json").json["channels"]["whatsapp"]
    assert found["sending"] == 0
    assert found["unknown"] > 0
    assert sum(found.values()) == len(numbers)

    ended = town.run("resume", "--json", code=3)
    unknown = town.run("unknown", "--json").json["unknown"]
    got = town.received()
    counts = ended.json["channels"]["whatsapp"]

    assert set(got.values()) == {1}
    assert counts["unknown"] == len(unknown) > 0
    assert counts["accepted"] + counts["unknown"] == len(numbers)
    assert counts["accepted"] <= len(got) <= counts["accepted"] + counts["unknown"]
    assert len(unknown) <= 150  # what was in flight: 120 connections
    assert town.control.complaints() == []
    assert (
        ended.json["channels"]["telegram:principale"]["accepted"]
        + len([row for row in unknown if row["channel"] == "telegram:principale"])
        == 1
    )


def test_two_copies_at_once_send_each_row_once(make_town: MakeTown) -> None:
    town = make_town(rate=300, latency_ms=(10, 30))
    numbers = town.subscribe(300)
    town.run("send", str(town.folder / "notice.toml"), "--yes", "--enqueue-only")
    copies = [town.start("resume") for _ in range(2)]
    for copy in copies:
        copy.communicate(timeout=60)
    assert [copy.returncode for copy in copies] == [0, 0]
    got = town.received()
    assert got == Counter(dict.fromkeys(numbers, 1))


def test_a_second_kill_while_resuming(make_town: MakeTown) -> None:
    town = make_town(rate=300, latency_ms=(20, 60))
    numbers = town.subscribe(900)
    _kill_when(town, 200)
    process = town.start("resume")
    while town.messages < 500:
        time.sleep(0.01)
    process.kill()
    process.communicate()
    counts = town.run("resume", "--json", code=3).json["channels"]["whatsapp"]
    assert set(town.received().values()) == {1}
    assert counts["accepted"] + counts["unknown"] == len(numbers)
    assert counts["queued"] == counts["sending"] == 0
