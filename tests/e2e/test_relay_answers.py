# SPDX-License-Identifier: EUPL-1.2
"""Whatever answers at the relay's address, ``inbox pull`` ends soon, in one sentence, and changes nothing."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from comunecast_gui.relay.keys import make_keys
from tests.e2e.conftest import MakeTown, Town

ANSWERS = {
    "deep": b"[" * 1_000_000,
    "deep-object": b'{"events": ' * 200_000,
    "deep-inside": b'{"events": ' + b"[" * 3000 + b"]" * 3000 + b', "last": 0}',
    "nothing": b"",
    "page": b"<html>Accedi alla rete</html>",
    "list": b"[]",
    "number": b'{"events": [], "last": ' + b"9" * 5000 + b"}",
    "infinity": b'{"events": [], "last": Infinity}',
    "event-id": b'{"events": [{"id": 1e400, "received_at": "2026-11-27T08:00:00", "sealed": ""}], "last": 1}',
    "event-time": b'{"events": [{"id": 1, "received_at": "9999-12-31T23:59:59-14:00", "sealed": "x"}], "last": 1}',
    "surrogate": b'{"events": [{"id": 1, "received_at": "\\ud800", "sealed": "\\udfff"}], "last": 1}',
    "noise": bytes(range(256)) * 100,
}


class Impostor(BaseHTTPRequestHandler):
    """Answers every question with the bytes of its server; without any it goes on for ever."""

    content: bytes | None = b""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        if self.content is not None:
            self.send_header("Content-Length", str(len(self.content)))
        self.end_headers()
        try:
            self.wfile.write(self.content or b"")
            while self.content is None:
                self.wfile.write(b'{"events": [' + b'"x",' * 100_000)
        except OSError:
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        """A test's output is its own."""


@pytest.fixture
def answering(make_town: MakeTown, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[bytes | None], Town]]:
    """Makes a town whose relay answers with these bytes; None: with bytes without end."""
    running: list[ThreadingHTTPServer] = []

    def make(content: bytes | None) -> Town:
        handler = type("Handler", (Impostor,), {"content": content})
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        running.append(server)
        town = make_town()
        keys = make_keys()
        monkeypatch.setenv("COMUNECAST_RELAY_KEY", keys.bearer_key)
        monkeypatch.setenv("COMUNECAST_RELAY_PRIVATE_KEY", keys.private_key)
        office = (town.folder / "office.toml").read_text(encoding="utf-8")
        url = f'\n[relay]\nurl = "http://127.0.0.1:{server.server_port}"\n'
        town.run("configure", town.file("office.toml", office + url))
        return town

    yield make
    for server in running:
        server.shutdown()
        server.server_close()


def refused(town: Town) -> str:
    began = time.monotonic()
    ended = town.run("inbox", "pull", "--json", code=2)
    assert time.monotonic() - began < 30
    assert len(ended.err.splitlines()) == 1, ended.err
    assert "storto" not in ended.err
    return ended.err


@pytest.mark.parametrize("name", ANSWERS)
def test_a_senseless_answer_of_the_relay(answering: Callable[[bytes | None], Town], name: str) -> None:
    town = answering(ANSWERS[name])
    assert "Nulla è andato perso" in refused(town)
    assert town.run("subscribers", "list", "--json").json["total"] == 0


def test_an_endless_answer_of_the_relay(answering: Callable[[bytes | None], Town]) -> None:
    assert "Nulla è andato perso" in refused(answering(None))
