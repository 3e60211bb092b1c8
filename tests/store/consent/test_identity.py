# SPDX-License-Identifier: EUPL-1.2
"""People who write under several names, move, and take over each other's numbers: any order, one end, the truth."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from comunecast_gui.store.consent.ledger import ConsentLedger
from comunecast_gui.store.consent.person_rows import Person
from comunecast_gui.store.consent.subscribers import Subscribers
from tests.databases import KINDS
from tests.store.town_life import ACTIVE, Town, always_number, anything, office, reached, states, told


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(10))
def test_who_shows_the_number_ends_as_the_last_word_says(tmp_path: Path, kind: str, seed: int) -> None:
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
            assert ConsentLedger(database).verify() is None


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(10))
def test_any_names_in_any_order_end_the_same(tmp_path: Path, kind: str, seed: int) -> None:
    draw = random.Random(1000 + seed)
    town = Town(draw, anything)
    town.lives(16)
    ends = []
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
            assert ConsentLedger(database).verify() is None
            states(database)
    assert ends[0] == ends[1] == ends[2]
