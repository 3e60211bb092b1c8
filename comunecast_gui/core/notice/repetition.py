# SPDX-License-Identifier: EUPL-1.2
"""Whether a notice says again what another one said, judged in the same way by the checks and by the queue."""

from __future__ import annotations

import re
from datetime import timedelta
from difflib import SequenceMatcher

SAME_TEXT = 0.9
"""The share of characters in common from which two texts count as one."""
SAME_DAY = timedelta(hours=24)
"""How long a notice counts as just sent."""


def says_again(text: str, earlier: str) -> bool:
    """Whether two plain texts, without signature, are nearly the same but for case and punctuation."""
    matcher = SequenceMatcher(None, _plain(text), _plain(earlier), autojunk=False)
    # In the order of their cost, as difflib recommends: the first two are upper bounds of the third.
    return (
        matcher.real_quick_ratio() >= SAME_TEXT and matcher.quick_ratio() >= SAME_TEXT and matcher.ratio() >= SAME_TEXT
    )


def unsigned(text: str) -> str:
    """A text without its last paragraph, the signature, which holds the day; a text of one paragraph as it is."""
    body, _, last = text.rpartition("\n\n")
    return body or last


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text.casefold()).strip()
