# SPDX-License-Identifier: EUPL-1.2
"""Receipts come in any order and any number of times, before and after the answer to the call, and end the same."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comunecast_gui.core.model import DeliveryState
from comunecast_gui.core.ports import Accepted, Claim, Result
from comunecast_gui.store.consent.subscribers import Subscribers
from comunecast_gui.store.db.database import Database
from comunecast_gui.store.db.schema import receipt
from comunecast_gui.store.delivery.message_digest import message_digest
from comunecast_gui.store.delivery.notices import Notices
from comunecast_gui.store.delivery.outbox import SqlOutbox
from comunecast_gui.store.delivery.receipts import Receipt, ReceiptKind
from tests.receipts import receive
from tests.store.samples import NOW, WHATSAPP, accepted, new_notice, people, row

LATER = NOW + timedelta(minutes=1)


def sent(database: Database, outbox: SqlOutbox) -> Claim:
    people(database, 1)
    outbox.enqueue(new_notice(channels=(WHATSAPP,)))
    [claim] = outbox.exchange([], WHATSAPP, 1, now=NOW)
    return claim


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_receipts_in_any_order_and_repetition_end_the_same(
    outbox: SqlOutbox, database: Database, data: st.DataObject
) -> None:
    kinds = data.draw(st.lists(st.sampled_from(ReceiptKind), min_size=1, max_size=4, unique=True))
    by_id = {kind: data.draw(st.booleans()) for kind in kinds}
    news: list[ReceiptKind | None] = data.draw(
        st.lists(st.sampled_from([*kinds, None]), max_size=4).flatmap(
            lambda more: st.permutations([*kinds, None, *more])
        )
    )
    if not Subscribers(database).count():
        people(database, 1)
    outbox.enqueue(new_notice(channels=(WHATSAPP,)))
    [claim] = outbox.exchange([], WHATSAPP, 1, now=NOW)
    for kind in news:
        if kind is None:
            outbox.exchange([accepted(claim)], WHATSAPP, 0, now=NOW)
        else:
            remote, ours = (accepted(claim).accepted or Accepted("")).remote_id, claim.delivery
            news_of_it = Receipt(kind, LATER, "" if by_id[kind] else remote, ours if by_id[kind] else None, "131026")
            receive(database, news_of_it)
    weight = [ReceiptKind.SENT, ReceiptKind.FAILED, ReceiptKind.DELIVERED, ReceiptKind.READ]
    strongest = max(kinds, key=weight.index)
    expected = DeliveryState.ACCEPTED if strongest is ReceiptKind.SENT else DeliveryState(strongest)
    stored = row(database, claim.delivery)
    assert stored.state == expected
    assert stored.code == ("131026" if expected is DeliveryState.FAILED else "")
    assert stored.remote_id == message_digest(database.hash_key, f"wamid.{claim.delivery}.1")
    assert stored.owner is None


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        (ReceiptKind.SENT, DeliveryState.ACCEPTED),
        (ReceiptKind.DELIVERED, DeliveryState.DELIVERED),
        (ReceiptKind.READ, DeliveryState.READ),
        (ReceiptKind.FAILED, DeliveryState.FAILED),
    ],
)
def test_a_receipt_settles_an_unknown_outcome(
    database: Database, outbox: SqlOutbox, kind: ReceiptKind, state: DeliveryState
) -> None:
    claim = sent(database, outbox)
    outbox.exchange([Result(claim.delivery, DeliveryState.UNKNOWN, NOW, "timeout")], WHATSAPP, 0, now=NOW)
    assert len(Notices(database).unknown()) == 1
    news = Receipt(kind, LATER, "wamid.x", claim.delivery)
    receive(database, news)
    stored = row(database, claim.delivery)
    receive(database, news)
    assert row(database, claim.delivery) == stored
    assert (stored.state, stored.remote_id, stored.settled_at) == (
        state,
        message_digest(database.hash_key, "wamid.x"),
        LATER,
    )
    assert Notices(database).unknown() == []


def test_a_receipt_that_overtook_the_answer(database: Database, outbox: SqlOutbox) -> None:
    claim = sent(database, outbox)
    answer = accepted(claim)
    assert answer.accepted is not None
    receive(database, Receipt(ReceiptKind.DELIVERED, LATER, answer.accepted.remote_id))
    assert row(database, claim.delivery).state == "sending"
    outbox.exchange([answer], WHATSAPP, 0, now=NOW)
    assert row(database, claim.delivery).state == "delivered"


def test_the_failure_of_an_earlier_try_does_not_stop_the_next(database: Database, outbox: SqlOutbox) -> None:
    claim = sent(database, outbox)
    outbox.exchange([accepted(claim)], WHATSAPP, 0, now=NOW)
    receive(database, Receipt(ReceiptKind.FAILED, LATER, f"wamid.{claim.delivery}.1", claim.delivery, "131026"))
    assert Notices(database).retry_failed(claim.notice, None, LATER) == 1
    [again] = outbox.exchange([], WHATSAPP, 1, now=LATER)
    answer = Result(again.delivery, DeliveryState.ACCEPTED, LATER, accepted=Accepted("wamid.new"))
    outbox.exchange([answer], WHATSAPP, 0, now=LATER)
    for remote in (f"wamid.{claim.delivery}.1", "wamid.other"):
        news = Receipt(ReceiptKind.FAILED, LATER, remote, claim.delivery, "131026")
        receive(database, news)
        assert row(database, claim.delivery).state == "accepted"
    receive(database, Receipt(ReceiptKind.DELIVERED, LATER, "wamid.other", claim.delivery))
    assert row(database, claim.delivery).state == "delivered"


def test_a_delivery_that_arrived_after_all_is_not_sent_again(database: Database, outbox: SqlOutbox) -> None:
    claim = sent(database, outbox)
    outbox.recover(NOW)
    Notices(database).settle(claim.delivery, "resend", NOW)
    receive(database, Receipt(ReceiptKind.DELIVERED, LATER, "wamid.1", claim.delivery))
    assert outbox.exchange([], WHATSAPP, 1, now=LATER) == []


def test_a_held_message_is_delivered_when_meta_releases_it(database: Database, outbox: SqlOutbox) -> None:
    claim = sent(database, outbox)
    held = Result(claim.delivery, DeliveryState.HELD, NOW, accepted=Accepted("wamid.1", held=True))
    outbox.exchange([held], WHATSAPP, 0, now=NOW)
    assert row(database, claim.delivery).state == "held"
    receive(database, Receipt(ReceiptKind.SENT, LATER, "wamid.1"))
    assert row(database, claim.delivery).state == "accepted"


def test_receipts_of_unknown_messages_are_kept_and_change_nothing(database: Database, outbox: SqlOutbox) -> None:
    claim = sent(database, outbox)
    before = row(database, claim.delivery)
    receive(database, Receipt(ReceiptKind.READ, LATER, "wamid.unknown"))
    receive(database, Receipt(ReceiptKind.READ, LATER, delivery=4711))
    assert row(database, claim.delivery) == before
    with database.reading() as connection:
        assert connection.execute(sa.select(receipt.c.subject).order_by(receipt.c.id)).scalars().all() == [
            message_digest(database.hash_key, "wamid.unknown"),
            "#4711",
        ]
