# SPDX-License-Identifier: EUPL-1.2
"""The history of notices, read from the deliveries themselves, and a person's decisions about them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from comunecast_gui.core.changes import ChangeKind, SetAside
from comunecast_gui.core.codec import content_from_data
from comunecast_gui.core.content import Content, files_of
from comunecast_gui.core.errors import InputError
from comunecast_gui.core.masking import mask
from comunecast_gui.core.model import Attachment, DeliveryState, Priority, Verdict
from comunecast_gui.core.schedule.due import Scheduled
from comunecast_gui.core.work.long_work import Work
from comunecast_gui.store.db import change_log
from comunecast_gui.store.db.database import Database
from comunecast_gui.store.db.schema import (
    IS_QUEUED,
    IS_SENDING,
    delivery,
    delivery_count,
    hand_publication,
    notice,
    notice_content,
    schedule,
    subscriber,
)
from comunecast_gui.store.db.schema_posts import post_change
from comunecast_gui.store.delivery import verdicts
from comunecast_gui.store.delivery.hand_publications import HandPublication, published_by_hand
from comunecast_gui.store.delivery.outbox import counts
from comunecast_gui.store.delivery.schedules import waiting_schedules
from comunecast_gui.store.delivery.verdicts import (
    RESTORED,
    SENT_AGAIN,
    WAITS_FOR_A_VERDICT,
    Reversible,
    SettledRow,
    Settlement,
)


@dataclass(frozen=True, slots=True)
class Aside(SetAside):
    """Why a channel does not send what is queued of a notice, as it was found ``since``."""

    since: datetime | None = None


_PAGE = 500
"""Notices read at a time where all are."""
_NOT_SENT = frozenset({DeliveryState.CANCELLED, DeliveryState.SKIPPED, DeliveryState.EXPIRED})


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A notice as it was queued. ``counts`` maps a channel to how many deliveries are in each state.

    ``zones`` (none: the whole town) and ``topic`` (empty: none) decided who got it.
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
    aside: Mapping[str, Aside] = field(default_factory=dict)
    """By channel, why what is queued there is not sent now; absent where nothing is known to be in its way."""
    later: Scheduled | None = None
    """When it shall go out, as long as something of it waits for that."""
    fields: Mapping[str, Any] = field(default_factory=dict, repr=False)
    """The raw values, as they were queued."""
    by_hand: HandPublication | None = None
    """That a person published it where no service does; it stands in no count."""

    @property
    def reaches_people(self) -> bool:
        """What was taken off the queue in time, was too late or waits for its hour has warned nobody so far."""
        if self.later is not None:
            return False
        states = {state for counts in self.counts.values() for state, count in counts.items() if count}
        return not states or not states <= _NOT_SENT


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
    """A delivery of unknown outcome, and ``since`` when."""

    delivery: int
    notice: int
    channel: str
    recipient: str
    since: datetime
    subscriber: int | None = None
    """The recipient's row in the table of subscribers; None for a channel."""
    code: str = ""
    """Why nobody knows: the code of an :class:`~comunecast_gui.core.errors.OutcomeUnknown`, or ``interrupted``."""


@dataclass(frozen=True, slots=True)
class UnknownNotice:
    """A notice restored from a backup, whose deliveries since then are unknown: one decision for all of them.

    ``count`` deliveries wait for it, on these ``channels``, ``since`` the backup was put back.
    """

    notice: int
    title: str
    channels: tuple[str, ...]
    count: int
    since: datetime


@dataclass(frozen=True, slots=True)
class NoticeFilter:
    """Which notices a list shows; an empty field does not filter.

    Each of the ``words`` stands in title or text, whatever its case. ``since`` is the moment from which on it was
    queued, ``until`` the one before which. ``states``: something of it is, or was when its deliveries became counts, in
    one of these. ``by_hand``: a person published it on the WhatsApp Channel.
    """

    words: str = ""
    category: str = ""
    since: datetime | None = None
    states: tuple[DeliveryState, ...] = ()
    until: datetime | None = None
    by_hand: bool = False


class Notices:
    """Reads the history and carries out what a person decides; usable from several threads.

    Every method raises ConfigError (``database_*``, ``disk_full``) when the database cannot be used.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def latest(
        self, limit: int | None = 50, before: int | None = None, *, wanted: NoticeFilter | None = None
    ) -> list[NoticeRow]:
        """The newest notices first, at most ``limit``; ``before`` is the id at which the last page ended."""
        query = sa.select(notice).where(*_matching(wanted or NoticeFilter())).order_by(notice.c.id.desc()).limit(limit)
        return self._rows(query if before is None else query.where(notice.c.id < before))

    def every(self, wanted: NoticeFilter, work: Work) -> list[NoticeRow]:
        """All that are looked for, the newest first; ``work`` is told how many are read. Raises "work_stopped"."""
        work.begin("notices")
        where = _matching(wanted)
        with self._database.reading() as connection:
            ids = connection.execute(sa.select(notice.c.id).where(*where).order_by(notice.c.id.desc())).scalars().all()
            found: list[NoticeRow] = []
            for start in range(0, len(ids), _PAGE):
                work(start, len(ids))
                page = sa.select(notice).where(notice.c.id.in_(ids[start : start + _PAGE])).order_by(notice.c.id.desc())
                found += _read(connection, page)
        return found

    def recent(self, since: datetime, limit: int = 200) -> list[NoticeRow]:
        """The notices queued at ``since`` or later, the newest first."""
        return self._rows(
            sa.select(notice).where(notice.c.created_at >= since).order_by(notice.c.id.desc()).limit(limit)
        )

    def still_telling(
        self, since: datetime, long_since: datetime, categories: Collection[str], limit: int
    ) -> list[NoticeRow]:
        """The notices queued at ``since`` or later, the newest first, and older ones that may not be over.

        Those are the ones queued at ``long_since`` or later whose end came after ``since``, or that are of these
        categories, with all that followed them.
        """
        lasts = sa.or_(notice.c.valid_until >= since, notice.c.category.in_(list(categories)))
        old = sa.select(notice.c.id).where(notice.c.created_at >= long_since, notice.c.created_at < since, lasts)
        family = old.cte("family", recursive=True)
        family = family.union(sa.select(notice.c.id).join(family, notice.c.follows == family.c.id))
        wanted = sa.or_(notice.c.created_at >= since, notice.c.id.in_(sa.select(family.c.id)))
        return self._rows(sa.select(notice).where(wanted).order_by(notice.c.id.desc()).limit(limit))

    def to_come(self, limit: int = 200) -> list[NoticeRow]:
        """The notices that wait for their hour, whenever they were queued."""
        waits = sa.select(schedule.c.notice_id).where(
            schedule.c.released_at.is_(None), schedule.c.cancelled_at.is_(None)
        )
        return self._rows(sa.select(notice).where(notice.c.id.in_(waits)).order_by(notice.c.id.desc()).limit(limit))

    def used_categories(self, since: datetime) -> dict[str, int]:
        """How many notices of each category were queued at ``since`` or later."""
        counted = sa.select(notice.c.category, sa.func.count()).where(notice.c.created_at >= since)
        with self._database.reading() as connection:
            return {category: count for category, count in connection.execute(counted.group_by(notice.c.category))}

    def of_deliveries(self, ids: Collection[int]) -> list[NoticeRow]:
        """The notices that these deliveries belong to, the newest first."""
        theirs = sa.select(delivery.c.notice_id).where(delivery.c.id.in_(list(ids)))
        return self._rows(sa.select(notice).where(notice.c.id.in_(theirs)).order_by(notice.c.id.desc()))

    def get(self, notice_id: int) -> NoticeRow:
        """Raises InputError("unknown_notice")."""
        for row in self._rows(sa.select(notice).where(notice.c.id == notice_id)):
            return row
        raise InputError("unknown_notice", notice=notice_id)

    def thread(self, notice_id: int) -> list[NoticeRow]:
        """The notice with all that it follows, and all that follows any of these; the oldest first.

        Raises InputError("unknown_notice").
        """
        line = sa.select(notice.c.id, notice.c.follows).where(notice.c.id == notice_id).cte("line", recursive=True)
        earlier = sa.select(notice.c.id, notice.c.follows).join(line, notice.c.id == line.c.follows)
        line = line.union(earlier)
        first = sa.select(line.c.id).where(line.c.follows.is_(None))
        family = sa.select(notice.c.id).where(notice.c.id.in_(first)).cte("family", recursive=True)
        family = family.union(sa.select(notice.c.id).join(family, notice.c.follows == family.c.id))
        rows = self._rows(
            sa.select(notice).where(notice.c.id.in_(sa.select(family.c.id))).order_by(notice.c.created_at, notice.c.id)
        )
        if not rows:
            raise InputError("unknown_notice", notice=notice_id)
        return rows

    def fields_of(self, notice_ids: Collection[int]) -> dict[int, dict[str, Any]]:
        """By notice, the raw values that it was written with; one that does not exist is left out."""
        query = sa.select(notice.c.id, notice.c.fields).where(notice.c.id.in_(list(notice_ids)))
        with self._database.reading() as connection:
            return {row.id: dict(row.fields) for row in connection.execute(query)}

    def last_of_each(self, categories: Collection[str]) -> list[tuple[str, dict[str, Any]]]:
        """The last notice of each of these categories, the newest one last: its category and its raw values."""
        last = sa.select(sa.func.max(notice.c.id)).where(notice.c.category.in_(list(categories)))
        mine = notice.c.id.in_(last.group_by(notice.c.category))
        query = sa.select(notice.c.category, notice.c.fields).where(mine).order_by(notice.c.id)
        with self._database.reading() as connection:
            return [(row.category, dict(row.fields)) for row in connection.execute(query)]

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
        return {row.channel: content_from_data(row.content) for row in rows}

    def files(self, notice_id: int) -> tuple[Attachment, ...]:
        """The files that it carries, each once. Raises InputError("unknown_notice")."""
        found = (file for content in self.contents(notice_id).values() for file in files_of(content))
        return tuple({file.path: file for file in found}.values())

    def kept_files(self) -> set[Path]:
        """The files that notices carry, and that their posts were given since, wherever they are kept."""
        given = sa.select(post_change.c.content).where(post_change.c.content.is_not(None))
        with self._database.reading() as connection:
            rows = connection.execute(sa.union_all(sa.select(notice_content.c.content), given)).scalars().all()
        return {file.path for row in rows for file in files_of(content_from_data(row))}

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

        Only a person may ask for it. People who left meanwhile are skipped at their turn. Whoever got what followed
        the notice, a correction or its end, does not get it any more, and neither does a channel whose post a
        correction speaks of: what it says is wrong, or over.
        """
        where = _retriable(notice_id, channel, never)
        with self._database.writing() as connection:
            return self._change(connection, notice_id, where, SENT_AGAIN | {"queued_at": now, "changed_at": now})

    def retriable(self, notice_id: int, never: Collection[str] = ()) -> int:
        """How many deliveries :meth:`retry_failed` would queue again."""
        query = sa.select(sa.func.count()).select_from(delivery).where(*_retriable(notice_id, None, never))
        with self._database.reading() as connection:
            return int(connection.execute(query).scalar_one())

    def cancel(self, notice_id: int, now: datetime, channel: str | None = None) -> int:
        """Cancels the queued deliveries; returns how many. Calls under way go on, and none is made after them."""
        with self._database.writing() as connection:
            return cancel_in(connection, self._database, notice_id, now, channel)

    def unknown(self, limit: int | None = 1000, *, one_by_one: bool = False) -> list[UnknownRow]:
        """The deliveries that wait for a person's verdict, the oldest first.

        ``one_by_one`` leaves out those of :meth:`unknown_notices`.
        """
        query = _with_recipient().where(WAITS_FOR_A_VERDICT).order_by(delivery.c.id).limit(limit)
        if one_by_one:
            query = query.where(delivery.c.notice_id.not_in(_CAME_BACK))
        with self._database.reading() as connection:
            return [
                UnknownRow(
                    row.id, row.notice_id, row.channel, _recipient(row), row.changed_at, row.subscriber_id, row.code
                )
                for row in connection.execute(query)
            ]

    def unknown_notices(self) -> list[UnknownNotice]:
        """The notices that came back with a backup and wait for one verdict each, the oldest first."""
        query = (
            sa.select(
                notice.c.id,
                notice.c.title,
                delivery.c.channel,
                sa.func.count().label("number"),
                sa.func.max(delivery.c.changed_at).label("since"),
            )
            .join(notice, notice.c.id == delivery.c.notice_id)
            .where(WAITS_FOR_A_VERDICT, notice.c.id.in_(_CAME_BACK))
            .group_by(notice.c.id, notice.c.title, delivery.c.channel)
            .order_by(notice.c.id, delivery.c.channel)
        )
        found: dict[int, UnknownNotice] = {}
        with self._database.reading() as connection:
            for row in connection.execute(query):
                before = found.get(row.id, UnknownNotice(row.id, row.title, (), 0, row.since))
                channels, count = (*before.channels, row.channel), before.count + row.number
                found[row.id] = replace(before, channels=channels, count=count, since=max(before.since, row.since))
        return list(found.values())

    def count_unknown(self) -> int:
        """How many deliveries wait for a person's verdict."""
        query = sa.select(sa.func.count()).select_from(delivery).where(WAITS_FOR_A_VERDICT)
        with self._database.reading() as connection:
            return int(connection.execute(query).scalar_one())

    def settle_all(
        self, verdict: Verdict | str, now: datetime, deliveries: Collection[int] = (), notices: Collection[int] = ()
    ) -> Settlement:
        """Applies a person's verdict, in one transaction; returns a result for each delivery.

        It concerns these deliveries of unknown outcome, and all of these notices that wait for a verdict. A delivery
        that has an outcome by now keeps it. Raises InputError("unknown_verdict").
        """
        with self._database.writing() as connection:
            return verdicts.settle(connection, self._database, verdict, now, deliveries, notices)

    def reversible(self, since: datetime) -> Reversible | None:
        """The newest verdict since then that can still be taken back for some deliveries."""
        with self._database.reading() as connection:
            return verdicts.reversible(connection, since)

    def take_back(
        self,
        now: datetime,
        settlement: int | None = None,
        deliveries: Collection[int] = (),
        notices: Collection[int] = (),
    ) -> list[SettledRow]:
        """Takes verdicts back where nothing else happened to the delivery since; returns a result for each.

        It concerns one settlement, these deliveries, or all deliveries of these notices.
        """
        with self._database.writing() as connection:
            return verdicts.take_back(connection, self._database, now, settlement, deliveries, notices)

    def settle(self, delivery_id: int, verdict: Verdict | str, now: datetime) -> None:
        """Applies a person's verdict to a delivery of unknown outcome.

        Raises InputError: ``unknown_verdict``, ``unknown_delivery``, or ``delivery_not_unknown`` when it has
        an outcome already (a receipt may have come in the meantime).
        """
        [row] = self.settle_all(verdict, now, [delivery_id]).rows
        if row.state is None:
            raise InputError("unknown_delivery", delivery=delivery_id)
        if not row.done:
            raise InputError("delivery_not_unknown", delivery=delivery_id, state=row.state)

    def _rows(self, query: sa.Select[Any]) -> list[NoticeRow]:
        with self._database.reading() as connection:
            return _read(connection, query)

    def _change(
        self,
        connection: sa.Connection,
        notice_id: int,
        where: Iterable[sa.ColumnElement[bool]],
        values: Mapping[str, Any],
    ) -> int:
        return _changed(connection, self._database, notice_id, where, values)


def _retriable(notice_id: int, channel: str | None, never: Collection[str]) -> list[sa.ColumnElement[bool]]:
    """Failed deliveries that another try may mend, and whose words still hold for whom they are for."""
    said = post_change.c.notice_id == notice_id, post_change.c.content.is_not(None)
    corrected = sa.select(post_change.c.channel).where(*said)
    later, parent = delivery.alias(), notice.alias()
    followed = sa.exists().where(
        parent.c.follows == notice_id,
        later.c.notice_id == parent.c.id,
        later.c.channel == delivery.c.channel,
        later.c.recipient_key == delivery.c.recipient_key,
        later.c.state.not_in(_NEVER_GOT),
    )
    where = [*_of(notice_id, channel), delivery.c.state == DeliveryState.FAILED]
    where += [delivery.c.channel.not_in(corrected), ~followed]
    return [*where, delivery.c.code.not_in(list(never))] if never else where


_NEVER_GOT = (DeliveryState.FAILED, DeliveryState.CANCELLED, DeliveryState.SKIPPED, DeliveryState.EXPIRED)


def cancel_in(
    connection: sa.Connection, database: Database, notice_id: int, now: datetime, channel: str | None = None
) -> int:
    """:meth:`Notices.cancel` inside a transaction."""
    mine = _of(notice_id, channel)
    values = {"state": DeliveryState.CANCELLED, "changed_at": now, "settled_at": now, "not_before": None}
    # First the hour it waits for, which whoever releases it holds too: nobody joins what is being cancelled.
    waits = schedule.c.notice_id == notice_id, schedule.c.released_at.is_(None)
    connection.execute(sa.select(schedule.c.due_at).where(*waits).with_for_update())
    # Locked in the order in which whoever sends locks them, so that none comes back to the queue in between.
    these = sa.select(delivery.c.id).where(*mine, sa.or_(IS_QUEUED, IS_SENDING)).order_by(delivery.c.id)
    connection.execute(these.with_for_update())
    connection.execute(delivery.update().where(*mine, IS_SENDING).values(settled_at=now))
    taken = _changed(connection, database, notice_id, [*mine, IS_QUEUED], values)
    left = sa.exists().where(delivery.c.notice_id == notice_id, IS_QUEUED)
    connection.execute(schedule.update().where(*waits, ~left).values(cancelled_at=now))
    return taken


def _changed(
    connection: sa.Connection,
    database: Database,
    notice_id: int,
    where: Iterable[sa.ColumnElement[bool]],
    values: Mapping[str, Any],
) -> int:
    changed = connection.execute(delivery.update().where(*where).values(**values)).rowcount
    if changed:
        change_log.note(connection, database, values["changed_at"], ChangeKind.NOTICES, [notice_id])
    return changed


_CAME_BACK = sa.select(delivery.c.notice_id).where(WAITS_FOR_A_VERDICT, delivery.c.code == RESTORED)


def _read(connection: sa.Connection, query: sa.Select[Any]) -> list[NoticeRow]:
    rows = connection.execute(query).all()
    ids = [row.id for row in rows]
    counted = counts(connection, ids)
    later, published = _later(connection, ids), published_by_hand(connection, ids)
    return _notice_rows(rows, counted, _aside(connection, counted), later, published)


Counted = Mapping[int, Mapping[str, Mapping[str, int]]]
"""Deliveries by notice, channel and state."""


def _of(notice_id: int, channel: str | None) -> list[sa.ColumnElement[bool]]:
    where = [delivery.c.notice_id == notice_id]
    return where if channel is None else [*where, delivery.c.channel == channel]


def _matching(wanted: NoticeFilter) -> list[sa.ColumnElement[bool]]:
    where: list[sa.ColumnElement[bool]] = [
        sa.or_(notice.c.title.icontains(word, autoescape=True), notice.c.text.icontains(word, autoescape=True))
        for word in wanted.words.split()
    ]
    if wanted.category:
        where.append(notice.c.category == wanted.category)
    if wanted.since is not None:
        where.append(notice.c.created_at >= wanted.since)
    if wanted.until is not None:
        where.append(notice.c.created_at < wanted.until)
    if wanted.by_hand:
        where.append(sa.exists().where(hand_publication.c.notice_id == notice.c.id))
    if wanted.states:
        tables = ((delivery, delivery.c.id), (delivery_count, delivery_count.c.count))
        in_rows, in_counts = (
            sa.select(column).where(table.c.notice_id == notice.c.id, table.c.state.in_(wanted.states))
            for table, column in tables
        )
        where.append(sa.or_(in_rows.exists(), in_counts.exists()))
    return where


def _aside(connection: sa.Connection, counted: Counted) -> dict[int, dict[str, Aside]]:
    """By notice and channel why nothing goes out there, as far as something is queued."""
    waiting = {
        (id, channel)
        for id, channels in counted.items()
        for channel, states in channels.items()
        if states[DeliveryState.QUEUED]
    }
    found: dict[int, dict[str, Aside]] = {}
    if waiting:
        kept = notice_content.c
        ids = {id for id, _ in waiting}
        columns = kept.notice_id, kept.channel, kept.aside_code, kept.aside_detail, kept.aside_since
        for row in connection.execute(sa.select(*columns).where(kept.notice_id.in_(ids), kept.aside_code != "")):
            if (row.notice_id, row.channel) in waiting:
                why = Aside(row.notice_id, row.aside_code, row.aside_detail, row.aside_since)
                found.setdefault(row.notice_id, {})[row.channel] = why
    return found


def _later(connection: sa.Connection, ids: Collection[int]) -> dict[int, Scheduled]:
    """Those of the notices that wait for their hour."""
    if not ids:
        return {}
    return {one.notice: one for one in waiting_schedules(connection, schedule.c.notice_id.in_(ids))}


def _notice_rows(
    rows: Iterable[sa.Row[Any]],
    counted: Counted,
    aside: Mapping[int, Mapping[str, Aside]],
    later: Mapping[int, Scheduled],
    published: Mapping[int, HandPublication],
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
            aside=aside.get(row.id, {}),
            later=later.get(row.id),
            fields=dict(row.fields or {}),
            by_hand=published.get(row.id),
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
