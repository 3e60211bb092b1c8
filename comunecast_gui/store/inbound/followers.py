# SPDX-License-Identifier: EUPL-1.2
"""Stores how many people follow each Telegram channel per day, and, as a hash, who got a private answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from comunecast_gui.core.consent import person_key
from comunecast_gui.core.inbound.answers import REPEAT
from comunecast_gui.store.db.database import Database, serialise
from comunecast_gui.store.db.schema import member_count
from comunecast_gui.store.db.schema_inbound import private_answer


@dataclass(frozen=True, slots=True)
class Followers:
    """The followers of an office's channels. Every method raises ConfigError (``database_*``)."""

    database: Database

    def record(self, channel: str, day: date, count: int) -> None:
        """Notes the count of a day; the last one of a day stays."""
        this = member_count.c.channel == channel, member_count.c.day == day
        with self.database.writing() as connection:
            serialise(connection, "member_count")
            connection.execute(member_count.delete().where(*this))
            connection.execute(member_count.insert().values(channel=channel, day=day, count=count))

    def series(self, channel: str) -> Sequence[tuple[date, int]]:
        """The counts, oldest day first."""
        query = sa.select(member_count.c.day, member_count.c.count).where(member_count.c.channel == channel)
        with self.database.reading() as connection:
            return [(day, count) for day, count in connection.execute(query.order_by(member_count.c.day))]

    def claim_answer(self, user: int, now: datetime) -> bool:
        """Whether this person may be answered now; if so, notes it, before the call that may fail."""
        person = person_key(self.database.hash_key, "telegram", str(user))
        with self.database.writing() as connection:
            serialise(connection, "private_answer")
            connection.execute(private_answer.delete().where(private_answer.c.at <= now - REPEAT))
            if connection.execute(sa.select(private_answer.c.at).where(private_answer.c.person == person)).first():
                return False
            connection.execute(private_answer.insert().values(person=person, at=now))
            return True

    def release_answer(self, user: int) -> None:
        """The claimed answer certainly did not go out: it may be tried again."""
        person = person_key(self.database.hash_key, "telegram", str(user))
        with self.database.writing() as connection:
            connection.execute(private_answer.delete().where(private_answer.c.person == person))
