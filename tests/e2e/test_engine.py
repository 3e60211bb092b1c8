# SPDX-License-Identifier: EUPL-1.2
"""The engine on a real database, with a channel whose answers are written down beforehand."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from comunecast_gui.core.changes import Changed, Event, LanePhase, LaneProgress
from comunecast_gui.core.content import Content
from comunecast_gui.core.delivery.pace import Pace
from comunecast_gui.core.errors import Misconfigured, OutcomeUnknown, Permanent, Transient, Waits
from comunecast_gui.core.model import Priority, SubscriberState
from comunecast_gui.core.ports import ALL_ROWS, Accepted, Claim, Scope
from comunecast_gui.store.db import schema
from comunecast_gui.store.db.database import Database
from comunecast_gui.store.delivery.notices import Notices
from comunecast_gui.store.delivery.outbox import SqlOutbox
from tests.e2e.scripted_channel import (
    TELEGRAM,
    WATER,
    WHATSAPP,
    ScriptedChannel,
    engine_of,
    queue,
    send,
    states,
    subscribe,
)


def test_every_recipient_gets_a_notice_once_on_every_channel(database: Database, outbox: SqlOutbox) -> None:
    numbers = subscribe(database, 300)
    notice = queue(outbox, WHATSAPP, TELEGRAM)
    events: list[Event] = []
    whatsapp, telegram = ScriptedChannel(), ScriptedChannel(TELEGRAM, concurrency=1)
    ended = send(engine_of(outbox, whatsapp, telegram, events=events))

    assert sorted(whatsapp.recipients) == numbers
    assert len(telegram.sent) == 1
    assert states(outbox, notice) == {"accepted": 300}
    assert states(outbox, notice, TELEGRAM) == {"accepted": 1}
    assert {name: lane.phase for name, lane in ended.items()} == dict.fromkeys((WHATSAPP, TELEGRAM), LanePhase.FINISHED)
    assert ended[WHATSAPP].done == 300
    assert ended[WHATSAPP].left == 0
    told = {row for event in events if isinstance(event, Changed) for row in event.ids}
    assert len(told) == 301


def test_what_a_driver_remembers_comes_back_to_it(database: Database, outbox: SqlOutbox) -> None:
    subscribe(database, 1)
    notice = queue(outbox)
    send(engine_of(outbox, ScriptedChannel()))
    assert outbox.channel_memory(WHATSAPP) == {"opened": "yes"}
    assert outbox.content(notice, WHATSAPP)[1] == {"prepared": "1"}


def test_a_pause_that_the_service_asks_for_is_kept_to_the_second(database: Database, outbox: SqlOutbox) -> None:
    first, *_ = subscribe(database, 40)
    notice = queue(outbox)
    channel = ScriptedChannel(scripts={first: [Transient("429", retry_after=1.2)]})
    events: list[Event] = []
    send(engine_of(outbox, channel, pace=Pace(0.02), events=events))

    refused_at = next(at for at, number, _ in channel.sent if number == first) + channel.latency
    assert not [at for at, _, _ in channel.sent if refused_at + 0.05 < at < refused_at + 1.2]
    assert states(outbox, notice) == {"accepted": 40}
    assert Counter(channel.recipients)[first] == 2
    waits = [e for e in events if isinstance(e, LaneProgress) and e.phase is LanePhase.WAITING]
    assert waits
    assert waits[0].until is not None


class Watched(list[Event]):
    """The events of an engine with their times."""

    def __init__(self) -> None:
        super().__init__()
        self.times: list[float] = []

    def append(self, event: Event) -> None:
        self.times.append(time.monotonic())
        super().append(event)

    def shown(self, channel: str, before: float | None = None) -> LaneProgress:
        """The lane's progress on the screen at a time; without one, late in its first wait with a reason."""
        lanes = [
            (at, one)
            for at, one in zip(self.times, self, strict=True)
            if isinstance(one, LaneProgress) and one.channel == channel
        ]
        began, first = next((at, one) for at, one in lanes if one.code)
        if before is None:
            assert first.until is not None
            ends = time.monotonic() + (first.until - datetime.now(UTC)).total_seconds()
            before = began + max(0.0, ends - began) * 0.75
        return [one for at, one in lanes if at <= before][-1]


def test_a_waiting_lane_gives_the_reason_as_long_as_it_waits(database: Database, outbox: SqlOutbox) -> None:
    (only,) = subscribe(database, 1)
    for channel, code in (
        (ScriptedChannel(preparing={WATER: [Transient("connect", retry_after=0.7)]}), "connect"),
        (ScriptedChannel(opening=[Transient("server", retry_after=0.7)]), "server"),
        (ScriptedChannel(scripts={only: [Transient("131056", retry_after=1.4, waits=Waits.DELIVERY)]}), "131056"),
    ):
        notice, events = queue(outbox), Watched()
        send(engine_of(outbox, channel, events=events))
        shown = events.shown(WHATSAPP)
        assert (shown.phase, shown.code) == (LanePhase.WAITING, code)
        assert shown.until is not None
        assert states(outbox, notice) == {"accepted": 1}


def test_a_lane_with_deliveries_for_later_gives_that_as_the_reason(database: Database, outbox: SqlOutbox) -> None:
    subscribe(database, 1)
    notice, events = queue(outbox), Watched()
    with database.writing() as connection:
        connection.execute(schema.delivery.update().values(not_before=datetime.now(UTC) + timedelta(seconds=1.6)))
    send(engine_of(outbox, ScriptedChannel(), events=events))
    shown = events.shown(WHATSAPP)
    assert (shown.phase, shown.code) == (LanePhase.WAITING, "later")
    assert states(outbox, notice) == {"accepted": 1}


def test_a_lane_that_waits_for_another_channel_gives_that_as_the_reason(database: Database, outbox: SqlOutbox) -> None:
    subscribe(database, 1)
    notice, events = queue(outbox, WHATSAPP, TELEGRAM), Watched()
    slow = ScriptedChannel(TELEGRAM, uploads={"": 0.8})
    send(engine_of(outbox, ScriptedChannel(), slow, events=events))
    shown = events.shown(WHATSAPP, before=slow.prepared[0][0])
    assert (shown.phase, shown.code) == (LanePhase.OPENING, "others_prepare")
    assert states(outbox, notice) == {"accepted": 1}


def test_one_recipient_may_wait_while_the_others_go_on(database: Database, outbox: SqlOutbox) -> None:
    first, *_ = subscribe(database, 30)
    notice = queue(outbox)
    refusal = Transient("131056", retry_after=0.8, waits=Waits.DELIVERY)
    channel = ScriptedChannel(scripts={first: [refusal]})
    send(engine_of(outbox, channel))
    refused, sent = [at for at, who, _ in channel.sent if who == first]
    assert channel.recipients[-1] == first
    assert sent - refused >= 0.8
    assert states(outbox, notice) == {"accepted": 30}


def test_a_refusal_that_may_be_tried_three_times_fails_at_the_third(database: Database, outbox: SqlOutbox) -> None:
    (only,) = subscribe(database, 1)
    notice = queue(outbox)
    channel = ScriptedChannel(scripts={only: [Transient("131000", retry_after=0.05, tries=3)] * 5})
    send(engine_of(outbox, channel))
    assert len(channel.sent) == 3
    assert states(outbox, notice) == {"failed": 1}


def test_an_unknown_outcome_is_never_sent_again(database: Database, outbox: SqlOutbox) -> None:
    first, second, *_ = subscribe(database, 20)
    notice = queue(outbox)
    channel = ScriptedChannel(scripts={first: [OutcomeUnknown("timeout")], second: [ValueError("a fault")]})  # type: ignore[list-item]
    send(engine_of(outbox, channel))
    send(engine_of(outbox, channel))
    assert Counter(channel.recipients).most_common(1)[0][1] == 1
    assert states(outbox, notice) == {"accepted": 18, "unknown": 2}


def test_a_proxy_answering_for_the_service_stops_the_lane(database: Database, outbox: SqlOutbox) -> None:
    subscribe(database, 200)
    notice = queue(outbox)
    channel = ScriptedChannel(scripts={"*": [OutcomeUnknown("junk")] * 200}, concurrency=4)
    ended = send(engine_of(outbox, channel))
    assert ended[WHATSAPP].phase is LanePhase.STOPPED
    assert ended[WHATSAPP].code == "too_many_unknown"
    found = states(outbox, notice)
    assert found["unknown"] <= 24
    assert found["queued"] == 200 - found["unknown"]


def test_wrong_settings_stop_their_lane_and_lose_nothing(database: Database, outbox: SqlOutbox) -> None:
    subscribe(database, 50)
    notice = queue(outbox, WHATSAPP, TELEGRAM)
    whatsapp = ScriptedChannel(scripts={"*": [None] * 10 + [Misconfigured("190")] * 90})
    telegram = ScriptedChannel(TELEGRAM, concurrency=1)
    ended = send(engine_of(outbox, whatsapp, telegram))
    assert ended[WHATSAPP].phase is LanePhase.MISCONFIGURED
    assert ended[WHATSAPP].code == "190"
    assert states(outbox, notice) == {"accepted": 10, "queued": 40}
    assert states(outbox, notice, TELEGRAM) == {"accepted": 1}
    assert {name: why.code for name, why in Notices(database).get(notice).aside.items()} == {WHATSAPP: "190"}
    send(engine_of(outbox, ScriptedChannel()))
    assert states(outbox, notice) == {"accepted": 50}
    assert Notices(database).get(notice).aside == {}


def test_a_channel_that_cannot_be_opened_sends_nothing(database: Database, outbox: SqlOutbox) -> None:
    subscribe(database, 5)
    notice = queue(outbox)
    channel = ScriptedChannel(opening=[Misconfigured("telegram_token")])
    ended = send(engine_of(outbox, channel))
    assert ended[WHATSAPP].phase is LanePhase.MISCONFIGURED
    assert channel.sent == []
    assert states(outbox, notice) == {"queued": 5}


def test_opening_a_channel_is_retried_after_a_transient_error(database: Database, outbox: SqlOutbox) -> None:
    subscribe(database, 5)
    notice = queue(outbox)
    channel = ScriptedChannel(opening=[Transient("connect", retry_after=0.05), OutcomeUnknown("timeout")])
    send(engine_of(outbox, channel))
    assert channel.opened == 3
    assert states(outbox, notice) == {"accepted": 5}


def test_a_service_out_of_reach_ends_the_lane_with_its_rows_queued(database: Database, outbox: SqlOutbox) -> None:
    subscribe(database, 5)
    notice = queue(outbox)
    channel = ScriptedChannel(scripts={"*": [Transient("connect", retry_after=0.01)] * 500})
    ended = send(engine_of(outbox, channel))
    assert ended[WHATSAPP].phase is LanePhase.STOPPED
    assert ended[WHATSAPP].code == "connect"
    assert states(outbox, notice) == {"queued": 5}


def test_undocumented_error_codes_stop_the_lane_after_three(database: Database, outbox: SqlOutbox) -> None:
    subscribe(database, 50)
    notice = queue(outbox)
    channel = ScriptedChannel(scripts={"*": [Permanent("999999", suspect=True)] * 50}, concurrency=1)
    ended = send(engine_of(outbox, channel))
    assert ended[WHATSAPP].phase is LanePhase.MISCONFIGURED
    assert states(outbox, notice) == {"failed": 3, "queued": 47}


def test_documented_refusals_of_single_recipients_do_not_stop_the_lane(database: Database, outbox: SqlOutbox) -> None:
    numbers = subscribe(database, 30)
    notice = queue(outbox)
    channel = ScriptedChannel(scripts={number: [Permanent("131026")] for number in numbers[:10]})
    send(engine_of(outbox, channel))
    assert states(outbox, notice) == {"accepted": 20, "failed": 10}


def test_stopping_awaits_what_is_under_way_and_leaves_the_rest(database: Database, outbox: SqlOutbox) -> None:
    subscribe(database, 500)
    notice = queue(outbox)
    channel = ScriptedChannel(latency=0.2)
    engine = engine_of(outbox, channel, pace=Pace(0.01))
    channel.on_send = lambda claim: engine.stop() if len(channel.sent) == 10 else None
    ended = send(engine)
    found = states(outbox, notice)
    assert ended[WHATSAPP].phase is LanePhase.STOPPED
    assert found["accepted"] == len(channel.sent) < 30
    assert set(found) == {"accepted", "queued"}


def test_a_pause_holds_until_somebody_resumes(database: Database, outbox: SqlOutbox) -> None:
    subscribe(database, 60)
    notice = queue(outbox)
    channel = ScriptedChannel()
    engine = engine_of(outbox, channel, pace=Pace(0.005))

    async def run() -> tuple[int, int]:
        channel.on_send = lambda claim: engine.pause() if len(channel.sent) == 10 else None
        sending = asyncio.ensure_future(engine.run(ALL_ROWS))
        while not engine.paused:
            await asyncio.sleep(0.005)
        await asyncio.sleep(0.3)
        held = len(channel.sent)
        await asyncio.sleep(0.3)
        still = len(channel.sent)
        assert states(outbox, notice)["accepted"] == still
        engine.resume()
        await asyncio.wait_for(sending, 10)
        return held, still

    held, still = asyncio.run(run())
    assert held == still < 40
    assert states(outbox, notice) == {"accepted": 60}


def test_an_urgent_notice_overtakes_one_that_is_being_sent(database: Database, outbox: SqlOutbox) -> None:
    subscribe(database, 100)
    slow = queue(outbox)
    channel = ScriptedChannel()
    engine = engine_of(outbox, channel, pace=Pace(0.004))
    urgent: list[int] = []

    async def run() -> None:
        sending = asyncio.ensure_future(engine.run(Scope(frozenset({slow}))))
        while len(channel.sent) < 20:
            await asyncio.sleep(0.005)
        urgent.append(await asyncio.to_thread(queue, outbox, priority=Priority.URGENT))
        await asyncio.wait_for(asyncio.gather(sending, engine.run(Scope(frozenset(urgent)))), 20)

    asyncio.run(run())
    order = [notice for _, _, notice in channel.sent]
    assert order.index(urgent[0]) < 60
    last_urgent = len(order) - 1 - order[::-1].index(urgent[0])
    assert order[last_urgent + 1 :] == [slow] * (len(order) - last_urgent - 1)
    assert len(order) - last_urgent > 30
    assert states(outbox, slow) == states(outbox, urgent[0]) == {"accepted": 100}


def test_a_notice_outside_the_scope_stays_queued(database: Database, outbox: SqlOutbox) -> None:
    subscribe(database, 10)
    wanted, other = queue(outbox), queue(outbox)
    send(engine_of(outbox, ScriptedChannel()), Scope(frozenset({wanted})))
    assert states(outbox, wanted) == {"accepted": 10}
    assert states(outbox, other) == {"queued": 10}


def test_a_subscriber_who_leaves_before_their_turn_gets_nothing(database: Database, outbox: SqlOutbox) -> None:
    numbers = subscribe(database, 60)
    notice = queue(outbox)
    channel = ScriptedChannel()

    def leave(claim: Claim) -> None:
        if len(channel.sent) == 5:
            with database.writing() as connection:
                connection.execute(
                    sa.update(schema.subscriber)
                    .where(schema.subscriber.c.wa_id == numbers[-1])
                    .values(state=SubscriberState.LEFT)
                )

    channel.on_send = leave
    send(engine_of(outbox, channel, pace=Pace(0.005)))
    assert numbers[-1] not in channel.recipients
    assert states(outbox, notice) == {"accepted": 59, "skipped": 1}


def test_a_notice_that_goes_stale_half_way_stops_going_out(database: Database, outbox: SqlOutbox) -> None:
    subscribe(database, 200)
    notice = queue(outbox, valid_until=datetime.now(UTC) + timedelta(seconds=0.7))
    channel = ScriptedChannel()
    send(engine_of(outbox, channel, pace=Pace(0.01)))
    found = states(outbox, notice)
    assert set(found) == {"accepted", "expired"}
    assert found["accepted"] == len(channel.sent)
    assert sum(found.values()) == 200


def test_rows_that_a_dead_process_was_sending_become_unknown(database: Database, outbox: SqlOutbox) -> None:
    subscribe(database, 10)
    notice = queue(outbox)
    dead = outbox.exchange([], WHATSAPP, 3, now=datetime.now(UTC))
    channel = ScriptedChannel()
    send(engine_of(outbox, channel))
    assert len(dead) == 3
    assert states(outbox, notice) == {"accepted": 7, "unknown": 3}
    assert not {claim.recipient for claim in dead} & set(channel.recipients)


@dataclass
class TwoPartChannel(ScriptedChannel):
    """Posts a picture, then a text; the text is refused once."""

    posted: list[str] = field(default_factory=list)

    async def send(self, claim: Claim, content: Content, memory: Mapping[str, str]) -> Accepted:
        if not claim.parts:
            self.posted.append("picture")
        if self.scripts:
            self.scripts.clear()
            raise Transient("429", retry_after=0.1, parts=("picture-1",))
        self.posted.append("text")
        return Accepted("text-2", parts=(*(claim.parts or ("picture-1",)), "text-2"))


def test_a_part_that_went_out_is_not_posted_again(database: Database, outbox: SqlOutbox) -> None:
    notice = queue(outbox, TELEGRAM)
    channel = TwoPartChannel(TELEGRAM, concurrency=1, scripts={"": [None]})
    send(engine_of(outbox, channel))
    assert channel.posted == ["picture", "text"]
    assert states(outbox, notice, TELEGRAM) == {"accepted": 1}


def test_the_pace_is_kept_and_used(database: Database, outbox: SqlOutbox) -> None:
    subscribe(database, 160)
    queue(outbox)
    channel = ScriptedChannel(latency=0.05, concurrency=16)
    send(engine_of(outbox, channel, pace=Pace(1 / 80)))
    moments = [at for at, _, _ in channel.sent]
    assert max(sum(1 for other in moments if at <= other < at + 1) for at in moments) <= 90
    # 160 at 80 a second, on a machine that may be busy; a server answers ten times in each claim.
    assert moments[-1] - moments[0] < (5.0 if database.shared else 2.6)


def test_progress_ends_with_nothing_left_and_tells_the_rate(database: Database, outbox: SqlOutbox) -> None:
    subscribe(database, 100)
    queue(outbox)
    events: list[Event] = []
    send(engine_of(outbox, ScriptedChannel(), pace=Pace(0.01), events=events))
    progress = [event for event in events if isinstance(event, LaneProgress)]
    assert progress[-1].phase is LanePhase.FINISHED
    assert progress[-1].left == 0
    middle = next(one for one in progress if one.done >= 50)
    assert 30 < middle.rate < 110
