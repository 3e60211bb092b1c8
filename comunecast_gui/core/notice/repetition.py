# SPDX-License-Identifier: EUPL-1.2
"""Judges whether a notice repeats another one; the checks and the queue use the same rule."""

from __future__ import annotations

import re
from datetime import timedelta
from difflib import SequenceMatcher

SAME_TEXT = 0.9
"""The share of characters in common from which two texts count as one."""
_COMPARED = 2000
"""Characters that are compared one by one: more than WhatsApp carries in a notice (Meta: 1,024)."""
SAME_DAY = timedelta(hours=24)
"""How long a notice counts as just sent."""


def says_again(text: str, earlier: str) -> bool:
    """Whether two plain texts, without signature, are nearly the same, case and punctuation aside."""
    mine, theirs = _plain(text), _plain(earlier)
    # In the order of their cost, as difflib recommends: the first two are upper bounds of the third.
    whole = SequenceMatcher(None, mine, theirs, autojunk=False)
    if whole.real_quick_ratio() < SAME_TEXT or whole.quick_ratio() < SAME_TEXT:
        return False
    # The third takes the square of the length: where two texts begin alike and have the same letters, they are.
    return SequenceMatcher(None, mine[:_COMPARED], theirs[:_COMPARED], autojunk=False).ratio() >= SAME_TEXT


def unsigned(text: str) -> str:
    """A text without its last paragraph, the signature, which holds the day; a text of one paragraph as it is."""
    body, _, last = text.rpartition("\n\n")
    return body or last


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text.casefold()).strip()
