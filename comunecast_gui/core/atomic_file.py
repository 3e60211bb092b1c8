# SPDX-License-Identifier: EUPL-1.2
"""Writes private files in one step: a reader finds the old file or the new one, never half of either."""

from __future__ import annotations

import errno
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

_OTHERS = 0o077
"""The rights of the group and of everybody else (POSIX: sys/stat.h)."""


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """Opens a new file that takes the place of ``path`` when the block ends; only its owner may read it.

    Until then it has an unpredictable name beside ``path``, so that nobody can put a symbolic link there first. After a
    power cut there is either the old file or the new one, complete. Raises OSError, also for a device, pipe or socket,
    which a file must never replace (an administrator's ``/dev/null`` would be gone for the whole computer); then, and
    when the block raises, what was there is as it was, and nothing else is left in the folder.
    """
    _refuse_device(path)
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name[:80]}-", suffix=".part", dir=path.parent)
    unfinished = Path(name)
    try:
        with os.fdopen(descriptor, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        _refuse_device(path)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _refuse_device(path: Path) -> None:
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    if not (stat.S_ISREG(mode) or stat.S_ISLNK(mode) or stat.S_ISDIR(mode)):  # a folder refuses by itself
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), str(path))


def replace_text(path: Path, text: str) -> None:
    """Puts ``text`` (UTF-8) in the place of a file, as :func:`replacing` does."""
    with replacing(path) as file:
        file.write(text.encode())


def make_private(path: Path) -> None:
    """Creates an empty file with mode 0600; an existing file loses all rights of group and others.

    On Windows a file takes the rights of its folder. Raises OSError if the file cannot be created.
    """
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        close_to_others(path)


def close_to_others(path: Path) -> bool:
    """Removes all rights of group and others from a file or folder; returns whether they have none now."""
    if os.name != "posix":
        return True
    try:
        mode = path.stat().st_mode
        if mode & _OTHERS:
            path.chmod(mode & ~_OTHERS & 0o7777)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True
