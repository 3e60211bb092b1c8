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
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, cast

from comunecast_gui.core import regular_file
from comunecast_gui.core.atomic_file import make_private, replacing
from comunecast_gui.core.errors import ConfigError, InputError, UserError
from comunecast_gui.core.notice.overlays import overlay_reader
from comunecast_gui.core.places import MOST_STREETS_BYTES, STREETS_FILE, Streets
from comunecast_gui.core.trust.office_key import VARIABLE
from comunecast_gui.core.work.long_work import UNWATCHED, StageCount, Unit, Work
from comunecast_gui.store.db.database import FILE_NAME, Database, copy_sqlite
from comunecast_gui.store.db.db_errors import translated
from comunecast_gui.store.db.interruption import stoppable
from comunecast_gui.store.restore import aside_files, draft_files, own_tables, seal

SETTINGS = "office.toml"
ATTACHMENTS = "attachments"
_MANIFEST = "comunecast-backup.json"
_FORMAT = 1
_KEPT_FILE = re.compile(rf"{ATTACHMENTS}/[0-9a-f]{{16}}/(?!\.)[^/\\\0:]+")
"""No member of an archive may be written outside its folder, whoever made it; a colon names a drive on Windows."""
_OVERLAY = re.compile(rf"{overlay_reader.FOLDER}/[a-z][a-z0-9_]*\.toml")
"""The office's own categories: text files that are read with care, and never larger than this program reads them."""
_SQLITE_HEADER = b"SQLite format 3\0"
_ZIP_HEADER = b"PK\x03\x04"
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, KeyError,
           TypeError, AttributeError)  # fmt: skip
"""What zipfile and json raise for a file that was cut, altered or encrypted."""
_MANIFEST_BYTES = 4096
_MOST_MEMBERS = 100_000
_UNPACKED_FREELY = 64 * 1024 * 1024
_GROWTH = 100
"""So many times its own size, beyond 64 MiB, may a file without a seal unpack to. Ours grow fivefold; deflate allows a
thousandfold (zlib: Technical Details, "Maximum Compression Factor"), and then somebody made it on purpose."""
_PIECE = 1024 * 1024
PACKING = {"packing": 10, "reading_back": 3}
WRITING = {"copying": 2, "checking": 15, **PACKING}
UNPACKING = {"opening": 1, "unpacking": 5, "checking": 14, "examining": 11, "taking": 23}
"""The stages of :func:`pack`, :func:`write` and :func:`unpack`, and how long each takes beside the others, as it was
measured with 150,000 people."""


@dataclass(frozen=True, slots=True)
class Contents:
    """The files of an office; None and missing ones are left out."""

    database: Path
    settings: Path | None = None
    attachments: Path | None = None
    categories: Path | None = None
    streets: Path | None = None
    drafts: Path | None = None
    aside: Path | None = None
    """The data folder in which texts were put aside."""

    @classmethod
    def of(cls, data_dir: Path, database: Path, *, attachments: bool) -> Contents:
        """All files of the office in a data folder, with this copy of its database."""
        return cls(
            database,
            data_dir / SETTINGS,
            data_dir / ATTACHMENTS if attachments else None,
            data_dir / overlay_reader.FOLDER,
            data_dir / STREETS_FILE,
            data_dir / draft_files.FOLDER,
            data_dir,
        )


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What was taken out of a backup: ``office`` has its place as in a data folder.

    ``sealed``: the office's own key proved that every bit is as this program wrote it.
    """

    office: Path
    made_at: datetime
    sealed: bool


def write(
    database: Database,
    target: Path,
    now: datetime,
    key: bytes | None,
    *,
    workshop: Path,
    data_dir: Path,
    attachments: bool = False,
    work: Work = UNWATCHED,
) -> None:
    """Writes a consistent copy of a database that may be in use, with the other files of its office, as ``target``.

    ``target`` appears only once it is whole and was read back; only its owner may read it. ``key``: the 32 bytes that
    seal it; None leaves it open to whoever gets the file. ``workshop`` is an existing folder on a disk with room for a
    second copy.
    Raises ConfigError("database_backup_server" | "database_corrupt" | "disk_full" | ``database_*``) and
    InputError("backup_unwritable" | "backup_target_taken" | "work_stopped").
    """
    if database.path is None:
        raise ConfigError("database_backup_server")
    with scratch(workshop) as folder:
        copy = folder / FILE_NAME
        with translated(database.path):
            work.begin("copying", Unit.BYTES)
            copy_sqlite(database.path, copy, work)
            work.begin("checking")
            if not _is_intact(copy, work):
                raise ConfigError("database_corrupt", path=str(database.path))
        pack(Contents.of(data_dir, copy, attachments=attachments), target, now, key, work)


def pack(contents: Contents, target: Path, now: datetime, key: bytes | None, work: Work = UNWATCHED) -> None:
    """Writes the files as ``target``, as they are; nobody may be writing to the database.

    ``key`` as for :func:`write`. Raises ConfigError("disk_full"), InputError("backup_unwritable" |
    "backup_target_taken" | "not_a_file" | "work_stopped").
    """
    regular_file.refuse_irregular(target)
    with _told_of(target):
        if target.exists() and not is_archive(target):
            raise InputError("backup_target_taken", field="file", file=target.name)
        with replacing(target) as file:
            if key is None:
                _fill(file, contents, now, work)
                whole = _holds(file, contents.database, work)
            else:
                sealing = seal.Sealing(file, key)
                _fill(sealing, contents, now, work)
                whole = _opens(file, key, sealing.finish(), work)
            if not whole:
                raise InputError("backup_unwritable", field="file", file=target.name, reason="CRC")
            work(1, 1)  # the last moment to hear that it was stopped: then the file is there


def seal_copy(source: Path, target: Path, key: bytes) -> None:
    """Writes a copy that lies open, packed or a bare database file, as the sealed ``target``, as old as it is.

    Raises as :func:`pack`, and OSError.
    """
    with regular_file.open_regular(source) as file, _told_of(target), replacing(target) as sealed:
        found = os.fstat(file.fileno())
        sealing = seal.Sealing(sealed, key)
        if file.read(len(_ZIP_HEADER)) == _ZIP_HEADER:
            file.seek(0)
            shutil.copyfileobj(file, sealing, _PIECE)
        else:
            _fill(sealing, Contents(source), datetime.fromtimestamp(found.st_mtime, UTC), UNWATCHED)
        if not _opens(sealed, key, sealing.finish(), UNWATCHED):
            raise InputError("backup_unwritable", field="file", file=target.name, reason="CRC")
    os.utime(target, (found.st_mtime, found.st_mtime))


def unpack(source: Path, folder: Path, key: bytes | None, work: Work = UNWATCHED) -> Unpacked:
    """Takes the files out into ``folder`` and checks them.

    What the seal does not prove is not even read. A file without a seal, of a former version or as an update leaves a
    bare database behind, is taken as far as it holds nothing but what this program writes; whether to believe it is
    for a person to say. Of every database only the rows are taken.
    Raises InputError("backup_unreadable" | "backup_not_ours" | "backup_damaged" | "backup_newer" | "backup_strange" |
    "backup_too_large" | "backup_other_key" | "not_a_file" | "work_stopped") and ConfigError("disk_full" |
    "office_key_missing").
    """
    packed, office = folder / "packed", folder / "office"
    try:
        file = regular_file.open_regular(source)
    except OSError as error:
        raise InputError("backup_unreadable", field="file", file=source.name, reason=error.strerror) from None
    with file, _told_of(folder):
        for each in (packed, office):
            each.mkdir(mode=0o700)
        start = file.read(len(seal.MAGIC))
        file.seek(0)
        made_at, sealed = datetime.fromtimestamp(os.fstat(file.fileno()).st_mtime, UTC), False
        if seal.is_sealed(start):
            made_at, sealed = _unseal(file, packed, key, source.name, work), True
        elif start == _SQLITE_HEADER:
            _copy_database(file, source, packed)
        elif start.startswith(_ZIP_HEADER):
            most = max(_UNPACKED_FREELY, _GROWTH * os.fstat(file.fileno()).st_size)
            made_at = _unzip(file, packed, source.name, most, work)
        else:
            raise InputError("backup_not_ours", field="file", file=source.name)
        if not (packed / FILE_NAME).exists():
            raise InputError("backup_damaged", field="file", file=source.name)
        with translated(office / FILE_NAME):
            own_tables.take_rows(packed / FILE_NAME, office / FILE_NAME, source.name, work)
        if (packed / STREETS_FILE).exists() and _streets_in(packed / STREETS_FILE) is None:
            raise InputError("backup_strange", field="file", file=source.name, found=STREETS_FILE)
        if not sealed:
            draft_files.cut_network_files(packed / draft_files.FOLDER)
        _take_over(packed, office)
    return Unpacked(office, made_at, sealed)


def _take_over(packed: Path, office: Path) -> None:
    """The files of the office but for its database; texts that were put aside lie beside what they belong to."""
    own = (SETTINGS, ATTACHMENTS, overlay_reader.FOLDER, STREETS_FILE, draft_files.FOLDER, draft_files.FILES)
    for name in (*own, *aside_files.texts(packed)):
        if (packed / name).exists():
            (packed / name).rename(office / name)


def is_archive(path: Path) -> bool:
    """Whether this file was written by :func:`pack`, sealed or not. Raises OSError."""
    with path.open("rb") as file:
        if seal.is_sealed(file.read(len(seal.MAGIC))):
            return True
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        return _MANIFEST in archive.namelist()


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


def _fill(file: IO[bytes] | seal.Sealing, contents: Contents, now: datetime, work: Work) -> None:
    log = contents.database.with_name(contents.database.name + "-wal")
    kept = sorted(contents.attachments.glob("*/*")) if contents.attachments else []
    work.begin("packing", Unit.BYTES)
    drafts = draft_files.texts(contents.drafts) if contents.drafts else {}
    size = sum(path.stat().st_size for path in (contents.database, log, *kept) if path.exists())
    if contents.attachments and contents.drafts:
        size += draft_files.size_of_files(contents.drafts, drafts)
    count = StageCount(work, size)
    facts = {"program": "ComuneCast", "format": _FORMAT, "made_at": now.isoformat()}
    # Level 1: most of what there is to gain, at a third of the time.
    with zipfile.ZipFile(cast(IO[bytes], file), "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr(_MANIFEST, json.dumps(facts))
        _put_in(archive, contents.database, FILE_NAME, count)
        if log.exists():
            _put_in(archive, log, FILE_NAME + "-wal", count)
        if contents.settings and contents.settings.exists():
            archive.write(contents.settings, SETTINGS)
        if contents.drafts:
            draft_files.pack(archive, contents.drafts, drafts, count if contents.attachments else None)
        for path in kept:
            name = f"{ATTACHMENTS}/{path.parent.name}/{path.name}"
            if _KEPT_FILE.fullmatch(name):
                _put_in(archive, path, name, count, zipfile.ZIP_STORED)
        for name, text in _own_texts(contents):
            archive.writestr(name, text)


def _own_texts(contents: Contents) -> Iterator[tuple[str, bytes]]:
    """What the office wrote itself beside its notices: streets, categories, and texts that were put aside."""
    if contents.streets and (streets := _streets_in(contents.streets)) is not None:
        yield STREETS_FILE, streets
    for path in sorted(contents.categories.glob("*.toml"))[: overlay_reader.MOST_FILES] if contents.categories else ():
        name = f"{overlay_reader.FOLDER}/{path.name}"
        with suppress(OSError, InputError):  # what cannot be read is of no use to the program either
            text = regular_file.read_bytes(path, overlay_reader.MOST_BYTES)
            if _OVERLAY.fullmatch(name):
                yield name, text
    for name, aside in aside_files.texts(contents.aside).items() if contents.aside else ():
        yield name, aside.encode()


def _put_in(
    archive: zipfile.ZipFile, path: Path, name: str, count: StageCount, packed: int = zipfile.ZIP_DEFLATED
) -> None:
    """As ``ZipFile.write``, which tells nobody how far it is."""
    member = zipfile.ZipInfo.from_file(path, name, strict_timestamps=False)
    member.compress_type = packed
    member._compresslevel = archive.compresslevel  # type: ignore[attr-defined]  # public from Python 3.13 on
    with path.open("rb") as source, archive.open(member, "w") as place:
        count.copy(source, place)


def _streets_in(path: Path) -> bytes | None:
    """The office's own list of streets; None where there is none that the program would read."""
    try:
        Streets.load(path)
        return regular_file.read_bytes(path, MOST_STREETS_BYTES)
    except (OSError, UserError):
        return None


def _holds(written: IO[bytes], database: Path, work: Work) -> bool:
    """Whether the archive can be read back whole, with exactly the bytes of the database."""
    work.begin("reading_back", Unit.BYTES)
    with zipfile.ZipFile(written) as archive:
        members = archive.infolist()
        size = database.stat().st_size + sum(member.file_size for member in members)
        count = StageCount(work, size)
        with database.open("rb") as file:
            wanted = _digest(file, count)
        digests = {}
        try:
            for member in members:  # reading one to its end compares its checksum
                with archive.open(member) as file:
                    digests[member.filename] = _digest(file, count)
        except zipfile.BadZipFile:
            return False
        return digests.get(FILE_NAME) == wanted


def _digest(file: IO[bytes], count: StageCount) -> bytes:
    found = hashlib.sha256()
    while piece := file.read(_PIECE):
        found.update(piece)
        count.add(len(piece))
    return found.digest()


def _opens(written: IO[bytes], key: bytes, digest: bytes, work: Work) -> bool:
    """Whether what was sealed can be opened again, as the very bytes that went in."""
    work.begin("reading_back", Unit.BYTES)
    written.flush()
    count = StageCount(work, written.tell())
    written.seek(0)
    found = hashlib.sha256()
    pieces = seal.opened(written, key, "")
    while True:
        try:
            piece = next(pieces, None)
        except InputError:
            return False
        if piece is None:
            return found.digest() == digest
        found.update(piece)
        count.add(len(piece))


def _unseal(file: IO[bytes], packed: Path, key: bytes | None, name: str, work: Work) -> datetime:
    if key is None:
        raise ConfigError("office_key_missing", field="office_key", variable=VARIABLE)
    work.begin("opening", Unit.BYTES)
    count = StageCount(work, os.fstat(file.fileno()).st_size)
    with tempfile.TemporaryFile(dir=packed) as whole:
        for piece in seal.opened(file, key, name):
            whole.write(piece)
            count.add(len(piece))
        return _unzip(whole, packed, name, shutil.disk_usage(packed).free, work)


def _copy_database(file: IO[bytes], source: Path, packed: Path) -> None:
    """A bare database file, and the log that a copy of a running office left beside it."""
    with (packed / FILE_NAME).open("wb") as copy:
        shutil.copyfileobj(file, copy, _PIECE)
    log = source.with_name(source.name + "-wal")
    if log.is_file():
        shutil.copyfile(log, packed / f"{FILE_NAME}-wal")


def _unzip(file: IO[bytes], packed: Path, name: str, most: int, work: Work) -> datetime:
    """Takes out what a backup may hold, of at most ``most`` bytes in all; returns when it was made."""
    refused = {"field": "file", "file": name}
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            names = [member.filename for member in members]
            if _MANIFEST not in names:
                raise InputError("backup_not_ours", **refused)
            facts = json.loads(archive.read(_require_small(archive.getinfo(_MANIFEST))))
            if facts["format"] > _FORMAT:
                raise InputError("backup_newer", **refused)
            made_at = datetime.fromisoformat(facts["made_at"]).astimezone(UTC)
            if odd := next((member.filename for member in members if not _is_expected(member)), None):
                raise InputError("backup_strange", found=odd, **refused)
            if _is_too_many(names) or len(set(names)) != len(names) or draft_files.has_stray_file(names):
                raise InputError("backup_strange", found=_MANIFEST, **refused)
            size = sum(member.file_size for member in members)
            if size > most:
                raise InputError("backup_too_large", size=size // 1_000_000, **refused)
            if size > shutil.disk_usage(packed).free:
                raise ConfigError("disk_full", path=str(packed))
            work.begin("unpacking", Unit.BYTES)
            count = StageCount(work, size)
            for member in members:
                _take_out(archive, member, packed, count)
            return made_at
    except _BROKEN:
        raise InputError("backup_damaged", **refused) from None


def _is_too_many(names: Sequence[str]) -> bool:
    overlays = sum(map(bool, map(_OVERLAY.fullmatch, names)))
    drafts = sum(name.startswith(f"{draft_files.FOLDER}/") for name in names)
    aside = sum(map(aside_files.is_place, names))
    own = overlays > overlay_reader.MOST_FILES or drafts > draft_files.MOST or aside > aside_files.MOST
    return own or len(names) > _MOST_MEMBERS


def _require_small(member: zipfile.ZipInfo) -> zipfile.ZipInfo:
    if member.file_size > _MANIFEST_BYTES:
        raise ValueError("this is no manifest")
    return member


def _is_expected(member: zipfile.ZipInfo) -> bool:
    """Whether the program packs such a file, and in such a way."""
    known = member.filename in (_MANIFEST, FILE_NAME, f"{FILE_NAME}-wal", SETTINGS)
    plain = member.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
    folder, _, name = member.filename.partition("/")
    draft = folder == draft_files.FOLDER and draft_files.is_name(name) and member.file_size <= draft_files.MOST_BYTES
    attached = draft_files.is_file_name(member.filename) and member.file_size <= draft_files.MOST_FILE_BYTES
    overlay = _OVERLAY.fullmatch(member.filename) is not None and member.file_size <= overlay_reader.MOST_BYTES
    streets = member.filename == STREETS_FILE and member.file_size <= MOST_STREETS_BYTES
    aside = aside_files.is_place(member.filename) and member.file_size <= aside_files.MOST_BYTES
    own = known or overlay or streets or draft or attached or aside
    return plain and (own or _KEPT_FILE.fullmatch(member.filename) is not None)


def _take_out(archive: zipfile.ZipFile, member: zipfile.ZipInfo, packed: Path, count: StageCount) -> None:
    """zipfile reads no more than the size that the member states, and compares its checksum at the end."""
    place = packed / member.filename
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    make_private(place)
    with archive.open(member) as source, place.open("wb") as file:
        count.copy(source, file)


def _is_intact(path: Path, work: Work) -> bool:
    try:
        with closing(sqlite3.connect(path)) as connection, stoppable(connection, work):
            return bool(connection.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",))
    except sqlite3.DatabaseError:
        return False
