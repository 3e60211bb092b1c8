# SPDX-License-Identifier: EUPL-1.2
"""The stored consent ledger and the detection of changes in it."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from comunecast_gui.core.consent import ConsentEvent, ConsentKind
from comunecast_gui.core.trust.chain import Register
from comunecast_gui.store.consent import ledger
from comunecast_gui.store.consent.registers import examine
from comunecast_gui.store.db.database import Database
from comunecast_gui.store.db.schema_inbound import consent_event
from tests import databases
from tests.store.samples import NOW


def append(database: Database, count: int) -> None:
    with database.writing() as connection:
        ledger.append(connection, database, events(count))


def events(count: int) -> list[ConsentEvent]:
    return [ConsentEvent(f"person{n % 2}", ConsentKind.JOINED, NOW, "whatsapp", f"Attiva {n}") for n in range(count)]


def test_appended_events_come_back_in_order(database: Database) -> None:
    for count in (0, 3, 2):
        append(database, count)
    assert examine(database).first(Register.CONSENTS) is None
    with database.reading() as connection:
        assert [event.words for event in ledger.events_of(connection, ["person1"])] == ["Attiva 1", "Attiva 1"]


@pytest.mark.parametrize(
    "meddle",
    [
        consent_event.update().where(consent_event.c.id == 2).values(words="Disattiva"),
        consent_event.delete().where(consent_event.c.id == 2),
        consent_event.update().where(consent_event.c.id == 2).values(digest="0" * 64),
    ],
)
def test_a_tampered_ledger_is_detected(database: Database, meddle: sa.Executable) -> None:
    append(database, 5)
    with databases.owning(database) as connection:
        connection.execute(meddle)
    assert examine(database).first(Register.CONSENTS) in {2, 3}


def test_two_writers_cannot_fork_the_chain(database: Database) -> None:
    append(database, 1)
    with database.reading() as connection:
        first = connection.execute(sa.select(consent_event)).one()._asdict()
    fork = consent_event.insert().values(**(first | {"id": 99}))
    with database.writing() as connection, pytest.raises(sa.exc.IntegrityError):
        connection.execute(fork)
