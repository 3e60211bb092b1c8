# SPDX-License-Identifier: EUPL-1.2
"""Overwrites the traces of an erased number in an SQLite file: in unused bytes, in indexes, and in the write-ahead log.

``secure_delete`` overwrites the row itself. Two traces stay: pages as they were before, in the write-ahead log, for as
long as the file is open (SQLite: Write-Ahead Logging), and old entries in pages of an index that SQLite has rearranged,
about four in a thousand. Writing those indexes anew and emptying the log removes both. The files of a database server
are the responsibility of its operator.
"""

from __future__ import annotations

import logging
import sqlite3
from typing import Any

import sqlalchemy as sa

from comunecast_gui.store.db.schema import setting

_KEY = "scrub_due"
_NUMBERS = {"wa_id", "bsuid"}
_PATIENCE_MILLISECONDS = 1_000
"""Readers are done much sooner; whoever reads for longer is waited for at the next occasion."""

logger = logging.getLogger(__name__)


def ask(connection: sa.Connection) -> None:
    """Called in the transaction that erases: the traces are overwritten right after it, or after the next one."""
    if connection.dialect.name == "sqlite":
        if not is_due(connection):
            connection.execute(setting.insert().values(key=_KEY, value=""))
        connection.info[_KEY] = True


def was_asked(connection: sa.Connection) -> bool:
    """Whether this connection's transaction asked for it; resets the mark."""
    return bool(connection.info.pop(_KEY, False))


def is_due(connection: sa.Connection) -> bool:
    """Whether there may be traces, for example because the program died before it overwrote them."""
    return connection.execute(sa.select(setting.c.key).where(setting.c.key == _KEY)).first() is not None


def run(engine: sa.Engine) -> bool:
    """Overwrites the traces outside of any transaction; returns False if another reader was in the way for too long."""
    with engine.connect() as connection:
        raw: Any = connection.connection.dbapi_connection
        patience = raw.execute("PRAGMA busy_timeout").fetchone()[0]
        try:
            raw.execute(f"PRAGMA busy_timeout = {_PATIENCE_MILLISECONDS}")
            for name in _indexes_with_numbers(raw):
                raw.execute(f'REINDEX "{name}"')
            busy, _, _ = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if not busy:
                raw.execute("DELETE FROM setting WHERE key = ?", (_KEY,))
        except sqlite3.OperationalError as error:
            logger.info("Traces of erased numbers will be removed later: %s", error.sqlite_errorname)
            return False
        finally:
            raw.execute(f"PRAGMA busy_timeout = {patience}")
    return not busy


def _indexes_with_numbers(raw: Any) -> list[str]:
    indexes = [row[1] for row in raw.execute("PRAGMA index_list(subscriber)")]
    return [name for name in indexes if _NUMBERS & {row[2] for row in raw.execute(f'PRAGMA index_info("{name}")')}]
