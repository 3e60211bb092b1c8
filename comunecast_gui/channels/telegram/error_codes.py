# SPDX-License-Identifier: EUPL-1.2
"""Decides from an answer of the Bot API whether a post went out, did not go out, or may have gone out."""

from __future__ import annotations

import json
import re
from typing import Any

from comunecast_gui.channels import out_of_reach
from comunecast_gui.channels.answer_reader import object_at, read_object, wait_from, whole
from comunecast_gui.channels.redaction import harmless
from comunecast_gui.core.errors import LONGEST_WAIT, Misconfigured, OutcomeUnknown, Permanent, SendError, Transient

_MARGIN = 0.5
"""Seconds added to Telegram's own waiting time: asking too early prolongs it."""
_FLOOD_WAIT = 30.0
"""Seconds to wait after a 429 that does not say how long."""
_DOCUMENTED = frozenset({400, 401, 403, 404, 409})
"""Codes of refusals of which the library makes exceptions of their own."""
_NOT_SENT = frozenset({"ConnectError", "ConnectTimeout", "PoolTimeout", "ProxyError"})
"""httpx exceptions that are raised before the request leaves."""
_NO_ADDRESS = frozenset({"InvalidURL", "UnsupportedProtocol", "LocalProtocolError"})
"""Exceptions of a request that cannot even be written: a malformed token, address or proxy."""
_REFUSALS = (
    ("chat not found", "telegram_chat_not_found"),
    ("need administrator rights", "telegram_rights"),
    ("not enough rights", "telegram_rights"),
    ("have no rights", "telegram_rights"),
    ("chat_admin_required", "telegram_rights"),
    ("chat_write_forbidden", "telegram_rights"),
)
_SERVICE_PREFIX = re.compile(r"^(bad request|forbidden|conflict): ", re.IGNORECASE)


def judged(status: int, content: bytes) -> tuple[int, bytes]:
    """The answer as the library may see it: 200 and a success, or the documented code of a refusal and its text.

    ``error_code`` decides, the HTTP status only where there is none. Raises SendError for everything else: a flood is
    Transient, a fault of the service (5xx) or an answer without sense is OutcomeUnknown, a refusal by something in
    between is Misconfigured. Source: Bot API "Making requests", ResponseParameters.
    """
    data = read_object(content)
    if data is None:
        raise without_answer(status)
    if data.get("ok") is True and "result" in data and 200 <= status < 300:
        return 200, json.dumps({"ok": True, "result": data["result"]}).encode()
    if data.get("ok") is not False:
        raise without_answer(status)
    code = whole(data.get("error_code"))
    return _refused(status if code is None else code, data)


def _refused(code: int, data: dict[str, Any]) -> tuple[int, bytes]:
    parameters = object_at(data, "parameters")
    description = data.get("description")
    said = description if isinstance(description, str) else ""
    if code == 429:
        wait = wait_from(parameters.get("retry_after"))
        raise Transient("429", retry_after=_FLOOD_WAIT if wait is None else min(wait + _MARGIN, LONGEST_WAIT))
    if code == 413:
        raise Permanent("413", "Request Entity Too Large")
    if code not in _DOCUMENTED:
        if 400 <= code < 500 and code != 408:
            raise Permanent(str(code), harmless(said), suspect=True)
        raise OutcomeUnknown("server" if code >= 400 else "junk", harmless(said))
    refusal: dict[str, Any] = {"ok": False, "error_code": code, "description": said or f"HTTP {code}"}
    if whole(parameters.get("migrate_to_chat_id")):
        refusal["parameters"] = {"migrate_to_chat_id": parameters["migrate_to_chat_id"]}
    return code, json.dumps(refusal).encode()


def without_answer(status: int) -> SendError:
    """The error for an answer that is not Telegram's.

    A refusal with 4xx comes from a proxy or a portal in between; after everything else the outcome is unknown.
    """
    if status == 429:
        return Transient("429", retry_after=_FLOOD_WAIT)
    if status == 413:
        return Permanent("413", "Request Entity Too Large")
    if 400 <= status < 500 and status != 408:
        return Misconfigured("telegram_blocked", f"HTTP {status}")
    return OutcomeUnknown("junk" if status < 300 else "server", f"HTTP {status}")


def classify(error: Exception, *, reading: bool = False, token: str = "") -> SendError:
    """What ``error`` means for the post; ``token`` is removed from the words.

    ``reading``: the call changed nothing at Telegram, so that an unknown outcome may simply be asked again.
    Source: exceptions of python-telegram-bot 22 and httpx.
    """
    found = error if isinstance(error, SendError) else error.__cause__
    if not isinstance(found, SendError):
        found = _classify(error, token)
    found.detail = harmless(found.detail, token)
    if reading and isinstance(found, OutcomeUnknown):
        return Transient(found.code, found.detail)
    return found


def said(error: Exception, words: str) -> bool:
    """Whether Telegram's description contains ``words``; the library changes its case."""
    return words in str(error).lower()


def _classify(error: Exception, token: str) -> SendError:
    from telegram.error import (
        BadRequest,
        ChatMigrated,
        Conflict,
        Forbidden,
        InvalidToken,
        NetworkError,
        TelegramError,
        TimedOut,
    )

    words = harmless(_SERVICE_PREFIX.sub("", str(error)), token) if error.__cause__ is None else ""
    match error:
        case InvalidToken():
            return Misconfigured("telegram_token")
        case Forbidden():
            return Misconfigured("telegram_rights", words)
        case ChatMigrated():
            return Misconfigured("telegram_chat_not_found", words)
        case BadRequest():
            for sign, code in _REFUSALS:
                if said(error, sign):
                    return Misconfigured(code, words)
            return Permanent("400", words)
        case Conflict():
            return Permanent("409", words)
        case TimedOut() | NetworkError():
            return _network(error, words)
        case TelegramError():
            return OutcomeUnknown("junk")
        case _:
            return OutcomeUnknown("unexpected", type(error).__name__)


def _network(error: Exception, words: str) -> SendError:
    cause = type(error.__cause__).__name__
    if cause in _NOT_SENT:
        return Transient(out_of_reach.why(error), cause)
    if cause in _NO_ADDRESS:
        return Misconfigured("telegram_address")
    if cause in ("ReadTimeout", "WriteTimeout"):
        return OutcomeUnknown("timeout", cause)
    if error.__cause__ is None:
        return OutcomeUnknown("server", words)
    return OutcomeUnknown("connection", cause)
