# SPDX-License-Identifier: EUPL-1.2
"""People who joined and left are counted once, and folded deliveries count like the others."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from comunecast_gui.core.consent import ConsentEvent, ConsentKind
from comunecast_gui.core.report.statistics import Moves
from comunecast_gui.store.consent import ledger
from comunecast_gui.store.db.database import Database
from comunecast_gui.store.delivery import rollup
from comunecast_gui.store.delivery.outbox import SqlOutbox
from comunecast_gui.store.delivery.schedules import Schedules
from comunecast_gui.store.delivery.statistics import Statistics
from tests.store.samples import NOW, TELEGRAM, WHATSAPP, accepted, new_notice, people

HOUR = datetime(2026, 11, 30, 7, tzinfo=UTC)


def test_only_joining_and_leaving_that_changed_something_counts(database: Database) -> None:
    def event(person: str, kind: ConsentKind, minutes: int) -> ConsentEvent:
        return ConsentEvent(person, kind, NOW + timedelta(minutes=minutes), "whatsapp")

    told = [
        event("imported", ConsentKind.IMPORTED, -60 * 24),
        event("imported", ConsentKind.JOINED, 0),  # was here already
        event("stranger", ConsentKind.LEFT, 1),  # was never here
        event("back", ConsentKind.LEFT, 40),  # written before it happened: only the times count
        event("back", ConsentKind.JOINED, 2),
        event("back", ConsentKind.JOINED, 70),
        event("gone", ConsentKind.JOINED, 3),
        event("gone", ConsentKind.ERASED, 4),
        event("gone", ConsentKind.LEFT, 5),
    ]
    with database.writing() as connection:
        ledger.append(connection, database, told)
    found = sorted(Statistics(database).moves(NOW - timedelta(hours=2)), key=lambda one: one.hour)
    assert found == [Moves(HOUR, 2, 1), Moves(HOUR + timedelta(hours=1), 1, 1)]


def test_no_joined_or_left_people_in_a_new_office(database: Database) -> None:
    assert Statistics(database).moves(NOW) == []
    assert Statistics(database).notices(NOW) == []


def test_notices_with_their_deliveries_folded_or_not(database: Database, outbox: SqlOutbox) -> None:
    people(database, 4)
    outbox.enqueue(new_notice(at=NOW - timedelta(days=600), channels=(WHATSAPP,)))
    outbox.enqueue(new_notice())
    claims = outbox.exchange([], WHATSAPP, 8, now=NOW)
    outbox.exchange([accepted(claim) for claim in claims], WHATSAPP, 0, now=NOW)
    before = Statistics(database).notices(NOW - timedelta(days=700))
    assert [at for at, _ in before] == [NOW - timedelta(days=600), NOW]
    assert [states["accepted"] + states["queued"] for _, states in before] == [4, 5]
    assert rollup.roll_up(database, NOW - timedelta(days=400)) == 1
    assert Statistics(database).notices(NOW - timedelta(days=700)) == before
    assert [at for at, _ in Statistics(database).notices(NOW)] == [NOW]


def test_what_has_not_gone_out_is_no_notice_of_the_month_it_was_written_in(
    database: Database, outbox: SqlOutbox
) -> None:
    later = NOW + timedelta(days=40)
    waits = outbox.enqueue(new_notice(channels=(TELEGRAM,), due=later))
    taken_back = outbox.enqueue(new_notice(channels=(TELEGRAM,), due=later))
    Schedules(database).take_back(taken_back, NOW)
    assert Statistics(database).notices(NOW - timedelta(days=1)) == []
    assert Schedules(database).release(waits, later)
    [claim] = outbox.exchange([], TELEGRAM, 1, now=later)
    outbox.exchange([accepted(claim, later)], TELEGRAM, 0, now=later)
    [(at, states)] = Statistics(database).notices(NOW - timedelta(days=1))
    assert (at, states["accepted"]) == (later, 1), "it counts in the month in which it went out"
