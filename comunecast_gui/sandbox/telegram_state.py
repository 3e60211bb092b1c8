# SPDX-License-Identifier: EUPL-1.2
"""What Telegram knows: channels, their posts, the people who wrote to the bot, and how fast each chat was used."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace
from typing import Any

from comunecast_gui.sandbox.clock import TokenBucket
from comunecast_gui.sandbox.config import SandboxConfig, TelegramChannel


@dataclass(slots=True)
class Post:
    """A message as the readers of a channel see it. ``kind``: text, photo, document or pinned (the service note).

    ``text`` is the text or caption as displayed; ``date`` and ``edited_at`` are seconds since the epoch.
    """

    message_id: int
    chat_id: int
    kind: str
    date: float
    text: str = ""
    entities: list[dict[str, Any]] = field(default_factory=list)
    file: dict[str, Any] = field(default_factory=dict)
    link_preview: dict[str, Any] = field(default_factory=dict)
    silent: bool = False
    protected: bool = False
    reply_markup: dict[str, Any] = field(default_factory=dict)
    album: str = ""
    edited_at: float = 0.0
    pinned: bool = False
    pins: int = 0
    reply_to: int = 0


@dataclass(slots=True)
class Chat:
    """A channel or a private chat with its posts and the measure of its use."""

    chat_id: int
    type: str
    title: str = ""
    username: str = ""
    members: int = 0
    bot_status: str = "administrator"
    rights: dict[str, bool] = field(default_factory=dict)
    posts: dict[int, Post] = field(default_factory=dict)
    last_id: int = 0
    forum: bool = False
    blocked_until: float = 0.0
    recent: deque[float] = field(default_factory=deque)
    bucket: TokenBucket = field(default_factory=lambda: TokenBucket(0, 1))

    def next_id(self) -> int:
        """The id of the next message of this chat."""
        self.last_id += 1
        return self.last_id

    def spend(self, now: float, amount: int, per_minute: int) -> float:
        """Count ``amount`` posts; return 0, or the seconds to wait where nothing was counted."""
        wait = self.blocked_until - now
        if wait > 0:
            return wait
        while self.recent and self.recent[0] <= now - 60:
            self.recent.popleft()
        if 0 < per_minute < len(self.recent) + amount and self.recent:
            return self.recent[min(len(self.recent), max(1, len(self.recent) + amount - per_minute)) - 1] + 60 - now
        wait = self.bucket.wait(now, amount)
        if wait <= 0:
            self.recent.extend([now] * amount)
        return max(0.0, wait)


@dataclass(slots=True)
class Press:
    """A button that somebody pressed, and what the bot answered; ``at`` in seconds since the epoch."""

    at: float
    answered: bool = False
    text: str = ""
    alert: bool = False


@dataclass(slots=True)
class TelegramState:
    """The bot's account and all chats that it knows."""

    token: str = field(repr=False)
    bot_id: int
    bot_username: str = "comunecast_training_bot"
    revoked: bool = False
    former_tokens: set[str] = field(default_factory=set, repr=False)
    """Those that another one took the place of: whoever still has one did nothing wrong."""
    webhook_active: bool = False
    chats: dict[int, Chat] = field(default_factory=dict)
    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    updates: list[dict[str, Any]] = field(default_factory=list)
    presses: dict[str, Press] = field(default_factory=dict)
    """By the id of the callback query."""
    allowed_updates: tuple[str, ...] = ()
    """The kinds of updates that were asked for last (Bot API getUpdates); empty: all."""
    dates: dict[int, float] = field(default_factory=dict)
    """When each update came, in seconds since the epoch."""
    last_update: int = 0
    poll: int = 0
    album: int = 0

    @classmethod
    def of(cls, config: SandboxConfig) -> TelegramState:
        """The state before the first request."""
        head = config.telegram_token.partition(":")[0]
        state = cls(token=config.telegram_token, bot_id=int(head) if head.isdigit() else 1)
        for channel in config.channels:
            state.chats[channel.chat_id] = channel_chat(channel, config)
        return state

    def push(self, kind: str, body: dict[str, Any], now: float) -> int:
        """Adds an update for who polls, unless they asked for other kinds only; returns its id."""
        self.last_update += 1
        if not self.allowed_updates or kind in self.allowed_updates:
            self.updates.append({"update_id": self.last_update, kind: body})
            self.dates[self.last_update] = now
        return self.last_update

    def find(self, chat_id: str) -> Chat | None:
        """The chat with this numeric id or ``@name``."""
        if chat_id.startswith("@"):
            name = chat_id[1:].lower()
            return next((chat for chat in self.chats.values() if chat.username.lower() == name), None)
        return self.chats.get(int(chat_id)) if chat_id.lstrip("-").isdigit() else None


def channel_chat(channel: TelegramChannel, config: SandboxConfig) -> Chat:
    """A configured channel as a chat without posts."""
    return Chat(
        chat_id=channel.chat_id,
        type=channel.type,
        forum=channel.forum,
        title=channel.title,
        username=channel.username,
        members=channel.members,
        bot_status=channel.bot_status,
        rights={
            "can_post_messages": channel.can_post_messages,
            "can_edit_messages": channel.can_edit_messages,
            "can_delete_messages": channel.can_delete_messages,
        },
        bucket=TokenBucket(config.telegram_per_second, config.telegram_burst),
    )


def chat_json(chat: Chat) -> dict[str, Any]:
    """The ``Chat`` object (Telegram: Bot API "Chat")."""
    if chat.type == "private":
        return {"id": chat.chat_id, "first_name": chat.title, "type": "private"}
    known = {"id": chat.chat_id, "title": chat.title, "username": chat.username, "type": chat.type}
    found: dict[str, Any] = {key: value for key, value in known.items() if value != ""}
    return {**found, "is_forum": True} if chat.forum else found


def post_json(state: TelegramState, chat: Chat, post: Post) -> dict[str, Any]:
    """The ``Message`` object (Telegram: Bot API "Message"); channel posts carry ``sender_chat`` and no ``from``."""
    message: dict[str, Any] = {"message_id": post.message_id, "chat": chat_json(chat), "date": int(post.date)}
    if chat.type == "channel":
        message["sender_chat"] = chat_json(chat)
    else:
        message["from"] = bot_json(state)
    prefix = "" if post.kind == "text" else "caption_"
    if post.text:
        message["text" if post.kind == "text" else "caption"] = post.text
    if post.entities:
        message[f"{prefix}entities"] = post.entities
    if post.kind == "photo":
        message["photo"] = [post.file]
    elif post.kind == "document":
        message["document"] = post.file
    elif post.kind == "pinned" and post.pins in chat.posts:
        message["pinned_message"] = post_json(state, chat, chat.posts[post.pins])
    if post.reply_to in chat.posts:
        shown = replace(chat.posts[post.reply_to], reply_to=0)  # Bot API Message: without a further reply_to_message
        message["reply_to_message"] = post_json(state, chat, shown)
    extras = {
        "link_preview_options": post.link_preview,
        "media_group_id": post.album,
        "reply_markup": post.reply_markup,
        "edit_date": int(post.edited_at),
        "has_protected_content": post.protected,
    }
    message.update({key: value for key, value in extras.items() if value})
    return message


def bot_json(state: TelegramState) -> dict[str, Any]:
    """The bot's ``User`` object."""
    return {"id": state.bot_id, "is_bot": True, "first_name": "ComuneCast", "username": state.bot_username}


def bot_member_json(state: TelegramState, chat: Chat) -> dict[str, Any]:
    """The ``ChatMember`` object of the bot itself in a chat."""
    user = bot_json(state)
    if chat.bot_status != "administrator":
        member: dict[str, Any] = {"status": chat.bot_status, "user": user}
        return {**member, "until_date": 0} if chat.bot_status == "kicked" else member
    names = (
        "is_anonymous can_be_edited can_manage_video_chats can_restrict_members can_promote_members can_change_info "
        "can_invite_users can_post_stories can_edit_stories can_delete_stories can_manage_direct_messages"
    )
    return {
        "status": "administrator",
        "user": user,
        **dict.fromkeys(names.split(), False),
        "can_manage_chat": True,
        **chat.rights,
    }
