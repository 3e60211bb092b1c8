# SPDX-License-Identifier: EUPL-1.2
"""Keeps the calendars that the office gave the program, with their files, for all its workstations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from comunecast_gui.core.changes import ChangeKind
from comunecast_gui.core.schedule.remembered import RememberedCalendar
from comunecast_gui.store.db import change_log
from comunecast_gui.store.db.database import Database, serialise
from comunecast_gui.store.db.schema_shared import remembered_calendar

MOST = 20
"""Calendars of an office; the one that was given first goes."""


@dataclass(frozen=True, slots=True)
class RememberedCalendars:
    """The calendars of an office. Every method raises ConfigError (``database_*``)."""

    database: Database

    def all(self) -> tuple[RememberedCalendar, ...]:
        """All of them, in the order in which they were given."""
        columns = [one for one in remembered_calendar.c if one.name != "content"]
        with self.database.reading() as connection:
            rows = connection.execute(sa.select(*columns).order_by(remembered_calendar.c.id))
            return tuple(_calendar(row) for row in rows)

    def content(self, name: str) -> bytes | None:
        """The file as it was given; None where there is no such calendar, or its file is not kept."""
        mine = remembered_calendar.c.name == name
        with self.database.reading() as connection:
            return connection.execute(sa.select(remembered_calendar.c.content).where(mine)).scalar()

    def remember(self, one: RememberedCalendar, content: bytes | None, now: datetime, replaces: str = "") -> None:
        """Keeps a calendar in the place of that of its name, or of the one that it ``replaces``; without days none."""
        with self.database.writing() as connection:
            serialise(connection, "remembered_calendar")
            mine = remembered_calendar.c.name == one.name
            before = connection.execute(sa.select(remembered_calendar).where(mine)).first()
            kept = one if replaces or before is None else one.after(_calendar(before))
            names = remembered_calendar.c.name.in_((one.name, replaces))
            connection.execute(remembered_calendar.delete().where(names))
            if one.days:
                _insert(connection, kept, content)
            change_log.note(connection, self.database, now, ChangeKind.NOTICES)

    def take_over(self, calendars: Iterable[tuple[RememberedCalendar, bytes | None]], now: datetime) -> None:
        """Keeps those of which there is none of the same name: what the office has already counts."""
        with self.database.writing() as connection:
            serialise(connection, "remembered_calendar")
            there = set(connection.execute(sa.select(remembered_calendar.c.name)).scalars())
            for one, content in calendars:
                if one.name not in there and one.days:
                    there.add(one.name)
                    _insert(connection, one, content)
            change_log.note(connection, self.database, now, ChangeKind.NOTICES)

    def forget(self, name: str, now: datetime) -> None:
        """Asks about this one no more."""
        with self.database.writing() as connection:
            connection.execute(remembered_calendar.delete().where(remembered_calendar.c.name == name))
            change_log.note(connection, self.database, now, ChangeKind.NOTICES)


def _insert(connection: sa.Connection, one: RememberedCalendar, content: bytes | None) -> None:
    values = {
        "name": one.name,
        "path": one.path,
        "given_on": one.given,
        "days": [day.isoformat() for day in one.days],
        "seen_until": one.seen_until,
        "content": content,
    }
    connection.execute(remembered_calendar.insert().values(**values))
    newest = sa.select(remembered_calendar.c.id).order_by(remembered_calendar.c.id.desc()).limit(MOST)
    kept = list(connection.execute(newest).scalars())
    connection.execute(remembered_calendar.delete().where(remembered_calendar.c.id.not_in(kept)))


def _calendar(row: sa.Row[Any]) -> RememberedCalendar:
    days = tuple(map(date.fromisoformat, row.days))
    return RememberedCalendar(row.name, row.path, row.given_on, days, row.seen_until)
