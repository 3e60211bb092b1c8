# SPDX-License-Identifier: EUPL-1.2
"""Makes backups of an office, one by itself each day, and puts one back without sending or bringing back anybody."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

from comunecast_gui.core.errors import ConfigError, InputError, UserError
from comunecast_gui.core.regular_file import shown_name
from comunecast_gui.core.trust.office_key import KeySource
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.store.consent.audit import Audit, AuditRow
from comunecast_gui.store.db.database import FILE_NAME, Database, open_database
from comunecast_gui.store.delivery.outbox import SqlOutbox
from comunecast_gui.store.restore import archive, prepare_copy, sent_since_backup
from comunecast_gui.store.restore.archive import Contents
from comunecast_gui.store.restore.people_since_backup import carry_people
from comunecast_gui.system.attachments import FOLDER as ATTACHMENTS
from comunecast_gui.system.locks import opening_lock, pulling_lock, sending_lock
from comunecast_gui.system.secrets import Secrets
from comunecast_gui.system.settings import office_file

FOLDER = "backups"
KEPT = timedelta(days=7)
"""A copy still holds the numbers that were erased after it was made."""
_MADE = "backed_up"
_HALF_DONE = ".unfinished-*"
_LEFTOVERS_KEPT = timedelta(days=1)
_PATIENCE = 5.0
"""Seconds that a restore waits for a command that is just opening the database."""

_NOTHING_TO_READ = frozenset({"database_corrupt", "database_empty"})
"""What a database is that has nothing to tell of the time since the backup."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Restored:
    """What came of putting a backup back.

    ``compared``: there was a readable database of the same office, which told who left, who joined and what went out
    since. ``departures`` counts the people who left since and were taken out of the copy, ``arrivals`` those who joined
    since and were added to it, ``queued`` and ``unknown`` the deliveries that a person has to decide about. ``aside``
    is what was there before; None where nothing was.
    """

    made_at: datetime
    compared: bool
    departures: int
    arrivals: int
    queued: int
    unknown: int
    aside: Path | None


@dataclass(frozen=True, slots=True)
class Copies:
    """When the last copies were made: ``here`` in the data folder, ``elsewhere`` by a person; None: never."""

    here: datetime | None
    elsewhere: datetime | None

    @property
    def last(self) -> datetime | None:
        """The newest of them."""
        return max((at for at in (self.here, self.elsewhere) if at), default=None)


def last_copies(workspace: Workspace) -> Copies:
    """Raises ConfigError (``database_*``)."""
    found = (workspace.data_dir / FOLDER).glob("comunecast-[0-9]*.zip")
    here = max((path.stat().st_mtime for path in found), default=None)
    return Copies(datetime.fromtimestamp(here, UTC) if here else None, Audit(workspace.database).last(_MADE))


def make(workspace: Workspace, target: Path, who: str) -> None:
    """Writes database, settings and attachments as one file, and notes that ``who`` did.

    Raises as :func:`comunecast_gui.store.restore.archive.write`.
    """
    archive.write(
        workspace.database,
        target,
        workspace.clock.now(),
        workshop=_folder(workspace.data_dir),
        settings=workspace.data_dir / office_file.FILE_NAME,
        attachments=workspace.data_dir / ATTACHMENTS,
    )
    # It holds every number: who made it belongs in the audit log, and there it is found again as the last one.
    Audit(workspace.database).write(AuditRow(workspace.clock.now(), who, _MADE, shown_name(target)))


@contextmanager
def copied_daily(workspace: Workspace) -> Iterator[None]:
    """Makes the copy of the day, where there is none yet, in a thread beside what is done meanwhile.

    Attachments are left out: they stay in the data folder. A failure is logged and forgotten.
    """
    today = workspace.data_dir / FOLDER / f"comunecast-{workspace.clock.now():%Y-%m-%d}.zip"
    if workspace.database.shared or today.exists():
        yield
        return
    thread = Thread(target=_copy, args=(workspace, today), name="daily-copy")
    thread.start()
    try:
        yield
    finally:
        thread.join()


def restore(data_dir: Path, source: Path, now: datetime, who: str) -> Restored:
    """Puts the backup ``source`` in the place of the present office, which is set aside first.

    Nothing changes before the file was checked whole. Who left since stays out, who joined since stays in; what went
    out since does not go out again; the rest of the queue waits for a person. Raises ConfigError("restore_server" |
    "database_in_use" | "already_sending" | "already_pulling" | "already_opening" | ``database_*`` | "disk_full") and
    InputError("backup_*").
    """
    keys = Secrets(data_dir)
    with ExitStack() as held:
        held.enter_context(sending_lock(data_dir))
        held.enter_context(pulling_lock(data_dir))
        held.enter_context(opening_lock(data_dir, _PATIENCE))
        _refuse_server(data_dir)
        present = data_dir / FILE_NAME
        readable = not present.exists() or archive.close_off(present)
        for path in _folder(data_dir).glob(_HALF_DONE):  # nobody else is at work here
            shutil.rmtree(path, ignore_errors=True)
        folder = held.enter_context(archive.scratch(_folder(data_dir)))
        made_at = archive.unpack(source, folder)
        database = open_database(folder, keys=keys)
        try:
            SqlOutbox(database).recover(now)
            carried = _carry(data_dir, database, keys, now) if readable and present.exists() else None
            if carried is None:
                prepare_copy.skip_ids(database)
                sent_since_backup.doubt_all(database, now)
            prepare_copy.move_files(database, data_dir)
            Audit(database).write(AuditRow(now, who, "restored", shown_name(source)))
            queued, unknown = prepare_copy.quieten(database, now)
        finally:
            database.close()
        archive.close_off(folder / FILE_NAME)
        aside = _set_aside(data_dir, now) if present.exists() else None
        _put_in_place(folder, data_dir)
        return Restored(made_at, carried is not None, *(carried or (0, 0)), queued, unknown, aside)


def prune(folder: Path, now: datetime) -> None:
    """Deletes copies older than :data:`KEPT`, but never the latest, and what a process that died left half done."""
    found = sorted((path.stat().st_mtime, path) for path in folder.glob("comunecast-*") if path.is_file())
    # A clock that once ran ahead must not make a copy live for ever: the future counts as old.
    for modified, path in found[:-1]:
        if abs(now.timestamp() - modified) > KEPT.total_seconds():
            path.unlink(missing_ok=True)
    for path in [*folder.glob(_HALF_DONE), *folder.glob(".comunecast-*.part")]:
        if abs(now.timestamp() - path.stat().st_mtime) > _LEFTOVERS_KEPT.total_seconds():
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)


def _copy(workspace: Workspace, target: Path) -> None:
    now = workspace.clock.now()
    try:
        folder = _folder(workspace.data_dir)
        try:
            archive.write(
                workspace.database, target, now, workshop=folder, settings=workspace.data_dir / office_file.FILE_NAME
            )
        finally:
            prune(folder, now)
    except UserError as error:
        logger.warning("There is no copy of today: %s", error.code)
    except Exception:
        logger.exception("There is no copy of today")


def _folder(data_dir: Path) -> Path:
    folder = data_dir / FOLDER
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise ConfigError("data_dir_unusable", folder=folder, reason=error.strerror) from None
    return folder


def _refuse_server(data_dir: Path) -> None:
    try:
        url = office_file.load(data_dir).database.url
    except UserError:  # without settings, or with damaged ones, the office is exactly what has to come back
        return
    if url:
        raise ConfigError("restore_server")


def _carry(data_dir: Path, copy: Database, keys: KeySource, now: datetime) -> tuple[int, int] | None:
    """Tells the copy what the present database knows: how many left and joined since; None where it cannot tell."""
    try:
        current = open_database(data_dir, keys=keys)
    except ConfigError as error:
        if error.code not in _NOTHING_TO_READ:
            raise
        return None
    try:
        if current.hash_key != copy.hash_key:
            if prepare_copy.holds_nobody(current):  # a new computer
                return None
            raise InputError("backup_other_office", field="file")
        SqlOutbox(current).recover(now)
        prepare_copy.carry_ids(current, copy)
        sent_since_backup.carry_outcomes(current, copy, now)
        since = carry_people(current, copy, now)
    except ConfigError as error:
        if error.code not in _NOTHING_TO_READ:
            raise
        return None
    else:
        return since.departures, since.arrivals
    finally:
        current.close()


def _set_aside(data_dir: Path, now: datetime) -> Path:
    present = data_dir / FILE_NAME
    archive.close_off(present)
    target = data_dir / FOLDER / f"comunecast-before-restore-{now:%Y%m%dT%H%M%SZ}.zip"
    archive.pack(Contents(present, data_dir / office_file.FILE_NAME), target, now)
    return target


def _put_in_place(folder: Path, data_dir: Path) -> None:
    for path in folder.glob(f"{ATTACHMENTS}/*/*"):
        place = data_dir / path.relative_to(folder)
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.replace(place)
    with suppress(FileNotFoundError):
        (folder / office_file.FILE_NAME).replace(data_dir / office_file.FILE_NAME)
    # The log of a damaged database would be read as if it belonged to the new one.
    for suffix in ("-wal", "-shm"):
        (data_dir / (FILE_NAME + suffix)).unlink(missing_ok=True)
    (folder / FILE_NAME).replace(data_dir / FILE_NAME)
