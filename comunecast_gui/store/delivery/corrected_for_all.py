# SPDX-License-Identifier: EUPL-1.2
"""One step that stops a wrong notice and queues the right one: as a correction to who has it, as a notice to the rest.

All of it is one transaction, so that whatever happens each person is in exactly one of the two, and nothing is
corrected without being told.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa

from comunecast_gui.core.approval.colleagues import Colleague
from comunecast_gui.core.errors import InputError
from comunecast_gui.core.model import kind_of
from comunecast_gui.core.ports import NewNotice
from comunecast_gui.core.thread.post_change import Act
from comunecast_gui.store.consent import audience
from comunecast_gui.store.db.database import Database, serialise
from comunecast_gui.store.delivery import post_changes
from comunecast_gui.store.delivery.notices import cancel_in
from comunecast_gui.store.delivery.outbox import QUEUE, enqueue_in, not_alone
from comunecast_gui.store.delivery.post_changes import Wanted
from comunecast_gui.store.delivery.repeated import already_queued


@dataclass(frozen=True, slots=True)
class Corrected:
    """What was done: ``stopped`` deliveries, ``posts`` to be edited or deleted, the ``notices`` that were queued."""

    stopped: int
    posts: int
    notices: tuple[int, ...]


def correct_for_all(
    database: Database,
    right: NewNotice,
    correction: NewNotice | None,
    edits: Sequence[Wanted],
    now: datetime,
    *,
    reads_right: Collection[str] = (),
    who: str = "",
    by: Colleague | None = None,
) -> Corrected:
    """Stops what is queued of the notice that both follow, edits the posts that are out, and queues the two.

    ``right`` is the corrected notice, on all channels of the wrong one: a post goes out anew only where none is left,
    and an edit, or that it is deleted, is asked for only where one is; one on a channel that ``reads_right``
    already stays as it is. ``correction`` is for people; None: nobody can
    have it. One that would reach nobody is not queued, and asked for twice they are queued once.

    Raises InputError: ``no_recipients``, ``draft_already_queued``, in an office with colleagues ``sign_in_needed``,
    ``colleague_unknown``, ``colleague_may_not``, ``approval_needed``; ConfigError (``database_*``).
    """
    if right.follows is None:
        raise ValueError("it follows the notice that was wrong")
    with database.writing() as connection:
        serialise(connection, QUEUE)
        stopped = cancel_in(connection, database, right.follows, now)
        out = [one for one in edits if post_changes.may_be_out(connection, one.notice, one.channel)]
        for one in out:
            post_changes.ask_in(connection, database, one, who, right.valid_until, by)
        there = {one.channel for one in out if one.act is not Act.DELETE}
        there |= {name for name in reads_right if post_changes.may_be_out(connection, right.follows, name)}
        contents = {name: what for name, what in right.contents.items() if name not in there}
        queued: list[int] = []
        told_by = None
        if correction is not None and _reaches_somebody(connection, correction):
            told_by = _queued(connection, database, correction, by)
            queued.append(told_by)
        # A receipt may come in between the two: who is told is read once.
        right = replace(right, contents=contents, told_by=told_by)
        if _reaches_somebody(connection, right):
            queued.append(_queued(connection, database, right, by))
        if not queued and not out:
            raise InputError("no_recipients", field="channels")
    return Corrected(stopped, len(out), tuple(queued))


def _reaches_somebody(connection: sa.Connection, new: NewNotice) -> bool:
    people = any(kind_of(name).personal for name in new.contents)
    posts = any(not kind_of(name).personal for name in new.contents)
    return posts or (people and audience.people_in(connection, new.zones, new.topic, new.after) > 0)


def _queued(connection: sa.Connection, database: Database, new: NewNotice, by: Colleague | None) -> int:
    found = already_queued(connection, new)
    if found is not None:
        return found
    if asked := not_alone(connection, new, by.id if by else None):
        raise InputError("approval_needed", reasons=asked[1])
    return enqueue_in(connection, database, new)
