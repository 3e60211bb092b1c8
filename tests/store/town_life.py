# SPDX-License-Identifier: EUPL-1.2
"""Citizens of a town through some months, who write, choose, move, and take over each other's numbers."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from comunecast_gui.core.choices import Choice, ChoiceKind
from comunecast_gui.core.inbound.events import Fact, NumberChanged, Said, Sender, UserIdChanged
from comunecast_gui.core.inbound.intent import Intent, Reading
from comunecast_gui.core.model import SubscriberState
from comunecast_gui.store.db.database import Database, open_database
from comunecast_gui.store.db.schema import subscriber
from comunecast_gui.store.inbound.inbox import InboxPolicy, SqlInbox
from tests.databases import fresh_url
from tests.store.samples import NOW

JOIN, LEAVE = Reading(Intent.JOIN, "attiva"), Reading(Intent.LEAVE, "disattiva")
ACTIVE, LEFT = SubscriberState.ACTIVE, SubscriberState.LEFT
CHOOSE, DROP = Reading(Intent.CHOOSE, "attiva"), Reading(Intent.DROP, "disattiva")
ZONES = ("calcinaia", "fornacette", "sardina")
IDS = itertools.count()


def at(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


@dataclass
class Citizen:
    """Somebody with a phone. ``wishes`` are those that were written, with their times."""

    number: str
    bsuid: str
    wishes: list[tuple[datetime, Reading]] = field(default_factory=list)
    former_ids: set[str] = field(default_factory=set)
    """The user ids that were this person's before; nobody else ever gets one."""

    def gets(self, bsuid: str) -> None:
        self.former_ids.add(self.bsuid)
        self.bsuid = bsuid

    @property
    def expected(self) -> SubscriberState | None:
        if not self.wishes:
            return None
        newest = max(self.wishes, key=lambda wish: (wish[0], wish[1] is LEAVE))
        return ACTIVE if newest[1] is JOIN else LEFT


@dataclass
class Town:
    """Citizens of a town through some months, and what WhatsApp tells of them.

    ``shown`` draws the names that a message carries: number, user id, or both.
    """

    draw: random.Random
    shown: Callable[[random.Random, Citizen], Sender]
    citizens: list[Citizen] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    free: list[str] = field(default_factory=list)
    """Numbers that somebody gave up."""
    names: Iterator[int] = field(default_factory=itertools.count)
    choosing: bool = False
    """Whether people also choose zones."""

    def new_number(self) -> str:
        if self.free and self.draw.random() < 0.6:
            return self.free.pop(self.draw.randrange(len(self.free)))
        return f"39333700{next(self.names):04d}"

    def new_bsuid(self) -> str:
        return f"IT.{next(self.names)}"

    def lives(self, events: int) -> None:
        moment = 0.0
        for _ in range(events):
            moment += self.draw.choice([1, 5] if self.facts and not isinstance(self.facts[-1], Said) else [0, 1, 1, 5])
            if len(self.citizens) < 2 or self.draw.random() < 0.15:
                self.citizens.append(Citizen(self.new_number(), self.new_bsuid()))
            self.happens(self.draw.choice(self.citizens), at(moment))

    def happens(self, citizen: Citizen, moment: datetime) -> None:
        what = self.draw.random()
        if self.choosing and what < 0.2:
            reading = self.draw.choice([CHOOSE, DROP])
            wanted = replace(reading, choices=(Choice(ChoiceKind.ZONE, self.draw.choice(ZONES)),))
            self.facts.append(Said(f"wamid.{next(IDS)}", moment, self.shown(self.draw, citizen), wanted))
        elif what < 0.7:
            reading = self.draw.choice([JOIN, LEAVE])
            citizen.wishes.append((moment, reading))
            self.facts.append(Said(f"wamid.{next(IDS)}", moment, self.shown(self.draw, citizen), reading))
        elif what < 0.9:
            self.moves(citizen, moment)
        else:
            before = citizen.bsuid
            citizen.gets(self.new_bsuid())
            self.facts.append(UserIdChanged(moment, before, citizen.bsuid))

    def moves(self, citizen: Citizen, moment: datetime) -> None:
        """To another number; what is said in this minute under the old one was said before."""
        sender = Sender(citizen.number, self.draw.choice(["", citizen.bsuid]))
        self.free.append(citizen.number)
        citizen.number = self.new_number()
        citizen.gets(self.new_bsuid())
        if citizen.number == sender.wa_id:
            self.free.append(citizen.number)
            citizen.number = f"39333700{next(self.names):04d}"
        told = self.draw.choice(["", citizen.bsuid])
        self.facts.append(NumberChanged(f"wamid.{next(IDS)}", moment, sender, citizen.number, told))


def always_number(draw: random.Random, citizen: Citizen) -> Sender:
    return Sender(citizen.number, draw.choice(["", citizen.bsuid]))


def anything(draw: random.Random, citizen: Citizen) -> Sender:
    return draw.choice([Sender(citizen.number), Sender(citizen.number, citizen.bsuid), Sender("", citizen.bsuid)])


@contextmanager
def office(folder: Path, kind: str) -> Iterator[Database]:
    folder.mkdir()
    with fresh_url(kind) as url:
        database = open_database(folder, url)
        try:
            yield database
        finally:
            database.close()


def told(database: Database, facts: list[Fact], draw: random.Random) -> None:
    """Applies the facts in a drawn order, in drawn portions, some of them more than once."""
    inbox = SqlInbox(database, InboxPolicy())
    again = [*facts, *draw.sample(facts, len(facts) // 3)]
    draw.shuffle(again)
    place = 0
    while place < len(again):
        size = draw.randrange(1, 4)
        inbox.apply(again[place : place + size], at(10_000))
        place += size


def states(database: Database) -> dict[str, SubscriberState]:
    """The state under each name that the office knows."""
    with database.reading() as connection:
        rows = connection.execute(sa.select(subscriber)).all()
    found = {}
    for row in rows:
        assert row.state == LEFT or row.wa_id or row.bsuid, "an active person whom nothing reaches"
        assert row.state != LEFT or not (row.wa_id or row.bsuid), "a name of somebody who left"
        for name in (row.number_hash, row.bsuid_hash):
            if name:
                found[name] = SubscriberState(row.state)
    return found


def reached(database: Database) -> set[str]:
    with database.reading() as connection:
        return {row.wa_id or row.bsuid for row in connection.execute(sa.select(subscriber)) if row.state == ACTIVE}


def people_reached(town: Town, database: Database) -> set[int]:
    """The citizens who receive notices, by their place in the town: each under the number of now or an own user id."""
    names = {each.number: place for place, each in enumerate(town.citizens)}
    for place, each in enumerate(town.citizens):
        names |= dict.fromkeys({each.bsuid, *each.former_ids}, place)
    return {names[name] for name in reached(database)}
