# SPDX-License-Identifier: EUPL-1.2
"""The history of what was told to whom, read from the deliveries themselves, and what a person may do about it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from comunecast_gui.core import content as contents
from comunecast_gui.core.changes import ChangeKind
from comunecast_gui.core.content import Content
from comunecast_gui.core.errors import InputError
from comunecast_gui.core.masking import mask
from comunecast_gui.core.model import DeliveryState, Priority
from comunecast_gui.store.db import change_log
from comunecast_gui.store.db.database import Database
from comunecast_gui.store.db.schema import (
    IS_QUEUED,
    IS_UNKNOWN,
    delivery,
    notice,
    notice_content,
    subscriber,
)
from comunecast_gui.store.delivery.outbox import counts


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A notice as it was queued. ``counts`` maps a channel to how many deliveries are in each state.

    ``zones`` (none: the whole town) and ``topic`` (empty: none) are those that it was for.
    """

    id: int
    category: str
    priority: Priority
    title: str
    text: str
    created_at: datetime
    valid_until: datetime | None
    follows: int | None
    counts: Mapping[str, Mapping[str, int]]
    zones: tuple[str, ...] = ()
    topic: str = ""


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """A delivery for a table. ``recipient_masked`` is a masked number, a channel's name, or empty: number erased."""

    id: int
    notice: int
    channel: str
    recipient_masked: str
    state: DeliveryState
    code: str
    detail: str
    changed_at: datetime
    attempts: int
    link: str


@dataclass(frozen=True, slots=True)
class UnknownRow:
    """A delivery of which nobody knows whether it arrived, ``since`` when."""

    delivery: int
    notice: int
    channel: str
    recipient: str
    since: datetime
    subscriber: int | None = None
    """The recipient's row in the table of subscribers; None for a channel."""
    code: str = ""
    """Why nobody knows: the code of an :class:`~comunecast_gui.core.errors.OutcomeUnknown`, or ``interrupted``."""


class Verdict(StrEnum):
    """What a person says of a delivery of unknown outcome."""

    ARRIVED = "arrived"
    RESEND = "resend"
    LEAVE = "leave"
    """Nobody will ever know, and it shall not be sent again: it stays unknown, and leaves the desk."""


_AGAIN: dict[str, Any] = {
    "state": DeliveryState.QUEUED,
    "attempts": 0,
    "code": "",
    "detail": "",
    "remote_id": None,
    "not_before": None,
    "settled_at": None,
}
"""A row that a person sends again starts afresh; parts already accepted are kept and not repeated."""


class Notices:
    """Reads the history and carries out what a person decides; usable from several threads.

    Every method raises ConfigError (``database_*``, ``disk_full``) when the database cannot be used.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def latest(self, limit: int = 50, before: int | None = None) -> list[NoticeRow]:
        """The newest notices first, at most ``limit``; ``before`` is the id at which the last page ended."""
        query = sa.select(notice).order_by(notice.c.id.desc()).limit(limit)
        return self._rows(query if before is None else query.where(notice.c.id < before))

    def recent(self, since: datetime, limit: int = 200) -> list[NoticeRow]:
        """The notices queued at ``since`` or later, the newest first."""
        return self._rows(
            sa.select(notice).where(notice.c.created_at >= since).order_by(notice.c.id.desc()).limit(limit)
        )

    def get(self, notice_id: int) -> NoticeRow:
        """Raises InputError("unknown_notice")."""
        for row in self._rows(sa.select(notice).where(notice.c.id == notice_id)):
            return row
        raise InputError("unknown_notice", notice=notice_id)

    def fields(self, notice_id: int) -> dict[str, Any]:
        """The raw values that the notice was written with. Raises InputError("unknown_notice")."""
        with self._database.reading() as connection:
            found = connection.execute(sa.select(notice.c.fields).where(notice.c.id == notice_id)).first()
        if found is None:
            raise InputError("unknown_notice", notice=notice_id)
        return dict(found.fields)

    def contents(self, notice_id: int) -> dict[str, Content]:
        """What went out on each channel. Raises InputError("unknown_notice")."""
        query = sa.select(notice_content).where(notice_content.c.notice_id == notice_id)
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(notice_content.c.channel)).all()
        if not rows:
            raise InputError("unknown_notice", notice=notice_id)
        return {row.channel: contents.from_json(row.content) for row in rows}

    def deliveries(
        self,
        notice_id: int,
        states: Collection[DeliveryState] = (),
        channel: str | None = None,
        limit: int = 200,
        offset: int = 0,
    ) -> list[DeliveryRow]:
        """The notice's deliveries in the order of their ids; no ``states`` means all."""
        query = _with_recipient().where(delivery.c.notice_id == notice_id)
        if states:
            query = query.where(delivery.c.state.in_(list(states)))
        if channel is not None:
            query = query.where(delivery.c.channel == channel)
        query = query.order_by(delivery.c.id).limit(limit).offset(offset)
        with self._database.reading() as connection:
            return [_delivery_row(row) for row in connection.execute(query)]

    def some(self, ids: Collection[int]) -> list[DeliveryRow]:
        """These deliveries, in the order of their ids."""
        query = _with_recipient().where(delivery.c.id.in_(list(ids))).order_by(delivery.c.id)
        with self._database.reading() as connection:
            return [_delivery_row(row) for row in connection.execute(query)]

    def delivery(self, delivery_id: int) -> DeliveryRow:
        """Raises InputError("unknown_delivery")."""
        with self._database.reading() as connection:
            row = connection.execute(_with_recipient().where(delivery.c.id == delivery_id)).first()
        if row is None:
            raise InputError("unknown_delivery", delivery=delivery_id)
        return _delivery_row(row)

    def retry_failed(self, notice_id: int, channel: str | None, now: datetime, never: Collection[str] = ()) -> int:
        """Queues the failed deliveries again, but for those that failed with a code in ``never``; returns how many.

        Only on a person's word. Who left meanwhile is skipped at their turn.
        """
        where = [delivery.c.state == DeliveryState.FAILED]
        if never:
            where.append(delivery.c.code.not_in(list(never)))
        return self._change(notice_id, where, channel, _AGAIN | {"queued_at": now, "changed_at": now})

    def cancel(self, notice_id: int, now: datetime, channel: str | None = None) -> int:
        """Takes what still waits out of the queue; returns how many. What is under way cannot be called back."""
        values = {"state": DeliveryState.CANCELLED, "changed_at": now, "settled_at": now, "not_before": None}
        return self._change(notice_id, [IS_QUEUED], channel, values)

    def unknown(self, limit: int = 1000) -> list[UnknownRow]:
        """The deliveries that wait for a person's verdict, the oldest first."""
        query = (
            _with_recipient().where(IS_UNKNOWN, delivery.c.settled_at.is_(None)).order_by(delivery.c.id).limit(limit)
        )
        with self._database.reading() as connection:
            return [
                UnknownRow(
                    row.id, row.notice_id, row.channel, _recipient(row), row.changed_at, row.subscriber_id, row.code
                )
                for row in connection.execute(query)
            ]

    def settle(self, delivery_id: int, verdict: Verdict | str, now: datetime) -> None:
        """Applies a person's verdict to a delivery of unknown outcome.

        Raises InputError: ``unknown_verdict``, ``unknown_delivery``, or ``delivery_not_unknown`` when it has
        an outcome already (a receipt may have come in the meantime).
        """
        values = _settled(verdict, now)
        with self._database.writing() as connection:
            changed = connection.execute(
                delivery.update().where(delivery.c.id == delivery_id, IS_UNKNOWN).values(**values)
            ).rowcount
            if changed:
                change_log.note(connection, self._database, now, ChangeKind.DELIVERIES, [delivery_id])
                return
            state = connection.execute(sa.select(delivery.c.state).where(delivery.c.id == delivery_id)).scalar()
        if state is None:
            raise InputError("unknown_delivery", delivery=delivery_id)
        raise InputError("delivery_not_unknown", delivery=delivery_id, state=state)

    def _rows(self, query: sa.Select[Any]) -> list[NoticeRow]:
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
            return _notice_rows(rows, counts(connection, [row.id for row in rows]))

    def _change(
        self, notice_id: int, where: list[sa.ColumnElement[bool]], channel: str | None, values: Mapping[str, Any]
    ) -> int:
        where = [delivery.c.notice_id == notice_id, *where]
        if channel is not None:
            where = [*where, delivery.c.channel == channel]
        with self._database.writing() as connection:
            changed = connection.execute(delivery.update().where(*where).values(**values)).rowcount
            if changed:
                change_log.note(connection, self._database, values["changed_at"], ChangeKind.NOTICES, [notice_id])
            return changed


def _settled(verdict: Verdict | str, now: datetime) -> dict[str, Any]:
    match verdict:
        case Verdict.ARRIVED:
            return {"state": DeliveryState.ACCEPTED, "code": "", "detail": "", "changed_at": now, "settled_at": now}
        case Verdict.RESEND:
            return _AGAIN | {"changed_at": now}
        case Verdict.LEAVE:
            return {"settled_at": now}
    raise InputError("unknown_verdict", verdict=verdict, known=", ".join(Verdict))


def _notice_rows(
    rows: Iterable[sa.Row[Any]], counted: Mapping[int, Mapping[str, Mapping[str, int]]]
) -> list[NoticeRow]:
    return [
        NoticeRow(
            id=row.id,
            category=row.category,
            priority=Priority(row.priority),
            title=row.title,
            text=row.text,
            created_at=row.created_at,
            valid_until=row.valid_until,
            follows=row.follows,
            counts=counted.get(row.id, {}),
            zones=tuple(row.zones or ()),
            topic=row.topic,
        )
        for row in rows
    ]


def _with_recipient() -> sa.Select[Any]:
    return sa.select(delivery, subscriber.c.wa_id, subscriber.c.bsuid).select_from(
        delivery.outerjoin(subscriber, subscriber.c.id == delivery.c.subscriber_id)
    )


def _recipient(row: sa.Row[Any]) -> str:
    if row.subscriber_id is None:
        return str(row.channel)
    return mask(row.wa_id or "") or ("•••" if row.bsuid else "")


def _delivery_row(row: sa.Row[Any]) -> DeliveryRow:
    return DeliveryRow(
        id=row.id,
        notice=row.notice_id,
        channel=row.channel,
        recipient_masked=_recipient(row),
        state=DeliveryState(row.state),
        code=row.code,
        detail=row.detail,
        changed_at=row.changed_at,
        attempts=row.attempts,
        link=row.link or "",
    )
