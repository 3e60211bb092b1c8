# SPDX-License-Identifier: EUPL-1.2
"""Asks whether a notice sent now would go out on each channel: for the window, the confirmation and the command."""

from __future__ import annotations

from comunecast_gui.core.report.outlook import ChannelOutlook, judge
from comunecast_gui.core.sentences import Sentences
from comunecast_gui.services import health
from comunecast_gui.services.wiring import Workspace


def ask(workspace: Workspace, sentences: Sentences) -> tuple[ChannelOutlook, ...]:
    """One outlook for each channel of the office; asks all services once, and blocks until they answered."""
    return judge(workspace.channels, health.examine_sending(workspace, sentences), sentences)
