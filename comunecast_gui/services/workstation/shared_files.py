# SPDX-License-Identifier: EUPL-1.2
"""Keeps the office's own categories, streets and bulletin the same on all workstations of an archive on a server.

The archive holds every version of each file; the data folder holds the newest, as a working copy that is read as ever,
and ``shared.json`` which version that is. What was changed here by hand goes into the archive; where two changed the
same file, that of the archive holds, and the other one lies beside it under another name, and is told.
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from comunecast_gui.core.atomic_file import replace_text
from comunecast_gui.core.errors import ConfigError, InputError, UserError
from comunecast_gui.core.notice.overlays import overlay_reader
from comunecast_gui.core.places import MOST_STREETS_BYTES, STREETS_FILE
from comunecast_gui.core.regular_file import read_text
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.store.restore import aside_files
from comunecast_gui.store.shared.shared_texts import SharedText, SharedTexts
from comunecast_gui.system.bulletins import bulletin_file
from comunecast_gui.system.user_account import user_name

logger = logging.getLogger(__name__)
FILE_NAME = "shared.json"
_MOST_BYTES = 256 * 1024
_CATEGORY = f"{overlay_reader.FOLDER}/"
_ALONE = (STREETS_FILE, bulletin_file.FILE_NAME)
_OURS = re.compile(rf"{overlay_reader.FOLDER}/[a-z][a-z0-9_]*\.toml|{'|'.join(map(re.escape, _ALONE))}")
"""What is written into the data folder, whatever names the archive holds."""


@dataclass(frozen=True, slots=True)
class Synced:
    """The names of the files that changed here, and of those that were put aside because two had changed them."""

    changed: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Seen:
    """The version that the working copy was, and a digest of its content (empty: there was no file)."""

    version: int
    digest: str


def sync(workspace: Workspace) -> Synced:
    """Brings the data folder and the archive to the same state; nothing to do for an archive in the data folder.

    Raises ConfigError (``database_*``, "data_dir_unusable").
    """
    if not workspace.database.shared:
        return Synced()
    texts, seen = SharedTexts(workspace.database), _seen(workspace.data_dir)
    versions = {name: version for name, version in texts.versions().items() if _OURS.fullmatch(name)}
    names = sorted({*versions, *seen, *_here(workspace.data_dir)})
    doubtful = [name for name in names if not _is_settled(workspace.data_dir, name, versions, seen)]
    if not doubtful:
        return Synced()
    newest, changed, aside = texts.newest(doubtful), [], []
    faulty = {f"{_CATEGORY}{fault.file}" for fault in workspace.catalogue.faults}
    for name in doubtful:
        here, there = _content(workspace.data_dir, name), newest.get(name)
        if (here is None and (workspace.data_dir / name).exists()) or not _is_fit(there):
            continue  # what cannot be read is told where it is read, and mended there
        before, here = here, _united(workspace.data_dir, name, here, there, seen)
        changed += [name] if here != before else []
        if (there.content if there else None) == here:
            pass
        elif _is_newer_here(here, there, seen.get(name)):
            if name in faulty:  # it would stop working everywhere
                continue
            try:
                there = texts.add(name, there.version if there else 0, here, workspace.clock.now(), user_name())
            except InputError:  # by another workstation this very moment: the next look finds both
                continue
        else:
            if here is not None and not _is_as_seen(here, seen.get(name)) and name != bulletin_file.FILE_NAME:
                aside.append(put_aside(workspace.data_dir / name, overlay_reader.MINE))
            _write(workspace.data_dir, name, there.content if there else None)
            changed.append(name)
        seen[name] = _Seen(there.version if there else 0, _digest(here if there is None else there.content))
        _keep_seen(workspace.data_dir, seen)
    return Synced(tuple(changed), tuple(aside))


def look(workspace: Workspace) -> Synced:
    """As :func:`sync`, but what fails is logged: it keeps no alert back, and the files that are here will do."""
    try:
        return sync(workspace)
    except UserError as error:
        logger.warning("What the workstations share was not looked at: %s", error.code)
        return Synced()


def put(workspace: Workspace, name: str, content: str | None) -> None:
    """Writes a file of the data folder, or takes it away (None), on all workstations of the office.

    Raises InputError("changed_elsewhere") where another one changed it and this one has not seen that yet;
    ConfigError as :func:`sync`.
    """
    if workspace.database.shared:
        seen = _seen(workspace.data_dir)
        before = seen.get(name, _Seen(0, "")).version
        if before or content is not None:
            made = SharedTexts(workspace.database).add(name, before, content, workspace.clock.now(), user_name())
            seen[name] = _Seen(made.version, _digest(content))
            _write(workspace.data_dir, name, content)
            _keep_seen(workspace.data_dir, seen)
            return
    _write(workspace.data_dir, name, content)


def unshared(workspace: Workspace) -> frozenset[str]:
    """The files that are here alone: one that does not work, or was put aside, is in no archive.

    Raises ConfigError (``database_*``).
    """
    versions, seen = SharedTexts(workspace.database).versions(), _seen(workspace.data_dir)
    return frozenset(
        name for name in _here(workspace.data_dir) if not _is_settled(workspace.data_dir, name, versions, seen)
    )


def newest(workspace: Workspace, name: str) -> SharedText | None:
    """Who wrote a file last, and when; None where it is not shared. Raises ConfigError (``database_*``)."""
    return SharedTexts(workspace.database).newest([name]).get(name) if workspace.database.shared else None


def _is_settled(data_dir: Path, name: str, versions: dict[str, int], seen: dict[str, _Seen]) -> bool:
    known = seen.get(name)
    return known is not None and known.version == versions.get(name, 0) and _is_as_seen(_content(data_dir, name), known)


def _is_newer_here(here: str | None, there: SharedText | None, known: _Seen | None) -> bool:
    """Whether what lies here was changed by a person who had seen what the archive holds.

    A file that is missing is none that a person took away: a folder that was lost would take it from everybody.
    """
    if here is None:
        return False
    if there is None:
        return True
    return known is not None and known.version == there.version and not _is_as_seen(here, known)


def _is_as_seen(here: str | None, known: _Seen | None) -> bool:
    return known is not None and _digest(here) == known.digest


def _is_fit(there: SharedText | None) -> bool:
    return there is None or there.content is None or len(there.content.encode()) <= _most(there.name)


def _most(name: str) -> int:
    return overlay_reader.MOST_BYTES if name.startswith(_CATEGORY) else MOST_STREETS_BYTES


def _united(
    data_dir: Path, name: str, here: str | None, there: SharedText | None, seen: dict[str, _Seen]
) -> str | None:
    """What lies here now: of the bulletin in force, with what the archive knows of it beside.

    Nobody wrote it: of two bulletins the newer one holds for each day, whichever workstation was first. Where this one
    knows more, that is ``seen`` as written on top of what the archive holds.
    """
    if name != bulletin_file.FILE_NAME or here is None or there is None or there.content is None:
        return here
    both = there.content if _is_as_seen(here, seen.get(name)) else bulletin_file.united(here, there.content)
    if both == there.content:
        return here
    seen[name] = _Seen(there.version, _digest(there.content))
    if both != here:
        _write(data_dir, name, both)
    return both


def _here(data_dir: Path) -> Iterator[str]:
    yield from (name for name in _ALONE if (data_dir / name).exists())
    for path in sorted((data_dir / overlay_reader.FOLDER).glob("*.toml"))[: overlay_reader.MOST_FILES]:
        if _OURS.fullmatch(name := f"{_CATEGORY}{path.name}"):
            yield name


def _content(data_dir: Path, name: str) -> str | None:
    """None for no file, and for one that cannot be read."""
    try:
        return read_text(data_dir / name, most=_most(name))
    except (OSError, InputError, UnicodeError):
        return None


def _write(data_dir: Path, name: str, content: str | None) -> None:
    path = data_dir / name
    try:
        if content is None:
            path.unlink(missing_ok=True)
        else:
            path.parent.mkdir(mode=0o700, exist_ok=True)
            replace_text(path, content)
    except OSError as error:
        raise ConfigError("data_dir_unusable", folder=path.parent, reason=error.strerror or "") from None


def put_aside(path: Path, ending: str) -> str:
    """Gives the file a name beside it with this ending, that no other file has; returns it.

    Raises ConfigError("data_dir_unusable").
    """
    target = aside_files.free(path.with_suffix(ending))
    try:
        path.rename(target)
    except OSError as error:
        raise ConfigError("data_dir_unusable", folder=path.parent, reason=error.strerror or "") from None
    return target.name


def _digest(content: str | None) -> str:
    return "" if content is None else hashlib.sha256(content.encode()).hexdigest()


def _seen(data_dir: Path) -> dict[str, _Seen]:
    """What was seen last; where that is lost, files that say the same as the archive are known again by that."""
    try:
        data = json.loads(read_text(data_dir / FILE_NAME, most=_MOST_BYTES))
        return {str(name): _Seen(int(one["version"]), str(one["digest"])) for name, one in data.items()}
    except (OSError, InputError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


def _keep_seen(data_dir: Path, seen: dict[str, _Seen]) -> None:
    data = {name: {"version": one.version, "digest": one.digest} for name, one in sorted(seen.items())}
    try:
        replace_text(data_dir / FILE_NAME, json.dumps(data, indent=1) + "\n")
    except OSError as error:
        raise ConfigError("data_dir_unusable", folder=data_dir, reason=error.strerror or "") from None
