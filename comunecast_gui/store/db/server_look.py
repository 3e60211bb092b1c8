# SPDX-License-Identifier: EUPL-1.2
"""Looks at a database server before an office uses it: the way to it, the rights there, its version and its time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from comunecast_gui.store.db import migrate, server_roles
from comunecast_gui.store.db.database import visiting
from comunecast_gui.store.db.server_connection import Way, way_of
from comunecast_gui.store.db.server_roles import Standing

OLDEST = 13
"""PostgreSQL's version that the program needs (docs/piu-postazioni.md)."""
_FACTS = sa.text("SELECT current_setting('server_version_num')::int, clock_timestamp()")


@dataclass(frozen=True, slots=True)
class ServerLook:
    """What was found. ``tables``: there is an office's archive, of a version that this program works with."""

    way: Way
    standing: Standing
    version: int
    """The major version of PostgreSQL."""
    time: datetime
    tables: bool


def look(url: str) -> ServerLook:
    """Signs in, reads and changes nothing.

    Raises ConfigError: ``database_unreachable``, ``database_signin_refused``, ``database_way_unsafe``,
    ``database_driver_missing``; ``database_newer`` or ``database_older`` for the archive of another version.
    """
    with visiting(url) as connection:
        number, time = connection.execute(_FACTS).one()
        tables = sa.inspect(connection).has_table("alembic_version")
        if tables:
            migrate.require_current(connection)
        return ServerLook(way_of(connection), server_roles.standing(connection), number // 10_000, time, tables)
