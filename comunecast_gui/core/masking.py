# SPDX-License-Identifier: EUPL-1.2
"""Masks telephone numbers: the one place that decides what a masked number looks like."""

from __future__ import annotations

_NUMBER = 6
"""Digits from which on something may be a person's number."""


def mask(digits: str) -> str:
    """``393331234592`` -> ``+39 333 ••• ••92``; the empty string for an erased number.

    ``digits`` is a number in E.164 digits without ``+``. What identifies the person is hidden at any length.
    """
    if not digits:
        return ""
    country, rest = digits[:2], digits[2:]
    if len(rest) < 8:
        return f"+{country} •••"
    return f"+{country} {rest[:3]} ••• ••{rest[-2:]}"


def mask_within(text: str) -> str:
    """Masks a text that stands in a number's place: a point for each digit but the last two.

    Fewer than six digits are nobody's number and stay, so that a mistake can be found in its file.
    """
    digits = sum(map(str.isdigit, text))
    if digits < _NUMBER:
        return text
    hidden = digits - 2
    shown = []
    for sign in text:
        hidden -= sign.isdigit()
        shown.append("•" if sign.isdigit() and hidden >= 0 else sign)
    return "".join(shown)
