# SPDX-License-Identifier: EUPL-1.2
"""Benchmarks the database: queueing a notice, going on after a crash, and a history of many years.

``python -m tests.benchmarks.store WHAT FOLDER [SIZE]``
"""

from __future__ import annotations

import json
import resource
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from comunecast_gui.core.model import DeliveryState
from comunecast_gui.store.db.database import open_database
from comunecast_gui.store.db.schema import delivery_count, notice
from comunecast_gui.store.delivery.notices import Notices
from comunecast_gui.store.delivery.outbox import SqlOutbox
from tests.benchmarks.office import new_notice, subscribe

IN_FLIGHT = 160
_BATCH = 500


def enqueue(folder: Path, people: int) -> dict[str, float]:
    """Seconds to queue a notice, and the longest that a reader beside it had to wait."""
    database = open_database(folder)
    subscribe(database, people)
    outbox, waits, done = SqlOutbox(database), [0.0], threading.Event()

    def read() -> None:
        while not done.is_set():
            began = time.perf_counter()
            Notices(database).latest(20)
            waits.append(time.perf_counter() - began)
            time.sleep(0.005)

    reader = threading.Thread(target=read)
    reader.start()
    began = time.perf_counter()
    outbox.enqueue(new_notice())
    seconds = time.perf_counter() - began
    done.set()
    reader.join()
    database.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "reader_ms": 1000 * max(waits), "memory_mb": peak}


def recovery(folder: Path, people: int) -> dict[str, float]:
    """Seconds from opening the database after a crash to the first claim."""
    database = open_database(folder)
    subscribe(database, people)
    outbox = SqlOutbox(database)
    outbox.enqueue(new_notice())
    outbox.exchange([], "whatsapp", IN_FLIGHT, now=datetime.now(UTC))
    database.close()
    began = time.perf_counter()
    database = open_database(folder)
    outbox = SqlOutbox(database)
    found = outbox.recover(datetime.now(UTC))
    outbox.waiting("whatsapp")
    claims = outbox.exchange([], "whatsapp", 1, now=datetime.now(UTC))
    seconds = time.perf_counter() - began
    database.close()
    assert (found, len(claims)) == (IN_FLIGHT, 1)
    return {"seconds": seconds}


def history(folder: Path, notices: int) -> dict[str, float]:
    """Milliseconds to open a database with so many folded notices of 3,000 people, and for its first page."""
    write_history(folder, notices)
    times = []
    for _ in range(5):
        began = time.perf_counter()
        database = open_database(folder)
        opened = time.perf_counter()
        page = Notices(database).latest(50)
        waiting = SqlOutbox(database).waiting("whatsapp")
        read = time.perf_counter()
        database.close()
        assert len(page) == min(50, notices)
        assert not waiting
        times.append((opened - began, read - opened))
    opening, reading = (1000 * sorted(each)[2] for each in zip(*times, strict=True))
    size = sum(path.stat().st_size for path in folder.glob("comunecast.db*")) / 2**20
    return {"open_ms": opening, "first_page_ms": reading, "file_mb": size}


def write_history(folder: Path, notices: int) -> None:
    """Years of notices whose deliveries were folded."""
    database = open_database(folder)
    new, begin = new_notice(), datetime.now(UTC) - timedelta(minutes=notices)
    states = {DeliveryState.READ: 1800, DeliveryState.DELIVERED: 1100, DeliveryState.FAILED: 100}
    for first in range(1, notices + 1, _BATCH):
        ids = range(first, min(first + _BATCH, notices + 1))
        with database.writing() as connection:
            connection.execute(
                notice.insert(),
                [
                    {
                        "id": id,
                        "draft_uuid": str(id),
                        "category": new.category,
                        "priority": new.priority,
                        "title": new.title,
                        "text": new.text,
                        "fields": {},
                        "created_at": begin + timedelta(minutes=id),
                    }
                    for id in ids
                ],
            )
            connection.execute(
                delivery_count.insert(),
                [
                    {"notice_id": id, "channel": "whatsapp", "state": state, "count": count}
                    for id in ids
                    for state, count in states.items()
                ],
            )
    database.close()


_PARTS: dict[str, Callable[[Path, int], dict[str, float]]] = {
    "enqueue": enqueue,
    "recovery": recovery,
    "history": history,
}

if __name__ == "__main__":
    print(json.dumps(_PARTS[sys.argv[1]](Path(sys.argv[2]), int(sys.argv[3]))))
