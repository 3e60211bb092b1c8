# SPDX-License-Identifier: EUPL-1.2
"""Lets this computer work with an archive on a database server: looks at the server first, then keeps its address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from comunecast_gui.core.errors import ConfigError, InputError, UserError
from comunecast_gui.core.report.health import Condition
from comunecast_gui.core.sentences import Sentences
from comunecast_gui.services import database_server
from comunecast_gui.services.trust import office_key
from comunecast_gui.services.workstation import settings_change
from comunecast_gui.store.db import server_look
from comunecast_gui.store.db.server_look import OLDEST, ServerLook
from comunecast_gui.system import settings_keeping
from comunecast_gui.system.secrets import Secrets
from comunecast_gui.system.settings import database_address, office_file
from comunecast_gui.system.settings.edits import Value

_ADDRESS = re.compile(r"[A-Za-z0-9.\-:\[\]]+/[A-Za-z0-9_\-]+(\?\S*)?")
_DRIVER = "postgresql+psycopg"
_MOST_APART = timedelta(minutes=2)
"""Claims on the queue run out by the server's time and by this computer's; beyond that they end too soon."""


@dataclass(frozen=True, slots=True)
class Entrance:
    """What a person types: the server with its database (``server.comune.it/comunecast``), a name, a password.

    ``words`` are the 24 on the office's paper, ``office`` is its name; both are empty where this computer has them.
    """

    address: str
    user: str
    password: str = field(repr=False)
    words: str = field(default="", repr=False)
    office: str = ""


def examine(entrance: Entrance, sentences: Sentences, now: datetime) -> tuple[Condition, ...]:
    """Whether this computer could work with the server: each part with its sentence. Changes nothing. Blocks."""
    try:
        found = server_look.look(_url(entrance))
    except UserError as error:
        return (Condition("database", False, sentences.of(error), code=error.code),)
    return tuple(_conditions(found, sentences, now))


def join(data_dir: Path, entrance: Entrance, sentences: Sentences, now: datetime) -> None:
    """Keeps address and password, and the office key where it was typed; the archive is used at the next opening.

    Raises InputError("archive_unfit") where :func:`examine` finds what must not be, InputError for words and address,
    ConfigError("office_key_other" | "no_keyring" | ...); nothing is kept then.
    """
    wrong = [one.detail for one in examine(entrance, sentences, now) if not one.ok]
    if wrong:
        raise InputError("archive_unfit", field="database.url", reason=wrong[0])
    url, secrets = _url(entrance), Secrets(data_dir)
    if entrance.words:
        office_key.enter(data_dir, url, office_key.read(entrance.words), secrets)
    elif secrets.find_office_key() is None:
        raise ConfigError("office_key_missing", field="office_key", variable="COMUNECAST_OFFICE_KEY")
    changes: dict[str, Value] = {"database.url": url}
    if not _configured(data_dir):
        changes["office.name"] = entrance.office.strip()
    settings_keeping.keep(data_dir, settings_change.preview(data_dir, changes))


def _url(entrance: Entrance) -> str:
    """Raises InputError("archive_address")."""
    text = entrance.address.strip()
    if not text.startswith("postgresql"):
        if not _ADDRESS.fullmatch(text):
            raise InputError("archive_address", field="database.url")
        text = f"{_DRIVER}://{text}"
    url = database_address.without_password(text)[0]
    return database_address.with_password(database_address.with_user(url, entrance.user.strip()), entrance.password)


def _conditions(found: ServerLook, sentences: Sentences, now: datetime) -> Iterator[Condition]:
    yield Condition("database", found.tables, sentences.text("archive_there" if found.tables else "archive_empty"))
    yield database_server.of_the_way(found.way, sentences)
    fits = found.version >= OLDEST
    told = sentences.text("archive_version" if fits else "archive_version_old", version=found.version, oldest=OLDEST)
    yield Condition("database_version", fits, told)
    yield database_server.of_the_rights(found.standing, sentences)
    apart = abs(found.time - now)
    right, minutes = apart <= _MOST_APART, round(apart.total_seconds() / 60)
    told = sentences.text("archive_clock" if right else "archive_clock_apart", minutes=minutes)
    yield Condition("clock", right, told)


def _configured(data_dir: Path) -> bool:
    try:
        office_file.load(data_dir)
    except ConfigError:
        return False
    return True
