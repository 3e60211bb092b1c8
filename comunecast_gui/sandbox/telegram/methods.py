# SPDX-License-Identifier: EUPL-1.2
"""The Bot API's methods on a channel: what each accepts, refuses, and leaves on the readers' screens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from comunecast_gui.sandbox.state import SandboxState
from comunecast_gui.sandbox.telegram.calls import MethodCall, Refused
from comunecast_gui.sandbox.telegram.keyboards import ANSWER_CHARACTERS, markup_of
from comunecast_gui.sandbox.telegram.post_content import album, display_text, document_of, photo_of, replacement
from comunecast_gui.sandbox.telegram.rights import (
    chat_of,
    editable_post,
    member_chat,
    pinning_chat,
    require_membership,
    spend,
    writable_chat,
)
from comunecast_gui.sandbox.telegram_state import Chat, Post, bot_json, bot_member_json, chat_json, post_json

DELETE_LIMIT_SECONDS = 48 * 3600
ANSWER_SECONDS = 15
"""How long a press can be answered. Telegram does not say; bots see it refuse after about that long."""
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)


def get_me(state: SandboxState, _call: MethodCall) -> Any:
    """``getMe``."""
    return {
        **bot_json(state.telegram),
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def get_chat(state: SandboxState, call: MethodCall) -> Any:
    """``getChat``; a public channel answers also to a bot that is not a member."""
    chat = chat_of(state, call)
    if not chat.username:
        require_membership(chat)
    pinned = [post for post in chat.posts.values() if post.pinned]
    full = {
        **chat_json(chat),
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": {
            "unlimited_gifts": False,
            "limited_gifts": False,
            "unique_gifts": False,
            "premium_subscription": False,
            "gifts_from_channels": False,
        },
    }
    if chat.username:
        full["active_usernames"] = [chat.username]
    if pinned:
        full["pinned_message"] = post_json(state.telegram, chat, pinned[-1])
    return full


def get_chat_member(state: SandboxState, call: MethodCall) -> Any:
    """``getChatMember``, for the bot itself."""
    chat = chat_of(state, call)
    if call.integer("user_id") != state.telegram.bot_id:
        raise Refused(400, "member not found")
    return bot_member_json(state.telegram, chat)


def get_chat_member_count(state: SandboxState, call: MethodCall) -> Any:
    """``getChatMemberCount``."""
    return chat_of(state, call).members


def send_message(state: SandboxState, call: MethodCall) -> Any:
    """``sendMessage``."""
    chat = writable_chat(state, call)
    if not call.values.get("text"):
        raise Refused(400, "message text is empty")
    shown = display_text(call, "text", 4096)
    if not shown.text:
        raise Refused(400, "text must be non-empty")
    spend(state, chat, 1)
    preview = call.structure("link_preview_options")
    return _publish(state, call, chat, "text", shown.text, shown.entities, link_preview=preview)


def send_photo(state: SandboxState, call: MethodCall) -> Any:
    """``sendPhoto``."""
    chat = writable_chat(state, call)
    photo = photo_of(state.telegram, call, call.values.get("photo", ""))
    shown = display_text(call, "caption", 1024)
    spend(state, chat, 1)
    return _publish(state, call, chat, "photo", shown.text, shown.entities, file=photo)


def send_document(state: SandboxState, call: MethodCall) -> Any:
    """``sendDocument``."""
    chat = writable_chat(state, call)
    document = document_of(state.telegram, call, call.values.get("document", ""))
    shown = display_text(call, "caption", 1024)
    spend(state, chat, 1)
    return _publish(state, call, chat, "document", shown.text, shown.entities, file=document)


def send_media_group(state: SandboxState, call: MethodCall) -> Any:
    """``sendMediaGroup``: 2-10 photos, or 2-10 documents; each item counts for the rate."""
    chat = writable_chat(state, call)
    items = album(state.telegram, call)
    spend(state, chat, len(items))
    state.telegram.album += 1
    name = str(13_000_000_000 + state.telegram.album)
    return [
        _publish(state, call, chat, item.kind, item.shown.text, item.shown.entities, file=item.file, album=name)
        for item in items
    ]


def edit_message_text(state: SandboxState, call: MethodCall) -> Any:
    """``editMessageText``; a bot's own posts may be edited at any time."""
    chat, post = editable_post(state, call)
    if post.kind != "text":
        raise Refused(400, "there is no text in the message to edit")
    if not call.values.get("text"):
        raise Refused(400, "message text is empty")
    shown = display_text(call, "text", 4096)
    if not shown.text:
        raise Refused(400, "text must be non-empty")
    preview = call.structure("link_preview_options")
    return _edit(state, call, chat, post, shown.text, shown.entities, preview)


def edit_message_caption(state: SandboxState, call: MethodCall) -> Any:
    """``editMessageCaption``."""
    chat, post = editable_post(state, call)
    if post.kind not in {"photo", "document"}:
        raise Refused(400, "there is no caption in the message to edit")
    shown = display_text(call, "caption", 1024)
    return _edit(state, call, chat, post, shown.text, shown.entities, post.link_preview)


def edit_message_media(state: SandboxState, call: MethodCall) -> Any:
    """``editMessageMedia``: a picture or document with its caption, in the place of another one or of a text."""
    chat, post = editable_post(state, call)
    item = replacement(state.telegram, call)
    if post.kind not in {"text", "photo", "document"} or (post.album and item.kind != post.kind):
        raise Refused(400, "message can't be edited")
    markup = markup_of(call, inline_only=True)
    now = item.kind, item.file, item.shown.text, item.shown.entities, markup
    if (post.kind, post.file, post.text, post.entities, post.reply_markup) == now:
        raise Refused(400, _NOT_MODIFIED, complaint=False)
    spend(state, chat, 1)
    post.kind, post.file, post.text, post.entities, post.reply_markup = now
    post.edited_at = state.clock.now()
    return post_json(state.telegram, chat, post)


def edit_message_reply_markup(state: SandboxState, call: MethodCall) -> Any:
    """``editMessageReplyMarkup``: other buttons, or none, below a message of the bot's own."""
    chat, post = editable_post(state, call)
    return _edit(state, call, chat, post, post.text, post.entities, post.link_preview)


def answer_callback_query(state: SandboxState, call: MethodCall) -> Any:
    """``answerCallbackQuery``: once for each press, and within a quarter of a minute of it."""
    query = call.values.get("callback_query_id", "")
    pressed = state.telegram.presses.get(query)
    if pressed is None or pressed.answered or state.clock.now() - pressed.at > ANSWER_SECONDS:
        raise Refused(400, "query is too old and response timeout expired or query ID is invalid", complaint=False)
    text = call.values.get("text", "")
    if len(text) > ANSWER_CHARACTERS:
        raise Refused(400, "MESSAGE_TOO_LONG")
    pressed.answered, pressed.text, pressed.alert = True, text, call.flag("show_alert")
    return True


def delete_message(state: SandboxState, call: MethodCall) -> Any:
    """``deleteMessage``: only while the post is younger than 48 hours."""
    chat = member_chat(state, call)
    post = chat.posts.get(call.integer("message_id"))
    if post is None:
        raise Refused(400, "message to delete not found")
    allowed = chat.rights.get("can_post_messages") or chat.rights.get("can_delete_messages")
    if state.clock.now() - post.date >= DELETE_LIMIT_SECONDS or (chat.type == "channel" and not allowed):
        raise Refused(400, "message can't be deleted")
    del chat.posts[post.message_id]
    return True


def pin_chat_message(state: SandboxState, call: MethodCall) -> Any:
    """``pinChatMessage``; in a channel it needs ``can_edit_messages`` and leaves a service message."""
    chat = pinning_chat(state, call)
    post = chat.posts.get(call.integer("message_id"))
    if post is None:
        raise Refused(400, "message to pin not found")
    if not post.pinned:
        post.pinned = True
        note = Post(chat.next_id(), chat.chat_id, "pinned", state.clock.now(), silent=True, pins=post.message_id)
        chat.posts[note.message_id] = note
    return True


def unpin_chat_message(state: SandboxState, call: MethodCall) -> Any:
    """``unpinChatMessage``: the named post, or the one pinned last."""
    chat = pinning_chat(state, call)
    pinned = [post for post in chat.posts.values() if post.pinned]
    if call.values.get("message_id"):
        wanted = call.integer("message_id")
        pinned = [post for post in pinned if post.message_id == wanted]
    if not pinned:
        raise Refused(400, "message to unpin not found")
    pinned[-1].pinned = False
    return True


def delete_webhook(state: SandboxState, call: MethodCall) -> Any:
    """``deleteWebhook``."""
    state.telegram.webhook_active = False
    if call.flag("drop_pending_updates"):
        state.telegram.updates.clear()
    return True


METHODS: dict[str, Callable[[SandboxState, MethodCall], Any]] = {
    "getme": get_me,
    "getchat": get_chat,
    "getchatmember": get_chat_member,
    "getchatmembercount": get_chat_member_count,
    "sendmessage": send_message,
    "sendphoto": send_photo,
    "senddocument": send_document,
    "sendmediagroup": send_media_group,
    "editmessagetext": edit_message_text,
    "editmessagecaption": edit_message_caption,
    "editmessagemedia": edit_message_media,
    "editmessagereplymarkup": edit_message_reply_markup,
    "answercallbackquery": answer_callback_query,
    "deletemessage": delete_message,
    "pinchatmessage": pin_chat_message,
    "unpinchatmessage": unpin_chat_message,
    "deletewebhook": delete_webhook,
}


def _publish(
    state: SandboxState,
    call: MethodCall,
    chat: Chat,
    kind: str,
    text: str,
    entities: list[dict[str, Any]],
    **extra: Any,
) -> dict[str, Any]:
    reply_to = _replied(call, chat)
    post = Post(
        chat.next_id(),
        chat.chat_id,
        kind,
        state.clock.now(),
        text,
        entities,
        reply_to=reply_to,
        silent=call.flag("disable_notification"),
        protected=call.flag("protect_content"),
        reply_markup=markup_of(call, inline_only=chat.type == "channel"),
        **extra,
    )
    chat.posts[post.message_id] = post
    return post_json(state.telegram, chat, post)


_REPLY = frozenset({
    "message_id", "chat_id", "allow_sending_without_reply", "quote", "quote_parse_mode", "quote_entities",
    "quote_position", "checklist_task_id", "poll_option_id",
})  # fmt: skip
"""Keys of ReplyParameters (Telegram: Bot API 10.1)."""


def _replied(call: MethodCall, chat: Chat) -> int:
    """The message that the new one replies to; 0 where it stands alone (Bot API ReplyParameters).

    Raises:
        Refused: for a message that is not there, unless the call allows to be sent without.
    """
    wanted = call.structure("reply_parameters")
    if not wanted:
        return 0
    call.notes.extend(f"the unknown key {key} of reply_parameters is ignored" for key in sorted(wanted.keys() - _REPLY))
    message = wanted.get("message_id")
    if isinstance(message, bool) or not isinstance(message, int):
        raise Refused(400, "can't parse reply parameters: message_id must be an Integer")
    elsewhere = "chat_id" in wanted and str(wanted["chat_id"]) not in {str(chat.chat_id), f"@{chat.username}"}
    if message in chat.posts and not elsewhere:
        return message
    if wanted.get("allow_sending_without_reply") is True and not elsewhere:
        return 0
    raise Refused(400, "message to be replied not found")


def _edit(
    state: SandboxState,
    call: MethodCall,
    chat: Chat,
    post: Post,
    text: str,
    entities: list[dict[str, Any]],
    preview: dict[str, Any],
) -> dict[str, Any]:
    markup = markup_of(call, inline_only=True)
    if (post.text, post.entities, post.reply_markup, post.link_preview) == (text, entities, markup, preview):
        raise Refused(400, _NOT_MODIFIED, complaint=False)
    spend(state, chat, 1)
    post.text, post.entities, post.reply_markup, post.link_preview = text, entities, markup, preview
    post.edited_at = state.clock.now()
    return post_json(state.telegram, chat, post)
