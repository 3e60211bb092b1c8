# SPDX-License-Identifier: EUPL-1.2
"""Keeps the notices being written in files, so that neither a power cut nor another notice loses one."""

from __future__ import annotations

import json
import logging
import re
import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from comunecast_gui.core.atomic_file import replace_text
from comunecast_gui.core.errors import InputError
from comunecast_gui.core.regular_file import read_text
from comunecast_gui.store.restore import draft_files
from comunecast_gui.store.restore.draft_files import MOST_BYTES

logger = logging.getLogger(__name__)
_UUID = re.compile(r"[A-Za-z0-9-]{1,64}")
"""A draft's own name, which is part of its file's."""


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
    due: datetime | None = None
    """The hour that is proposed for it; nothing is sent by that."""


class DraftFolder:
    """One file for each draft; usable from several threads. No method raises: a draft is a help, no duty.

    What :meth:`hold` was given is never older than what is written, whichever thread writes last, and stays here as
    long as it cannot be written.
    """

    def __init__(self, folder: Path, former: Path | None = None) -> None:
        """``former`` is the one file that held the only draft in earlier versions."""
        self._folder = folder
        self._former = former
        self._writing = threading.Lock()
        self._holding = threading.Lock()
        self._held: dict[str, KeptDraft] = {}
        self._newest: dict[str, KeptDraft] = {}
        self._gone: set[str] = set()

    def hold(self, draft: KeptDraft) -> None:
        """Takes what is written now, in the place of what this draft was; a forgotten draft stays forgotten."""
        with self._holding:
            if draft.uuid not in self._gone and _UUID.fullmatch(draft.uuid):
                self._held[draft.uuid] = self._newest[draft.uuid] = draft

    def newest(self, draft: KeptDraft) -> KeptDraft | None:
        """What a draft that was read some time ago is by now; None if it was forgotten meanwhile."""
        with self._holding:
            return None if draft.uuid in self._gone else self._newest.get(draft.uuid, draft)

    def write(self) -> bool:
        """Writes what is held, each draft in one step; False if something could not be written, and is still held."""
        with self._writing:
            with self._holding:
                held, self._held = self._held, {}
            failed = {uuid: draft for uuid, draft in held.items() if not self._write(draft)}
            with self._holding:
                self._held = {uuid: one for uuid, one in failed.items() if uuid not in self._gone} | self._held
            return not failed

    def save(self, draft: KeptDraft) -> bool:
        """Holds and writes it; False if it could not be written."""
        self.hold(draft)
        return self.write()

    def all(self) -> tuple[KeptDraft, ...]:
        """What is kept, the newest first; a file that cannot be read is left alone."""
        with self._writing:
            try:
                paths = sorted(self._folder.glob("*.json"))
            except OSError:
                paths = []
            read = [_read(path) for path in paths]
            kept = {one.uuid: one for one, path in zip(read, paths, strict=True) if one and one.uuid == path.stem}
            if self._former and (one := _read(self._former)):
                kept.setdefault(one.uuid, one)
            with self._holding:
                kept |= self._held
                found = [one for uuid, one in kept.items() if uuid not in self._gone]
        return tuple(sorted(found, key=lambda one: one.at, reverse=True))

    def forget(self, uuid: str) -> None:
        """This draft is kept no more, and never again; the others stay."""
        with self._holding:
            self._gone.add(uuid)
            self._held.pop(uuid, None)
            self._newest.pop(uuid, None)
        if not _UUID.fullmatch(uuid):
            return
        with self._writing:
            try:
                self._path(uuid).unlink(missing_ok=True)
                draft_files.drop_file(self._folder, uuid)
                self._drop_former(uuid)
            except OSError as error:
                logger.warning("The draft is not removed: %s", error.strerror)

    def _path(self, uuid: str) -> Path:
        return self._folder / f"{uuid}.json"

    def _write(self, draft: KeptDraft) -> bool:
        text = json.dumps(
            asdict(draft) | {"at": draft.at.isoformat(), "due": draft.due and draft.due.isoformat()}, ensure_ascii=False
        )
        if draft.uuid in self._gone:
            return True
        try:
            self._folder.mkdir(mode=0o700, exist_ok=True)
            replace_text(self._path(draft.uuid), text)
            self._drop_former(draft.uuid)
        except OSError as error:
            logger.warning("The draft is not kept: %s", error.strerror)
            return False
        return True

    def _drop_former(self, uuid: str) -> None:
        """The file of an earlier version goes once its draft has a file of its own, or is forgotten."""
        if self._former and self._former.exists() and (one := _read(self._former)) and one.uuid == uuid:
            self._former.unlink(missing_ok=True)


def _read(path: Path) -> KeptDraft | None:
    try:
        data = json.loads(read_text(path, most=MOST_BYTES))
        data["at"] = datetime.fromisoformat(data["at"])
        data["due"] = datetime.fromisoformat(data["due"]) if data.get("due") else None
        data["channels"] = tuple(data["channels"])
        data["zones"] = tuple(data.get("zones", ()))
        data["file"] = tuple(data["file"]) if data["file"] else None
        if data["file"]:  # one that came from another computer names its file by its place in the data folder
            data["file"] = draft_files.here(data["file"][0], path.stem, path.parent), *data["file"][1:]
        kept = KeptDraft(**data)
    except FileNotFoundError:
        return None
    except (InputError, OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        logger.warning("A kept draft cannot be read: %s", type(error).__name__)
        return None
    return kept if kept.at.tzinfo and _UUID.fullmatch(kept.uuid) else None
