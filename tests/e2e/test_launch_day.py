# SPDX-License-Identifier: EUPL-1.2
"""The day a town announces its number: a thousand people write at once, and processes die in the middle of it."""

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
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import requests

from comunecast_gui.sandbox.config import TRAINING_TELEGRAM_TOKEN, TRAINING_WHATSAPP_TOKEN
from tests.relay.running import RunningRelay

SEED = 20_260_511
SECRET = "training-app-secret"
PEOPLE = 1000
LEAVING = 15
CHATTER = ("Grazie!", "Buongiorno, c'è una buca in via Roma segretissima", "👍", "Quando passa l'umido?", "ok attivato")
OFFICE = """
[office]
name = "Comune di Calcinaia"
phone = "0587 265442"
privacy_url = "https://comune.example.it/privacy"
[whatsapp]
graph_url = "{graph}"
phone_number_id = "106540352242922"
business_account_id = "102290129340398"
rate_per_second = 400
[relay]
url = "{relay}"
"""


@dataclass
class LaunchDay:
    """An office, its relay and the stand-in of Meta, each in a process of its own that may be killed."""

    folder: Path
    relay: RunningRelay
    meta: subprocess.Popen[str] | None = None
    graph: str = ""
    welcomed: Counter[str] = field(default_factory=Counter)
    session: requests.Session = field(default_factory=requests.Session)

    def start_meta(self) -> None:
        """Starts the stand-in on the port that it had before."""
        port = int(self.graph.rpartition(":")[2] or 0)
        config = self.folder / "meta.json"
        settings: dict[str, Any] = {"webhook_url": f"{self.relay.url}/webhook", "port": port}
        settings |= {"messages_per_second": 0, "pair_seconds": 0, "webhook_disorder": True}
        config.write_text(json.dumps(settings), encoding="utf-8")
        self.meta = subprocess.Popen(
            [sys.executable, "-m", "comunecast_gui.sandbox", "--config", str(config)], stdout=subprocess.PIPE, text=True
        )
        assert self.meta.stdout is not None
        self.graph = json.loads(self.meta.stdout.readline())["graph_url"]

    def kill_meta(self) -> None:
        """What its phones show is noted first: it dies with it."""
        self.count_phones()
        assert self.meta is not None
        self.meta.kill()
        self.meta.communicate()

    def count_phones(self) -> None:
        for person in range(PEOPLE):
            shown = self.session.get(f"{self.graph}/_sandbox/phones/{number(person)}", timeout=10).json()
            self.welcomed[number(person)] += sum("Iscrizione attiva" in message["text"] for message in shown)

    def writes(self, sender: str, text: str) -> None:
        body = {"number": sender, "text": text}
        assert self.session.post(f"{self.graph}/_sandbox/citizen", json=body, timeout=10).ok

    def fails(self, **fault: Any) -> None:
        body = {"service": "whatsapp", "seed": SEED, **fault}
        assert self.session.post(f"{self.graph}/_sandbox/faults", json=body, timeout=10).ok

    def start(self, *words: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "comunecast_gui", "--data-dir", str(self.folder / "data"), *words]
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def run(self, *words: str) -> dict[str, Any]:
        process = self.start("--json", *words)
        out, err = process.communicate(timeout=100)
        assert process.returncode == 0, err
        return dict(json.loads(out))


def number(person: int) -> str:
    return f"39333{2_000_000 + person}"


@pytest.fixture
def day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    relay = RunningRelay(tmp_path, secret=SECRET)
    relay.start()
    made = LaunchDay(tmp_path, relay)
    made.start_meta()
    for name, value in {
        "COMUNECAST_TELEGRAM_TOKEN": TRAINING_TELEGRAM_TOKEN,
        "COMUNECAST_WHATSAPP_TOKEN": TRAINING_WHATSAPP_TOKEN,
        "COMUNECAST_RELAY_KEY": relay.keys.bearer_key,
        "COMUNECAST_RELAY_PRIVATE_KEY": relay.keys.private_key,
    }.items():
        monkeypatch.setenv(name, value)
    office = tmp_path / "office.toml"
    office.write_text(OFFICE.format(graph=made.graph, relay=relay.url), encoding="utf-8")
    made.run("configure", str(office))
    yield made
    relay.kill()
    if made.meta is not None:
        made.meta.kill()
        made.meta.communicate()
    made.session.close()


def messages_of_the_day(draw: random.Random) -> list[tuple[str, str]]:
    """Who writes what, in an order in which nobody leaves before having joined."""
    events: list[tuple[float, str, str]] = []
    for person in range(PEOPLE):
        joining = draw.uniform(0, 60)
        word = draw.choice(["Attiva", "ATTIVA", "attiva!", "Buongiorno, attiva grazie", "Attiva\n\nInviato da iPhone"])
        events.append((joining, number(person), word))
        if draw.random() < 0.1:
            events.append((draw.uniform(0, 60), number(person), draw.choice(CHATTER)))
    for person in range(LEAVING):
        word = draw.choice(["Disattiva", "cancellatemi dalla lista", "non voglio più ricevere messaggi"])
        events.append((61 + person, number(person), word))
    return [(sender, text) for _, sender, text in sorted(events)]


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="kills processes as a power cut would")
@pytest.mark.timeout(300)
def test_a_launch_day(day: LaunchDay) -> None:
    draw = random.Random(SEED)
    messages = messages_of_the_day(draw)
    over = threading.Event()

    def pulling() -> None:
        """The workstation: pulls again and again, and every now and then it is killed in the middle."""
        lots = random.Random(SEED + 1)
        while not over.is_set():
            process = day.start("inbox", "pull")
            if lots.random() < 0.4:
                over.wait(lots.uniform(0.8, 2.5))
                process.send_signal(signal.SIGKILL)
            process.communicate()

    for processed in (True, False):  # Meta's own bad moments: the call took effect, or not
        day.fails(kind="reset", method="messages", probability=0.02, times=None, processed=processed)
    workstation = threading.Thread(target=pulling)
    workstation.start()
    try:
        for count, (sender, text) in enumerate(messages):
            if text in ("Disattiva", "cancellatemi dalla lista") or text.startswith("non voglio"):
                time.sleep(1.1)  # WhatsApp's times are whole seconds, and at the same second leaving wins
            day.writes(sender, text)
            if count in (250, 500, 900):
                day.relay.kill()
                day.relay.start()
        deadline = time.monotonic() + 120
        expected = {number(person) for person in range(LEAVING, PEOPLE)}
        while active(day) != expected:
            assert time.monotonic() < deadline, f"{len(active(day))} of {len(expected)}"
            time.sleep(0.5)
    finally:
        over.set()
        workstation.join()
    last = day.run("inbox", "pull")
    assert last["waiting"] == 0
    day.kill_meta()
    day.start_meta()
    assert active(day) == expected

    lost = unknown_answers(day)
    assert max(day.welcomed.values()) == 1
    assert PEOPLE - sum(day.welcomed.values()) <= lost  # a call that a kill cut off is never made again
    assert day.run("ledger", "verify")["ok"]
    assert day.run("inbox", "pull")["waiting"] == 0
    everything = b"".join(path.read_bytes() for path in (*day.folder.rglob("*"),) if path.is_file())
    for secret in ("segretissima", "buca in via", "umido", "Inviato da iPhone", "dalla lista", "wamid.IN"):
        assert secret.encode() not in everything
    logs = b"".join(path.read_bytes() for path in (day.folder / "data" / "logs").iterdir())
    assert number(0)[2:7].encode() not in logs
    for person in range(LEAVING):
        assert number(person).encode() not in everything


def active(day: LaunchDay) -> set[str]:
    listed = day.run("subscribers", "list", "--state", "active", "--show-numbers")
    return {one["phone"].lstrip("+") for one in listed["subscribers"]}


def unknown_answers(day: LaunchDay) -> int:
    with closing(sqlite3.connect(day.folder / "data" / "comunecast.db")) as connection:
        query = "SELECT count(*) FROM answer WHERE kind = 'welcome' AND state IN ('unknown', 'sending')"
        return int(connection.execute(query).fetchone()[0])
