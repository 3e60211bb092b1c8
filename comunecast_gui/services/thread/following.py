# SPDX-License-Identifier: EUPL-1.2
"""Reads a notice's thread: what can follow it now, and what such a notice begins with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from comunecast_gui.core.errors import InputError
from comunecast_gui.core.notice import follow_up
from comunecast_gui.core.notice.follow_up import Begun, Possible, Told
from comunecast_gui.core.thread.corrections import as_corrected
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.store.delivery.notices import NoticeRow
from comunecast_gui.store.delivery.post_changes import PostChanges

_LATELY = timedelta(days=60)
_MOST = 50
"""Notices in a list to choose from."""


def thread(workspace: Workspace, notice: int) -> tuple[Told, ...]:
    """All notices of the thread that reached somebody, or may have, the oldest first.

    Raises InputError("unknown_notice"), ConfigError (``database_*``).
    """
    return told(workspace, workspace.notices.thread(notice))


def references(workspace: Workspace) -> tuple[Told, ...]:
    """The notices of the last weeks that reached somebody, the newest first. Raises ConfigError (``database_*``)."""
    since = workspace.clock.now() - _LATELY
    return told(workspace, workspace.notices.recent(since, _MOST))


def told(workspace: Workspace, rows: Sequence[NoticeRow]) -> tuple[Told, ...]:
    """Those of these that reached somebody, or may have, as corrected since. Raises ConfigError (``database_*``)."""
    ids = [row.id for row in rows]
    fields = workspace.notices.fields_of(ids) | PostChanges(workspace.database).corrected_fields(ids)
    return as_corrected(
        [
            Told(
                row.id,
                row.category,
                row.title,
                row.created_at,
                fields[row.id],
                row.follows,
                workspace.office.offer.zones_of(row.zones),
                tuple(row.counts),
            )
            for row in rows
            if row.reaches_people
        ]
    )


def possible(workspace: Workspace, notice: int) -> tuple[Possible, ...]:
    """What can follow a notice now; nothing where it reached nobody. Raises as :func:`thread`."""
    return follow_up.possible(thread(workspace, notice), notice, workspace.catalogue)


def begin(workspace: Workspace, notice: int, category: str) -> Begun:
    """What a notice of this category begins with that follows ``notice``.

    Raises InputError("cannot_follow") where it cannot (any more), and as :func:`thread`.
    """
    told = thread(workspace, notice)
    for one in follow_up.possible(told, notice, workspace.catalogue):
        if one.category == category:
            return follow_up.begin(told, one, workspace.catalogue, workspace.office, workspace.clock.now())
    name = workspace.catalogue.name_of(category)
    raise InputError("cannot_follow", field="follows", notice=notice, category=name)
