# SPDX-License-Identifier: EUPL-1.2
"""A mistake in a notice: what can still be stopped, corrected or withdrawn, and doing that in one step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from comunecast_gui.core.approval.colleagues import Colleague
from comunecast_gui.core.errors import InputError
from comunecast_gui.core.model import ChannelKind, DeliveryState, kind_of
from comunecast_gui.core.notice.follow_up import CORRECTION, may_have_it
from comunecast_gui.core.thread.corrections import WITHDRAWN, Mended, Mistaken, cut_to_fit, said_of_change
from comunecast_gui.core.thread.post_change import Act, can_be_deleted
from comunecast_gui.services.thread import following, posts
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.store.delivery.notices import NoticeRow


def look(workspace: Workspace, notice: int) -> Mistaken:
    """What can still be done about a notice. Raises InputError("unknown_notice"), ConfigError (``database_*``)."""
    row = workspace.notices.get(notice)
    told = {one.id: one for one in following.thread(workspace, notice)}
    fields = told[notice].fields if notice in told else workspace.notices.fields(notice)
    there = tuple(name for name in row.counts if _is_post(name) and _may_be_out(row.counts[name]))
    young = can_be_deleted(row.created_at, workspace.clock.now())
    queued = sum(counts.get(DeliveryState.QUEUED, 0) for counts in row.counts.values())
    return Mistaken(notice, row.category, row.title, fields, queued, _have_it(row), there, there if young else ())


def correct(workspace: Workspace, notice: int, fields: Mapping[str, Any], by: Colleague | None = None) -> Mended:
    """Stops what is queued, has the posts corrected, and says what the correction for WhatsApp begins with.

    Nothing is done where the new values cannot go out. Raises InputError as
    :func:`comunecast_gui.services.thread.posts.correct`.
    """
    found, row = look(workspace, notice), workspace.notices.get(notice)
    said = said_of_change(
        workspace.catalogue.get(row.category), found.fields, fields, workspace.office, workspace.clock.now()
    )
    if not said:
        raise InputError("correction_changes_nothing", field="fields", notice=notice)
    posts.require_sound(workspace, posts.recomposed(workspace, row, fields, tuple(row.counts)), by)
    # Stopped before it is asked which posts are out: none goes out wrong in between.
    stopped = workspace.notices.cancel(notice, workspace.clock.now())
    out = look(workspace, notice)
    asked = posts.correct(workspace, notice, fields, out.posts, by) if out.posts else ()
    return _mended(workspace, out, stopped, len(asked), said)


def withdraw(workspace: Workspace, notice: int, by: Colleague | None = None) -> Mended:
    """Stops what is queued, has the posts deleted that are young enough, and begins a correction that takes it back.

    Raises InputError("unknown_notice"), ConfigError (``database_*``).
    """
    stopped = workspace.notices.cancel(workspace.notices.get(notice).id, workspace.clock.now())
    out = look(workspace, notice)
    asked = posts.ask(workspace, notice, Act.DELETE, out.deletable, by) if out.deletable else ()
    return _mended(workspace, out, stopped, len(asked), WITHDRAWN)


def _mended(workspace: Workspace, out: Mistaken, stopped: int, changed: int, said: Mapping[str, str]) -> Mended:
    fitting = cut_to_fit(said, workspace.catalogue.get(CORRECTION))
    return Mended(out.notice, stopped, out.have_it, changed, fitting)


def _have_it(row: NoticeRow) -> int:
    on_their_way = (DeliveryState.SENDING,)
    return sum(
        may_have_it(counts) + sum(counts.get(state, 0) for state in on_their_way)
        for name, counts in row.counts.items()
        if kind_of(name).personal
    )


def _may_be_out(counts: Mapping[str, int]) -> bool:
    return bool(may_have_it(counts) + counts.get(DeliveryState.SENDING, 0))


def _is_post(name: str) -> bool:
    return kind_of(name) is ChannelKind.TELEGRAM
