# SPDX-License-Identifier: EUPL-1.2
"""Measures how many webhooks a second a relay takes without losing one: ``python -m tests.relay.load [SECONDS]``.

The posts come from processes of their own over kept connections, with 1 to 1,000 status updates in each: most of them
small, as Meta batches them, and then evenly. The figures are those of one machine that also does the posting.
"""

from __future__ import annotations

import http.client
import json
import multiprocessing
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from .running import RunningRelay

SENDERS = 4
SIZES = {
    "as Meta batches": (1, 1, 1, 1, 2, 3, 5, 10, 30, 100, 1000),
    "evenly from 1 to 1,000": tuple(range(1, 1001, 37)),
}


def bodies(sizes: Sequence[int]) -> list[bytes]:
    """One body for each size; a status update takes about 330 bytes."""
    pricing = {"billable": True, "pricing_model": "PMP", "type": "regular", "category": "utility"}
    status = {"status": "delivered", "timestamp": "1796112000", "recipient_id": "393331234567", "pricing": pricing}
    made = []
    for size in sizes:
        values = [{"id": f"wamid.{n:040d}", **status, "biz_opaque_callback_data": str(n)} for n in range(size)]
        changes = [{"field": "messages", "value": {"messaging_product": "whatsapp", "statuses": values}}]
        made.append(json.dumps({"object": "whatsapp_business_account", "entry": [{"changes": changes}]}).encode())
    return made


def post(
    relay: RunningRelay, ready: list[tuple[int, bytes, str]], until: float, seed: int
) -> tuple[int, int, list[float]]:
    """Posts until the time is over; returns the posts, the updates and the seconds that each answer took."""
    draw = random.Random(seed)
    address = urlsplit(relay.url)
    connection = http.client.HTTPConnection(address.hostname or "", address.port)
    took: list[float] = []
    updates = 0
    while time.monotonic() < until:
        size, body, signature = draw.choice(ready)
        start = time.monotonic()
        connection.request("POST", "/webhook", body, {"X-Hub-Signature-256": signature})
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"the relay answered {answer.status}")
        took.append(time.monotonic() - start)
        updates += size
    return len(took), updates, took


def main(seconds: float = 10.0) -> None:
    for kind, sizes in SIZES.items():
        measure(kind, sizes, seconds)


def measure(kind: str, sizes: Sequence[int], seconds: float) -> None:
    with tempfile.TemporaryDirectory() as folder:
        relay = RunningRelay(Path(folder), settings={"RELAY_RATE": "0"})
        relay.start()
        try:
            ready = [(size, body, relay.signature(body)) for size, body in zip(sizes, bodies(sizes), strict=True)]
            process, relay.process = relay.process, None  # a process does not travel to the senders
            until = time.monotonic() + seconds
            with multiprocessing.Pool(SENDERS) as pool:
                done = pool.starmap(post, [(relay, ready, until, seed) for seed in range(SENDERS)])
            relay.process = process
            posts, updates = sum(one[0] for one in done), sum(one[1] for one in done)
            took = sorted(second for one in done for second in one[2])
            last = relay.get("/events", after=0, limit=1).json()["last"]
            stored = 0
            while events := relay.get("/events", after=stored, limit=1000).json()["events"]:
                stored = events[-1]["id"]
        finally:
            relay.kill()
    sys.stdout.write(
        f"{kind}: {posts} posts with {updates} updates in {seconds:.0f} s: {posts / seconds:.0f} posts/s, "
        f"{updates / seconds:.0f} updates/s; answers: median {took[len(took) // 2] * 1000:.1f} ms, "
        f"99 % within {took[int(len(took) * 0.99)] * 1000:.1f} ms; stored {stored - last + 1}\n"
    )


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 10.0)
