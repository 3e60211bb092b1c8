# SPDX-License-Identifier: EUPL-1.2
"""The history shows the deliveries as they are, and a person's verdict changes exactly what it names."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from comunecast_gui.core.errors import InputError
from comunecast_gui.core.model import DeliveryState, Verdict
from comunecast_gui.core.ports import Result, Scope
from comunecast_gui.store.db.database import Database
from comunecast_gui.store.db.schema import subscriber
from comunecast_gui.store.delivery.notices import Notices
from comunecast_gui.store.delivery.outbox import SqlOutbox
from tests.store.samples import NOW, TELEGRAM, WHATSAPP, accepted, new_notice, people, row


@pytest.fixture
def notices(database: Database) -> Notices:
    return Notices(database)


def test_pages_of_the_history(database: Database, outbox: SqlOutbox, notices: Notices) -> None:
    people(database, 2)
    ids = [outbox.enqueue(new_notice(at=NOW + timedelta(days=day))) for day in range(5)]
    assert [each.id for each in notices.latest(2)] == [ids[4], ids[3]]
    assert [each.id for each in notices.latest(10, before=ids[2])] == [ids[1], ids[0]]
    assert [each.id for each in notices.recent(NOW + timedelta(days=3))] == [ids[4], ids[3]]
    first = notices.get(ids[0])
    assert first == notices.latest(10)[-1]
    assert first.created_at == NOW
    assert first.created_at.tzinfo is not None
    assert first.counts[WHATSAPP]["queued"] == 2
    assert notices.fields(ids[0]) == {"vie": ["via Roma"], "note": "perché sì"}
    assert notices.contents(ids[0]) == dict(new_notice().contents)


def test_an_unknown_notice_is_refused(notices: Notices) -> None:
    for ask in (notices.get, notices.fields, notices.contents):
        with pytest.raises(InputError) as caught:
            ask(7)
        assert (caught.value.code, caught.value.values) == ("unknown_notice", {"notice": 7})


def test_deliveries_are_masked_filtered_and_paged(database: Database, outbox: SqlOutbox, notices: Notices) -> None:
    people(database, 3)
    notice = outbox.enqueue(new_notice())
    claims = outbox.exchange([], WHATSAPP, 2, now=NOW)
    failed = Result(claims[1].delivery, DeliveryState.FAILED, NOW, "131026", "Message undeliverable")
    outbox.exchange([accepted(claims[0]), failed], WHATSAPP, 0, now=NOW)
    rows = notices.deliveries(notice)
    assert [each.recipient_masked for each in rows] == [
        "+39 333 ••• ••00",
        "+39 333 ••• ••01",
        "+39 333 ••• ••02",
        TELEGRAM,
    ]
    [only] = notices.deliveries(notice, [DeliveryState.FAILED])
    assert (only.code, only.detail, only.attempts) == ("131026", "Message undeliverable", 1)
    assert notices.delivery(only.id) == only
    with pytest.raises(InputError, match="unknown_delivery"):
        notices.delivery(99)
    assert [each.id for each in notices.deliveries(notice, channel=WHATSAPP, limit=2, offset=1)] == [
        rows[1].id,
        rows[2].id,
    ]
    with database.writing() as connection:
        connection.execute(subscriber.update().values(wa_id=None, state="left"))
    assert [each.recipient_masked for each in notices.deliveries(notice, channel=WHATSAPP)] == ["", "", ""]


def test_failed_rows_go_again_on_a_persons_word(database: Database, outbox: SqlOutbox, notices: Notices) -> None:
    people(database, 3)
    notice = outbox.enqueue(new_notice())
    codes = ["131026", "131050", "131026"]
    claims = outbox.exchange([], WHATSAPP, 3, now=NOW)
    outbox.exchange(
        [
            Result(claim.delivery, DeliveryState.FAILED, NOW, code, parts=("p",))
            for claim, code in zip(claims, codes, strict=True)
        ],
        WHATSAPP,
        0,
        now=NOW,
    )
    later = NOW + timedelta(hours=1)
    assert notices.retry_failed(notice, TELEGRAM, later) == 0
    assert notices.retry_failed(notice, WHATSAPP, later, {"131050"}) == 2
    assert notices.get(notice).counts[WHATSAPP]["failed"] == 1
    again = outbox.exchange([], WHATSAPP, 9, now=later)
    assert [(claim.attempt, claim.parts) for claim in again] == [(1, ("p",)), (1, ("p",))]


def test_cancelling_takes_only_queued_deliveries(database: Database, outbox: SqlOutbox, notices: Notices) -> None:
    people(database, 3)
    notice = outbox.enqueue(new_notice())
    outbox.exchange([], WHATSAPP, 1, now=NOW)
    assert notices.cancel(notice, NOW, WHATSAPP) == 2
    assert notices.cancel(notice, NOW) == 1
    assert notices.cancel(notice, NOW) == 0
    assert outbox.exchange([], WHATSAPP, 9, now=NOW) == []
    assert notices.get(notice).counts[WHATSAPP]["sending"] == 1


def test_what_was_under_way_when_its_notice_was_cancelled_is_not_tried_again(
    database: Database, outbox: SqlOutbox, notices: Notices
) -> None:
    people(database, 5)
    notice = outbox.enqueue(new_notice())
    other = outbox.enqueue(new_notice())
    refused, slow, _ = outbox.exchange([], WHATSAPP, 3, now=NOW, scope=Scope(frozenset({notice})))
    assert notices.cancel(notice, NOW) == 3  # two people, and the post
    outbox.give_back(WHATSAPP, {refused.delivery, slow.delivery}, now=NOW)
    assert notices.get(notice).counts[WHATSAPP]["cancelled"] == 3
    again = Result(refused.delivery, DeliveryState.QUEUED, NOW, code="131056", not_before=NOW)
    lost = Result(slow.delivery, DeliveryState.UNKNOWN, NOW, code="timeout")
    claims = outbox.exchange([again, lost], WHATSAPP, 9, now=NOW)
    assert {claim.notice for claim in claims} == {other}
    assert notices.get(notice).counts[WHATSAPP]["cancelled"] == 4
    notices.settle(slow.delivery, Verdict.RESEND, NOW)
    [sent_again] = outbox.exchange([], WHATSAPP, 9, now=NOW)
    assert sent_again.delivery == slow.delivery  # a person wants it


def test_the_last_call_of_a_cancelled_notice_is_its_last(
    database: Database, outbox: SqlOutbox, notices: Notices
) -> None:
    """Also where nothing was in the queue any more; how it ended is told as ever."""
    people(database, 4)
    notice = outbox.enqueue(new_notice(channels=(WHATSAPP,)))
    later, gone, came, back = outbox.exchange([], WHATSAPP, 9, now=NOW)
    assert notices.cancel(notice, NOW) == 0
    results = [
        Result(later.delivery, DeliveryState.QUEUED, NOW, code="131056", not_before=NOW + timedelta(hours=1)),
        Result(gone.delivery, DeliveryState.UNKNOWN, NOW, code="timeout"),
        accepted(came),
    ]
    assert outbox.exchange(results, WHATSAPP, 9, now=NOW) == []
    assert outbox.give_back(WHATSAPP, (), now=NOW) == [back.delivery]
    counted = notices.get(notice).counts[WHATSAPP]
    assert (counted["cancelled"], counted["unknown"], counted["accepted"]) == (2, 1, 1)
    assert outbox.exchange([], WHATSAPP, 9, now=NOW + timedelta(hours=2)) == []


def test_a_kill_while_the_last_calls_of_a_cancelled_notice_are_under_way_leaves_a_person_to_say(
    database: Database, outbox: SqlOutbox, notices: Notices
) -> None:
    people(database, 1)
    notice = outbox.enqueue(new_notice(channels=(WHATSAPP,)))
    [claim] = outbox.exchange([], WHATSAPP, 9, now=NOW)
    notices.cancel(notice, NOW)
    assert outbox.recover(NOW) == 1
    assert [each.delivery for each in notices.unknown()] == [claim.delivery]


def test_what_is_sent_again_of_a_cancelled_notice_is_tried_until_it_has_an_outcome(
    database: Database, outbox: SqlOutbox, notices: Notices
) -> None:
    people(database, 3)
    notice = outbox.enqueue(new_notice(channels=(WHATSAPP,)))
    lost, refused = outbox.exchange([], WHATSAPP, 2, now=NOW)
    assert notices.cancel(notice, NOW) == 1
    results = [
        Result(lost.delivery, DeliveryState.UNKNOWN, NOW, code="timeout"),
        Result(refused.delivery, DeliveryState.FAILED, NOW, code="131026"),
    ]
    outbox.exchange(results, WHATSAPP, 0, now=NOW)
    notices.settle(lost.delivery, Verdict.RESEND, NOW)
    assert notices.retry_failed(notice, None, NOW) == 1
    again = outbox.exchange([], WHATSAPP, 9, now=NOW)
    assert {claim.delivery for claim in again} == {lost.delivery, refused.delivery}
    wait = [Result(claim.delivery, DeliveryState.QUEUED, NOW, code="131056", not_before=NOW) for claim in again]
    assert len(outbox.exchange(wait, WHATSAPP, 9, now=NOW)) == 2
    assert len(outbox.give_back(WHATSAPP, (), now=NOW)) == 2
    assert notices.get(notice).counts[WHATSAPP]["queued"] == 2


def test_the_desk_of_unknown_outcomes(database: Database, outbox: SqlOutbox, notices: Notices) -> None:
    people(database, 3)
    notice = outbox.enqueue(new_notice())
    arrived, resend, leave = outbox.exchange([], WHATSAPP, 3, now=NOW)
    [post] = outbox.exchange([], TELEGRAM, 1, now=NOW)
    outbox.recover(NOW)
    rows = notices.unknown()
    assert [(each.delivery, each.recipient, each.since) for each in rows] == [
        (arrived.delivery, "+39 333 ••• ••00", NOW),
        (resend.delivery, "+39 333 ••• ••01", NOW),
        (leave.delivery, "+39 333 ••• ••02", NOW),
        (post.delivery, TELEGRAM, NOW),
    ]
    later = NOW + timedelta(minutes=5)
    notices.settle(arrived.delivery, Verdict.ARRIVED, later)
    notices.settle(resend.delivery, "resend", later)
    notices.settle(leave.delivery, "leave", later)
    assert [each.delivery for each in notices.unknown()] == [post.delivery]
    counts = notices.get(notice).counts[WHATSAPP]
    assert (counts["accepted"], counts["queued"], counts["unknown"]) == (1, 1, 1)
    [again] = outbox.exchange([], WHATSAPP, 9, now=later)
    assert (again.delivery, again.attempt) == (resend.delivery, 1)
    assert row(database, leave.delivery).settled_at == later


def test_senseless_verdicts_are_refused(outbox: SqlOutbox, notices: Notices) -> None:
    outbox.enqueue(new_notice(channels=(TELEGRAM,)))
    for delivery_id, verdict, code in (
        (1, "arrived", "delivery_not_unknown"),
        (99, "arrived", "unknown_delivery"),
        (1, "maybe", "unknown_verdict"),
    ):
        with pytest.raises(InputError) as caught:
            notices.settle(delivery_id, verdict, NOW)
        assert caught.value.code == code


def test_what_may_not_be_over_is_found_with_all_that_followed_it(outbox: SqlOutbox, notices: Notices) -> None:
    def told(days_ago: int, **values: Any) -> int:
        return outbox.enqueue(new_notice(channels=(TELEGRAM,), at=NOW - timedelta(days=days_ago), **values))

    works = told(90, category="cantiere")
    later = told(60, category="generico", follows=works)
    tax = told(50, category="tributi", valid_until=NOW + timedelta(days=10))
    told(45, category="tributi", valid_until=NOW - timedelta(days=44))  # over
    told(800, category="cantiere")  # forgotten
    fresh = told(1, category="evento")
    since, long_since = NOW - timedelta(days=30), NOW - timedelta(days=400)
    found = notices.still_telling(since, long_since, ["cantiere"], 10)
    assert {row.id for row in found} == {works, later, tax, fresh}
    assert [row.id for row in notices.still_telling(since, long_since, [], 1)] == [fresh]
