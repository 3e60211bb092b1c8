# SPDX-License-Identifier: EUPL-1.2
"""A stolen data folder holds no key: not of the people who left, not in a copy, not in what SQLite no longer uses."""

from __future__ import annotations

import io
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from comunecast_gui.core.approval.colleagues import Role
from comunecast_gui.core.consent import person_key
from comunecast_gui.core.errors import ConfigError
from comunecast_gui.core.trust.office_key import OfficeKey
from comunecast_gui.services.trust import office_key
from comunecast_gui.store.colleagues.colleague_rows import Colleagues
from comunecast_gui.store.consent.person_rows import Person
from comunecast_gui.store.consent.registers import examine
from comunecast_gui.store.consent.subscribers import Subscribers
from comunecast_gui.store.db import migrate
from comunecast_gui.store.db.database import open_database
from comunecast_gui.system.secrets import Secrets
from tests.conftest import OFFICE_KEY
from tests.e2e.conftest import Town, make_town, town  # noqa: F401
from tests.keyrings import MemoryKeyring
from tests.store.stored_schemas import ANNA, BRUNO, FOLDER, SECRET, at

VERSIONS = [name for name in migrate.revisions() if name < "0017" and (FOLDER / f"version_{name}.sql").exists()]
"""Those whose database had a key of its own."""
OWN = OfficeKey.fresh()


@pytest.fixture
def nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """A computer without the variable."""
    monkeypatch.delenv("COMUNECAST_OFFICE_KEY")


def old_office(data_dir: Path, version: str) -> Path:
    """A database as a program of that time left it, with its own key in it, open in WAL as it was."""
    path = data_dir / "comunecast.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript((FOLDER / f"version_{version}.sql").read_text(encoding="utf-8"))
    return path


def bytes_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def candidates(stolen: bytes) -> set[bytes]:
    """All that could be a key in there: 32 bytes written in hexadecimal digits, or as they are."""
    written = {bytes.fromhex(found[:64].decode()) for found in re.findall(rb"(?=([0-9a-f]{64}))", stolen)}
    return written | {stolen[n : n + 32] for n in range(len(stolen) - 31)}


@pytest.mark.parametrize("version", VERSIONS)
def test_a_database_hands_its_own_key_over_once(data_dir: Path, version: str) -> None:
    old_office(data_dir, version)
    assert SECRET.hex().encode() in bytes_of(data_dir)
    database = open_database(data_dir)
    stolen_while_open = bytes_of(data_dir)
    assert database.hash_key == SECRET  # nothing has to be hashed anew
    found = Subscribers(database).find(Person(ANNA))
    database.close()
    assert found is not None
    for stolen in (stolen_while_open, bytes_of(data_dir)):  # also the copy that was made before the change
        assert SECRET.hex().encode() not in stolen
        assert SECRET not in stolen
    database = open_database(data_dir)
    assert database.hash_key == SECRET
    database.close()


def test_numbers_of_people_who_left_cannot_be_computed_back_from_the_folder(data_dir: Path) -> None:
    database = open_database(data_dir)
    people = Subscribers(database)
    person = people.add(Person(BRUNO), at(0), source="modulo", who="ufficio")
    people.remove(person, at(1), source="richiesta", who="ufficio")
    with database.reading() as connection:
        (mark,) = connection.exec_driver_sql("SELECT number_hash FROM subscriber").scalars()
    assert person_key(database.hash_key, "number", BRUNO) == mark
    stolen = bytes_of(data_dir)
    database.close()
    stolen += bytes_of(data_dir)
    assert BRUNO.encode() not in stolen
    assert mark.encode() in stolen
    assert [key for key in candidates(stolen) if person_key(key, "number", BRUNO) == mark] == []


def test_a_key_in_the_database_lets_the_same_search_find_numbers(data_dir: Path) -> None:
    stolen = old_office(data_dir, VERSIONS[-1]).read_bytes()
    mark = person_key(SECRET, "number", BRUNO)
    assert mark.encode() in stolen
    assert SECRET in {key for key in candidates(stolen) if person_key(key, "number", BRUNO) == mark}


def test_a_new_office_gets_its_key_from_the_first_opening_with_a_keyring(
    data_dir: Path, nowhere: None, ring: MemoryKeyring
) -> None:
    database = open_database(data_dir, keys=Secrets(data_dir))
    made = Secrets(data_dir).find_office_key()
    assert made is not None
    assert database.keys.office == made
    assert len(ring.kept) == 1
    database.close()
    assert made.reveal().encode() not in bytes_of(data_dir)
    assert made.to_bytes() not in bytes_of(data_dir)


def test_a_workstation_with_another_key_is_refused(
    data_dir: Path, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = open_database(data_dir, database_url)
    mine = first.hash_key
    first.close()
    monkeypatch.setenv("COMUNECAST_OFFICE_KEY", OWN.reveal())
    second = open_database(data_dir, database_url)
    with pytest.raises(ConfigError, match="office_key_other"):
        _ = second.hash_key
    with pytest.raises(ConfigError, match="office_key_other"):
        Subscribers(second).add(Person(ANNA), at(0), source="modulo", who="ufficio")
    assert Subscribers(second).count() == 0
    second.close()
    monkeypatch.delenv("COMUNECAST_OFFICE_KEY")
    third = open_database(data_dir, database_url)
    with pytest.raises(ConfigError, match="office_key_missing"):
        _ = third.hash_key
    third.close()
    assert len(mine) == 32


def test_an_altered_seal_is_no_key(data_dir: Path) -> None:
    old_office(data_dir, VERSIONS[-1])
    open_database(data_dir).close()
    with closing(sqlite3.connect(data_dir / "comunecast.db")) as connection:
        spoilt = "UPDATE setting SET value = '00' || substr(value, 3) WHERE key = 'sealed_hash_key'"
        assert connection.execute(spoilt).rowcount == 1
        connection.commit()
    database = open_database(data_dir)
    with pytest.raises(ConfigError, match="database_corrupt"):
        _ = database.hash_key
    database.close()


def test_another_key_is_refused_where_a_colleague_has_a_pin(data_dir: Path, nowhere: None, ring: MemoryKeyring) -> None:
    database = open_database(data_dir, keys=Secrets(data_dir))
    people = Colleagues(database)
    anna = people.add("Anna", "anna", tuple(Role), "472913", at(0), None)
    with pytest.raises(ConfigError, match="office_key_other"):
        office_key.enter(data_dir, "", OWN, Secrets(data_dir))
    database.close()
    with closing(open_database(data_dir, keys=Secrets(data_dir))) as again:
        assert Colleagues(again).check_pin(anna.id, "472913", at(1)) == anna
        Colleagues(again).remove(anna.id, at(2), anna)
    office_key.enter(data_dir, "", OWN, Secrets(data_dir))
    with closing(open_database(data_dir, keys=Secrets(data_dir))) as again:
        bruno = Colleagues(again).add("Bruno", "bruno", tuple(Role), "559201", at(3), None)
        assert Colleagues(again).check_pin(bruno.id, "559201", at(4)) == bruno


def change(data_dir: Path, statement: str, *values: str) -> None:
    """What somebody does who can write the file."""
    with closing(sqlite3.connect(data_dir / "comunecast.db")) as connection, connection:
        connection.execute(statement, values)


@pytest.mark.parametrize("old", [False, True])
def test_a_key_put_into_a_tied_database_is_not_taken(data_dir: Path, *, old: bool) -> None:
    if old:
        old_office(data_dir, VERSIONS[-1])
    database = open_database(data_dir)
    before = database.hash_key
    if not old:
        people = Subscribers(database)
        people.remove(people.add(Person(BRUNO), at(0), source="modulo"), at(1), source="richiesta")
    database.close()
    change(data_dir, "DELETE FROM setting WHERE key = 'office_key_check'")
    change(data_dir, "INSERT INTO setting (key, value) VALUES ('hash_key', ?)", "00" * 32)
    database = open_database(data_dir)
    assert database.hash_key == before
    assert examine(database).intact
    database.close()


@pytest.mark.parametrize("value", ["", "xyz", "ab", "00" * 31, "00" * 33, "9" * 10_000])
def test_a_malformed_key_of_a_former_version_is_refused(data_dir: Path, value: str) -> None:
    old_office(data_dir, VERSIONS[-1])
    change(data_dir, "UPDATE setting SET value = ? WHERE key = 'hash_key'", value)
    with pytest.raises(ConfigError, match="database_corrupt"):
        open_database(data_dir)


def test_commands_that_need_no_office_key_work_without_it(town: Town, nowhere: None) -> None:  # noqa: F811
    notice, people = str(town.folder / "notice.toml"), town.file("people.csv", "telefono\n3331234567\n")
    asking: list[tuple[str, ...]] = [
        ("check", notice),
        ("render", notice, "--channel", "whatsapp"),
        ("subscribers", "list"),
        ("status",),
    ]
    for words in asking:
        town.run(*words)
    town.run("send", notice, "--channel", "telegram", "--yes")
    assert len(town.control.posts()) == 1
    for words in (
        ("subscribers", "import", people),
        ("subscribers", "erase", "3331234567"),
        ("subscribers", "person", "3331234567"),
        ("send", notice, "--channel", "whatsapp", "--yes"),
        ("key", "show"),
    ):
        ended = town.run(*words, code=2)
        assert "COMUNECAST_OFFICE_KEY" in ended.err
        assert "comunecast key enter" in ended.err
    assert town.messages == 0


def test_a_key_for_the_variable_is_made_and_kept_nowhere(
    town: Town,  # noqa: F811
    nowhere: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = town.run("key", "make", "--json").json["office_key"]
    assert made != town.run("key", "make").out.strip()
    assert made.encode() not in bytes_of(town.data_dir)
    monkeypatch.setenv("COMUNECAST_OFFICE_KEY", made)
    other = town.folder / "other"
    other.mkdir()
    with closing(open_database(other)) as database:
        assert database.keys.office == OfficeKey.parse(made)


def test_the_paper_opens_the_office_on_another_computer(
    town: Town,  # noqa: F811
    nowhere: None,
    ring: MemoryKeyring,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    town.run("configure", str(town.folder / "office.toml"))
    ring.kept.clear()  # another computer, with the folder of the first
    before = town.run("subscribers", "import", town.file("people.csv", "telefono\n3331234567\n"), code=2)
    assert "office_key_" in before.err or "COMUNECAST_OFFICE_KEY" in before.err
    monkeypatch.setenv("COMUNECAST_OFFICE_KEY", OFFICE_KEY)
    words = town.run("key", "show", "--json").json["words"]
    monkeypatch.delenv("COMUNECAST_OFFICE_KEY")
    assert len(words) == 24
    monkeypatch.setattr("sys.stdin", io.StringIO(" ".join(["abaco", *words[1:]]) + "\n"))
    town.run("key", "enter", code=1)
    assert ring.kept == {}
    monkeypatch.setattr("sys.stdin", io.StringIO(" ".join(words) + "\n"))
    kept = town.run("key", "enter")
    assert words[0] not in kept.out + kept.err
    assert town.run("subscribers", "import", town.file("people.csv", "telefono\n3331234567\n"), "--json").json["added"]
    monkeypatch.setattr("sys.stdin", io.StringIO(OWN.reveal() + "\n"))
    town.run("key", "enter", code=2)  # of another office: the right one stays
    assert len(ring.kept) == 1
    town.run("subscribers", "erase", "3331234567")
