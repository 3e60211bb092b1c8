# SPDX-License-Identifier: EUPL-1.2
"""Reminds the office's own telephones of an alert that ended and that nobody called off, until somebody answers."""

from __future__ import annotations

from datetime import datetime, timedelta

from comunecast_gui.core.periods import local
from comunecast_gui.core.report.today import StillOpen
from comunecast_gui.core.schedule.quiet import is_quiet
from comunecast_gui.services import wiring
from comunecast_gui.services.approval import bot_chats
from comunecast_gui.services.today.still_open import still_open
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.system.locks import why_silent

PAUSE = timedelta(hours=2)
"""Between two reminders of one alert; by night there is only the first."""


def look(workspace: Workspace) -> tuple[StillOpen, ...]:
    """What is still open; of all workstations one reminds the telephones, and none that the office moved away from.

    Raises ConfigError (``database_*``).
    """
    found, now = still_open(workspace), workspace.clock.now()
    if why_silent(workspace.data_dir):
        return found
    due = [one for one in found if one.alert and one.asks(now)]
    if due and (chats := workspace.colleagues.chats()):
        for one in due:
            if _may_ring(workspace, one, now) and workspace.closings.claim_reminder(one.notice, now, PAUSE):
                bot_chats.tell(workspace, chats, _words(workspace, one, now))
    return found


def _may_ring(workspace: Workspace, one: StillOpen, now: datetime) -> bool:
    if one.due is None:
        return False
    return now - one.due < PAUSE or not is_quiet(local(now, workspace.office), workspace.office.quiet)


def _words(workspace: Workspace, one: StillOpen, now: datetime) -> str:
    end = f"{local(one.due, workspace.office):%d/%m/%Y %H:%M}" if one.due else ""
    code = "bot.still_open" if one.is_ended(now) else "bot.still_promised"
    return wiring.sentences().text(code, title=one.title, end=end)
