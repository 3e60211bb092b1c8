# SPDX-License-Identifier: EUPL-1.2
"""Checks whether the bot may post in the channel, before the first notice and on the settings page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from comunecast_gui.channels.answer_reader import text_at, whole
from comunecast_gui.channels.telegram.error_codes import classify
from comunecast_gui.core.errors import Misconfigured, Transient
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
    """Asks getMe, getChat, getChatMember and, if wanted, getChatMemberCount; those about the chat are paced.

    Raises Misconfigured for what a person must mend (token, chat) and Transient when Telegram is out of reach;
    a chat of the wrong kind and missing rights are ``problems`` of the answer.
    """
    try:
        me = await bot.get_me()
        await pacer.wait()
        found = await _read(bot, "get_chat", chat_id=chat)
        id = _chat_id(found)
        title, username = text_at(found, "title"), text_at(found, "username")
        if found.get("type") != "channel":
            return ChannelCheck(id, title, username, problems=("telegram_not_channel",))
        await pacer.wait()
        member = await _read(bot, "get_chat_member", chat_id=id, user_id=me.id)
        members = 0
        if count_members:
            await pacer.wait()
            members = whole(await bot.get_chat_member_count(id)) or 0
    except Exception as error:
        raise classify(error, reading=True, token=bot.token) from None
    admin = member if member.get("status") == "administrator" else {}
    can_post = admin.get("can_post_messages") is True
    return ChannelCheck(
        id,
        title,
        username,
        members,
        can_post,
        admin.get("can_edit_messages") is True,
        admin.get("can_delete_messages") is True,
        () if can_post else ("telegram_rights",),
    )


async def can_post(bot: Bot, chat: str) -> bool:
    """Whether the bot may post in the channel now. Asks getMe and getChatMember, which are no posts: nothing is paced.

    Raises as :func:`inspect`.
    """
    try:
        me = await bot.get_me()
        member = await _read(bot, "get_chat_member", chat_id=chat, user_id=me.id)
    except Exception as error:
        raise classify(error, reading=True, token=bot.token) from None
    return member.get("status") == "administrator" and member.get("can_post_messages") is True


def _chat_id(chat: Mapping[str, Any]) -> int:
    id = whole(chat.get("id"))
    if id is None:
        raise Transient("junk")
    return id


async def _read(bot: Bot, endpoint: str, **arguments: int | str) -> Mapping[str, Any]:
    """The answer of a reading method as data.

    A Bot API server of another version than the library's (a town may run its own) can leave out fields that the
    library insists on; of these two answers only a few fields matter, and they are as old as the methods.
    """
    try:
        answer = await getattr(bot, endpoint)(**arguments)
    except (TypeError, KeyError, AttributeError):
        plain: object = await bot.do_api_request(endpoint, api_kwargs=arguments)
        if not isinstance(plain, dict):
            raise Transient("junk") from None
        return plain
    return cast(Mapping[str, Any], answer.to_dict())


def problem_of(error: Misconfigured) -> ChannelCheck:
    """The answer of a check that could not even find the channel."""
    return ChannelCheck(problems=(error.code,))
