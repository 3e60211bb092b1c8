# SPDX-License-Identifier: EUPL-1.2
"""Applies a person's verdict to deliveries of unknown outcome, and takes it back."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from comunecast_gui.core.changes import ChangeKind
from comunecast_gui.core.errors import InputError
from comunecast_gui.core.model import DeliveryState
from comunecast_gui.store.db import change_log
from comunecast_gui.store.db.database import Database
from comunecast_gui.store.db.schema import IS_UNKNOWN, delivery, receipt


class Verdict(StrEnum):
    """A person's decision about a delivery of unknown outcome."""

    ARRIVED = "arrived"
    RESEND = "resend"
    LEAVE = "leave"
    """Nobody will ever know, and it shall not be sent again: it stays unknown, and waits for nobody any more."""


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

_KEPT = (*SENT_AGAIN, "changed_at")
"""All that a verdict may write."""
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
    before: Mapping[str, Any] = field(default_factory=dict, repr=False)
    """How the row stood before the verdict."""


@dataclass(frozen=True, slots=True)
class Settlement:
    """A verdict that was carried out at ``at``, with a result for each delivery, in the order of their ids."""

    verdict: Verdict
    at: datetime
    rows: tuple[SettledRow, ...]
    last_receipt: int = 0
    """The newest receipt of that moment: a later one is something else that happened."""

    @property
    def done(self) -> tuple[int, ...]:
        """The deliveries for which it was carried out."""
        return tuple(row.delivery for row in self.rows if row.done)

    @property
    def refused(self) -> tuple[SettledRow, ...]:
        """The deliveries for which it was not."""
        return tuple(row for row in self.rows if not row.done)


def settle(
    connection: sa.Connection,
    database: Database,
    verdict: Verdict | str,
    now: datetime,
    deliveries: Collection[int] = (),
    notices: Collection[int] = (),
) -> Settlement:
    """Applies a verdict to these deliveries, and to all of these notices that wait for one.

    Raises InputError("unknown_verdict").
    """
    if verdict not in set(Verdict):
        raise InputError("unknown_verdict", verdict=verdict, known=", ".join(Verdict))
    values = _written(Verdict(verdict), now)
    of_notices = sa.select(delivery.c.id).where(delivery.c.notice_id.in_(list(notices)), WAITS_FOR_A_VERDICT)
    wanted = sorted({*deliveries, *connection.execute(of_notices).scalars()})
    results: list[SettledRow] = []
    for batch in _batches(wanted):
        rows = _locked(connection, batch)
        unknown = [id for id, row in rows.items() if row.state == DeliveryState.UNKNOWN]
        if unknown:
            connection.execute(delivery.update().where(delivery.c.id.in_(unknown)).values(**values))
        after = DeliveryState(values.get("state", DeliveryState.UNKNOWN))
        for id in batch:
            row = rows.get(id)
            if row is not None and row.state == DeliveryState.UNKNOWN:
                before = {name: getattr(row, name) for name in _KEPT}
                results.append(SettledRow(id, True, after, before))
            else:
                results.append(SettledRow(id, False, None if row is None else DeliveryState(row.state)))
    newest = connection.execute(sa.select(sa.func.max(receipt.c.id))).scalar() or 0
    done = Settlement(Verdict(verdict), now, tuple(results), newest)
    change_log.note(connection, database, now, ChangeKind.DELIVERIES, done.done)
    return done


def take_back(connection: sa.Connection, database: Database, settlement: Settlement, now: datetime) -> list[SettledRow]:
    """Makes the deliveries unknown again to which nothing else happened since; returns a result for each.

    What was to be sent again is taken back only while it is still queued and was not tried.
    """
    kept = {row.delivery: row for row in settlement.rows}
    results: list[SettledRow] = []
    for batch in _batches(settlement.done):
        rows = _locked(connection, batch)
        news = sa.select(receipt.c.delivery_id).where(
            receipt.c.delivery_id.in_(batch), receipt.c.id > settlement.last_receipt
        )
        heard_of = set(connection.execute(news).scalars())
        undone = {id for id in rows if id not in heard_of and _is_as_left(rows[id], kept[id], settlement)}
        changes = [
            {"row": id} | {f"new_{name}": value for name, value in kept[id].before.items()} for id in sorted(undone)
        ]
        if changes:
            connection.execute(_PUT_BACK, changes)
        for id in batch:
            state = DeliveryState(rows[id].state) if id in rows else None
            results.append(SettledRow(id, id in undone, DeliveryState.UNKNOWN if id in undone else state))
    change_log.note(connection, database, now, ChangeKind.DELIVERIES, [row.delivery for row in results if row.done])
    return results


_PUT_BACK = (
    delivery.update()
    .where(delivery.c.id == sa.bindparam("row"))
    .values({name: sa.bindparam(f"new_{name}") for name in _KEPT})
)


def _written(verdict: Verdict, now: datetime) -> dict[str, Any]:
    match verdict:
        case Verdict.ARRIVED:
            return {"state": DeliveryState.ACCEPTED, "code": "", "detail": "", "changed_at": now, "settled_at": now}
        case Verdict.RESEND:
            return SENT_AGAIN | {"changed_at": now}
        case Verdict.LEAVE:
            return {"settled_at": now}


def _is_as_left(row: sa.Row[Any], kept: SettledRow, settlement: Settlement) -> bool:
    """Whether the row is unchanged since the verdict."""
    written = {**kept.before, **_written(settlement.verdict, settlement.at)}
    return all(getattr(row, name) == written[name] for name in _KEPT)


def _locked(connection: sa.Connection, ids: Sequence[int]) -> dict[int, sa.Row[Any]]:
    query = sa.select(delivery).where(delivery.c.id.in_(ids)).order_by(delivery.c.id).with_for_update()
    return {row.id: row for row in connection.execute(query)}


def _batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), _BATCH):
        yield ids[start : start + _BATCH]
