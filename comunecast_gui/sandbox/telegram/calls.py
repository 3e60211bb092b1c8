# SPDX-License-Identifier: EUPL-1.2
"""One call of the Bot API in a single shape, however it came: query, form, JSON or multipart."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from typing import Any, TypeVar

from aiohttp import web

T = TypeVar("T")
_PREFIXES = {400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 409: "Conflict"}
_SEND = (
    "business_connection_id chat_id message_thread_id direct_messages_topic_id disable_notification protect_content "
    "allow_paid_broadcast message_effect_id reply_parameters"
)
_ONE = f"{_SEND} suggested_post_parameters reply_markup"
_EDIT = "business_connection_id chat_id message_id inline_message_id parse_mode reply_markup"
PARAMETERS: dict[str, frozenset[str]] = {
    name: frozenset(words.split())
    for name, words in {
        "getMe": "",
        "getChat": "chat_id",
        "getChatMember": "chat_id user_id",
        "getChatMemberCount": "chat_id",
        "sendMessage": f"{_ONE} text parse_mode entities link_preview_options",
        "sendPhoto": f"{_ONE} photo caption parse_mode caption_entities show_caption_above_media has_spoiler",
        "sendDocument": f"{_ONE} document thumbnail caption parse_mode caption_entities disable_content_type_detection",
        "sendMediaGroup": f"{_SEND} media",
        "editMessageText": f"{_EDIT} text entities link_preview_options rich_message",
        "editMessageCaption": f"{_EDIT} caption caption_entities show_caption_above_media",
        "editMessageMedia": "business_connection_id chat_id message_id inline_message_id media reply_markup",
        "editMessageReplyMarkup": "business_connection_id chat_id message_id inline_message_id reply_markup",
        "answerCallbackQuery": "callback_query_id text show_alert url cache_time",
        "deleteMessage": "chat_id message_id",
        "pinChatMessage": "business_connection_id chat_id message_id disable_notification",
        "unpinChatMessage": "business_connection_id chat_id message_id",
        "getUpdates": "offset limit timeout allowed_updates",
        "deleteWebhook": "drop_pending_updates",
    }.items()
}
"""Method -> parameters (Telegram: Bot API 10.1)."""
PROPER_NAMES = {name.lower(): name for name in PARAMETERS}


class Refused(Exception):
    """The service refuses. ``description`` is without the prefix that its code gives it."""

    def __init__(self, code: int, description: str = "", *, retry_after: int = 0, complaint: bool = True) -> None:
        prefix = _PREFIXES.get(code, "")
        self.code = code
        self.description = f"{prefix}: {description}" if prefix and description else description or prefix
        self.retry_after = retry_after
        self.complaint = complaint
        super().__init__(self.description)

    @classmethod
    def flood(cls, wait: float, *, complaint: bool = True) -> Refused:
        """Too many requests: wait ``wait`` seconds, rounded up."""
        seconds = max(1, math.ceil(wait))
        text = f"Too Many Requests: retry after {seconds}"
        return cls(429, text, retry_after=seconds, complaint=complaint)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with the call."""

    filename: str
    mime: str
    data: bytes = field(repr=False)


@dataclass(slots=True)
class MethodCall:
    """A method's proper name, its parameters as text, the files, and notes on what is silently spoiled."""

    name: str
    values: dict[str, str]
    files: dict[str, Upload] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def integer(self, key: str) -> int:
        """A parameter as a number; 0 where it is missing or none."""
        try:
            return int(self.values.get(key, "") or 0)
        except ValueError:
            return 0

    def flag(self, key: str) -> bool:
        """A parameter as a boolean."""
        return self.values.get(key, "").lower() in {"true", "yes", "1"}

    def structure(self, key: str) -> dict[str, Any]:
        """A parameter that holds a JSON object, empty where it is missing.

        Raises:
            Refused: where it is something else.
        """
        found = self._parsed(key)
        if found is not None and not isinstance(found, dict):
            raise Refused(400, f"can't parse {key.replace('_', ' ')} JSON object")
        return found or {}

    def names(self, key: str) -> list[str]:
        """A parameter that holds a JSON array of texts, empty where it is missing.

        Raises:
            Refused: where it is something else.
        """
        return self._list_of(str, key)

    def objects(self, key: str) -> list[dict[str, Any]]:
        """A parameter that holds a JSON array of objects, empty where it is missing.

        Raises:
            Refused: where it is something else.
        """
        return self._list_of(dict, key)

    def _list_of(self, kind: type[T], key: str) -> list[T]:
        found = self._parsed(key)
        if found is None:
            return []
        if not isinstance(found, list) or not all(isinstance(item, kind) for item in found):
            raise Refused(400, f"can't parse {key.replace('_', ' ')} JSON object")
        return found

    def _parsed(self, key: str) -> Any:
        raw = self.values.get(key)
        if not raw:
            return None
        try:
            return json.loads(raw)
        except ValueError:
            raise Refused(400, f"can't parse {key.replace('_', ' ')} JSON object") from None


async def read_call(request: web.Request, name: str) -> MethodCall:
    """Read the parameters of a request.

    Raises:
        Refused: where a JSON body is no object.
    """
    values: dict[str, str] = dict(request.query)
    files: dict[str, Upload] = {}
    if request.content_type == "application/json" and request.can_read_body:
        try:
            body = json.loads(await request.read() or b"{}")
        except ValueError:
            body = None
        if not isinstance(body, dict):
            raise Refused(400, "can't parse JSON object")
        values.update({key: _text(value) for key, value in body.items() if value is not None})
    elif request.can_read_body:
        for key, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                data = value.file.read()
                files[key] = Upload(value.filename, value.content_type, data)
            else:
                values[key] = value if isinstance(value, str) else bytes(value).decode()
    call = MethodCall(PROPER_NAMES.get(name.lower(), name), values, files)
    known = PARAMETERS.get(call.name, frozenset())
    for key in sorted(values.keys() - known):
        call.notes.append(f"the unknown parameter {key} is ignored")
    return call


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
