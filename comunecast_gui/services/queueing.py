# SPDX-License-Identifier: EUPL-1.2
"""Freezes a checked notice for the confirmation, queues exactly that, and takes what is queued off again."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from uuid import UUID

from comunecast_gui.core.approval.colleagues import Colleague
from comunecast_gui.core.approval.rules import RED
from comunecast_gui.core.content import Content, TelegramPost, TemplateMessage
from comunecast_gui.core.messaging_limit import Allowance
from comunecast_gui.core.model import Attachment, Verdict
from comunecast_gui.core.notice.compose import Composed, compose
from comunecast_gui.core.periods import timezone_of
from comunecast_gui.core.ports import NewNotice
from comunecast_gui.services import wiring
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.store.approval.approval_requests import Submitted
from comunecast_gui.store.delivery.verdicts import Settlement
from comunecast_gui.system.attachments import keep, require_unchanged, sweep
from comunecast_gui.system.locks import queuing_lock, refuse_silent

_PRESSING = frozenset({"emergenza", "fiume_piena", "persona_scomparsa"})
"""The categories in which minutes count, whatever their level."""
_UNSENT = timedelta(days=1)
"""How long a file is kept for a notice that may still be confirmed."""
_UUID_OF_CONTENT = 5
"""The version of a UUID that is worked out from a name and not drawn (RFC 9562, 5.5)."""


def freeze(workspace: Workspace, composed: Composed, allowance: Allowance | None = None) -> Composed:
    """The same draft with its notice frozen: the files are kept by digest, the audience is settled.

    With an ``allowance`` it goes out over several days. A draft that has no ``uuid`` gets one from its content: two
    commands with the same file at the same time mean one notice, a later command that saw the first means another.

    Raises ValueError for a notice that something blocks; InputError("attachment_missing"),
    ConfigError("disk_full" | "data_dir_unusable").
    """
    if composed.notice is None:
        raise ValueError("something blocks this notice")
    kept = {one.path: keep(one, workspace.data_dir) for one in composed.draft.attachments}
    contents = {name: _with_files(content, kept) for name, content in composed.contents.items()}
    first = workspace.settings.whatsapp.first if workspace.settings.whatsapp else ()
    notice = replace(composed.notice, contents=contents, first=first)
    if not notice.draft_uuid:
        notice = replace(notice, draft_uuid=_identity(workspace, notice), derived=True)
    draft = replace(composed.draft, attachments=tuple(kept[one.path] for one in composed.draft.attachments))
    return replace(composed, draft=draft, contents=contents, notice=replace(notice, allowance=allowance))


def revised(workspace: Workspace, frozen: Composed) -> Composed | None:
    """The notice as it would have to be confirmed now; None if nothing has changed since it was frozen.

    While a person thought it over, the day may have changed, an end passed, or somebody else sent the same. What is
    returned is frozen too, unless something blocks it now. Raises as :func:`freeze`, and ConfigError (``database_*``).
    """
    if frozen.notice is None:
        raise ValueError("something blocks this notice")
    now = workspace.clock.now()
    context = wiring.check_context(workspace, now)
    again = compose(
        workspace.catalogue, frozen.draft, workspace.office, now, workspace.channels, context, workspace.language
    )
    if again.notice is None:
        return again
    decided = replace(again.notice, prepared=frozen.notice.prepared, set_aside=frozen.notice.set_aside)
    again = freeze(workspace, replace(again, notice=decided), frozen.notice.allowance)
    return None if again.notice and again.notice.digest == frozen.notice.digest else again


def queue(
    workspace: Workspace, frozen: Composed, by: Colleague | None = None, *, undo: timedelta = timedelta(0)
) -> Submitted:
    """Queues what was frozen, and nothing else; or keeps exactly that for a second person, where the office wants one.

    ``by`` is the colleague who confirmed it, None in an office without colleagues. It waits in the queue for as long as
    a person may still ``undo`` it, unless it has an hour of its own or every minute counts.

    Raises ValueError for a notice that something blocks; InputError: ``no_recipients``, ``repeated_meanwhile``,
    ``draft_already_queued``, ``attachment_missing``, ``attachment_changed``, in an office with colleagues also
    ``sign_in_needed``, ``colleague_unknown``, ``colleague_may_not``, ``approval_waits_already``, ``approval_nobody``;
    ConfigError ("moved_away" | "already_queuing", ``database_*``).
    """
    if frozen.notice is None:
        raise ValueError("something blocks this notice")
    for one in frozen.draft.attachments:
        require_unchanged(one)
    midnight = midnight_after(workspace, frozen.notice.at)
    notice = frozen.notice
    if undo and notice.due is None and not _is_pressing(notice):
        notice = replace(notice, undo_until=workspace.clock.now() + undo)
    with queuing_lock(workspace.data_dir):
        submitted = workspace.approvals.submit(notice, by.id if by else None, midnight)
    workspace.usual.learn(frozen.category, notice.fields)
    return submitted


def cancel(workspace: Workspace, notice: int, channel: str | None = None) -> int:
    """Takes what is still queued of a notice off the queue; returns how many messages.

    Raises ConfigError as :func:`require_queue`.
    """
    require_queue(workspace)
    return workspace.notices.cancel(notice, workspace.clock.now(), channel)


def settle(workspace: Workspace, verdict: Verdict, deliveries: Collection[int], notices: Collection[int]) -> Settlement:
    """A person's verdict, as :meth:`.Notices.settle_all`. Raises as there, and ConfigError as :func:`require_queue`."""
    require_queue(workspace)
    return workspace.notices.settle_all(verdict, workspace.clock.now(), deliveries, notices)


def require_queue(workspace: Workspace) -> None:
    """Refuses where the queue that counts is on another computer: what is stopped here would go out from there.

    Raises ConfigError("moved_away" | "folder_copied"). An archive on a server is the same from everywhere.
    """
    if not workspace.database.shared:
        refuse_silent(workspace.data_dir)


def _is_pressing(notice: NewNotice) -> bool:
    """Whether it goes out at once: a red alert or an emergency was confirmed with a typed word or by two people.

    The seconds would only be added to the answer of the services, and to the time that the lists take.
    """
    return notice.category in _PRESSING or notice.alert_level == RED


def forget_unsent_files(workspace: Workspace) -> int:
    """Removes, a day later, the files of notices that nobody confirmed; returns how many files.

    Raises ConfigError (``database_*``).
    """
    waiting = workspace.approvals.kept_files()  # asked first: what is approved meanwhile is a notice then
    kept = waiting | workspace.notices.kept_files()
    return sweep(workspace.data_dir, kept, workspace.clock.now() - _UNSENT)


def _with_files(content: Content, kept: Mapping[Path, Attachment]) -> Content:
    if isinstance(content, TelegramPost):
        return replace(content, attachments=tuple(_as_kept(one, kept) for one in content.attachments))
    if isinstance(content, TemplateMessage) and content.header:
        return replace(content, header=_as_kept(content.header, kept))
    return content


def _as_kept(one: Attachment, kept: Mapping[Path, Attachment]) -> Attachment:
    return replace(kept[one.path], alt=one.alt)


def midnight_after(workspace: Workspace, moment: datetime) -> datetime:
    """The end of the office's day in which ``moment`` is."""
    zone = timezone_of(workspace.office)
    return datetime.combine(moment.astimezone(zone).date() + timedelta(days=1), time(0), zone).astimezone(UTC)


def _identity(workspace: Workspace, notice: NewNotice) -> str:
    """A UUID made from the content, the audience, the day and the notices seen so far."""
    # The texts are signed with the office's name and the day. Warnings and allowance depend on the moment.
    written = replace(notice, warnings=(), allowance=None).digest
    said = f"{workspace.office.name}\n{written}\n{sorted(notice.compared or ())}"
    return str(UUID(bytes=hashlib.sha256(said.encode()).digest()[:16], version=_UUID_OF_CONTENT))
