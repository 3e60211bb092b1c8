# SPDX-License-Identifier: EUPL-1.2
"""The drafts of an office on their way into a backup or to another computer, and which of them come back."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from pathlib import Path

import sqlalchemy as sa

from comunecast_gui.core.atomic_file import replace_text
from comunecast_gui.core.errors import InputError
from comunecast_gui.core.regular_file import read_text
from comunecast_gui.store.db.database import Database
from comunecast_gui.store.db.schema import notice

FOLDER = "drafts"
"""In the data folder; a file for each notice that is being written, named after the notice's own id."""
MOST = 500
"""Drafts that are taken along; an office has a few, and a calendar makes one for each of its days."""
MOST_BYTES = 4 * 1024 * 1024
"""Of one of them; a notice has a few thousand characters."""
_NAME = re.compile(r"[A-Za-z0-9-]{1,64}\.json")


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


def put(folder: Path, drafts: Mapping[str, str]) -> None:
    """Writes these drafts into ``folder``, each in one step. Raises OSError."""
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
    """Takes the drafts with these names out of the folder. Raises OSError."""
    for name in names(folder) & frozenset(which):
        (folder / name).unlink(missing_ok=True)


def _written(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
