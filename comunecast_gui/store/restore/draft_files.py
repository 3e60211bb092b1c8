# SPDX-License-Identifier: EUPL-1.2
"""The drafts of an office on their way into a backup or to another computer, and which of them come back.

A file that is attached to one goes along, as it is: what it may be is looked at when the draft is opened, as of any
file. In the archive the draft names it by its place there, which is the same below the data folder that it comes to.
"""

from __future__ import annotations

import json
import re
import shutil
import stat
import zipfile
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from comunecast_gui.core.atomic_file import replace_text
from comunecast_gui.core.errors import InputError
from comunecast_gui.core.regular_file import open_regular, read_text, shown_name
from comunecast_gui.core.work.long_work import StageCount
from comunecast_gui.store.db.database import Database
from comunecast_gui.store.db.schema import notice

FOLDER = "drafts"
"""In the data folder; a file for each notice that is being written, named after the notice's own id."""
MOST = 500
"""Drafts that are taken along; an office has a few, and a calendar makes one for each of its days."""
MOST_BYTES = 4 * 1024 * 1024
"""Of one of them; a notice has a few thousand characters."""
FILES = "draft-files"
"""In the data folder; a folder for each draft that came with a file from another computer."""
MOST_FILE_BYTES = 100_000_000
"""Of an attached file: the largest that a notice takes."""
MOST_FILES_BYTES = 500_000_000
"""Of all of them together; a draft whose file has no room any more says that it is missing."""
_NAME = re.compile(r"[A-Za-z0-9-]{1,64}\.json")
_FILE = re.compile(rf"{FILES}/([A-Za-z0-9-]{{1,64}})/(?!\.)[^/\\:*?\"<>|\x00-\x1f]{{1,120}}(?<![. ])")
"""A name that every system can write, and that leads nowhere else."""
_UNWRITABLE = re.compile(r'[/\\:*?"<>|\x00-\x1f]')
_LONGEST = 100
"""Characters of the name of an attached file."""


def is_name(name: str) -> bool:
    """Whether the file of a draft may be called that."""
    return _NAME.fullmatch(name) is not None


def texts(folder: Path) -> dict[str, str]:
    """The newest drafts of a folder by the names of their files; one that cannot be read stays where it is."""
    found: dict[str, str] = {}
    for path in sorted((path for path in folder.glob("*.json") if is_name(path.name)), key=_written, reverse=True):
        try:
            found[path.name] = read_text(path, most=MOST_BYTES)
        except (OSError, InputError, UnicodeError):
            continue
        if len(found) == MOST:
            break
    return found


def put(folder: Path, drafts: Mapping[str, str], attached: Mapping[str, Path]) -> None:
    """Writes these drafts into ``folder``, each in one step, once the files that came with them are there.

    Raises OSError.
    """
    for place, file in attached.items():
        target = folder.parent / place
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        file.replace(target)
    for name, text in drafts.items():
        folder.mkdir(mode=0o700, exist_ok=True)
        replace_text(folder / name, text)


def names(folder: Path) -> frozenset[str]:
    """The names of the files in a folder of drafts."""
    return frozenset(path.name for path in folder.glob("*.json"))


def sent(database: Database) -> frozenset[str]:
    """The names of the files of those that are notices by now. Raises ConfigError (``database_*``)."""
    with database.reading() as connection:
        return frozenset(f"{uuid}.json" for uuid in connection.execute(sa.select(notice.c.draft_uuid)).scalars())


def drop(folder: Path, which: Collection[str]) -> None:
    """Takes the drafts with these names out of the folder, and the files that came with them. Raises OSError."""
    for name in names(folder) & frozenset(which):
        (folder / name).unlink(missing_ok=True)
        drop_file(folder, Path(name).stem)


def drop_file(folder: Path, uuid: str) -> None:
    """Takes away the file that came with a draft of this ``folder``, if one did."""
    shutil.rmtree(folder.parent / FILES / uuid, ignore_errors=True)


def is_file_name(name: str) -> bool:
    """Whether a member of an archive may be the attached file of a draft."""
    return _FILE.fullmatch(name) is not None


def has_stray_file(members: Iterable[str]) -> bool:
    """Whether among the members of an archive is an attached file without its draft, or a second one of a draft."""
    found = list(members)
    owners = [match[1] for match in map(_FILE.fullmatch, found) if match]
    return len(set(owners)) != len(owners) or not {f"{FOLDER}/{owner}.json" for owner in owners} <= set(found)


def here(named: str, uuid: str, folder: Path) -> str:
    """Where the attached file of a draft of this ``folder`` lies, by what the draft names."""
    match = _FILE.fullmatch(named)
    return str(folder.parent / named) if match and match[1] == uuid else named


def cut_network_files(folder: Path) -> None:
    """Of drafts from who knows where: Windows would sign in at a computer that the path of a file names.

    Only the name of such a file is left, and the draft says that it is missing. Raises OSError.
    """
    for name, text in texts(folder).items():
        data = _parsed(text)
        named = data["file"][0].replace("\\", "/") if data else ""
        if data and named.startswith("//"):
            data["file"][0] = named.rpartition("/")[2]
            replace_text(folder / name, json.dumps(data))


def size_of_files(folder: Path, drafts: Mapping[str, str]) -> int:
    """How many bytes :func:`pack` will write of attached files, or a little more."""
    return sum(_size(_attached(name, text, folder)) for name, text in drafts.items())


def pack(archive: zipfile.ZipFile, folder: Path, drafts: Mapping[str, str], count: StageCount | None) -> None:
    """Writes the drafts of this ``folder`` into the archive, with the files that are attached to them.

    ``count`` None: without these; then a draft names its file where it lies now. Raises OSError.
    """
    room = MOST_FILES_BYTES if count else 0
    for name, text in drafts.items():
        taken, data, path = text, _parsed(text), _attached(name, text, folder)
        if count and data and path and 0 < _size(path) <= room:
            place = f"{FILES}/{Path(name).stem}/{_portable(path)}"
            try:
                source = open_regular(path)
            except (OSError, InputError):
                source = None
            if source is not None and is_file_name(place):
                with source, archive.open(zipfile.ZipInfo(place), "w", force_zip64=True) as target:
                    count.copy(source, target)
                room -= _size(path)
                data["file"][0] = place
                taken = json.dumps(data)
        archive.writestr(f"{FOLDER}/{name}", taken)


def _attached(name: str, text: str, folder: Path) -> Path | None:
    """Where the file of a draft lies; None without one."""
    data = _parsed(text)
    return Path(here(data["file"][0], Path(name).stem, folder)) if data else None


def _size(path: Path | None) -> int:
    """In bytes; 0 for what does not travel: no regular file, an empty one, or a larger one than a notice takes."""
    try:
        found = path.stat() if path else None
    except (OSError, ValueError):
        return 0
    travels = found is not None and stat.S_ISREG(found.st_mode) and found.st_size <= MOST_FILE_BYTES
    return found.st_size if found and travels else 0


def _parsed(text: str) -> dict[str, Any] | None:
    """The draft, where it names a file."""
    try:
        data = json.loads(text)
        named = data["file"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return data if isinstance(named, list) and len(named) == 2 and isinstance(named[0], str) else None


def _portable(path: Path) -> str:
    """A name for it that every system can write; its ending stays."""
    name = _UNWRITABLE.sub("_", shown_name(path)).strip(". ")
    stem, dot, ending = name.rpartition(".")
    return f"{stem[:_LONGEST]}{dot}{ending[:16]}" if stem else name[:_LONGEST]


def _written(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
