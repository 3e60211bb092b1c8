# SPDX-License-Identifier: EUPL-1.2
"""Restores a backup after a person agreed, without sending anything or bringing back anybody."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from comunecast_gui.core.errors import ConfigError, InputError, UserError
from comunecast_gui.core.regular_file import shown_name
from comunecast_gui.core.trust.backup_contents import Ahead
from comunecast_gui.core.trust.office_key import GivenKey, KeySource, OfficeKey
from comunecast_gui.core.work.long_work import UNWATCHED, Work
from comunecast_gui.services import backups
from comunecast_gui.services.recovery.changes_ahead import Office, look_ahead
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.store.consent.audit import Audit, AuditRow
from comunecast_gui.store.db.database import FILE_NAME, Database, open_database
from comunecast_gui.store.delivery.outbox import SqlOutbox
from comunecast_gui.store.restore import (
    archive,
    draft_files,
    letters_since_backup,
    placing,
    prepare_copy,
    sent_since_backup,
)
from comunecast_gui.store.restore.archive import Contents, Unpacked
from comunecast_gui.store.restore.people_since_backup import carry_people
from comunecast_gui.system.locks import opening_lock, posts_lock, pulling_lock, sending_lock
from comunecast_gui.system.settings import office_file
from comunecast_gui.system.settings.values import Settings

ARRIVING = {**archive.UNPACKING, **archive.PACKING}
STAGES = {**archive.UNPACKING, "comparing": 160, **archive.PACKING}
"""Of a restore, and how long each takes beside the others; of one from another computer, which compares nothing."""
_PATIENCE = 5.0
"""Seconds that a restore waits for a command that is just opening the database."""
_NOTHING_TO_READ = frozenset({"database_corrupt", "database_empty"})
"""Errors of a present database that cannot tell what happened since the backup."""


@dataclass(frozen=True, slots=True)
class Restored:
    """The result of a restore.

    ``compared``: a readable database of the same office told who left, who joined and what was sent since the backup.
    ``departures`` counts the people who left since and were removed again, ``arrivals`` those who joined since and were
    added, ``queued`` and ``unknown`` the deliveries that a person has to decide about. ``aside`` is the backup of the
    office before the restore; None if there was no office. ``sealed``: see :class:`.Ahead`.
    """

    made_at: datetime
    sealed: bool
    compared: bool
    departures: int
    arrivals: int
    queued: int
    unknown: int
    aside: Path | None


def restore(
    data_dir: Path,
    source: Path,
    now: datetime,
    who: str,
    keys: KeySource,
    agree: Callable[[Ahead], None],
    *,
    arriving: Callable[[], None] | None = None,
    work: Work = UNWATCHED,
) -> Restored:
    """Restores the backup ``source``; the present office is saved as a sealed backup first.

    Nothing changes before the whole file was checked and ``agree`` has returned; ``agree`` raises to stop the restore.
    People who left since the backup stay out, people who joined since stay in. What was sent since is not sent again;
    what is still queued waits for a person. If the process dies, the office is the old one or the restored one.
    ``arriving``: the office stopped elsewhere when the backup was made and nothing happened since, so that nothing is
    doubtful. It is called when nothing can be stopped any more, and may raise to leave everything as it was. ``work``
    can be stopped until then, with the same effect.
    Raises ConfigError("restore_server" | "database_in_use" | "already_sending" | "already_pulling" |
    "already_changing_posts" | "already_opening" | ``office_key_*`` | ``database_*`` | "disk_full") and
    InputError("backup_*" | "work_stopped").
    """
    with ExitStack() as held:
        held.enter_context(sending_lock(data_dir, also_moved=True))
        held.enter_context(pulling_lock(data_dir, also_moved=True))
        held.enter_context(posts_lock(data_dir, also_moved=True))
        held.enter_context(opening_lock(data_dir, _PATIENCE))
        placing.finish(data_dir)
        _present_settings(data_dir)
        workshop = backups.folder_of(data_dir)
        for path in workshop.glob(backups.HALF_DONE):  # nobody else is at work here
            shutil.rmtree(path, ignore_errors=True)
        scratch = held.enter_context(archive.scratch(workshop))
        work.plan(ARRIVING if arriving else STAGES)
        unpacked = archive.unpack(source, scratch, backups.sealing_key(keys), work)
        present = data_dir / FILE_NAME
        readable = present.exists() and archive.close_off(present)
        with (
            _opened(unpacked.office, source, keys) as copy,
            _current(data_dir, copy, keys, shown_name(source), readable=readable) as current,
        ):
            ahead = _ahead(data_dir, source, unpacked, current, copy)
            prepare_copy.move_files(copy, data_dir, shown_name(source))
            agree(ahead)
            work.begin("comparing")
            SqlOutbox(copy).recover(now)
            carried = _carry(current, copy, now, work) if current and not arriving else None
            if carried is None and not arriving:
                prepare_copy.skip_ids(copy)
                sent_since_backup.doubt_all(copy, now)
            Audit(copy).write(AuditRow(now, who, "moved_here" if arriving else "restored", shown_name(source)))
            queued, unknown = prepare_copy.quieten(copy, now)
            sent = draft_files.sent(copy)
        # What is being written here is newer than in a backup; in a move it is older. What was sent is no draft.
        here = frozenset() if arriving else draft_files.names(data_dir / draft_files.FOLDER)
        draft_files.drop(unpacked.office / draft_files.FOLDER, sent | here)
        archive.close_off(unpacked.office / FILE_NAME)
        aside = _set_aside(data_dir, now, keys, work) if present.exists() else None
        try:
            work.last_step()
            if arriving is not None:
                arriving()
        except BaseException:
            if aside is not None:
                aside.unlink()
            raise
        placing.commit(unpacked.office, data_dir)
        with suppress(OSError):  # the office is here by now
            draft_files.drop(data_dir / draft_files.FOLDER, sent)
        told = carried or (0, 0)
        return Restored(unpacked.made_at, unpacked.sealed, carried is not None, *told, queued, unknown, aside)


def look(workspace: Workspace, source: Path, key: OfficeKey, work: Work = UNWATCHED) -> Ahead:
    """What restoring the backup ``source`` would change, while the office is open; nothing is changed by looking.

    ``key`` is what somebody typed from the office's paper, and alone opens the backup: whoever has no paper puts
    nothing back in the window. Raises InputError("recovery_words_other" | ``backup_*`` | "work_stopped") and
    ConfigError("restore_server" | ``office_key_*`` | ``database_*`` | "disk_full").
    """
    if workspace.database.shared:
        raise ConfigError("restore_server")
    if workspace.office_key != key:
        raise InputError("recovery_words_other", field="words")
    name = shown_name(source)
    with _unpacked(workspace.data_dir, source, GivenKey(key), work) as (unpacked, copy):
        _is_same_office(workspace.database, copy, name)
        return _ahead(workspace.data_dir, source, unpacked, workspace.database, copy)


def look_closed(data_dir: Path, source: Path, key: OfficeKey, keys: KeySource, work: Work = UNWATCHED) -> Ahead:
    """The same for an office that is not there, or cannot be opened: with what cannot be read nothing is compared.

    ``keys`` is where this computer keeps the office key, if it has one. Raises as :func:`look`, and
    ConfigError("keyring_locked").
    """
    found, given = keys.find_office_key(), GivenKey(key)
    if found is not None and found != key:
        raise InputError("recovery_words_other", field="words")
    _present_settings(data_dir)
    readable = (data_dir / FILE_NAME).exists()
    with (
        _unpacked(data_dir, source, given, work) as (unpacked, copy),
        _current(data_dir, copy, given, shown_name(source), readable=readable) as current,
    ):
        return _ahead(data_dir, source, unpacked, current, copy)


@contextmanager
def _unpacked(data_dir: Path, source: Path, given: GivenKey, work: Work) -> Iterator[tuple[Unpacked, Database]]:
    work.plan(archive.UNPACKING)
    with archive.scratch(backups.folder_of(data_dir)) as scratch:
        unpacked = archive.unpack(source, scratch, backups.sealing_key(given), work)
        with _opened(unpacked.office, source, given) as copy:
            yield unpacked, copy


def _ahead(data_dir: Path, source: Path, unpacked: Unpacked, current: Database | None, copy: Database) -> Ahead:
    return look_ahead(
        shown_name(source),
        unpacked.made_at,
        Office(_present_settings(data_dir), current),
        Office(_copied_settings(unpacked.office, source), copy),
        sealed=unpacked.sealed,
    )


def as_seen(seen: Ahead) -> Callable[[Ahead], None]:
    """Agrees to what somebody has seen, and to nothing else. It raises InputError("backup_changed")."""

    def agree(ahead: Ahead) -> None:
        if not ahead.promises_the_same(seen):
            raise InputError("backup_changed", field="file", file=ahead.file)

    return agree


def _present_settings(data_dir: Path) -> Settings | None:
    """The present settings; None if missing or damaged. Raises ConfigError("restore_server")."""
    try:
        found = office_file.load(data_dir)
    except UserError:  # without settings, or with damaged ones, the office is exactly what has to come back
        return None
    if found.database.url:
        raise ConfigError("restore_server")
    return found


def _copied_settings(office: Path, source: Path) -> Settings | None:
    """The settings in the backup; None for a bare database file, as an update leaves it behind.

    Raises InputError("backup_settings" | "backup_strange").
    """
    path = office / office_file.FILE_NAME
    if not path.exists():
        return None
    try:
        found = office_file.parse(path)
    except UserError as error:
        raise InputError("backup_settings", field=error.field or "file", file=shown_name(source)) from error
    if found.database.url:  # an office on a server has no such backup
        raise InputError("backup_strange", field="file", file=shown_name(source), found="database.url")
    return found


@contextmanager
def _opened(office: Path, source: Path, keys: KeySource) -> Iterator[Database]:
    """Opens the database of the backup in its scratch folder, and migrates it."""
    copy = open_database(office, keys=keys)
    try:
        try:
            _ = copy.hash_key
        except ConfigError as error:
            if error.code == "office_key_other":
                raise InputError("backup_other_office", field="file", file=shown_name(source)) from None
            raise
        yield copy
    finally:
        copy.close()


@contextmanager
def _current(
    data_dir: Path, copy: Database, keys: KeySource, name: str, *, readable: bool
) -> Iterator[Database | None]:
    """Opens the present database; yields None if it cannot tell what happened since the backup."""
    current = _open_present(data_dir, keys) if readable else None
    try:
        yield current if current and _is_same_office(current, copy, name) else None
    finally:
        if current:
            current.close()


def _open_present(data_dir: Path, keys: KeySource) -> Database | None:
    try:
        return open_database(data_dir, keys=keys)
    except ConfigError as error:
        if error.code in _NOTHING_TO_READ:
            return None
        raise


def _is_same_office(current: Database, copy: Database, name: str) -> bool:
    """Whether both databases belong to one office; False for an empty one. Raises InputError("backup_other_office")."""
    try:
        if prepare_copy.holds_nobody(current):
            return False
        if current.hash_key == copy.hash_key:
            return True
    except ConfigError as error:
        if error.code in _NOTHING_TO_READ:
            return False
        if error.code != "office_key_other":
            raise
    raise InputError("backup_other_office", field="file", file=name)


def _carry(current: Database, copy: Database, now: datetime, work: Work) -> tuple[int, int] | None:
    """Copies what happened since the backup into it; returns departures and arrivals, None if that cannot be read."""
    try:
        SqlOutbox(current).recover(now)
        prepare_copy.carry_ids(current, copy)
        sent_since_backup.carry_outcomes(current, copy, now)
        letters_since_backup.carry_letters(current, copy)
        since = carry_people(current, copy, now, work)
    except ConfigError as error:
        if error.code not in _NOTHING_TO_READ:
            raise
        return None
    return since.departures, since.arrivals


def _set_aside(data_dir: Path, now: datetime, keys: KeySource, work: Work) -> Path:
    present = data_dir / FILE_NAME
    archive.close_off(present)
    target = data_dir / backups.FOLDER / f"comunecast-before-restore-{now:%Y%m%dT%H%M%SZ}{backups.SUFFIX}"
    archive.pack(
        Contents.of(data_dir, present, attachments=False),
        target,
        now,
        backups.sealing_key(keys),
        work,
    )
    return target
