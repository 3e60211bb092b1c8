# SPDX-License-Identifier: EUPL-1.2
"""People after a restore: those who joined since the backup stay, those who left stay out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from comunecast_gui.core.choices import Choice, ChoiceKind
from comunecast_gui.core.consent import ConsentKind
from comunecast_gui.core.model import SubscriberState
from comunecast_gui.core.subscriber_import import ImportRow
from comunecast_gui.core.trust.chain import Register
from comunecast_gui.store.consent import consent_requests, ledger, number_changes
from comunecast_gui.store.consent.person_rows import Person
from comunecast_gui.store.consent.registers import examine
from comunecast_gui.store.consent.request import ConsentRequest, Proof
from comunecast_gui.store.consent.subscriber_import import import_rows
from comunecast_gui.store.consent.subscribers import Subscribers
from comunecast_gui.store.db.database import Database, open_database
from comunecast_gui.store.db.schema import subscriber
from comunecast_gui.store.db.schema_inbound import name_move, name_wish
from comunecast_gui.store.restore.people_since_backup import PeopleSince, carry_people
from tests import databases
from tests.store.samples import NOW

ANNA, BRUNO, CARLA, DINO, EVA = (Person(f"39333111000{n}") for n in range(1, 6))


def at(minutes: int) -> datetime:
    return NOW + timedelta(minutes=minutes)


@dataclass
class Office:
    """The office of now, and as it was when the copy was made: until :meth:`copied` both go the same way."""

    current: Database
    restored: Database
    together: bool = True

    def does(self, work: Callable[[Database], object]) -> None:
        for database in (self.current, self.restored)[: 2 if self.together else 1]:
            work(database)

    def joins(self, person: Person, minutes: int, **values: str) -> None:
        self.does(lambda database: Subscribers(database).join(person, at(minutes), source="whatsapp", **values))

    def leaves(self, person: Person, minutes: int) -> None:
        self.does(lambda database: Subscribers(database).leave(person, at(minutes), source="whatsapp"))

    def imports(self, *people: Person, minutes: int) -> None:
        rows = [ImportRow(n, "x", person.wa_id) for n, person in enumerate(people)]
        self.does(lambda database: import_rows(database, rows, source="elenco", now=at(minutes)))

    def moves(self, old: Person, new: Person, minutes: int) -> None:
        def move(database: Database) -> None:
            with database.writing() as connection:
                assert number_changes.change_names(connection, database, old, new, at(minutes))

        self.does(move)

    def chooses(self, person: Person, zone: str, minutes: int) -> None:
        def choose(database: Database) -> None:
            with database.writing() as connection:
                request = ConsentRequest(person, Proof(at(minutes), "whatsapp"))
                consent_requests.choose(connection, database, request, [Choice(ChoiceKind.ZONE, zone)])

        self.does(choose)

    def zones(self, person: Person) -> set[str]:
        """The zones that the restored office knows to be chosen."""
        found = Subscribers(self.restored).find(person)
        assert found is not None
        return set(found.wants.zones.names)

    def copied(self) -> None:
        self.together = False

    def carried(self) -> tuple[int, int]:
        """What a restore carries over; a second time changes nothing, and the ledger holds."""
        counts = carry_people(self.current, self.restored, at(60))
        before = self.events()
        assert carry_people(self.current, self.restored, at(61)) == PeopleSince()
        assert self.events() == before
        assert examine(self.restored).first(Register.CONSENTS) is None
        return counts.departures, counts.arrivals

    def events(self) -> int:
        return ledger.count(self.restored)

    def active(self) -> set[str]:
        """The numbers that the restored office would write to."""
        reached = sa.select(subscriber.c.wa_id).where(subscriber.c.state != SubscriberState.LEFT)
        with self.restored.reading() as connection:
            return {number for number in connection.execute(reached).scalars() if number}


@pytest.fixture
def office(database: Database, database_url: str, tmp_path: Path) -> Iterator[Office]:
    folder = tmp_path / "restored"
    folder.mkdir()
    with databases.fresh_url("postgresql" if database_url else "sqlite") as url:
        restored = open_database(folder, url)
        yield Office(database, restored)
        restored.close()


def test_a_person_who_joined_after_the_backup_stays(office: Office) -> None:
    office.joins(ANNA, 0)
    office.copied()
    office.joins(BRUNO, 1, words="attiva", privacy="2026-05")
    office.imports(CARLA, DINO, minutes=2)
    office.leaves(DINO, 3)
    assert office.carried() == (0, 2)
    assert office.active() == {ANNA.wa_id, BRUNO.wa_id, CARLA.wa_id}
    back = Subscribers(office.restored)
    [joined] = back.history(BRUNO)
    assert (joined.kind, joined.at, joined.words, joined.privacy) == (ConsentKind.JOINED, at(1), "attiva", "2026-05")
    assert joined.source == "ripristino di una copia: iscrizione avvenuta dopo (whatsapp)"
    [imported] = back.history(CARLA)
    assert (imported.kind, imported.at) == (ConsentKind.IMPORTED, at(2))
    found = back.find(CARLA)
    assert found is not None
    assert found.source == "elenco"
    report = import_rows(office.restored, [ImportRow(1, "x", DINO.wa_id)], source="elenco", now=at(9))
    assert (report.added, report.left_before) == (0, 1)


def test_only_a_later_request_brings_back_a_person_who_left_in_the_backup(office: Office) -> None:
    for person in (ANNA, BRUNO):
        office.joins(person, 0)
        office.leaves(person, 1)
    office.copied()
    office.joins(ANNA, 2, words="attiva")
    office.imports(BRUNO, minutes=3)
    assert office.carried() == (0, 1)
    assert office.active() == {ANNA.wa_id}
    kinds = [event.kind for event in Subscribers(office.restored).history(ANNA)]
    assert kinds == [ConsentKind.JOINED, ConsentKind.LEFT, ConsentKind.JOINED]


def test_an_imported_person_who_then_wrote_keeps_the_proof(office: Office) -> None:
    office.imports(ANNA, minutes=0)
    office.copied()
    office.joins(ANNA, 2, words="attiva")
    assert office.carried() == (0, 0)
    kinds = [event.kind for event in Subscribers(office.restored).history(ANNA)]
    assert kinds == [ConsentKind.IMPORTED, ConsentKind.JOINED]
    assert not Subscribers(office.restored).leave(ANNA, at(1), source="whatsapp")  # read late, said before
    assert office.active() == {ANNA.wa_id}


def test_a_person_who_changed_number_gets_notices_at_the_new_one(office: Office) -> None:
    office.joins(ANNA, 0)
    office.joins(CARLA, 0)
    office.copied()
    office.moves(ANNA, BRUNO, 1)
    office.joins(ANNA, 2, words="attiva")  # somebody else has the old number by now
    office.moves(CARLA, DINO, 3)
    assert office.carried() == (0, 1)
    assert office.active() == {ANNA.wa_id, BRUNO.wa_id, DINO.wa_id}
    assert Subscribers(office.restored).leave(DINO, at(5), source="whatsapp")
    assert office.active() == {ANNA.wa_id, BRUNO.wa_id}


def test_a_person_known_by_user_id_alone_gets_notices_at_the_present_number(office: Office) -> None:
    office.joins(EVA, 0)
    told = subscriber.update().values(bsuid="IT.1")

    def tell(database: Database) -> None:
        with database.writing() as connection:
            connection.execute(told)

    office.does(tell)
    office.copied()
    with office.current.writing() as connection:
        connection.execute(told.values(wa_id="393339990001", number_hash="f" * 64))
    assert office.carried() == (0, 0)
    assert office.active() == {"393339990001"}


def test_the_next_holder_of_a_number_inherits_nothing(office: Office) -> None:
    office.joins(ANNA, 0)
    office.chooses(ANNA, "calcinaia", 1)
    office.copied()
    office.chooses(ANNA, "fornacette", 2)
    office.moves(ANNA, BRUNO, 3)
    office.joins(ANNA, 4)  # somebody else has the old number by now
    assert office.carried() == (0, 1)
    assert office.zones(BRUNO) == {"calcinaia", "fornacette"}
    assert office.zones(ANNA) == set()
    assert [event.kind for event in Subscribers(office.restored).history(ANNA)] == [
        ConsentKind.JOINED, ConsentKind.CHOSE, ConsentKind.JOINED,
    ]  # fmt: skip


def test_a_person_who_left_is_not_the_former_holder_of_the_number(office: Office) -> None:
    office.joins(ANNA, 0)
    office.copied()
    office.moves(ANNA, BRUNO, 1)
    office.joins(ANNA, 2)
    office.leaves(ANNA, 3)  # the next holder
    assert office.carried() == (0, 0)
    assert office.active() == {BRUNO.wa_id}


def test_two_people_who_swapped_numbers(office: Office) -> None:
    office.joins(ANNA, 0)
    office.joins(BRUNO, 0)
    office.chooses(ANNA, "calcinaia", 1)
    office.copied()
    office.moves(ANNA, CARLA, 2)
    office.moves(BRUNO, ANNA, 3)
    office.moves(CARLA, BRUNO, 4)
    assert office.carried() == (0, 0)
    assert office.active() == {ANNA.wa_id, BRUNO.wa_id}
    assert (office.zones(ANNA), office.zones(BRUNO)) == (set(), {"calcinaia"})


def test_a_number_change_known_only_to_the_ledger_is_enough(office: Office) -> None:
    office.joins(ANNA, 0)
    office.chooses(ANNA, "calcinaia", 1)
    office.copied()
    office.moves(ANNA, BRUNO, 2)
    office.joins(ANNA, 3)
    with office.current.writing() as connection:  # as after half a year
        for table in (name_wish, name_move):
            connection.execute(table.delete())
    assert office.carried() == (0, 1)
    assert (office.zones(ANNA), office.zones(BRUNO)) == (set(), {"calcinaia"})


@pytest.mark.slow
def test_a_restore_of_many_people(office: Office) -> None:
    office.copied()
    people = [Person(f"39340{n:07d}") for n in range(1_500)]
    office.imports(*people, minutes=1)
    assert office.carried() == (0, 1_500)
    assert office.active() == {person.wa_id for person in people}
