# SPDX-License-Identifier: EUPL-1.2
"""Notices that go out later: which there are, and the one step that lets each go out, is held or taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa

from comunecast_gui.core.changes import ChangeKind
from comunecast_gui.core.errors import InputError
from comunecast_gui.core.messaging_limit import Allowance
from comunecast_gui.core.model import After, DeliveryState, Priority, kind_of
from comunecast_gui.core.schedule.due import GRACE, Scheduled
from comunecast_gui.store.db import change_log
from comunecast_gui.store.db.database import Database
from comunecast_gui.store.db.schema import IS_QUEUED, delivery, notice, schedule
from comunecast_gui.store.delivery.recipient_rows import Wanted, rows_for, spread

_NONE: Mapping[str, Allowance] = MappingProxyType({})
_WAITS = schedule.c.released_at.is_(None), schedule.c.cancelled_at.is_(None)
_HAS_ROWS = sa.exists().where(delivery.c.notice_id == schedule.c.notice_id, IS_QUEUED)


@dataclass(frozen=True, slots=True)
class Schedules:
    """The scheduled notices of an office. Every method raises ConfigError (``database_*``)."""

    database: Database

    def all(self) -> list[Scheduled]:
        """Those that have not gone out, the next one first."""
        return self._some()

    def get(self, notice_id: int) -> Scheduled | None:
        """One that has not gone out; None: it goes out at once, went out, or was taken back."""
        return next(iter(self._some(schedule.c.notice_id == notice_id)), None)

    def next_due(self, after: datetime) -> datetime | None:
        """The next hour after ``after`` at which something goes out by itself."""
        query = sa.select(sa.func.min(schedule.c.due_at)).where(
            *_WAITS, schedule.c.held_code == "", schedule.c.due_at > after, _HAS_ROWS
        )
        with self.database.reading() as connection:
            return connection.execute(query).scalar()

    def due_on(self, channel: str, notice_id: int) -> int:
        """How many queued deliveries on the channel wait for its hour alone, and for no later day."""
        due = sa.select(schedule.c.due_at).where(schedule.c.notice_id == notice_id).scalar_subquery()
        mine = delivery.c.notice_id == notice_id, delivery.c.channel == channel, IS_QUEUED
        query = sa.select(sa.func.count()).where(*mine, delivery.c.not_before <= due)
        with self.database.reading() as connection:
            return int(connection.execute(query).scalar_one())

    def release(
        self, notice_id: int, now: datetime, *, by_person: bool = False, allowances: Mapping[str, Allowance] = _NONE
    ) -> bool:
        """Lets the notice go out from now on; True for the one caller, on whatever workstation, whose it now is.

        By itself that happens from its hour until a few minutes later, and never for what is held; a person may do it
        at any time. People who subscribed since it was queued get it too. On a channel with an allowance it is
        spread over days anew, whatever days its people had before.
        """
        where = [schedule.c.notice_id == notice_id, *_WAITS]
        if not by_person:
            where += [schedule.c.held_code == "", schedule.c.due_at <= now, schedule.c.due_at >= now - GRACE]
        released = (
            schedule.update()
            .where(*where)
            .values(released_at=now, held_code="", held_detail="")
            .returning(schedule.c.due_at, schedule.c.undo)
        )
        with self.database.writing() as connection:
            mine = connection.execute(released).first()
            if mine is None:
                return False
            _let_go(connection, notice_id, mine.due_at, now, undo=mine.undo)
            for channel, allowance in allowances.items():
                of_it = delivery.c.notice_id == notice_id, delivery.c.channel == channel, IS_QUEUED
                connection.execute(delivery.update().where(*of_it).values(not_before=None))
                spread(connection, notice_id, channel, allowance, now)
            change_log.note(connection, self.database, now, ChangeKind.NOTICES, [notice_id])
            return True

    def hold(self, notice_id: int, code: str, detail: str, now: datetime) -> bool:
        """Keeps the notice for a person, with what became false; whether it had not gone out, and was not held yet."""
        values = {"held_code": code[:64], "held_detail": detail}
        return self._change(notice_id, now, values, schedule.c.held_code == "")

    def move(self, notice_id: int, due: datetime, now: datetime) -> None:
        """Gives it another hour. Raises InputError("not_scheduled") for what went out or was taken back."""
        with self.database.writing() as connection:
            mine = schedule.c.notice_id == notice_id, *_WAITS
            old = connection.execute(sa.select(schedule.c.due_at).where(*mine).with_for_update()).scalar()
            if old is None:
                raise InputError("not_scheduled", notice=notice_id)
            values = {"due_at": due, "undo": False, "held_code": "", "held_detail": ""}
            connection.execute(schedule.update().where(*mine).values(**values))
            rows = delivery.c.notice_id == notice_id, IS_QUEUED
            waits = sa.select(delivery.c.not_before).where(*rows, delivery.c.not_before.is_not(None)).distinct()
            # Read first: rows of two days must not meet while one is moved onto the other.
            shift = due - old
            moments = sorted(connection.execute(waits).scalars(), reverse=due > old)
            for moment in moments:
                moved = delivery.update().where(*rows, delivery.c.not_before == moment)
                connection.execute(moved.values(not_before=moment + shift))
            change_log.note(connection, self.database, now, ChangeKind.NOTICES, [notice_id])

    def take_back(self, notice_id: int, now: datetime) -> None:
        """Cancels all of it. Raises InputError("not_scheduled") where it went out, wholly or in part, or was cancelled.

        So a person knows for certain that nobody got it.
        """
        mine = schedule.c.notice_id == notice_id, *_WAITS
        with self.database.writing() as connection:
            taken = connection.execute(
                schedule.update().where(*mine).values(cancelled_at=now).returning(schedule.c.notice_id)
            ).first()
            if taken is None:
                raise InputError("not_scheduled", notice=notice_id)
            ended = {"state": DeliveryState.CANCELLED, "changed_at": now, "settled_at": now, "not_before": None}
            connection.execute(delivery.update().where(delivery.c.notice_id == notice_id, IS_QUEUED).values(**ended))
            change_log.note(connection, self.database, now, ChangeKind.NOTICES, [notice_id])

    def _some(self, *where: sa.ColumnElement[bool]) -> list[Scheduled]:
        with self.database.reading() as connection:
            return waiting_schedules(connection, *where)

    def _change(self, notice_id: int, now: datetime, values: dict[str, Any], *where: sa.ColumnElement[bool]) -> bool:
        mine = schedule.c.notice_id == notice_id, *_WAITS, *where
        put = schedule.update().where(*mine).values(**values).returning(schedule.c.notice_id)
        with self.database.writing() as connection:
            changed = connection.execute(put).first() is not None
            if changed:
                change_log.note(connection, self.database, now, ChangeKind.NOTICES, [notice_id])
            return changed


def waiting_schedules(connection: sa.Connection, *where: sa.ColumnElement[bool]) -> list[Scheduled]:
    """Those that have not gone out, the next one first."""
    query = (
        sa.select(schedule, notice.c.category, notice.c.title)
        .join(notice, notice.c.id == schedule.c.notice_id)
        .where(*_WAITS, _HAS_ROWS, *where)
        .order_by(schedule.c.due_at, schedule.c.notice_id)
    )
    return [_scheduled(row) for row in connection.execute(query)]


def _scheduled(row: sa.Row[Any]) -> Scheduled:
    return Scheduled(row.notice_id, row.category, row.title, row.due_at, row.held_code, row.held_detail, bool(row.undo))


def _let_go(connection: sa.Connection, notice_id: int, due: datetime, now: datetime, *, undo: bool) -> None:
    """The rows of a notice that was just released, in the transaction that released it."""
    queued = delivery.c.notice_id == notice_id, IS_QUEUED
    at_its_hour = delivery.update().where(*queued, delivery.c.not_before <= due)
    connection.execute(at_its_hour.values(not_before=None, changed_at=now))
    if undo:
        return
    row = connection.execute(sa.select(notice).where(notice.c.id == notice_id)).one()
    # From here on it counts as said: what is compared with it looks back from this moment.
    connection.execute(notice.update().where(notice.c.id == notice_id).values(created_at=now))
    # Who certainly missed what it follows has a row by now, or shall have none: they are no newcomers.
    after = None if row.follows is None else After(row.follows, spares_missed=True)
    wanted = Wanted(Priority(row.priority), now, tuple(row.zones or ()), row.topic, after=after)
    for channel in connection.execute(sa.select(delivery.c.channel).where(*queued).distinct()).scalars().all():
        if kind_of(channel).personal:
            connection.execute(rows_for(notice_id, channel, wanted, newcomers=True))
