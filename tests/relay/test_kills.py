# SPDX-License-Identifier: EUPL-1.2
"""A relay that is killed at any instant, under posts of 1 to 1,000 updates, while the workstation pulls from it."""

from __future__ import annotations

import base64
import random
import socket
import sqlite3
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
import requests

from tests.relay.load import answered, request
from tests.relay.posts import bodies
from tests.relay.running import RunningRelay

SENDERS = 6
MOVES_ITS_LOG_OFTEN = (
    "import sys; from comunecast_gui.relay import event_store; event_store._CHECKPOINT_BYTES = 500_000\n"
    "from comunecast_gui.relay.__main__ import main; sys.exit(main())"
)
"""A kill also meets the moving of the log, which otherwise comes once in 64 MB."""
SIZES = (1, 1, 1, 2, 5, 30, 200, 1000)


@dataclass
class Evening:
    """What Meta posted and was answered 200 to, and what the workstation has."""

    relay: RunningRelay
    over: threading.Event = field(default_factory=threading.Event)
    changed: threading.Condition = field(default_factory=threading.Condition)
    posted: set[bytes] = field(default_factory=set)
    answered: set[bytes] = field(default_factory=set)
    pulled: set[bytes] = field(default_factory=set)
    acknowledged: int = 0

    def meta(self, seed: int) -> None:
        """Posts one body after the other, each again until it is answered 200, as Meta does."""
        draw, number = random.Random(seed), 0
        ready = bodies(SIZES, seed)
        while not self.over.is_set():
            number += 1
            body = draw.choice(ready).replace(b"whatsapp_business_account", b"account_%d_%d" % (seed, number))
            with self.changed:
                self.posted.add(body)
            while not self.over.is_set() and not self.is_taken(body):
                self.over.wait(0.01)

    def is_taken(self, body: bytes) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", urlsplit(self.relay.url).port or 0), timeout=10) as connection:
                connection.sendall(request(body, self.relay.signature(body)))
                status = answered(connection.recv)
        except OSError:
            return False
        assert status == 200
        with self.changed:
            self.answered.add(body)
            self.changed.notify_all()
        return True

    def workstation(self) -> None:
        """Pulls and acknowledges for as long as there is something, also while the relay comes and goes."""
        while not self.over.is_set():
            try:
                self.pull()
            except requests.RequestException:
                self.over.wait(0.01)

    def pull(self) -> bool:
        """One page: opened, taken, and only then acknowledged. False if there was nothing."""
        page = self.relay.get("/events", after=self.acknowledged, limit=20).json()
        with self.changed:
            self.pulled |= {self.relay.opened(base64.b64decode(event["sealed"])) for event in page["events"]}
        self.relay.ack(page["last"]).raise_for_status()
        self.acknowledged = page["last"]
        return bool(page["events"])

    def wait_for_answers(self, count: int) -> None:
        with self.changed:
            wanted = len(self.answered) + count
            assert self.changed.wait_for(lambda: len(self.answered) >= wanted, timeout=60)


@pytest.mark.parametrize("kills", [6, pytest.param(12, marks=[pytest.mark.slow, pytest.mark.timeout(600)])])
def test_a_kill_at_any_instant_loses_nothing_that_was_answered(
    make_relay: Callable[..., RunningRelay], kills: int
) -> None:
    evening = Evening(make_relay(command=(sys.executable, "-c", MOVES_ITS_LOG_OFTEN), RELAY_RATE="0"))
    threads = [threading.Thread(target=evening.meta, args=(seed,)) for seed in range(SENDERS)]
    threads.append(threading.Thread(target=evening.workstation))
    draw = random.Random(kills)
    for thread in threads:
        thread.start()
    try:
        for _ in range(kills):
            evening.wait_for_answers(1)
            evening.over.wait(draw.uniform(0, 0.3))
            evening.relay.kill()
            evening.relay.start()
        evening.wait_for_answers(1)
    finally:
        evening.over.set()
        for thread in threads:
            thread.join()
    while evening.pull():
        pass
    assert evening.answered <= evening.pulled <= evening.posted
    assert len(evening.answered) > kills
    with closing(sqlite3.connect(evening.relay.folder / "relay.db")) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert b"messaging_product" not in evening.relay.bytes_on_disk()


def test_two_processes_of_a_web_host_share_one_file(make_relay: Callable[..., RunningRelay]) -> None:
    first = make_relay(RELAY_RATE="0")
    second = RunningRelay(first.folder, first.keys, settings=first.settings)
    second.start()
    try:
        evenings = [Evening(first), Evening(second)]
        threads = [
            threading.Thread(target=evening.meta, args=(seed,)) for seed, evening in enumerate(evenings * SENDERS)
        ]
        for thread in threads:
            thread.start()
        for evening in evenings:
            evening.wait_for_answers(40)
            evening.over.set()
        for thread in threads:
            thread.join()
        assert sorted(first.held()) == sorted(second.held()) == sorted(set.union(*(e.answered for e in evenings)))
    finally:
        second.kill()
