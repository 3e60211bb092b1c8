# SPDX-License-Identifier: EUPL-1.2
"""A relay in a process of its own, as Meta and the workstation see it, that a test may kill and start again."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests

from comunecast_gui.channels.sealed_letter import LetterOpener
from comunecast_gui.relay.keys import Keys, make_keys

SECRET = "the-app-secret"
VERIFY_TOKEN = "the-verify-token"
COMMAND = (sys.executable, "-m", "comunecast_gui.relay")


@dataclass
class RunningRelay:
    """One relay over ``folder``; its port stays the same from one start to the next."""

    folder: Path
    keys: Keys = field(default_factory=make_keys)
    secret: str = SECRET
    settings: dict[str, str] = field(default_factory=dict)
    command: Sequence[str] = COMMAND
    url: str = ""
    process: subprocess.Popen[str] | None = None

    @property
    def environment(self) -> dict[str, str]:
        return {
            "RELAY_VERIFY_TOKEN": VERIFY_TOKEN,
            "RELAY_APP_SECRET": self.secret,
            "RELAY_KEY_HASH": self.keys.bearer_key_hash,
            "RELAY_PUBLIC_KEY": self.keys.public_key,
            "RELAY_DATABASE": str(self.folder / "relay.db"),
            **self.settings,
        }

    def start(self) -> None:
        port = self.url.rpartition(":")[2] or "0"
        with (self.folder / "relay.log").open("a", encoding="utf-8") as log:
            self.process = subprocess.Popen(
                [*self.command, "serve", "--port", port],
                env={**os.environ, **self.environment},
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, (self.folder / "relay.log").read_text(encoding="utf-8")
        self.url = json.loads(line)["url"]

    def kill(self) -> None:
        """Ends the process as a power cut would."""
        if self.process is not None:
            self.process.kill()
            self.process.communicate()
            self.process = None

    def signature(self, body: bytes) -> str:
        return "sha256=" + hmac.new(self.secret.encode(), body, hashlib.sha256).hexdigest()

    def post(self, body: bytes, signature: str | None = None) -> requests.Response:
        """Posts a webhook as Meta does."""
        headers = {"X-Hub-Signature-256": self.signature(body) if signature is None else signature}
        return requests.post(f"{self.url}/webhook", data=body, headers=headers, timeout=10)

    def get(self, path: str, key: str | None = None, **params: Any) -> requests.Response:
        headers = {"Authorization": f"Bearer {self.keys.bearer_key if key is None else key}"}
        return requests.get(f"{self.url}{path}", params=params, headers=headers, timeout=10)

    def ack(self, upto: Any, key: str | None = None) -> requests.Response:
        headers = {"Authorization": f"Bearer {self.keys.bearer_key if key is None else key}"}
        return requests.post(f"{self.url}/ack", json={"upto": upto}, headers=headers, timeout=10)

    def held(self) -> list[bytes]:
        """The payloads that wait, opened with the workstation's key."""
        found: list[bytes] = []
        after = 0
        while events := self.get("/events", after=after, limit=1000).json()["events"]:
            found += [self.opened(base64.b64decode(event["sealed"])) for event in events]
            after = events[-1]["id"]
        return found

    def opened(self, sealed: bytes) -> bytes:
        """What was posted, opened with the workstation's key."""
        letter = LetterOpener([self.keys.private_key]).open(sealed)
        assert letter is not None
        return letter.body

    def bytes_on_disk(self) -> bytes:
        return b"".join(path.read_bytes() for path in self.folder.rglob("*") if path.is_file())
