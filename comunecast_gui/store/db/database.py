# SPDX-License-Identifier: EUPL-1.2
"""Opens the database, brings it up to date, and hands out short transactions that several threads may use at once."""

from __future__ import annotations

import hashlib
import platform
import re
import sqlite3
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from comunecast_gui.core import atomic_file, regular_file
from comunecast_gui.core.errors import ConfigError
from comunecast_gui.core.trust.office_key import EnvironmentKey, KeySource
from comunecast_gui.core.work.long_work import UNWATCHED, Unit, Work
from comunecast_gui.store.db import database_keys, migrate, scrub, server_connection, server_roles
from comunecast_gui.store.db.database_keys import DatabaseKeys
from comunecast_gui.store.db.db_errors import translated

FILE_NAME = "comunecast.db"
_WORKSTATION = "workstation"
_BUSY_MILLISECONDS = 15_000
"""A sender rather waits for a long import to end than stops its lane."""
_PAUSE_SECONDS = 0.02
_PAGES = 2_000
"""Of a database, copied between two looks at whether to go on."""
_CACHE_KIBIBYTES = 64 * 1024
_SERVER_OPTIONS = f"-c lock_timeout={_BUSY_MILLISECONDS}"
_CONNECT_SECONDS = 10
_MARK = re.compile(r"[0-9a-f]{12}")
_ENVIRONMENT = EnvironmentKey()


@dataclass(frozen=True, slots=True)
class Database:
    """One open database. ``owner`` marks the rows that this process claimed: workstation, slash, process.

    ``reading`` and ``writing`` each take a connection of their own for one short transaction. On SQLite a
    reader sees the last committed state and never waits for the writer (WAL); writers wait for one another.
    """

    engine: sa.Engine
    owner: str
    keys: DatabaseKeys
    path: Path | None = None
    """The SQLite file; None on a database server."""

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A transaction that only reads. Raises ConfigError (``database_*``)."""
        with translated(self.path), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A transaction that writes; it holds the write lock from the start. Raises ConfigError (``database_*``).

        If it erased somebody (:func:`.scrub.ask`), the traces in the file are overwritten after it.
        """
        with translated(self.path):
            with self.engine.execution_options(write=True).begin() as connection:
                scrub.was_asked(connection)  # by a transaction that was undone
                yield connection
                erased = scrub.was_asked(connection)
            if erased:
                scrub.run(self.engine)

    @property
    def hash_key(self) -> bytes:
        """The key of the hashes that stand for people and messages. Raises as :attr:`.DatabaseKeys.office`."""
        return self.keys.people

    @property
    def workstation(self) -> str:
        return self.owner.partition("/")[0]

    @property
    def shared(self) -> bool:
        """Whether other workstations may use the same database."""
        return self.path is None

    def is_sound(self) -> bool:
        """Reads the whole file and tells whether it is intact (SQLite: PRAGMA integrity_check)."""
        if self.path is None:
            return True
        with self.reading() as connection:
            return connection.execute(sa.text("PRAGMA integrity_check(1)")).scalar() == "ok"

    def backup(self, target: Path) -> None:
        """Copies the SQLite file to ``target`` while it may be in use. Raises ConfigError (``database_*``)."""
        if self.path is None:
            raise ConfigError("database_backup_server")
        with translated(target):
            copy_sqlite(self.path, target)

    def close(self) -> None:
        self.engine.dispose()


UPDATING = {"copying": 1, "migrating": 4}
"""The stages of bringing an SQLite file up to date, and how long each takes beside the other."""


def open_database(data_dir: Path, url: str = "", keys: KeySource = _ENVIRONMENT, work: Work = UNWATCHED) -> Database:
    """Opens the database of ``data_dir``, or the one at ``url``, and brings an SQLite file up to date.

    ``keys`` is asked for the office key by a database that knows none yet, and else when a key is first needed.

    An older SQLite file is copied into ``data_dir/backups`` before it is changed; ``work`` tells how far that is, and
    stopped it leaves the file as it was. A database server is not changed by opening it: see :func:`migrate_server`.

    Raises InputError("work_stopped") and ConfigError: ``database_newer`` (written by a newer version),
    ``database_older`` (a server that has to be brought up to date on purpose), ``database_empty`` (the file of an
    office that lost everything in it),
    ``database_corrupt``, ``database_read_only``, ``database_locked``,
    ``database_unusable``, ``database_unreachable``, ``disk_full``.
    """
    path = None if url else data_dir / FILE_NAME
    # A file without a table is a new office only where nobody has worked yet: else something took all that it held.
    was_there = path is not None and path.exists() and (data_dir / _WORKSTATION).exists()
    if path is not None:
        regular_file.refuse_irregular(path)
    with translated(path):
        if path is not None:
            _make_private(path)
        engine = _engine(url or f"sqlite:///{path}")
        try:
            if path is not None:
                _bring_up_to_date(engine, path, data_dir / "backups", keys, work, is_new=not was_there)
            else:
                with engine.begin() as connection:
                    migrate.require_current(connection)
            with engine.execution_options(write=True).begin() as connection:
                serialise(connection, "setting")
                database_keys.settle(connection, keys)
                interrupted = scrub.is_due(connection)
            if interrupted:
                scrub.run(engine)
            owner = f"{_workstation(data_dir)}/{uuid.uuid4().hex}"
        except BaseException:
            engine.dispose()
            raise
    return Database(engine, owner, DatabaseKeys(engine, keys, str(path or "")), path)


def migrate_server(url: str, worker: str = "", password: str = "") -> str:
    """Brings a database server up to date; asked for by a person. Returns the role that owns the tables.

    ``worker`` is the role that workstations sign in with, ``password`` the one that it gets if it has to be made. Where
    another signs in here, the tables become an owner's, and the worker gets the rights of
    :mod:`.server_roles`; all of it, or nothing. Raises ConfigError (``database_*``).
    """
    engine = _engine(url)
    try:
        with translated(None), engine.execution_options(write=True).begin() as connection:
            serialise(connection, "migrate")
            if connection.dialect.name != "postgresql":
                migrate.upgrade(connection)
                return ""
            worker = worker or server_roles.standing(connection).role
            owner = server_roles.prepare(connection, worker, password)
            migrate.upgrade(connection)
            if owner != worker and server_roles.standing(connection).owns:
                server_roles.grant(connection, worker, owner)
            return owner
    finally:
        engine.dispose()


def server_has_tables(url: str) -> bool:
    """Whether there is an office in a server's database already. Raises ConfigError (``database_*``)."""
    with visiting(url) as connection:
        return bool(sa.inspect(connection).has_table("alembic_version"))  # which this role may not be let read


@contextmanager
def visiting(url: str) -> Iterator[sa.Connection]:
    """One transaction at a server, without opening an office there. Raises ConfigError (``database_*``)."""
    engine = _engine(url)
    try:
        with translated(None), engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def copy_sqlite(source: Path, target: Path, work: Work = UNWATCHED) -> None:
    """A consistent copy of an SQLite file that may be in use, for its owner alone.

    Raises sqlite3.Error, OSError and InputError("work_stopped").
    """
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(prefix=".unfinished-", dir=target.parent) as folder:
        unfinished = Path(folder) / FILE_NAME
        atomic_file.make_private(unfinished)
        with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(unfinished)) as new:
            # What is read stays the same to the end, whoever writes meanwhile: else each write would begin it anew
            # (SQLite: Online Backup API; isolation in WAL mode).
            old.execute("BEGIN")
            size = old.execute("PRAGMA page_size").fetchone()[0]
            old.execute("SELECT count(*) FROM sqlite_master").fetchone()
            old.backup(new, pages=_PAGES, progress=lambda _, left, all_: work((all_ - left) * size, all_ * size))
        unfinished.replace(target)


def serialise(connection: sa.Connection, what: str) -> None:
    """Makes transactions about the same ``what`` wait for one another, until this one ends.

    SQLite's writers do so anyway (PostgreSQL: Explicit Locking, Advisory Locks).
    """
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtextextended(what, 0))))


def _engine(url: str) -> sa.Engine:
    address = sa.make_url(url)
    if address.get_backend_name() == "sqlite":
        engine = sa.create_engine(address, hide_parameters=True)
        sa.event.listen(engine, "connect", _prepare_connection)
        sa.event.listen(engine, "begin", _begin)
        return engine
    if address.drivername == "postgresql":
        address = address.set(drivername="postgresql+psycopg")
    try:
        from psycopg import pq

        return sa.create_engine(
            server_connection.protected(address, pq.version()),
            hide_parameters=True,
            # A server may have been started anew, or a laptop slept, since the connection was used last.
            pool_pre_ping=True,
            connect_args={"connect_timeout": _CONNECT_SECONDS, "options": _SERVER_OPTIONS},
        )
    except ImportError as error:  # the driver itself, or the system's libpq that it calls
        raise ConfigError("database_driver_missing", missing=error.name or "libpq") from None


def _make_private(path: Path) -> None:
    """Gives the file mode 0600 before SQLite opens it; SQLite gives ``-wal`` and ``-shm`` the same mode."""
    atomic_file.make_private(path)
    for suffix in ("-wal", "-shm"):
        atomic_file.close_to_others(path.with_name(path.name + suffix))


def _prepare_connection(connection: sqlite3.Connection, _record: object) -> None:
    # We open transactions ourselves: the driver would begin them too late, after the first read.
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {_BUSY_MILLISECONDS}")
    connection.execute("PRAGMA foreign_keys = ON")
    # FULL: what was committed before a call to a service is still there after a power cut.
    connection.execute("PRAGMA synchronous = FULL")
    # Enough for the hashes of 150,000 people: an import of them all holds the lock for that much less time.
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KIBIBYTES}")
    # An erased number is overwritten in the file, not just unlinked.
    connection.execute("PRAGMA secure_delete = ON")
    # SQLite's own knows only the letters from A to Z (SQLite: Built-In Scalar Functions), and a title may say CITTÀ.
    connection.create_function("lower", 1, lambda text: None if text is None else str(text).lower(), deterministic=True)


def _begin(connection: sa.Connection) -> None:
    write = connection.get_execution_options().get("write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _bring_up_to_date(
    engine: sa.Engine, path: Path, backups: Path, keys: KeySource, work: Work, *, is_new: bool
) -> None:
    with engine.connect() as connection:
        _use_wal(connection)
    with engine.execution_options(write=True).begin() as connection:
        old = migrate.revision(connection)
        handed_over = old is not None and not migrate.is_current(old) and database_keys.settle(connection, keys)
    if handed_over:  # before the file is copied: no copy shall hold the key that leaves it
        scrub.run(engine)
    # Under the write lock: of two programs that open an old file at once, the second finds the work done.
    with engine.execution_options(write=True).begin() as connection:
        found = migrate.revision(connection)
        if migrate.is_current(found):
            return
        if found is None and not is_new:
            raise ConfigError("database_empty", path=str(path))
        if found is None:  # a new office: there is nothing in it that could take long
            migrate.upgrade(connection)
            return
        work.plan(UPDATING)
        work.begin("copying", Unit.BYTES)
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
        copy_sqlite(path, backups / f"comunecast-{found}-{stamp}.db", work)
        work.begin("migrating")
        migrate.upgrade(connection, work=work)


def _use_wal(connection: sa.Connection) -> None:
    raw: Any = connection.connection.dbapi_connection
    if raw.in_transaction:
        raw.rollback()
    deadline = time.monotonic() + _BUSY_MILLISECONDS / 1000
    while raw.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        try:
            raw.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            # SQLite itself does not wait here, and on Windows two programs that open a new file do meet.
            if time.monotonic() > deadline:
                raise
            time.sleep(_PAUSE_SECONDS)


def _workstation(data_dir: Path) -> str:
    """Twelve characters that stand for this folder on this computer."""
    # In a file of its own, not in a table: several workstations may share one database.
    path = data_dir / _WORKSTATION
    try:
        with regular_file.open_regular(path) as file:
            mark = file.read(100).decode("ascii", errors="replace").strip()
    except FileNotFoundError:
        mark = ""
    if not _MARK.fullmatch(mark):  # none yet, or the disk lost it: with a new one the old rows wait for their lease
        mark = uuid.uuid4().hex[:12]
        atomic_file.replace_text(path, mark)
    # A folder that was copied to a second computer must not end what the first one is sending.
    here = f"{mark} {platform.node()} {data_dir.resolve()}"
    return hashlib.sha256(here.encode()).hexdigest()[:12]
