# SPDX-License-Identifier: EUPL-1.2
"""Ends a long statement of SQLite soon after a person stopped the work that it belongs to."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from comunecast_gui.core.errors import InputError
from comunecast_gui.core.work.long_work import STOPPED, Work

_STEPS = 100_000
"""Instructions of SQLite's machine between two looks: some milliseconds (SQLite: sqlite3_progress_handler)."""


@contextmanager
def stoppable(connection: sqlite3.Connection, work: Work) -> Iterator[None]:
    """Statements inside end early once ``work`` is stopped. Raises InputError("work_stopped") then."""
    connection.set_progress_handler(lambda: work.stopped, _STEPS)
    try:
        yield
    except sqlite3.OperationalError as error:
        if work.stopped and error.sqlite_errorname == "SQLITE_INTERRUPT":
            raise InputError(STOPPED) from None
        raise
    finally:
        connection.set_progress_handler(None, 0)
