# SPDX-License-Identifier: EUPL-1.2
"""What was told and is not over: each alert, and each notice that something ends, until somebody says so."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from comunecast_gui.core.model import FollowKind
from comunecast_gui.core.notice import follow_up
from comunecast_gui.core.notice.categories import Category, Ending
from comunecast_gui.core.notice.follow_up import Told, subject_of
from comunecast_gui.core.pasted.told_streets import streets_of
from comunecast_gui.core.periods import timezone_of
from comunecast_gui.core.report.today import StillOpen
from comunecast_gui.core.thread.corrections import withdrawn
from comunecast_gui.services.thread import following
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.store.delivery.notices import NoticeRow

_BACK, _LONG_BACK = timedelta(days=30), timedelta(days=400)
"""So long after its end it is forgotten; so long works may last."""
_MOST = 500
_PLACES = ("zona", "zone", "localita", "luogo")
"""The fields that say where it is, in categories that a service is cut in."""
_NAMES, _REASON = ("titolo", "opera"), "motivo"
"""The fields that name works, and what is done."""
_WORKS = re.compile(r"\b(?:lavor[io]|cantier[ei]|asfaltatur[ae]|scav[io]|rifaciment[oi]|posa)\b", re.IGNORECASE)


def still_open(workspace: Workspace) -> tuple[StillOpen, ...]:
    """One for each thread that nothing has ended, what was forgotten longest first.

    A thread is over with an all-clear, an alert also with a later alert, a mere day or deadline when it has passed, and
    each when a person declared its last notice over; what follows it after that opens it again. An update with another
    end extends it, and what was taken back as a whole was not told. Raises ConfigError (``database_*``).
    """
    now = workspace.clock.now()
    asking = [one.id for one in workspace.catalogue if one.ending is Ending.ASKS]
    found_rows = workspace.notices.still_telling(now - _BACK, now - _LONG_BACK, asking, _MOST)
    rows = {row.id: row for row in found_rows}
    told = {one.id: one for one in following.told(workspace, found_rows)}
    threads: dict[int, list[Told]] = defaultdict(list)
    for one in sorted(told.values(), key=lambda one: (one.sent, one.id)):
        threads[_root(rows[one.id], rows)].append(one)
    declared = workspace.closings.declared([thread[-1].id for thread in threads.values()])
    reached = [rows[one] for one in told]
    found = [
        one
        for thread in threads.values()
        if thread[-1].id not in declared
        for one in _of_thread(workspace, thread, rows, reached)
    ]
    return tuple(sorted(found, key=lambda one: (one.end is None, one.end or now, one.notice)))


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
    workspace: Workspace, whole: Sequence[Told], rows: Mapping[int, NoticeRow], reached: Sequence[NoticeRow]
) -> Iterator[StillOpen]:
    catalogue, now, last = workspace.catalogue, workspace.clock.now(), whole[-1]
    gone = withdrawn(whole)
    thread = [one for one in whole if subject_of(whole, one.id).id not in gone]
    if not thread or follow_up.is_over(thread, catalogue):
        return
    subject = follow_up.subject_of(thread, thread[-1].id)
    category = follow_up.category_of(catalogue, subject.category)
    if category is None or category.ending is Ending.NONE:
        return
    possible = follow_up.possible(thread, thread[-1].id, catalogue)
    closing = next((one.category for one in possible if one.kind is FollowKind.ALL_CLEAR), "")
    longer = next((one.category for one in possible if one.kind is FollowKind.UPDATE), "")
    closes = category.ending is Ending.CLOSES
    own = [one for one in thread if subject_of(thread, one.id).id == subject.id]
    end = _last(_end(workspace, one, rows[one.id]) for one in (own if closes else thread))
    begin = _last(_aware(workspace, follow_up.begins_at(one, catalogue)) for one in own)
    promised = None if closes else _aware(workspace, follow_up.promised_for(subject, catalogue))
    if closes and (end is None or end <= now):
        return
    may_have_an_end = category.valid_until or category.end_fields or category.promise
    if end is None and promised is None and may_have_an_end and not category.alert:
        return
    reminds = any(one.reminder for one in category.follow_ups)
    if reminds and _says_another(workspace, category, thread, reached):
        return
    yield StillOpen(
        last.id,
        last.title,
        end,
        category.id,
        category.alert and not closes,
        "" if closes else closing,
        longer or category.id,
        _place(workspace, subject),
        _street(subject),
        promised,
        closes,
        not closes and _is_works(subject),
        begin,
    )


def _end(workspace: Workspace, one: Told, row: NoticeRow) -> datetime | None:
    """The end that a notice tells of."""
    return row.valid_until or _aware(workspace, follow_up.ends_at(one, workspace.catalogue))


def _aware(workspace: Workspace, moment: datetime | None) -> datetime | None:
    return moment.replace(tzinfo=timezone_of(workspace.office)).astimezone(UTC) if moment else None


def _last(moments: Iterable[datetime | None]) -> datetime | None:
    """The end, or the begin, that was told last; a notice that tells of none leaves the one before it."""
    return next((moment for moment in reversed(list(moments)) if moment is not None), None)


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


def _street(subject: Told) -> str:
    """In which street works are, if their name tells one."""
    names = {street.name for id in _NAMES for street in streets_of(str(subject.fields.get(id) or ""), None)}
    return names.pop() if len(names) == 1 else ""


def _is_works(subject: Told) -> bool:
    """Whether a road is closed for works, and not for a market or a race."""
    said = " ".join(str(subject.fields.get(id) or "") for id in (*_NAMES, _REASON))
    return "opera" in subject.fields or bool(_REASON in subject.fields and _WORKS.search(said))
