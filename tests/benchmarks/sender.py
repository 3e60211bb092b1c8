# SPDX-License-Identifier: EUPL-1.2
"""Sends one notice with the real engine, store and driver, and says how long it took and what it cost.

``python -m tests.benchmarks.sender DATA_DIR``
"""

from __future__ import annotations

import asyncio
import json
import resource
import sys
import time
from pathlib import Path

from comunecast_gui.core.ports import ALL_ROWS
from comunecast_gui.services import wiring
from tests.benchmarks.office import new_notice


def main(data_dir: Path) -> None:
    with wiring.open_workspace(data_dir) as workspace:
        notice = workspace.outbox.enqueue(new_notice())
        engine = wiring.build_engine(workspace, lambda event: None)
        began, cpu = time.perf_counter(), time.process_time()
        ended = asyncio.run(engine.run(ALL_ROWS))
        seconds, used = time.perf_counter() - began, time.process_time() - cpu
        counts = workspace.outbox.counts(notice)["whatsapp"]
    sent = counts["accepted"]
    assert sent == sum(counts.values()), (counts, ended)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"sent": sent, "seconds": seconds, "cpu_ms": 1000 * used / sent, "memory_mb": peak}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
