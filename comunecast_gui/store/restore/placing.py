# SPDX-License-Identifier: EUPL-1.2
"""Puts a prepared office in the place of the present one: whole or not at all, whatever instant the power goes out.

What is prepared becomes the folder ``restoring`` in one step. From then on it counts: who opens the office next, after
whatever happened, first puts its files where they belong.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

from comunecast_gui.store.db.database import FILE_NAME
from comunecast_gui.store.restore.archive import ATTACHMENTS, SETTINGS

FOLDER = "restoring"


def is_pending(data_dir: Path) -> bool:
    """Whether an office was put back and its files are not all in their places yet."""
    return (data_dir / FOLDER).is_dir()


def commit(prepared: Path, data_dir: Path) -> None:
    """Lets the office in the folder ``prepared``, on the same disk, take the place of the present one.

    The caller holds the rights to send, to pull and to open. Raises OSError; then nothing was changed, or
    :func:`finish` has still to do its part.
    """
    for path in prepared.rglob("*"):
        if path.is_file():
            _to_disk(path)
    prepared.rename(data_dir / FOLDER)
    _to_disk(data_dir)
    finish(data_dir)


def finish(data_dir: Path) -> None:
    """Puts the files of an office that was put back where they belong; nothing where none was. Raises OSError.

    The caller holds the right to open the office.
    """
    folder = data_dir / FOLDER
    if not folder.is_dir():
        return
    for path in folder.glob(f"{ATTACHMENTS}/*/*"):
        place = data_dir / path.relative_to(folder)
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.replace(place)
    with suppress(FileNotFoundError):
        (folder / SETTINGS).replace(data_dir / SETTINGS)
    if (folder / FILE_NAME).exists():
        # The log of the former database would be read as if it belonged to the new one.
        for suffix in ("-wal", "-shm"):
            (data_dir / (FILE_NAME + suffix)).unlink(missing_ok=True)
        (folder / FILE_NAME).replace(data_dir / FILE_NAME)
    _to_disk(data_dir)
    shutil.rmtree(folder)


def _to_disk(path: Path) -> None:
    """Has the system write a file or folder to the disk; of a folder where it can."""
    if path.is_dir() and os.name != "posix":  # Windows opens no folder, and writes its renames in order (NTFS)
        return
    descriptor = os.open(path, os.O_RDONLY if os.name == "posix" else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
