# SPDX-License-Identifier: EUPL-1.2
"""Replaces a file in one step, so that whoever reads it finds the old one or the new one, and never half of either."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def replace_text(path: Path, text: str) -> None:
    """Puts ``text`` (UTF-8) in the place of a file, readable by its owner alone.

    After a power cut one of both is there, whole. Raises OSError; then the old file is as it was, and nothing else is
    left in the folder.
    """
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    unfinished = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
