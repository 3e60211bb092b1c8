# SPDX-License-Identifier: EUPL-1.2
"""What the bot may do in a chat, and how fast: each refusal in Telegram's words."""

from __future__ import annotations

from comunecast_gui.sandbox.state import SandboxState
from comunecast_gui.sandbox.telegram.calls import MethodCall, Refused
from comunecast_gui.sandbox.telegram.keyboards import markup_of
from comunecast_gui.sandbox.telegram_state import Chat, Post


def chat_of(state: SandboxState, call: MethodCall) -> Chat:
    """The chat that a call names.

    Raises:
        Refused: where there is none.
    """
    name = str(call.values.get("chat_id", ""))
    if not name:
        raise Refused(400, "chat_id is empty")
    chat = state.telegram.find(name)
    if chat is None:
        raise Refused(400, "chat not found")
    return chat


def require_membership(chat: Chat) -> None:
    """Refuse a bot that is not in the chat, or was put out of it.

    Raises:
        Refused: 403.
    """
    if chat.bot_status == "kicked":
        raise Refused(403, "bot was kicked from the channel chat")
    if chat.bot_status == "left":
        raise Refused(403, "bot is not a member of the channel chat")
    if chat.bot_status == "blocked":
        raise Refused(403, "bot was blocked by the user", complaint=False)


def member_chat(state: SandboxState, call: MethodCall) -> Chat:
    """The chat of a call, where the bot is in it.

    Raises:
        Refused: 400 or 403.
    """
    chat = chat_of(state, call)
    require_membership(chat)
    return chat


def writable_chat(state: SandboxState, call: MethodCall) -> Chat:
    """The chat of a call, where the bot may post.

    Raises:
        Refused: 400 or 403.
    """
    chat = member_chat(state, call)
    if chat.type == "channel" and (chat.bot_status != "administrator" or not chat.rights.get("can_post_messages")):
        raise Refused(400, "need administrator rights in the channel chat")
    markup_of(call, inline_only=chat.type == "channel")
    return chat


def pinning_chat(state: SandboxState, call: MethodCall) -> Chat:
    """The chat of a call, where the bot may pin: in a channel that takes ``can_edit_messages``.

    Raises:
        Refused: 400 or 403.
    """
    chat = member_chat(state, call)
    if chat.type == "channel" and not (chat.bot_status == "administrator" and chat.rights.get("can_edit_messages")):
        raise Refused(400, "not enough rights to manage pinned messages in the chat")
    return chat


def editable_post(state: SandboxState, call: MethodCall) -> tuple[Chat, Post]:
    """The chat and post of a call, where the bot may edit it.

    Raises:
        Refused: 400 or 403.
    """
    chat = member_chat(state, call)
    post = chat.posts.get(call.integer("message_id"))
    if post is None:
        raise Refused(400, "message to edit not found")
    if post.kind == "pinned" or (chat.type == "channel" and not chat.rights.get("can_post_messages")):
        raise Refused(400, "message can't be edited")
    return chat, post


def spend(state: SandboxState, chat: Chat, amount: int) -> None:
    """Count ``amount`` posts against the rate of the chat.

    Raises:
        Refused: 429 with the seconds to wait.
    """
    per_minute = state.config.telegram_per_minute if chat.type == "channel" else 0
    wait = chat.spend(state.clock.now(), amount, per_minute)
    if wait > 0:
        raise Refused.flood(wait)
