# SPDX-License-Identifier: EUPL-1.2
"""Changes posts that are out on Telegram: corrects, deletes, pins; each call is recorded before and after it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol

from comunecast_gui.channels.missing_token import MissingTokenChannel
from comunecast_gui.channels.telegram.post_parts import can_become
from comunecast_gui.core.approval.colleagues import Colleague
from comunecast_gui.core.content import TEXT_LIMITS, Content, TelegramPost, size
from comunecast_gui.core.errors import InputError, OutcomeUnknown, Permanent, SendError, Transient
from comunecast_gui.core.model import Attachment, ChannelKind, Draft, kind_of
from comunecast_gui.core.notice.checks.check import blocking
from comunecast_gui.core.notice.compose import Composed, compose, jsonable, valid_until
from comunecast_gui.core.periods import local
from comunecast_gui.core.ports import Pacer
from comunecast_gui.core.thread.post_change import Act, ChangeState, Mark, PostChange, can_be_deleted, marked
from comunecast_gui.services import wiring
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.store.delivery.notices import NoticeRow
from comunecast_gui.store.delivery.post_changes import Claimed, PostChanges, Wanted
from comunecast_gui.system.attachments import keep
from comunecast_gui.system.locks import posts_lock, refuse_silent
from comunecast_gui.system.user_account import user_name

_LOCK_WAIT = 30.0
"""Seconds to wait for another program of this office that changes posts just now."""
_PATIENCE = 20.0
"""Seconds of a pause that Telegram asks for and that is waited for at once; after a longer one it is tried later."""
_TOO_OLD = "too_old"
_REFUSED = {"message to edit not found": "gone", "message to pin not found": "gone", "can't be edited": "not_editable"}
"""What Telegram says of a post that somebody deleted by hand, or that no bot may change (Bot API editMessageText)."""


@dataclass(slots=True)
class _Spaced:
    """A pacer for single calls: as far apart as Telegram wants those in one channel."""

    last: float = field(default=float("-inf"))

    async def wait(self) -> None:
        now = asyncio.get_running_loop().time
        rest = self.last + wiring.TELEGRAM_PACE.gap - now()
        if rest > 0:
            await asyncio.sleep(rest)
        self.last = now()


class PostDriver(Protocol):
    """What changing posts needs of a channel's driver; each method raises SendError."""

    @property
    def name(self) -> str: ...

    async def open(self, pacer: Pacer, memory: Mapping[str, str]) -> Mapping[str, str]: ...

    async def replace_files(self, parts: Sequence[str], content: TelegramPost, shown: Sequence[str]) -> None: ...

    async def edit(self, remote_id: str, content: TelegramPost) -> None: ...

    async def delete(self, remote_id: str) -> None: ...

    async def pin(self, remote_id: str) -> None: ...

    async def unpin(self, remote_id: str) -> None: ...

    async def close(self) -> None: ...


def changes(workspace: Workspace) -> PostChanges:
    """The changes that the office's database keeps."""
    return PostChanges(workspace.database)


def channels_of(workspace: Workspace, notice: int, wanted: Sequence[str] = ()) -> tuple[str, ...]:
    """The Telegram channels on which the notice was queued, of those ``wanted`` (``telegram`` or ``telegram:NAME``).

    Raises InputError: ``unknown_notice``, ``no_post`` where that leaves none.
    """
    row = workspace.notices.get(notice)
    there = [name for name in row.counts if kind_of(name) is ChannelKind.TELEGRAM]
    found = tuple(name for name in there if not wanted or name in wanted or ChannelKind.TELEGRAM in wanted)
    if not found:
        raise InputError("no_post", notice=notice, channel=", ".join(wanted) or ChannelKind.TELEGRAM.service)
    return found


def recomposed(
    workspace: Workspace,
    row: NoticeRow,
    fields: Mapping[str, Any],
    channels: Sequence[str],
    files: Sequence[Attachment] | None = None,
) -> Composed:
    """The notice with other values in its fields and these ``files``, read and checked as it would be now.

    Raises InputError("unknown_category"), ConfigError (``database_*``).
    """
    now = workspace.clock.now()
    draft = Draft("", row.category, fields, tuple(channels), tuple(files or ()), row.id, row.zones)
    context = wiring.check_context(workspace, now)
    return compose(workspace.catalogue, draft, workspace.office, now, workspace.channels, context, workspace.language)


def correct(
    workspace: Workspace,
    notice: int,
    fields: Mapping[str, Any],
    channels: Sequence[str] = (),
    by: Colleague | None = None,
    files: Sequence[Attachment] | None = None,
) -> tuple[int, ...]:
    """Asks for the notice's posts to be corrected, with other values in its fields; returns the changes' ids.

    ``files`` take the place of those that the posts show; None: these stay.

    Raises InputError: ``unknown_notice``, ``no_post``, ``correction_blocked`` with what is wrong in the values,
    ``correction_changes_nothing``, ``correction_other_shape`` where Telegram cannot make the one post of the other, and
    as :func:`~comunecast_gui.system.attachments.keep` for the files; in an office with colleagues ``sign_in_needed``,
    ``colleague_may_not``, and ``correction_needs_two`` where a second person has to see what goes out. ConfigError
    ("moved_away" | "folder_copied", ``database_*``).
    """
    refuse_silent(workspace.data_dir)
    row, names = workspace.notices.get(notice), channels_of(workspace, notice, channels)
    composed = recomposed(workspace, row, fields, names, files)
    require_sound(workspace, composed, by)
    wanted = visible(workspace, notice, edits(workspace, row, composed, names, files))
    if not wanted:
        raise InputError("correction_changes_nothing", field="fields", notice=notice)
    until, kept = valid_until(composed.category, composed.values, workspace.office), changes(workspace)
    return tuple(kept.ask(one, user_name(), until, by) for one in wanted)


def visible(workspace: Workspace, notice: int, wanted: Sequence[Wanted]) -> tuple[Wanted, ...]:
    """Those of these edits after which the post reads, or shows, something else than it surely does now.

    What failed, or may have, is asked for again by asking for the same. How a picture is described stands in no post
    (Bot API InputMediaPhoto): nobody has to be told that it changed there.
    """
    posted, corrected = workspace.notices.contents(notice), changes(workspace).corrections(notice)
    sure = {name: one.content if one.state is ChangeState.DONE else None for name, one in corrected.items()}
    now = {**posted, **sure}
    return tuple(one for one in wanted if _undescribed(one.content) != _undescribed(now[one.channel]))


def _undescribed(content: Content | None) -> Content | None:
    if not isinstance(content, TelegramPost):
        return content
    return replace(content, attachments=tuple(replace(one, alt="") for one in content.attachments))


def edits(
    workspace: Workspace,
    row: NoticeRow,
    composed: Composed,
    channels: Sequence[str],
    files: Sequence[Attachment] | None = None,
) -> tuple[Wanted, ...]:
    """The edits by which the notice's posts on these channels read as it was composed anew, with these files.

    Without ``files`` they keep theirs. Raises InputError as :func:`correct`.
    """
    now, posted, made = workspace.clock.now(), workspace.notices.contents(row.id), changes(workspace).of([row.id])
    corrected = {name: one.content for name, one in changes(workspace).corrections(row.id).items()}
    raw = {key: jsonable(value) for key, value in composed.draft.fields.items()}
    kept = None if files is None else tuple(keep(one, workspace.data_dir) for one in files)
    found = []
    for name in channels:
        before = _post(corrected.get(name, posted[name]))
        content = replace(_post(composed.contents[name]), attachments=before.attachments if kept is None else kept)
        for there in _may_show(_post(posted[name]), [one for one in made.get(row.id, ()) if one.channel == name]):
            _require_possible(workspace, row, there, content)
        found.append(Wanted(row.id, name, Act.EDIT, now, Mark.CORRECTED, content, raw))
    return tuple(found)


def _may_show(posted: TelegramPost, made: Sequence[PostChange]) -> tuple[TelegramPost, ...]:
    """What a post may be now: what it was last for sure, and what was tried since and may have taken effect."""
    found = [posted]
    for one in made:
        if one.content is not None and one.state is ChangeState.DONE:
            found = [one.content]
        elif one.content is not None and one.state in (ChangeState.UNKNOWN, ChangeState.CALLING):
            found.append(one.content)
    return tuple(found)


def _require_possible(workspace: Workspace, row: NoticeRow, posted: TelegramPost, content: TelegramPost) -> None:
    """Raises InputError("correction_other_shape") where the post cannot become this one, its mark included."""
    office = workspace.office
    shown = marked(content, Mark.CORRECTED, local(workspace.clock.now(), office), local(row.created_at, office))
    if not can_become(posted, shown) or size(shown.plain) > TEXT_LIMITS[ChannelKind.TELEGRAM]:
        raise InputError("correction_other_shape", field="attachments", notice=row.id)


def require_sound(workspace: Workspace, composed: Composed, by: Colleague | None) -> None:
    """Refuses what may not go out: values with an error in them, and what two people have to see.

    Raises InputError: ``correction_blocked`` with what is wrong in the values, ``correction_needs_two``,
    ``sign_in_needed``, ``colleague_may_not``.
    """
    require_no_error(composed)
    if composed.notice and workspace.approvals.needed(composed.notice, by.id if by else None):
        raise InputError("correction_needs_two")


def require_no_error(composed: Composed) -> None:
    """Raises InputError("correction_blocked") for values with an error in them, and says what is wrong."""
    if composed.notice is None:
        problems = " ".join(one.message for one in blocking(composed.problems))
        raise InputError("correction_blocked", field="fields", problems=problems)


def ask(
    workspace: Workspace, notice: int, act: Act, channels: Sequence[str] = (), by: Colleague | None = None
) -> tuple[int, ...]:
    """Asks for the notice's posts to be deleted, pinned or unpinned; returns the changes' ids.

    Raises InputError: ``unknown_notice``, ``no_post``; in an office with colleagues ``sign_in_needed``,
    ``colleague_may_not``. ConfigError ("moved_away" | "folder_copied", ``database_*``).
    """
    refuse_silent(workspace.data_dir)
    now, kept, names = workspace.clock.now(), changes(workspace), channels_of(workspace, notice, channels)
    return tuple(kept.ask(Wanted(notice, name, act, now), user_name(), by=by) for name in names)


def catch_up(workspace: Workspace) -> tuple[int, ...]:
    """Makes the changes whose turn it is, one call after the other; returns the notices whose posts they are of.

    What certainly had no effect waits for the next time. Raises ConfigError (``database_*``, ``keyring_locked``,
    ``already_changing_posts``).
    """
    kept = changes(workspace)
    if kept.is_idle():
        return ()
    with posts_lock(workspace.data_dir, _LOCK_WAIT):
        kept.retire(workspace.clock.now())
        drivers = {one.name: one for one in wiring.office_telegram_channels(workspace)}
        return asyncio.run(make_all(workspace, kept, drivers))


async def make_all(
    workspace: Workspace, kept: PostChanges, drivers: Mapping[str, PostDriver | MissingTokenChannel]
) -> tuple[int, ...]:
    """The same with these ``drivers``, by channel, on the running loop; for who holds the lock. Closes them."""
    pace, tried, touched = _Spaced(), set[int](), list[int]()
    try:
        while (claimed := kept.claim(workspace.clock.now(), tried)) is not None:
            change = claimed.change
            tried.add(change.id)
            touched.append(change.notice)
            try:
                state, code, detail = await _made(workspace, claimed, drivers.get(change.channel), pace)
            except BaseException:  # whatever ends it: the call may have been made
                kept.record(change.id, ChangeState.UNKNOWN, workspace.clock.now(), "interrupted")
                raise
            kept.record(change.id, state, workspace.clock.now(), code, detail)
    finally:
        for driver in drivers.values():
            await driver.close()
    return tuple(dict.fromkeys(touched))


async def _made(
    workspace: Workspace, claimed: Claimed, driver: PostDriver | MissingTokenChannel | None, pace: _Spaced
) -> tuple[ChangeState, str, str]:
    """Makes the call, again after a short pause that Telegram asked for; the state, code and detail to record."""
    if driver is None:
        return ChangeState.FAILED, "channel_gone", claimed.change.channel
    if isinstance(driver, MissingTokenChannel):
        return ChangeState.FAILED, driver.code, driver.detail
    if claimed.change.act is Act.DELETE and not can_be_deleted(claimed.post.sent, workspace.clock.now()):
        return ChangeState.FAILED, _TOO_OLD, ""
    again = True
    while True:
        try:
            await _open(workspace, driver, pace)
            await _call(workspace, claimed, driver, pace)
        except Transient as error:
            if not again or error.retry_after is None or error.retry_after > _PATIENCE:
                return _ended(error, claimed.change.act)
            again = False
            await asyncio.sleep(error.retry_after)
        except SendError as error:
            return _ended(error, claimed.change.act)
        else:
            return ChangeState.DONE, "", ""


def _ended(error: SendError, act: Act) -> tuple[ChangeState, str, str]:
    """The state of a change whose call ended in an error, with its code and detail."""
    if isinstance(error, Transient):
        return ChangeState.WAITING, error.code, error.detail
    if isinstance(error, OutcomeUnknown):
        return ChangeState.UNKNOWN, error.code, error.detail
    said = error.detail.lower()
    if act is Act.DELETE and "can't be deleted" in said:  # Bot API deleteMessage
        return ChangeState.FAILED, _TOO_OLD, error.detail
    if isinstance(error, Permanent):
        for words, code in _REFUSED.items():
            if words in said:
                return ChangeState.FAILED, code, error.detail
    return ChangeState.FAILED, error.code, error.detail


async def _open(workspace: Workspace, driver: PostDriver, pace: _Spaced) -> None:
    memory = workspace.outbox.channel_memory(driver.name)
    found = await driver.open(pace, memory)
    if dict(found) != dict(memory):
        workspace.outbox.keep_channel_memory(driver.name, found)


async def _call(workspace: Workspace, claimed: Claimed, driver: PostDriver, pace: _Spaced) -> None:
    change, post = claimed.change, claimed.post
    if change.act is Act.EDIT:
        content = change.content or post.content
        moment = _moment(workspace, change)
        office = workspace.office
        now_reads = marked(content, change.mark, local(moment, office), local(post.sent, office))
        if change.content is not None:
            await driver.replace_files(post.parts, now_reads, post.shown)
        await pace.wait()
        await driver.edit(post.id, now_reads)
    elif change.act is Act.DELETE:
        for id in post.parts:
            await pace.wait()
            await driver.delete(id)
    else:
        await pace.wait()
        await (driver.pin(post.id) if change.act is Act.PIN else driver.unpin(post.id))


def _moment(workspace: Workspace, change: PostChange) -> datetime:
    """The hour that the mark tells: when the notice went out for whose sake it is, or when a person asked."""
    return workspace.notices.get(change.cause).created_at if change.cause else change.asked_at


def _post(content: object) -> TelegramPost:
    if not isinstance(content, TelegramPost):
        raise TypeError("a post is expected")
    return content
