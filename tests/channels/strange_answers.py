# SPDX-License-Identifier: EUPL-1.2
"""Malformed answers made from real ones, and a server on loopback that gives them byte for byte."""

from __future__ import annotations

import copy
import gzip
import json
import random
import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

LONE, NUL, TOO_MANY_DIGITS = "\ud83d", "\0", "9" * 5000
_DEEP = 20_000
_RAW = "\x01raw:"
"""Begins a text that is to stand in the JSON without quotes: what the standard library would not write."""
STRANGE: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1, 2**31, 2**63, 2**64, 10**400, 0.5, -1e308),
    *(_RAW + word for word in ("NaN", "Infinity", "-Infinity", "1e999", TOO_MANY_DIGITS, "tru", "'x'", "01", "[")),
    *(_RAW + "[" * _DEEP + "]" * _DEEP, _RAW + '{"a":' * _DEEP + "1" + "}" * _DEEP),
    *("", " ", LONE, "a" + LONE + "b", NUL, "a\0b", "\u202e\u0661\u0662", "x" * 100_000, "131026", "1" * 40, "null"),
    *([], {}, [[]], [{}], [None], [1, "a"], {"": 1}, {"code": True}, {"error": {"code": 131026}}),
    *("../../etc/passwd", "https://altrove.example/", "<b>x</b>", "2030-01-01T00:00:00Z", "9999-12-31T23:59:59Z"),
)
STATUSES = (
    *(200, 200, 200, 200, 201, 202, 204, 206, 299, 300, 301, 302, 304, 307, 308, 400, 400, 401, 403, 404, 406, 408),
    *(409, 413, 418, 420, 425, 429, 429, 451, 499, 500, 500, 501, 502, 503, 503, 504, 511, 520, 599, 600, 999),
)
_WAITS = ("99999999999999999999", "-1", "nan", "1e9", "\u0663", "inf", "Wed, 21 Oct 2026 07:28:00 GMT", "3", "0", "")
_BODIES = (b"", b"{}", b"[]", b"null", b"<html>x</html>", b"\xff\xfe\x00", b"\xef\xbb\xbf{}", b"\0" * 100, b'"x"', b"{")


@dataclass(frozen=True)
class Said:
    """An answer as bytes on the wire. ``status`` and ``body`` are what the test may reason about."""

    wire: bytes
    status: int
    body: bytes
    closes: bool = False


def plain(body: bytes, status: int = 200) -> Said:
    """An answer as it should be."""
    head = f"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    return Said(head.encode() + body, status, body)


def as_json(data: Any) -> bytes:
    """``data`` as JSON, with what JSON cannot say where :data:`STRANGE` holds it."""
    text = json.dumps(data)
    return re.sub(r'"\\u0001raw:((?:[^"\\]|\\.)*)"', lambda found: json.loads(f'"{found[1]}"'), text).encode()


class Mutator:
    """Makes strange answers from good ones; the same ``seed`` makes the same."""

    def __init__(self, seed: int, good: tuple[Any, ...], words: tuple[str, ...] = ()) -> None:
        self._random = random.Random(seed)
        self._good = good
        self._strange = (*STRANGE, *words)

    def __call__(self) -> Said:
        """The next one."""
        chance = self._random.random()
        if chance < 0.04:
            return self._broken_http()
        body = self._random.choice(_BODIES) if chance < 0.08 else self._body()
        if chance > 0.9:
            body = self._bytes_changed(body)
        status = 200 if self._random.random() < 0.4 else self._random.choice(STATUSES)
        return self._sent(body, status)

    def _body(self) -> bytes:
        data = json.loads(json.dumps(self._random.choice(self._good)))
        for _ in range(self._random.choice((1, 1, 1, 2, 3))):
            data = self._changed(data)
        text = as_json(data)
        if self._random.random() < 0.05 and text.startswith(b"{") and len(text) > 2:
            text = b"{" + text[1:-1] + b"," + text[1:]  # every key twice
        return text

    def _changed(self, data: Any) -> Any:
        """``data`` with one thing otherwise, somewhere in it."""
        if isinstance(data, (dict, list)) and data and self._random.random() < 0.85:
            keys = list(data) if isinstance(data, dict) else list(range(len(data)))
            key = self._random.choice(keys)
            if isinstance(data, dict) and self._random.random() < 0.1:
                del data[key]
            elif isinstance(data, dict) and self._random.random() < 0.05:
                data[self._random.choice(("error", "ok", "messages", "result", LONE, "parameters"))] = self._anything()
            else:
                data[key] = self._changed(data[key])
            return data
        return self._anything()

    def _anything(self) -> Any:
        return copy.deepcopy(self._random.choice(self._strange))

    def _bytes_changed(self, body: bytes) -> bytes:
        where = self._random.randrange(len(body) + 1)
        way = self._random.randrange(4)
        if way == 0:
            return body[:where]
        if way == 1:
            return body[:where] + self._random.randbytes(3) + body[where:]
        return body.decode("utf-8", "replace").encode("utf-16") if way == 2 else body + b"x"

    def _sent(self, body: bytes, status: int) -> Said:
        headers = {"Content-Type": self._random.choice(("application/json", "text/html", ""))}
        sent = body
        chance = self._random.random()
        if chance < 0.15:
            headers["Retry-After"] = self._random.choice(_WAITS)
        elif chance < 0.2:
            headers["Content-Encoding"] = self._random.choice(("gzip", "br", "deflate", "gzip, gzip", "zstd", "x"))
            body = b"" if headers["Content-Encoding"] != "identity" else body
        elif chance < 0.24:
            headers["Content-Encoding"], sent = "gzip", gzip.compress(body, 1, mtime=0)
        elif chance < 0.28:
            headers["Set-Cookie"], headers["Location"] = "a=b", "http://127.0.0.1:9/altrove"
        closes = self._random.random() < 0.1 or status in (204, 304)
        if closes:
            headers["Connection"] = "close"
        if not closes or self._random.random() < 0.5:
            headers["Content-Length"] = str(len(sent))
        lines = [f"HTTP/1.1 {status} X", *(f"{name}: {value}" for name, value in headers.items()), "", ""]
        return Said("\r\n".join(lines).encode("utf-8") + sent, status, body, closes)

    def _broken_http(self) -> Said:
        good = self._body()
        wire = self._random.choice(
            (
                b"",
                b"HTTP/1.1",
                b"HTTP/1.1 abc X\r\n\r\n",
                b"\0" * 200,
                b"SSH-2.0-x\r\n",
                b"HTTP/1.1 100 Continue\r\n\r\n" * 3,
                b"HTTP/1.1 200 X\r\nContent-Length: -5\r\n\r\n" + good,
                b"HTTP/1.1 200 X\r\nContent-Length: 99999999999999999999\r\n\r\n" + good,
                b"HTTP/1.1 200 X\r\nContent-Length: 5\r\nContent-Length: 7\r\n\r\n" + good,
                b"HTTP/1.1 200 X\r\nContent-Length: 500000\r\n\r\n" + good[:40],
                b"HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n" + good,
                b"HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffff\r\n" + good,
                b"HTTP/1.1 200 X\r\n" + b"a: b\r\n" * 300 + b"\r\n" + good,
                b"HTTP/1.1 200 X\r\na: " + b"x" * 100_000 + b"\r\n\r\n" + good,
                b"HTTP/1.1 200 \xff\xfe\r\n\xe8: \xff\r\n\r\n" + good,
                b"HTTP/0.9 200 X\r\n\r\n" + good,
            )
        )
        return Said(wire, 200, good, closes=True)


class StrangeServer:
    """A server on loopback. ``answer`` is asked with the request's first line for what goes out."""

    def __init__(self) -> None:
        self.answer: Callable[[str], Said] = lambda line: plain(b"{}")
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=64)
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listening.getsockname()[1]}"

    def close(self) -> None:
        self._listening.close()
        with self._lock:
            for connection in self._open:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listening.accept()
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                with self._lock:
                    self._open.add(connection)
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, suppress(OSError):
            for line in self._requests(connection):
                said = self.answer(line)
                connection.sendall(said.wire)
                if said.closes:
                    break
        with self._lock:
            self._open.discard(connection)

    @staticmethod
    def _requests(connection: socket.socket) -> Iterator[str]:
        """The first line of each request, once all of it was read."""
        data = b""
        while True:
            while (found := request_in(data)) is None:
                more = connection.recv(65536)
                if not more:
                    return
                data += more
            line, data = found
            yield line


def request_in(data: bytes) -> tuple[str, bytes] | None:
    """The first line of the request that ``data`` begins with, and what follows it; None until it is whole."""
    head, end, rest = data.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)content-length: *(\d+)", head)
    wanted = int(length[1]) if length else 0
    if not end or len(rest) < wanted:
        return None
    return head.partition(b"\r\n")[0].decode(), rest[wanted:]
