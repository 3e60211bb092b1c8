# SPDX-License-Identifier: EUPL-1.2
"""A real HTTP server on loopback that answers, or fails to answer, exactly as a test says."""

from __future__ import annotations

import json
import socket
import ssl
import struct
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Manner(StrEnum):
    """How the server treats one request."""

    ANSWER = "answer"
    RESET_BEFORE_BODY = "reset before the body is read"
    RESET_AFTER_BODY = "reset after the body is read"
    CLOSE = "closed without an answer"
    HALF = "half an answer"
    HANG = "no answer in time"


@dataclass(frozen=True)
class Call:
    """A request as it arrived."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    peer: int = 0
    """The client's port: the same for calls on one connection."""

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Answer:
    status: int = 200
    body: bytes = b"{}"
    content_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    manner: Manner = Manner.ANSWER


def as_json(data: object, status: int = 200, **headers: str) -> Answer:
    return Answer(status, json.dumps(data).encode(), headers=headers)


HTML_502 = Answer(502, b"<html><h1>502 Bad Gateway</h1></html>", "text/html")
CAPTIVE_PORTAL = Answer(200, b"<html>Accedi alla rete</html>", "text/html")


class ServiceStub:
    """``answers`` are used up one after the other, then ``default`` decides."""

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self.calls: list[Call] = []
        self.answers: list[Answer] = []
        self.default: Callable[[Call], Answer] = lambda call: Answer()
        self._lock = threading.Lock()
        self._released = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        if context:
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self._server.handle_error = lambda *_: None  # type: ignore[method-assign]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def choose(self, call: Call) -> Answer:
        with self._lock:
            self.calls.append(call)
            if self.answers:
                return self.answers.pop(0)
        return self.default(call)

    def hang(self) -> None:
        self._released.wait(10)

    def close(self) -> None:
        self._released.set()
        self._server.shutdown()
        self._server.server_close()


def _handler(stub: ServiceStub) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1

        def _serve(self) -> None:
            early, peer = stub.answers[:1], self.client_address[1]
            length = int(self.headers.get("Content-Length") or 0)
            if early and early[0].manner is Manner.RESET_BEFORE_BODY:
                stub.choose(Call(self.command, self.path, dict(self.headers), b"", peer))
                self._reset()
                return
            body = self.rfile.read(length)
            answer = stub.choose(Call(self.command, self.path, dict(self.headers), body, peer))
            match answer.manner:
                case Manner.RESET_AFTER_BODY:
                    self._reset()
                case Manner.CLOSE:
                    self.close_connection = True
                case Manner.HANG:
                    stub.hang()
                    self.close_connection = True
                case _:
                    self._write(answer)

        def _write(self, answer: Answer) -> None:
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.content_type)
            self.send_header("Content-Length", str(len(answer.body)))
            for name, value in answer.headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.end_headers()
            half = answer.manner is Manner.HALF
            self.wfile.write(answer.body[: len(answer.body) // 2] if half else answer.body)
            self.close_connection = self.close_connection or half

        def _reset(self) -> None:
            self.close_connection = True
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()

        do_GET = do_POST = do_DELETE = _serve  # noqa: N815

        def log_message(self, *args: object) -> None:
            return None

    return Handler
