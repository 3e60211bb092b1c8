# SPDX-License-Identifier: EUPL-1.2
"""Lets one workstation at a time read the bot's updates, because Telegram serves one reader only."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from comunecast_gui.store.db.database import Database, serialise
from comunecast_gui.store.db.schema import setting

_KEY = "bot_reader"
_HOLDS = timedelta(minutes=1)
"""How long a workstation that reads keeps the others from it after its last round."""


def claim(database: Database, now: datetime, *, answers: bool) -> bool:
    """Whether this process may read in its next round (Bot API getUpdates: a second reader ends the first, 409).

    A workstation that also answers citizens (``answers``) comes before one that does not: what the other reads it
    could not answer. Raises ConfigError (``database_*``).
    """
    if not database.shared:
        return True
    with database.writing() as connection:
        serialise(connection, _KEY)
        kept = connection.execute(sa.select(setting.c.value).where(setting.c.key == _KEY)).scalar()
        owner, until, answering = _read(kept)
        free = owner == database.owner or not now < until <= now + _HOLDS
        if not free and not (answers and not answering):
            return False
        mine = {"owner": database.owner, "until": (now + _HOLDS).isoformat(), "answers": answers}
        connection.execute(setting.delete().where(setting.c.key == _KEY))
        connection.execute(setting.insert().values(key=_KEY, value=json.dumps(mine)))
        return True


def _read(kept: str | None) -> tuple[str, datetime, bool]:
    """Who reads, until when, and whether they answer; nobody, where that cannot be read."""
    try:
        found = json.loads(kept or "")
        return str(found["owner"]), datetime.fromisoformat(found["until"]), bool(found["answers"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return "", datetime.min.replace(tzinfo=UTC), False
