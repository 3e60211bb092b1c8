# SPDX-License-Identifier: EUPL-1.2
"""Looks whether the bot may really post in the channel, before the first notice and on the settings page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from comunecast_gui.channels.telegram_errors import classify
from comunecast_gui.core.errors import Misconfigured
from comunecast_gui.core.ports import Pacer

if TYPE_CHECKING:
    from telegram import Bot


@dataclass(frozen=True, slots=True)
class ChannelCheck:
    """What Telegram says of the channel and of the bot's rights there.

    ``problems`` are codes of sentences under ``[channel]``; posting works when there are none.
    """

    chat_id: int = 0
    title: str = ""
    username: str = ""
    members: int = 0
    can_post: bool = False
    can_edit: bool = False
    """Also what pinning needs (Bot API pinChatMessage)."""
    can_delete: bool = False
    problems: tuple[str, ...] = ()


async def inspect(bot: Bot, chat: str, pacer: Pacer, *, count_members: bool = False) -> ChannelCheck:
    """Asks getMe, getChat, getChatMember and, if wanted, getChatMemberCount; one paced call each.

    Raises Misconfigured for what a person must mend (token, chat) and Transient when Telegram is out of reach;
    a chat of the wrong kind and missing rights are ``problems`` of the answer.
    """
    from telegram import ChatMemberAdministrator
    from telegram.error import TelegramError

    try:
        await pacer.wait()
        me = await bot.get_me()
        await pacer.wait()
        found = await bot.get_chat(chat)
        if found.type != "channel":
            return ChannelCheck(found.id, found.title or "", found.username or "", problems=("telegram_not_channel",))
        await pacer.wait()
        member = await bot.get_chat_member(found.id, me.id)
        members = 0
        if count_members:
            await pacer.wait()
            members = await bot.get_chat_member_count(found.id)
    except TelegramError as error:
        raise classify(error, reading=True, token=bot.token) from None
    admin = member if isinstance(member, ChatMemberAdministrator) else None
    can_post = bool(admin and admin.can_post_messages)
    return ChannelCheck(
        found.id,
        found.title or "",
        found.username or "",
        members,
        can_post,
        bool(admin and admin.can_edit_messages),
        bool(admin and admin.can_delete_messages),
        () if can_post else ("telegram_rights",),
    )


def permalink(chat_id: str, username: str, remote_id: str) -> str:
    """The address of a post: by the public name, or by the id without its ``-100`` for a private channel."""
    return f"https://t.me/{username or 'c/' + chat_id.removeprefix('-100')}/{remote_id}"


def problem_of(error: Misconfigured) -> ChannelCheck:
    """The answer of a check that could not even find the channel."""
    return ChannelCheck(problems=(error.code,))
