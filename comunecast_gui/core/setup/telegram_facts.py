# SPDX-License-Identifier: EUPL-1.2
"""What the set-up knows of the office's bot and of its channel; never the key."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_ODD = re.compile(r"[^a-z0-9]+")
_LONGEST = 32
"""Characters of a bot's user name (Telegram: Bot features, "Creating a new bot": 5-32)."""


@dataclass(frozen=True, slots=True)
class BotFacts:
    """``name`` is the bot's own, without @; ``chat`` is empty before the channel is known.

    ``standing``: a test post may still be in the channel. ``server`` is where the Bot API answers.
    """

    name: str
    has_key: bool
    chat: str
    tested: bool
    standing: bool
    server: str
    office: str


@dataclass(frozen=True, slots=True)
class ChannelFacts:
    """A channel of the bot's and its rights there."""

    chat: str
    title: str
    can_post: bool
    members: int = 0
    can_edit: bool = False
    can_delete: bool = False


@dataclass(frozen=True, slots=True)
class PostedTest:
    """The test post: where it stands, and its address."""

    chat: str
    link: str


def bot_user_name(office: str) -> str:
    """A user name to propose: ``comunedicalcinaia_bot``; it has to end in "bot" (Telegram: Bot features)."""
    plain = unicodedata.normalize("NFKD", office.casefold())
    letters = _ODD.sub("", "".join(sign for sign in plain if not unicodedata.combining(sign)))
    return f"{(letters or 'comune')[: _LONGEST - 4]}_bot"
