# SPDX-License-Identifier: EUPL-1.2
"""Reads Telegram's updates of the bot: who wrote, who pressed a button, where it became administrator; no texts."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from comunecast_gui.channels.answer_reader import whole
from comunecast_gui.core.errors import Transient

MESSAGES = ("message",)
MESSAGES_AND_PRESSES = ("message", "callback_query")
"""Kinds of updates (Bot API getUpdates, ``allowed_updates``)."""
SETTING_UP = ("message", "callback_query", "my_chat_member")
"""What the set-up listens for; a kind that is not asked for would be lost to whoever reads next."""
_START = re.compile(r"/start(?:@\w+)? ([A-Za-z0-9_-]{1,64})")
"""What arrives when somebody opens ``https://t.me/BOT?start=WORD`` (Telegram: Bot features, "Deep linking")."""
_LONGEST = 64
"""Characters of a button's data (Bot API InlineKeyboardButton: 1-64 bytes), and more than an id of a press has."""

_RIGHTS = (
    *("can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats"),
    *("can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories"),
    *("can_edit_stories", "can_delete_stories"),
)
"""What an administrator always has, true or false (Bot API ChatMemberAdministrator)."""
_LONGEST_TITLE = 128
"""Characters of a chat's title (Bot API setChatTitle: 1-128)."""


@dataclass(frozen=True, slots=True)
class Wrote:
    """Somebody wrote to the bot in private. ``word`` is the parameter of their ``/start``; else nothing of the text."""

    user: int
    word: str = ""


@dataclass(frozen=True, slots=True)
class Pressed:
    """Somebody pressed a button below a message of the bot in ``chat``.

    ``data`` may be anything: clients can send what no button holds (Bot API CallbackQuery).
    """

    press: str
    user: int
    chat: int
    data: str


@dataclass(frozen=True, slots=True)
class Appointed:
    """Somebody changed what the bot is in a channel; ``administrator`` with the right to post if it ``can_post``.

    Source: Bot API Update, ``my_chat_member``; ChatMemberUpdated.
    """

    chat: int
    title: str
    username: str
    administrator: bool
    can_post: bool


BotUpdate = Wrote | Pressed | Appointed
logger = logging.getLogger(__name__)


def legible(answer: bytes) -> bytes:
    """An answer of getUpdates: of each update that cannot be read only its id is left, and one without an id goes.

    The library gives up at the first of them; Telegram would hand it out again with every call, and nothing after it
    would ever be read. Their number is logged, and nothing of what they hold.

    Raises Transient("junk") for what is no list of updates, or has no id to step to.
    """
    updates = json.loads(answer)["result"]
    objects = [_filled(one) for one in updates if isinstance(one, dict)] if isinstance(updates, list) else []
    with_id = [one for one in objects if whole(one.get("update_id")) is not None]
    if not with_id and updates != []:
        raise Transient("junk")
    fine = [_is_legible(one) for one in with_id]
    if len(updates) == sum(fine):
        return answer if objects == updates else json.dumps({"ok": True, "result": objects}).encode()
    logger.warning("Updates of the bot that make no sense, and are stepped over: %d", len(updates) - sum(fine))
    kept = [one if reads else {"update_id": one["update_id"]} for one, reads in zip(with_id, fine, strict=True)]
    return json.dumps({"ok": True, "result": kept}).encode()


def _filled(update: dict[str, Any]) -> dict[str, Any]:
    """An update of who the bot is somewhere, with what the library insists on and nobody here reads.

    A Bot API server of another version than the library's (a town may run its own) can leave rights out.
    """
    changed = update.get("my_chat_member")
    if not isinstance(changed, dict) or not isinstance(changed.get("new_chat_member"), dict):
        return update
    bot = changed["new_chat_member"].get("user")
    before = {"status": "left", "user": bot}
    filled = {"from": bot, "date": 0, "old_chat_member": before, **changed}
    for name in ("old_chat_member", "new_chat_member"):
        if isinstance(filled[name], dict):
            filled[name] = {**dict.fromkeys(_RIGHTS, False), "until_date": 0, **filled[name]}
    return {**update, "my_chat_member": filled}


def _is_legible(update: dict[str, Any]) -> bool:
    from telegram import Update

    try:
        _did(Update.de_json(update, None))
    except Exception:  # whatever the library makes of what is none
        return False
    return True


def read(updates: Sequence[Any], after: int) -> tuple[int, tuple[BotUpdate, ...]]:
    """The last update's id, and what people did, in order; ``updates`` are the library's, and legible."""
    last = max((update.update_id for update in updates), default=after)
    found = (_did(update) for update in updates)
    return max(last, after), tuple(one for one in found if one is not None)


def _did(update: Any) -> BotUpdate | None:
    """What somebody did; None for anything else. Raises AttributeError or TypeError for what makes no sense."""
    if update.my_chat_member:
        return _appointed(update.my_chat_member)
    return _wrote(update.message) if update.message else _pressed(update.callback_query)


def _wrote(message: Any) -> Wrote | None:
    user = whole(message.chat.id)
    if message.chat.type != "private" or not user:
        return None
    started = _START.fullmatch(message.text) if isinstance(message.text, str) else None
    return Wrote(user, started[1] if started else "")


def _pressed(query: Any) -> Pressed | None:
    if not query or not query.message:
        return None
    user, chat = whole(query.from_user.id), whole(query.message.chat.id)
    press, data = query.id, query.data
    if not (user and chat and isinstance(press, str) and isinstance(data, str)):
        return None
    return Pressed(press[:_LONGEST], user, chat, data[:_LONGEST])


def _appointed(changed: Any) -> Appointed | None:
    chat, member = changed.chat, changed.new_chat_member
    id = whole(chat.id)
    if chat.type != "channel" or not id:
        return None
    administrator = member.status == "administrator"
    can_post = administrator and getattr(member, "can_post_messages", None) is True
    return Appointed(id, _text(chat.title), _text(chat.username), administrator, can_post)


def _text(value: object) -> str:
    return value[:_LONGEST_TITLE] if isinstance(value, str) else ""
