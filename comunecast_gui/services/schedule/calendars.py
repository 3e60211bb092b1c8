# SPDX-License-Identifier: EUPL-1.2
"""Remembers on this computer which calendars were given to the program, so that it can ask for next year's."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

from comunecast_gui.core.atomic_file import replace_text
from comunecast_gui.core.errors import ConfigError, InputError
from comunecast_gui.core.periods import timezone_of
from comunecast_gui.core.regular_file import read_text
from comunecast_gui.core.schedule.remembered import RememberedCalendar
from comunecast_gui.services.schedule import recurring
from comunecast_gui.services.wiring import Workspace

FILE = "calendars.json"
_MOST_BYTES = 1024 * 1024
_MOST = 20
_A_YEAR_AND_A_BIT = timedelta(days=400)


def remember(workspace: Workspace, path: Path, weeks: int, replaces: str = "") -> None:
    """Keeps that a person was shown the coming weeks of this file, in the place of one of the same name.

    Raises InputError as :func:`recurring.read_days`, ConfigError("data_dir_unusable").
    """
    today = _today(workspace)
    days = recurring.all_days(path, timezone_of(workspace.office), today, today + _A_YEAR_AND_A_BIT)
    calendar = RememberedCalendar(path.name, str(path), today, days, today + timedelta(weeks=weeks))
    before = {one.name: one for one in kept(workspace)}
    if (same := before.get(calendar.name)) and not replaces and set(days) <= set(same.days):
        # Further days of the calendar that it had: it is as old as it was.
        calendar = RememberedCalendar(same.name, str(path), same.given, same.days, calendar.seen_until)
    others = [one for one in before.values() if one.name not in (calendar.name, replaces)]
    _write(workspace, [*others, *([calendar] if days else [])])


def forget(workspace: Workspace, name: str) -> None:
    """Asks about this one no more. Raises ConfigError("data_dir_unusable")."""
    _write(workspace, [one for one in kept(workspace) if one.name != name])


def due(workspace: Workspace) -> tuple[RememberedCalendar, ...]:
    """Those that ask something today."""
    today = _today(workspace)
    return tuple(one for one in kept(workspace) if one.asks(today))


def kept(workspace: Workspace) -> tuple[RememberedCalendar, ...]:
    """All of them; none where the file cannot be read: this is a help, no duty."""
    try:
        listed = json.loads(read_text(workspace.data_dir / FILE, most=_MOST_BYTES))
        return tuple(
            RememberedCalendar(
                str(one["name"]),
                str(one["path"]),
                date.fromisoformat(one["given"]),
                tuple(map(date.fromisoformat, one["days"])),
                date.fromisoformat(one["seen_until"]),
            )
            for one in listed[-_MOST:]
        )
    except (OSError, ValueError, KeyError, TypeError, RecursionError, InputError):
        return ()


def _write(workspace: Workspace, calendars: Iterable[RememberedCalendar]) -> None:
    listed = [
        {
            "name": one.name,
            "path": one.path,
            "given": one.given.isoformat(),
            "days": [day.isoformat() for day in one.days],
            "seen_until": one.seen_until.isoformat(),
        }
        for one in calendars
    ][-_MOST:]
    try:
        replace_text(workspace.data_dir / FILE, json.dumps(listed))
    except OSError as error:
        folder, reason = workspace.data_dir, error.strerror or ""
        raise ConfigError("data_dir_unusable", folder=folder, reason=reason) from error


def _today(workspace: Workspace) -> date:
    return workspace.clock.now().astimezone(timezone_of(workspace.office)).date()
