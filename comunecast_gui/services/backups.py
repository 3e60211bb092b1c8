# SPDX-License-Identifier: EUPL-1.2
"""Makes sealed backups of an office: one automatically each day, others on request."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

from comunecast_gui.core.errors import ConfigError, InputError, UserError
from comunecast_gui.core.regular_file import shown_name
from comunecast_gui.core.trust.office_key import KeySource
from comunecast_gui.core.trust.safekeeping import Safekeeping
from comunecast_gui.core.work.long_work import UNWATCHED, Work
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.store.consent.audit import Audit, AuditRow
from comunecast_gui.store.restore import archive

FOLDER = "backups"
KEPT = timedelta(days=7)
"""A copy still holds the numbers that were erased after it was made."""
SUFFIX = ".backup"
"""The suffix of the automatic backups."""
_SEALING = "backup"
"""The purpose of the key that seals backups."""
PROVEN = "recovery_words_proven"
"""What the audit log calls the proof of the recovery words."""
_MADE = "backed_up"
_MADE_PLAIN = "backed_up_plain"
_NOTED = "server_backed_up"
HALF_DONE = ".unfinished-*"
_LEFTOVERS_KEPT = timedelta(days=1)
logger = logging.getLogger(__name__)


def safekeeping(workspace: Workspace) -> Safekeeping:
    """The dates of the last backups and of the last proof of the words. Raises ConfigError (``database_*``)."""
    here = max((path.stat().st_mtime for path in made_here(workspace.data_dir)), default=None)
    audit = Audit(workspace.database)
    elsewhere = audit.last_row(_MADE, _MADE_PLAIN)
    return Safekeeping(
        datetime.fromtimestamp(here, UTC) if here else None,
        elsewhere.at if elsewhere else None,
        audit.last(PROVEN),
        elsewhere.subject if elsewhere else "",
        audit.last(_NOTED) if workspace.database.shared else None,
    )


def made_here(data_dir: Path) -> list[Path]:
    """The daily backups in the data folder, also those of former versions; unsorted."""
    folder = data_dir / FOLDER
    return [path for suffix in (SUFFIX, ".zip") for path in folder.glob(f"comunecast-[0-9]*{suffix}")]


def sealing_key(keys: KeySource) -> bytes | None:
    """The key that seals and opens backups; None if this computer has no office key.

    Raises ConfigError("office_key_malformed" | "keyring_locked").
    """
    found = keys.find_office_key()
    return found.derived(_SEALING) if found else None


def make(workspace: Workspace, target: Path, who: str, *, plain: bool = False, work: Work = UNWATCHED) -> None:
    """Writes database, settings, categories, streets and attachments as one sealed file, and notes that ``who`` did.

    ``plain``: without the seal, so that whoever gets the file reads every number in it, and may change it unseen.
    Stopped, it leaves no file and notes nothing.
    Raises ConfigError (``office_key_*``), and as :func:`comunecast_gui.store.restore.archive.write`.
    """
    work.plan(archive.WRITING)
    _write(workspace, target, None if plain else workspace.office_key.derived(_SEALING), work)
    # It holds every number: who made it belongs in the audit log, and there it is found again as the last one.
    made = AuditRow(workspace.clock.now(), who, _MADE_PLAIN if plain else _MADE, shown_name(target))
    Audit(workspace.database).write(made)


def write_sealed(workspace: Workspace, target: Path, work: Work) -> None:
    """As :func:`make`, for a file that goes into another one: nothing is noted."""
    _write(workspace, target, workspace.office_key.derived(_SEALING), work)


def _write(workspace: Workspace, target: Path, key: bytes | None, work: Work) -> None:
    archive.write(
        workspace.database,
        target,
        workspace.clock.now(),
        key,
        workshop=folder_of(workspace.data_dir),
        data_dir=workspace.data_dir,
        attachments=True,
        work=work,
    )


def note_server_copy(workspace: Workspace, who: str) -> None:
    """Notes that the administrator of the database server made a copy there, which the program cannot see itself.

    Raises InputError("backup_not_on_server"), ConfigError (``database_*``).
    """
    if not workspace.database.shared:
        raise InputError("backup_not_on_server", field="file")
    Audit(workspace.database).write(AuditRow(workspace.clock.now(), who, _NOTED, ""))


def last_server_copy(workspace: Workspace) -> datetime | None:
    """When a copy of the database server was noted last; None: never. Raises ConfigError (``database_*``)."""
    return Audit(workspace.database).last(_NOTED)


@contextmanager
def copied_daily(workspace: Workspace) -> Iterator[None]:
    """Makes the copy of the day, where there is none yet, in a thread beside what is done meanwhile.

    Attachments are left out: they stay in the data folder. A failure is logged and forgotten.
    """
    today = _today(workspace)
    if workspace.database.shared or (today.exists() and not _unsealed(today.parent)):
        yield
        return
    thread = Thread(target=_copy, args=(workspace, today), name="daily-copy")
    thread.start()
    try:
        yield
    finally:
        thread.join()


def prune(folder: Path, now: datetime) -> None:
    """Deletes copies older than :data:`KEPT`, but never the latest, and what a process that died left half done."""
    found = sorted((path.stat().st_mtime, path) for path in folder.glob("comunecast-*") if path.is_file())
    # A clock that once ran ahead must not make a copy live for ever: the future counts as old.
    for modified, path in found[:-1]:
        if abs(now.timestamp() - modified) > KEPT.total_seconds():
            path.unlink(missing_ok=True)
    for path in [*folder.glob(HALF_DONE), *folder.glob(".comunecast-*.part")]:
        if abs(now.timestamp() - path.stat().st_mtime) > _LEFTOVERS_KEPT.total_seconds():
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)


def make_daily(workspace: Workspace, work: Work = UNWATCHED) -> Path:
    """Makes the backup of today in the data folder, without the attachments, and returns its file.

    Raises ConfigError (``office_key_*``), and as :func:`comunecast_gui.store.restore.archive.write`.
    """
    target, folder = _today(workspace), folder_of(workspace.data_dir)
    key = workspace.office_key.derived(_SEALING)
    now, data_dir = workspace.clock.now(), workspace.data_dir
    archive.write(workspace.database, target, now, key, workshop=folder, data_dir=data_dir, work=work)
    return target


def _today(workspace: Workspace) -> Path:
    return workspace.data_dir / FOLDER / f"comunecast-{workspace.clock.now():%Y-%m-%d}{SUFFIX}"


def _copy(workspace: Workspace, target: Path) -> None:
    now = workspace.clock.now()
    try:
        try:
            if not target.exists():
                make_daily(workspace)
            _seal_older(target.parent, workspace.office_key.derived(_SEALING))
        finally:
            prune(folder_of(workspace.data_dir), now)
    except UserError as error:
        logger.warning("There is no copy of today: %s", error.code)
    except Exception:
        logger.exception("There is no copy of today")


def _seal_older(folder: Path, key: bytes) -> None:
    """Seals the plain copies in the folder, and deletes the plain files."""
    for path in _unsealed(folder):
        target = path.with_suffix(SUFFIX)
        if not target.exists():  # the sealed copy of the same day is this one, or newer
            archive.seal_copy(path, target, key)
        path.unlink()


def _unsealed(folder: Path) -> list[Path]:
    """The plain copies that former versions, or an update of the database, left in the folder."""
    return [*folder.glob("comunecast-*.zip"), *folder.glob("comunecast-*.db")]


def folder_of(data_dir: Path) -> Path:
    """Where the copies of a data folder are; made if it is not there. Raises ConfigError("data_dir_unusable")."""
    folder = data_dir / FOLDER
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise ConfigError("data_dir_unusable", folder=folder, reason=error.strerror) from None
    return folder
