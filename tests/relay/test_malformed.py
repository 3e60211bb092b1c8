# SPDX-License-Identifier: EUPL-1.2
"""Malformed posts are refused whole; no part of them is stored or logged."""

from __future__ import annotations

import random
import socket
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
import requests

from tests.relay.load import answered, request
from tests.relay.running import RunningRelay

BODY = b'{"object": "whatsapp_business_account", "entry": [{"text": "una parola segreta"}]}'
REQUESTS = 400


def flipped(draw: random.Random, whole: bytes) -> bytes:
    where = draw.randrange(len(whole))
    return whole[:where] + bytes([draw.randrange(256)]) + whole[where + 1 :]


def cut(draw: random.Random, whole: bytes) -> bytes:
    return whole[: draw.randrange(len(whole))]


def repeated(draw: random.Random, whole: bytes) -> bytes:
    lines = whole.split(b"\r\n")
    where = draw.randrange(1, len(lines))
    return b"\r\n".join([*lines[:where], draw.choice(lines[1:]), *lines[where:]])


def of_another_length(draw: random.Random, whole: bytes) -> bytes:
    length = draw.choice([b"-1", b"0", b"1", b"83", b"84", b"9" * 30, b"0x52", b"8 2", b"", b"\xd9\xa1"])
    return whole.replace(b"Content-Length: %d" % len(BODY), b"Content-Length: " + length)


def in_lying_chunks(draw: random.Random, whole: bytes) -> bytes:
    size = draw.choice([b"0", b"1", b"52", b"ffffffffffffffff", b"-5", b"zz"])
    head = whole.partition(b"\r\n\r\n")[0].replace(b"Content-Length: %d" % len(BODY), b"Transfer-Encoding: chunked")
    return head + b"\r\n\r\n" + size + b"\r\n" + BODY + b"\r\n0\r\n\r\n"


@pytest.mark.parametrize("spoil", [flipped, cut, repeated, of_another_length, in_lying_chunks])
def test_a_spoilt_post_is_whole_or_nothing(
    make_relay: Callable[..., RunningRelay], spoil: Callable[[random.Random, bytes], bytes]
) -> None:
    relay = make_relay(RELAY_RATE="0")
    draw, whole = random.Random(spoil.__name__), request(BODY, relay.signature(BODY))
    statuses = [answer_to(relay, spoil(draw, whole)) for _ in range(REQUESTS // 5)]
    held = relay.held()
    assert held == [BODY] * statuses.count(200)
    assert any(status is None or status >= 400 for status in statuses)
    assert relay.post(BODY).status_code == 200
    assert requests.get(f"{relay.url}/health", timeout=10).json() == {"ok": True}
    log = (relay.folder / "relay.log").read_text(encoding="utf-8", errors="replace")
    assert "segreta" not in log
    assert "Traceback" not in log
    assert not {status for status in statuses if status is not None and status >= 500 and status != 501}


def answer_to(relay: RunningRelay, sent: bytes) -> int | None:
    """The status of the first answer; None if there is none."""
    with socket.create_connection(("127.0.0.1", urlsplit(relay.url).port or 0), timeout=10) as connection:
        connection.sendall(sent)
        connection.shutdown(socket.SHUT_WR)
        try:
            return answered(connection.recv)
        except (ConnectionError, ValueError):
            return None
