# SPDX-License-Identifier: EUPL-1.2
"""The least that a sender with ``requests`` can cost: threads that post the same bodies and forget the answers.

``python -m tests.benchmarks.bare COUNT RATE THREADS``; a rate of 0 is as fast as it goes.
"""

from __future__ import annotations

import itertools
import json
import os
import sys
import threading
import time
from typing import Any

import requests
from requests.adapters import HTTPAdapter

from comunecast_gui.channels.whatsapp.message_body import message_body
from comunecast_gui.core.ports import Claim
from comunecast_gui.system import tls
from tests.benchmarks.office import new_notice


class OwnContext(HTTPAdapter):
    """The one shared TLS context, as the driver has it."""

    context = tls.context()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, ssl_context=self.context, **kwargs)


def main(count: int, rate: float, threads: int) -> None:
    url = f"{os.environ['BENCH_URL']}/v25.0/106540352242922/messages"
    content = new_notice().contents["whatsapp"]
    numbers = itertools.count()
    began, cpu = time.perf_counter(), time.process_time()

    def work() -> None:
        session = requests.Session()
        session.trust_env = False
        session.mount("https://", OwnContext())
        session.headers["Authorization"] = "Bearer a-token-for-measuring"
        while (n := next(numbers)) < count:
            if rate:
                time.sleep(max(0.0, began + n / rate - time.perf_counter()))
            body = message_body(Claim(n, 1, "whatsapp", f"39333{n:07d}"), content, "")  # type: ignore[arg-type]
            data = json.dumps(body, ensure_ascii=False).encode()
            answer = session.post(url, data=data, headers={"Content-Type": "application/json"}, timeout=20)
            assert answer.json()["messages"]

    workers = [threading.Thread(target=work) for _ in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    seconds, used = time.perf_counter() - began, time.process_time() - cpu
    print(json.dumps({"sent": count, "seconds": seconds, "cpu_ms": 1000 * used / count}))


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]))
