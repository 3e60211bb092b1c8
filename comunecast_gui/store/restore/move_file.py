# SPDX-License-Identifier: EUPL-1.2
"""One file with which an office moves to another computer, closed with a code that the program makes.

The stream is that of a sealed backup (:mod:`.seal`). Its key is made of the code with Argon2id (RFC 9106; libsodium:
"Password hashing"). A code is 88 random bits, so that the costs for interactive use are enough.
"""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, cast

from comunecast_gui.core import regular_file
from comunecast_gui.core.atomic_file import replacing
from comunecast_gui.core.errors import ConfigError, InputError
from comunecast_gui.core.notice.overlays import overlay_reader
from comunecast_gui.core.places import MOST_STREETS_BYTES, STREETS_FILE, Streets
from comunecast_gui.core.work.long_work import StageCount, Unit, Work
from comunecast_gui.store.restore import aside_files, draft_files, seal

SUFFIX = ".trasloco"
MAGIC = b"ComuneCast\x00move\x01"
"""The first 16 bytes of a file; the last one is the version of the format."""
_SALT = 16
_FACTS, BACKUP, SETTINGS = "facts.json", "office.backup", "office.toml"
_MOST_FACTS = overlay_reader.MOST_FILES * overlay_reader.MOST_BYTES + 64 * 1024
_OVERLAY = re.compile(r"[a-z][a-z0-9_]*\.toml")
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, KeyError,
           TypeError, AttributeError)  # fmt: skip
"""What zipfile and json raise for a file that is none of ours."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a service, for the host that it is bound to; ``host`` is empty for one that is never sent."""

    value: str
    host: str


@dataclass(frozen=True, slots=True)
class Moved:
    """What is in such a file. ``keys`` are the keys of the services by their names.

    ``backup`` is the sealed backup of an office whose archive is in its data folder; None for one that has it on a
    server, of which ``settings``, ``streets``, ``categories`` and ``drafts`` (by file name; they lie in
    ``drafts_folder``) are all there is to move, with ``attached``, the files of drafts that were taken out, by their
    places.
    """

    made_at: datetime
    keys: Mapping[str, Key]
    backup: Path | None = None
    settings: str = ""
    categories: Mapping[str, str] | None = None
    streets: str = ""
    drafts: Mapping[str, str] = field(default_factory=dict)
    drafts_folder: Path = Path()
    aside: Mapping[str, str] = field(default_factory=dict)
    """Texts that were put aside, by their places in the data folder."""
    attached: Mapping[str, Path] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"Moved({self.made_at:%Y-%m-%d})"


def write(target: Path, code: str, moved: Moved, work: Work) -> None:
    """Writes the file; it appears only when it is whole, and only its owner may read it.

    Raises ConfigError("disk_full"), InputError("backup_unwritable" | "not_a_file" | "backup_target_taken" |
    "work_stopped").
    """
    work.begin("closing", Unit.BYTES)
    regular_file.refuse_irregular(target)
    facts = {
        "format": 1,
        "made_at": moved.made_at.isoformat(),
        "keys": {name: {"value": key.value, "host": key.host} for name, key in moved.keys.items()},
        "categories": dict(moved.categories or {}),
    }
    try:
        if target.exists() and not is_move_file(target):
            raise InputError("backup_target_taken", field="file", file=target.name)
        with replacing(target) as file:
            salt = os.urandom(_SALT)
            file.write(MAGIC + salt)
            sealing = seal.Sealing(file, _key(code, salt))
            with zipfile.ZipFile(cast(IO[bytes], sealing), "w", zipfile.ZIP_STORED) as archive:
                archive.writestr(_FACTS, json.dumps(facts))
                if moved.backup is not None:
                    with moved.backup.open("rb") as inner, archive.open(BACKUP, "w", force_zip64=True) as place:
                        StageCount(work, moved.backup.stat().st_size).copy(inner, place)
                else:
                    archive.writestr(SETTINGS, moved.settings)
                    if moved.streets:
                        archive.writestr(STREETS_FILE, moved.streets)
                    for name, text in moved.aside.items():
                        archive.writestr(name, text)
                    count = StageCount(work, draft_files.size_of_files(moved.drafts_folder, moved.drafts))
                    draft_files.pack(archive, moved.drafts_folder, moved.drafts, count)
            sealing.finish()
            work.last_step()
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise ConfigError("disk_full", path=str(target)) from None
        raise InputError("backup_unwritable", field="file", file=target.name, reason=error.strerror) from None


def read(source: Path, folder: Path, code: str, work: Work) -> Moved:
    """Opens the file with its code; a backup in it is put into ``folder``, still sealed.

    Raises InputError("move_code" | "move_not_ours" | "backup_unreadable" | "backup_damaged" | "backup_newer" |
    "not_a_file" | "work_stopped") and ConfigError("disk_full").
    """
    work.begin("decoding", Unit.BYTES)
    refused = {"field": "file", "file": source.name}
    try:
        file = regular_file.open_regular(source)
    except OSError as error:
        raise InputError("backup_unreadable", reason=error.strerror, **refused) from None
    with file, tempfile.TemporaryFile(dir=folder) as whole:
        front = file.read(len(MAGIC) + _SALT)
        if front[: len(MAGIC)] != MAGIC:
            raise InputError("move_not_ours", **refused)
        size, free = os.fstat(file.fileno()).st_size, shutil.disk_usage(folder).free
        if 2 * size > free:
            raise ConfigError("disk_full", path=str(folder))
        count = StageCount(work, size)
        try:
            for piece in seal.opened(file, _key(code, front[len(MAGIC) :]), source.name):
                whole.write(piece)
                count.add(len(piece))
        except InputError as error:
            if error.code == "backup_other_key":
                raise InputError("move_code", **refused) from None
            raise
        try:
            return _taken_out(whole, folder)
        except _BROKEN:
            raise InputError("backup_damaged", **refused) from None


def is_move_file(path: Path) -> bool:
    """Whether this file was written by :func:`write`. Raises OSError."""
    with path.open("rb") as file:
        return file.read(len(MAGIC) - 1) == MAGIC[:-1]


def _taken_out(whole: IO[bytes], folder: Path) -> Moved:
    with zipfile.ZipFile(whole) as archive:
        if archive.getinfo(_FACTS).file_size > _MOST_FACTS:
            raise ValueError("these are no facts")
        facts: dict[str, Any] = json.loads(archive.read(_FACTS))
        keys = {str(name): Key(str(key["value"]), str(key["host"])) for name, key in facts["keys"].items()}
        made_at = datetime.fromisoformat(facts["made_at"]).astimezone(UTC)
        own = {str(name): str(text) for name, text in facts["categories"].items() if _OVERLAY.fullmatch(name)}
        if BACKUP not in archive.namelist():
            texts = archive.read(SETTINGS).decode(), own, _streets(archive), _drafts(archive)
            return Moved(made_at, keys, None, *texts, aside=_aside(archive), attached=_attached(archive, folder))
        backup = folder / BACKUP
        with archive.open(BACKUP) as inner, backup.open("wb") as copy:
            shutil.copyfileobj(inner, copy, 1024 * 1024)
        return Moved(made_at, keys, backup)


def _streets(archive: zipfile.ZipFile) -> str:
    """The office's own streets; empty if it has none. Raises ValueError for what is no such list."""
    if STREETS_FILE not in archive.namelist():
        return ""
    if archive.getinfo(STREETS_FILE).file_size > MOST_STREETS_BYTES:
        raise ValueError("these are no streets")
    text = archive.read(STREETS_FILE).decode()
    try:
        Streets.parse(text)
    except ConfigError as error:
        raise ValueError("these are no streets") from error
    return text


def _drafts(archive: zipfile.ZipFile) -> dict[str, str]:
    """What is being written. Raises ValueError for what is larger than a draft."""
    found: dict[str, str] = {}
    for member in archive.infolist():
        folder, _, name = member.filename.partition("/")
        if folder == draft_files.FOLDER and draft_files.is_name(name):
            if member.file_size > draft_files.MOST_BYTES or len(found) == draft_files.MOST:
                raise ValueError("this is no draft")
            found[name] = archive.read(member).decode()
    return found


def _aside(archive: zipfile.ZipFile) -> dict[str, str]:
    """What was put aside. Raises ValueError for what is larger than that may be."""
    found: dict[str, str] = {}
    for member in archive.infolist():
        if aside_files.is_place(member.filename):
            if member.file_size > aside_files.MOST_BYTES or len(found) == aside_files.MOST:
                raise ValueError("this was not put aside")
            found[member.filename] = archive.read(member).decode()
    return found


def _attached(archive: zipfile.ZipFile, folder: Path) -> dict[str, Path]:
    """The files that are attached to drafts, taken out into ``folder``. Raises ValueError for what is none."""
    found: dict[str, Path] = {}
    names = archive.namelist()
    if draft_files.has_stray_file(names) or len(set(names)) != len(names):
        raise ValueError("this file belongs to no draft")
    for member in archive.infolist():
        if not member.filename.startswith(f"{draft_files.FILES}/"):
            continue
        if not draft_files.is_file_name(member.filename) or member.file_size > draft_files.MOST_FILE_BYTES:
            raise ValueError("this is no file of a draft")
        found[member.filename] = folder / f"attached-{len(found)}"
        with archive.open(member) as source, found[member.filename].open("wb") as copy:
            shutil.copyfileobj(source, copy, 1024 * 1024)
    return found


def _key(code: str, salt: bytes) -> bytes:
    from nacl.pwhash import argon2id  # not at the program's start

    return argon2id.kdf(
        32, code.encode(), salt, opslimit=argon2id.OPSLIMIT_INTERACTIVE, memlimit=argon2id.MEMLIMIT_INTERACTIVE
    )
