# SPDX-License-Identifier: EUPL-1.2
"""A number that was erased is nowhere in the files: not in the row, not beside it, not in the log, open or closed."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from comunecast_gui.core.subscriber_import import ImportRow
from comunecast_gui.store.consent import number_changes
from comunecast_gui.store.consent.person_rows import Person
from comunecast_gui.store.consent.subscriber_import import import_rows
from comunecast_gui.store.consent.subscribers import Subscribers
from comunecast_gui.store.db import scrub
from comunecast_gui.store.db.database import FILE_NAME, Database, open_database
from tests.store.samples import NOW

LATER = NOW + timedelta(minutes=1)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = open_database(tmp_path)
    yield opened
    opened.close()


def found(folder: Path, *numbers: str) -> list[tuple[str, str]]:
    """Which numbers stand in which files."""
    files = [(path.name, path.read_bytes()) for path in folder.iterdir() if path.is_file()]
    return [(name, number) for name, data in files for number in numbers if number[2:].encode() in data]


def town(database: Database, count: int) -> list[str]:
    """People in an order that makes SQLite rearrange its pages, as years of coming and going do."""
    draw = random.Random(7)
    numbers = [f"39{each}" for each in draw.sample(range(3_200_000_000, 3_999_999_999), count)]
    rows = [ImportRow(n, "x", number) for n, number in enumerate(numbers)]
    import_rows(database, rows, source="elenco", now=NOW)
    with database.writing() as connection:  # rows that grow move to other pages
        connection.exec_driver_sql("UPDATE subscriber SET bsuid = 'IT.' || id || wa_id WHERE id % 3 = 0")
    return numbers


def test_the_number_of_a_person_who_left_is_nowhere_in_the_file(tmp_path: Path, database: Database) -> None:
    numbers = town(database, 5_000)
    gone = random.Random(8).sample(numbers, 60)
    assert len(found(tmp_path, *gone)) >= len(gone)
    for number in gone:
        Subscribers(database).leave(Person(number), LATER, source="whatsapp")
        assert found(tmp_path, number) == []
    database.close()
    assert found(tmp_path, *gone) == []
    assert len(found(tmp_path, *numbers)) == len(numbers) - len(gone)


def test_a_removed_and_a_former_number_are_nowhere_in_the_file(tmp_path: Path, database: Database) -> None:
    first, second, third = town(database, 3)
    Subscribers(database).remove(1, LATER, source="richiesta")
    with database.writing() as connection:
        assert number_changes.change_names(connection, database, Person(second), Person("393391112223"), LATER)
    assert found(tmp_path, first, second) == []
    assert {number for _, number in found(tmp_path, third, "393391112223")} == {third, "393391112223"}


def test_a_reader_in_the_way_is_waited_for_at_the_next_occasion(
    tmp_path: Path, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scrub, "_PATIENCE_MILLISECONDS", 1)
    first, second, _third = town(database, 3)
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM subscriber").fetchone()
        assert Subscribers(database).leave(Person(first), LATER, source="whatsapp")
        assert found(tmp_path, first)
    Subscribers(database).leave(Person(second), LATER, source="whatsapp")
    assert found(tmp_path, first, second) == []


def test_traces_left_by_a_crash_are_overwritten_at_the_next_start(tmp_path: Path, database: Database) -> None:
    first, second = town(database, 2)
    with database.writing() as connection:
        scrub.ask(connection)
        connection.exec_driver_sql("UPDATE subscriber SET wa_id = NULL WHERE id = 1")
        scrub.was_asked(connection)  # the process dies before it comes to it
    assert found(tmp_path, first)
    again = open_database(tmp_path)
    assert found(tmp_path, first) == []
    assert found(tmp_path, second)
    with again.reading() as connection:
        assert not scrub.is_due(connection)
    again.close()


def test_a_rolled_back_erasure_overwrites_nothing(database: Database) -> None:
    town(database, 2)

    def erase_and_stumble() -> None:
        with database.writing() as connection:
            scrub.ask(connection)
            raise KeyError

    with pytest.raises(KeyError):
        erase_and_stumble()
    with database.writing() as connection:
        assert not scrub.was_asked(connection)
        assert not scrub.is_due(connection)
