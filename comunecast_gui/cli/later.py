# SPDX-License-Identifier: EUPL-1.2
"""The commands about notices that go out later: scheduled, and what send and resume say and do about them."""

from __future__ import annotations

import time
from argparse import Namespace
from datetime import datetime
from typing import Any

from comunecast_gui.cli import terminal
from comunecast_gui.cli.reply import NOT_ALL_SENT, OK, Reply
from comunecast_gui.core.errors import InputError
from comunecast_gui.core.periods import timezone_of
from comunecast_gui.core.schedule.due import DueState, Scheduled
from comunecast_gui.core.schedule.local_hour import moment_of
from comunecast_gui.core.sentences import Sentences
from comunecast_gui.services.schedule import at_its_hour, decisions
from comunecast_gui.services.wiring import Workspace

_LONGEST_SLEEP = 30.0
"""Seconds: a computer that slept meanwhile shows another hour when it wakes up."""


def due_of(workspace: Workspace, at: datetime | None) -> datetime | None:
    """The moment that ``--at`` means; None without it.

    Raises InputError: ``hour_skipped``, ``hour_twice``, ``due_in_the_past``.
    """
    if at is None:
        return None
    due = moment_of(at, timezone_of(workspace.office))
    if due <= workspace.clock.now():
        raise InputError("due_in_the_past", field="at")
    return due


def show(workspace: Workspace, arguments: Namespace, sentences: Sentences) -> Reply:
    """``comunecast scheduled``: what waits for its hour, and what a person has to decide on.

    With ``--move NOTICE --to TIME`` it goes out at another hour of the same day.
    """
    if (arguments.move is None) != (arguments.to is None):
        raise InputError("move_needs_both", field="to")
    if arguments.move is not None:
        due = moment_of(arguments.to, timezone_of(workspace.office))
        decisions.move(workspace, workspace.notices.get(arguments.move).id, due)
    now = workspace.clock.now()
    found = workspace.schedules.all()
    data = {"scheduled": [_entry(workspace, one, now, sentences) for one in found]}
    lines = [_line(workspace, one, now, sentences) for one in found]
    return Reply(data, lines or [sentences.text("schedule.none")])


def will_go(workspace: Workspace, reply: Reply, notice: int, sentences: Sentences) -> Reply:
    """The reply about a notice that was queued just now, with the hour at which it goes out, where it waits for one."""
    one = workspace.schedules.get(notice)
    if one is None:
        return reply
    at = one.at.astimezone(timezone_of(workspace.office))
    told = sentences.text("cli.goes_later", at=f"{at:%d/%m/%Y %H:%M}")
    return Reply({**reply.data, "at": _iso(workspace, one)}, reply.lines, [*reply.notes, told], reply.exit_code)


def let_go(workspace: Workspace, notice: int | None, *, whatever: bool, over_days: bool = False) -> None:
    """Lets go what is due; of one notice also what was missed or held, because a person asked for it.

    What still waits for its hour waits on. Raises InputError("schedule_false"), ConfigError (``database_*``).
    """
    if notice is None:
        at_its_hour.look(workspace)
        return
    one = workspace.schedules.get(notice)
    if one is not None and over_days:
        decisions.send_over_days(workspace, notice)
    elif one is not None and one.state(workspace.clock.now()) is not DueState.WAITING:
        decisions.send_now(workspace, notice, whatever=whatever)


def wait_for_next(workspace: Workspace, sentences: Sentences) -> tuple[int, ...]:
    """Sleeps until something goes out by itself, and lets it go; empty: nothing waits any more.

    Raises KeyboardInterrupt, ConfigError (``database_*``).
    """
    told: datetime | None = None
    while True:
        if released := at_its_hour.look(workspace):
            return released
        now = workspace.clock.now()
        due = workspace.schedules.next_due(now)
        if due is None:
            return ()
        if due != told:
            at = due.astimezone(timezone_of(workspace.office))
            terminal.tell(sentences.text("cli.sleeps_until", at=f"{at:%d/%m/%Y %H:%M}"))
            told = due
        time.sleep(min(max((due - now).total_seconds(), 0.05), _LONGEST_SLEEP))


def with_waiting(workspace: Workspace, reply: Reply, sentences: Sentences) -> Reply:
    """The reply of a resume, with what still waits for its hour or for a person; that is not all sent."""
    now = workspace.clock.now()
    found = workspace.schedules.all()
    if not found:
        return reply
    held = any(one.state(now) is DueState.HELD for one in found)
    notes = [*reply.notes, *(_line(workspace, one, now, sentences) for one in found)]
    code = NOT_ALL_SENT if held and reply.exit_code == OK else reply.exit_code
    return Reply(reply.data, reply.lines, notes, code)


def _entry(workspace: Workspace, one: Scheduled, now: datetime, sentences: Sentences) -> dict[str, Any]:
    because = one.held_because(now)
    entry: dict[str, Any] = {
        "notice": one.notice,
        "category": one.category,
        "at": _iso(workspace, one),
        "state": str(one.state(now)),
        "held_because": because or None,
    }
    if because:
        entry["message"] = sentences.of_held(because, one.held_detail)
    return entry


def _line(workspace: Workspace, one: Scheduled, now: datetime, sentences: Sentences) -> str:
    at = one.at.astimezone(timezone_of(workspace.office))
    values = {"notice": one.notice, "at": f"{at:%d/%m/%Y %H:%M}", "title": one.title}
    if because := one.held_because(now):
        return sentences.text("schedule.held", **values, because=sentences.of_held(because, one.held_detail))
    return sentences.text("schedule.waits", **values)


def _iso(workspace: Workspace, one: Scheduled) -> str:
    return one.at.astimezone(timezone_of(workspace.office)).isoformat()
