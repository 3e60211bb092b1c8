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
    # The third bound takes too long for a whole text: where two texts begin alike and have the same letters, they are.
    return _alike(mine[:_COMPARED], theirs[:_COMPARED])


def _alike(mine: str, theirs: str) -> bool:
    """Whether both have the share ``SAME_TEXT`` of their characters in common, in the same order.

    Follows E. W. Myers, "An O(ND) Difference Algorithm" (1986), and stops at the first difference too many: the time is
    bounded whatever the texts hold, unlike that of :meth:`difflib.SequenceMatcher.ratio`, which can take its cube.
    """
    most = int((1 - SAME_TEXT) * (len(mine) + len(theirs)) + 1e-9)
    furthest: dict[
        int, int
    ] = {}  # by diagonal, how far into ``mine`` one gets with as many differences as were tried so far
    for differences in range(most + 1):
        for diagonal in range(-differences, differences + 1, 2):
            place = max(furthest.get(diagonal + 1, 0), furthest.get(diagonal - 1, -1) + 1)
            while place < len(mine) and place - diagonal < len(theirs) and mine[place] == theirs[place - diagonal]:
                place += 1
            furthest[diagonal] = place
            if place >= len(mine) and place - diagonal >= len(theirs):
                return True
    return False


def unsigned(text: str) -> str:
    """A text without its last paragraph, the signature, which holds the day; a text of one paragraph as it is."""
    body, _, last = text.rpartition("\n\n")
    return body or last


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text.casefold()).strip()
