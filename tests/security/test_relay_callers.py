# SPDX-License-Identifier: EUPL-1.2
"""The relay under guessed keys, slow connections and unfinished bodies: Meta and the office still get through."""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests

from comunecast_gui.relay.environment import MAX_BYTES
from comunecast_gui.relay.fair_server import Connection, Share, make_server
from comunecast_gui.relay.rate_limit import REFUSAL_COST, AddressLimits
from tests.relay.connections import connect, is_closed, open_ones
from tests.relay.running import RunningRelay
from tests.relay.shown_proxy import NGINX

BODY = b'{"text": "Attiva"}'
SLOW = b"POST /webhook HTTP/1.1\r\nHost: relay\r\n"
UNFINISHED = SLOW + b"Content-Length: %d\r\n\r\n" % MAX_BYTES


def port_of(relay: RunningRelay) -> int:
    return urlsplit(relay.url).port or 0


def test_wrong_keys_are_charged_also_to_an_empty_bucket() -> None:
    now = 0.0
    limits = AddressLimits(2000, lambda: now)
    tries = 0
    for second in range(20):
        now = float(second)
        for _ in range(200):  # 32 at once, as many as the relay has threads
            begun = sum(limits.allows("192.0.2.1") for _ in range(32))
            for _ in range(begun):
                limits.refused("192.0.2.1")
            tries += begun
    assert tries / 20 < 3 * 2000 / REFUSAL_COST
    now += 60
    assert limits.allows("192.0.2.1")


def test_guessing_from_one_address_stays_slow(make_relay: Callable[..., RunningRelay]) -> None:
    relay = make_relay(RELAY_RATE="50")
    answers: Counter[int] = Counter()
    with requests.Session() as session:
        for _ in range(400):
            headers = {"Authorization": "Bearer wrong"}
            answers[session.get(f"{relay.url}/events", headers=headers, timeout=10).status_code] += 1
    assert answers[401] < 20
    assert answers.keys() == {401, 429}


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP"])
def test_forwarded_requests_without_relay_proxies_are_refused(
    make_relay: Callable[..., RunningRelay],
    header: str,
) -> None:
    relay = make_relay()
    headers = {header: "203.0.113.9", "X-Hub-Signature-256": relay.signature(BODY)}
    for _ in range(3):
        refused = requests.post(f"{relay.url}/webhook", data=BODY, headers=headers, timeout=10)
        assert (refused.status_code, refused.json()) == (503, {"error": "relay_proxies_not_set"})
    assert relay.held() == []
    told = re.findall("RELAY_PROXIES is not set", (relay.folder / "relay.log").read_text(encoding="utf-8"))
    assert len(told) == 1
    assert relay.post(BODY).status_code == 200


def test_a_proxy_without_x_forwarded_for_is_logged(make_relay: Callable[..., RunningRelay]) -> None:
    relay = make_relay(RELAY_PROXIES="1")
    assert relay.post(BODY).status_code == 200
    assert "does not say who called" in (relay.folder / "relay.log").read_text(encoding="utf-8")


def test_many_slow_connections_of_one_address_shut_nobody_out(relay: RunningRelay) -> None:
    with ExitStack() as held:
        slow = [held.enter_context(closing(connect(port_of(relay), "127.0.0.9"))) for _ in range(766)]
        for one in slow:
            try:
                one.sendall(SLOW)
            except OSError:
                continue
        for _ in range(5):
            assert relay.post(BODY).status_code == 200
        assert open_ones(slow) <= 64


def test_slow_connections_from_many_addresses_shut_nobody_out(relay: RunningRelay) -> None:
    with ExitStack() as held:
        for number in range(766):
            one = held.enter_context(closing(connect(port_of(relay), f"127.0.{number % 16}.{number // 16 + 1}")))
            one.sendall(SLOW)
        assert relay.post(BODY).status_code == 200


@contextmanager
def serving(share: Share) -> Iterator[tuple[int, Any]]:
    """A server in this process that answers with the number of bytes of a body."""

    def application(environ: Any, start_response: Any) -> list[bytes]:
        body = b"%d" % len(environ["wsgi.input"].read())
        start_response("200 OK", [("Content-Length", str(len(body)))])
        return [body]

    server = make_server(application, "127.0.0.1", 0, 4, MAX_BYTES, share)
    look, over = server.maintenance, threading.Event()

    def look_or_end(now: float) -> None:
        if over.is_set():
            raise SystemExit
        look(now)

    server.maintenance = look_or_end
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield int(server.effective_port), server
    finally:
        over.set()
        thread.join()
        server.asyncore.close_all(server._map)


def test_header_body_and_idle_time_limits_close_connections() -> None:
    share = Share(header=1, body=1, idle=1)
    with serving(share) as (port, _), ExitStack() as held:
        silent, half, unfinished, kept = (held.enter_context(closing(connect(port))) for _ in range(4))
        half.sendall(SLOW)
        unfinished.sendall(UNFINISHED + b"x")
        kept.sendall(b"GET / HTTP/1.1\r\nHost: relay\r\n\r\n")
        answer = b""
        while not answer.endswith(b"\r\n\r\n0"):  # head and body may come one after the other
            answer += (piece := kept.recv(4096))
            assert piece, answer
        for _ in range(100):  # a byte now and then does not help
            try:
                half.sendall(b"x")
                unfinished.sendall(b"x")
            except OSError:
                break
            held.enter_context(closing(connect(port)))
            if open_ones([half, unfinished]) == 0:
                break
            threading.Event().wait(0.1)
        assert open_ones([half, unfinished]) == 0
        assert is_closed(silent)
        assert is_closed(kept)


def test_unfinished_bodies_have_a_bounded_memory() -> None:
    share = Share(memory=8 * 1024 * 1024)
    with serving(share) as (port, server), ExitStack() as held:
        bodies = [held.enter_context(closing(connect(port, "127.0.0.9"))) for _ in range(40)]
        for one in bodies:
            try:
                one.sendall(UNFINISHED + b"x" * (MAX_BYTES - 1))
            except OSError:
                continue
        answer = requests.post(f"http://127.0.0.1:{port}/", data=b"x" * MAX_BYTES, timeout=10)
        assert (answer.status_code, answer.text) == (200, str(MAX_BYTES))
        lying = sum(one.held for one in list(server._map.values()) if isinstance(one, Connection))
        assert lying <= share.memory


@pytest.mark.skipif(NGINX is None, reason="nginx is not installed")
def test_connections_behind_a_proxy_are_capped_per_caller(make_relay: Callable[..., RunningRelay]) -> None:
    relay = make_relay(RELAY_PROXIES="1")
    told = b"X-Forwarded-For: 2001:db8::%x\r\nContent-Length: %d\r\n\r\nx"
    with ExitStack() as held:
        slow = [held.enter_context(closing(connect(port_of(relay)))) for _ in range(200)]
        for number, one in enumerate(slow):
            one.sendall(SLOW + told % (number, MAX_BYTES))
        headers = {"X-Hub-Signature-256": relay.signature(BODY), "X-Forwarded-For": "198.51.100.7"}
        assert requests.post(f"{relay.url}/webhook", data=BODY, headers=headers, timeout=10).status_code == 200
        assert open_ones(slow) <= 64


def test_the_shipped_nginx_has_time_limits_and_caps() -> None:
    text = (Path(__file__).parents[2] / "packaging" / "relay" / "nginx.conf").read_text(encoding="utf-8")
    for needed in ("client_header_timeout 5s;", "client_body_timeout", "limit_conn ", "proxy_request_buffering off;"):
        assert needed in text
