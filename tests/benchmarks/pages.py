# SPDX-License-Identifier: EUPL-1.2
"""How soon each page is drawn after its key, among 150,000 people and 20,000 notices, idle and while receipts arrive.

``python -m tests.benchmarks.pages DATA_DIR``
"""

from __future__ import annotations

import json
import statistics
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtWidgets import QApplication

from comunecast_gui import app, start
from comunecast_gui.core.inbound.events import Status
from comunecast_gui.core.model import DeliveryState
from comunecast_gui.services import wiring
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.store.db.database import open_database
from comunecast_gui.store.db.schema import delivery
from comunecast_gui.store.delivery.receipts import ReceiptKind
from comunecast_gui.store.inbound.inbox import InboxPolicy, SqlInbox
from comunecast_gui.ui.shell.main_window import PAGES, MainWindow
from tests.benchmarks.office import new_notice
from tests.benchmarks.window import pass_time

ROUNDS = 7
RECEIPTS = 100
"""In one batch, as the relay gives them out."""
PAUSE = 0.2
"""Seconds between two batches: 500 receipts a second."""


def measure(workspace: Workspace) -> dict[str, dict[str, dict[str, float]]]:
    """Milliseconds by page, ``rest`` or ``receipts`` first: the median and the worst of a page's rounds."""
    notice = workspace.outbox.enqueue(new_notice())
    with workspace.database.writing() as connection:
        connection.execute(
            delivery.update().where(delivery.c.notice_id == notice).values(state=DeliveryState.ACCEPTED, attempts=1)
        )
    with app.open_window(start.application(headless=True), workspace, training=False) as shown:
        shown.window.resize(1366, 768)
        shown.window.show()
        shown.window.show_notice(notice)
        pass_time(5.0)
        rest = _walk(shown.window)
        with _receipts(workspace, notice) as applied:
            busy = _walk(shown.window)
    assert applied[0] >= RECEIPTS
    return {"rest": rest, "receipts": busy}


def _walk(window: MainWindow) -> dict[str, dict[str, float]]:
    """Goes through the pages as the keys do, and waits between two for what a page still reads."""
    times: dict[str, list[float]] = {page: [] for page in PAGES}
    for _ in range(ROUNDS):
        for page in PAGES:
            began = time.perf_counter()
            window.go_to(page, focus=True)
            QApplication.processEvents()
            window.repaint()
            times[page].append(1000 * (time.perf_counter() - began))
            pass_time(0.6)
    return {page: {"median": statistics.median(all), "worst": max(all)} for page, all in times.items()}


@contextmanager
def _receipts(workspace: Workspace, notice: int) -> Iterator[list[int]]:
    """Within this, receipts of the notice are applied by another connection; yields how many were."""
    with workspace.database.reading() as connection:
        ids = [row.id for row in connection.execute(delivery.select().where(delivery.c.notice_id == notice))]
    over, applied = threading.Event(), [0]

    def arrive() -> None:
        database = open_database(workspace.data_dir)
        inbox = SqlInbox(database, InboxPolicy())
        while not over.wait(PAUSE):
            now, batch = datetime.now(UTC), ids[applied[0] : applied[0] + RECEIPTS]
            inbox.apply([Status(ReceiptKind.DELIVERED, now, f"wamid.{id}", id) for id in batch], now)
            applied[0] += len(batch)
        database.close()

    thread = threading.Thread(target=arrive)
    thread.start()
    try:
        yield applied
    finally:
        over.set()
        thread.join()


if __name__ == "__main__":
    with wiring.open_workspace(Path(sys.argv[1])) as opened:
        print(json.dumps(measure(opened)))
