# SPDX-License-Identifier: EUPL-1.2
"""What citizens chose decides who gets a notice and in which order, however their messages come in."""

from __future__ import annotations

import itertools
import random
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from comunecast_gui.core.choices import WANTS_EVERYTHING, Choice, ChoiceKind
from comunecast_gui.core.consent import ConsentKind
from comunecast_gui.core.errors import InputError
from comunecast_gui.core.inbound.answers import AnswerKind
from comunecast_gui.core.inbound.events import Fact, NumberChanged, Said, Sender
from comunecast_gui.core.inbound.intent import Intent, Reading
from comunecast_gui.core.model import DeliveryState, SubscriberState
from comunecast_gui.core.ports import Result
from comunecast_gui.core.trust.chain import Register
from comunecast_gui.store.consent import audience
from comunecast_gui.store.consent.dossier import Dossiers
from comunecast_gui.store.consent.person_rows import Person
from comunecast_gui.store.consent.registers import examine
from comunecast_gui.store.consent.subscribers import Filter, Subscribers
from comunecast_gui.store.db.database import Database
from comunecast_gui.store.db.schema_inbound import choice
from comunecast_gui.store.delivery.notices import Notices
from comunecast_gui.store.delivery.outbox import SqlOutbox
from comunecast_gui.store.inbound import purge
from comunecast_gui.store.inbound.inbox import InboxPolicy, SqlInbox
from tests.store.samples import NOW, WHATSAPP, accepted, new_notice

ANNA, BRUNO, CARLA, DINO = (Sender(f"39333111000{n}") for n in range(1, 5))
TOWN = (ANNA, BRUNO, CARLA, DINO)
ZONES, TOPICS = ("Calcinaia", "Fornacette", "Sardina"), ("meteo", "rifiuti")
IDS = itertools.count()


def at(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


def reading(text: str) -> Reading:
    verb, *names = text.casefold().split()
    kinds = {name.casefold(): ChoiceKind.ZONE for name in ZONES} | dict.fromkeys(TOPICS, ChoiceKind.TOPIC)
    chosen = tuple(Choice(kinds[name], name) for name in names)
    wish = {"attiva": Intent.JOIN, "disattiva": Intent.LEAVE}[verb]
    if chosen:
        wish = Intent.CHOOSE if wish is Intent.JOIN else Intent.DROP
    return Reading(wish, text.casefold(), chosen)


def said(sender: Sender, text: str, minutes: float) -> Said:
    return Said(f"wamid.{next(IDS)}", at(minutes), sender, reading(text))


@pytest.fixture
def inbox(database: Database) -> SqlInbox:
    return SqlInbox(database, InboxPolicy(privacy="2026-05", choices=True))


def recipients(database: Database, notice: int, *states: DeliveryState) -> list[str]:
    """Who has a delivery of the notice in one of these states (none: queued), in the order of the queue."""
    sent = Notices(database).deliveries(notice, states or (DeliveryState.QUEUED,))
    masked = {found.phone: sender.wa_id for sender in TOWN if (found := Subscribers(database).find(person(sender)))}
    return [masked[each.recipient_masked] for each in sent]


def person(sender: Sender) -> Person:
    return Person(sender.wa_id, sender.bsuid)


def everybody(inbox: SqlInbox) -> None:
    inbox.apply([said(sender, "attiva", number - 10) for number, sender in enumerate(TOWN)], at(0))


def test_a_notice_goes_to_who_wants_its_zone_and_its_topic(
    database: Database, inbox: SqlInbox, outbox: SqlOutbox
) -> None:
    everybody(inbox)
    inbox.apply(
        [said(BRUNO, "attiva fornacette", 1), said(CARLA, "attiva calcinaia", 1), said(DINO, "disattiva meteo", 1)],
        at(1),
    )
    for zones, topic, expected in (
        ((), "", TOWN),
        (("Fornacette",), "", (BRUNO, ANNA, DINO)),  # who asked for the zone by name goes first
        (("Fornacette", "Sardina"), "meteo", (BRUNO, ANNA)),
        ((), "meteo", (ANNA, BRUNO, CARLA)),
        (("Sardina",), "rifiuti", (ANNA, DINO)),
    ):
        assert audience.people(database, zones, topic) == len(expected)
        notice = outbox.enqueue(new_notice(channels=(WHATSAPP,), zones=zones, topic=topic))
        assert recipients(database, notice) == [sender.wa_id for sender in expected]
        kept = Notices(database).get(notice)
        assert (kept.zones, kept.topic) == (zones, topic)
    first = outbox.enqueue(new_notice(channels=(WHATSAPP,), zones=("Fornacette",), first=(DINO.wa_id,)))
    assert recipients(database, first) == [DINO.wa_id, BRUNO.wa_id, ANNA.wa_id]


def test_a_zone_without_subscribers_is_refused(database: Database, inbox: SqlInbox, outbox: SqlOutbox) -> None:
    inbox.apply([said(ANNA, "attiva calcinaia", 0)], at(0))
    with pytest.raises(InputError, match="no_recipients"):
        outbox.enqueue(new_notice(channels=(WHATSAPP,), zones=("Sardina",)))


def test_the_subscribers_table_uses_the_same_audience_rule(database: Database, inbox: SqlInbox) -> None:
    everybody(inbox)
    inbox.apply([said(BRUNO, "attiva fornacette meteo", 1), said(DINO, "disattiva fornacette", 1)], at(1))
    subscribers = Subscribers(database)
    for wanted in (Filter(zone="Fornacette"), Filter(topic="rifiuti"), Filter(zone="sardina", topic="meteo")):
        zones = (wanted.zone,) if wanted.zone else ()
        assert subscribers.count_of(wanted) == audience.people(database, zones, wanted.topic)
        assert len(subscribers.page(wanted)) == len(subscribers.list(wanted=wanted)) == subscribers.count_of(wanted)
    [_, bruno, _, dino] = subscribers.page()
    assert bruno.wants.zones.names == {"fornacette"}
    assert dino.wants.takes(["Calcinaia"], "meteo")
    assert subscribers.count_of(Filter(state=SubscriberState.LEFT, zone="Fornacette")) == 0


def test_the_same_rule_in_words_and_in_the_database(database: Database, inbox: SqlInbox) -> None:
    draw = random.Random(11)
    senders = [Sender(f"3934000000{n:02}") for n in range(40)]
    for minute in range(6):
        facts: list[Fact] = []
        for sender in senders:
            names = draw.sample((*ZONES, *TOPICS), draw.randint(0, 2))
            facts.append(said(sender, " ".join([draw.choice(["attiva", "attiva", "disattiva"]), *names]), minute))
        inbox.apply(facts, at(minute))
    rows = [found for found in Subscribers(database).page() if found.state is SubscriberState.ACTIVE]
    assert len(rows) > 10
    for zones in ((), ("Calcinaia",), ("Fornacette", "Sardina"), ZONES):
        for topic in ("", *TOPICS):
            assert audience.people(database, zones, topic) == sum(found.wants.takes(zones, topic) for found in rows)


@pytest.mark.parametrize("seed", range(12))
def test_any_order_and_repetition_ends_the_same(database: Database, inbox: SqlInbox, seed: int) -> None:
    draw = random.Random(seed)
    texts = ["attiva", "disattiva", "attiva fornacette", "disattiva fornacette", "attiva meteo", "disattiva meteo"]
    told = [said(ANNA, draw.choice(texts), minute) for minute in range(8)]
    mirrored = [Said(one.message + "b", one.at, BRUNO, one.reading) for one in told]
    for one in told:
        inbox.apply([one], at(20))
    shuffled = mirrored + draw.choices(mirrored, k=4)
    draw.shuffle(shuffled)
    while shuffled:
        size = draw.randint(1, 4)
        inbox.apply(shuffled[:size], at(20))
        del shuffled[:size]
    anna, bruno = (Subscribers(database).find(person(each)) for each in (ANNA, BRUNO))
    assert (anna is None) == (bruno is None)
    if anna and bruno:
        assert anna.state is bruno.state
        assert anna.wants == bruno.wants
    assert examine(database).first(Register.CONSENTS) is None


def test_answers_name_the_zones_and_topics_received(database: Database, inbox: SqlInbox) -> None:
    found = []
    texts = ["attiva fornacette", "attiva fornacette", "disattiva meteo", "attiva", "attiva", "disattiva",
             "disattiva meteo"]  # fmt: skip
    for minute, text in enumerate(texts):
        applied = inbox.apply([said(ANNA, text, minute)], at(minute))
        answered = [inbox.claim(due, at(minute)) for due in applied.due]
        found += [(due.kind, due.wants) for due in answered if due]
    assert [kind for kind, _ in found] == [
        AnswerKind.WELCOME, AnswerKind.CHOSEN, AnswerKind.CHOSEN, AnswerKind.CHOSEN, AnswerKind.ALREADY,
        AnswerKind.GOODBYE, AnswerKind.NOT_HERE,
    ]  # fmt: skip
    welcome, same, without_weather, everything, *_ = (wants for _, wants in found)
    assert welcome == same
    assert not welcome.takes(["Calcinaia"], "")
    assert welcome.takes([], "meteo")
    assert not without_weather.takes([], "meteo")
    assert everything == WANTS_EVERYTHING
    events = Subscribers(database).history(person(ANNA))
    assert [(event.kind, event.words) for event in events] == [
        (ConsentKind.JOINED, "attiva fornacette"),
        (ConsentKind.CHOSE, "attiva fornacette"),
        (ConsentKind.CHOSE, "attiva fornacette"),
        (ConsentKind.CHOSE, "disattiva meteo"),
        (ConsentKind.CHOSE, "attiva"),
        (ConsentKind.LEFT, "disattiva"),
        (ConsentKind.CHOSE, "disattiva meteo"),
    ]
    assert {event.privacy for event in events if event.kind is not ConsentKind.LEFT} == {"2026-05"}
    assert examine(database).first(Register.CONSENTS) is None


def test_an_answer_tells_what_holds_when_it_goes_out(inbox: SqlInbox) -> None:
    first = inbox.apply([said(ANNA, "attiva fornacette", 0)], at(0)).due[0]
    second = inbox.apply([said(ANNA, "attiva sardina", 1)], at(1)).due[0]
    claimed = inbox.claim(first, at(2))  # after a crash, when more was said in between
    assert claimed
    assert claimed.wants.zones.names == {"fornacette", "sardina"}
    inbox.apply([said(ANNA, "disattiva", 3)], at(3))
    gone = inbox.claim(second, at(4))
    assert gone
    assert gone.kind is AnswerKind.NOT_HERE


def test_where_nothing_can_be_chosen_the_answers_are_as_ever(database: Database, inbox: SqlInbox) -> None:
    inbox.apply([said(ANNA, "attiva fornacette", 0)], at(0))
    off = SqlInbox(database, InboxPolicy())
    [due] = off.apply([said(ANNA, "attiva", 1)], at(1)).due
    assert due.kind is AnswerKind.ALREADY
    assert off.claim(due, at(1)) == due


def test_deliveries_no_longer_wanted_leave_the_queue(database: Database, inbox: SqlInbox, outbox: SqlOutbox) -> None:
    everybody(inbox)
    weather = outbox.enqueue(new_notice(channels=(WHATSAPP,), topic="meteo"))
    water = outbox.enqueue(new_notice(channels=(WHATSAPP,), zones=("Calcinaia",)))
    inbox.apply([said(ANNA, "disattiva meteo", 1), said(BRUNO, "attiva fornacette", 1)], at(1))
    assert recipients(database, weather, DeliveryState.SKIPPED) == [ANNA.wa_id]
    assert recipients(database, water, DeliveryState.SKIPPED) == [BRUNO.wa_id]
    claimed = outbox.exchange([], WHATSAPP, 20, now=at(2))
    assert len(claimed) == 6
    inbox.apply([said(CARLA, "disattiva meteo", 3)], at(3))  # under way: it comes back to the queue
    mine = next(each for each in claimed if each.recipient == CARLA.wa_id and each.notice == weather)
    back = Result(mine.delivery, DeliveryState.QUEUED, at(4), "connect")
    rest = [accepted(each, at(4)) for each in claimed if each is not mine]
    assert outbox.exchange([back, *rest], WHATSAPP, 20, now=at(4)) == []
    skipped = Notices(database).deliveries(weather, [DeliveryState.SKIPPED])
    assert {(one.id, one.code) for one in skipped} >= {(mine.delivery, "not_wanted")}


def test_choices_go_with_the_person_and_end_with_leaving(database: Database, inbox: SqlInbox) -> None:
    inbox.apply([said(ANNA, "attiva fornacette", 0), said(BRUNO, "attiva meteo", 0)], at(0))
    new = Sender("393331119999")
    inbox.apply([NumberChanged("wamid.moved", at(1), ANNA, new.wa_id)], at(1))
    found = Subscribers(database).find(person(new))
    assert found
    assert found.wants.zones.names == {"fornacette"}
    dossier = Dossiers(database).of(person(new), "chi guarda", at(2))
    assert [(each.kind, each.name, each.wanted) for each in dossier.choices] == [(ChoiceKind.ZONE, "fornacette", True)]
    inbox.apply([said(new, "disattiva", 3)], at(3))
    bruno = Subscribers(database).find(person(BRUNO))
    assert bruno
    Subscribers(database).remove(bruno.id, at(3), source="richiesta", who="chi guarda")
    with database.reading() as connection:
        assert connection.execute(sa.select(choice)).all() == []
    inbox.apply([said(new, "attiva", 4)], at(4))
    back = Subscribers(database).find(person(new))
    assert back
    assert back.wants == WANTS_EVERYTHING


def test_the_choices_of_an_unknown_person_are_deleted_in_time(database: Database, inbox: SqlInbox) -> None:
    inbox.apply([said(ANNA, "disattiva meteo", 5)], at(5))
    inbox.apply([said(ANNA, "attiva", 1)], at(6))  # comes in late
    anna = Subscribers(database).find(person(ANNA))
    assert anna
    assert anna.state is SubscriberState.ACTIVE
    assert not anna.wants.takes([], "meteo")
    inbox.apply([said(BRUNO, "disattiva meteo", 5)], at(5))
    with database.writing() as connection:
        purge.forget(connection, at(5) + purge.MARKS_KEPT + timedelta(days=1))
        assert [each.subscriber_id for each in connection.execute(sa.select(choice))] == [anna.id]
