# SPDX-License-Identifier: EUPL-1.2
"""Decides from an exception of python-telegram-bot whether a post went out, did not, or may have."""

from __future__ import annotations

import re
from datetime import timedelta

from comunecast_gui.channels.redaction import harmless
from comunecast_gui.core.errors import Misconfigured, OutcomeUnknown, Permanent, SendError, Transient

_MARGIN = 0.5
"""Seconds added to Telegram's own waiting time: asking too early prolongs it."""
_FLOOD_WAIT = 30.0
"""Seconds to wait after a 429 that does not say how long."""
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


def classify(error: Exception, *, reading: bool = False, token: str = "") -> SendError:
    """What ``error`` means for the post; ``token`` is removed from the words.

    ``reading``: the call changed nothing at Telegram, so that an unknown outcome may simply be asked again.
    Source: Bot API "Making requests" and ResponseParameters; exceptions of python-telegram-bot 22 and httpx.
    """
    found = error if isinstance(error, SendError) else _classify(error, token)
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
        RetryAfter,
        TelegramError,
        TimedOut,
    )

    words = _words(error, token)
    match error:
        case RetryAfter():
            wait = error.retry_after
            seconds = wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
            return Transient("429", words, retry_after=seconds + _MARGIN)
        case InvalidToken():
            return Misconfigured("telegram_token")
        case Forbidden() if error.__cause__ is None:
            return Misconfigured("telegram_rights", words)
        case Forbidden():
            return Misconfigured("telegram_blocked")
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
        return Transient("connect", cause)
    if cause in _NO_ADDRESS:
        return Misconfigured("telegram_address")
    if said(error, "too many requests"):
        return Transient("429", words, retry_after=_FLOOD_WAIT)
    if said(error, "request entity too large"):
        return Permanent("413", "Request Entity Too Large")
    if cause in ("ReadTimeout", "WriteTimeout"):
        return OutcomeUnknown("timeout", cause)
    if cause in ("NoneType", "TelegramError"):
        return OutcomeUnknown("server", words)
    return OutcomeUnknown("connection", cause)


def _words(error: Exception, token: str) -> str:
    """Telegram's own sentence; empty where a body that is not Telegram's is quoted in its place."""
    if error.__cause__ is not None:
        return ""
    return harmless(_SERVICE_PREFIX.sub("", str(error)), token)
