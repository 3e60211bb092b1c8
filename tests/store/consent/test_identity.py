# SPDX-License-Identifier: EUPL-1.2
"""People under several names who change and take over numbers: any order of messages ends the same."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from comunecast_gui.core.choices import Choice, ChoiceKind
from comunecast_gui.core.inbound.events import NumberChanged, Said, Sender
from comunecast_gui.core.inbound.intent import Intent, Reading
from comunecast_gui.core.model import SubscriberState
from comunecast_gui.core.trust.chain import Register
from comunecast_gui.store.consent.person_rows import Person
from comunecast_gui.store.consent.registers import examine
from comunecast_gui.store.consent.subscribers import Subscribers
from comunecast_gui.store.db.database import Database
from comunecast_gui.store.inbound.inbox import InboxPolicy, SqlInbox
from tests.databases import KINDS
from tests.store.town_life import (
    ACTIVE,
    JOIN,
    LEAVE,
    Town,
    always_number,
    anything,
    at,
    office,
    people_reached,
    reached,
    states,
    told,
)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(6))
def test_the_last_request_decides_for_a_person_with_a_number(tmp_path: Path, kind: str, seed: int) -> None:
    draw = random.Random(seed)
    town = Town(draw, always_number)
    town.lives(16)
    for order in range(2):
        with office(tmp_path / str(order), kind) as database:
            told(database, town.facts, draw)
            found = {each.number: Subscribers(database).find(Person(each.number)) for each in town.citizens}
            assert {number: row.state if row else None for number, row in found.items()} == {
                each.number: each.expected for each in town.citizens
            }
            assert reached(database) == {each.number for each in town.citizens if each.expected is ACTIVE}
            assert examine(database).first(Register.CONSENTS) is None


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", [*range(6), 42, 43, 46])
def test_requests_under_any_names_in_any_order_end_the_same(tmp_path: Path, kind: str, seed: int) -> None:
    draw = random.Random(1000 + seed)
    town = Town(draw, anything)
    town.lives(16)
    ends, people = [], []
    for order in range(3):
        with office(tmp_path / str(order), kind) as database:
            told(database, town.facts, draw)
            subscribers = Subscribers(database)
            ends.append(
                {
                    name: found.state if (found := subscribers.find(person)) else None
                    for each in town.citizens
                    for name, person in ((each.number, Person(each.number)), (each.bsuid, Person(bsuid=each.bsuid)))
                }
            )
            assert examine(database).first(Register.CONSENTS) is None
            states(database)
            people.append(people_reached(town, database))
    assert ends[0] == ends[1] == ends[2]
    assert people[0] == people[1] == people[2]


def test_only_the_name_under_which_a_person_is_reached_depends_on_the_order(tmp_path: Path) -> None:
    """ADR 17: leaving erases the number at once, so a request read after it leaves the names that it showed."""
    joined = Said("wamid.1", at(1), Sender("393337000001", "IT.1"), JOIN)
    left = Said("wamid.2", at(5), Sender("", "IT.1"), LEAVE)
    again = Said("wamid.3", at(9), Sender("", "IT.1"), JOIN)
    for order, (facts, name) in enumerate(
        (
            ([joined, left, again], "IT.1"),
            ([joined, again, left], "393337000001"),
            ([left, again, joined], "393337000001"),
        )
    ):
        with office(tmp_path / str(order), "sqlite") as database:
            for fact in facts:
                SqlInbox(database, InboxPolicy()).apply([fact], at(60))
            assert reached(database) == {name}
            assert len(states(database)) == 2  # one person: the number and the user id, both as hashes


def test_a_person_who_never_asked_gets_nothing_by_another_persons_request(database: Database) -> None:
    inbox = SqlInbox(database, InboxPolicy())
    first, later = Sender("393337000003"), Sender("393337000018")
    drop = Reading(Intent.DROP, "disattiva", (Choice(ChoiceKind.ZONE, "calcinaia"),))
    for fact in (
        Said("wamid.1", at(6), first, JOIN),
        NumberChanged("wamid.2", at(30), first, later.wa_id, ""),  # by the next holder, as the last line tells
        Said("wamid.3", at(32), later, drop),
        NumberChanged("wamid.4", at(11), first, "393337000006", ""),
    ):
        inbox.apply([fact], at(60))
    assert reached(database) == {"393337000006"}
    asked = Subscribers(database).find(Person(later.wa_id))
    assert asked is not None
    assert asked.state is SubscriberState.LEFT
    assert len(states(database)) == 2
    assert examine(database).first(Register.CONSENTS) is None
