# SPDX-License-Identifier: EUPL-1.2
"""Benchmarks a town of which a third chose zones or topics: the cost for the queue, the table and the count.

``python -m tests.benchmarks.choices FOLDER PEOPLE``
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from comunecast_gui.core.choices import Breadth
from comunecast_gui.store.consent import audience
from comunecast_gui.store.consent.subscribers import Filter, Subscribers
from comunecast_gui.store.db.database import Database, open_database
from comunecast_gui.store.db.schema import subscriber
from comunecast_gui.store.delivery.outbox import SqlOutbox
from tests.store.samples import WHATSAPP, new_notice

ZONES, TOPICS = ("calcinaia", "fornacette", "oltrarno", "sardina"), ("meteo", "rifiuti")
WANTED = (
    Filter(zone="fornacette"),
    Filter(topic="meteo"),
    Filter(zone="fornacette", topic="meteo"),
    Filter("333", zone="fornacette", topic="meteo"),
    Filter("99999", zone="fornacette"),
)


def measure(folder: Path, people: int) -> dict[str, float]:
    """Milliseconds of a filter of the table and of the number before sending, seconds of queueing."""
    database = open_database(folder)
    _settle(database, people)
    subscribers, outbox = Subscribers(database), SqlOutbox(database)
    some = {"zones": ("fornacette",), "topic": "meteo"}
    looks = [_timed(lambda wanted=wanted: subscribers.look(wanted)) for wanted in WANTED * 20]  # type: ignore[misc]
    counts = [_timed(lambda: audience.people(database, **some)) for _ in range(20)]  # type: ignore[arg-type]
    figures: dict[str, float] = {"reached": audience.people(database, **some)}  # type: ignore[arg-type]
    for name, each in (("look", looks), ("count", counts)):
        for clock, times in zip(("wall", "cpu"), zip(*each, strict=True), strict=True):
            ordered = sorted(times)
            figures[f"{name}_p50_{clock}"] = 1000 * ordered[len(ordered) // 2]
            figures[f"{name}_p99_{clock}"] = 1000 * ordered[int(0.99 * len(ordered))]
    figures["everybody"], _ = _timed(lambda: outbox.enqueue(new_notice(channels=(WHATSAPP,))))
    figures["some"], _ = _timed(lambda: outbox.enqueue(new_notice(channels=(WHATSAPP,), **some)))
    database.close()
    return figures


def _settle(database: Database, people: int) -> None:
    draw, now = random.Random(18), datetime.now(UTC)
    rows = []
    for id in range(1, people + 1):
        row = {"id": id, "wa_id": f"39{3_200_000_000 + id}", "state": "active", "since": now, "source": "whatsapp"}
        wants = {"zone_breadth": Breadth.ALL, "zone_names": "", "topic_breadth": Breadth.ALL, "topic_names": ""}
        if id % 3 == 0 and id % 2:
            wants |= {"zone_breadth": Breadth.SOME, "zone_names": f" {draw.choice(ZONES)} "}
        elif id % 3 == 0:
            wants |= {"topic_breadth": Breadth.BUT, "topic_names": f" {draw.choice(TOPICS)} "}
        rows.append(row | wants)
    with database.writing() as connection:
        connection.execute(subscriber.insert(), rows)


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock, and of CPU."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]), int(sys.argv[2]))))
