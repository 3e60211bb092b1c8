# SPDX-License-Identifier: EUPL-1.2
"""Subscribers join and leave at their own request; a number is not kept or shown longer than necessary."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comunecast_gui.core.consent import ConsentKind
from comunecast_gui.core.errors import InputError
from comunecast_gui.core.model import SubscriberState
from comunecast_gui.core.trust.chain import Register
from comunecast_gui.store.consent.audit import Audit
from comunecast_gui.store.consent.person_rows import Person
from comunecast_gui.store.consent.registers import examine
from comunecast_gui.store.consent.subscribers import Filter, Subscribers
from comunecast_gui.store.db.database import Database
from comunecast_gui.store.delivery.notices import Notices
from comunecast_gui.store.delivery.outbox import SqlOutbox
from tests.store.samples import NOW, WHATSAPP, new_notice, people

ANNA = Person("393331234567")
NUMBERS = itertools.count(393_350_000_000)


def at(minutes: int) -> datetime:
    return NOW + timedelta(minutes=minutes)


@pytest.fixture
def subscribers(database: Database) -> Subscribers:
    return Subscribers(database)


def state_of(subscribers: Subscribers, person: Person) -> SubscriberState | None:
    row = subscribers.find(person)
    return row.state if row else None


def test_a_person_comes_goes_and_comes_back(database: Database, subscribers: Subscribers) -> None:
    assert subscribers.join(ANNA, at(0), source="whatsapp", words="Attiva", privacy="2026-01")
    assert not subscribers.join(ANNA, at(1), source="whatsapp", words="Attiva")
    assert subscribers.leave(ANNA, at(2), source="whatsapp", words="Disattiva")
    assert not subscribers.leave(ANNA, at(3), source="whatsapp", words="Disattiva")
    left = subscribers.find(ANNA)
    assert left is not None
    assert (left.phone, left.state, left.since) == ("", SubscriberState.LEFT, at(2))
    assert subscribers.join(ANNA, at(4), source="whatsapp", words="Attiva")
    back = subscribers.find(ANNA)
    assert back is not None
    assert (back.id, back.phone, back.state) == (left.id, "+39 333 ••• ••67", SubscriberState.ACTIVE)
    events = subscribers.history(ANNA)
    assert [(event.kind, event.words) for event in events] == [
        (ConsentKind.JOINED, "Attiva"),
        (ConsentKind.LEFT, "Disattiva"),
        (ConsentKind.JOINED, "Attiva"),
    ]
    assert events[0].privacy == "2026-01"
    assert examine(database).first(Register.CONSENTS) is None


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    wishes=st.permutations([(0, True), (1, False), (2, True), (3, False), (4, True), (4, True)]), last=st.integers(1, 6)
)
def test_the_last_wish_counts_in_whatever_order_they_come_in(
    subscribers: Subscribers, wishes: list[tuple[int, bool]], last: int
) -> None:
    person = Person(str(next(NUMBERS)))
    for minute, wants in wishes[:last]:
        if wants:
            subscribers.join(person, at(minute), source="whatsapp")
        else:
            subscribers.leave(person, at(minute), source="whatsapp")
    newest = max(wishes[:last])
    assert state_of(subscribers, person) == (SubscriberState.ACTIVE if newest[1] else SubscriberState.LEFT)


def test_a_wish_to_leave_outweighs_what_the_office_did(subscribers: Subscribers) -> None:
    subscribers.add(ANNA, at(10), source="modulo cartaceo")
    assert subscribers.leave(ANNA, at(5), source="whatsapp")
    with pytest.raises(InputError, match="subscriber_left_before"):
        subscribers.add(ANNA, at(20), source="modulo cartaceo")


def test_the_number_is_nowhere_in_the_file_once_it_is_erased(
    database: Database, subscribers: Subscribers, tmp_path: Path
) -> None:
    subscribers.join(Person("393331234567", "IT.anna"), at(0), source="whatsapp")
    outbox = SqlOutbox(database)
    notice = outbox.enqueue(new_notice(channels=(WHATSAPP,)))
    found = subscribers.find(ANNA)
    assert found is not None
    subscribers.remove(found.id, at(1), source="a voce", who="ufficio")
    assert Notices(database).deliveries(notice)[0].recipient_masked == ""
    assert outbox.exchange([], WHATSAPP, 5, now=at(2)) == []
    database.close()
    for path in tmp_path.glob("comunecast.db*"):
        content = path.read_bytes()
        assert b"393331234567" not in content
        assert b"IT.anna" not in content


def test_number_and_user_id_find_the_same_person(subscribers: Subscribers) -> None:
    subscribers.join(Person(bsuid="IT.7"), at(0), source="whatsapp")
    both = Person("393331234567", "IT.7")
    subscribers.join(both, at(1), source="whatsapp")
    by_number, by_id = subscribers.find(ANNA), subscribers.find(Person(bsuid="IT.7"))
    assert by_number == by_id
    assert subscribers.leave(Person(bsuid="IT.7"), at(2), source="whatsapp")
    assert state_of(subscribers, ANNA) is SubscriberState.LEFT
    assert [event.kind for event in subscribers.history(ANNA)] == [ConsentKind.JOINED, ConsentKind.LEFT]


def test_another_number_under_the_same_user_id_is_the_newer_one(subscribers: Subscribers) -> None:
    subscribers.join(Person("393331234567", "IT.7"), at(0), source="whatsapp")
    subscribers.join(Person("393339999999", "IT.7"), at(1), source="whatsapp")
    assert state_of(subscribers, Person("393339999999")) is SubscriberState.ACTIVE
    assert subscribers.count() == 1
    assert subscribers.leave(Person(bsuid="IT.7"), at(2), source="whatsapp")
    assert state_of(subscribers, Person("393339999999")) is SubscriberState.LEFT


def test_adding_by_hand(database: Database, subscribers: Subscribers) -> None:
    added = subscribers.add(ANNA, at(0), source="modulo", who="anna.rossi")
    with pytest.raises(InputError, match="subscriber_already"):
        subscribers.add(ANNA, at(1), source="modulo")
    subscribers.remove(added, at(2), source="a voce", who="anna.rossi")
    for wrong, code in ((added, "subscriber_left_already"), (99, "unknown_subscriber")):
        with pytest.raises(InputError, match=code):
            subscribers.remove(wrong, at(3), source="a voce")
    assert [(row.what, row.subject) for row in Audit(database).recent()] == [
        ("subscriber_removed", str(added)),
        ("subscriber_added", str(added)),
    ]
    assert [event.kind for event in subscribers.history(ANNA)] == [ConsentKind.IMPORTED, ConsentKind.ERASED]


def test_showing_a_number_is_written_down(database: Database, subscribers: Subscribers) -> None:
    subscribers.join(ANNA, at(0), source="whatsapp")
    row = subscribers.find(ANNA)
    assert row is not None
    assert subscribers.reveal(row.id, "anna.rossi", at(1)) == "393331234567"
    assert [each.phone for each in subscribers.list_numbers("anna.rossi", at(2))] == ["+393331234567"]
    assert [(each.at, each.who, each.what, each.subject) for each in Audit(database).recent()] == [
        (at(2), "anna.rossi", "numbers_listed", "1"),
        (at(1), "anna.rossi", "number_shown", str(row.id)),
    ]
    with pytest.raises(InputError, match="unknown_subscriber"):
        subscribers.reveal(99, "anna.rossi", at(3))
    assert "333" not in repr(row)
    assert "333" not in repr(ANNA)


def test_pages_search_and_counts(database: Database, subscribers: Subscribers) -> None:
    people(database, 250)
    subscribers.join(ANNA, at(0), source="whatsapp")
    subscribers.leave(ANNA, at(1), source="whatsapp")
    first = subscribers.page(limit=100)
    second = subscribers.page(after=first[-1].id, limit=100)
    assert [row.id for row in [*first, *second]] == list(range(1, 201))
    assert first[0].phone == "+39 333 ••• ••00"
    assert [row.id for row in subscribers.page(Filter("000 0123"))] == [124]
    assert subscribers.count("000 012") == 11  # the 12th, and the 120th to the 129th
    assert subscribers.count("TEST") == 250
    assert subscribers.count("%") == 0
    assert [row.source for row in subscribers.page(Filter(state=SubscriberState.LEFT))] == ["whatsapp"]
    assert subscribers.look(Filter("test"), limit=100) == (first, {SubscriberState.ACTIVE: 250})
    assert subscribers.look(Filter("000 012"), limit=100)[1] == {SubscriberState.ACTIVE: 11}
    assert subscribers.look(Filter("000 012"), limit=11)[1] == {SubscriberState.ACTIVE: 11}
    assert subscribers.look(Filter("%")) == ([], {})
    assert len(subscribers.list()) == subscribers.count() == 251
    assert len(subscribers.list(SubscriberState.ACTIVE, 7)) == 7
    assert subscribers.counts_by_state()[SubscriberState.ACTIVE] == 250
