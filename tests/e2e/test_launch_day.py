# SPDX-License-Identifier: EUPL-1.2
"""The day a town announces its number: a thousand people write at once, and every process dies in the middle of it.

Meta's stand-in, the relay and the workstation's pull are killed at random, by a seed that always stands for the same
lots. An hour is pressed into seconds. ``python3 dev.py launch --seeds 20`` runs more days than the normal suite, and
with ``--database pg`` on a server.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import requests
import sqlalchemy as sa

from comunecast_gui.core.inbound.events import ANSWER_PREFIX
from comunecast_gui.core.inbound.pull import AT_ONCE
from comunecast_gui.sandbox.config import TRAINING_TELEGRAM_TOKEN, TRAINING_WHATSAPP_TOKEN
from tests import databases
from tests.relay.running import RunningRelay

SEEDS = int(os.environ.get("COMUNECAST_LAUNCH_SEEDS", "1"))
KINDS = databases.KINDS if SEEDS > 1 else databases.KINDS[:1]
SECRET = "training-app-secret"
PEOPLE = 1000
LEAVING = 15
PAUSE_SECONDS = 0.005
"""Between two messages, so that there is time to die while people write."""
CHATTER = ("Grazie!", "Buongiorno, c'è una buca in via Roma segretissima", "👍", "Quando passa l'umido?", "ok attivato")
PHOTO = "photo"
OFFICE = """
[office]
name = "Comune di Calcinaia"
phone = "0587 265442"
privacy_url = "https://comune.example.it/privacy"
[whatsapp]
graph_url = "{graph}"
phone_number_id = "106540352242922"
business_account_id = "102290129340398"
rate_per_second = 800
[relay]
url = "{relay}"
"""


@dataclass
class LaunchDay:
    """An office, its relay and the stand-in of Meta, each in a process of its own that may be killed."""

    folder: Path
    relay: RunningRelay
    database: str
    """The address of the office's database; empty for a file."""
    meta: subprocess.Popen[str] | None = None
    graph: str = ""
    kills: Counter[str] = field(default_factory=Counter)

    @property
    def memory(self) -> Path:
        """What the stand-in of Meta remembers, beyond its death; no folder of the office."""
        return self.folder / "meta" / "memory.jsonl"

    def start_meta(self) -> None:
        """Starts the stand-in on the port that it had before."""
        self.memory.parent.mkdir(exist_ok=True)
        port = int(self.graph.rpartition(":")[2] or 0)
        config = self.memory.with_name("meta.json")
        settings: dict[str, Any] = {"webhook_url": f"{self.relay.url}/webhook", "port": port}
        settings |= {"messages_per_second": 0, "pair_seconds": 0, "webhook_disorder": True}
        settings |= {"memory_file": str(self.memory), "latency_ms": [5, 40]}
        config.write_text(json.dumps(settings), encoding="utf-8")
        self.meta = subprocess.Popen(
            [sys.executable, "-m", "comunecast_gui.sandbox", "--config", str(config)], stdout=subprocess.PIPE, text=True
        )
        assert self.meta.stdout is not None
        self.graph = json.loads(self.meta.stdout.readline())["graph_url"]

    def kill_meta(self) -> None:
        assert self.meta is not None
        self.meta.kill()
        self.meta.communicate()

    def shown(self) -> list[dict[str, Any]]:
        """Every message that a phone shows, as the stand-in noted it, with its ``number``."""
        noted = (json.loads(line) for line in self.memory.read_text(encoding="utf-8").splitlines())
        return [{"number": one["number"], **one["message"]} for one in noted if "message" in one]

    def owes(self) -> bool:
        """Whether the stand-in has webhooks to push."""
        noted = [json.loads(line) for line in self.memory.read_text(encoding="utf-8").splitlines()]
        pushed = next((one["delivered"] for one in reversed(noted) if "delivered" in one), 0)
        return sum("webhook" in one for one in noted) > pushed

    def writes(self, session: requests.Session, sender: str, text: str) -> None:
        """A citizen writes, and again where the phone says that it did not go out."""
        body = {"number": sender, "text": text}
        if text == PHOTO:
            body |= {"text": "una buca in via Verdi segretissima", "media": "image"}
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                answer = session.post(f"{self.graph}/_sandbox/citizen", json=body, timeout=10)
            except requests.ConnectionError:
                time.sleep(0.05)
            else:
                assert answer.ok
                return
        raise AssertionError("Meta's stand-in did not come back")

    def start(self, *words: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "comunecast_gui", "--data-dir", str(self.folder / "data"), *words]
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def run(self, *words: str) -> dict[str, Any]:
        process = self.start("--json", *words)
        out, err = process.communicate(timeout=100)
        assert process.returncode == 0, err
        return dict(json.loads(out))

    def answers(self, where: str = "1 = 1") -> dict[int, str]:
        """The state of each answer that the office knows of."""
        return dict(self.rows(f"SELECT id, state FROM answer WHERE {where}"))  # noqa: S608

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        if not self.database:
            with closing(sqlite3.connect(self.folder / "data" / "comunecast.db")) as connection:
                return connection.execute(statement).fetchall()
        engine = sa.create_engine(self.database)
        try:
            with engine.connect() as server:
                return [tuple(row) for row in server.exec_driver_sql(statement)]
        finally:
            engine.dispose()

    def kept(self) -> bytes:
        """Everything that the office and its relay keep, in files and on the server."""
        files = [path for path in self.folder.rglob("*") if path.is_file() and self.memory.parent not in path.parents]
        everything = b"".join(path.read_bytes() for path in files)
        if self.database:
            tables = self.rows("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
            for (table,) in tables:
                everything += repr(self.rows(f'SELECT * FROM "{table}"')).encode()  # noqa: S608
        return everything

    def active(self) -> set[str]:
        listed = self.run("subscribers", "list", "--state", "active", "--show-numbers")
        return {one["phone"].lstrip("+") for one in listed["subscribers"]}


def number(person: int) -> str:
    return f"39333{2_000_000 + person}"


@pytest.fixture(params=KINDS)
def day(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LaunchDay]:
    with databases.fresh_url(request.param) as database:
        yield from launch_day(tmp_path, monkeypatch, database)


def launch_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database: str) -> Iterator[LaunchDay]:
    relay = RunningRelay(tmp_path, secret=SECRET)
    relay.start()
    made = LaunchDay(tmp_path, relay, database)
    made.start_meta()
    for name, value in {
        "COMUNECAST_TELEGRAM_TOKEN": TRAINING_TELEGRAM_TOKEN,
        "COMUNECAST_WHATSAPP_TOKEN": TRAINING_WHATSAPP_TOKEN,
        "COMUNECAST_RELAY_KEY": relay.keys.bearer_key,
        "COMUNECAST_RELAY_PRIVATE_KEY": relay.keys.private_key,
    }.items():
        monkeypatch.setenv(name, value)
    office = tmp_path / "office.toml"
    text = OFFICE.format(graph=made.graph, relay=relay.url)
    office.write_text(f'{text}[database]\nurl = "{database}"\n' if database else text, encoding="utf-8")
    made.run("configure", str(office))
    yield made
    relay.kill()
    made.kill_meta()


def messages_of_the_day(draw: random.Random) -> list[tuple[str, str]]:
    """Who writes what, in an order in which nobody leaves before having joined."""
    events: list[tuple[float, str, str]] = []
    for person in range(PEOPLE):
        joining = draw.uniform(20, 21) if person % 5 == 0 else draw.uniform(0, 60)  # 200 in one minute
        word = draw.choice(["Attiva", "ATTIVA", "attiva!", "Buongiorno, attiva grazie", "Attiva\n\nInviato da iPhone"])
        events.append((joining, number(person), word))
        if draw.random() < 0.1:
            events.append((draw.uniform(0, 60), number(person), draw.choice([*CHATTER, PHOTO])))
        if draw.random() < 0.05:
            events.append((draw.uniform(joining, 60), number(person), "attiva"))
    for person in range(LEAVING):
        word = draw.choice(["Disattiva", "cancellatemi dalla lista", "non voglio più ricevere messaggi"])
        events.append((61 + person, number(person), word))
    return [(sender, text) for _, sender, text in sorted(events)]


def pulls(day: LaunchDay, over: threading.Event, draw: random.Random) -> None:
    """The workstation: pulls again and again, and every now and then it is killed in the middle."""
    while not over.is_set():
        process = day.start("inbox", "pull")
        if draw.random() < 0.5:
            over.wait(draw.uniform(0.8, 4))
            day.kills["pull"] += process.poll() is None
            process.send_signal(signal.SIGKILL)
        process.communicate()


def kills(day: LaunchDay, over: threading.Event, draw: random.Random) -> None:
    """Now the relay dies and now Meta's stand-in, and comes back soon."""
    first = draw.sample(["relay", "meta"], 2)
    while first or not over.is_set():
        over.wait(draw.uniform(0.5, 2))
        which = first.pop() if first else draw.choice(["relay", "meta"])
        day.kills[which] += 1
        day.relay.kill() if which == "relay" else day.kill_meta()
        time.sleep(draw.uniform(0, 0.3))
        day.relay.start() if which == "relay" else day.start_meta()


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="kills processes as a power cut would")
@pytest.mark.timeout(300)
@pytest.mark.parametrize("seed", range(SEEDS), ids=lambda seed: f"seed-{seed}-")
def test_a_launch_day(day: LaunchDay, seed: int) -> None:
    draw = random.Random(seed)
    messages = messages_of_the_day(draw)
    over = threading.Event()
    lots = [random.Random(draw.random()) for _ in range(2)]
    threads = [
        threading.Thread(target=does, args=(day, over, lot)) for does, lot in zip((pulls, kills), lots, strict=True)
    ]
    for thread in threads:
        thread.start()
    try:
        with requests.Session() as session:
            for sender, text in messages:
                day.writes(session, sender, text)
                time.sleep(PAUSE_SECONDS)
    finally:
        over.set()
        for thread in threads:
            thread.join()
    deadline = time.monotonic() + 120
    while day.owes() or day.run("inbox", "pull")["events"]:
        assert time.monotonic() < deadline, "there is always more to read"

    assert day.active() == {number(person) for person in range(LEAVING, PEOPLE)}
    shown = [one for one in day.shown() if one["callback_data"].startswith(ANSWER_PREFIX)]
    arrived = Counter(int(one["callback_data"].removeprefix(ANSWER_PREFIX)) for one in shown)
    known = day.answers()
    # Each answer went out once, and the office knows of each whether it did: receipts settle what a kill left open.
    assert set(arrived.values()) == {1}
    assert {answer: known[answer] for answer in arrived if known[answer] != "delivered"} == {}
    assert {answer for answer, state in known.items() if state == "delivered"} == set(arrived)
    unknown = {answer for answer, state in known.items() if state == "unknown"}
    assert set(known) == unknown | set(arrived)
    assert len(unknown) <= AT_ONCE * (day.kills["meta"] + day.kills["pull"]), day.kills
    # One welcome each, but for whom the call was cut before Meta had it: that one is never made again.
    welcomed = Counter(one["number"] for one in shown if "Iscrizione attiva" in one["text"])
    assert max(welcomed.values()) == 1
    without = {number(person) for person in range(LEAVING, PEOPLE)} - set(welcomed)
    assert len(without) <= len(unknown & day.answers("kind = 'welcome'").keys())
    assert day.run("ledger", "verify")["ok"]
    nothing_else_is_kept(day)


def nothing_else_is_kept(day: LaunchDay) -> None:
    everything = day.kept()
    for secret in ("segretissima", "buca in via", "umido", "Inviato da iPhone", "dalla lista", "wamid.IN"):
        assert secret.encode() not in everything
    logs = b"".join(path.read_bytes() for path in (day.folder / "data" / "logs").iterdir())
    assert number(0)[2:7].encode() not in logs
    for person in range(LEAVING):
        assert number(person).encode() not in everything
