# SPDX-License-Identifier: EUPL-1.2
"""Checks the buttons below a message, and who may press them: each refusal in Telegram's words."""

from __future__ import annotations

from typing import Any

from comunecast_gui.sandbox.telegram.calls import MethodCall, Refused

_ACTIONS = frozenset({
    "url", "callback_data", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay",
})  # fmt: skip
_KEYS = _ACTIONS | {"text", "icon_custom_emoji_id", "style"}
"""Keys of InlineKeyboardButton (Telegram: Bot API 10.1)."""
_OTHER_KINDS = ("keyboard", "remove_keyboard", "force_reply")
DATA_BYTES = 64
"""Longest ``callback_data`` (Bot API InlineKeyboardButton: 1-64 bytes)."""
ANSWER_CHARACTERS = 200
"""Longest text of an answer to a press (Bot API answerCallbackQuery: 0-200 characters)."""


def markup_of(call: MethodCall, *, inline_only: bool) -> dict[str, Any]:
    """The reply markup of a call, empty where there is none; ``inline_only``: a channel, or an edit.

    Raises:
        Refused: for one that Telegram does not take.
    """
    markup = call.structure("reply_markup")
    if not markup:
        return {}
    if "inline_keyboard" not in markup:
        if inline_only or not any(kind in markup for kind in _OTHER_KINDS):
            raise Refused(400, "inline keyboard expected" if inline_only else "object expected as reply markup")
        return markup
    rows = markup["inline_keyboard"]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise Refused(400, 'field "inline_keyboard" must be of type Array')
    for row in rows:
        for button in row:
            _check(call, button)
    kept = [row for row in rows if row]
    return {"inline_keyboard": kept} if kept else {}


def _check(call: MethodCall, button: Any) -> None:
    """Refuses a button without a text, or without exactly one thing that it does."""
    if not isinstance(button, dict):
        raise Refused(400, "can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    text = button.get("text")
    if not isinstance(text, str):
        why = 'Can\'t find field "text"' if text is None else 'Field "text" must be of type String'
        raise Refused(400, f"can't parse inline keyboard button: {why}")
    if not text.strip():
        raise Refused(400, "inline keyboard button text must be non-empty")
    actions = [name for name in _ACTIONS if button.get(name) not in (None, "")]
    if not actions:
        raise Refused(400, "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    data = button.get("callback_data")
    if data is not None and (not isinstance(data, str) or len(data.encode()) > DATA_BYTES):
        raise Refused(400, "BUTTON_DATA_INVALID")
    url = button.get("url")
    if url is not None and not str(url).startswith(("http://", "https://", "tg://")):
        raise Refused(400, f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    call.notes.extend(f"the unknown key {key} of a button is ignored" for key in sorted(button.keys() - _KEYS))
