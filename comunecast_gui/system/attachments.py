# SPDX-License-Identifier: EUPL-1.2
"""Keeps the files of a notice in the data folder, so that what goes out is what was looked at."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from comunecast_gui.core.errors import ConfigError, InputError
from comunecast_gui.core.model import Attachment

FOLDER = "attachments"


def keep(attachment: Attachment, data_dir: Path) -> Attachment:
    """The same attachment as a file of the data folder, named by its content and keeping its own name.

    Raises InputError("attachment_missing"), ConfigError("disk_full" | "data_dir_unusable").
    """
    try:
        source = attachment.path.open("rb")
    except OSError:
        raise InputError("attachment_missing", field="attachments", file=attachment.path.name) from None
    with source:
        try:
            kept, digest = _copied(source, data_dir / FOLDER, attachment.path.name)
        except OSError as error:
            code = "disk_full" if error.errno in (errno.ENOSPC, errno.EDQUOT) else "data_dir_unusable"
            raise ConfigError(code, folder=data_dir, reason=error.strerror or "") from error
    return replace(attachment, path=kept, digest=digest)


def _copied(source: BinaryIO, folder: Path, name: str) -> tuple[Path, str]:
    """Copies a file to where its content belongs, unless it is there; what was copied is what is digested."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Under a name of its own: two commands may keep the same file at once.
    descriptor, unfinished = tempfile.mkstemp(prefix=".part-", dir=folder)
    try:
        with os.fdopen(descriptor, "w+b") as copy:
            shutil.copyfileobj(source, copy)
            copy.seek(0)
            digest = hashlib.file_digest(copy, "sha256").hexdigest()
        kept = folder / digest[:16] / name
        if not kept.exists() or _digest(kept) != digest:
            kept.parent.mkdir(exist_ok=True, mode=0o700)
            Path(unfinished).replace(kept)
        return kept, digest
    finally:
        Path(unfinished).unlink(missing_ok=True)


def require_unchanged(attachment: Attachment) -> None:
    """Raises InputError("attachment_missing" | "attachment_changed") where the kept file is no longer what it was."""
    try:
        digest = _digest(attachment.path)
    except OSError:
        raise InputError("attachment_missing", field="attachments", file=attachment.path.name) from None
    if digest != attachment.digest:
        raise InputError("attachment_changed", field="attachments", file=attachment.path.name)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
