# SPDX-License-Identifier: EUPL-1.2
"""Several threads and programs on one file, and a program killed in the middle: nobody gets a notice twice."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from comunecast_gui.store.consent.subscribers import Subscribers
from comunecast_gui.store.db.database import Database, open_database
from comunecast_gui.store.delivery.outbox import SqlOutbox
from tests.store.samples import NOW, WHATSAPP, accepted, new_notice, people

PEOPLE = 300

_CLAIMER = """
import sys
from datetime import datetime
from pathlib import Path
from comunecast_gui.core.model import DeliveryState
from comunecast_gui.core.ports import Accepted, Result
from comunecast_gui.store.db.database import open_database
from comunecast_gui.store.delivery.outbox import SqlOutbox

outbox = SqlOutbox(open_database(Path(sys.argv[1]), sys.argv[3]))
now = datetime.fromisoformat(sys.argv[2])
results = []
print("ready", flush=True)
sys.stdin.readline()
while claims := outbox.exchange(results, "whatsapp", 3, now=now):
    print(*(claim.delivery for claim in claims), flush=True)
    results = [
        Result(claim.delivery, DeliveryState.ACCEPTED, now, accepted=Accepted(f"wamid.{claim.delivery}"))
        for claim in claims
    ]
"""


def start(folder: Path, url: str) -> subprocess.Popen[str]:
    root = Path(__file__).parents[3]
    process = subprocess.Popen(
        [sys.executable, "-c", _CLAIMER, str(folder), NOW.isoformat(), url],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=root,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def go(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def drain(outbox: SqlOutbox) -> list[int]:
    """Claims and answers three at a time until nothing is left; returns what it claimed."""
    mine: list[int] = []
    claims = outbox.exchange([], WHATSAPP, 3, now=NOW)
    while claims:
        mine += [claim.delivery for claim in claims]
        claims = outbox.exchange([accepted(claim) for claim in claims], WHATSAPP, 3, now=NOW)
    return mine


def test_threads_never_claim_the_same_row(tmp_path: Path, database: Database, database_url: str) -> None:
    people(database, PEOPLE)
    notice = SqlOutbox(database).enqueue(new_notice(channels=(WHATSAPP,)))
    second = open_database(tmp_path, database_url)
    with ThreadPoolExecutor(4) as pool:
        claimed = list(pool.map(drain, [SqlOutbox(each) for each in (database, second, database, second)]))
    second.close()
    flat = [delivery for part in claimed for delivery in part]
    assert len(flat) == len(set(flat)) == PEOPLE
    assert SqlOutbox(database).counts(notice)[WHATSAPP]["accepted"] == PEOPLE


def test_programs_never_claim_the_same_row(tmp_path: Path, database: Database, database_url: str) -> None:
    people(database, PEOPLE)
    notice = SqlOutbox(database).enqueue(new_notice(channels=(WHATSAPP,)))
    processes = [start(tmp_path, database_url) for _ in range(2)]
    for process in processes:
        go(process)
    flat = [int(word) for process in processes for word in process.communicate()[0].split()]
    assert [process.returncode for process in processes] == [0, 0]
    assert len(flat) == len(set(flat)) == PEOPLE
    assert SqlOutbox(database).counts(notice)[WHATSAPP]["accepted"] == PEOPLE


@pytest.mark.parametrize("lines", [1, 7, 20])
def test_a_killed_program_leaves_only_its_last_claims_in_doubt(
    tmp_path: Path, database: Database, database_url: str, lines: int
) -> None:
    people(database, PEOPLE)
    outbox = SqlOutbox(database)
    notice = outbox.enqueue(new_notice(channels=(WHATSAPP,)))
    process = start(tmp_path, database_url)
    assert process.stdout is not None
    go(process)
    announced = [process.stdout.readline() for _ in range(lines)]
    process.kill()
    announced += process.communicate()[0].splitlines()
    called = {int(word) for line in announced for word in line.split()}
    assert database.is_sound()
    doubtful = outbox.recover(NOW)
    counts = outbox.counts(notice)[WHATSAPP]
    # Killed between two commits there are its three claims; a kill after the last row finds none.
    assert doubtful in {0, 3}
    assert counts["accepted"] + counts["unknown"] + counts["queued"] == PEOPLE
    assert counts["unknown"] == doubtful
    assert not called & set(drain(outbox))


def test_programs_that_open_a_new_folder_at_once_share_one_database(tmp_path: Path) -> None:
    folder = tmp_path / "nuova"
    folder.mkdir()
    with ThreadPoolExecutor(4) as pool:
        opened = list(pool.map(open_database, [folder] * 4))
    assert len({each.hash_key for each in opened}) == 1
    people(opened[0], 1)
    assert [Subscribers(each).count() for each in opened] == [1, 1, 1, 1]
    for each in opened:
        each.close()


def test_a_draft_sent_from_two_threads_is_queued_once(database: Database) -> None:
    people(database, 5)
    outbox, new = SqlOutbox(database), new_notice(channels=(WHATSAPP,))
    with ThreadPoolExecutor(4) as pool:
        ids = set(pool.map(outbox.enqueue, [new] * 8))
    assert ids == {1}
    assert outbox.waiting(WHATSAPP) == {1: 5}
