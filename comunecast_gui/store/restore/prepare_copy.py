# SPDX-License-Identifier: EUPL-1.2
"""Prepares a backup for its new place: ids go on, files are found, and no answer is sent again."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from comunecast_gui.core.approval.approval_request import ApprovalState
from comunecast_gui.core.errors import InputError
from comunecast_gui.core.inbound.answers import AnswerState
from comunecast_gui.store.colleagues import approval_ends
from comunecast_gui.store.db.database import Database
from comunecast_gui.store.db.schema import (
    IS_QUEUED,
    IS_UNKNOWN,
    delivery,
    notice,
    notice_content,
    schedule,
    subscriber,
)
from comunecast_gui.store.db.schema_approval import colleague
from comunecast_gui.store.db.schema_inbound import answer
from comunecast_gui.store.delivery.verdicts import RESTORED

_SKIPPED_IDS = 10_000_000
"""More messages than a large town sends between two backups."""
_KEPT_FILE = re.compile(r"(?:.*[/\\])?(attachments)[/\\]([0-9a-f]{16})[/\\]((?!\.)[^/\\:\0]+)", re.DOTALL)
"""A kept attachment, in the path of whichever system and folder the copy was made in."""


def holds_nobody(database: Database) -> bool:
    """Whether the database is as good as new: nobody ever joined or left, no notice was written, no colleague is here.

    A colleague's PIN is kept under the office key, as the marks of those who left are: with another key none would fit.
    """
    here = sa.select(colleague.c.id).where(colleague.c.left_at.is_(None))
    with database.reading() as connection:
        wanted = (sa.select(subscriber.c.id), sa.select(notice.c.id), here)
        return all(connection.execute(query.limit(1)).first() is None for query in wanted)


def carry_ids(current: Database, restored: Database) -> None:
    """Makes ``restored`` continue the ids of ``current``: services hold ids, and each must keep one meaning.

    Raises ConfigError (``database_*``).
    """
    with current.reading() as connection:
        last = {name: seq for name, seq in connection.exec_driver_sql("SELECT name, seq FROM sqlite_sequence")}
    with restored.writing() as connection:
        mine = {name: seq for name, seq in connection.exec_driver_sql("SELECT name, seq FROM sqlite_sequence")}
        for name, seq in last.items():
            connection.exec_driver_sql("DELETE FROM sqlite_sequence WHERE name = ?", (name,))
            values = (name, max(seq, mine.get(name, 0)))
            connection.exec_driver_sql("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", values)


def skip_ids(restored: Database) -> None:
    """Skips the ids of messages that may have been sent after the backup was made.

    Services give these ids back with their receipts, for weeks (Meta: status webhooks, ``biz_opaque_callback_data``):
    one that comes in late must find nobody, not somebody else. Raises ConfigError (``database_*``).
    """
    with restored.writing() as connection:
        for table in (delivery, answer):
            last = connection.execute(sa.select(sa.func.max(table.c.id))).scalar() or 0
            found = connection.exec_driver_sql("SELECT seq FROM sqlite_sequence WHERE name = ?", (table.name,)).scalar()
            connection.exec_driver_sql("DELETE FROM sqlite_sequence WHERE name = ?", (table.name,))
            values = (table.name, max(last, found or 0) + _SKIPPED_IDS)
            connection.exec_driver_sql("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", values)


def move_files(restored: Database, data_dir: Path, file: str) -> None:
    """Lets notices find their kept attachments in ``data_dir``, wherever they were when the copy was made.

    ``file`` is what a person calls the backup. Raises InputError("backup_strange") for a file that was kept nowhere: it
    would be taken from this computer and sent; ConfigError (``database_*``).
    """
    with restored.writing() as connection:
        for row in connection.execute(sa.select(notice_content)).all():
            content = _moved(row.content, data_dir, file)
            if content != row.content:
                mine = notice_content.c.notice_id == row.notice_id, notice_content.c.channel == row.channel
                connection.execute(notice_content.update().where(*mine).values(content=content))


def quieten(restored: Database, now: datetime) -> tuple[int, int]:
    """Drops answers that may have gone out since the backup; returns how many deliveries are queued and unknown.

    Queued rows stay: whoever opens the office is asked about them, and nothing sends them by itself. What waited for a
    second person then waits no more: it may have gone out since.
    Raises ConfigError (``database_*``).
    """
    with restored.writing() as connection:
        waiting = answer.c.state.in_((AnswerState.DUE, AnswerState.SENDING))
        connection.execute(answer.update().where(waiting).values(state=AnswerState.UNKNOWN, changed_at=now))
        _hold_scheduled(connection)
        approval_ends.end_waiting(connection, restored, sa.true(), ApprovalState.CHANGED, now, why=RESTORED)
        queued, unknown = (
            int(connection.execute(sa.select(sa.func.count()).select_from(delivery).where(which)).scalar_one())
            for which in (IS_QUEUED, IS_UNKNOWN)
        )
    return queued, unknown


def hold_scheduled(database: Database) -> None:
    """Holds what waits for its hour: another computer may have sent it, or may. Raises ConfigError (``database_*``)."""
    with database.writing() as connection:
        _hold_scheduled(connection)


def _hold_scheduled(connection: sa.Connection) -> None:
    """Its hour alone lets nothing go any more that was scheduled before: people here are asked first."""
    waits = schedule.c.released_at.is_(None), schedule.c.held_code == ""
    connection.execute(schedule.update().where(*waits).values(held_code=RESTORED))


def _moved(value: Any, data_dir: Path, file: str) -> Any:
    if isinstance(value, list):
        return [_moved(each, data_dir, file) for each in value]
    if not isinstance(value, dict):
        return value
    moved = {}
    if "path" in value:
        found = _KEPT_FILE.fullmatch(str(value["path"]))
        if found is None:
            raise InputError("backup_strange", field="file", file=file, found=str(value["path"]))
        moved = {"path": str(data_dir.joinpath(*found.groups()))}
    return {key: _moved(each, data_dir, file) for key, each in value.items()} | moved
