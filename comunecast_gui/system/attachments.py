# SPDX-License-Identifier: EUPL-1.2
"""Keeps the files of a queued notice in the data folder, so that what goes out is what was looked at."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import replace
from pathlib import Path

from comunecast_gui.core.errors import InputError
from comunecast_gui.core.model import Attachment

FOLDER = "attachments"


def keep(attachment: Attachment, data_dir: Path) -> Attachment:
    """The same attachment as a file of the data folder, named by its content and keeping its own name.

    Raises InputError("attachment_missing").
    """
    try:
        with attachment.path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        folder = data_dir / FOLDER / digest[:16]
        kept = folder / attachment.path.name
        if not kept.exists():
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            unfinished = folder / ".part"
            shutil.copyfile(attachment.path, unfinished)
            unfinished.replace(kept)
    except OSError:
        raise InputError("attachment_missing", field="attachments", file=attachment.path.name) from None
    return replace(attachment, path=kept)
