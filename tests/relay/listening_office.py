# SPDX-License-Identifier: EUPL-1.2
"""An office with a relay and no other service: the tests post as Meta does, and the office reads what arrived."""

from __future__ import annotations

import base64
import io
import json
import sqlite3
from contextlib import closing, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from nacl.public import PublicKey, SealedBox

from comunecast_gui.__main__ import main
from tests.relay.running import RunningRelay

WITHOUT_A_RELAY = """
[office]
name = "Comune di Calcinaia"
localities = ["Calcinaia"]
phone = "0587 265442"
timezone = "Europe/Rome"
[telegram]
base_url = "http://127.0.0.1:9/bot"
[[telegram.channels]]
name = "principale"
chat = "@comunecalcinaia"
"""
RELAY = """
[inbox]
answers = false
[relay]
url = "{url}"
"""


@dataclass
class ListeningOffice:
    """The data folder of an office, its relay, and the real commands."""

    data_dir: Path
    relay: RunningRelay

    def configure(self) -> None:
        file = self.data_dir.parent / "office.toml"
        file.write_text(WITHOUT_A_RELAY + RELAY.format(url=self.relay.url), encoding="utf-8")
        self.run("configure", str(file))

    def run(self, *words: str, code: int = 0) -> dict[str, Any]:
        """Runs a command with ``--json``, which must end with ``code``; its answer has its other words as "told"."""
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            found = main(["--data-dir", str(self.data_dir), "--json", *words])
        assert found == code, f"{words} ended with {found}, not {code}\n{out.getvalue()}\n{err.getvalue()}"
        return {**json.loads(out.getvalue()), "told": err.getvalue()}

    def active(self) -> set[str]:
        """The numbers of the subscribers."""
        listed = self.run("subscribers", "list", "--state", "active", "--show-numbers")
        return {one["phone"].lstrip("+") for one in listed["subscribers"]}

    def checks(self, code: int) -> dict[str, dict[str, Any]]:
        """What the healthcheck found, by name."""
        return {one["name"]: one for one in self.run("healthcheck", code=code)["checks"]}

    def waiting_at_relay(self) -> list[int]:
        """The ids of the letters that the relay still has."""
        with closing(sqlite3.connect(self.relay.folder / "relay.db")) as database:
            return [row[0] for row in database.execute("SELECT id FROM event ORDER BY id")]

    def put_on_the_disk(self, *letters: bytes, public_key: str = "") -> None:
        """Writes letters into the relay's file, as a person does who can write there and knows the public key."""
        box = SealedBox(PublicKey(base64.b64decode(public_key or self.relay.keys.public_key)))
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        with closing(sqlite3.connect(self.relay.folder / "relay.db", timeout=10)) as database, database:
            rows = [(now, box.encrypt(letter)) for letter in letters]
            database.executemany("INSERT INTO event (received_at, sealed) VALUES (?, ?)", rows)


def message(number: str, text: str, at: datetime | None = None) -> bytes:
    """What Meta posts when somebody writes."""
    moment = at or datetime.now(UTC)
    written = {
        "from": number,
        "id": f"wamid.{number}.{text}.{moment.timestamp()}",
        "timestamp": str(int(moment.timestamp())),
        "type": "text",
        "text": {"body": text},
    }
    value = {"messaging_product": "whatsapp", "contacts": [{"wa_id": number}], "messages": [written]}
    entry = {"id": "102290129340398", "changes": [{"field": "messages", "value": value}]}
    return json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()
