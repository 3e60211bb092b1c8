# SPDX-License-Identifier: EUPL-1.2
"""Keeps the quarantine over a restore: a letter that cannot be opened yet may be at no other place any more."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from comunecast_gui.store.db.database import Database
from comunecast_gui.store.db.schema_inbound import mailbox, quarantine

_AT_ONCE = 50
"""Letters in one transaction; each has up to 4 MB."""
_UNREAD: dict[str, Any] = {"read_event": None, "read_digest": None, "let_go": 0}


def carry_letters(current: Database, restored: Database) -> int:
    """Adds the letters that ``current`` keeps to ``restored``; returns how many were not there.

    How far each relay was read is forgotten, so that it is read from its beginning: what was applied since the backup
    is applied again. That a relay signs is not forgotten: an old backup makes nobody believe unsigned letters again.
    Raises ConfigError (``database_*``).
    """
    added = last = 0
    while rows := _rows_after(current, last):
        last = int(rows[-1]["id"])
        with restored.writing() as connection:
            for row in rows:
                values = {name: value for name, value in row.items() if name != "id"}
                here = quarantine.update().where(quarantine.c.digest == row["digest"])
                if not connection.execute(here.values(stepped_at=row["stepped_at"])).rowcount:
                    connection.execute(quarantine.insert().values(values))
                    added += 1
    with current.reading() as connection:
        standings = [dict(row) for row in connection.execute(sa.select(mailbox)).mappings()]
    with restored.writing() as connection:
        connection.execute(mailbox.update().values(_UNREAD))
        for values in standings:
            connection.execute(mailbox.delete().where(mailbox.c.relay == values["relay"]))
            connection.execute(mailbox.insert().values(values | _UNREAD))
    return added


def _rows_after(database: Database, last: int) -> list[dict[str, Any]]:
    query = sa.select(quarantine).where(quarantine.c.id > last).order_by(quarantine.c.id).limit(_AT_ONCE)
    with database.reading() as connection:
        return [dict(row) for row in connection.execute(query).mappings()]
