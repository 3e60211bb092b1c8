# SPDX-License-Identifier: EUPL-1.2
"""Opens regular files only: a pipe or a device in a file's place would make a command wait for ever."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO, cast

from comunecast_gui.core.errors import InputError

_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


def open_regular(path: Path) -> BinaryIO:
    """The file at ``path`` opened for reading bytes.

    Raises InputError("not_a_file") for a folder, pipe, socket or device, without waiting for one; OSError as
    :func:`open` does.
    """
    refuse_irregular(path)
    if "\0" in str(path):
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
    descriptor = os.open(path, _FLAGS)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):  # it may have changed since the first look
        os.close(descriptor)
        raise InputError("not_a_file", file=str(path))
    return cast(BinaryIO, os.fdopen(descriptor, "rb"))


def read_bytes(path: Path, most: int | None = None) -> bytes:
    """The content of a file.

    Raises as :func:`open_regular`, and InputError("file_too_large") beyond ``most`` bytes, of which no more are read.
    """
    with open_regular(path) as file:
        data = file.read() if most is None else file.read(most + 1)
    if most is not None and len(data) > most:
        raise InputError("file_too_large", file=str(path), limit=most // 1024)
    return data


def read_text(path: Path, encoding: str = "utf-8", most: int | None = None) -> str:
    """The content of a text file, with line ends as ``\\n``. Raises as :func:`read_bytes`, and UnicodeDecodeError."""
    return read_bytes(path, most).decode(encoding).replace("\r\n", "\n").replace("\r", "\n")


def refuse_irregular(path: Path) -> None:
    """Refuses a path at which there is something other than a regular file; nothing at ``path`` is fine.

    Raises InputError("not_a_file").
    """
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return
    if not stat.S_ISREG(mode):
        raise InputError("not_a_file", file=str(path))


def shown_name(path: Path) -> str:
    """The file's name as a log, a sentence or a database takes it: a byte that is no letter becomes a question mark."""
    return path.name.encode("utf-8", errors="replace").decode()
