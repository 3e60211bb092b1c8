# SPDX-License-Identifier: EUPL-1.2
"""Remembers which calendars the office was given, on all its workstations, so that it can ask for next year's."""

from __future__ import annotations

import json
import logging
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path, PurePosixPath, PureWindowsPath

from comunecast_gui.core.errors import InputError
from comunecast_gui.core.periods import timezone_of
from comunecast_gui.core.regular_file import read_bytes, read_text
from comunecast_gui.core.schedule.calendar_file import MAX_BYTES, CalendarDay
from comunecast_gui.core.schedule.remembered import RememberedCalendar
from comunecast_gui.services.schedule import recurring
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.store.shared.remembered_calendars import MOST, RememberedCalendars

logger = logging.getLogger(__name__)
FILE = "calendars.json"
"""Where earlier versions kept them, on each computer by itself; it is taken over once."""
_MOST_BYTES = 1024 * 1024
_LONGEST_NAME = 255
_A_YEAR_AND_A_BIT = timedelta(days=400)


def read(workspace: Workspace, path: Path, weeks: int) -> Sequence[CalendarDay]:
    """The days of the coming weeks in a calendar file; of one that lies on another computer, in the office's copy.

    Raises InputError as :func:`recurring.read_days`, ConfigError (``database_*``).
    """
    with _here(workspace, path) as file:
        return recurring.read_days(file, timezone_of(workspace.office), _today(workspace), weeks)


def remember(workspace: Workspace, path: Path, weeks: int, replaces: str = "") -> None:
    """Keeps that a person was shown the coming weeks of this file, in the place of one of the same name.

    Raises InputError as :func:`recurring.read_days`, ConfigError (``database_*``).
    """
    today = _today(workspace)
    with _here(workspace, path) as file:
        days = recurring.all_days(file, timezone_of(workspace.office), today, today + _A_YEAR_AND_A_BIT)
        content = _content(file)
    found = RememberedCalendar(_name(str(path)), str(path), today, days, today + timedelta(weeks=weeks))
    _calendars(workspace).remember(found, content, workspace.clock.now(), replaces)


def forget(workspace: Workspace, name: str) -> None:
    """Asks about this one no more. Raises ConfigError (``database_*``)."""
    _calendars(workspace).forget(name, workspace.clock.now())


def due(workspace: Workspace) -> tuple[RememberedCalendar, ...]:
    """Those that ask something today. Raises ConfigError (``database_*``)."""
    today = _today(workspace)
    return tuple(one for one in kept(workspace) if one.asks(today))


def kept(workspace: Workspace) -> tuple[RememberedCalendar, ...]:
    """All of them, with those that an earlier version kept on this computer. Raises ConfigError (``database_*``)."""
    file = workspace.data_dir / FILE
    if file.exists():
        _calendars(workspace).take_over(((one, _content(Path(one.path))) for one in _own(file)), workspace.clock.now())
        try:
            file.unlink(missing_ok=True)
        except OSError as error:  # they are taken over again, and are there
            logger.warning("%s could not be taken away", FILE, exc_info=error)
    return _calendars(workspace).all()


def _calendars(workspace: Workspace) -> RememberedCalendars:
    return RememberedCalendars(workspace.database)


@contextmanager
def _here(workspace: Workspace, path: Path) -> Iterator[Path]:
    """The file where it lies; else what the office keeps of it, in a file of that name for as long as it is read."""
    name = _name(str(path))
    content = None if path.exists() else _calendars(workspace).content(name)
    if content is None:
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="comunecast-") as folder:
        copy = Path(folder) / name
        copy.write_bytes(content)
        yield copy


def _name(path: str) -> str:
    """The file's own name, whichever system's path it is."""
    name = PureWindowsPath(path).name if "\\" in path else PurePosixPath(path).name
    return name[-_LONGEST_NAME:]


def _content(path: Path) -> bytes | None:
    """The file, if it can be read and is not too large."""
    try:
        return read_bytes(path, MAX_BYTES)
    except (OSError, InputError):
        return None


def _own(file: Path) -> tuple[RememberedCalendar, ...]:
    """What an earlier version kept here; none where that cannot be read: this is a help, no duty."""
    try:
        listed = json.loads(read_text(file, most=_MOST_BYTES))
        return tuple(
            RememberedCalendar(
                _name(str(one["name"])),
                str(one["path"]),
                date.fromisoformat(one["given"]),
                tuple(map(date.fromisoformat, one["days"])),
                date.fromisoformat(one["seen_until"]),
            )
            for one in listed[-MOST:]
        )
    except (OSError, ValueError, KeyError, TypeError, RecursionError, InputError):
        return ()


def _today(workspace: Workspace) -> date:
    return workspace.clock.now().astimezone(timezone_of(workspace.office)).date()
