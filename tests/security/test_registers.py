# SPDX-License-Identifier: EUPL-1.2
"""Who can write the file cannot rewrite what it proves: consents and actions are chained with a key that is elsewhere.

The thief here knows the program, has all of its source, and computes every digest that can be computed without the key.
"""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from comunecast_gui.core.consent import ConsentEvent, ConsentKind, digest
from comunecast_gui.core.errors import InputError
from comunecast_gui.core.trust.chain import START, Fault, Head, Register
from comunecast_gui.core.trust.office_key import GivenKey, OfficeKey
from comunecast_gui.store.consent.audit import Audit, AuditRow
from comunecast_gui.store.consent.person_rows import Person
from comunecast_gui.store.consent.registers import Examined, examine
from comunecast_gui.store.consent.subscribers import Subscribers
from comunecast_gui.store.db import database_keys
from comunecast_gui.store.db.database import Database, open_database
from comunecast_gui.store.db.schema import audit
from tests import databases
from tests.e2e.conftest import Town, make_town, town  # noqa: F401
from tests.store.stored_schemas import FOLDER, at

VERSION = "0012"
"""The last stored one whose database has a key of its own."""


@pytest.fixture
def office(data_dir: Path) -> Iterator[Database]:
    """An office with people who came and went, and somebody who looked at numbers."""
    with closing(open_database(data_dir)) as database:
        live(database)
        yield database


def live(database: Database, begin: int = 0) -> None:
    people = Subscribers(database)
    for n in range(begin, begin + 6):
        person = people.add(Person(f"39333{n:07}"), at(n), source="modulo", who="ufficio")
        if n % 3 == 0:
            people.remove(person, at(n), source="richiesta", who="ufficio")
    Audit(database).write(AuditRow(at(begin), "ufficio", "numbers_listed", "6"))


def faults(found: Examined) -> set[tuple[Register, Fault]]:
    return {(one.register, one.fault) for one in found.problems}


Attack = Callable[[sqlite3.Connection], None]


def rewrite_consents(file: sqlite3.Connection) -> None:
    """Makes of a "left" a "joined" and computes the chain anew, as it was computed before there was a key."""
    file.execute("UPDATE consent_event SET kind = 'joined' WHERE kind = 'erased'")
    previous = START
    for row in file.execute(
        "SELECT id, person, kind, at, source, words, privacy, former FROM consent_event"
    ).fetchall():
        moment = datetime.fromisoformat(row[3]).replace(tzinfo=UTC)
        own = digest(previous, ConsentEvent(row[1], ConsentKind(row[2]), moment, *row[4:]))
        file.execute("UPDATE consent_event SET previous = ?, digest = ? WHERE id = ?", (previous, own, row[0]))
        previous = own


def cut_consents(file: sqlite3.Connection) -> None:
    file.execute("DELETE FROM consent_event WHERE id = (SELECT max(id) FROM consent_event)")


def cut_consents_and_their_end(file: sqlite3.Connection) -> None:
    """Takes away the last entry, and writes into the end what is known of it, with the mark that was there."""
    cut_consents(file)
    count, last = file.execute("SELECT count(*), max(id) FROM consent_event").fetchone()
    (own,) = file.execute("SELECT digest FROM consent_event WHERE id = ?", (last,)).fetchone()
    (end,) = file.execute("SELECT value FROM setting WHERE key = 'consents_ends'").fetchone()
    file.execute("UPDATE setting SET value = ? WHERE key = 'consents_ends'", (f"{count} {own} {end.split()[2]}",))


def add_consent(file: sqlite3.Connection) -> None:
    (last,) = file.execute("SELECT digest FROM consent_event ORDER BY id DESC LIMIT 1").fetchone()
    own = hashlib.sha256(last.encode()).hexdigest()
    file.execute(
        "INSERT INTO consent_event (person, kind, at, source, words, privacy, former, previous, digest)"
        " SELECT person, 'joined', at, source, 'Attiva', privacy, '', ?, ? FROM consent_event LIMIT 1",
        (last, own),
    )


def forget_looking(file: sqlite3.Connection) -> None:
    file.execute("DELETE FROM audit WHERE what = 'numbers_listed'")


def another_looked(file: sqlite3.Connection) -> None:
    file.execute("UPDATE audit SET who = 'un altro' WHERE id = 3")


def unkeyed_action(file: sqlite3.Connection) -> None:
    file.execute("INSERT INTO audit (at, who, what, subject) SELECT at, 'un altro', what, subject FROM audit LIMIT 1")


def untie(file: sqlite3.Connection) -> None:
    """Makes the database look as if it had never known a key, so that the program vouches for what it finds."""
    rewrite_consents(file)
    file.execute("DELETE FROM setting")


def take_the_beginning(file: sqlite3.Connection) -> None:
    file.execute("DELETE FROM setting WHERE key IN ('consents_begun', 'actions_begun')")


def endless_end(file: sqlite3.Connection) -> None:
    file.execute("UPDATE setting SET value = ? WHERE key = 'actions_ends'", (f"{'9' * 5_000} a b",))


CONSENTS, ACTIONS = Register.CONSENTS, Register.ACTIONS


@pytest.mark.parametrize(
    ("attack", "expected"),
    [
        (rewrite_consents, (CONSENTS, Fault.ALTERED)),
        (cut_consents, (CONSENTS, Fault.END)),
        (cut_consents_and_their_end, (CONSENTS, Fault.END)),
        (add_consent, (CONSENTS, Fault.ALTERED)),
        (forget_looking, (ACTIONS, Fault.END)),
        (another_looked, (ACTIONS, Fault.ALTERED)),
        (unkeyed_action, (ACTIONS, Fault.ALTERED)),
        (untie, (CONSENTS, Fault.BEGINNING)),
        (take_the_beginning, (ACTIONS, Fault.BEGINNING)),
        (endless_end, (ACTIONS, Fault.END)),
    ],
)
def test_tampering_with_the_registers_in_the_file_is_detected(
    office: Database, data_dir: Path, attack: Attack, expected: tuple[Register, Fault]
) -> None:
    assert examine(office).intact
    office.close()
    with closing(sqlite3.connect(data_dir / "comunecast.db")) as file, file:
        attack(file)
    with closing(open_database(data_dir)) as database:
        assert expected in faults(examine(database))
        if attack is not untie:  # after it nobody is known any more
            live(database, 10)  # what comes after covers nothing up
            assert expected[0] in {register for register, _ in faults(examine(database))}


def test_an_old_state_of_the_whole_file_is_found_out_by_a_head_noted_elsewhere(
    office: Database, data_dir: Path, tmp_path: Path
) -> None:
    office.backup(tmp_path / "old.db")
    live(office, 10)
    noted = str(examine(office).head)
    live(office, 20)
    assert examine(office, Head.parse(noted)).intact
    assert examine(office, Head.parse(f"ComuneCast, 27/11/2026; impronta: {noted.upper()}\n")).intact
    office.close()
    for name in ("comunecast.db-wal", "comunecast.db-shm"):
        (data_dir / name).unlink(missing_ok=True)
    shutil.copyfile(tmp_path / "old.db", data_dir / "comunecast.db")
    with closing(open_database(data_dir)) as database:
        assert examine(database).intact  # the chain alone cannot know
        assert faults(examine(database, Head.parse(noted))) == {(CONSENTS, Fault.OTHER_HEAD)}
        live(database, 30)
        live(database, 40)
        assert faults(examine(database, Head.parse(noted))) == {(CONSENTS, Fault.OTHER_HEAD)}


@pytest.mark.parametrize("text", ["", "x", "1-2-3", "1-2-" + "g" * 32, "0" * 63, "1-2-" + "0" * 33, "9" * 100_000])
def test_a_malformed_head_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="ledger_head_malformed"):
        Head.parse(text)


def test_entries_from_before_the_office_key_are_covered_by_the_chain(data_dir: Path) -> None:
    with closing(sqlite3.connect(data_dir / "comunecast.db")) as file:
        file.executescript((FOLDER / f"version_{VERSION}.sql").read_text(encoding="utf-8"))
        (noted_then,) = file.execute("SELECT digest FROM consent_event ORDER BY id DESC LIMIT 1").fetchone()
    with closing(open_database(data_dir)) as database:
        found = examine(database)
        assert found.intact
        assert found.before_key == found.consents.entries > 0
        live(database)
        assert examine(database, Head.parse(noted_then)).intact  # as heads were once
        assert not examine(database, Head.parse("ab" * 32)).intact
    with closing(sqlite3.connect(data_dir / "comunecast.db")) as file, file:
        rewrite_consents(file)
    with closing(open_database(data_dir)) as database:
        assert (CONSENTS, Fault.ALTERED) in faults(examine(database))


def test_on_each_kind_of_database_the_chain_goes_on(tmp_path: Path, database_url: str) -> None:
    for begin in (0, 10):
        with closing(open_database(tmp_path, database_url)) as database:
            live(database, begin)
    with closing(open_database(tmp_path, database_url)) as database:
        found = examine(database)
        assert found.intact
        assert (found.consents.entries, found.actions.entries) == (16, 18)


def test_a_new_office_that_takes_the_key_of_the_paper_stays_sound(tmp_path: Path, database_url: str) -> None:
    with closing(open_database(tmp_path, database_url, GivenKey(OfficeKey.fresh()))) as database:
        Audit(database).write(AuditRow(at(0), "ufficio", "office_key_shown", ""))
    key = OfficeKey.fresh()
    with closing(open_database(tmp_path, database_url, GivenKey(key))) as database:
        with database.writing() as connection:
            database_keys.rebind(connection, key)
        assert examine(database).intact
        live(database)
        found = examine(database)
    assert found.intact
    assert found.actions.entries == 10
    with closing(open_database(tmp_path, database_url, GivenKey(key))) as database:
        with databases.owning(database) as connection:
            connection.execute(audit.update().where(audit.c.what == "office_key_shown").values(who="nessuno"))
        assert faults(examine(database)) == {(Register.ACTIONS, Fault.ALTERED)}


def test_ledger_verify_and_head_report_tampering(town: Town) -> None:  # noqa: F811
    town.subscribe(3)
    first = town.run("ledger", "head", "--json").json
    assert first["intact"] is True
    assert (first["entries"], first["problems"]) == (3, [])
    town.run("subscribers", "erase", "393331000001")
    line = town.run("ledger", "head").out
    assert line.count("\n") == 1
    assert "Comune di Calcinaia" in line
    assert town.run("ledger", "verify", "--against", first["head"], "--json").json["intact"] is True
    assert town.run("ledger", "verify", "--against", line, "--json").json["entries"] == 4
    other = town.run("ledger", "verify", "--against", "3-1-" + "0" * 32, "--json", code=1).json
    assert other["intact"] is False
    assert [(one["fault"], bool(one["message"])) for one in other["problems"]] == [("other_head", True)]
    town.run("ledger", "verify", "--against", "ieri", code=1)
    with closing(sqlite3.connect(town.data_dir / "comunecast.db")) as file, file:
        rewrite_consents(file)
    broken = town.run("ledger", "verify", code=1)
    assert "voce 1" in broken.out + broken.err
    assert town.run("ledger", "verify", "--json", code=1).json["position"] == 1


def test_the_name_of_a_list_never_gets_into_the_ledger(town: Town) -> None:  # noqa: F811
    name = "rossi mario 3331234567.csv"
    report = town.run("subscribers", "import", town.file(name, "telefono\n3337654321\n"), "--json").json
    assert report["added"] == 1
    with closing(sqlite3.connect(town.data_dir / "comunecast.db")) as file:
        kept = "\n".join(file.iterdump())
    assert "rossi" not in kept
    assert "3331234567" not in kept
    with closing(sqlite3.connect(town.data_dir / "comunecast.db")) as file:
        (source,) = file.execute("SELECT source FROM consent_event").fetchone()
    assert source.startswith("elenco ")
    assert len(source) == len("elenco ") + 12
