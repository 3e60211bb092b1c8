# SPDX-License-Identifier: EUPL-1.2
"""Keeps the data folder private: removes the rights of other users, or refuses a folder that they can change."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from comunecast_gui.core.atomic_file import close_to_others
from comunecast_gui.core.errors import ConfigError

_OURS = ("comunecast.db", "office.toml", "workstation")
"""A folder with one of these files belongs to this program alone, so its rights may be changed."""
_KEPT = (
    "comunecast.db", "comunecast.db-wal", "comunecast.db-shm", "office.toml", "draft.json", "drafts", "draft-files",
    "backups", "attachments", "logs", "home.json",
)  # fmt: skip
_OTHERS_READ = stat.S_IRGRP | stat.S_IXGRP | stat.S_IROTH | stat.S_IXOTH
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH


@dataclass(frozen=True, slots=True)
class Exposure:
    """The rights that other users of this computer had on the data folder.

    ``mode`` are the folder's permission bits as found; ``writable``: others could change it; ``closed``: the rights of
    others were removed.
    """

    folder: Path
    mode: int
    writable: bool
    closed: bool

    @property
    def sentence(self) -> str:
        """The code of the sentence that reports this."""
        if not self.closed:
            return "health.folder_open"
        return "health.folder_changed" if self.writable else "health.folder_closed"

    @property
    def values(self) -> Mapping[str, object]:
        """The values for that sentence."""
        return {"folder": self.folder, "mode": f"{self.mode:o}"}


def close(folder: Path) -> Exposure | None:
    """Removes the rights of other users from the data folder and our files in it; returns None if they had none.

    A folder that holds none of our files is left as it is unless it is empty: a person may have chosen their home
    folder. On Windows nothing is done: a folder below the user's profile is private already.
    Raises ConfigError("data_dir_open") if other users can still change the folder: they could replace the database or
    the settings, or plant a symbolic link. Raises ConfigError("data_dir_planted") if they did so: a file of ours is a
    symbolic link, or belongs to another user.
    """
    if os.name != "posix":
        return None
    found = _exposure(folder)
    for name in _KEPT:
        close_to_others(folder / name)
    if found and found.writable and not found.closed:
        raise ConfigError("data_dir_open", folder=folder, mode=f"{found.mode:o}")
    return found


def _exposure(folder: Path) -> Exposure | None:
    try:
        mode = stat.S_IMODE(folder.stat().st_mode)
        if not mode & (_OTHERS_READ | _OTHERS_WRITE):
            return None
        names = {path.name for path in folder.iterdir()}
    except OSError:
        return None
    if mode & _OTHERS_WRITE:  # before the folder is closed: it would look harmless at the next start
        _refuse_planted(folder)
    closed = (not names or not names.isdisjoint(_OURS)) and close_to_others(folder)
    if closed and not names:  # nothing was ever in it
        return None
    return Exposure(folder, mode, bool(mode & _OTHERS_WRITE), closed)


def _refuse_planted(folder: Path) -> None:
    """Raises ConfigError("data_dir_planted") for a file of ours that another user of this computer put there."""
    owners = {os.geteuid(), folder.stat().st_uid}
    for name in sorted({*_OURS, *_KEPT}):
        try:
            found = (folder / name).lstat()
        except FileNotFoundError:
            continue
        if stat.S_ISLNK(found.st_mode) or found.st_uid not in owners:
            raise ConfigError("data_dir_planted", folder=folder, file=name)
