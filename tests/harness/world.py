# SPDX-License-Identifier: EUPL-1.2
"""One office with its citizens, services and databases under faults, and the conditions that must hold."""

from __future__ import annotations

import io
import json
import os
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from comunecast_gui.__main__ import main
from comunecast_gui.core.model import DeliveryState, Priority
from comunecast_gui.core.ports import NewNotice
from comunecast_gui.sandbox.config import TRAINING_TELEGRAM_TOKEN, TRAINING_WHATSAPP_TOKEN, SandboxConfig
from comunecast_gui.sandbox.server import Sandbox, run_sandbox
from comunecast_gui.store.consent.person_rows import number_hash
from comunecast_gui.store.consent.subscribers import Subscribers
from comunecast_gui.store.db.database import Database, open_database
from comunecast_gui.store.db.schema import IS_UNKNOWN, delivery, subscriber
from comunecast_gui.store.delivery.notices import Notices
from comunecast_gui.store.delivery.outbox import SqlOutbox
from comunecast_gui.store.delivery.receipts import Receipt, ReceiptKind
from tests.e2e.conftest import NOTICE, OFFICE
from tests.harness.wire import Wire
from tests.receipts import receive

_QUESTION = b"[s/N]"
WHATSAPP, TELEGRAM = "whatsapp", "telegram:principale"
RATE = 200
CONCURRENCY = round(RATE * 0.3)
"""How many calls may be under way at once at this rate (wiring.py)."""
_PATIENCE = 60.0
_RESUMES = 6

_S = DeliveryState
_ENDS: dict[str, frozenset[str]] = {
    _S.UNKNOWN: frozenset({_S.ACCEPTED, _S.HELD, _S.DELIVERED, _S.READ, _S.FAILED}),
    _S.HELD: frozenset({_S.ACCEPTED, _S.DELIVERED, _S.READ, _S.FAILED}),
    _S.ACCEPTED: frozenset({_S.DELIVERED, _S.READ, _S.FAILED}),
    _S.FAILED: frozenset({_S.DELIVERED, _S.READ}),
    _S.DELIVERED: frozenset({_S.READ}),
    _S.READ: frozenset(),
    _S.CANCELLED: frozenset({_S.DELIVERED, _S.READ}),
    _S.SKIPPED: frozenset({_S.DELIVERED, _S.READ}),
    _S.EXPIRED: frozenset({_S.DELIVERED, _S.READ}),
}
"""Where each state may lead to without a person's word; ``queued`` and ``sending`` may lead anywhere."""

_SET_ASIDE = frozenset({_S.CANCELLED, _S.SKIPPED, _S.EXPIRED})


@dataclass
class World:
    """A town in which one notice waits to be sent."""

    folder: Path
    sandbox: Sandbox
    wire: Wire
    database: Database
    url: str
    random: random.Random
    numbers: dict[int, str] = field(default_factory=dict)
    """The number behind each WhatsApp delivery, also of who has left since."""
    processes: list[subprocess.Popen[str]] = field(default_factory=list)
    in_doubt: int = 0
    """How many rows may rightly be of unknown outcome after what was done."""
    environment: dict[str, str] = field(default_factory=dict)
    """What processes find in their environment beside this one's."""
    spared: set[int] = field(default_factory=set)
    """Deliveries that were still queued when they must no longer go out."""
    failures: list[str] = field(default_factory=list)

    @property
    def outbox(self) -> SqlOutbox:
        return SqlOutbox(self.database)

    @property
    def notices(self) -> Notices:
        return Notices(self.database)

    @property
    def subscribers(self) -> Subscribers:
        return Subscribers(self.database)

    @property
    def shared(self) -> bool:
        return bool(self.url)

    def start(self, *words: str, workstation: str = "one") -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.harness.command", "--data-dir", str(self.folder / workstation), *words],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, **self.environment, "HARNESS_CLOCK": str(self.folder / "clock")},
        )
        self.processes.append(process)
        return process

    def run(self, *words: str, codes: set[int], workstation: str = "one") -> dict[str, Any]:
        """Runs the command to its end and returns its JSON; a status outside ``codes`` is a failure."""
        process = self.start(*words, "--json", workstation=workstation)
        out, err = process.communicate(timeout=_PATIENCE)
        if process.returncode not in codes:
            raise AssertionError(f"{' '.join(words)} ended with {process.returncode}\n{out}\n{err}")
        found: dict[str, Any] = json.loads(out or "{}")
        return found

    def answer(self, words: Sequence[str], meanwhile: Callable[[], object], answer: str) -> str:
        """Runs a command on a terminal; when it asks, ``meanwhile`` happens first. Returns what the terminal showed."""
        ours, theirs = os.openpty()
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.harness.command", "--data-dir", str(self.folder / "one"), *words],
            stdin=theirs,
            stdout=subprocess.DEVNULL,
            stderr=theirs,
            env={**os.environ, **self.environment, "HARNESS_CLOCK": str(self.folder / "clock")},
        )
        os.close(theirs)
        shown = b""
        with process, os.fdopen(ours, "r+b", buffering=0) as terminal, suppress(OSError):  # EIO: it has ended
            while piece := terminal.read(4096):
                asks = _QUESTION in shown + piece and _QUESTION not in shown
                shown += piece
                if asks:
                    meanwhile()
                    terminal.write(answer.encode() + b"\n")
        return shown.decode(errors="replace")

    def set_clock(self, seconds: float) -> None:
        """Makes the machine's clock wrong by ``seconds``."""
        fresh = self.folder / "clock.new"
        fresh.write_text(str(seconds))
        fresh.replace(self.folder / "clock")

    def received(self) -> Counter[int]:
        """How many messages the phones show of each delivery."""
        phones = self.sandbox.control.phones().values()
        return Counter(int(message.callback_data) for messages in phones for message in messages)

    def queue_another(self, priority: Priority = Priority.NORMAL) -> int:
        """Somebody queues the same for everybody once more; returns the notice's id."""
        first = self.notices.get(1)
        notice = self.outbox.enqueue(
            NewNotice(
                draft_uuid=f"another-{len(self.notices.latest())}",
                category=first.category,
                priority=priority,
                title=first.title,
                text=first.text,
                at=datetime.now(UTC),
                contents=self.notices.contents(1),
                valid_until=first.valid_until,
                topic=first.topic,
            )
        )
        self.learn_numbers()
        return notice

    def learn_numbers(self) -> None:
        """Notes the number behind each delivery while it is known."""
        query = sa.select(delivery.c.id, subscriber.c.wa_id).join(
            subscriber, subscriber.c.id == delivery.c.subscriber_id
        )
        with self.database.reading() as connection:
            self.numbers |= {row.id: row.wa_id for row in connection.execute(query) if row.id not in self.numbers}

    def states_of(self, notice: int) -> dict[int, str]:
        """The states of one notice's deliveries."""
        query = sa.select(delivery.c.id, delivery.c.state).where(delivery.c.notice_id == notice)
        with self.database.reading() as connection:
            return {row.id: row.state for row in connection.execute(query)}

    def here(self, *words: str) -> None:
        """Runs a command of the first workstation in this process; it must end well."""
        _here(self.folder / "one", *words)

    def wait_for(self, share: float) -> bool:
        """Waits until that share of the citizens has the notice; False when the command ended before."""
        wanted = share * len(self.numbers)
        deadline = time.monotonic() + 15
        while self.sandbox.control.summary()["messages"] < wanted:
            if all(process.poll() is not None for process in self.processes) or time.monotonic() > deadline:
                return False
            time.sleep(0.005)
        return True

    def states(self) -> dict[int, str]:
        with self.database.reading() as connection:
            return {row.id: row.state for row in connection.execute(sa.select(delivery.c.id, delivery.c.state))}

    def why_unknown(self) -> Mapping[str, int]:
        """How many deliveries are of unknown outcome for each reason; a ``timeout`` may be this machine's own."""
        with self.database.reading() as connection:
            return Counter(connection.execute(sa.select(delivery.c.code).where(IS_UNKNOWN)).scalars())

    def apply_receipts(self, *, twice: bool = False) -> None:
        """Hands over what Meta has pushed so far, in any order."""
        news = [status.value for status in self.sandbox.control.statuses()]
        self.random.shuffle(news)
        for value in news * (2 if twice else 1):
            errors = value.get("errors") or [{}]
            receive(
                self.database,
                Receipt(
                    ReceiptKind(value["status"]),
                    datetime.fromtimestamp(int(value["timestamp"]), UTC),
                    value["id"],
                    int(value["biz_opaque_callback_data"]),
                    str(errors[0].get("code", "")),
                ),
            )

    def finish(self) -> dict[str, Any]:
        """Ends what still runs, then goes on until nothing is queued; returns the last reply."""
        for process in self.processes:
            process.communicate(timeout=_PATIENCE)
        reply: dict[str, Any] = {}
        for _ in range(_RESUMES):
            reply = self.run("resume", codes={0, 2, 3})
            if not {DeliveryState.QUEUED, DeliveryState.SENDING} & set(self.states().values()):
                break
        return reply

    def close(self) -> None:
        for process in self.processes:
            if process.poll() is None:
                process.kill()
            process.communicate()
        self.database.close()


TOKENS = {
    "COMUNECAST_TELEGRAM_TOKEN": TRAINING_TELEGRAM_TOKEN,
    "COMUNECAST_WHATSAPP_TOKEN": TRAINING_WHATSAPP_TOKEN,
}


@contextmanager
def build(folder: Path, url: str, seed: int) -> Iterator[World]:
    """A town with a queued notice, whose services are reached over a wire."""
    chance = random.Random(seed)
    config = SandboxConfig(
        messages_per_second=0,
        telegram_per_second=0,
        telegram_per_minute=0,
        latency_ms=(5, 5 + chance.randrange(60)),
        seed=seed,
        read_share=0.5,
    )
    with run_sandbox(config) as sandbox, Wire(sandbox.port) as wire:
        (folder / "clock").write_text("0")
        office = OFFICE.format(
            telegram=f"http://127.0.0.1:{wire.port}/bot", graph=f"http://127.0.0.1:{wire.port}", rate=RATE
        )
        (folder / "office.toml").write_text(
            f'{office}\n[choices.topics]\nacqua = ["acqua_programmata"]\n[database]\nurl = "{url}"\n', encoding="utf-8"
        )
        (folder / "notice.toml").write_text(NOTICE, encoding="utf-8")
        observer = f"{url}?application_name=observer" if url else ""
        database = open_database(_data_dir(folder, "observer" if url else "one"), observer)
        world = World(folder, sandbox, wire, database, url, chance)
        try:
            _furnish(world)
            yield world
        finally:
            world.close()


def _data_dir(folder: Path, name: str) -> Path:
    path = folder / name
    path.mkdir(exist_ok=True)
    return path


def _furnish(world: World) -> None:
    for name in ("one", "two") if world.shared else ("one",):
        _here(_data_dir(world.folder, name), "configure", str(world.folder / "office.toml"))
    people = [f"39333{1_000_000 + n}" for n in range(world.random.randrange(150, 300))]
    now, secret = datetime.now(UTC), world.database.hash_key
    with world.database.writing() as connection:
        connection.execute(
            subscriber.insert(),
            [
                {"wa_id": number, "state": "active", "since": now, "number_hash": number_hash(secret, number)}
                for number in people
            ],
        )
    if world.random.random() < 0.8:  # looking the channel up takes three calls, 1.1 seconds apart
        world.outbox.keep_channel_memory(TELEGRAM, {"chat": "@comunecalcinaia", "chat_id": "-1001234567890"})
    _here(world.folder / "one", "templates", "submit", "acqua_programmata")
    _here(world.folder / "one", "send", str(world.folder / "notice.toml"), "--yes", "--enqueue-only")
    world.learn_numbers()
    assert len(world.numbers) == len(people)


def _here(data_dir: Path, *words: str) -> None:
    """Runs the command in this process, as long as all is well: that is quicker."""
    told = io.StringIO()
    with redirect_stdout(told), redirect_stderr(told):
        code = main(["--data-dir", str(data_dir), *words])
    assert code == 0, told.getvalue()


class Watch:
    """Looks at the rows all the time: none disappears, none goes backwards."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._before = world.states()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()
        self.look()

    def look(self) -> None:
        now = self._world.states()
        if gone := self._before.keys() - now.keys():
            self._world.failures.append(f"rows went: {gone}")
        for row, state in now.items():
            before = self._before.get(row, state)
            if state != before and before in _ENDS and state not in _ENDS[before]:
                self._world.failures.append(f"delivery {row} went from {before} to {state}")
        self._before = now

    def _run(self) -> None:
        while not self._stop.wait(0.03):
            self.look()


def verify(world: World, reply: dict[str, Any]) -> None:
    """Raises AssertionError for whatever is not as promised."""
    states, got = world.states(), world.received()
    counted = Counter(states.values())
    unsure = counted[_S.UNKNOWN]
    assert not world.failures, world.failures
    assert unsure <= world.in_doubt, f"at most {world.in_doubt} were under way, unknown are {world.why_unknown()}"
    assert counted[_S.QUEUED] == counted[_S.SENDING] == 0, counted
    for told in reply.get("notices", [reply]):
        said = sum((Counter(one) for one in told["channels"].values()), Counter[str]())
        assert said == Counter(world.states_of(told["notice"]).values())

    world.apply_receipts(twice=True)
    states = world.states()
    for row in world.numbers:
        has, state = got.pop(row, 0), states[row]
        told_it = state in {_S.ACCEPTED, _S.HELD, _S.DELIVERED, _S.READ}
        assert has <= 1, f"delivery {row} ({state}) was shown {has} times"
        assert has == told_it, f"delivery {row} is {state}, the phone shows {has}"
        assert row not in world.spared or state in _SET_ASIDE, f"delivery {row} is {state}, it came too late"
    assert not got, f"{len(got)} strangers got the notice"
    ends = Counter(state for row, state in states.items() if row not in world.numbers)
    posts = len(world.sandbox.control.posts())
    assert ends[_S.ACCEPTED] <= posts <= ends[_S.ACCEPTED] + ends[_S.UNKNOWN], (ends, posts)
    assert world.database.is_sound()
    assert not world.sandbox.control.complaints(), world.sandbox.control.complaints()[:3]


def send_again(world: World) -> None:
    """A person looks at the desk: who certainly has nothing may get it after all, once."""
    unsure = [row for row in world.notices.unknown() if row.delivery in world.numbers]
    for row in unsure[:2]:
        world.run("settle", str(row.delivery), "resend", codes={0})
        assert world.received()[row.delivery] == 1
    for row in unsure[2:]:
        world.notices.settle(row.delivery, "leave", datetime.now(UTC))
