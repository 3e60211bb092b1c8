# SPDX-License-Identifier: EUPL-1.2
"""The way of one notice, as docs/ARCHITECTURE.md tells it, is the one that it takes from the button to the table."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from comunecast_gui.ui.shell.main_window import MainWindow
from tests.e2e.ways import Watched, told, watching
from tests.ui.composer.test_sending import confirm, queued


@pytest.fixture
def watched() -> Iterator[Watched]:
    """Begins before the window does, whose threads are watched from their start."""
    with watching() as seen:
        yield seen


def test_the_way_of_one_notice(watched: Watched, sending_window: MainWindow, qtbot: QtBot) -> None:
    steps = told("The way of one notice")
    confirm(sending_window, qtbot).accept()
    id = queued(sending_window, qtbot)
    qtbot.waitUntil(lambda: not sending_window.ops.running, timeout=60_000)
    sending_window.show_notice(id)
    qtbot.waitUntil(lambda: len(sending_window.history.notice.deliveries.model.lines) == 40)
    assert len(steps) > 12
    assert watched.order_of(steps) == steps
