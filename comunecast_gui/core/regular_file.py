# SPDX-License-Identifier: EUPL-1.2
"""Opens files and nothing else: a pipe or a device in a file's place would make a command wait for ever."""

from __future__ import annotations

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
    descriptor = os.open(path, _FLAGS)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):  # it may have changed since the first look
        os.close(descriptor)
        raise InputError("not_a_file", file=str(path))
    return cast(BinaryIO, os.fdopen(descriptor, "rb"))


def read_bytes(path: Path) -> bytes:
    """The content of a file. Raises as :func:`open_regular`."""
    with open_regular(path) as file:
        return file.read()


def read_text(path: Path, encoding: str = "utf-8") -> str:
    """The content of a text file, with line ends as ``\\n``. Raises as :func:`open_regular`, and UnicodeDecodeError."""
    return read_bytes(path).decode(encoding).replace("\r\n", "\n").replace("\r", "\n")


def refuse_irregular(path: Path) -> None:
    """Refuses what is there and no file; nothing at ``path`` is fine. For files that are about to be written.

    Raises InputError("not_a_file").
    """
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return
    if not stat.S_ISREG(mode):
        raise InputError("not_a_file", file=str(path))
