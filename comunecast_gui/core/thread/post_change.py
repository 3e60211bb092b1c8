# SPDX-License-Identifier: EUPL-1.2
"""What can be done to a post that is out, how such a change ends, and the mark that a changed post bears."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from comunecast_gui.core.content import TelegramPost
from comunecast_gui.core.model import Attachment, FollowKind
from comunecast_gui.core.periods import at_hour, sent_at

DELETABLE = timedelta(hours=48)
"""How old a post may be that a bot deletes (Bot API deleteMessage)."""


class Act(StrEnum):
    """What is done to a post."""

    EDIT = "edit"
    DELETE = "delete"
    PIN = "pin"
    UNPIN = "unpin"


class Mark(StrEnum):
    """What the first line of a changed post says."""

    NONE = ""
    UPDATED = "updated"
    CORRECTED = "corrected"
    ENDED = "ended"


class ChangeState(StrEnum):
    """The life of a change: it waits, its call is under way, and it has ended in one of the others."""

    WAITING = "waiting"
    CALLING = "calling"
    DONE = "done"
    FAILED = "failed"
    UNKNOWN = "unknown"
    """Nobody knows whether it took effect; a person says so, or has it done again."""
    DROPPED = "dropped"
    """There was nothing to change, or what it was for never went out."""


class ChangeVerdict(StrEnum):
    """A person's decision about a change that failed or of which nobody knows."""

    DONE = "done"
    AGAIN = "again"
    """Changing a post twice is the same as once (Bot API: "message is not modified", "message to delete not found")."""
    LEAVE = "leave"


NO_POST = frozenset({"post_deleted", "not_posted"})
"""Codes of a change that was dropped because the channel has no such post, or none any more."""
NEVER_POSTED = "never_posted"
"""The code of a correction that failed because its post never came out; a person may have it posted anew."""
_WORDS = {Mark.UPDATED: "🔄 AGGIORNATO", Mark.CORRECTED: "✏️ CORRETTO", Mark.ENDED: "✅ TERMINATO"}
_MARK_OF = {
    FollowKind.UPDATE: Mark.UPDATED,
    FollowKind.CORRECTION: Mark.CORRECTED,
    FollowKind.ALL_CLEAR: Mark.ENDED,
}


@dataclass(frozen=True, slots=True)
class PostChange:
    """A change of one notice's post on one channel; ``cause`` is the notice that it was made for, if any."""

    id: int
    notice: int
    channel: str
    act: Act
    mark: Mark
    content: TelegramPost | None
    asked_at: datetime
    cause: int | None
    state: ChangeState
    code: str
    detail: str
    changed_at: datetime

    @property
    def is_pointless(self) -> bool:
        """Whether it was dropped because there is no post that could read so, or stay on top."""
        return self.state is ChangeState.DROPPED and self.code in NO_POST and self.act in (Act.EDIT, Act.PIN)

    @property
    def is_misconfigured(self) -> bool:
        """Whether it failed for something in the settings, or at Telegram, that a person has to mend first."""
        gone = self.code == "channel_gone" or self.code.startswith("telegram_")
        return self.state is ChangeState.FAILED and gone


def mark_for(does: FollowKind) -> Mark:
    """The mark of a post by what the notice that follows it does; a repetition leaves it as it is."""
    return _MARK_OF.get(does, Mark.NONE)


def marked(post: TelegramPost, mark: Mark, at: datetime, sent: datetime) -> TelegramPost:
    """The post with the mark in its first line; ``at`` and ``sent`` are the office's local times of both.

    The day stands there too where the post was sent on another one.
    """
    if mark is Mark.NONE:
        return post
    moment = f"{at_hour(at.time())}" if at.date() == sent.date() else f"il {sent_at(at, sent.year)}"
    line = f"{_WORDS[mark]} {moment}"
    return replace(
        post, html=f"<b>{html.escape(line, quote=False)}</b>\n\n{post.html}", plain=f"{line}\n\n{post.plain}"
    )


def can_take_the_place(before: Sequence[Attachment], after: Sequence[Attachment]) -> bool:
    """Whether a post can show these files where it stands: as many pictures and documents as there were, or the first.

    Telegram replaces a file by another one, puts one into a post that is a text, and takes none away (Bot API
    editMessageMedia). Whether the text fits below the first one is another question.
    """
    kinds = [sorted(one.is_image for one in files) for files in (before, after)]
    return kinds[0] == kinds[1] or (not before and len(after) == 1)


def can_be_deleted(sent: datetime, now: datetime) -> bool:
    """Whether a bot may still delete a post of that age."""
    return now - sent < DELETABLE
