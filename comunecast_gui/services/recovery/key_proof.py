# SPDX-License-Identifier: EUPL-1.2
"""Proves that the office has its recovery words, by opening the newest backup with them."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC

from comunecast_gui.core.errors import ConfigError, InputError
from comunecast_gui.core.model import SubscriberState
from comunecast_gui.core.trust.office_key import GivenKey, OfficeKey
from comunecast_gui.core.trust.safekeeping import OpenedBackup
from comunecast_gui.core.work.long_work import UNWATCHED, Work
from comunecast_gui.services import backups
from comunecast_gui.services.trust import office_key
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.store.consent.audit import Audit, AuditRow
from comunecast_gui.store.consent.subscribers import Subscribers
from comunecast_gui.store.db.database import open_database
from comunecast_gui.store.restore import archive


def prove(workspace: Workspace, text: str, who: str, *, work: Work = UNWATCHED) -> OpenedBackup | None:
    """Opens the newest sealed backup with the key in ``text``, and writes the proof into the audit log.

    ``text`` holds the 24 words, or what the QR code on the paper says. The key of this computer is not used. The backup
    is unpacked whole, its database is opened and counted, and everything is deleted again. Where the data folder has no
    sealed backup, one is made first. Returns None for an office on a database server, which has no backup here: there
    the key is compared with the database.
    Raises InputError (``recovery_words_*``, "recovery_words_other", ``backup_*``, "work_stopped") and ConfigError
    (``office_key_*``, ``database_*``, "disk_full").
    """
    key = office_key.read(text)
    opened = None
    if workspace.database.shared:
        if workspace.office_key != key:
            raise InputError("recovery_words_other", field="words")
    else:
        opened = _open(workspace, key, work)
    work.last_step()
    Audit(workspace.database).write(AuditRow(workspace.clock.now(), who, backups.PROVEN, opened.file if opened else ""))
    return opened


def _open(workspace: Workspace, key: OfficeKey, work: Work) -> OpenedBackup:
    found = [path for path in backups.made_here(workspace.data_dir) if path.suffix == backups.SUFFIX]
    # Both ways go through the stage "checking": the longer one is taken for the plan.
    work.plan(archive.UNPACKING if found else {**archive.WRITING, **archive.UNPACKING})
    source = max(found, key=lambda path: path.stat().st_mtime) if found else backups.make_daily(workspace, work)
    given = GivenKey(key)
    with archive.scratch(backups.folder_of(workspace.data_dir)) as folder:
        try:
            unpacked = archive.unpack(source, folder, backups.sealing_key(given), work)
            with closing(open_database(unpacked.office, keys=given)) as copy:
                _ = copy.hash_key
                people = Subscribers(copy).count(state=SubscriberState.ACTIVE)
                return OpenedBackup(source.name, unpacked.made_at.astimezone(UTC), people)
        except (InputError, ConfigError) as error:
            if error.code in ("backup_other_key", "office_key_other"):
                raise InputError("recovery_words_other", field="words") from None
            raise
