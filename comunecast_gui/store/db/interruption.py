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
    """Statements inside end early once ``work`` is stopped. Raises InputError("work_stopped") then.

    SQLite calls back into Python while it works, and there Ctrl-C is heard: what it raises is lost in SQLite, which
    only ends the statement. Here it is raised again: an interrupted look at a database is no damage.
    """
    connection.set_progress_handler(lambda: work.stopped, _STEPS)
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorname != "SQLITE_INTERRUPT":
            raise
        raise (InputError(STOPPED) if work.stopped else KeyboardInterrupt()) from None
    finally:
        connection.set_progress_handler(None, 0)
