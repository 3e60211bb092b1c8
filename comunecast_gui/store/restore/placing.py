# SPDX-License-Identifier: EUPL-1.2
"""Puts a restored office in the place of the present one in one step, whatever interrupts it.

One rename turns the prepared folder into ``restoring``; from then on the restore counts. Whoever opens the office next
moves the files of ``restoring`` to their places first.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

from comunecast_gui.core.notice.overlays.overlay_reader import FOLDER as CATEGORIES
from comunecast_gui.core.places import STREETS_FILE
from comunecast_gui.store.db.database import FILE_NAME
from comunecast_gui.store.restore import aside_files
from comunecast_gui.store.restore.archive import ATTACHMENTS, SETTINGS
from comunecast_gui.store.restore.draft_files import FILES as DRAFT_FILES
from comunecast_gui.store.restore.draft_files import FOLDER as DRAFTS

FOLDER = "restoring"


def is_pending(data_dir: Path) -> bool:
    """Whether a restore counts already, but has not moved all its files yet."""
    return (data_dir / FOLDER).is_dir()


def commit(prepared: Path, data_dir: Path) -> None:
    """Replaces the present office by the one in the folder ``prepared``, which is on the same disk.

    The caller holds the locks for sending, pulling and opening. Raises OSError; then nothing was changed, or
    :func:`finish` still has to complete the restore.
    """
    for path in prepared.rglob("*"):
        if path.is_file():
            _to_disk(path)
    prepared.rename(data_dir / FOLDER)
    _to_disk(data_dir)
    finish(data_dir)


def finish(data_dir: Path) -> None:
    """Moves the files of a committed restore to their places; does nothing without one. Raises OSError.

    The caller holds the lock for opening the office.
    """
    folder = data_dir / FOLDER
    if not folder.is_dir():
        return
    aside_files.put(data_dir, aside_files.texts(folder))
    for name in aside_files.texts(folder):
        (folder / name).unlink()
    # A draft comes after its file: it would say that this is missing.
    for path in (
        path
        for own in (f"{ATTACHMENTS}/*/*", f"{CATEGORIES}/*", f"{DRAFT_FILES}/*/*", f"{DRAFTS}/*")
        for path in folder.glob(own)
    ):
        place = data_dir / path.relative_to(folder)
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.replace(place)
    for name in (STREETS_FILE, SETTINGS):
        with suppress(FileNotFoundError):
            (folder / name).replace(data_dir / name)
    if (folder / FILE_NAME).exists():
        # The log of the former database would be read as if it belonged to the new one.
        for suffix in ("-wal", "-shm"):
            (data_dir / (FILE_NAME + suffix)).unlink(missing_ok=True)
        (folder / FILE_NAME).replace(data_dir / FILE_NAME)
    _to_disk(data_dir)
    shutil.rmtree(folder)


def _to_disk(path: Path) -> None:
    """Flushes a file or folder to the disk (fsync); folders only on POSIX."""
    if path.is_dir() and os.name != "posix":  # Windows opens no folder, and writes its renames in order (NTFS)
        return
    descriptor = os.open(path, os.O_RDONLY if os.name == "posix" else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
