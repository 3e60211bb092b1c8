# SPDX-License-Identifier: EUPL-1.2
"""The engine in a process of its own does what the one beside the window does."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from comunecast_gui.core.changes import Changed, ChangeKind, Event, LanePhase, LaneProgress
from comunecast_gui.core.delivery import wire
from comunecast_gui.core.errors import ConfigError
from comunecast_gui.core.ports import ALL_ROWS, Scope
from comunecast_gui.services import wiring
from comunecast_gui.system.engine_process import EngineProcess
from comunecast_gui.system.locks import sending_lock
from tests.e2e.conftest import MakeTown, Town

PEOPLE = 300


@pytest.fixture
def town(make_town: MakeTown) -> Town:
    town = make_town(rate=300, latency_ms=(5, 30))
    town.subscribe(PEOPLE)
    town.run("send", str(town.folder / "notice.toml"), "--channel", "whatsapp", "--yes", "--enqueue-only")
    return town


def drive(town: Town, steps: Callable[[EngineProcess, list[Event]], object]) -> list[Event]:
    """Runs a child engine for the town while ``steps`` says what a person does."""
    events: list[Event] = []

    async def both() -> None:
        with wiring.open_workspace(town.data_dir) as workspace:
            engine = wiring.build_engine_process(workspace, events.append)
            await asyncio.wait_for(steps(engine, events), 60)  # type: ignore[arg-type]
            assert not engine.running

    asyncio.run(both())
    return events


async def until(condition: Callable[[], bool]) -> None:
    while not condition():
        await asyncio.sleep(0.01)


@pytest.mark.slow
def test_a_child_engine_sends_and_reports(town: Town) -> None:
    ended: dict[str, LaneProgress] = {}

    async def steps(engine: EngineProcess, events: list[Event]) -> None:
        ended.update(await engine.run(ALL_ROWS))

    events = drive(town, steps)
    assert ended["whatsapp"].phase is LanePhase.FINISHED
    assert ended["whatsapp"].done == PEOPLE == sum(town.received().values())
    assert len({row for event in events if isinstance(event, Changed) for row in event.ids}) == PEOPLE
    assert [event for event in events if isinstance(event, LaneProgress)][-1] == ended["whatsapp"]


def test_a_child_engine_can_be_paused_stopped_and_given_more(town: Town) -> None:
    async def steps(engine: EngineProcess, events: list[Event]) -> None:
        first = asyncio.ensure_future(engine.run(Scope(frozenset({1}))))
        await until(lambda: town.messages > 20)
        engine.pause()
        await until(lambda: any(isinstance(one, LaneProgress) and one.phase is LanePhase.PAUSED for one in events))
        held = town.messages
        await asyncio.sleep(0.3)
        assert held <= town.messages <= held + 90  # what was under way
        engine.resume()
        await until(lambda: town.messages > held + 100)
        engine.stop()
        ended = await first
        assert ended["whatsapp"].phase is LanePhase.STOPPED
        assert town.messages < PEOPLE
        more = town.file("more.toml", (town.folder / "notice.toml").read_text().replace("08:30", "09:30"))
        town.run("send", more, "--channel", "whatsapp", "--yes", "--enqueue-only")
        again = asyncio.ensure_future(engine.run(Scope(frozenset({1}))))
        await asyncio.sleep(0.1)
        await asyncio.gather(again, engine.run(Scope(frozenset({2}))))

    drive(town, steps)
    assert set(town.received().values()) == {2}


def test_a_child_engine_does_not_send_beside_another(town: Town) -> None:
    async def steps(engine: EngineProcess, events: list[Event]) -> None:
        with sending_lock(town.data_dir), pytest.raises(ConfigError, match="child_refused") as caught:
            await engine.run(ALL_ROWS)
        assert caught.value.values["said"]

    drive(town, steps)
    assert town.messages == 0


def test_a_child_that_is_gone_is_said_so(town: Town, tmp_path: Path) -> None:
    async def steps(engine: EngineProcess, events: list[Event]) -> None:
        running = asyncio.ensure_future(engine.run(ALL_ROWS))
        await until(lambda: town.messages > 20)
        assert engine._process is not None
        engine._process.kill()
        with pytest.raises(ConfigError, match="child_died"):
            await running

    drive(town, steps)
    town.run("resume", code=3)
    assert set(town.received().values()) == {1}


def test_engine_messages_survive_the_wire() -> None:
    for event in (
        Changed(ChangeKind.DELIVERIES, (1, 2)),
        LaneProgress("whatsapp", LanePhase.WAITING, 5, 6, 1.5, datetime.now(UTC), "429", "slow"),
        LaneProgress("telegram:principale", LanePhase.OPENING),
    ):
        assert wire.event_of(json.loads(wire.event_line(event))) == event
    for scope in (ALL_ROWS, Scope(frozenset({1}), frozenset({7, 8}))):
        data = json.loads(wire.order(wire.RUN, scope))
        assert data["do"] == "run"
        assert wire.scope_of(data) == scope


def test_a_pause_and_a_stop_while_the_child_is_being_started_are_not_forgotten(town: Town) -> None:
    async def steps(engine: EngineProcess, events: list[Event]) -> None:
        sending = asyncio.ensure_future(engine.run(ALL_ROWS))
        await asyncio.sleep(0)
        assert engine._process is None
        engine.pause()
        await until(lambda: any(isinstance(one, LaneProgress) and one.phase is LanePhase.PAUSED for one in events))
        assert town.messages == 0
        engine.resume()
        await until(lambda: town.messages > 20)
        engine.stop()
        await sending
        stopped = asyncio.ensure_future(engine.run(ALL_ROWS))
        await asyncio.sleep(0)
        engine.stop()
        before = town.messages
        await stopped
        assert town.messages == before

    drive(town, steps)


def test_what_is_sent_while_a_child_drains_goes_out_and_nothing_that_was_stopped(town: Town) -> None:
    more = town.file("more.toml", (town.folder / "notice.toml").read_text().replace("08:30", "09:30"))
    town.run("send", more, "--channel", "whatsapp", "--yes", "--enqueue-only")

    async def steps(engine: EngineProcess, events: list[Event]) -> None:
        first = asyncio.ensure_future(engine.run(Scope(frozenset({1}))))
        await until(lambda: town.messages > 20)
        engine.stop()
        await asyncio.gather(first, engine.run(Scope(frozenset({2}))))

    drive(town, steps)
    counts = {number: town.run("status", str(number), "--json").json["channels"]["whatsapp"] for number in (1, 2)}
    assert counts[2]["accepted"] == PEOPLE
    assert counts[1]["queued"] > 0


def test_a_child_goes_on_with_a_new_key(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    async def steps(engine: EngineProcess, events: list[Event]) -> None:
        sending = asyncio.ensure_future(engine.run(ALL_ROWS))
        await until(lambda: town.messages > 20)
        town.control.change_token("whatsapp", "EAATRAINING-another-token")
        monkeypatch.setenv("COMUNECAST_WHATSAPP_TOKEN", "EAATRAINING-another-token")
        engine.renew()
        ended = await sending
        assert ended["whatsapp"].phase is LanePhase.FINISHED

    drive(town, steps)
    assert sum(town.received().values()) == PEOPLE
