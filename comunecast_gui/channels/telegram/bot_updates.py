# SPDX-License-Identifier: EUPL-1.2
"""Reads Telegram's updates of the bot: who wrote in private and who pressed a button; texts are dropped here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from comunecast_gui.channels.answer_reader import whole

MESSAGES = ("message",)
MESSAGES_AND_PRESSES = ("message", "callback_query")
"""Kinds of updates (Bot API getUpdates, ``allowed_updates``)."""
_START = re.compile(r"/start(?:@\w+)? ([A-Za-z0-9_-]{1,64})")
"""What arrives when somebody opens ``https://t.me/BOT?start=WORD`` (Telegram: Bot features, "Deep linking")."""
_LONGEST = 64
"""Characters of a button's data (Bot API InlineKeyboardButton: 1-64 bytes), and more than an id of a press has."""


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


BotUpdate = Wrote | Pressed


def read(updates: Sequence[Any], after: int) -> tuple[int, tuple[BotUpdate, ...]]:
    """The last update's id, and what people did, in order; updates without sense are left out.

    Raises AttributeError or TypeError for what is no list of the library's updates.
    """
    found: list[BotUpdate] = []
    last = after
    for update in updates:
        last = max(last, whole(update.update_id) or after)
        one = _wrote(update.message) if update.message else _pressed(update.callback_query)
        if one is not None:
            found.append(one)
    return last, tuple(found)


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
