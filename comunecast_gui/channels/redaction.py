# SPDX-License-Identifier: EUPL-1.2
"""Removes tokens and telephone numbers from a service's words before they are shown or stored."""

from __future__ import annotations

import re

from comunecast_gui.channels.answer_reader import NOT_IN_TEXT
from comunecast_gui.core.errors import LONGEST_DETAIL

_BOT_TOKEN = re.compile(r"\b\d+(?::|%3A)[\w-]{20,}", re.IGNORECASE)
_ACCESS_TOKEN = re.compile(r"\bEA[A-Za-z0-9]{30,}")
_LONG_NUMBER = re.compile(r"\+?\d(?:[ .-]?\d){7,}")
_READ = 2000
"""Characters that are looked at: nobody says so much, and a whole page must not be searched."""


def harmless(text: str, secret: str = "") -> str:
    """``text`` without ``secret``, access tokens and numbers of eight digits or more, at most 300 characters.

    What no database takes (NUL, half a pair of surrogates) goes too.
    """
    if secret:
        text = text.replace(secret, "…")
    text = " ".join(NOT_IN_TEXT.sub("\ufffd", text).split())
    if len(text) > _READ:  # a word that is cut could be the beginning of a token
        text = text[:_READ].rpartition(" ")[0]
    for pattern in (_BOT_TOKEN, _ACCESS_TOKEN, _LONG_NUMBER):
        text = pattern.sub("…", text)
    return text if len(text) <= LONGEST_DETAIL else text[: LONGEST_DETAIL - 1] + "…"
