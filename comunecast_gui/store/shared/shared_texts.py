# SPDX-License-Identifier: EUPL-1.2
"""Reads and adds versions of the text files that workstations share; whoever saw an older one is told, not obeyed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from comunecast_gui.core.errors import InputError
from comunecast_gui.store.db.database import Database, serialise
from comunecast_gui.store.db.schema_shared import shared_text


@dataclass(frozen=True, slots=True)
class SharedText:
    """One version of a file; ``content`` is None where it was taken away."""

    name: str
    version: int
    content: str | None
    written_at: datetime
    who: str


class SharedTexts:
    """The files of one office. Every method raises ConfigError (``database_*``)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def versions(self) -> dict[str, int]:
        """The number of the newest version of each file: little to read, and all that a look now and then needs."""
        newest = sa.select(shared_text.c.name, sa.func.max(shared_text.c.version)).group_by(shared_text.c.name)
        with self._database.reading() as connection:
            return {name: version for name, version in connection.execute(newest)}

    def newest(self, names: Collection[str]) -> dict[str, SharedText]:
        """The newest version of each of these files."""
        later = shared_text.alias()
        none_later = ~sa.exists().where(later.c.name == shared_text.c.name, later.c.version > shared_text.c.version)
        query = sa.select(shared_text).where(shared_text.c.name.in_(names), none_later)
        with self._database.reading() as connection:
            return {row.name: _shared(row) for row in connection.execute(query)}

    def add(self, name: str, seen: int, content: str | None, now: datetime, who: str) -> SharedText:
        """Adds the version after the one that was ``seen`` (0: there was none).

        Raises InputError("changed_elsewhere") where somebody else did so before.
        """
        with self._database.writing() as connection:
            serialise(connection, "shared_text")
            newest = sa.select(shared_text).where(shared_text.c.name == name).order_by(shared_text.c.version.desc())
            row = connection.execute(newest.limit(1)).first()
            if (row.version if row else 0) != seen:
                raise InputError("changed_elsewhere", name=name, who=row.who if row else "")
            made = SharedText(name, seen + 1, content, now, who)
            values = {"name": name, "version": made.version, "content": content, "written_at": now, "who": who}
            connection.execute(shared_text.insert().values(**values))
        return made


def _shared(row: sa.Row[Any]) -> SharedText:
    return SharedText(row.name, row.version, row.content, row.written_at, row.who)
