# SPDX-License-Identifier: EUPL-1.2
"""Notices that overlap: whatever appears while something is sent is prepared first, and none blocks another."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

import pytest
import sqlalchemy as sa

from comunecast_gui.core.changes import Event, Fault, LanePhase, LaneProgress, SetAside
from comunecast_gui.core.content import Content
from comunecast_gui.core.delivery.engine import Engine
from comunecast_gui.core.delivery.pace import Pace
from comunecast_gui.core.errors import ConfigError, Misconfigured, Permanent, Stops, Transient
from comunecast_gui.core.model import Priority
from comunecast_gui.core.ports import ALL_ROWS, Accepted, Channel, Claim, Scope
from comunecast_gui.store.db import schema
from comunecast_gui.store.db.database import Database
from comunecast_gui.store.delivery.outbox import SqlOutbox
from comunecast_gui.system.clock import SystemClock
from tests.e2e.scripted_channel import (
    FAST,
    TELEGRAM,
    WHATSAPP,
    ScriptedChannel,
    engine_of,
    queue,
    send,
    states,
    subscribe,
)

PAUSED = Misconfigured("template_not_approved", "avviso_v1: PAUSED", stops=Stops.NOTICE)


def drive(steps: Callable[[], Awaitable[None]]) -> None:
    async def bounded() -> None:
        await asyncio.wait_for(steps(), 20)

    asyncio.run(bounded())


async def until(condition: Callable[[], bool]) -> None:
    while not condition():
        await asyncio.sleep(0.005)


def only(*notices: int) -> Scope:
    return Scope(frozenset(notices))


def test_a_notice_that_somebody_queues_meanwhile_is_prepared_and_then_sent(
    database: Database, outbox: SqlOutbox
) -> None:
    numbers = subscribe(database, 120)
    first = queue(outbox, text="acqua")
    channel = ScriptedChannel()
    engine = engine_of(outbox, channel, pace=Pace(0.004))
    second: list[int] = []

    async def steps() -> None:
        sending = asyncio.ensure_future(engine.run(ALL_ROWS))
        await until(lambda: len(channel.sent) > 20)
        second.append(await asyncio.to_thread(queue, outbox, text="luce"))
        ended = await sending
        assert ended[WHATSAPP].phase is LanePhase.FINISHED

    drive(steps)
    assert states(outbox, first) == states(outbox, second[0]) == {"accepted": 120}
    assert Counter(channel.recipients) == dict.fromkeys(numbers, 2)
    ready = next(at for at, text in channel.prepared if text == "luce")
    assert ready < min(at for at, _, notice in channel.sent if notice == second[0])


def test_an_urgent_notice_need_not_wait_for_the_upload_of_another(database: Database, outbox: SqlOutbox) -> None:
    subscribe(database, 30)
    picture = queue(outbox, text="festa")
    channel = ScriptedChannel(uploads={"festa": 1.5})
    engine = engine_of(outbox, channel)

    async def steps() -> None:
        slow = asyncio.ensure_future(engine.run(only(picture)))
        await until(lambda: channel.opened > 0)
        alert = await asyncio.to_thread(queue, outbox, text="allerta", priority=Priority.URGENT)
        await asyncio.gather(slow, engine.run(only(alert)))
        assert states(outbox, alert) == states(outbox, picture) == {"accepted": 30}
        assert [notice for _, _, notice in channel.sent] == [alert] * 30 + [picture] * 30
        uploaded = next(at for at, text in channel.prepared if text == "festa")
        assert max(at for at, _, notice in channel.sent if notice == alert) < uploaded

    drive(steps)


def test_nothing_goes_out_before_each_channel_is_ready(database: Database, outbox: SqlOutbox) -> None:
    subscribe(database, 10)
    notice = queue(outbox, WHATSAPP, TELEGRAM, text="festa")
    whatsapp, telegram = ScriptedChannel(uploads={"festa": 0.6}), ScriptedChannel(TELEGRAM, concurrency=1)
    send(engine_of(outbox, whatsapp, telegram))
    ((uploaded, _),) = whatsapp.prepared
    assert uploaded < telegram.sent[0][0]
    assert states(outbox, notice) == {"accepted": 10}
    assert states(outbox, notice, TELEGRAM) == {"accepted": 1}


def test_a_channel_that_is_not_ready_holds_back_the_others_until_a_person_decides(
    database: Database, outbox: SqlOutbox
) -> None:
    subscribe(database, 10)
    notice = queue(outbox, WHATSAPP, TELEGRAM, text="festa")
    whatsapp = ScriptedChannel(preparing={"festa": [PAUSED] * 9})
    telegram = ScriptedChannel(TELEGRAM, concurrency=1)
    engine = engine_of(outbox, whatsapp, telegram)
    ended = send(engine)
    assert (ended[WHATSAPP].phase, ended[WHATSAPP].code) == (LanePhase.MISCONFIGURED, "template_not_approved")
    assert (ended[TELEGRAM].phase, ended[TELEGRAM].code) == (LanePhase.STOPPED, "other_channel")
    assert ended[TELEGRAM].aside == (SetAside(notice, "other_channel", WHATSAPP),)
    assert telegram.sent == whatsapp.sent == []

    outbox.set_aside(notice, [WHATSAPP], SystemClock().now())
    ended = send(engine, only(notice))
    assert ended[TELEGRAM].phase is LanePhase.FINISHED
    assert states(outbox, notice, TELEGRAM) == {"accepted": 1}
    assert states(outbox, notice) == {"queued": 10}
    whatsapp.preparing.clear()
    assert send(engine, only(notice))[WHATSAPP].phase is LanePhase.FINISHED
    assert states(outbox, notice) == {"accepted": 10}
    assert len(telegram.sent) == 1


def test_a_channel_without_its_key_holds_back_the_others_too(database: Database, outbox: SqlOutbox) -> None:
    subscribe(database, 10)
    notice = queue(outbox, WHATSAPP, TELEGRAM)
    whatsapp = ScriptedChannel(opening=[Misconfigured("whatsapp_token")])
    telegram = ScriptedChannel(TELEGRAM, concurrency=1)
    ended = send(engine_of(outbox, whatsapp, telegram))
    assert ended[WHATSAPP].code == "whatsapp_token"
    assert ended[TELEGRAM].code == "other_channel"
    assert telegram.sent == []
    assert states(outbox, notice, TELEGRAM) == {"queued": 1}


def test_a_notice_that_has_begun_goes_on_where_it_can(database: Database, outbox: SqlOutbox) -> None:
    subscribe(database, 10)
    notice = queue(outbox, WHATSAPP, TELEGRAM)
    outbox.exchange([], WHATSAPP, 2, now=SystemClock().now())  # by a process that died
    whatsapp = ScriptedChannel(opening=[Misconfigured("whatsapp_190")])
    telegram = ScriptedChannel(TELEGRAM, concurrency=1)
    assert send(engine_of(outbox, whatsapp, telegram))[TELEGRAM].phase is LanePhase.FINISHED
    assert states(outbox, notice) == {"queued": 8, "unknown": 2}


def test_a_notice_that_cannot_go_out_is_set_aside_and_the_others_go_on(database: Database, outbox: SqlOutbox) -> None:
    subscribe(database, 40)
    paused, too_long, fine = (queue(outbox, text=text) for text in ("pausa", "lunga", "buona"))
    refusal = Misconfigured("whatsapp_132005", "too long", stops=Stops.NOTICE)
    channel = ScriptedChannel(preparing={"pausa": [PAUSED]}, latency=0.01)

    async def refuse(claim: Claim, content: Content, memory: Mapping[str, str]) -> Accepted:
        if claim.notice == too_long:
            raise refusal
        return await ScriptedChannel.send(channel, claim, content, memory)

    channel.send = refuse  # type: ignore[method-assign]
    ended = send(engine_of(outbox, channel))[WHATSAPP]
    assert states(outbox, fine) == {"accepted": 40}
    assert states(outbox, paused) == states(outbox, too_long) == {"queued": 40}
    assert ended.phase is LanePhase.MISCONFIGURED
    assert {one.notice: one.code for one in ended.aside} == {
        paused: "template_not_approved",
        too_long: "whatsapp_132005",
    }
    assert ended.left == 80


def test_an_attachment_that_cannot_be_read_concerns_its_notice_only(database: Database, outbox: SqlOutbox) -> None:
    subscribe(database, 5)
    broken, fine = queue(outbox, text="rotta"), queue(outbox, text="buona")
    channel = ScriptedChannel(preparing={"rotta": [Permanent("attachment_unreadable")]})
    ended = send(engine_of(outbox, channel))[WHATSAPP]
    assert states(outbox, fine) == {"accepted": 5}
    assert states(outbox, broken) == {"queued": 5}
    assert ended.aside == (SetAside(broken, "attachment_unreadable"),)


@dataclass
class StrangeChannel(ScriptedChannel):
    """Answers what nobody foresaw."""

    answer: object = None

    async def send(self, claim: Claim, content: Content, memory: Mapping[str, str]) -> Accepted:
        await super().send(claim, content, memory)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (None, "unknown"),
        (KeyError("messages"), "unknown"),
        (Transient("429", retry_after=1e300), "queued"),
        (Transient("429", retry_after=float("nan")), "queued"),
        (Accepted("wamid.\ud800"), "accepted"),
    ],
    ids=["nothing", "fault", "endless-pause", "no-number", "lone-surrogate"],
)
def test_every_row_that_was_claimed_is_recorded_whatever_is_answered(
    database: Database,
    outbox: SqlOutbox,
    answer: object,
    state: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    subscribe(database, 3)
    notice = queue(outbox)
    events: list[Event] = []
    channel = StrangeChannel(answer=answer)
    with caplog.at_level(logging.CRITICAL if state == "queued" else logging.ERROR):
        send(engine_of(outbox, channel, events=events, patience=0.1))
    assert states(outbox, notice) == {state: 3}
    told = [event for event in events if isinstance(event, Fault)]
    assert bool(told) == (state != "queued")
    for fault in told:
        assert fault.deliveries
        assert "Traceback" in fault.text
        assert any(f"deliveries {list(fault.deliveries)}" in record.getMessage() for record in caplog.records)


class HiccupOutbox(SqlOutbox):
    """Fails ``fails`` times when the memory of a channel is read."""

    def __init__(self, database: Database, channel: str, fails: int) -> None:
        super().__init__(database)
        self.channel = channel
        self.fails = fails

    def channel_memory(self, channel: str) -> dict[str, str]:
        if channel == self.channel and self.fails:
            self.fails -= 1
            raise ConfigError("database_locked")
        return super().channel_memory(channel)


@pytest.mark.parametrize(("fails", "phase"), [(1, LanePhase.FINISHED), (99, LanePhase.STOPPED)])
def test_a_hiccup_of_the_database_at_one_lane_s_opening_ends_no_other(
    database: Database, fails: int, phase: LanePhase
) -> None:
    subscribe(database, 10)
    outbox = HiccupOutbox(database, WHATSAPP, fails)
    mine, other = queue(outbox, WHATSAPP), queue(outbox, TELEGRAM)
    ended = send(engine_of(outbox, ScriptedChannel(), ScriptedChannel(TELEGRAM, concurrency=1)))
    assert ended[WHATSAPP].phase is phase
    assert ended[TELEGRAM].phase is LanePhase.FINISHED
    assert states(outbox, other, TELEGRAM) == {"accepted": 1}
    assert states(outbox, mine) == {"accepted" if phase is LanePhase.FINISHED else "queued": 10}


def test_a_fault_in_one_lane_ends_that_lane_alone_and_gives_its_rows_back(database: Database) -> None:
    class BrokenOutbox(SqlOutbox):
        def exchange(self, results: object, channel: str, room: int, **more: object) -> list[Claim]:
            claims = super().exchange(results, channel, room, **more)  # type: ignore[arg-type]
            if channel == WHATSAPP and claims:
                raise RuntimeError("a fault after the commit")
            return claims

    subscribe(database, 10)
    outbox = BrokenOutbox(database)
    notice = queue(outbox, WHATSAPP)
    events: list[Event] = []
    ended = send(engine_of(outbox, ScriptedChannel(), events=events))
    assert (ended[WHATSAPP].phase, ended[WHATSAPP].code) == (LanePhase.STOPPED, "internal_fault")
    assert states(outbox, notice) == {"queued": 10}
    assert any(isinstance(event, Fault) for event in events)


def test_a_lane_that_gave_up_is_opened_again_with_the_key_of_now(database: Database, outbox: SqlOutbox) -> None:
    subscribe(database, 100)
    slow, mine = queue(outbox, WHATSAPP), queue(outbox, TELEGRAM)
    keys = ["old"]
    made: list[str] = []
    whatsapp = ScriptedChannel()

    def telegram() -> Channel:
        made.append(keys[0])
        return ScriptedChannel(TELEGRAM, 1, opening=[Misconfigured("telegram_token")] if keys[0] == "old" else [])

    factories = {WHATSAPP: lambda: whatsapp, TELEGRAM: telegram}
    events: list[Event] = []
    engine = Engine(outbox, factories, SystemClock(), events.append, {WHATSAPP: Pace(0.01), TELEGRAM: FAST})

    async def steps() -> None:
        sending = asyncio.ensure_future(engine.run(only(slow, mine)))
        await until(lambda: any(isinstance(e, LaneProgress) and e.phase is LanePhase.MISCONFIGURED for e in events))
        keys[0] = "new"
        engine.renew()
        await until(lambda: states(outbox, mine, TELEGRAM) == {"accepted": 1})
        assert engine.running
        ended = await sending
        assert ended[TELEGRAM].phase is LanePhase.FINISHED
        assert ended[WHATSAPP].done == 100

    drive(steps)
    assert made == ["old", "new"]
    assert states(outbox, slow) == {"accepted": 100}
    assert len(whatsapp.recipients) == 100


def test_trying_again_in_the_moment_in_which_a_lane_gives_up_is_not_forgotten(
    database: Database, outbox: SqlOutbox
) -> None:
    mine = queue(outbox, TELEGRAM)
    telegram = ScriptedChannel(TELEGRAM, 1, opening=[Misconfigured("telegram_rights")])
    renewed: list[bool] = []

    def press(event: Event) -> None:
        if isinstance(event, LaneProgress) and event.phase is LanePhase.MISCONFIGURED:
            renewed.append(engine.running)
            engine.renew()

    engine = Engine(outbox, {TELEGRAM: lambda: telegram}, SystemClock(), press, {TELEGRAM: FAST})
    send(engine)
    assert renewed == [True]
    assert states(outbox, mine, TELEGRAM) == {"accepted": 1}


def test_try_again_opens_a_lane_that_gave_up_while_another_runs(database: Database, outbox: SqlOutbox) -> None:
    subscribe(database, 100)
    slow, mine = queue(outbox, WHATSAPP), queue(outbox, TELEGRAM)
    telegram = ScriptedChannel(TELEGRAM, 1, opening=[Misconfigured("telegram_rights")])
    engine = engine_of(outbox, ScriptedChannel(), telegram, pace=Pace(0.01))

    async def steps() -> None:
        sending = asyncio.ensure_future(engine.run(only(slow, mine)))
        await until(lambda: telegram.opened == 1)
        await asyncio.sleep(0.05)
        await asyncio.gather(sending, engine.run(only(mine)))

    drive(steps)
    assert telegram.opened == 2
    assert states(outbox, mine, TELEGRAM) == {"accepted": 1}


def test_a_notice_confirmed_while_a_stop_drains_goes_out_after_it(database: Database, outbox: SqlOutbox) -> None:
    subscribe(database, 60)
    first, second = queue(outbox), queue(outbox)
    channel = ScriptedChannel(latency=0.3)
    engine = engine_of(outbox, channel, pace=Pace(0.01))

    async def steps() -> None:
        sending = asyncio.ensure_future(engine.run(only(first)))
        await until(lambda: len(channel.sent) > 3)
        engine.stop()
        ended = await engine.run(only(second))
        assert ended[WHATSAPP].phase is LanePhase.FINISHED
        assert (await sending)[WHATSAPP].phase is LanePhase.STOPPED

    drive(steps)
    assert states(outbox, second) == {"accepted": 60}
    assert states(outbox, first)["queued"] > 40


def test_a_second_stop_also_stops_what_waits_for_the_first(database: Database, outbox: SqlOutbox) -> None:
    subscribe(database, 60)
    first, second = queue(outbox), queue(outbox)
    channel = ScriptedChannel(latency=0.3)
    engine = engine_of(outbox, channel, pace=Pace(0.01))

    async def steps() -> None:
        sending = asyncio.ensure_future(engine.run(only(first)))
        await until(lambda: len(channel.sent) > 3)
        engine.stop()
        later = asyncio.ensure_future(engine.run(only(second)))
        await asyncio.sleep(0)
        engine.stop()
        assert await later == {}
        await sending
        assert not engine.running

    drive(steps)
    assert states(outbox, second) == {"queued": 60}


def test_a_pause_longer_than_the_patience_ends_the_run(database: Database, outbox: SqlOutbox) -> None:
    notice = queue(outbox, TELEGRAM)
    channel = ScriptedChannel(TELEGRAM, 1, scripts={"*": [Transient("429", retry_after=100000)]})
    ended = send(engine_of(outbox, channel, patience=1800.0))[TELEGRAM]
    assert (ended.phase, ended.code) == (LanePhase.STOPPED, "429")
    assert states(outbox, notice, TELEGRAM) == {"queued": 1}
    again = send(engine_of(outbox, ScriptedChannel(TELEGRAM, 1), patience=1800.0))[TELEGRAM]
    assert (again.phase, again.code) == (LanePhase.STOPPED, "429")
    door = ScriptedChannel(TELEGRAM, 1, opening=[Transient("429", retry_after=100000)])
    later = queue(outbox, TELEGRAM)
    assert send(engine_of(outbox, door, patience=1800.0), only(later))[TELEGRAM].code == "429"


def test_pauses_longer_than_the_longest_sleep_are_counted(
    database: Database, outbox: SqlOutbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("comunecast_gui.core.delivery.error_policy._LONGEST_PAUSE", 0.05)
    monkeypatch.setattr("comunecast_gui.core.delivery.lane._LONGEST_SLEEP", 0.02)
    notice = queue(outbox, TELEGRAM)
    channel = ScriptedChannel(TELEGRAM, 1, opening=[Transient("tls")] * 99)
    events: list[Event] = []
    ended = send(engine_of(outbox, channel, events=events))[TELEGRAM]
    assert (ended.phase, ended.code) == (LanePhase.STOPPED, "tls")
    assert channel.opened == 7
    assert states(outbox, notice, TELEGRAM) == {"queued": 1}
    waits = [event for event in events if isinstance(event, LaneProgress) and event.phase is LanePhase.WAITING]
    assert [wait.code for wait in waits] == ["tls"] * 6


def test_a_channel_that_is_no_longer_configured_is_said(database: Database, outbox: SqlOutbox) -> None:
    subscribe(database, 3)
    notice = queue(outbox, WHATSAPP, TELEGRAM)
    ended = send(engine_of(outbox, ScriptedChannel()))
    assert (ended[TELEGRAM].phase, ended[TELEGRAM].code) == (LanePhase.MISCONFIGURED, "channel_gone")
    assert ended[WHATSAPP].code == "other_channel"
    outbox.set_aside(notice, [TELEGRAM], SystemClock().now())
    send(engine_of(outbox, ScriptedChannel()))
    assert states(outbox, notice) == {"accepted": 3}


def test_a_single_delivery_that_is_sent_again_waits_for_no_other_channel(database: Database, outbox: SqlOutbox) -> None:
    subscribe(database, 3)
    queue(outbox, WHATSAPP, TELEGRAM)
    telegram = ScriptedChannel(TELEGRAM, 1)
    with database.reading() as connection:
        query = sa.select(schema.delivery.c.id).where(schema.delivery.c.channel == TELEGRAM)
        post = connection.execute(query).scalar_one()
    whatsapp = ScriptedChannel(opening=[Misconfigured("whatsapp_token")])
    ended = send(engine_of(outbox, whatsapp, telegram), Scope(frozenset(), frozenset({post})))
    assert set(ended) == {TELEGRAM}
    assert len(telegram.sent) == 1


def test_a_notice_that_is_no_longer_valid_is_not_prepared_and_keeps_nobody_waiting(
    database: Database, outbox: SqlOutbox
) -> None:
    subscribe(database, 3)
    now = SystemClock().now()
    stale = queue(outbox, WHATSAPP, TELEGRAM, text="ieri", valid_until=now - timedelta(hours=1))
    whatsapp = ScriptedChannel(preparing={"ieri": [PAUSED]})
    ended = send(engine_of(outbox, whatsapp, ScriptedChannel(TELEGRAM, 1)))
    assert {lane.phase for lane in ended.values()} == {LanePhase.FINISHED}
    assert states(outbox, stale) == {"expired": 3}
    assert states(outbox, stale, TELEGRAM) == {"expired": 1}
    assert whatsapp.prepared == []


def test_a_hiccup_when_a_lane_should_be_opened_is_asked_again(database: Database) -> None:
    class Forgetful(SqlOutbox):
        asked = 0

        def queued(self, scope: Scope = ALL_ROWS) -> dict[str, int]:
            self.asked += 1
            if self.asked == 2:
                raise ConfigError("database_locked")
            return super().queued(scope)

    subscribe(database, 300)
    outbox = Forgetful(database)
    slow = queue(outbox, WHATSAPP)
    whatsapp, telegram = ScriptedChannel(), ScriptedChannel(TELEGRAM, 1)
    engine = engine_of(outbox, whatsapp, telegram, pace=Pace(0.01))

    async def steps() -> None:
        sending = asyncio.ensure_future(engine.run(only(slow)))
        await until(lambda: len(whatsapp.sent) > 5)
        post = await asyncio.to_thread(queue, outbox, TELEGRAM)
        both = asyncio.gather(sending, engine.run(only(post)))
        await until(lambda: len(telegram.sent) == 1)
        assert len(whatsapp.sent) < 300
        await both

    drive(steps)


def test_a_watcher_that_fails_harms_no_sending(
    database: Database, outbox: SqlOutbox, caplog: pytest.LogCaptureFixture
) -> None:
    def watch(event: Event) -> None:
        raise RuntimeError("a window that is gone")

    subscribe(database, 5)
    notice = queue(outbox)
    with caplog.at_level(logging.ERROR):
        send(Engine(outbox, {WHATSAPP: ScriptedChannel}, SystemClock(), watch, {WHATSAPP: FAST}))
    assert states(outbox, notice) == {"accepted": 5}
    assert "a window that is gone" in caplog.text


def test_a_fault_of_the_whole_channel_is_reported_once(database: Database, outbox: SqlOutbox) -> None:
    subscribe(database, 3)
    notices = [queue(outbox, WHATSAPP, TELEGRAM, text=text) for text in ("uno", "due", "tre")]
    refused = Misconfigured("whatsapp_190")
    whatsapp = ScriptedChannel(preparing={"uno": [refused], "due": [refused], "tre": [refused]})
    telegram = ScriptedChannel(TELEGRAM, 1)
    ended = send(engine_of(outbox, whatsapp, telegram))
    assert (ended[WHATSAPP].code, ended[WHATSAPP].aside) == ("whatsapp_190", ())
    assert {one.notice for one in ended[TELEGRAM].aside} == set(notices)
    assert telegram.sent == whatsapp.sent == []


class LateChannel(ScriptedChannel):
    """Somebody queues one more notice in the moment in which its lane, which sees nothing left, comes to its end."""

    late: Callable[[], object] | None = None

    async def close(self) -> None:
        await super().close()
        if self.late:
            late, self.late = self.late, None
            await asyncio.to_thread(late)


def test_a_lane_says_finished_only_where_nothing_is_left(database: Database, outbox: SqlOutbox) -> None:
    subscribe(database, 10)
    queue(outbox, text="acqua")
    second: list[int] = []
    channel = LateChannel()
    channel.late = lambda: second.append(queue(outbox, text="luce"))
    told: list[tuple[LanePhase, int]] = []

    def hear(event: Event) -> None:
        if isinstance(event, LaneProgress) and event.phase is LanePhase.FINISHED:
            told.append((event.phase, sum(outbox.waiting(WHATSAPP, ALL_ROWS).values())))

    engine = Engine(outbox, {WHATSAPP: lambda: channel}, SystemClock(), hear, {WHATSAPP: FAST})
    send(engine)
    assert told == [(LanePhase.FINISHED, 0)]
    assert states(outbox, second[0]) == {"accepted": 10}
