# SPDX-License-Identifier: EUPL-1.2
"""What a service said is shown to a person and stored: here it loses tokens and phone numbers first."""

from __future__ import annotations

import re

_BOT_TOKEN = re.compile(r"\b\d+(?::|%3A)[\w-]{20,}", re.IGNORECASE)
_ACCESS_TOKEN = re.compile(r"\bEA[A-Za-z0-9]{30,}")
_LONG_NUMBER = re.compile(r"\+?\d(?:[ .-]?\d){7,}")
_LIMIT = 300


def harmless(text: str, secret: str = "") -> str:
    """``text`` without ``secret``, access tokens and numbers of eight digits or more, at most 300 characters."""
    if secret:
        text = text.replace(secret, "…")
    for pattern in (_BOT_TOKEN, _ACCESS_TOKEN, _LONG_NUMBER):
        text = pattern.sub("…", text)
    text = " ".join(text.split())
    return text if len(text) <= _LIMIT else text[: _LIMIT - 1] + "…"
