# SPDX-License-Identifier: EUPL-1.2
"""Holds sealed events in one SQLite file until the workstation has them: what was stored survives a power cut."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

KEEP = timedelta(days=35)
"""What nobody fetched is kept for at least 30 days, then it goes: a relay is no archive."""
_PURGE_EVERY = timedelta(hours=1)
_PAGE_SIZE = 16 * 1024
_CHECKPOINT_BYTES = 64 * 1024 * 1024
_CHECKPOINT_PAGES = 32_000
_ANSWER_BYTES = 8 * 1024 * 1024
_BUSY_SECONDS = 10.0
logger = logging.getLogger(__name__)

_TABLE = """
CREATE TABLE IF NOT EXISTS event (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    received_at TEXT NOT NULL,
    sealed BLOB NOT NULL
)
"""


@dataclass(frozen=True, slots=True)
class Event:
    """One webhook: ``sealed`` is the payload as only the workstation can read it."""

    id: int
    received_at: str
    sealed: bytes


class _Entry:
    """An event on its way into the file, and what became of it.

    ``turn`` is held until the event is settled, or until it is the one that stores for all who wait.
    """

    __slots__ = ("error", "received_at", "sealed", "settled", "stored", "turn")

    def __init__(self, sealed: bytes, received_at: str) -> None:
        self.sealed = sealed
        self.received_at = received_at
        self.stored = self.settled = False
        self.error: sqlite3.Error | None = None
        self.turn = threading.Lock()
        self.turn.acquire()


class EventStore:
    """The relay's file; used by many threads, and by several processes where a host runs them.

    Every method raises sqlite3.Error where the file cannot be used.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._writing = threading.Lock()
        self._queue = threading.Lock()
        self._waiting: list[_Entry] = []
        self._led = False
        self._written = 0
        self._checkpoint: threading.Thread | None = None
        self._purged = datetime.min.replace(tzinfo=UTC)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
        self._writer = self._open()
        # Payloads of up to 3 MB: larger pages, and checkpoints that are rare and beside the writing, take nearly twice
        # as many of them a second. SQLite's own checkpoint is there for what is deleted.
        self._writer.execute(f"PRAGMA page_size = {_PAGE_SIZE}")
        self._writer.execute("PRAGMA journal_mode = WAL")
        self._writer.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT_PAGES}")
        self._writer.execute(_TABLE)

    def add(self, sealed: bytes, at: datetime) -> None:
        """Stores an event; when this returns it is on the disk.

        Whoever leads stores for all who came meanwhile, in one transaction: the disk is asked once for many events,
        and nobody is told of success before. The next to lead is woken first, so that the disk does not wait.
        """
        entry = _Entry(sealed, _written(at))
        with self._queue:
            self._waiting.append(entry)
            follows, self._led = self._led, True
        if follows:
            entry.turn.acquire()
        if not entry.settled:
            self._lead(entry, at)
        if not entry.stored:
            raise entry.error or sqlite3.OperationalError("not stored")

    def page(self, after: int, limit: int) -> list[Event]:
        """The oldest events with a higher id than ``after``: at most ``limit``, and about eight megabytes."""
        found: list[Event] = []
        size = 0
        query = "SELECT id, received_at, sealed FROM event WHERE id > ? ORDER BY id LIMIT ?"
        with closing(self._open()) as connection, closing(connection.execute(query, (after, limit))) as rows:
            for row in rows:
                size += len(row[2])
                if found and size > _ANSWER_BYTES:
                    break
                found.append(Event(*row))
        return found

    def forget(self, upto: int) -> int:
        """Deletes what the workstation has; returns how many events that were."""
        with self._writing, self._transaction():
            return self._writer.execute("DELETE FROM event WHERE id <= ?", (upto,)).rowcount

    def check(self, now: datetime) -> None:
        """Raises sqlite3.Error if the file cannot be used; deletes events that are too old."""
        with closing(self._open()) as connection:
            connection.execute("SELECT 1 FROM event LIMIT 1").fetchone()
        if now - self._purged > _PURGE_EVERY:
            with self._writing, self._transaction():
                self._purge(now)

    def close(self) -> None:
        if self._checkpoint is not None:
            self._checkpoint.join()
        with self._writing:
            self._writer.close()

    def _lead(self, leader: _Entry, now: datetime) -> None:
        with self._queue:
            batch, self._waiting = self._waiting, []
        try:
            with self._writing:
                self._store(batch, now)
        finally:
            with self._queue:
                following = self._waiting[0] if self._waiting else None
                self._led = following is not None
            for entry in batch:
                entry.settled = True
            for entry in batch if following is None else [following, *batch]:
                if entry is not leader:
                    entry.turn.release()

    def _store(self, batch: list[_Entry], now: datetime) -> None:
        try:
            with self._transaction():
                self._writer.executemany(
                    "INSERT INTO event (received_at, sealed) VALUES (?, ?)",
                    [(entry.received_at, entry.sealed) for entry in batch],
                )
                self._purge(now)
        except sqlite3.Error as error:
            for entry in batch:
                entry.error = error
        else:
            for entry in batch:
                entry.stored = True
                self._written += len(entry.sealed)
            self._start_checkpoint()

    def _purge(self, now: datetime) -> None:
        if now - self._purged > _PURGE_EVERY:
            self._writer.execute("DELETE FROM event WHERE received_at < ?", (_written(now - KEEP),))
            self._purged = now

    def _start_checkpoint(self) -> None:
        """Lets another thread move what is in the log to where it stays, when it is much."""
        busy = self._checkpoint is not None and self._checkpoint.is_alive()
        if self._written >= _CHECKPOINT_BYTES and not busy:
            self._written = 0
            self._checkpoint = threading.Thread(target=self._move_log, name="relay-checkpoint")
            self._checkpoint.start()

    def _move_log(self) -> None:
        """Moves most of it while others write, and the rest while they wait, so that the log begins anew."""
        try:
            with closing(self._open()) as connection:
                connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
                with self._writing:
                    connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
        except sqlite3.Error as error:
            # What was answered is in the log all the same; the next one tries again.
            logger.error("The log of the database cannot be moved: %s", type(error).__name__)  # noqa: TRY400

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._writer.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._writer.execute("COMMIT")
        except BaseException:
            if self._writer.in_transaction:
                self._writer.execute("ROLLBACK")
            raise

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")
        return connection


def _written(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds")
