# SPDX-License-Identifier: EUPL-1.2
"""The queue: once per person, in order, never backwards."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from comunecast_gui.core.errors import InputError
from comunecast_gui.core.model import DeliveryState, Priority
from comunecast_gui.core.ports import ALL_ROWS, Accepted, Lineup, Outbox, Result, Scope
from comunecast_gui.store.db.database import Database, open_database
from comunecast_gui.store.db.schema import IS_QUEUED, attempt, delivery, subscriber
from comunecast_gui.store.delivery.outbox import SqlOutbox
from tests.store.samples import NOW, TELEGRAM, WHATSAPP, accepted, new_notice, people, row

if TYPE_CHECKING:

    def _satisfies(outbox: SqlOutbox) -> Outbox:
        return outbox


def test_one_row_for_each_recipient_and_the_frozen_content(database: Database, outbox: SqlOutbox) -> None:
    people(database, 3)
    new = new_notice()
    notice = outbox.enqueue(new)
    counts = outbox.counts(notice)
    assert {channel: states["queued"] for channel, states in counts.items()} == {WHATSAPP: 3, TELEGRAM: 1}
    assert set(counts[WHATSAPP]) == {str(state) for state in DeliveryState}
    assert outbox.content(notice, WHATSAPP) == (new.contents[WHATSAPP], {})
    outbox.keep_prepared(notice, WHATSAPP, {"media_id": "7"})
    assert outbox.content(notice, WHATSAPP)[1] == {"media_id": "7"}
    assert outbox.content(notice, TELEGRAM) == (new.contents[TELEGRAM], {})


def test_a_draft_is_queued_once(database: Database, outbox: SqlOutbox) -> None:
    people(database, 2)
    new = new_notice()
    assert outbox.enqueue(new) == outbox.enqueue(new)
    assert outbox.waiting(WHATSAPP) == {1: 2}


def test_nobody_to_send_to_leaves_nothing_behind(outbox: SqlOutbox) -> None:
    with pytest.raises(InputError) as caught:
        outbox.enqueue(new_notice(channels=(WHATSAPP,)))
    assert caught.value.code == "no_recipients"
    with pytest.raises(InputError, match="unknown_notice"):
        outbox.content(1, WHATSAPP)


def test_a_notice_that_follows_nothing_is_refused(outbox: SqlOutbox) -> None:
    with pytest.raises(InputError, match="unknown_notice"):
        outbox.enqueue(new_notice(follows=99))


def test_claims_are_sending_before_they_are_returned(database: Database, outbox: SqlOutbox) -> None:
    people(database, 3)
    notice = outbox.enqueue(new_notice())
    claims = outbox.exchange([], WHATSAPP, 2, now=NOW)
    assert [(claim.recipient, claim.attempt, claim.parts) for claim in claims] == [
        ("393330000000", 1, ()),
        ("393330000001", 1, ()),
    ]
    assert outbox.counts(notice)[WHATSAPP]["sending"] == 2
    assert "333" not in repr(claims)
    [post] = outbox.exchange([], TELEGRAM, 5, now=NOW)
    assert (post.recipient, post.channel) == ("", TELEGRAM)


def test_urgent_first_then_as_queued(database: Database, outbox: SqlOutbox) -> None:
    people(database, 2)
    low = outbox.enqueue(new_notice(priority=Priority.LOW))
    normal = outbox.enqueue(new_notice())
    urgent = outbox.enqueue(new_notice(priority=Priority.URGENT))
    assert list(outbox.waiting(WHATSAPP)) == [urgent, normal, low]
    taken = outbox.exchange([], WHATSAPP, 3, now=NOW)
    assert [claim.notice for claim in taken] == [urgent, urgent, normal]
    scope = Scope(frozenset({low, normal}))
    assert outbox.waiting(WHATSAPP, scope) == {normal: 1, low: 2}
    assert [c.notice for c in outbox.exchange([], WHATSAPP, 9, now=NOW, scope=scope)] == [normal, low, low]


def test_scope_of_single_deliveries(database: Database, outbox: SqlOutbox) -> None:
    people(database, 4)
    first, second = outbox.enqueue(new_notice()), outbox.enqueue(new_notice())
    with database.reading() as connection:
        wanted = connection.execute(
            sa.select(delivery.c.id).where(delivery.c.notice_id == first, delivery.c.channel == WHATSAPP)
        ).scalars().all()[2]  # fmt: skip
    scope = Scope(frozenset({second}), frozenset({wanted}))
    assert outbox.waiting(WHATSAPP, scope) == {first: 1, second: 4}
    taken = outbox.exchange([], WHATSAPP, 3, now=NOW, scope=scope)
    assert [claim.notice for claim in taken] == [first, second, second]
    assert taken[0].delivery == wanted
    assert outbox.exchange([], WHATSAPP, 3, now=NOW, scope=Scope(frozenset())) == []


def test_a_claim_takes_only_what_is_prepared(database: Database, outbox: SqlOutbox) -> None:
    people(database, 2)
    first, second, third = (outbox.enqueue(new_notice()) for _ in range(3))
    with database.reading() as connection:
        rows = sa.select(delivery.c.id).where(delivery.c.notice_id == third, delivery.c.channel == WHATSAPP)
        single = connection.execute(rows).scalars().first()
    assert single is not None
    for scope in (ALL_ROWS, Scope(frozenset({first, second}), frozenset({single}))):
        assert outbox.next_due(WHATSAPP, now=NOW, scope=scope.within(())) is None
        assert outbox.exchange([], WHATSAPP, 9, now=NOW, scope=scope.within(())) == []
        assert set(outbox.waiting(WHATSAPP, scope.within({second, third}))) == {second, third}
    scope = Scope(frozenset({first, second}), frozenset({single}))
    assert [claim.notice for claim in outbox.exchange([], WHATSAPP, 9, now=NOW, scope=scope.within({second}))] == [
        second
    ] * 2
    assert [claim.delivery for claim in outbox.exchange([], WHATSAPP, 9, now=NOW, scope=scope.within({third}))] == [
        single
    ]
    assert outbox.waiting(WHATSAPP) == {first: 2, third: 1}


def test_claimed_rows_that_were_never_begun_are_given_back(database: Database, outbox: SqlOutbox) -> None:
    people(database, 3)
    notice = outbox.enqueue(new_notice())
    first, second = outbox.exchange([], WHATSAPP, 2, now=NOW)
    assert outbox.give_back(TELEGRAM, (), now=NOW) == []
    assert outbox.give_back(WHATSAPP, [first.delivery], now=NOW) == [second.delivery]
    assert outbox.counts(notice)[WHATSAPP]["sending"] == 1
    again = outbox.exchange([], WHATSAPP, 9, now=NOW)
    assert [claim.attempt for claim in again] == [1, 1]


def test_the_lineup_of_a_notice(database: Database, outbox: SqlOutbox) -> None:
    people(database, 2)
    notice = outbox.enqueue(new_notice())
    assert outbox.lineups([notice, 99]) == {notice: Lineup(frozenset({WHATSAPP, TELEGRAM}))}
    assert outbox.queued() == {WHATSAPP: 2, TELEGRAM: 1}
    assert outbox.newest() == notice
    outbox.set_aside(notice, [WHATSAPP], NOW)
    assert outbox.lineups([notice]) == {notice: Lineup(frozenset({TELEGRAM}))}
    outbox.exchange([], TELEGRAM, 1, now=NOW)
    assert outbox.lineups([notice]) == {notice: Lineup(frozenset(), begun=True)}


def test_a_retry_waits_and_counts_as_an_attempt(database: Database, outbox: SqlOutbox) -> None:
    people(database, 1)
    outbox.enqueue(new_notice())
    [claim] = outbox.exchange([], WHATSAPP, 1, now=NOW)
    later = NOW + timedelta(seconds=16)
    again = Result(claim.delivery, DeliveryState.QUEUED, NOW, "131056", not_before=later, parts=("p1",))
    assert outbox.exchange([again], WHATSAPP, 1, now=NOW) == []
    assert outbox.next_due(WHATSAPP, now=NOW) == later
    [second] = outbox.exchange([], WHATSAPP, 1, now=later)
    assert (second.attempt, second.parts) == (2, ("p1",))
    assert outbox.next_due(WHATSAPP, now=later) is None
    outbox.exchange([accepted(second, later)], WHATSAPP, 0, now=later)
    stored = row(database, claim.delivery)
    assert (stored.state, stored.code, stored.settled_at, stored.owner) == ("accepted", "", later, None)
    with database.reading() as connection:
        attempts = connection.execute(sa.select(attempt.c.state, attempt.c.code).order_by(attempt.c.id)).all()
    assert [tuple(each) for each in attempts] == [("queued", "131056"), ("accepted", "")]
    assert outbox.recent_calls(WHATSAPP, NOW - timedelta(seconds=1)) == [NOW, later]
    assert outbox.recent_calls(WHATSAPP, NOW) == [later]


def test_next_due_is_now_while_any_row_is_due(database: Database, outbox: SqlOutbox) -> None:
    people(database, 2)
    outbox.enqueue(new_notice())
    [claim] = outbox.exchange([], WHATSAPP, 1, now=NOW)
    waits = Result(claim.delivery, DeliveryState.QUEUED, NOW, "131056", not_before=NOW + timedelta(hours=1))
    outbox.exchange([waits], WHATSAPP, 0, now=NOW)
    assert outbox.next_due(WHATSAPP, now=NOW) == NOW


def test_a_subscriber_who_left_meanwhile_is_skipped(database: Database, outbox: SqlOutbox) -> None:
    people(database, 3)
    notice = outbox.enqueue(new_notice())
    with database.writing() as connection:
        connection.execute(subscriber.update().where(subscriber.c.id == 1).values(state="left", wa_id=None, since=NOW))
        connection.execute(subscriber.update().where(subscriber.c.id == 2).values(state="blocked"))
    [claim] = outbox.exchange([], WHATSAPP, 2, now=NOW)
    assert claim.recipient == "393330000002"
    assert outbox.counts(notice)[WHATSAPP]["skipped"] == 2


def test_an_expired_notice_never_goes_out(database: Database, outbox: SqlOutbox) -> None:
    people(database, 5)
    stale = outbox.enqueue(new_notice(valid_until=NOW))
    fresh = outbox.enqueue(new_notice(valid_until=NOW + timedelta(minutes=1)))
    taken = outbox.exchange([], WHATSAPP, 2, now=NOW)
    assert [claim.notice for claim in taken] == [fresh, fresh]
    assert outbox.counts(stale)[WHATSAPP]["expired"] == 5
    assert outbox.counts(stale)[TELEGRAM]["queued"] == 1


def test_expiry_leaves_rows_outside_the_scope_alone(database: Database, outbox: SqlOutbox) -> None:
    people(database, 2)
    stale = outbox.enqueue(new_notice(channels=(WHATSAPP,), valid_until=NOW))
    assert outbox.exchange([], WHATSAPP, 2, now=NOW, scope=Scope(frozenset(), frozenset({1}))) == []
    assert outbox.counts(stale)[WHATSAPP]["expired"] == 1
    assert outbox.counts(stale)[WHATSAPP]["queued"] == 1


def test_rows_of_a_dead_process_become_unknown(database: Database, outbox: SqlOutbox) -> None:
    people(database, 3)
    notice = outbox.enqueue(new_notice())
    claims = outbox.exchange([], WHATSAPP, 2, now=NOW)
    later = NOW + timedelta(minutes=1)
    assert outbox.recover(later) == 2
    assert outbox.recover(later) == 0
    assert outbox.counts(notice)[WHATSAPP] == outbox.counts(notice)[WHATSAPP] | {"unknown": 2, "queued": 1}
    assert outbox.recent_calls(WHATSAPP, NOW - timedelta(seconds=1)) == [NOW, NOW]
    outbox.exchange([accepted(claims[0], later)], WHATSAPP, 0, now=later)
    assert row(database, claims[0].delivery).state == "accepted"


def test_a_result_learns_what_whatsapp_answered(database: Database, outbox: SqlOutbox) -> None:
    people(database, 2)
    outbox.enqueue(new_notice())
    first, second = outbox.exchange([], WHATSAPP, 2, now=NOW)
    outbox.exchange([accepted(first, bsuid="IT.1"), accepted(second, bsuid="IT.1")], WHATSAPP, 0, now=NOW)
    with database.reading() as connection:
        assert connection.execute(sa.select(subscriber.c.bsuid).order_by(subscriber.c.id)).scalars().all() == [
            "IT.1",
            None,
        ]


def test_a_telegram_post_keeps_its_link_and_parts(database: Database, outbox: SqlOutbox) -> None:
    outbox.enqueue(new_notice(channels=(TELEGRAM,)))
    [claim] = outbox.exchange([], TELEGRAM, 1, now=NOW)
    answer = Accepted("12", link="https://t.me/comunecalcinaia/12", parts=("11", "12"))
    outbox.exchange([Result(claim.delivery, DeliveryState.ACCEPTED, NOW, accepted=answer)], TELEGRAM, 1, now=NOW)
    stored = row(database, claim.delivery)
    assert (stored.remote_id, stored.link, stored.parts) == ("12", "https://t.me/comunecalcinaia/12", ["11", "12"])


def test_channel_memory_is_replaced(outbox: SqlOutbox) -> None:
    assert outbox.channel_memory(TELEGRAM) == {}
    outbox.keep_channel_memory(TELEGRAM, {"chat_id": "-1001", "title": "Comune"})
    outbox.keep_channel_memory(TELEGRAM, {"chat_id": "-1002"})
    assert outbox.channel_memory(TELEGRAM) == {"chat_id": "-1002"}


def test_counts_of_several_notices(database: Database, outbox: SqlOutbox) -> None:
    people(database, 2)
    first, second = outbox.enqueue(new_notice()), outbox.enqueue(new_notice(channels=(TELEGRAM,)))
    counts = outbox.counts_of([first, second, 99])
    assert set(counts) == {first, second}
    assert set(counts[second]) == {TELEGRAM}
    assert outbox.counts(99) == {}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_queue_is_read_through_its_indexes(database: Database, outbox: SqlOutbox) -> None:
    people(database, 1)
    outbox.enqueue(new_notice())
    base = sa.select(delivery.c.id).where(delivery.c.channel == WHATSAPP, IS_QUEUED)
    plans = {
        "ix_delivery_queue": base.order_by(delivery.c.rank, delivery.c.id),
        "ix_delivery_notice_id_channel_state_id": base.where(delivery.c.notice_id == 1).order_by(delivery.c.id),
    }
    with database.reading() as connection:
        for index, query in plans.items():
            sql = str(query.compile(database.engine, compile_kwargs={"literal_binds": True}))
            plan = " ".join(str(step[3]) for step in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}"))
            assert index in plan
            assert "TEMP B-TREE" not in plan


def test_a_second_program_sees_the_same_queue(
    database: Database, outbox: SqlOutbox, tmp_path: Path, database_url: str
) -> None:
    people(database, 4)
    outbox.enqueue(new_notice())
    second = open_database(tmp_path, database_url)
    try:
        mine = outbox.exchange([], WHATSAPP, 2, now=NOW)
        theirs = SqlOutbox(second).exchange([], WHATSAPP, 9, now=NOW)
    finally:
        second.close()
    assert len({claim.delivery for claim in [*mine, *theirs]}) == 4
    assert second.owner != database.owner
    assert second.workstation == database.workstation


def test_results_of_rows_that_are_not_there_harm_nobody(outbox: SqlOutbox) -> None:
    stray = Result(4711, DeliveryState.FAILED, NOW, "131026")
    assert outbox.exchange([stray], WHATSAPP, 1, now=NOW) == []


def test_a_clock_that_is_set_back_makes_nobody_wait_for_an_hour(database: Database, outbox: SqlOutbox) -> None:
    people(database, 1)
    outbox.enqueue(new_notice(channels=(WHATSAPP,)))
    (claim,) = outbox.exchange([], WHATSAPP, 1, now=NOW)
    pause = timedelta(seconds=4)
    outbox.exchange(
        [Result(claim.delivery, DeliveryState.QUEUED, NOW, "131056", not_before=NOW + pause)], WHATSAPP, 0, now=NOW
    )
    earlier = NOW - timedelta(hours=1)
    assert outbox.set_back(earlier) == 1
    assert outbox.next_due(WHATSAPP, now=earlier) == earlier + pause
    assert outbox.set_back(earlier) == 0
