# SPDX-License-Identifier: EUPL-1.2
"""While notices go out the window answers: no network call, no wait for the database, no rendering holds it up."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from comunecast_gui import app, start
from comunecast_gui.core.ports import Scope
from comunecast_gui.sandbox.faults import Fault, FaultKind
from comunecast_gui.services import wiring
from comunecast_gui.services.wiring import Workspace
from tests.e2e.conftest import MakeTown, Town

LATENCY = 1.6
"""Seconds. Every call to a service takes this long: one made in the UI thread would show as a gap at least as long."""
LOCKED = 1.6
"""Seconds for which another process holds the database: a write in the UI thread would wait that long."""
ALLOWED = 1.2
"""Below both, and far above what a busy machine adds."""


class Pulse:
    """A 5 ms timer in the UI thread that keeps the gaps between its ticks."""

    def __init__(self) -> None:
        self.gaps: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer()
        self._timer.setInterval(5)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        self._last = time.perf_counter()
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def _beat(self) -> None:
        now = time.perf_counter()
        self.gaps.append(now - self._last)
        self._last = now


@pytest.fixture
def busy_town(make_town: MakeTown) -> Town:
    town = make_town(rate=80)
    for service in ("whatsapp", "telegram"):
        town.control.add_fault(Fault(service=service, kind=FaultKind.DELAY, seconds=LATENCY, times=None))
    return town


@pytest.fixture
def shown(busy_town: Town, qapp: object) -> Iterator[tuple[Workspace, app.Shown]]:
    with (
        wiring.open_workspace(busy_town.data_dir) as workspace,
        app.open_window(start.application(), workspace, training=False) as window,
    ):
        yield workspace, window


def _hold_the_database(workspace: Workspace) -> None:
    with workspace.database.writing():
        time.sleep(LOCKED)


@pytest.mark.slow
def test_the_window_never_waits(
    busy_town: Town, shown: tuple[Workspace, app.Shown], qtbot: QtBot, record_property: Callable[[str, object], None]
) -> None:
    workspace, window = shown
    numbers = busy_town.subscribe(120)
    busy_town.run("send", str(busy_town.folder / "notice.toml"), "--yes", "--enqueue-only")
    window.window.show()
    window.window.show_notice(1)
    qtbot.wait(300)
    pulse = Pulse()
    pulse.start()
    window.ops.resume(Scope(frozenset({1})))
    qtbot.waitUntil(lambda: workspace.outbox.counts(1)["whatsapp"]["accepted"] > 0, timeout=20_000)
    holder = threading.Thread(target=_hold_the_database, args=(workspace,))
    holder.start()
    for page in ("composer", "subscribers", "history"):
        window.window.go_to(page)
        qtbot.wait(100)
    window.window.composer.choose("acqua_programmata")
    window.window.composer.fill_example()
    qtbot.waitUntil(lambda: not window.ops.running, timeout=30_000)
    holder.join()
    pulse.stop()
    gaps = sorted(pulse.gaps)
    p50, p99 = gaps[len(gaps) // 2], gaps[int(len(gaps) * 0.99)]
    figures = f"gap of the 5 ms timer: p50 {1000 * p50:.1f}, p99 {1000 * p99:.1f}, worst {1000 * gaps[-1]:.1f} ms"
    record_property("gaps", figures)
    assert busy_town.received() == dict.fromkeys(numbers, 1)
    assert gaps[-1] < ALLOWED
