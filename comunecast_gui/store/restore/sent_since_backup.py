# SPDX-License-Identifier: EUPL-1.2
"""Keeps a restored backup from sending again what went out, or may have gone out, after it was made."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from comunecast_gui.core.model import DeliveryState
from comunecast_gui.core.thread.post_change import ChangeState
from comunecast_gui.store.db.database import Database
from comunecast_gui.store.db.schema import IS_QUEUED, IS_UNKNOWN, delivery, notice
from comunecast_gui.store.db.schema_posts import post_change
from comunecast_gui.store.delivery import post_changes
from comunecast_gui.store.delivery.claims import is_due
from comunecast_gui.store.delivery.verdicts import RESTORED

_OUTCOME = (
    "state",
    "attempts",
    "remote_id",
    "link",
    "code",
    "detail",
    "parts",
    "not_before",
    "changed_at",
    "settled_at",
)
_CARRY = (
    delivery.update()
    .where(delivery.c.id == sa.bindparam("row"))
    .values({name: sa.bindparam(f"new_{name}") for name in _OUTCOME})
    .values(owner=None, lease_until=None)
)
_NOT_THERE = dict.fromkeys(_OUTCOME) | {"state": DeliveryState.CANCELLED, "attempts": 0, "code": "", "detail": ""}


def carry_outcomes(current: Database, restored: Database, now: datetime) -> int:
    """Gives open deliveries of ``restored`` the outcome that ``current`` knows; returns how many.

    What was queued when the copy was made, and went out since, must not go out again; what was being sent then, and
    that the service refused for a while, waits for its next try again. Of a notice that ``current`` never had, nobody
    knows. A delivery of which only the counts are left in ``current`` is cancelled. Both must have
    no row in ``sending``. Raises ConfigError (``database_*``).
    """
    with restored.reading() as connection:
        rows = connection.execute(
            sa.select(
                delivery.c.id,
                delivery.c.notice_id,
                delivery.c.state,
                notice.c.draft_uuid,
                delivery.c.channel,
                delivery.c.recipient_key,
            )
            .join(notice, notice.c.id == delivery.c.notice_id)
            .where(sa.or_(IS_QUEUED, IS_UNKNOWN))
        ).all()
    changes = []
    untold = set()
    with current.reading() as connection:
        known = {draft: _outcomes(connection, draft) for draft in {row.draft_uuid for row in rows}}
    for row in rows:
        outcomes = known[row.draft_uuid]
        if outcomes is None:
            untold.add(row.notice_id)
            continue
        found = outcomes.get((row.channel, row.recipient_key))
        if found is None:
            changes.append(_change(row.id, _NOT_THERE | {"changed_at": now, "settled_at": now}))
        elif found["state"] != DeliveryState.QUEUED or row.state != DeliveryState.QUEUED:
            changes.append(_change(row.id, found))
    told = _changes_of_posts(current, restored)
    with restored.writing() as connection:
        if changes:
            connection.execute(_CARRY, changes)
        connection.execute(_doubt(now).where(delivery.c.notice_id.in_(untold)))
        _put_changes(connection, told)
        post_changes.doubt_all(connection, now)
    return len(changes)


def _changes_of_posts(current: Database, restored: Database) -> list[dict[str, Any]]:
    """The changes of posts that ``current`` knows, of the notices that are in both: what the posts read by now.

    Without them the next mark of a post would put the text back that was corrected since the backup.
    """
    ids = sa.select(notice.c.draft_uuid, notice.c.id)
    with restored.reading() as connection:
        there = {draft: id for draft, id in connection.execute(ids)}
    with current.reading() as connection:
        same = {id: there[draft] for draft, id in connection.execute(ids) if draft in there}
        rows = connection.execute(sa.select(post_change).where(post_change.c.notice_id.in_(same))).mappings().all()
    return [{**row, "notice_id": same[row["notice_id"]], "cause_id": same.get(row["cause_id"])} for row in rows]


def _put_changes(connection: sa.Connection, told: list[dict[str, Any]]) -> None:
    """Adds the changes that the copy does not have, and ends those that could still change in it."""
    known = {_identity(row): row for row in connection.execute(sa.select(post_change)).mappings()}
    taken = {row["id"] for row in known.values()}
    for row in told:
        mine = known.get(_identity(row))
        if mine is None:  # under the number that a person knows it by, where that is free
            new = {name: value for name, value in row.items() if name != "id" or value not in taken}
            connection.execute(post_change.insert().values(new))
        elif mine["state"] not in (ChangeState.DONE, ChangeState.DROPPED):  # a person may have had it made since
            ended = {name: row[name] for name in ("state", "code", "detail", "changed_at")}
            connection.execute(post_change.update().where(post_change.c.id == mine["id"]).values(ended))


def _identity(row: Mapping[Any, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in ("notice_id", "channel", "act", "mark", "asked_at"))


def doubt_all(restored: Database, now: datetime) -> None:
    """Marks as unknown all deliveries that may have gone out after the backup, where no database can tell.

    What waits for a moment still to come stays queued: it cannot have gone out. Raises ConfigError (``database_*``).
    """
    with restored.writing() as connection:
        connection.execute(_doubt(now))
        post_changes.doubt_all(connection, now)


def _doubt(now: datetime) -> sa.Update:
    """Marks every due delivery as unknown: the office may have sent it after the backup."""
    values = {"state": DeliveryState.UNKNOWN, "code": RESTORED, "detail": "", "not_before": None, "changed_at": now}
    return delivery.update().where(IS_QUEUED, is_due(now)).values(values)


def _outcomes(connection: sa.Connection, draft_uuid: str) -> dict[tuple[str, int], dict[str, Any]] | None:
    """The state of each delivery of a notice; None if the notice does not exist."""
    found = connection.execute(sa.select(notice.c.id).where(notice.c.draft_uuid == draft_uuid)).scalar()
    if found is None:
        return None
    columns = [delivery.c[name] for name in _OUTCOME]
    query = sa.select(delivery.c.channel, delivery.c.recipient_key, *columns).where(delivery.c.notice_id == found)
    return {
        (row["channel"], row["recipient_key"]): {name: row[name] for name in _OUTCOME}
        for row in connection.execute(query).mappings()
    }


def _change(row: int, outcome: dict[str, Any]) -> dict[str, Any]:
    return {"row": row} | {f"new_{name}": value for name, value in outcome.items()}
