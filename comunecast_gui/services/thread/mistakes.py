# SPDX-License-Identifier: EUPL-1.2
"""A mistake in a notice: what can still be stopped, corrected or withdrawn, and doing that in one step."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from comunecast_gui.core.approval.colleagues import Colleague, Role
from comunecast_gui.core.approval.rules import Rules
from comunecast_gui.core.content import TemplateMessage
from comunecast_gui.core.errors import ConfigError, InputError
from comunecast_gui.core.messaging_limit import Allowance
from comunecast_gui.core.model import (
    MAY_HAVE_ARRIVED,
    After,
    Attachment,
    ChannelKind,
    DeliveryState,
    Draft,
    Share,
    kind_of,
)
from comunecast_gui.core.notice.compose import Composed, compose, jsonable
from comunecast_gui.core.notice.follow_up import CORRECTION, may_have_it
from comunecast_gui.core.ports import Mending, NewNotice, PostEdit
from comunecast_gui.core.thread.corrections import (
    WITHDRAWN,
    Mended,
    Mistaken,
    cut_to_fit,
    said_of_change,
    said_of_files,
    said_together,
)
from comunecast_gui.core.thread.post_change import (
    NEVER_POSTED,
    Act,
    ChangeState,
    ChangeVerdict,
    can_be_deleted,
)
from comunecast_gui.services import queueing, template_approval, wiring
from comunecast_gui.services.thread import following, posts
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.store.approval.approval_requests import Submitted
from comunecast_gui.store.consent import audience
from comunecast_gui.store.delivery.notices import NoticeRow
from comunecast_gui.store.delivery.post_changes import Wanted
from comunecast_gui.system.attachments import keep
from comunecast_gui.system.locks import queuing_lock, refuse_silent
from comunecast_gui.system.user_account import user_name


def look(workspace: Workspace, notice: int, by: Colleague | None = None) -> Mistaken:
    """What can still be done about a notice, by this colleague.

    Raises InputError("unknown_notice"), ConfigError (``database_*``).
    """
    row, rules = workspace.notices.get(notice), workspace.colleagues.rules() if by else Rules()
    told = {one.id: one for one in following.thread(workspace, notice)}
    fields = told[notice].fields if notice in told else workspace.notices.fields(notice)
    there = tuple(name for name in row.counts if _is_post(name) and _may_be_out(row.counts[name]))
    young = can_be_deleted(row.created_at, workspace.clock.now())
    queued = _of_people(row, DeliveryState.QUEUED)
    waits = sum(counts.get(DeliveryState.QUEUED, 0) for counts in row.counts.values())
    stopped = queued + _of_people(row, DeliveryState.CANCELLED)
    missed = After(notice, share=Share.MISSED_IT)
    without = queued + audience.people(workspace.database, row.zones, row.topic, missed) if stopped else 0
    return Mistaken(
        notice,
        row.category,
        row.title,
        fields,
        waits,
        _have_it(row),
        there,
        there if young else (),
        unknown=_of_people(row, DeliveryState.UNKNOWN, DeliveryState.SENDING),
        missed=without,
        files=_files(workspace, notice),
        two_see=by is not None and ((rules.whole_town and not row.zones) or not by.may(Role.SENDS)),
        two_see_red=rules.red_alerts,
    )


def correct(
    workspace: Workspace,
    notice: int,
    fields: Mapping[str, Any],
    files: Sequence[Attachment] | None = None,
    by: Colleague | None = None,
) -> Mended:
    """Stops what is queued, has the posts corrected, and says what the correction for WhatsApp begins with.

    ``files`` take the place of those that the posts show; None: these stay. Nothing is done where the new values cannot
    go out. Where a second person has to see them, it is all asked for as by :func:`correct_for_all`.

    Raises InputError and ConfigError as :func:`comunecast_gui.services.thread.posts.correct`, and as that.
    """
    refuse_silent(workspace.data_dir)
    found, row, files = look(workspace, notice), workspace.notices.get(notice), _kept(workspace, files)
    said = _said(workspace, found, fields, files)
    composed = posts.recomposed(workspace, row, fields, tuple(row.counts), files)
    posts.require_no_error(composed)
    if composed.notice and workspace.approvals.needed(composed.notice, by.id if by else None):
        return correct_for_all(workspace, notice, fields, files, by)
    posts.edits(workspace, row, composed, found.posts, files)
    # Stopped before it is asked which posts are out: none goes out wrong in between.
    stopped = workspace.notices.cancel(notice, workspace.clock.now())
    out = look(workspace, notice)
    asked = _asked_of_posts(workspace, out, fields, files, by) if out.posts else ()
    return _mended(workspace, out, stopped, len(asked), said)


def _asked_of_posts(
    workspace: Workspace,
    out: Mistaken,
    fields: Mapping[str, Any],
    files: Sequence[Attachment] | None,
    by: Colleague | None,
) -> tuple[int, ...]:
    """The changes of the posts that are out; none where people alone read what was wrong."""
    try:
        return posts.correct(workspace, out.notice, fields, out.posts, by, files)
    except InputError as error:
        if error.code != "correction_changes_nothing":
            raise
        return ()


def correct_for_all(
    workspace: Workspace,
    notice: int,
    fields: Mapping[str, Any],
    files: Sequence[Attachment] | None = None,
    by: Colleague | None = None,
) -> Mended:
    """Corrects a notice that was stopped half way, and sends what is right to everybody it is for.

    Who has it, or may have it, gets a correction; who has it not, or subscribed since, gets the right notice; a post
    that is out is edited, and where there is none yet the right one goes out. A post whose files Telegram cannot
    replace where they stand is deleted, and the right one goes out in its place. All of it is queued in one step, in
    which the rest of the wrong one is stopped; whoever asked has to send ``queued``. Where a second person has to see
    what goes out, only the stopping is done, and all the rest waits as one ``request``.

    Raises InputError as :func:`correct` but for ``correction_needs_two``, ``correction_not_approved`` where Meta does
    not take one of the two now, ``post_too_old`` where a post had to be deleted and is too old for that, and as
    :func:`comunecast_gui.services.queueing.queue`; ConfigError likewise.
    """
    found, row, now = look(workspace, notice), workspace.notices.get(notice), workspace.clock.now()
    files = _kept(workspace, files)
    fitting = cut_to_fit(_said(workspace, found, fields, files), workspace.catalogue.get(CORRECTION))
    rewritten = posts.recomposed(workspace, row, fields, tuple(row.counts), files)
    shown = found.files if files is None else tuple(files)
    right = _frozen(workspace, row, row.category, fields, tuple(row.counts), Share.MISSED_IT, shown)
    people = tuple(name for name in row.counts if kind_of(name).personal)
    if people:
        right = replace(right, allowance=_days_for(workspace, found.missed))
    correction = None
    if people and row.reaches_people:  # also what is still queued: some of it may go out before it is stopped
        begun = following.begin(workspace, notice, CORRECTION)
        correction = _frozen(workspace, row, CORRECTION, {**begun.fields, **fitting}, people, Share.HAVE_IT, ())
    edits = [one for name in row.counts if _is_post(name) for one in _change(workspace, found, rewritten, name, files)]
    visible = posts.visible(workspace, notice, edits)
    mending = Mending(
        correction,
        tuple(PostEdit(one.channel, one.content, one.fields) for one in visible),
        frozenset({one.channel for one in edits} - {one.channel for one in visible}),
    )
    right, midnight = replace(right, mends=mending), queueing.midnight_after(workspace, now)
    with queuing_lock(workspace.data_dir):
        did = workspace.approvals.mend(right, by.id if by else None, now, midnight, user_name())
    request = did.request.id if did.request else None
    return Mended(notice, did.done.stopped, found.have_it, did.done.posts, fitting, did.done.notices, request)


def _days_for(workspace: Workspace, people: int) -> Allowance | None:
    """Over which days so many new people are spread, where Meta does not let all be reached today; else None.

    Who has the wrong notice was reached today already, and counts once (Meta: "Messaging limits").
    """
    if not people:
        return None
    try:
        left = template_approval.allowance(workspace)
    except ConfigError as error:
        if error.code.startswith("database"):
            raise
        return None
    return None if left is None or people <= left.left else left


def _said(
    workspace: Workspace, found: Mistaken, fields: Mapping[str, Any], files: Sequence[Attachment] | None
) -> dict[str, str]:
    """What the correction says of what differs. Raises InputError("correction_changes_nothing")."""
    category = workspace.catalogue.get(found.category)
    words = said_of_change(category, found.fields, fields, workspace.office, workspace.clock.now())
    said = said_together(words, said_of_files(found.files, found.files if files is None else files))
    if not said:
        raise InputError("correction_changes_nothing", field="fields", notice=found.notice)
    return said


def _change(
    workspace: Workspace, found: Mistaken, composed: Composed, channel: str, files: Sequence[Attachment] | None
) -> Sequence[Wanted]:
    """How the post on a channel comes to read right: edited where it stands, or deleted, since another one follows."""
    row, now = workspace.notices.get(found.notice), workspace.clock.now()
    try:
        return posts.edits(workspace, row, composed, [channel], files)
    except InputError as error:
        if error.code != "correction_other_shape":
            raise
    if channel in found.posts and channel not in found.deletable:
        raise InputError("post_too_old", field="attachments", notice=found.notice)
    return [Wanted(found.notice, channel, Act.DELETE, now)]


def _frozen(
    workspace: Workspace,
    row: NoticeRow,
    category: str,
    fields: Mapping[str, Any],
    channels: tuple[str, ...],
    share: Share,
    files: Sequence[Attachment],
) -> NewNotice:
    """One of the two notices, for its share of the people; the same values give the same draft."""
    raw = {key: jsonable(value) for key, value in fields.items()}
    said = [row.id, share, raw, [(one.digest, one.alt) for one in files]]
    uuid = str(uuid5(NAMESPACE_URL, json.dumps(said, sort_keys=True, default=str)))
    composed = _composed(workspace, Draft(uuid, category, fields, channels, tuple(files), row.id))
    posts.require_no_error(composed)
    for content in composed.contents.values():
        if isinstance(content, TemplateMessage) and not wiring.may_be_approved(workspace, content.template):
            raise InputError("correction_not_approved", title=workspace.catalogue.name_of(category))
    frozen = queueing.freeze(workspace, composed).notice
    if frozen is None:
        raise ValueError("what is sound has a notice")
    # What it repeats is what it corrects, and the person who asked for it has it before them.
    return replace(frozen, share=share, warnings=(), compared=None)


def withdraw(workspace: Workspace, notice: int, by: Colleague | None = None) -> Mended:
    """Stops what is queued, has the posts deleted that are young enough, and begins a correction that takes it back.

    Raises InputError("unknown_notice"), ConfigError ("moved_away" | "folder_copied", ``database_*``).
    """
    refuse_silent(workspace.data_dir)
    stopped = workspace.notices.cancel(workspace.notices.get(notice).id, workspace.clock.now())
    out = look(workspace, notice)
    asked = posts.ask(workspace, notice, Act.DELETE, out.deletable, by) if out.deletable else ()
    return _mended(workspace, out, stopped, len(asked), WITHDRAWN)


def settle(workspace: Workspace, change: int, verdict: ChangeVerdict, by: Colleague | None = None) -> Submitted | None:
    """A person's verdict on a change of a post that failed, or of which nobody knows.

    A correction whose post never came out is done ``again`` by posting what is right: it is queued on that channel as a
    notice of its own, once, or kept for a second person; whoever asked has to send it. Otherwise None is returned.

    Raises InputError as :meth:`PostChanges.settle`, ``correction_blocked``, and as
    :func:`comunecast_gui.services.queueing.queue`; ConfigError likewise.
    """
    kept = posts.changes(workspace)
    one = kept.one(change)
    if verdict is not ChangeVerdict.AGAIN or (one.state, one.code) != (ChangeState.FAILED, NEVER_POSTED):
        kept.settle(change, verdict, workspace.clock.now())
        return None
    refuse_silent(workspace.data_dir)
    row, files = workspace.notices.get(one.notice), one.content.attachments if one.content else ()
    fields = kept.corrected_fields([row.id])[row.id]
    uuid = str(uuid5(NAMESPACE_URL, f"post {change} anew"))
    composed = _composed(workspace, Draft(uuid, row.category, fields, (one.channel,), files, row.id, row.zones))
    posts.require_no_error(composed)
    frozen = queueing.freeze(workspace, composed)
    if frozen.notice is None:
        raise ValueError("what is sound has a notice")
    notice = replace(frozen.notice, warnings=(), compared=None)  # what it repeats is what it corrects
    done = queueing.queue(workspace, replace(frozen, notice=notice), by)
    kept.note_posted_anew(change, workspace.clock.now())
    return done


def _composed(workspace: Workspace, draft: Draft) -> Composed:
    """The draft, for those whom its notice touches, read and checked as it would be sent now."""
    now = workspace.clock.now()
    return compose(
        workspace.catalogue,
        wiring.with_audience(workspace, draft),
        workspace.office,
        now,
        workspace.channels,
        wiring.check_context(workspace, now),
        workspace.language,
    )


def _mended(workspace: Workspace, out: Mistaken, stopped: int, changed: int, said: Mapping[str, str]) -> Mended:
    fitting = cut_to_fit(said, workspace.catalogue.get(CORRECTION))
    return Mended(out.notice, stopped, out.have_it, changed, fitting)


def _kept(workspace: Workspace, files: Sequence[Attachment] | None) -> tuple[Attachment, ...] | None:
    return None if files is None else tuple(keep(one, workspace.data_dir) for one in files)


def _files(workspace: Workspace, notice: int) -> tuple[Attachment, ...]:
    corrected = (one.content for one in posts.changes(workspace).corrections(notice).values())
    return next((one.attachments for one in corrected if one is not None), workspace.notices.files(notice))


def _have_it(row: NoticeRow) -> int:
    return _of_people(row, *MAY_HAVE_ARRIVED, DeliveryState.SENDING)


def _of_people(row: NoticeRow, *states: DeliveryState) -> int:
    """How many people's deliveries are in these states."""
    personal = [counts for name, counts in row.counts.items() if kind_of(name).personal]
    return sum(counts.get(state, 0) for counts in personal for state in states)


def _may_be_out(counts: Mapping[str, int]) -> bool:
    return bool(may_have_it(counts) + counts.get(DeliveryState.SENDING, 0))


def _is_post(name: str) -> bool:
    return kind_of(name) is ChannelKind.TELEGRAM
