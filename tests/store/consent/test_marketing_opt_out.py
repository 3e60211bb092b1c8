# SPDX-License-Identifier: EUPL-1.2
"""People who stopped marketing messages in WhatsApp get none, and get all other notices."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from comunecast_gui.core.inbound.events import NumberChanged, Preference, Said, Sender, Status
from comunecast_gui.core.inbound.intent import Intent, Reading
from comunecast_gui.core.model import DeliveryState
from comunecast_gui.core.ports import Result
from comunecast_gui.store.consent.dossier import Dossiers
from comunecast_gui.store.consent.person_rows import Person
from comunecast_gui.store.consent.subscribers import Subscribers
from comunecast_gui.store.db.database import Database
from comunecast_gui.store.delivery.outbox import SqlOutbox
from comunecast_gui.store.delivery.templates import TemplateRow, Templates
from comunecast_gui.store.inbound.inbox import InboxPolicy, SqlInbox
from tests.store.samples import NOW, WHATSAPP, accepted, new_notice, row

ANNA, BRUNO = Sender("393331110001", "IT.1"), Sender("393331110002")
TEMPLATE = "acqua_v1"


def at(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


@pytest.fixture
def inbox(database: Database) -> SqlInbox:
    inbox = SqlInbox(database, InboxPolicy())
    joining = Reading(Intent.JOIN, "attiva")
    inbox.apply([Said(f"wamid.{each.wa_id}", at(0), each, joining) for each in (ANNA, BRUNO)], at(1))
    return inbox


def category(database: Database, name: str) -> None:
    Templates(database).save([TemplateRow(TEMPLATE, "it", "APPROVED", name, "", NOW)])


def stopped(database: Database, person: Sender) -> datetime | None:
    return Dossiers(database).of(Person(person.wa_id), "anna.rossi", at(99)).marketing_stopped


def goes_to(outbox: SqlOutbox, minutes: float) -> list[str]:
    outbox.enqueue(new_notice(channels=(WHATSAPP,), at=at(minutes)))
    claims = outbox.exchange([], WHATSAPP, 5, now=at(minutes))
    outbox.exchange([accepted(claim, at(minutes)) for claim in claims], WHATSAPP, 0, now=at(minutes))
    return [claim.recipient for claim in claims]


def test_people_who_stopped_marketing_messages_get_none(database: Database, inbox: SqlInbox, outbox: SqlOutbox) -> None:
    category(database, "MARKETING")
    for fact in (Preference(at(2), Sender(bsuid="IT.1"), False), Preference(at(2), Sender("393339999999"), False)):
        inbox.apply([fact], at(3))
    assert (stopped(database, ANNA), stopped(database, BRUNO)) == (at(2), None)
    assert goes_to(outbox, 4) == [BRUNO.wa_id]
    assert (row(database, 1).state, row(database, 1).code) == ("skipped", "131050")
    category(database, "UTILITY")
    assert goes_to(outbox, 5) == [ANNA.wa_id, BRUNO.wa_id]
    assert Subscribers(database).count() == 2  # of who is not subscribed nothing is kept


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_the_newest_marketing_preference_counts(database: Database, inbox: SqlInbox, order: tuple[int, ...]) -> None:
    facts = [Preference(at(2), ANNA, False), Preference(at(3), ANNA, True), Preference(at(4), ANNA, False)]
    for place in order:
        inbox.apply([facts[place]], at(5))
    assert stopped(database, ANNA) == at(4)
    inbox.apply([Preference(at(6), ANNA, True)], at(7))
    assert stopped(database, ANNA) is None


def test_a_refusal_131050_counts_as_stopped_marketing(database: Database, inbox: SqlInbox, outbox: SqlOutbox) -> None:
    category(database, "MARKETING")
    outbox.enqueue(new_notice(channels=(WHATSAPP,)))
    first, second = outbox.exchange([], WHATSAPP, 5, now=at(2))
    refused = Result(first.delivery, DeliveryState.FAILED, at(3), code="131050")
    outbox.exchange([refused, accepted(second, at(3))], WHATSAPP, 0, now=at(3))
    late = Status("failed", at(4), "", delivery=second.delivery, code="131050")
    inbox.apply([late], at(4))
    assert (stopped(database, ANNA), stopped(database, BRUNO)) == (at(3), at(4))
    assert goes_to(outbox, 5) == []


def test_the_marketing_preference_follows_a_number_change(database: Database, inbox: SqlInbox) -> None:
    inbox.apply([NumberChanged("wamid.move", at(3), BRUNO, "393331110003")], at(4))
    inbox.apply([Preference(at(2), BRUNO, False)], at(5))
    assert stopped(database, Sender("393331110003")) == at(2)


def test_leaving_deletes_the_marketing_preference(database: Database, inbox: SqlInbox) -> None:
    inbox.apply([Preference(at(2), ANNA, False)], at(3))
    for minute, wish in ((4, Intent.LEAVE), (5, Intent.JOIN)):
        inbox.apply([Said(f"wamid.{minute}", at(minute), ANNA, Reading(wish, "x"))], at(minute))
    assert stopped(database, ANNA) is None
