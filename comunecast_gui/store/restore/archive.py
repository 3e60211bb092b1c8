# SPDX-License-Identifier: EUPL-1.2
"""Writes all data of an office into one file, and reads it back only if the file is whole and ours."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import shutil
import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BufferedIOBase
from pathlib import Path
from typing import IO, cast

from comunecast_gui.core import regular_file
from comunecast_gui.core.atomic_file import replacing
from comunecast_gui.core.errors import ConfigError, InputError
from comunecast_gui.store.db import migrate
from comunecast_gui.store.db.database import FILE_NAME, Database, copy_sqlite
from comunecast_gui.store.db.db_errors import translated

SETTINGS = "office.toml"
ATTACHMENTS = "attachments"
_MANIFEST = "comunecast-backup.json"
_FORMAT = 1
_TABLES = frozenset({"alembic_version", "subscriber", "consent_event", "notice", "delivery"})
_KEPT_FILE = re.compile(rf"{ATTACHMENTS}/[0-9a-f]{{16}}/(?!\.)[^/\\\0]+")
"""No member of an archive may be written outside its folder, whoever made the archive."""
_SQLITE_HEADER = b"SQLite format 3\0"
_ZIP_HEADER = b"PK\x03\x04"
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, KeyError,
           TypeError)  # fmt: skip
"""What zipfile and json raise for a file that was cut, altered or encrypted."""


@dataclass(frozen=True, slots=True)
class Contents:
    """The files of an office; None and missing ones are left out."""

    database: Path
    settings: Path | None = None
    attachments: Path | None = None


def write(
    database: Database, target: Path, now: datetime, *, workshop: Path, settings: Path, attachments: Path | None = None
) -> None:
    """Writes a consistent copy of a database that may be in use, with the other files, as ``target``.

    ``target`` appears only once it is whole and was read back; only its owner may read it. ``workshop`` is an existing
    folder on a disk with room for a second copy.
    Raises ConfigError("database_backup_server" | "database_corrupt" | "disk_full" | ``database_*``) and
    InputError("backup_unwritable" | "backup_target_taken").
    """
    if database.path is None:
        raise ConfigError("database_backup_server")
    with scratch(workshop) as folder:
        copy = folder / FILE_NAME
        with translated(database.path):
            copy_sqlite(database.path, copy)
            if not _is_intact(copy):
                raise ConfigError("database_corrupt", path=str(database.path))
        pack(Contents(copy, settings, attachments), target, now)


def pack(contents: Contents, target: Path, now: datetime) -> None:
    """Writes the files as ``target``, as they are; nobody may be writing to the database.

    Raises ConfigError("disk_full"), InputError("backup_unwritable" | "backup_target_taken" | "not_a_file").
    """
    regular_file.refuse_irregular(target)
    with _told_of(target):
        if target.exists() and not _is_archive(target):
            raise InputError("backup_target_taken", field="file", file=target.name)
        with replacing(target) as file:
            _fill(file, contents, now)
            if not _holds(file, contents.database):
                raise InputError("backup_unwritable", field="file", file=target.name, reason="CRC")


def unpack(source: Path, folder: Path) -> datetime:
    """Takes the files out into ``folder`` and checks them; returns when the copy was made.

    A bare database file, as an update leaves one behind, is taken as well. Raises InputError("backup_unreadable" |
    "backup_not_ours" | "backup_damaged" | "backup_newer" | "not_a_file") and ConfigError("disk_full").
    """
    try:
        with regular_file.open_regular(source) as file:
            header = file.read(len(_SQLITE_HEADER))
            made_at = datetime.fromtimestamp(os.fstat(file.fileno()).st_mtime, UTC)
    except OSError as error:
        raise InputError("backup_unreadable", field="file", file=source.name, reason=error.strerror) from None
    with _told_of(folder):
        if header == _SQLITE_HEADER:
            for suffix in ("", "-wal"):
                part = source.with_name(source.name + suffix)
                if part.exists():
                    shutil.copyfile(part, folder / (FILE_NAME + suffix))
        elif header.startswith(_ZIP_HEADER):
            made_at = _unzip(source, folder)
        else:
            raise InputError("backup_not_ours", field="file", file=source.name)
    _require_ours(folder / FILE_NAME, source)
    return made_at


def close_off(path: Path) -> bool:
    """Merges an SQLite file with its write-ahead log; False if it is too damaged for that.

    Raises ConfigError("database_in_use") where another process has it open (SQLite: Write-Ahead Logging; leaving WAL
    needs the file alone), and ``database_*``.
    """
    with translated(path), closing(sqlite3.connect(path, timeout=0.2)) as connection:
        try:
            connection.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.DatabaseError as error:
            name = error.sqlite_errorname
            if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
                raise ConfigError("database_in_use") from None
            if name.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT")):
                return False
            raise
    return True


@contextmanager
def scratch(workshop: Path) -> Iterator[Path]:
    """A temporary folder that only its owner may read; removed at the end."""
    with _told_of(workshop), tempfile.TemporaryDirectory(prefix=".unfinished-", dir=workshop) as name:
        yield Path(name)


@contextmanager
def _told_of(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise ConfigError("disk_full", path=str(target)) from None
        raise InputError("backup_unwritable", field="file", file=target.name, reason=error.strerror) from None


def _fill(file: IO[bytes], contents: Contents, now: datetime) -> None:
    facts = {"program": "ComuneCast", "format": _FORMAT, "made_at": now.isoformat()}
    # Level 1: most of what there is to gain, at a third of the time.
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr(_MANIFEST, json.dumps(facts))
        archive.write(contents.database, FILE_NAME)
        log = contents.database.with_name(contents.database.name + "-wal")
        if log.exists():
            archive.write(log, FILE_NAME + "-wal")
        if contents.settings and contents.settings.exists():
            archive.write(contents.settings, SETTINGS)
        for path in sorted(contents.attachments.glob("*/*")) if contents.attachments else ():
            name = f"{ATTACHMENTS}/{path.parent.name}/{path.name}"
            if _KEPT_FILE.fullmatch(name):
                archive.write(path, name, zipfile.ZIP_STORED)


def _holds(written: IO[bytes], database: Path) -> bool:
    """Whether the archive can be read back whole, with exactly the bytes of the database."""
    with zipfile.ZipFile(written) as archive, database.open("rb") as one, archive.open(FILE_NAME) as other:
        same = _digest(one) == _digest(cast(BufferedIOBase, other))
        return same and archive.testzip() is None


def _digest(file: BufferedIOBase) -> bytes:
    return hashlib.file_digest(file, "sha256").digest()


def _is_archive(path: Path) -> bool:
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        return _MANIFEST in archive.namelist()


def _unzip(source: Path, folder: Path) -> datetime:
    try:
        with zipfile.ZipFile(source) as archive:
            if _MANIFEST not in archive.namelist():
                raise InputError("backup_not_ours", field="file", file=source.name)
            facts = json.loads(archive.read(_MANIFEST))
            if facts["format"] > _FORMAT:
                raise InputError("backup_newer", field="file", file=source.name)
            for name in archive.namelist():
                if name in (FILE_NAME, f"{FILE_NAME}-wal", SETTINGS) or _KEPT_FILE.fullmatch(name):
                    place = folder / name
                    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                    place.touch(mode=0o600)
                    with archive.open(name) as packed, place.open("wb") as file:
                        shutil.copyfileobj(packed, file)
            return datetime.fromisoformat(facts["made_at"])
    except _BROKEN:
        raise InputError("backup_damaged", field="file", file=source.name) from None


def _require_ours(copy: Path, source: Path) -> None:
    values = {"field": "file", "file": source.name}
    if not copy.exists():
        raise InputError("backup_damaged", **values)
    try:
        with closing(sqlite3.connect(copy)) as connection:
            tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            if not tables >= _TABLES:
                raise InputError("backup_not_ours", **values)
            found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            if found is None or found[0] not in migrate.revisions():
                raise InputError("backup_newer", **values)
    except sqlite3.DatabaseError:
        raise InputError("backup_damaged", **values) from None
    if not _is_intact(copy):
        raise InputError("backup_damaged", **values)


def _is_intact(path: Path) -> bool:
    try:
        with closing(sqlite3.connect(path)) as connection:
            return bool(connection.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",))
    except sqlite3.DatabaseError:
        return False
