# SPDX-License-Identifier: EUPL-1.2
"""Keeps the notice being written in a file, so that a power cut or a closed window does not lose it."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from comunecast_gui.core.atomic_file import replace_text
from comunecast_gui.core.errors import InputError
from comunecast_gui.core.regular_file import read_text

logger = logging.getLogger(__name__)
_MOST_BYTES = 4 * 1024 * 1024
"""Of a kept draft; a notice has a few thousand characters."""


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """A notice that is not sent. ``fields`` are raw values in JSON's types, ``file`` a path and its description."""

    uuid: str
    category: str
    title: str
    at: datetime
    channels: tuple[str, ...] = ()
    fields: Mapping[str, Any] = field(default_factory=dict)
    file: tuple[str, str] | None = None
    follows: int | None = None
    zones: tuple[str, ...] = ()


class DraftFile:
    """One draft at a time, in one file; usable from several threads. No method raises: a draft is a help, no duty."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._gone: set[str] = set()

    def save(self, draft: KeptDraft) -> None:
        """Replaces what is kept, in one step; a draft that was forgotten meanwhile stays forgotten."""
        text = json.dumps(asdict(draft) | {"at": draft.at.isoformat()}, ensure_ascii=False)
        with self._lock:
            if draft.uuid in self._gone:
                return
            try:
                replace_text(self._path, text)
            except OSError as error:
                logger.warning("The draft is not kept: %s", error.strerror)

    def load(self) -> KeptDraft | None:
        """What is kept; None if nothing is, or nothing that can be read."""
        with self._lock:
            try:
                data = json.loads(read_text(self._path, most=_MOST_BYTES))
                data["at"] = datetime.fromisoformat(data["at"])
                data["channels"] = tuple(data["channels"])
                data["zones"] = tuple(data.get("zones", ()))
                data["file"] = tuple(data["file"]) if data["file"] else None
                return KeptDraft(**data)
            except FileNotFoundError:
                return None
            except (InputError, OSError, ValueError, KeyError, TypeError, RecursionError) as error:
                logger.warning("The kept draft cannot be read: %s", type(error).__name__)
                return None

    def forget(self, uuid: str) -> None:
        """Nothing is kept any more, and this draft never again."""
        with self._lock:
            self._gone.add(uuid)
            try:
                self._path.unlink(missing_ok=True)
            except OSError as error:
                logger.warning("The draft is not removed: %s", error.strerror)
