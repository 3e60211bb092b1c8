# SPDX-License-Identifier: EUPL-1.2
"""Posts to a web server as fast as it takes them, from processes of their own that cost little beside it.

A request is made ready once with its signature, and sent again and again over kept connections in one call.
"""

from __future__ import annotations

import multiprocessing
import random
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

PROCESSES = 2
_PATIENCE = 30.0


@dataclass
class Sent:
    """What was answered 200: how often each request, the seconds that each answer took, and the CPU of the sending."""

    times: Counter[int] = field(default_factory=Counter)
    took: list[float] = field(default_factory=list)
    cpu: float = 0.0

    def __iadd__(self, other: Sent) -> Sent:
        self.times += other.times
        self.took += other.took
        self.cpu += other.cpu
        return self

    @property
    def posts(self) -> int:
        return len(self.took)


def request(body: bytes, signature: str) -> bytes:
    """A post of ``body`` as it goes over the wire."""
    head = (
        f"POST /webhook HTTP/1.1\r\nHost: relay\r\nContent-Type: application/json\r\n"
        f"X-Hub-Signature-256: {signature}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def drive(port: int, requests: Sequence[bytes], seconds: float, connections: int) -> Sent:
    """Posts requests drawn at random for so long. Raises RuntimeError at any answer but 200."""
    with multiprocessing.get_context("spawn").Pool(PROCESSES) as pool:
        pool.map(abs, range(PROCESSES))  # they are there before the time begins
        until = time.monotonic() + seconds
        shares = [(port, list(requests), until, connections // PROCESSES, seed) for seed in range(PROCESSES)]
        total = Sent()
        for one in pool.starmap(_share, shares):
            total += one
    return total


def _share(port: int, requests: list[bytes], until: float, connections: int, seed: int) -> Sent:
    found: list[Sent | Exception] = []
    draws = [random.Random(seed * 1000 + n) for n in range(connections)]
    threads = [threading.Thread(target=_guarded, args=(found, port, requests, until, draw)) for draw in draws]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    total = Sent(cpu=time.process_time())
    for one in found:
        if isinstance(one, Exception):
            raise one
        total += one
    return total


def _guarded(
    found: list[Sent | Exception], port: int, requests: list[bytes], until: float, draw: random.Random
) -> None:
    try:
        found.append(_post(port, requests, until, draw))
    except (OSError, RuntimeError) as error:
        found.append(error)


def _post(port: int, requests: list[bytes], until: float, draw: random.Random) -> Sent:
    sent = Sent()
    with socket.create_connection(("127.0.0.1", port), timeout=_PATIENCE) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        while (start := time.monotonic()) < until:
            which = draw.randrange(len(requests))
            connection.sendall(requests[which])
            status = answered(connection.recv)
            if status != 200:
                raise RuntimeError(f"answered {status}")
            sent.took.append(time.monotonic() - start)
            sent.times[which] += 1
    return sent


def answered(recv: Callable[[int], bytes]) -> int:
    """Reads an answer without a body to its end and returns its status. Raises ConnectionError if it is cut short."""
    answer = b""
    while b"\r\n\r\n" not in answer:
        part = recv(4096)
        if not part:
            raise ConnectionError("the connection ended before the answer")
        answer += part
    return int(answer.split(b" ", 2)[1])
