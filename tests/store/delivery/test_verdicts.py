# SPDX-License-Identifier: EUPL-1.2
"""Verdicts on many unknown outcomes at once, with a result for each, and taking them back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from comunecast_gui.core.errors import InputError
from comunecast_gui.core.model import DeliveryState, Verdict
from comunecast_gui.core.ports import Claim, Result
from comunecast_gui.store.db.database import Database
from comunecast_gui.store.delivery.notices import Notices
from comunecast_gui.store.delivery.outbox import SqlOutbox
from comunecast_gui.store.delivery.receipts import Receipt, ReceiptKind
from comunecast_gui.store.delivery.verdicts import Reversible, SettledRow
from tests.receipts import receive
from tests.store.samples import NOW, WHATSAPP, accepted, new_notice, people, row

LATER = NOW + timedelta(minutes=5)
EVEN_LATER = NOW + timedelta(minutes=6)
ACCEPTED, QUEUED, UNKNOWN, DELIVERED = (
    DeliveryState.ACCEPTED, DeliveryState.QUEUED, DeliveryState.UNKNOWN, DeliveryState.DELIVERED,
)  # fmt: skip


@pytest.fixture
def notices(database: Database) -> Notices:
    return Notices(database)


def six_unknown(database: Database, outbox: SqlOutbox) -> list[Claim]:
    """Six people of whom nobody knows whether they got a notice: the program died in the middle."""
    people(database, 6)
    outbox.enqueue(new_notice(channels=(WHATSAPP,)))
    claims = outbox.exchange([], WHATSAPP, 6, now=NOW)
    outbox.recover(NOW)
    return claims


def states(database: Database, claims: list[Claim]) -> list[str]:
    return [row(database, claim.delivery).state for claim in claims]


@pytest.mark.parametrize(
    ("verdict", "state"), [(Verdict.ARRIVED, ACCEPTED), (Verdict.RESEND, QUEUED), (Verdict.LEAVE, UNKNOWN)]
)
def test_a_receipt_that_comes_between_leaves_no_row_half_settled(
    database: Database, outbox: SqlOutbox, notices: Notices, verdict: Verdict, state: DeliveryState
) -> None:
    claims = six_unknown(database, outbox)
    ids = [claim.delivery for claim in claims]
    receive(database, Receipt(ReceiptKind.DELIVERED, LATER, "wamid.3", ids[2]))
    done = notices.settle_all(verdict, LATER, [*ids, 99])
    others = [id for id in ids if id != ids[2]]
    assert done.done == tuple(others)
    assert {each.delivery: each.state for each in done.rows if each.done} == dict.fromkeys(others, state)
    assert [(each.delivery, each.state) for each in done.refused] == [(ids[2], DELIVERED), (99, None)]
    assert states(database, claims) == [state, state, DELIVERED, state, state, state]
    assert notices.unknown() == []
    assert notices.count_unknown() == 0


@pytest.mark.parametrize("verdict", list(Verdict))
def test_a_verdict_without_later_events_is_taken_back(
    database: Database, outbox: SqlOutbox, notices: Notices, verdict: Verdict
) -> None:
    claims = six_unknown(database, outbox)
    before = [row(database, claim.delivery) for claim in claims]
    done = notices.settle_all(verdict, LATER, [claim.delivery for claim in claims])
    back = notices.take_back(EVEN_LATER, done.number)
    assert [(each.delivery, each.done, each.state) for each in back] == [(id, True, UNKNOWN) for id in done.done]
    assert [row(database, claim.delivery) for claim in claims] == before
    assert notices.take_back(EVEN_LATER, done.number) == []


def test_a_verdict_followed_by_a_receipt_stays(database: Database, outbox: SqlOutbox, notices: Notices) -> None:
    claims = six_unknown(database, outbox)
    for verdict, claim in zip(Verdict, claims, strict=False):
        done = notices.settle_all(verdict, LATER, [claim.delivery])
        # WhatsApp says that it took the message, which changes no row that a person settled as arrived.
        receive(database, Receipt(ReceiptKind.SENT, EVEN_LATER, f"wamid.{claim.delivery}", claim.delivery))
        [back] = notices.take_back(EVEN_LATER, done.number)
        assert not back.done
        assert back.state == row(database, claim.delivery).state


def test_a_verdict_followed_by_a_resend_stays(database: Database, outbox: SqlOutbox, notices: Notices) -> None:
    claims = six_unknown(database, outbox)
    done = notices.settle_all(Verdict.RESEND, LATER, [claim.delivery for claim in claims])
    first, second, third = outbox.exchange([], WHATSAPP, 3, now=LATER)
    again = Result(second.delivery, QUEUED, LATER, code="429")  # certainly not delivered, to be tried again
    outbox.exchange([accepted(first, LATER), again], WHATSAPP, 0, now=LATER)
    results = {each.delivery: (each.done, each.state) for each in notices.take_back(EVEN_LATER, done.number)}
    waiting = [claim.delivery for claim in claims if claim.delivery not in (first.delivery, third.delivery)]
    waiting.remove(second.delivery)
    assert results == {
        first.delivery: (False, ACCEPTED),
        second.delivery: (False, QUEUED),
        third.delivery: (False, DeliveryState.SENDING),
        **dict.fromkeys(waiting, (True, UNKNOWN)),
    }


def test_a_verdict_on_a_whole_notice(database: Database, outbox: SqlOutbox, notices: Notices) -> None:
    claims = six_unknown(database, outbox)
    other = outbox.enqueue(new_notice(channels=(WHATSAPP,)))
    outbox.exchange([], WHATSAPP, 2, now=NOW)
    outbox.recover(NOW)
    notices.settle(claims[0].delivery, Verdict.LEAVE, NOW)
    done = notices.settle_all(Verdict.ARRIVED, LATER, notices=[1])
    assert done.done == tuple(claim.delivery for claim in claims[1:])
    assert [each.notice for each in notices.unknown()] == [other, other]
    assert notices.settle_all(Verdict.ARRIVED, LATER, notices=[1]).rows == ()


def test_verdicts_on_more_rows_than_one_statement_takes(
    database: Database, outbox: SqlOutbox, notices: Notices
) -> None:
    people(database, 1_203)
    notice = outbox.enqueue(new_notice(channels=(WHATSAPP,)))
    outbox.exchange([], WHATSAPP, 1_203, now=NOW)
    outbox.recover(NOW)
    done = notices.settle_all(Verdict.RESEND, LATER, notices=[notice])
    assert len(done.done) == 1_203
    assert outbox.counts(notice)[WHATSAPP]["queued"] == 1_203
    assert all(each.done for each in notices.take_back(EVEN_LATER, done.number))
    assert outbox.counts(notice)[WHATSAPP]["unknown"] == 1_203


def test_the_last_verdict_survives_a_restart(database: Database, outbox: SqlOutbox, notices: Notices) -> None:
    claims = six_unknown(database, outbox)
    first, second, *others = [claim.delivery for claim in claims]
    before = row(database, second)
    assert notices.reversible(NOW) is None
    notices.settle(first, Verdict.LEAVE, LATER)
    made = notices.settle_all(Verdict.ARRIVED, EVEN_LATER, [second, *others])
    again = Notices(database)  # as a window that is opened later
    assert again.reversible(NOW) == Reversible(made.number, Verdict.ARRIVED, EVEN_LATER, 5)
    assert again.reversible(EVEN_LATER + timedelta(seconds=1)) is None
    receive(database, Receipt(ReceiptKind.DELIVERED, EVEN_LATER, "wamid.last", others[-1]))
    assert again.reversible(NOW) == Reversible(made.number, Verdict.ARRIVED, EVEN_LATER, 4)
    back = again.take_back(EVEN_LATER, made.number)
    assert [(each.delivery, each.done) for each in back] == [(second, True), *((id, id != others[-1]) for id in others)]
    assert row(database, second) == before
    assert again.reversible(NOW) == Reversible(made.number - 1, Verdict.LEAVE, LATER, 1)


def test_verdicts_on_one_delivery_or_one_notice_are_taken_back(
    database: Database, outbox: SqlOutbox, notices: Notices
) -> None:
    claims = six_unknown(database, outbox)
    first, *others = [claim.delivery for claim in claims]
    assert notices.take_back(LATER, deliveries=[first]) == []
    notices.settle_all(Verdict.LEAVE, LATER, [first, *others])
    assert notices.take_back(LATER, deliveries=[first, 99]) == [SettledRow(first, True, UNKNOWN)]
    assert [each.delivery for each in notices.unknown()] == [first]
    notices.settle(first, Verdict.RESEND, EVEN_LATER)  # the last word counts
    assert states(database, claims) == [QUEUED, *[UNKNOWN] * 5]
    assert {each.delivery for each in notices.take_back(EVEN_LATER, notices=[1]) if each.done} == {first, *others}
    assert notices.count_unknown() == 6


def test_an_unknown_verdict_changes_nothing(database: Database, outbox: SqlOutbox, notices: Notices) -> None:
    claims = six_unknown(database, outbox)
    with pytest.raises(InputError, match="unknown_verdict"):
        notices.settle_all("maybe", LATER, [claim.delivery for claim in claims])
    assert notices.count_unknown() == 6
