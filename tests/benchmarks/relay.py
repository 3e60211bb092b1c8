# SPDX-License-Identifier: EUPL-1.2
"""How many webhooks a second a relay takes without losing one, and how near that is to what could be.

``python -m tests.benchmarks.relay measure FOLDER KIND SECONDS``, or ``bare``: a web server that only reads posts.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import logging
import os
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from nacl.public import PublicKey, SealedBox
from waitress import create_server

from comunecast_gui.relay.environment import MAX_BYTES
from comunecast_gui.relay.fair_server import waitress_options
from comunecast_gui.relay.letter import written
from tests.relay.load import Sent, drive, request
from tests.relay.posts import SIZES, bodies
from tests.relay.running import RunningRelay

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

CONNECTIONS = 32
THREADS = 32
_FILE_MB = 256


def measure(folder: Path, kind: str, seconds: float) -> dict[str, Any]:
    """Posts of one kind to a web server that does nothing with them, and to a relay. Linux: it asks /proc.

    Raises AssertionError if the relay holds anything but what it answered 200 to, each as often as it was answered.
    """
    sizes = SIZES[kind]
    made = bodies(sizes, seed=1)
    relay = RunningRelay(folder, settings={"RELAY_RATE": "0"})
    requests = [request(body, relay.signature(body)) for body in made]
    with bare() as port:
        ceiling = drive(port, requests, seconds / 2, CONNECTIONS)
    relay.start()
    assert relay.process is not None
    try:
        sent = drive(urlsplit(relay.url).port or 0, requests, seconds, CONNECTIONS)
        cpu, written = used(relay.process.pid)
        lost, invented = compared(relay, made, sent)
    finally:
        relay.kill()
    assert (lost, invented) == (0, 0), f"{lost} lost, {invented} invented"
    took = sorted(sent.took)
    octets = sum(len(made[which]) * times for which, times in sent.times.items())
    return {
        "per_second": sent.posts / seconds,
        "updates_per_second": sum(sizes[which] * times for which, times in sent.times.items()) / seconds,
        "mb_per_second": octets / seconds / 1e6,
        "median_ms": 1000 * took[len(took) // 2],
        "p99_ms": 1000 * took[int(len(took) * 0.99)],
        "worst_ms": 1000 * took[-1],
        "bare_per_second": ceiling.posts / (seconds / 2),
        "sender_us": 1e6 * sent.cpu / sent.posts,
        "relay_us": 1e6 * cpu / sent.posts,
        "hash_and_seal_us": hash_and_seal(relay, made),
        "written_mb_per_second": written / seconds / 1e6,
        "disk_mb_per_second": disk(folder),
        "load": os.getloadavg()[0],
    }


def compared(relay: RunningRelay, made: list[bytes], sent: Sent) -> tuple[int, int]:
    """How many posts that were answered are not held, and how many are held that were not answered."""
    answered = Counter({hashlib.sha256(made[which]).digest(): times for which, times in sent.times.items()})
    held: Counter[bytes] = Counter()
    after = 0
    while events := relay.get("/events", after=after, limit=1000).json()["events"]:
        held.update(hashlib.sha256(relay.opened(base64.b64decode(event["sealed"]))).digest() for event in events)
        after = events[-1]["id"]
    return (answered - held).total(), (held - answered).total()


def used(pid: int) -> tuple[float, int]:
    """CPU seconds and bytes written by a process so far."""
    user, system = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[11:13]
    written = re.search(r"^write_bytes: (\d+)$", Path(f"/proc/{pid}/io").read_text(encoding="ascii"), re.MULTILINE)
    assert written is not None
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK"), int(written[1])


def hash_and_seal(relay: RunningRelay, made: list[bytes]) -> float:
    """Microseconds of CPU that checking and sealing a body take by themselves: the least that a post can cost."""
    box, secret = SealedBox(PublicKey(base64.b64decode(relay.keys.public_key))), relay.secret.encode()
    rounds = max(1, 400 // len(made))
    began = time.process_time()
    for body in made * rounds:
        signed = hmac.new(secret, body, hashlib.sha256).hexdigest()
        box.encrypt(written(body, f"sha256={signed}"))
    return 1e6 * (time.process_time() - began) / len(made) / rounds


def disk(folder: Path) -> float:
    """Megabytes a second that the disk takes when one large file is written to the end."""
    block, path = os.urandom(2**20), folder / "large"
    began = time.perf_counter()
    with path.open("wb") as file:
        for _ in range(_FILE_MB):
            file.write(block)
        file.flush()
        os.fsync(file.fileno())
    seconds = time.perf_counter() - began
    path.unlink()
    return _FILE_MB * 2**20 / seconds / 1e6


@contextmanager
def bare() -> Iterator[int]:
    """The port of a web server in a process of its own that reads posts as the relay does, and forgets them."""
    command = [sys.executable, "-m", "tests.benchmarks.relay", "bare"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline())
        finally:
            process.kill()


def serve_bare() -> None:
    def forget(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        start_response("200 OK", [("Content-Length", "0")])
        return [b""]

    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    server = create_server(forget, host="127.0.0.1", port=0, threads=THREADS, **waitress_options(MAX_BYTES))
    print(server.effective_port, flush=True)
    server.run()


if __name__ == "__main__":
    if sys.argv[1] == "bare":
        serve_bare()
    else:
        print(json.dumps(measure(Path(sys.argv[2]), sys.argv[3], float(sys.argv[4]))))
