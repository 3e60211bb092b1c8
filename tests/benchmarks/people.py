# SPDX-License-Identifier: EUPL-1.2
"""Benchmarks the import of a whole town's list, and searching in it.

``python -m tests.benchmarks.people import FOLDER PEOPLE csv|xlsx`` or ``... filter FOLDER PEOPLE``
"""

from __future__ import annotations

import csv
import json
import random
import sys
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from comunecast_gui.core.model import SubscriberState
from comunecast_gui.store.consent.subscriber_import import import_rows
from comunecast_gui.store.consent.subscribers import Filter, Subscribers
from comunecast_gui.store.db.database import Database, open_database
from comunecast_gui.store.db.schema import subscriber
from comunecast_gui.store.db.schema_inbound import consent_event
from comunecast_gui.system import phones, spreadsheet_reader

SEED = 20_261_130
SPELLINGS = ("{}", "+39{}", "39{}", "0039 {}", "+39 {} ", "'{}")
PREFIXES = ("320", "328", "329", "333", "335", "338", "339", "340", "345", "347", "348", "349", "366", "380", "391")
SOURCES = (
    "elenco del 2016, modulo {} del protocollo",
    "whatsapp, messaggio {:012x}",
    "sportello, modulo {}",
    "file iscritti.csv",
)
TYPED = (
    "3", "33", "333", "3331", "33312", "333123", "3331234", "33312345",
    "9", "99", "000", "1234",
    "m", "mo", "mod", "modu", "modulo", "modulo 7", "s", "sp", "sportello", "whatsapp", "xyz", "è",
)  # fmt: skip
"""What stands in the box after each keystroke, and words that nobody has."""


def bring_in(folder: Path, people: int, kind: str) -> dict[str, float]:
    """Seconds of CPU and of the clock: of the whole way of an import, and of the bare way to the same rows.

    The bare way reads the file and does nothing with it, and then gives the driver, in one transaction with the same
    settings, the very rows that the import made: ``subscriber`` and ``consent_event``, with the first alone as well.
    """
    path = folder / f"elenco.{kind}"
    _write(path, people, kind)
    ours = open_database(_folder(folder, "ours"))
    times = {"ours": _timed(lambda: _import(ours, path, people))}
    rows = [_rows(ours, table) for table in (subscriber, consent_event)]
    ours.close()
    times["read"] = _timed(lambda: _read_csv(path) if kind == "csv" else _read_xlsx(path))
    for name, written in (("subscribers", rows[:1]), ("both", rows)):
        bare = open_database(_folder(folder, name))
        times[name] = _timed(lambda bare=bare, written=written: _execute_many(bare, written))  # type: ignore[misc]
        bare.close()
    return {f"{name}_{clock}": seconds for name, both in times.items() for clock, seconds in both.items()}


def look_for(folder: Path, people: int) -> dict[str, float]:
    """Milliseconds of what a keystroke asks for, the first page and how many match, under every kind of filter."""
    database = open_database(folder)
    _settle(database, people)
    subscribers, times = Subscribers(database), []
    states = (None, SubscriberState.ACTIVE, SubscriberState.LEFT)
    since = datetime.now(UTC) - timedelta(days=50)
    for _ in range(5):
        for text in TYPED:
            for wanted in (*(Filter(text, state) for state in states), Filter(text, since=since)):
                wall, cpu = time.perf_counter(), time.process_time()
                subscribers.look(wanted)
                times.append((1000 * (time.perf_counter() - wall), 1000 * (time.process_time() - cpu)))
    database.close()
    figures: dict[str, Any] = {}
    for clock, each in zip(("wall", "cpu"), zip(*times, strict=True), strict=True):
        ordered = sorted(each)
        figures |= {f"p50_{clock}": ordered[len(ordered) // 2], f"worst_{clock}": ordered[-1]}
        figures[f"p99_{clock}"] = ordered[int(0.99 * len(ordered))]
    return figures


def _write(path: Path, people: int, kind: str) -> None:
    draw = random.Random(SEED)
    numbers = draw.sample(range(len(PREFIXES) * 10_000_000), people)
    digits = (f"{PREFIXES[each // 10_000_000]}{each % 10_000_000:07d}" for each in numbers)
    rows = ((f"Via Roma {n}", draw.choice(SPELLINGS).format(each)) for n, each in enumerate(digits))
    if kind == "csv":
        with path.open("w", encoding="cp1252", newline="") as file:
            csv.writer(file, delimiter=";").writerows([("Località", "Telefono"), *rows])
        return
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(("Località", "Telefono"))
    for row in rows:
        sheet.append(row)
    book.save(path)


def _import(database: Database, path: Path, people: int) -> None:
    table = spreadsheet_reader.read_table(path)
    rows = spreadsheet_reader.to_import_rows(table, spreadsheet_reader.phone_column(table), phones.parse)
    report = import_rows(database, rows, source="elenco del 2016", now=datetime.now(UTC), who="anna")
    assert (report.added, report.refused, report.warned) == (people, (), ())


def _read_csv(path: Path) -> int:
    with path.open(encoding="cp1252", newline="") as file:
        return len(list(csv.reader(file, delimiter=";")))


def _read_xlsx(path: Path) -> int:
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True)
    count = len(list(book.worksheets[0].iter_rows(values_only=True)))
    book.close()
    return count


def _rows(database: Database, table: sa.Table) -> tuple[str, list[Any]]:
    """The statement that adds a table's rows, and the rows as the driver keeps them."""
    columns = [column for column in table.c if column.name != "id"]
    with database.reading() as connection:
        statement = table.insert().compile(dialect=connection.dialect, column_keys=[column.name for column in columns])
        plain = [sa.type_coerce(column, sa.Text) for column in columns]
        return str(statement), [tuple(row) for row in connection.execute(sa.select(*plain).order_by(table.c.id))]


def _execute_many(database: Database, written: Iterable[tuple[str, list[Any]]]) -> None:
    raw: Any = database.engine.raw_connection()
    driver = raw.driver_connection
    driver.execute("BEGIN IMMEDIATE")
    for statement, rows in written:
        driver.executemany(statement, rows)
    driver.execute("COMMIT")
    raw.close()


def _settle(database: Database, people: int) -> None:
    """Fills the table as years of joining, leaving and importing do."""
    draw, now = random.Random(SEED), datetime.now(UTC)
    numbers = draw.sample(range(len(PREFIXES) * 10_000_000), people)
    with database.writing() as connection:
        connection.execute(
            subscriber.insert(),
            [
                {
                    "wa_id": None if n % 20 == 0 else f"39{PREFIXES[each // 10_000_000]}{each % 10_000_000:07d}",
                    "number_hash": f"{n:064d}",
                    "state": SubscriberState.LEFT if n % 20 == 0 else SubscriberState.ACTIVE,
                    "since": now - timedelta(minutes=people - n),
                    "source": SOURCES[n % len(SOURCES)].format(each),
                }
                for n, each in enumerate(numbers)
            ],
        )


def _timed(work: Callable[[], object]) -> dict[str, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return {"cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall}


def _folder(folder: Path, name: str) -> Path:
    made = folder / name
    made.mkdir()
    return made


if __name__ == "__main__":
    part = {"import": bring_in, "filter": look_for}[sys.argv[1]]
    print(json.dumps(part(Path(sys.argv[2]), int(sys.argv[3]), *sys.argv[4:])))
