# SPDX-License-Identifier: EUPL-1.2
"""Updates the people of a restored backup: those who left, joined, changed number, or chose otherwise since."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from comunecast_gui.core.choices import Record
from comunecast_gui.core.model import SubscriberState
from comunecast_gui.core.work.long_work import UNWATCHED, StageCount, Work
from comunecast_gui.store.consent import choices, identity, number_changes, person_rows
from comunecast_gui.store.consent.identity import Row
from comunecast_gui.store.consent.request import Proof
from comunecast_gui.store.db import scrub
from comunecast_gui.store.db.database import Database, serialise
from comunecast_gui.store.db.schema import subscriber
from comunecast_gui.store.restore import arrivals, choices_since_backup, departures, identity_notes, person_matching
from comunecast_gui.store.restore.person_matching import Match, names_of


@dataclass(frozen=True, slots=True)
class PeopleSince:
    """How many people left, joined, and chose otherwise since the backup."""

    departures: int = 0
    arrivals: int = 0
    choices: int = 0


@dataclass(frozen=True, slots=True)
class _Person:
    """Somebody's row of ``now``, that of ``then`` in the copy (None: not in it), and when the names last changed."""

    now: Row
    then: Row | None
    moved_at: datetime

    @property
    def left(self) -> bool:
        return bool(self.now.state == SubscriberState.LEFT)

    @property
    def said_more(self) -> bool:
        """Whether the person's newest request is in the backup."""
        if self.then is None:
            return False
        outdated = departures.outdated if self.left else arrivals.outdated
        return outdated(self.now, self.then)


def carry_people(current: Database, restored: Database, now: datetime, work: Work = UNWATCHED) -> PeopleSince:
    """Applies to ``restored``, an older state of the same office, what ``current`` knows of its people.

    A person who had left in the backup comes back only by a later request of their own. To be called before
    ``restored`` takes the place of ``current``; a second time changes nothing. Raises ConfigError (``database_*``),
    InputError("work_stopped"), and ValueError where the two are not of one office: then the hashes do not mean the same
    people. ``restored`` is as it was then.
    """
    if current.hash_key != restored.hash_key:
        raise ValueError("the databases are of two offices")
    left = joined = chose = 0
    with current.reading() as here, restored.writing() as there:
        serialise(there, "subscriber")
        mine, theirs = (
            connection.execute(sa.select(sa.func.count()).select_from(subscriber)).scalar_one()
            for connection in (here, there)
        )
        count = StageCount(work, 6 * mine + 3 * theirs)
        found = person_matching.match(here, there, restored.hash_key, count)
        people = [_one_row(there, restored, each, now) for each in count.over(found.people)]
        staying = [each for each in people if each.said_more]
        changing = [each for each in people if not each.said_more]
        kept = [each.then for each in staying if each.then is not None]
        retired = _make_way(there, restored, changing, [*found.unmatched, *kept])
        proofs = arrivals.proofs_of_joining(here)
        rows = {each.now.id: each.then.id for each in staying if each.then is not None and each.then.id not in retired}
        for each in count.over(changing):
            former = _former_name(restored, each)
            moved = Proof(each.moved_at, number_changes.SOURCE, former=former) if former else None
            if each.left:
                rows[each.now.id], changed = departures.carry(there, restored, each.now, each.then, moved)
                left += changed
            else:
                name = person_rows.ledger_name(current.hash_key, each.now)
                asked = arrivals.proof_of_joining(each.now, proofs.get(name))
                rows[each.now.id], changed = arrivals.carry(there, restored, each.now, each.then, moved, asked)
                joined += changed
        records = zip(people, choices.records_of(here, [each.now for each in people]), strict=True)
        for each, said in count.over(records):
            if said != Record() and each.now.id in rows:
                chose += choices_since_backup.carry(there, restored, rows[each.now.id], said, now)
        identity_notes.carry(here, there)
    return PeopleSince(left, joined, chose)


def _one_row(connection: sa.Connection, restored: Database, each: Match, now: datetime) -> _Person:
    """Merges rows of the backup that turned out to be one person since."""
    moved_at = each.moved_at or each.now.wish_at or each.now.since
    return _Person(each.now, identity.merge(connection, restored, each.then, now), moved_at)


def _make_way(
    connection: sa.Connection, restored: Database, changing: Sequence[_Person], others: Iterable[Row]
) -> set[int]:
    """Removes outdated names from rows of the backup, so that the next holder of a number can have them.

    ``others`` are rows that stay as they are; those that hold a name of somebody else's are nobody's any more: returns
    their ids.
    """
    secret = restored.hash_key
    taken = {name for each in changing for name in names_of(each.now, secret).both}
    retired = [row for row in others if taken.intersection(names_of(row, secret).both)]
    for row in retired:
        identity.retire(connection, row)
    for each in changing:
        if each.then is not None and names_of(each.then, secret) != names_of(each.now, secret):
            nameless = subscriber.update().where(subscriber.c.id == each.then.id).values(**person_rows.NAMELESS)
            connection.execute(nameless)
            scrub.ask(connection)
    return {row.id for row in retired}


def _former_name(restored: Database, each: _Person) -> str:
    """By which name the copy's ledger knows the person, where that is another one than the present; else empty."""
    if each.then is None:
        return ""
    before, after = (person_rows.ledger_name(restored.hash_key, row) for row in (each.then, each.now))
    return before if before != after else ""
