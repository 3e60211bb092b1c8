# SPDX-License-Identifier: EUPL-1.2
"""The page after the button asks only about the notice that it shows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from comunecast_gui.core.approval.approval_request import ApprovalRequest
from comunecast_gui.core.approval.rules import Reason
from comunecast_gui.core.changes import ChangeKind
from comunecast_gui.ui.shell.main_window import MainWindow
from tests.ui.conftest import MORNING


def test_where_a_request_waits_the_notice_before_it_is_not_looked_for(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    """Asking a second person is itself a change of the notices, about which the page of the one before hears."""
    sent, query, asking = window.composer.sent, window.ops.query, []

    def watched(parent: Any, *more: Any) -> None:
        asking.append(parent)
        query(parent, *more)

    monkeypatch.setattr(window.ops, "query", watched)
    sent.follow(1, "Manca l'acqua")
    window.ops.tell(ChangeKind.NOTICES)
    assert sent._timer.isActive()
    ends = MORNING.at + timedelta(hours=1)
    sent.wait_for(
        ApprovalRequest(1, "digest", "Allerta rossa", 1, (Reason.RED_ALERT,), frozenset({2}), MORNING.at, ends)
    )
    qtbot.waitUntil(lambda: not sent._timer.isActive())
    assert sent not in asking
