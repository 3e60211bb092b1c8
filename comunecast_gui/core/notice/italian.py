# SPDX-License-Identifier: EUPL-1.2
"""Writes typed values in Italian, the same for every channel."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal

from comunecast_gui.core import periods
from comunecast_gui.core.model import Street

_HOUSE = r"\d{1,4}(?:[ /]?(?:bis|ter|quater|[a-z]))?"
_ONE_NUMBER = re.compile(_HOUSE, re.IGNORECASE)
_FROM_TO = re.compile(rf"({_HOUSE})\s*[-\u2013]\s*({_HOUSE})", re.IGNORECASE)


def moment(value: datetime, form: str, year: int) -> str:
    """A day with its hour; ``dalle`` says since when."""
    return periods.since(value, year) if form == "dalle" else periods.moment(value, year)


def zones(names: tuple[str, ...], form: str) -> str:
    """Places joined; ``loc`` says them with their prepositions."""
    return in_place(names) if form == "loc" else periods.listed(names)


def items(value: tuple[str, ...]) -> str:
    """One line each, as a list."""
    return "\n".join(f"- {item}" for item in value)


def in_place(names: tuple[str, ...]) -> str:
    """``a Calcinaia e Fornacette``, ``in tutto il territorio comunale``, ``nella zona industriale Moretti``."""
    parts: list[str] = []
    previous = ""
    for name in names:
        preposition = _preposition(name)
        parts.append(name if preposition == previous == "a" else f"{preposition} {name}")
        previous = preposition
    return periods.listed(parts)


def streets(value: tuple[Street, ...]) -> str:
    """Streets joined by commas; by semicolons as soon as one has a stretch or house numbers."""
    detailed = any(street.stretch or street.numbers for street in value)
    return ("; " if detailed else ", ").join(map(street, value))


def street(of: Street) -> str:
    """``via Tosco Romagnola (da via Casarosa al confine con Cascina)``."""
    detail = ", ".join(filter(None, [of.stretch, _house_numbers(of.numbers)]))
    return f"{of.name} ({detail})" if detail else of.name


def _house_numbers(text: str) -> str:
    """``numeri da 1 a 15`` for a bare ``1-15``, which might be hours or a date; what has words of its own stays."""
    if between := _FROM_TO.fullmatch(text):
        return f"numeri da {between[1]} a {between[2]}"
    if not text[:1].isdecimal():
        return text
    return f"{'numero' if _ONE_NUMBER.fullmatch(text) else 'numeri'} {text}"


def amount(value: Decimal) -> str:
    """``1.200.000`` or ``12,50``: Italian separators, no currency."""
    whole = value == value.to_integral_value()
    text = f"{value:,.0f}" if whole else f"{value:,.2f}"
    return text.translate(str.maketrans(",.", ".,"))


def on_one_line(text: str) -> str:
    """List items and paragraphs one after the other; a semicolon where a line ends without punctuation."""
    lines = [stripped for line in text.splitlines() if (stripped := line.removeprefix("- ").strip())]
    parts = [line if line[-1] in ".!?:;,…" or line is lines[-1] else f"{line};" for line in lines]
    return " ".join(parts)


def _preposition(name: str) -> str:
    first = name.split(" ", 1)[0].casefold()
    if first in ("tutto", "tutta", "località", "frazione"):
        return "in"
    return "nella" if first == "zona" else "a"
