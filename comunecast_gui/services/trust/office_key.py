# SPDX-License-Identifier: EUPL-1.2
"""The office key on this computer: made where there is none, shown for the paper, entered from it."""

from __future__ import annotations

import re
from contextlib import closing
from enum import StrEnum, auto
from functools import cache
from pathlib import Path

from comunecast_gui.core.errors import ConfigError
from comunecast_gui.core.trust import recovery_words
from comunecast_gui.core.trust.office_key import GivenKey, OfficeKey
from comunecast_gui.services.wiring import SecretSource, Workspace
from comunecast_gui.store.consent.audit import Audit, AuditRow
from comunecast_gui.store.db import database_keys
from comunecast_gui.store.db.database import FILE_NAME, Database, open_database
from comunecast_gui.store.restore.prepare_copy import holds_nobody
from comunecast_gui.system import paths
from comunecast_gui.system.secrets import SecretName, Secrets

SHOWN = "office_key_shown"
"""What the audit log calls it that somebody saw the key."""
_AS_TEXT = re.compile(r"\s*[A-Za-z0-9_-]{43}=?\s*")


class OfficeKeyState(StrEnum):
    """How this computer stands with the office key."""

    PRESENT = auto()
    MADE = auto()
    MISSING = auto()
    """Neither in the keyring nor in the environment."""
    OTHER = auto()
    """There is one, but the database belongs to another."""


@cache
def word_list() -> tuple[str, ...]:
    """The 2,048 words of the recovery key. Raises ConfigError("program_incomplete")."""
    path = paths.resource("recovery", "it.txt")
    try:
        return tuple(path.read_text(encoding="utf-8").split())
    except OSError:
        raise ConfigError("program_incomplete", missing=str(path)) from None


def words(key: OfficeKey) -> tuple[str, ...]:
    """The key as the 24 words for the paper."""
    return recovery_words.words_of(key, word_list())


def read(text: str) -> OfficeKey:
    """The key that a person typed from paper in words, or that was read from the paper's QR code.

    Raises InputError (``recovery_words_*``).
    """
    if _AS_TEXT.fullmatch(text):
        return OfficeKey.parse(text)
    return recovery_words.key_of(text, word_list())


def prepare(data_dir: Path, url: str, secrets: SecretSource) -> OfficeKeyState:
    """Sees to it that this computer has the office key: finds it, or has it made for an office that has none yet.

    ``url`` is that of the settings; empty for a file in ``data_dir``. A database that is out of reach changes nothing.
    Raises ConfigError("keyring_locked" | "office_key_malformed").
    """
    before = secrets.find_office_key()
    if not url and not (data_dir / FILE_NAME).exists():
        return _found_or_made(before, secrets)
    try:
        with closing(open_database(data_dir, url, secrets)) as database:
            found = database.keys.office
    except ConfigError as error:
        if error.code == "office_key_other":
            return OfficeKeyState.OTHER
        return OfficeKeyState.MISSING if before is None else OfficeKeyState.PRESENT
    return OfficeKeyState.PRESENT if before == found else OfficeKeyState.MADE


def _found_or_made(before: OfficeKey | None, secrets: SecretSource) -> OfficeKeyState:
    if before is not None:
        return OfficeKeyState.PRESENT
    try:
        secrets.make_office_key()
    except ConfigError:
        return OfficeKeyState.MISSING
    return OfficeKeyState.MADE


def show(workspace: Workspace, who: str) -> OfficeKey:
    """The key, for the paper; that ``who`` saw it is written in the audit log. Raises as ``workspace.office_key``."""
    key = workspace.office_key
    Audit(workspace.database).write(AuditRow(workspace.clock.now(), who, SHOWN, ""))
    return key


def enter(data_dir: Path, url: str, key: OfficeKey, secrets: Secrets) -> None:
    """Keeps the office's key on this computer, once it was compared with the database, where there is one.

    A database that holds nobody yet, as a new computer has it, takes the key. Raises ConfigError("office_key_other")
    where the database belongs to another key (nothing changes then), "no_keyring", and ``database_*``.
    """
    if not url and not (data_dir / FILE_NAME).exists():
        secrets.set(SecretName.OFFICE_KEY, key.reveal())
        return
    with closing(open_database(data_dir, url, GivenKey(key))) as database:
        fits = _fits(database)
        if not fits and not holds_nobody(database):
            raise ConfigError("office_key_other", field="office_key", variable=SecretName.OFFICE_KEY.variable)
        secrets.set(SecretName.OFFICE_KEY, key.reveal())
        if not fits:
            with database.writing() as connection:
                database_keys.rebind(connection, key)


def _fits(database: Database) -> bool:
    try:
        return bool(database.keys.office)
    except ConfigError as error:
        if error.code != "office_key_other":
            raise
        return False
