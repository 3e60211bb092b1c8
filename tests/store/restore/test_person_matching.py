# SPDX-License-Identifier: EUPL-1.2
"""After a restore every person keeps their own rows, whatever happened since the backup."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from comunecast_gui.core.inbound.events import Sender
from comunecast_gui.core.model import SubscriberState
from comunecast_gui.core.trust.chain import Register
from comunecast_gui.store.consent.choices import wants_of
from comunecast_gui.store.consent.registers import examine
from comunecast_gui.store.db.database import Database
from comunecast_gui.store.db.schema import subscriber
from comunecast_gui.store.inbound.inbox import InboxPolicy, SqlInbox
from comunecast_gui.store.restore.people_since_backup import PeopleSince, carry_people
from tests.databases import KINDS
from tests.store.town_life import Citizen, Town, always_number, anything, at, office, reached, states, told

Shown = Callable[[random.Random, Citizen], Sender]


def wanted(database: Database) -> dict[str, object]:
    """What everybody wants who receives notices, by number or user id."""
    with database.reading() as connection:
        rows = connection.execute(sa.select(subscriber).where(subscriber.c.state != SubscriberState.LEFT)).all()
    return {row.wa_id or row.bsuid: wants_of(row) for row in rows}


@pytest.mark.parametrize("shown", [always_number, anything])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(4))
def test_a_restored_town_is_the_town_of_today(tmp_path: Path, kind: str, seed: int, shown: Shown) -> None:
    draw = random.Random(seed)
    town = Town(draw, shown, choosing=True)
    town.lives(24)
    place = draw.randrange(4, len(town.facts))
    with office(tmp_path / "now", kind) as current, office(tmp_path / "copy", kind) as restored:
        for database in (current, restored):
            for fact in town.facts[:place]:
                SqlInbox(database, InboxPolicy()).apply([fact], fact.at)
        for fact in town.facts[place:]:
            SqlInbox(current, InboxPolicy()).apply([fact], fact.at)
        carry_people(current, restored, at(10_000))
        assert wanted(restored) == wanted(current)
        here, there = states(current), states(restored)
        assert {name: there.get(name) for name in here} == here
        assert examine(restored).first(Register.CONSENTS) is None
        assert carry_people(current, restored, at(10_001)) == PeopleSince()


@pytest.mark.parametrize("shown", [always_number, anything])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(4))
def test_a_restored_town_with_number_changes_read_late(tmp_path: Path, kind: str, seed: int, shown: Shown) -> None:
    draw = random.Random(seed)
    town = Town(draw, shown, choosing=True)
    town.lives(24)
    facts = list(town.facts)
    draw.shuffle(facts)
    place = draw.randrange(4, len(facts))
    with office(tmp_path / "now", kind) as current, office(tmp_path / "copy", kind) as restored:
        for database in (current, restored):
            told(database, facts[:place], random.Random(seed))
        told(current, facts[place:], draw)
        carry_people(current, restored, at(10_000))
        assert reached(restored) == reached(current)
        here, there = states(current), states(restored)
        assert {name: there.get(name) for name in here} == here
        assert carry_people(current, restored, at(10_001)) == PeopleSince()
