# SPDX-License-Identifier: EUPL-1.2
"""Applies a person's verdict to deliveries of unknown outcome, and takes it back, also after a restart."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from comunecast_gui.core.changes import ChangeKind
from comunecast_gui.core.errors import InputError
from comunecast_gui.core.model import DeliveryState, Verdict
from comunecast_gui.store.db import change_log
from comunecast_gui.store.db.database import Database, serialise
from comunecast_gui.store.db.schema import IS_UNKNOWN, delivery, receipt, schedule, verdict

SENT_AGAIN: dict[str, Any] = {
    "state": DeliveryState.QUEUED,
    "attempts": 0,
    "code": "",
    "detail": "",
    "remote_id": None,
    "not_before": None,
    "settled_at": None,
}
"""A row that a person sends again starts afresh; parts already accepted are kept and not repeated."""

RESTORED = "restored"
"""The code of a delivery that waited when a backup was made, and may have gone out before it was put back."""

WAITS_FOR_A_VERDICT = sa.and_(IS_UNKNOWN, delivery.c.settled_at.is_(None))
"""Whether a delivery is of unknown outcome, and nobody has said yet what to do about it."""

_BEFORE = ("attempts", "code", "detail", "remote_id", "not_before", "settled_at", "changed_at")
"""All that a verdict may write, but for the state, which was unknown before."""
_BATCH = 500


@dataclass(frozen=True, slots=True)
class SettledRow:
    """The result of a verdict, or of taking it back, for one delivery.

    ``done``: it was carried out. Otherwise something else had happened to the row. ``state`` is the present one; None:
    there is no such delivery.
    """

    delivery: int
    done: bool
    state: DeliveryState | None


@dataclass(frozen=True, slots=True)
class Settlement:
    """A verdict that was carried out at ``at``, with a result for each delivery, in the order of their ids."""

    number: int
    verdict: Verdict
    at: datetime
    rows: tuple[SettledRow, ...]

    @property
    def done(self) -> tuple[int, ...]:
        """The deliveries for which it was carried out."""
        return tuple(row.delivery for row in self.rows if row.done)

    @property
    def refused(self) -> tuple[SettledRow, ...]:
        """The deliveries for which it was not."""
        return tuple(row for row in self.rows if not row.done)


@dataclass(frozen=True, slots=True)
class Reversible:
    """A verdict that can still be taken back for ``count`` deliveries: nothing else happened to them since ``at``."""

    number: int
    verdict: Verdict
    at: datetime
    count: int


def settle(
    connection: sa.Connection,
    database: Database,
    said: Verdict | str,
    now: datetime,
    deliveries: Collection[int] = (),
    notices: Collection[int] = (),
) -> Settlement:
    """Applies a verdict to these deliveries, and to all of these notices that wait for one; keeps their former state.

    Raises InputError("unknown_verdict").
    """
    if said not in set(Verdict):
        raise InputError("unknown_verdict", verdict=said, known=", ".join(Verdict))
    said = Verdict(said)
    serialise(connection, "verdict")
    number = 1 + (connection.execute(sa.select(sa.func.max(verdict.c.settlement))).scalar() or 0)
    values = _written(said, now)
    after = DeliveryState(values.get("state", DeliveryState.UNKNOWN))
    of_notices = sa.select(delivery.c.id).where(delivery.c.notice_id.in_(list(notices)), WAITS_FOR_A_VERDICT)
    wanted = sorted({*deliveries, *connection.execute(of_notices).scalars()})
    if said is Verdict.RESEND:
        for batch in _batches(wanted):
            _release_cancelled(connection, batch, now)
    results: list[SettledRow] = []
    for batch in _batches(wanted):
        states = _locked(connection, batch)
        unknown = [id for id, state in states.items() if state is DeliveryState.UNKNOWN]
        if unknown:
            _note(connection, unknown, number, said, now)
            connection.execute(delivery.update().where(delivery.c.id.in_(unknown)).values(**values))
        done = set(unknown)
        results += [SettledRow(id, id in done, after if id in done else states.get(id)) for id in batch]
    settlement = Settlement(number, said, now, tuple(results))
    change_log.note(connection, database, now, ChangeKind.DELIVERIES, settlement.done)
    return settlement


def reversible(connection: sa.Connection, since: datetime) -> Reversible | None:
    """The newest verdict, no older than ``since``, that can still be taken back; None where there is none."""
    said = verdict.c
    newest = (
        sa.select(said.settlement, said.verdict, said.at, sa.func.count().label("number"))
        .join(delivery, delivery.c.id == said.delivery_id)
        .where(said.at >= since, _NOTHING_FOLLOWED)
        .group_by(said.settlement, said.verdict, said.at)
        .order_by(said.settlement.desc())
        .limit(1)
    )
    row = connection.execute(newest).first()
    return Reversible(row.settlement, Verdict(row.verdict), row.at, row.number) if row else None


def take_back(
    connection: sa.Connection,
    database: Database,
    now: datetime,
    settlement: int | None = None,
    deliveries: Collection[int] = (),
    notices: Collection[int] = (),
) -> list[SettledRow]:
    """Makes deliveries unknown again to which nothing else happened since the verdict; returns a result for each.

    It concerns the deliveries of one ``settlement``, these ``deliveries`` and those of these ``notices``, as far as
    they have a verdict. A delivery to be sent again is taken back only while it is still queued and was not tried. A
    verdict can be taken back once.
    """
    wanted = sa.or_(
        verdict.c.settlement == settlement,
        verdict.c.delivery_id.in_(list(deliveries)),
        delivery.c.notice_id.in_(list(notices)),
    )
    of_them = sa.select(verdict.c.delivery_id).join(delivery, delivery.c.id == verdict.c.delivery_id).where(wanted)
    results: list[SettledRow] = []
    for batch in _batches(list(connection.execute(of_them.order_by(verdict.c.delivery_id)).scalars())):
        states = _locked(connection, batch)
        nothing_else = sa.select(verdict.c.delivery_id).join(delivery, delivery.c.id == verdict.c.delivery_id)
        mine = delivery.c.id.in_(batch)
        undone = set(connection.execute(nothing_else.where(mine, _NOTHING_FOLLOWED)).scalars())
        before = {"state": DeliveryState.UNKNOWN, **{name: verdict.c[name] for name in _BEFORE}}
        these = delivery.c.id == verdict.c.delivery_id, delivery.c.id.in_(undone)
        connection.execute(delivery.update().where(*these).values(before))
        connection.execute(verdict.delete().where(verdict.c.delivery_id.in_(batch)))
        results += [SettledRow(id, id in undone, DeliveryState.UNKNOWN if id in undone else states[id]) for id in batch]
    change_log.note(connection, database, now, ChangeKind.DELIVERIES, [row.delivery for row in results if row.done])
    return results


def _release_cancelled(connection: sa.Connection, deliveries: Sequence[int], now: datetime) -> None:
    """Lets go what was cancelled before its hour, so that these deliveries, alone wanted again, wait for none.

    Before the deliveries are locked, in the order in which whoever cancels locks.
    """
    notices = sa.select(delivery.c.notice_id).where(delivery.c.id.in_(deliveries), WAITS_FOR_A_VERDICT)
    over = schedule.c.released_at.is_(None), schedule.c.cancelled_at.is_not(None)
    connection.execute(schedule.update().where(schedule.c.notice_id.in_(notices), *over).values(released_at=now))


def _written(said: Verdict, at: Any) -> dict[str, Any]:
    match said:
        case Verdict.ARRIVED:
            return {"state": DeliveryState.ACCEPTED, "code": "", "detail": "", "changed_at": at, "settled_at": at}
        case Verdict.RESEND:
            return SENT_AGAIN | {"changed_at": at}
        case Verdict.LEAVE:
            return {"settled_at": at}


def _is_as_left(said: Verdict) -> sa.ColumnElement[bool]:
    """Whether a row is unchanged since this verdict."""
    before = {"state": DeliveryState.UNKNOWN, **{name: verdict.c[name] for name in _BEFORE}}
    written = before | _written(said, verdict.c.at)
    same = (delivery.c[name].is_not_distinct_from(value) for name, value in written.items())
    return sa.and_(verdict.c.verdict == said, *same)


_NOTHING_FOLLOWED = sa.and_(
    sa.or_(*map(_is_as_left, Verdict)),
    ~sa.exists().where(receipt.c.delivery_id == verdict.c.delivery_id, receipt.c.id > verdict.c.last_receipt),
)


def _note(connection: sa.Connection, ids: Sequence[int], number: int, said: Verdict, now: datetime) -> None:
    """Keeps the present state of these deliveries, in place of what was kept for an earlier verdict."""
    newest = connection.execute(sa.select(sa.func.max(receipt.c.id))).scalar() or 0
    values = {"settlement": number, "verdict": str(said), "at": now, "last_receipt": newest}
    told = {name: sa.literal(value, verdict.c[name].type) for name, value in values.items()}
    kept = sa.select(delivery.c.id, *told.values(), *(delivery.c[name] for name in _BEFORE))
    connection.execute(verdict.delete().where(verdict.c.delivery_id.in_(ids)))
    rows = kept.where(delivery.c.id.in_(ids))
    connection.execute(verdict.insert().from_select(["delivery_id", *told, *_BEFORE], rows))


def _locked(connection: sa.Connection, ids: Sequence[int]) -> dict[int, DeliveryState]:
    query = sa.select(delivery.c.id, delivery.c.state).where(delivery.c.id.in_(ids)).order_by(delivery.c.id)
    return {id: DeliveryState(state) for id, state in connection.execute(query.with_for_update())}


def _batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), _BATCH):
        yield ids[start : start + _BATCH]
