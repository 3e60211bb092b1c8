# SPDX-License-Identifier: EUPL-1.2
"""The durable queue of deliveries (:class:`comunecast_gui.core.ports.Outbox`) in the database."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from comunecast_gui.core.approval.colleagues import Colleague
from comunecast_gui.core.approval.rules import Reason
from comunecast_gui.core.changes import ChangeKind, SetAside
from comunecast_gui.core.codec import content_from_data, content_to_data
from comunecast_gui.core.content import Content
from comunecast_gui.core.errors import InputError
from comunecast_gui.core.model import ChannelKind, DeliveryState, kind_of
from comunecast_gui.core.ports import ALL_ROWS, Claim, Lineup, NewNotice, Result, Scope
from comunecast_gui.store.colleagues import colleague_rows, sending_rules
from comunecast_gui.store.db import change_log
from comunecast_gui.store.db.database import Database, serialise
from comunecast_gui.store.db.schema import (
    IS_QUEUED,
    IS_SENDING,
    IS_UNRELEASED,
    attempt,
    channel_memory,
    delivery,
    delivery_count,
    notice,
    notice_content,
    schedule,
)
from comunecast_gui.store.delivery import claims, leases, outcomes, post_changes
from comunecast_gui.store.delivery.recipient_rows import Wanted, rows_for, spread
from comunecast_gui.store.delivery.repeated import already_queued

_BEGUN = (
    DeliveryState.SENDING,
    DeliveryState.ACCEPTED,
    DeliveryState.HELD,
    DeliveryState.FAILED,
    DeliveryState.UNKNOWN,
    DeliveryState.DELIVERED,
    DeliveryState.READ,
)
"""States of deliveries for which a call was made."""
_REACHED = (DeliveryState.ACCEPTED, DeliveryState.HELD, DeliveryState.UNKNOWN)


QUEUE = "enqueue"
"""What transactions that queue a notice wait for one another about (:func:`.database.serialise`)."""


class SqlOutbox:
    """The outbox of one process. Every method is one short transaction and raises ConfigError (``database_*``)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def exchange(
        self,
        results: Sequence[Result],
        channel: str,
        room: int,
        *,
        now: datetime,
        scope: Scope = ALL_ROWS,
        gap: float = 0.0,
    ) -> list[Claim]:
        """See :meth:`comunecast_gui.core.ports.Outbox.exchange`."""
        if not results and room <= 0:
            return []
        owner = self._database.owner
        with self._database.writing() as connection:
            outcomes.record(connection, self._database, results, owner)
            touched = [result.delivery for result in results]
            if room > 0 and self._database.shared:
                touched += leases.retire(connection, now, sa.false())
                room = leases.grant(connection, channel, room, gap) if gap else room
            taken: list[Claim] = []
            if room > 0:
                taken, aside = claims.take(
                    connection, channel, room, now=now, scope=scope, owner=owner, shared=self._database.shared
                )
                touched += [claim.delivery for claim in taken] + aside
                if self._database.shared:
                    self._go_on(connection, channel, {claim.notice for claim in taken}, now)
            change_log.note(connection, self._database, now, ChangeKind.DELIVERIES, touched)
            return taken

    def _go_on(self, connection: sa.Connection, channel: str, notices: Collection[int], now: datetime) -> None:
        """Drops another workstation's reason why these wait: they do not, they go out from here."""
        column = notice_content.c
        told = column.channel == channel, column.notice_id.in_(notices), column.aside_code != ""
        none = {"aside_code": "", "aside_detail": "", "aside_since": None}
        over = connection.execute(notice_content.update().where(*told).values(none).returning(column.notice_id))
        change_log.note(connection, self._database, now, ChangeKind.NOTICES, over.scalars())

    def enqueue(self, notice: NewNotice, by: int | None = None) -> int:
        """See :meth:`comunecast_gui.core.ports.Outbox.enqueue`. ``by`` is the colleague who confirmed it.

        Raises InputError: ``no_recipients``; in an office with colleagues also ``sign_in_needed``,
        ``colleague_unknown``, ``colleague_may_not``, and ``approval_needed`` for what a second person has to see first.
        """
        with self._database.writing() as connection:
            serialise(connection, QUEUE)
            found = already_queued(connection, notice)
            if found is not None:
                return found
            if asked := not_alone(connection, notice, by):
                raise InputError("approval_needed", reasons=asked[1])
            return enqueue_in(connection, self._database, notice)

    def content(self, notice: int, channel: str) -> tuple[Content, dict[str, str]]:
        """See :meth:`comunecast_gui.core.ports.Outbox.content`. Raises InputError("unknown_notice")."""
        with self._database.reading() as connection:
            row = connection.execute(sa.select(notice_content).where(*_content_key(notice, channel))).first()
        if row is None:
            raise InputError("unknown_notice", notice=notice)
        return content_from_data(row.content), dict(row.prepared)

    def keep_prepared(self, notice: int, channel: str, memory: Mapping[str, str]) -> None:
        with self._database.writing() as connection:
            connection.execute(
                notice_content.update().where(*_content_key(notice, channel)).values(prepared=dict(memory))
            )

    def channel_memory(self, channel: str) -> dict[str, str]:
        with self._database.reading() as connection:
            memory = connection.execute(
                sa.select(channel_memory.c.memory).where(channel_memory.c.channel == channel)
            ).scalar()
        return dict(memory or {})

    def keep_channel_memory(self, channel: str, memory: Mapping[str, str]) -> None:
        with self._database.writing() as connection:
            serialise(connection, f"memory {channel}")
            connection.execute(channel_memory.delete().where(channel_memory.c.channel == channel))
            connection.execute(channel_memory.insert().values(channel=channel, memory=dict(memory)))

    def waiting(self, channel: str, scope: Scope = ALL_ROWS) -> dict[int, int]:
        """See :meth:`comunecast_gui.core.ports.Outbox.waiting`."""
        query = (
            sa.select(delivery.c.notice_id, sa.func.count())
            .where(*_queue(channel, scope))
            .group_by(delivery.c.notice_id)
            .order_by(sa.func.min(delivery.c.rank), sa.func.min(delivery.c.id))
        )
        with self._database.reading() as connection:
            return {notice_id: count for notice_id, count in connection.execute(query)}

    def queued(self, scope: Scope = ALL_ROWS) -> dict[str, int]:
        """See :meth:`comunecast_gui.core.ports.Outbox.queued`."""
        query = sa.select(delivery.c.channel, sa.func.count()).where(*_in_scope(scope)).group_by(delivery.c.channel)
        with self._database.reading() as connection:
            return {channel: count for channel, count in connection.execute(query.order_by(delivery.c.channel))}

    def newest(self) -> int:
        """See :meth:`comunecast_gui.core.ports.Outbox.newest`."""
        with self._database.reading() as connection:
            return connection.execute(sa.select(sa.func.max(notice.c.id))).scalar() or 0

    def lineups(self, notices: Collection[int]) -> dict[int, Lineup]:
        """See :meth:`comunecast_gui.core.ports.Outbox.lineups`."""
        with self._database.reading() as connection:
            return lineups(connection, notices)

    def set_aside(self, notice: int, channels: Collection[str], now: datetime) -> None:
        """See :meth:`comunecast_gui.core.ports.Outbox.set_aside`."""
        mine = notice_content.c.notice_id == notice, notice_content.c.channel.in_(channels)
        with self._database.writing() as connection:
            connection.execute(notice_content.update().where(*mine).values(set_aside_at=now))

    def note_aside(
        self, channel: str, aside: Sequence[SetAside], going: Collection[int], *, now: datetime
    ) -> list[int]:
        """See :meth:`comunecast_gui.core.ports.Outbox.note_aside`."""
        wanted = dict.fromkeys(going, ("", "")) | {one.notice: (one.code[:64], one.detail) for one in aside}
        column = notice_content.c
        mine = column.channel == channel, column.notice_id.in_(wanted)
        with self._database.reading() as connection:
            kept = connection.execute(sa.select(column.notice_id, column.aside_code, column.aside_detail).where(*mine))
            changed = [row.notice_id for row in kept if wanted[row.notice_id] != (row.aside_code, row.aside_detail)]
        if not changed:
            return []
        with self._database.writing() as connection:
            for id in changed:
                code, detail = wanted[id]
                why = {"aside_code": code, "aside_detail": detail, "aside_since": now if code else None}
                connection.execute(notice_content.update().where(*_content_key(id, channel)).values(why))
            change_log.note(connection, self._database, now, ChangeKind.NOTICES, changed)
        return changed

    def expire(self, channel: str, *, now: datetime, scope: Scope = ALL_ROWS) -> int:
        """See :meth:`comunecast_gui.core.ports.Outbox.expire`."""
        queue = _queue(channel, scope)
        waits = sa.exists().where(delivery.c.notice_id == notice.c.id, *queue)
        with self._database.reading() as connection:
            stale = list(connection.execute(sa.select(notice.c.id).where(notice.c.valid_until <= now, waits)).scalars())
        if not stale:
            return 0
        with self._database.writing() as connection:
            where = *queue, delivery.c.notice_id.in_(stale)
            ids = claims.end_unsent(connection, where, DeliveryState.EXPIRED, now)
            change_log.note(connection, self._database, now, ChangeKind.DELIVERIES, ids)
            return len(ids)

    def give_back(self, channel: str, kept: Collection[int], *, now: datetime) -> list[int]:
        """See :meth:`comunecast_gui.core.ports.Outbox.give_back`."""
        mine = IS_SENDING, delivery.c.channel == channel, delivery.c.owner == self._database.owner
        query = sa.select(delivery.c.id).where(*mine).order_by(delivery.c.id)
        with self._database.reading() as connection:
            ids = [id for id in connection.execute(query).scalars() if id not in set(kept)]
        if not ids:
            return []
        state = sa.case((delivery.c.settled_at.is_(None), DeliveryState.QUEUED), else_=DeliveryState.CANCELLED)
        back = {"state": state, "owner": None, "lease_until": None, "changed_at": now}
        with self._database.writing() as connection:
            connection.execute(
                delivery.update().where(*mine, delivery.c.id.in_(ids)).values(attempts=delivery.c.attempts - 1, **back)
            )
            change_log.note(connection, self._database, now, ChangeKind.DELIVERIES, ids)
        return ids

    def queued_notices(self) -> dict[str, dict[int, int]]:
        """The queued rows of each notice by channel, also of channels that are in no settings any more.

        Without those of notices that go out later.
        """
        query = (
            sa.select(delivery.c.channel, delivery.c.notice_id, sa.func.count())
            .where(IS_QUEUED, ~IS_UNRELEASED)
            .group_by(delivery.c.channel, delivery.c.notice_id)
        )
        found: dict[str, dict[int, int]] = {}
        with self._database.reading() as connection:
            for channel, notice_id, count in connection.execute(query):
                found.setdefault(channel, {})[notice_id] = count
        return found

    def next_due(self, channel: str, *, now: datetime, scope: Scope = ALL_ROWS) -> datetime | None:
        """See :meth:`comunecast_gui.core.ports.Outbox.next_due`."""
        queue = _queue(channel, scope)
        with self._database.reading() as connection:
            if connection.execute(sa.select(delivery.c.id).where(*queue, claims.is_due(now)).limit(1)).first():
                return now
            return connection.execute(sa.select(sa.func.min(delivery.c.not_before)).where(*queue)).scalar()

    def waits_because(self, channel: str, scope: Scope = ALL_ROWS) -> str:
        """See :meth:`comunecast_gui.core.ports.Outbox.waits_because`."""
        first = sa.select(delivery.c.code).where(*_queue(channel, scope)).order_by(delivery.c.not_before).limit(1)
        with self._database.reading() as connection:
            return connection.execute(first).scalar() or ""

    def recent_calls(self, channel: str, since: datetime) -> list[datetime]:
        """See :meth:`comunecast_gui.core.ports.Outbox.recent_calls`."""
        query = sa.select(attempt.c.at).where(attempt.c.channel == channel, attempt.c.at > since).order_by(attempt.c.at)
        with self._database.reading() as connection:
            return list(connection.execute(query).scalars())

    def recover(self, now: datetime) -> int:
        """See :meth:`comunecast_gui.core.ports.Outbox.recover`. The calls that were under way count as made.

        On a shared database only rows of this workstation, or with a lease that ran out, are meant.
        """
        mine: sa.ColumnElement[bool] = sa.true()
        if self._database.shared:
            mine = delivery.c.owner.startswith(self._database.workstation + "/", autoescape=True)
        with self._database.writing() as connection:
            change_log.forget_old(connection, now)
            claims.set_back(connection, now)
            retired = leases.retire(connection, now, mine)
            change_log.note(connection, self._database, now, ChangeKind.DELIVERIES, retired)
            return len(retired)

    def set_back(self, now: datetime) -> int:
        """See :meth:`comunecast_gui.core.ports.Outbox.set_back`."""
        with self._database.writing() as connection:
            return claims.set_back(connection, now)

    def reached(self, channel: str, since: datetime) -> int:
        """How many different people the channel reached, or may have reached, after ``since``."""
        query = (
            sa.select(sa.func.count(sa.distinct(delivery.c.subscriber_id)))
            .select_from(attempt.join(delivery, delivery.c.id == attempt.c.delivery_id))
            .where(attempt.c.channel == channel, attempt.c.at > since, attempt.c.state.in_(_REACHED))
        )
        with self._database.reading() as connection:
            return int(connection.execute(query).scalar_one())

    def failed_with(self, code: str, channel: str, since: datetime) -> int:
        """How many deliveries that were tried on the channel after ``since`` ended in this error."""
        query = (
            sa.select(sa.func.count(sa.distinct(delivery.c.id)))
            .select_from(attempt.join(delivery, delivery.c.id == attempt.c.delivery_id))
            .where(attempt.c.channel == channel, attempt.c.at > since)
            .where(delivery.c.code == code, delivery.c.state == DeliveryState.FAILED)
        )
        with self._database.reading() as connection:
            return int(connection.execute(query).scalar_one())

    def counts(self, notice: int) -> dict[str, dict[str, int]]:
        """How many deliveries of the notice are in each of the 11 states, by channel."""
        return self.counts_of([notice]).get(notice, {})

    def counts_of(self, notices: Iterable[int]) -> dict[int, dict[str, dict[str, int]]]:
        """The same for several notices, in one query."""
        with self._database.reading() as connection:
            return counts(connection, notices)


def not_alone(
    connection: sa.Connection, new: NewNotice, by: int | None, *, hold: bool = True
) -> tuple[Colleague, tuple[Reason, ...]] | None:
    """The author, and why a second person has to see the notice first; None: it may be queued at once.

    ``by`` is the colleague who confirmed it; with ``hold`` they stay what they are until the transaction ends. Raises
    InputError: ``sign_in_needed``, ``colleague_unknown``, ``colleague_may_not``.
    """
    author = None if by is None else colleague_rows.one(connection, by, hold=hold)
    reasons = sending_rules.why_not_alone(connection, new, author)
    if not reasons:
        return None
    if author is None:
        raise InputError("sign_in_needed")
    return author, reasons


def enqueue_in(connection: sa.Connection, database: Database, new: NewNotice) -> int:
    """Queues a notice inside a transaction that holds :data:`QUEUE` and has judged that it may go out.

    Raises InputError: ``no_recipients``, ``unknown_notice``.
    """
    notice_id = _enqueued(connection, new)
    change_log.note(connection, database, new.at, ChangeKind.NOTICES, [notice_id])
    return notice_id


def counts(connection: sa.Connection, notices: Iterable[int]) -> dict[int, dict[str, dict[str, int]]]:
    """Deliveries by notice, channel and state, folded ones included; a channel that is there has all 11 states."""
    wanted = list(notices)
    rows = (
        sa.select(delivery.c.notice_id, delivery.c.channel, delivery.c.state, sa.func.count())
        .where(delivery.c.notice_id.in_(wanted))
        .group_by(delivery.c.notice_id, delivery.c.channel, delivery.c.state)
    )
    folded = sa.select(delivery_count).where(delivery_count.c.notice_id.in_(wanted))
    found: dict[int, dict[str, dict[str, int]]] = {}
    for notice_id, channel, state, count in sorted([*connection.execute(rows), *connection.execute(folded)]):
        states = found.setdefault(notice_id, {}).setdefault(channel, {str(each): 0 for each in DeliveryState})
        states[state] += count
    return found


def _enqueued(connection: sa.Connection, new: NewNotice) -> int:
    if (
        new.follows is not None
        and not connection.execute(sa.select(notice.c.id).where(notice.c.id == new.follows)).first()
    ):
        raise InputError("unknown_notice", field="follows", notice=new.follows)
    notice_id = connection.execute(
        notice.insert()
        .values(
            draft_uuid=new.draft_uuid,
            category=new.category,
            priority=new.priority,
            title=new.title,
            text=new.text,
            fields=dict(new.fields),
            created_at=new.at,
            valid_until=new.valid_until,
            follows=new.follows,
            zones=list(new.zones) or None,
            topic=new.topic,
            digest=new.digest,
            warnings=list(new.warnings) or None,
        )
        .returning(notice.c.id)
    ).scalar_one()
    due = new.due or new.undo_until
    if due is not None:
        waits = {"notice_id": notice_id, "due_at": due, "undo": new.due is None}
        connection.execute(schedule.insert().values(**waits))
    wanted = Wanted(new.priority, new.at, tuple(new.zones), new.topic, tuple(new.first), due, new.after)
    for channel, what in new.contents.items():
        connection.execute(
            notice_content.insert().values(
                notice_id=notice_id,
                channel=channel,
                content=content_to_data(what),
                prepared=dict(new.prepared.get(channel, {})),
                set_aside_at=new.at if channel in new.set_aside else None,
            )
        )
        connection.execute(rows_for(notice_id, channel, wanted))
        if new.allowance and kind_of(channel) is ChannelKind.WHATSAPP:
            spread(connection, notice_id, channel, new.allowance, due or new.at)
    if connection.execute(sa.select(delivery.c.id).where(delivery.c.notice_id == notice_id).limit(1)).first() is None:
        raise InputError("no_recipients", field="channels")
    post_changes.ask_for(connection, int(notice_id), new)
    return int(notice_id)


def lineups(connection: sa.Connection, notices: Collection[int]) -> dict[int, Lineup]:
    """The lineup of each of these notices; those without queued rows are absent."""
    if not notices:
        return {}
    here = delivery.c.notice_id == notice_content.c.notice_id, delivery.c.channel == notice_content.c.channel
    waits = sa.exists().where(*here, IS_QUEUED).label("waits")
    begun = sa.exists().where(*here, delivery.c.state.in_(_BEGUN)).label("begun")
    wanted = notice_content.c.notice_id.in_(notices)
    channels: dict[int, list[sa.Row[Any]]] = {}
    for row in connection.execute(
        sa.select(
            notice_content.c.notice_id, notice_content.c.channel, notice_content.c.set_aside_at, waits, begun
        ).where(wanted)
    ):
        channels.setdefault(row.notice_id, []).append(row)
    return {
        notice_id: Lineup(
            frozenset(row.channel for row in rows if row.waits and row.set_aside_at is None),
            any(row.begun for row in rows),
        )
        for notice_id, rows in channels.items()
        if any(row.waits for row in rows)
    }


def _queue(channel: str, scope: Scope) -> list[sa.ColumnElement[bool]]:
    return [delivery.c.channel == channel, *_in_scope(scope)]


def _in_scope(scope: Scope) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = [IS_QUEUED, ~IS_UNRELEASED]
    if scope.notices is not None:
        inside = [delivery.c.notice_id.in_(scope.notices)]
        if scope.deliveries:
            inside.append(delivery.c.id.in_(scope.deliveries))
        conditions.append(sa.or_(*inside))
    if scope.among is not None:
        conditions.append(delivery.c.notice_id.in_(scope.among))
    return conditions


def _content_key(notice: int, channel: str) -> tuple[sa.ColumnElement[bool], sa.ColumnElement[bool]]:
    return notice_content.c.notice_id == notice, notice_content.c.channel == channel
