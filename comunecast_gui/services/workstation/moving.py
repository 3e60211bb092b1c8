# SPDX-License-Identifier: EUPL-1.2
"""Moves an office to another computer with one encrypted file, or lets a second one take part in a shared archive.

Whoever moves away stops first, and the file is made then: nothing can be sent twice, and nothing is missing in it.
"""

from __future__ import annotations

import re
import secrets as random
import shutil
import unicodedata
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from comunecast_gui.core.atomic_file import replace_text
from comunecast_gui.core.errors import ConfigError, InputError, UserError
from comunecast_gui.core.notice.overlays import overlay_reader
from comunecast_gui.core.notice.overlays.overlay_reader import FOLDER as CATEGORIES
from comunecast_gui.core.regular_file import shown_name
from comunecast_gui.core.trust.office_key import GivenKey, OfficeKey
from comunecast_gui.core.work.long_work import UNWATCHED, Work
from comunecast_gui.services import backups
from comunecast_gui.services.recovery import put_back
from comunecast_gui.services.trust import office_key
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.services.workstation import shared_files
from comunecast_gui.store.consent.audit import Audit, AuditRow
from comunecast_gui.store.db.database import FILE_NAME
from comunecast_gui.store.restore import archive, aside_files, draft_files, move_file, prepare_copy, sent_since_backup
from comunecast_gui.store.restore.move_file import Key, Moved
from comunecast_gui.system import locks, settings_keeping
from comunecast_gui.system.secrets import SecretName, Secrets
from comunecast_gui.system.settings import office_file, street_file

WORDS = 8
"""Of a code; 11 bits each."""
_LETTERS = 4
"""No two words of the list begin with the same four."""
_NOT_A_WORD = re.compile(r"[^a-z]+")
_LONGEST = 1_000
_MOVED_AWAY, _SECOND = "moved_away", "workstation_added"
"""What the audit log calls it."""
_OFFERED = tuple(name for name in SecretName if name is not SecretName.OFFICE_KEY)


@dataclass(frozen=True, slots=True)
class Arrived:
    """The office that came: its name, when the file was made, and which keys of the services came with it."""

    office: str
    made_at: datetime
    keys: tuple[str, ...]
    shared: bool
    """Whether its archive is on a server."""


def move_away(
    workspace: Workspace, target: Path, who: str, *, with_keys: bool, work: Work = UNWATCHED
) -> tuple[str, ...]:
    """Stops this computer and writes the file; returns the words of its code, which are kept nowhere.

    ``with_keys``: the keys of the services go along; the office key always does, or nobody could read the archive.
    ``work`` can be stopped until the file is whole: then there is none, and this computer goes on.
    Raises ConfigError("already_sending" | "already_pulling" | "already_changing_posts" | "already_queuing" |
    "moved_away" | ``office_key_*`` | ``database_*`` | "keyring_locked" | "disk_full") and
    InputError("backup_unwritable" | "backup_target_taken" | "work_stopped"); then this computer is as it was, and the
    audit log tells of the try.
    """
    with ExitStack() as held:
        held.enter_context(locks.sending_lock(workspace.data_dir))
        held.enter_context(locks.pulling_lock(workspace.data_dir))
        held.enter_context(locks.posts_lock(workspace.data_dir))
        held.enter_context(locks.queuing_lock(workspace.data_dir))
        locks.move_away(workspace.data_dir, workspace.clock.now())  # before the file: else both could send
        try:
            code = _write(workspace, target, who, _MOVED_AWAY, work, with_keys=with_keys)
        except BaseException:
            locks.stay(workspace.data_dir)
            raise
    return code


def add_workstation(
    workspace: Workspace, target: Path, who: str, *, with_keys: bool, work: Work = UNWATCHED
) -> tuple[str, ...]:
    """Writes the file for a second computer of an office whose archive is on a server; this one goes on.

    Raises ConfigError("archive_not_shared") for an archive in the data folder, of which there must be one only, and as
    :func:`move_away`.
    """
    if not workspace.database.shared:
        raise ConfigError("archive_not_shared", field="database.url")
    return _write(workspace, target, who, _SECOND, work, with_keys=with_keys)


def come_back(workspace: Workspace) -> None:
    """The office sends from this computer (again): it never arrived elsewhere, or the folder that this is a copy of is
    not used any more.

    What was due here may have gone out there all the same: it becomes unknown, and a person decides; what has its hour
    still to come is asked about. An archive on a server knows it by itself.
    Raises ConfigError ("data_dir_unusable", ``database_*``).
    """
    if locks.why_silent(workspace.data_dir) is None:
        return
    if not workspace.database.shared:
        sent_since_backup.doubt_all(workspace.database, workspace.clock.now())
        prepare_copy.hold_scheduled(workspace.database)
    _send_again(workspace.data_dir)


def _send_again(data_dir: Path) -> None:
    try:
        locks.come_back(data_dir)
    except OSError as error:
        raise ConfigError("data_dir_unusable", folder=data_dir, reason=error.strerror or "") from None


def arrive(data_dir: Path, source: Path, words: str, now: datetime, who: str, work: Work = UNWATCHED) -> Arrived:
    """Takes the office out of the file and into this data folder; sends nothing.

    An office that is here already has to be the same one; it is kept as a backup. The keys are kept first: where this
    computer has no safe place for them, nothing is changed. Until then ``work`` can be stopped, and nothing is changed
    either. Raises InputError("move_code" | "move_not_ours" | ``backup_*`` | ``settings_*`` | "work_stopped") and
    ConfigError as :func:`.put_back.restore`, and "no_keyring".
    """
    work.plan({"decoding": 2, **put_back.ARRIVING})
    for left in data_dir.glob(backups.HALF_DONE):
        shutil.rmtree(left, ignore_errors=True)
    with archive.scratch(data_dir) as folder:  # not where a restore tidies up
        moved = move_file.read(source, folder, code_of(words, source.name), work)
        key = OfficeKey.parse(moved.keys[SecretName.OFFICE_KEY].value)
        if moved.backup is not None:
            put_back.restore(
                data_dir,
                moved.backup,
                now,
                who,
                GivenKey(key),
                lambda _: None,
                arriving=lambda: _keep_keys(data_dir, moved),
                work=work,
            )
        else:
            settings = office_file.parse(moved.settings)
            _refuse_other(data_dir)
            work.last_step()
            _keep_keys(data_dir, moved)
            settings_keeping.keep(data_dir, settings)
            _keep_categories(data_dir, moved)
            if moved.streets:
                replace_text(data_dir / street_file.FILE_NAME, moved.streets)
            aside_files.put(data_dir, moved.aside)
            draft_files.put(data_dir / draft_files.FOLDER, moved.drafts, moved.attached)
    _send_again(data_dir)
    found = office_file.load(data_dir)
    names = tuple(name for name in moved.keys if name != SecretName.OFFICE_KEY)
    return Arrived(found.office.name, moved.made_at, names, bool(found.database.url))


def code_of(text: str, file: str) -> str:
    """The code that a person typed: numbers, accents, capitals and line breaks do not matter, four letters are enough.

    Raises InputError("move_code").
    """
    plain = unicodedata.normalize("NFD", text[:_LONGEST]).encode("ascii", "ignore").decode().lower()
    known = {word[:_LETTERS]: word for word in office_key.word_list()}
    words = [known.get(word[:_LETTERS]) for word in _NOT_A_WORD.sub(" ", plain).split()]
    if len(words) != WORDS or not all(words):
        raise InputError("move_code", field="words", file=file)
    return " ".join(filter(None, words))


def _write(workspace: Workspace, target: Path, who: str, what: str, work: Work, *, with_keys: bool) -> tuple[str, ...]:
    work.plan({**archive.WRITING, "closing": 2})
    known = office_key.word_list()
    words = tuple(random.choice(known) for _ in range(WORDS))
    now, data_dir = workspace.clock.now(), workspace.data_dir
    keys = {str(SecretName.OFFICE_KEY): Key(workspace.office_key.reveal(), "")}
    for name in _OFFERED if with_keys else ():
        if secret := workspace.secrets.get(name):
            keys[str(name)] = Key(secret.reveal_to(secret.host), secret.host)
    Audit(workspace.database).write(AuditRow(now, who, what, shown_name(target)))
    with archive.scratch(backups.folder_of(data_dir)) as folder:
        if workspace.database.shared:
            # Whoever stays goes on with what is being written here: it has one author.
            going = what == _MOVED_AWAY
            drafts = draft_files.texts(data_dir / draft_files.FOLDER) if going else {}
            aside = aside_files.texts(data_dir) if going else {}
            # What is in the archive is there already, maybe newer by then than what the file would bring.
            shared_files.look(workspace)
            left = shared_files.unshared(workspace)
            own = {name: text for name, text in _categories(data_dir).items() if f"{CATEGORIES}/{name}" in left}
            streets = street_file.own_text(data_dir) if street_file.FILE_NAME in left else ""
            texts = workspace.settings.source, own, streets
            moved = Moved(now, keys, None, *texts, drafts, data_dir / draft_files.FOLDER, aside)
        else:
            inner = folder / move_file.BACKUP
            backups.write_sealed(workspace, inner, work)
            moved = Moved(now, keys, inner)
        move_file.write(target, " ".join(words), moved, work)
    return words


def _categories(data_dir: Path) -> dict[str, str]:
    found = {}
    for path in sorted((data_dir / overlay_reader.FOLDER).glob("*.toml"))[: overlay_reader.MOST_FILES]:
        with suppress(OSError, UnicodeError):
            found[path.name] = path.read_text("utf-8")
    return found


def _keep_categories(data_dir: Path, moved: Moved) -> None:
    folder = data_dir / overlay_reader.FOLDER
    for name, text in (moved.categories or {}).items():
        folder.mkdir(mode=0o700, exist_ok=True)
        replace_text(folder / name, text)


def _keep_keys(data_dir: Path, moved: Moved) -> None:
    """Raises ConfigError("no_keyring")."""
    for name, key in moved.keys.items():
        Secrets(data_dir, {SecretName(name): key.host} if key.host else {}).keep(name, key.value)


def _refuse_other(data_dir: Path) -> None:
    """Raises ConfigError("move_not_empty") where an office with an archive of its own is here already."""
    try:
        present = office_file.load(data_dir)
    except UserError:
        return
    if not present.database.url and (data_dir / FILE_NAME).exists():
        raise ConfigError("move_not_empty", office=present.office.name)
