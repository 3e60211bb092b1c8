# SPDX-License-Identifier: EUPL-1.2
"""A whole office for a test: stand-ins of both services over HTTP, and the real command in its own process."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from comunecast_gui.__main__ import main
from comunecast_gui.sandbox.config import TRAINING_TELEGRAM_TOKEN, TRAINING_WHATSAPP_TOKEN, SandboxConfig
from comunecast_gui.sandbox.control import Control
from comunecast_gui.sandbox.server import Sandbox, run_sandbox
from comunecast_gui.store.db.database import Database, open_database
from comunecast_gui.store.delivery.outbox import SqlOutbox

OFFICE = """
[office]
name = "Comune di Calcinaia"
localities = ["Calcinaia", "Fornacette"]
phone = "0587 265442"
timezone = "Europe/Rome"
alert_zone = "Tosc-A4"
[telegram]
base_url = "{telegram}"
[[telegram.channels]]
name = "principale"
chat = "@comunecalcinaia"
[whatsapp]
graph_url = "{graph}"
phone_number_id = "106540352242922"
business_account_id = "102290129340398"
rate_per_second = {rate}
"""
NOTICE = """
category = "acqua_programmata"
[fields]
gestore = "Acque SpA"
zona = "Fornacette"
periodo = { inizio = 2030-11-27T08:30:00, fine = 2030-11-27T16:30:00 }
vie = ["via Marconi", { via = "via Tosco Romagnola", tratto = "da via Casarosa al confine con Cascina" }]
motivo = "la perdita dell'acquedotto in via Roma & dintorni <1>"
"""


@dataclass(frozen=True)
class Ended:
    """A command that ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        found = json.loads(self.out)
        assert isinstance(found, dict)
        return found


@dataclass
class Town:
    """An office, its data folder, and the stand-ins behind it."""

    folder: Path
    sandbox: Sandbox

    @property
    def data_dir(self) -> Path:
        return self.folder / "data"

    def start(self, *words: str) -> subprocess.Popen[str]:
        """Starts ``comunecast`` with ``words`` in a process of its own."""
        return subprocess.Popen(
            [sys.executable, "-m", "comunecast_gui", "--data-dir", str(self.data_dir), *words],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *words: str, code: int = 0) -> Ended:
        """Runs ``comunecast`` with ``words`` in this process; it must end with ``code``."""
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            try:
                found = main(["--data-dir", str(self.data_dir), *words])
            except SystemExit as ended:  # the parser's own refusals
                found = int(ended.code or 0)
        assert found == code, f"{words} ended with {found}, not {code}\n{out.getvalue()}\n{err.getvalue()}"
        return Ended(found, out.getvalue(), err.getvalue())

    def checks(self, code: int = 0) -> dict[str, dict[str, Any]]:
        """What the healthcheck found, by name."""
        return {one["name"]: one for one in self.run("healthcheck", "--json", code=code).json["checks"]}

    def file(self, name: str, text: str) -> str:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    def subscribe(self, count: int) -> list[str]:
        """Imports ``count`` numbers and returns them."""
        numbers = [f"39333{1_000_000 + n}" for n in range(count)]
        self.run("subscribers", "import", self.file("people.csv", "telefono\n" + "\n".join(numbers)))
        return numbers

    @property
    def control(self) -> Control:
        return self.sandbox.control

    def received(self) -> Counter[str]:
        """How many messages each phone shows."""
        return Counter({number: len(messages) for number, messages in self.control.phones().items()})

    @property
    def messages(self) -> int:
        return int(self.control.summary()["messages"])


@pytest.fixture
def database(data_dir: Path, database_url: str) -> Iterator[Database]:
    opened = open_database(data_dir, database_url)
    yield opened
    opened.close()


@pytest.fixture
def outbox(database: Database) -> SqlOutbox:
    return SqlOutbox(database)


MakeTown = Callable[..., Town]


@pytest.fixture
def make_town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MakeTown]:
    """Makes a configured town with approved templates; ``limits`` are settings of the stand-ins.

    Their rate limits are off unless set, so that a test does not last as long as a real evening.
    """
    with ExitStack() as running:

        def make(rate: float = 400, **limits: Any) -> Town:
            free = {"messages_per_second": 0, "telegram_per_second": 0, "telegram_per_minute": 0}
            sandbox = running.enter_context(run_sandbox(SandboxConfig(**{**free, **limits})))
            tokens = {
                "COMUNECAST_TELEGRAM_TOKEN": TRAINING_TELEGRAM_TOKEN,
                "COMUNECAST_WHATSAPP_TOKEN": TRAINING_WHATSAPP_TOKEN,
            }
            for name, token in tokens.items():
                monkeypatch.setenv(name, token)
            town = Town(tmp_path, sandbox)
            office = OFFICE.format(telegram=sandbox.telegram_base_url, graph=sandbox.graph_url, rate=rate)
            town.run("configure", town.file("office.toml", office))
            town.run("templates", "submit", "acqua_programmata")
            town.run("templates", "sync")
            town.file("notice.toml", NOTICE)
            return town

        yield make


@pytest.fixture
def town(make_town: MakeTown) -> Town:
    return make_town()
