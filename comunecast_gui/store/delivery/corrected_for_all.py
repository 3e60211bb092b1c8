# SPDX-License-Identifier: EUPL-1.2
"""One step that stops a wrong notice and queues the right one: as a correction to who has it, as a notice to the rest.

All of it is one transaction, so that whatever happens each person is in exactly one of the two, and nothing is
corrected without being told.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa

from comunecast_gui.core.errors import InputError
from comunecast_gui.core.model import kind_of
from comunecast_gui.core.ports import NewNotice
from comunecast_gui.core.thread.post_change import Act, Mark
from comunecast_gui.store.consent import audience
from comunecast_gui.store.db.database import Database
from comunecast_gui.store.delivery import post_changes
from comunecast_gui.store.delivery.notices import cancel_in
from comunecast_gui.store.delivery.outbox import enqueue_in
from comunecast_gui.store.delivery.post_changes import Wanted
from comunecast_gui.store.delivery.repeated import already_queued


@dataclass(frozen=True, slots=True)
class Corrected:
    """What was done: ``stopped`` deliveries, ``posts`` to be edited or deleted, the ``notices`` that were queued."""

    stopped: int
    posts: int
    notices: tuple[int, ...]


def stop(connection: sa.Connection, database: Database, right: NewNotice, now: datetime) -> int:
    """Stops what is queued of the notice that was wrong; returns how many deliveries. Nothing more has to be judged."""
    return cancel_in(connection, database, _wrong(right), now)


def carry_out(connection: sa.Connection, database: Database, right: NewNotice, now: datetime, who: str) -> Corrected:
    """Stops what is queued of the wrong notice, edits the posts that are out, and queues the two notices.

    For a transaction that holds :data:`QUEUE` and has judged that both may go out. ``right`` is the corrected notice,
    on all channels of the wrong one: a post goes out anew only where none is left, and an edit, or that it is deleted,
    is asked for only where one is; the audit log names ``who`` wanted that. One that would reach nobody is not queued,
    and asked for twice they are queued once.

    Raises InputError: ``no_recipients``, ``draft_already_queued``.
    """
    mends, wrong = right.mends, _wrong(right)
    if mends is None:
        raise ValueError("it mends something")
    stopped = stop(connection, database, right, now)
    out = [one for one in mends.edits if post_changes.may_be_out(connection, wrong, one.channel)]
    for one in out:
        wanted = Wanted(wrong, one.channel, Act.DELETE, now)
        if one.content is not None:
            wanted = Wanted(wrong, one.channel, Act.EDIT, now, Mark.CORRECTED, one.content, one.fields)
        post_changes.ask_judged(connection, database, wanted, who, right.valid_until)
    there = {one.channel for one in out if one.content is not None}
    there |= {name for name in mends.reads_right if post_changes.may_be_out(connection, wrong, name)}
    contents = {name: what for name, what in right.contents.items() if name not in there}
    queued: list[int] = []
    told_by = None
    if mends.correction is not None and _reaches_somebody(connection, mends.correction):
        told_by = _queued(connection, database, replace(mends.correction, at=now))
        queued.append(told_by)
    # A receipt may come in between the two: who is told is read once.
    right = replace(right, at=now, contents=contents, told_by=told_by, mends=None)
    if _reaches_somebody(connection, right):
        queued.append(_queued(connection, database, right))
    if not queued and not out:
        raise InputError("no_recipients", field="channels")
    return Corrected(stopped, len(out), tuple(queued))


def _wrong(right: NewNotice) -> int:
    if right.follows is None:
        raise ValueError("it follows the notice that was wrong")
    return right.follows


def _reaches_somebody(connection: sa.Connection, new: NewNotice) -> bool:
    people = any(kind_of(name).personal for name in new.contents)
    posts = any(not kind_of(name).personal for name in new.contents)
    return posts or (people and audience.people_in(connection, new.zones, new.topic, new.after) > 0)


def _queued(connection: sa.Connection, database: Database, new: NewNotice) -> int:
    found = already_queued(connection, new)
    return enqueue_in(connection, database, new) if found is None else found
