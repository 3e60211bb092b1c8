# SPDX-License-Identifier: EUPL-1.2
"""Numbers are shown to nobody who did not ask: what a masked number looks like is decided here."""

from __future__ import annotations


def mask(digits: str) -> str:
    """``393331234592`` -> ``+39 333 ••• ••92``; the empty string for a number that is no longer there.

    ``digits`` is a number in E.164 digits without ``+``. What identifies the person is hidden at any length.
    """
    if not digits:
        return ""
    country, rest = digits[:2], digits[2:]
    if len(rest) < 8:
        return f"+{country} •••"
    return f"+{country} {rest[:3]} ••• ••{rest[-2:]}"
