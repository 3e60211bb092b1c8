# SPDX-License-Identifier: EUPL-1.2
"""What was told and is not over: each alert, and each notice that something ends, until somebody says so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from comunecast_gui.core.model import FollowKind
from comunecast_gui.core.notice import follow_up
from comunecast_gui.core.notice.categories import Category
from comunecast_gui.core.notice.follow_up import Told
from comunecast_gui.core.report.today import StillOpen
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.store.delivery.notices import NoticeRow

_BACK = timedelta(days=30)
_MOST = 500
_PLACES = ("zona", "zone", "localita", "luogo")
"""The fields that say where it is, in categories that a service is cut in."""


def still_open(workspace: Workspace) -> tuple[StillOpen, ...]:
    """One for each thread that nothing has ended, what was forgotten longest first.

    A thread is over with an all-clear, an alert also with a later alert, and either when a person declared its last
    notice over; what follows it after that opens it again. An update with another end extends it. Raises ConfigError
    (``database_*``).
    """
    rows = {row.id: row for row in workspace.notices.recent(workspace.clock.now() - _BACK, _MOST)}
    reached = [row for row in sorted(rows.values(), key=lambda row: (row.created_at, row.id)) if row.reaches_people]
    fields = workspace.notices.fields_of([row.id for row in reached])
    threads: dict[int, list[Told]] = defaultdict(list)
    for row in reached:
        told = Told(row.id, row.category, row.title, row.created_at, fields[row.id], row.follows)
        threads[_root(row, rows)].append(told)
    declared = workspace.closings.declared([thread[-1].id for thread in threads.values()])
    found = [
        one
        for thread in threads.values()
        if thread[-1].id not in declared
        for one in _of_thread(workspace, thread, [rows[told.id] for told in thread], reached)
    ]
    return tuple(sorted(found, key=lambda one: (one.end is None, one.end or workspace.clock.now(), one.notice)))


def declare_over(workspace: Workspace, notice: int, who: str) -> None:
    """Raises InputError("unknown_notice"), ConfigError (``database_*``)."""
    workspace.closings.declare_over(notice, who, workspace.clock.now())


def _root(row: NoticeRow, rows: dict[int, NoticeRow]) -> int:
    seen = {row.id}
    while row.follows in rows and row.follows not in seen:
        row = rows[row.follows]
        seen.add(row.id)
    return row.follows if row.follows is not None else row.id


def _of_thread(
    workspace: Workspace, thread: Sequence[Told], rows: Sequence[NoticeRow], reached: Sequence[NoticeRow]
) -> Iterator[StillOpen]:
    catalogue, last = workspace.catalogue, thread[-1]
    subject = follow_up.subject_of(thread, last.id)
    category = follow_up.category_of(catalogue, subject.category)
    if category is None or follow_up.is_over(thread, catalogue):
        return
    possible = follow_up.possible(thread, last.id, catalogue)
    closing = next((one.category for one in possible if one.kind is FollowKind.ALL_CLEAR), "")
    longer = next((one.category for one in possible if one.kind is FollowKind.UPDATE), "")
    end: datetime | None = next((row.valid_until for row in reversed(rows) if row.valid_until is not None), None)
    reminds = any(one.reminder for one in category.follow_ups)
    if not closing or (end is None and not reminds):
        return
    if reminds and _says_another(workspace, category, thread, reached):
        return
    yield StillOpen(
        last.id, last.title, end, category.id, reminds, closing, longer or category.id, _place(workspace, subject)
    )


def _says_another(
    workspace: Workspace, category: Category, thread: Sequence[Told], reached: Sequence[NoticeRow]
) -> bool:
    """Whether a later alert, or an all-clear of its kind that follows nothing, says what holds now."""
    alerts = {one.id for one in workspace.catalogue if any(follow.reminder for follow in one.follow_ups)}
    ends = {one.category for one in category.follow_ups if one.reminder}
    mine = {one.id for one in thread}
    return any(
        row.category in alerts | ends and row.created_at > thread[-1].sent for row in reached if row.id not in mine
    )


def _place(workspace: Workspace, subject: Told) -> str:
    """Where it is, if that is one of the town's localities."""
    for name in _PLACES:
        value = subject.fields.get(name)
        places = value if isinstance(value, list) else [value]
        if len(places) == 1 and places[0] in workspace.office.localities:
            return str(places[0])
    return ""
