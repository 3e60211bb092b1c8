# SPDX-License-Identifier: EUPL-1.2
"""A delivered message is charged once, in whatever order and however often its statuses come, and counted by month."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comunecast_gui.core.meta.charges import MetaCharge, Pricing
from comunecast_gui.core.ports import Accepted, Claim
from comunecast_gui.store.consent.subscribers import Subscribers
from comunecast_gui.store.db.database import Database
from comunecast_gui.store.delivery.charge_counts import Charges
from comunecast_gui.store.delivery.outbox import SqlOutbox
from comunecast_gui.store.delivery.receipts import Receipt, ReceiptKind
from tests.receipts import receive
from tests.store.samples import NOW, WHATSAPP, accepted, new_notice, people, row

ROME = ZoneInfo("Europe/Rome")
UTILITY = Pricing("utility", "regular", "PMP", True)
FREE = Pricing("service", "free_customer_service", "PMP", False)
LATER = NOW + timedelta(minutes=1)
TODAY = LATER.astimezone(ROME).date()


def claimed(database: Database, outbox: SqlOutbox) -> Claim:
    if not Subscribers(database).count():
        people(database, 1)
    outbox.enqueue(new_notice(channels=(WHATSAPP,)))
    [claim] = outbox.exchange([], WHATSAPP, 1, now=NOW)
    return claim


def counted(database: Database, months: int = 1) -> list[tuple[dict[str, int], int]]:
    found = Charges(database).months(TODAY, ROME, months)
    return [(dict(month.counted), month.free) for month in found]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_one_charge_whatever_the_order(outbox: SqlOutbox, database: Database, data: st.DataObject) -> None:
    """``pricing`` is in ``sent`` and in one of ``delivered`` and ``read``; any of them may be missing or repeated."""
    before = sum(counted(database)[0][0].values())
    claim = claimed(database, outbox)
    kinds = data.draw(
        st.lists(st.sampled_from([ReceiptKind.SENT, ReceiptKind.DELIVERED, ReceiptKind.READ]), min_size=1, max_size=6)
    )
    priced = {kind: data.draw(st.booleans()) for kind in set(kinds)}
    by_id = data.draw(st.booleans())
    steps: list[ReceiptKind | None] = data.draw(st.permutations([*kinds, None]))
    remote = (accepted(claim).accepted or Accepted("")).remote_id
    for step in steps:
        if step is None:
            outbox.exchange([accepted(claim)], WHATSAPP, 0, now=NOW)
        else:
            pricing = UTILITY if priced[step] else None
            delivery = claim.delivery if by_id else None
            receive(database, Receipt(step, LATER, remote, delivery, pricing=pricing))
    arrived = bool({ReceiptKind.DELIVERED, ReceiptKind.READ} & set(kinds))
    charged = arrived and any(priced.values())
    assert sum(counted(database)[0][0].values()) == before + charged
    stored = row(database, claim.delivery)
    assert (stored.charged_at is not None) == charged
    if charged:
        told = stored.price_category, stored.price_kind, stored.price_model, stored.billable
        assert told == ("utility", "regular", "PMP", True)


def test_a_message_that_never_arrived_costs_nothing(outbox: SqlOutbox, database: Database) -> None:
    claim = claimed(database, outbox)
    receive(database, Receipt(ReceiptKind.SENT, LATER, delivery=claim.delivery, pricing=UTILITY))
    receive(database, Receipt(ReceiptKind.FAILED, LATER, delivery=claim.delivery, code="131026"))
    assert counted(database) == [({}, 0)]
    assert row(database, claim.delivery).price_category is None


def test_free_ones_are_counted_apart_and_months_are_the_offices(outbox: SqlOutbox, database: Database) -> None:
    midnight = datetime(2026, 10, 31, 23, 30, tzinfo=UTC)  # November in Rome already
    for at, pricing in ((midnight - timedelta(hours=1), UTILITY), (midnight, UTILITY), (midnight, FREE)):
        claim = claimed(database, outbox)
        receive(database, Receipt(ReceiptKind.DELIVERED, at, delivery=claim.delivery, pricing=pricing))
    found = Charges(database).months(date(2026, 11, 27), ROME, 3)
    assert [(month.first, dict(month.counted), month.free) for month in found] == [
        (date(2026, 9, 1), {}, 0),
        (date(2026, 10, 1), {"UTILITY": 1}, 0),
        (date(2026, 11, 1), {"UTILITY": 1}, 1),
    ]


@pytest.mark.parametrize(
    ("pricing", "charged"),
    [
        (UTILITY, True),
        (FREE, False),
        (Pricing("utility", "regular"), True),
        (Pricing("utility", "regular", "PMP", False), False),
        (Pricing("utility", "FREE_ENTRY_POINT"), False),
    ],
)
def test_type_and_category_decide_where_billable_is_gone(pricing: Pricing, charged: bool) -> None:
    assert pricing.charged is charged


def test_metas_charges_of_a_month_replace_the_earlier_ones(database: Database) -> None:
    charges, month = Charges(database), TODAY.replace(day=1)
    assert charges.asked_at(month) is None
    charges.keep(month, "EUR", [MetaCharge("UTILITY", "REGULAR", 3, Decimal("0.0744"))], NOW)
    lines = [
        MetaCharge("UTILITY", "REGULAR", 5, Decimal("0.1240")),
        MetaCharge("MARKETING", "REGULAR", 2, None),
        MetaCharge("SERVICE", "FREE_CUSTOMER_SERVICE", 9, Decimal(0)),
    ]
    charges.keep(month, "EUR", lines, LATER)
    [found] = charges.months(TODAY, ROME, 1)
    assert list(found.meta) == lines
    assert (found.meta_paid, found.cost, found.currency, found.unexplained) == (7, Decimal("0.1240"), "EUR", 7)
    assert charges.asked_at(month) == LATER
