# SPDX-License-Identifier: EUPL-1.2
"""Old deliveries shrink to counts, and the history does not change by it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from comunecast_gui.core.model import DeliveryState, Verdict
from comunecast_gui.core.ports import Result
from comunecast_gui.store.db.database import Database
from comunecast_gui.store.db.schema import attempt, delivery, receipt
from comunecast_gui.store.delivery import rollup
from comunecast_gui.store.delivery.notices import NoticeFilter, Notices
from comunecast_gui.store.delivery.outbox import SqlOutbox
from comunecast_gui.store.delivery.receipts import Receipt, ReceiptKind
from comunecast_gui.store.delivery.rollup import roll_up, roll_up_some
from tests.receipts import receive
from tests.store.samples import NOW, TELEGRAM, WHATSAPP, accepted, new_notice, people

LATER = NOW + timedelta(days=1)


def sent(database: Database, outbox: SqlOutbox) -> int:
    """A notice to everybody: one failed, one of unknown outcome, the others accepted or read."""
    notice = outbox.enqueue(new_notice())
    (post,) = outbox.exchange([], TELEGRAM, 1, now=NOW)
    outbox.exchange([accepted(post, link="https://t.me/comunecalcinaia/7")], TELEGRAM, 0, now=NOW)
    first, second, third, *rest = outbox.exchange([], WHATSAPP, 99, now=NOW)
    results = [
        Result(first.delivery, DeliveryState.FAILED, NOW, "131026"),
        Result(second.delivery, DeliveryState.UNKNOWN, NOW, "timeout"),
        *(accepted(claim) for claim in (third, *rest)),
    ]
    outbox.exchange(results, WHATSAPP, 0, now=NOW)
    receive(database, Receipt(ReceiptKind.READ, NOW, delivery=third.delivery))
    return notice


def rows(database: Database) -> list[int]:
    with database.reading() as connection:
        return [
            connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
            for table in (delivery, attempt, receipt)
        ]


def test_a_notice_of_which_nothing_is_open_is_folded_and_looks_the_same(database: Database, outbox: SqlOutbox) -> None:
    people(database, 9)
    notice = sent(database, outbox)
    before = Notices(database).get(notice)
    assert roll_up(database, LATER) == 0  # somebody has to look at the unknown outcome first
    assert rows(database)[0] == 10
    (unknown,) = Notices(database).unknown()
    Notices(database).settle(unknown.delivery, Verdict.LEAVE, NOW)
    assert roll_up(database, NOW) == 0  # not old enough
    assert roll_up(database, LATER) == 1
    assert rows(database) == [1, 1, 0]
    assert Notices(database).get(notice) == before
    assert before.counts[WHATSAPP]["read"] == 1
    assert sum(before.counts[WHATSAPP].values()) == 9
    (post,) = Notices(database).deliveries(notice)
    assert post.link == "https://t.me/comunecalcinaia/7"
    assert roll_up(database, LATER) == 0


def test_many_rows_go_in_short_transactions_and_newer_notices_stay(
    database: Database, outbox: SqlOutbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rollup, "_ROWS", 3)
    people(database, 8)
    old = outbox.enqueue(new_notice(channels=(WHATSAPP,)))
    new = outbox.enqueue(new_notice(channels=(WHATSAPP,), at=LATER))
    for notice in (old, new):
        Notices(database).cancel(notice, NOW)
    left = []
    while roll_up_some(database, LATER):
        left.append(rows(database)[0])
        assert outbox.counts(old) == outbox.counts(new)
    assert left == [13, 10, 8]
    assert roll_up(database, LATER) == 0
    assert outbox.counts(old) == outbox.counts(new)
    assert outbox.counts(old)[WHATSAPP]["cancelled"] == 8


def test_a_receipt_for_a_folded_delivery_changes_nothing(database: Database, outbox: SqlOutbox) -> None:
    people(database, 1)
    notice = outbox.enqueue(new_notice(channels=(WHATSAPP,)))
    (claim,) = outbox.exchange([], WHATSAPP, 1, now=NOW)
    outbox.exchange([accepted(claim)], WHATSAPP, 0, now=NOW)
    roll_up(database, LATER)
    receive(database, Receipt(ReceiptKind.READ, NOW, "wamid.x", claim.delivery))
    assert outbox.counts(notice)[WHATSAPP]["accepted"] == 1
    assert outbox.enqueue(new_notice(channels=(WHATSAPP,), draft_uuid="fresh")) == notice + 1


def test_a_notice_is_found_by_its_outcome_and_its_words_also_once_it_is_folded(
    database: Database, outbox: SqlOutbox
) -> None:
    people(database, 9)
    notice = sent(database, outbox)
    other = outbox.enqueue(new_notice(title="Sagra in CITTÀ", text="Sagra del 100% e lode in via Roma"))
    notices = Notices(database)

    def found(**wanted: Any) -> list[int]:
        return [row.id for row in notices.latest(wanted=NoticeFilter(**wanted))]

    def outcomes() -> None:
        assert found(states=(DeliveryState.FAILED,)) == [notice]
        assert found(states=(DeliveryState.QUEUED,)) == [other]
        assert found() == [other, notice]

    outcomes()
    (unknown,) = notices.unknown()
    notices.settle(unknown.delivery, Verdict.LEAVE, NOW)
    assert roll_up(database, LATER) == 1
    outcomes()
    assert found(words="VIA sagra") == [other]
    assert found(words="città") == found(words="CiTTÀ") == [other]
    assert found(words="100%") == [other]
    assert found(words="10_%") == []
    assert found(since=LATER) == []
    assert notices.used_categories(NOW) == {"acqua_programmata": 2}
