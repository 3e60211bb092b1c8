# SPDX-License-Identifier: EUPL-1.2
"""Says a typed value in Italian words, one rule per kind of field, the same for every channel."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from comunecast_gui.core import periods
from comunecast_gui.core.model import Office, Street
from comunecast_gui.core.notice.categories import LEVEL, Category, FieldType
from comunecast_gui.core.notice.field_readers import LEVELS

_NO_LEVEL = "⚪"


def sayer(
    category: Category, values: Mapping[str, Any], office: Office, day: date, *, one_line: bool = False, gap: str = ""
) -> Callable[[str, str], str]:
    """A function that says (field, form) with the values given; ``day`` is the office's local day of sending.

    ``one_line`` puts lists and paragraphs on a single line, as a WhatsApp variable needs. Where a ``gap`` is to be
    seen, an alert without a level has a sign of its own.
    """
    types = {one.id: one.type for one in category.fields}
    level = str(values.get(LEVEL, ""))
    built_in = {
        "ente": office.name,
        "data_invio": periods.full_date(day),
        "emoji_livello": LEVELS.get(level, _NO_LEVEL if gap else ""),
    }

    def say(name: str, form: str) -> str:
        if name in built_in:
            return built_in[name]
        if name not in values:
            return ""
        text = said(types[name], values[name], form, day.year)
        return on_one_line(text) if one_line else text

    return say


def said(type: FieldType, value: Any, form: str, year: int) -> str:
    """One value in words; final full stops are left to the template, except in lists."""
    if type is FieldType.ZONE:
        return in_place(value) if form == "loc" else periods.listed(value)
    if type is FieldType.DATETIME:
        return _moment(value, form, year)
    if type is FieldType.DATE:
        return periods.day(value, year)
    if type is FieldType.DATES:
        return periods.days(value, year)
    if type is FieldType.TIME:
        return periods.hour(value)
    if type is FieldType.PERIOD:
        return periods.period(value, year)
    if type is FieldType.STREETS:
        return streets(value)
    if type is FieldType.LIST:
        return "\n".join(f"- {item}" for item in value)
    if type is FieldType.CHOICES:
        return periods.listed(value)
    if type is FieldType.AMOUNT:
        return amount(value)
    if type is FieldType.YES_NO:
        return "sì"
    return str(value).removesuffix(".") if type is not FieldType.NUMBER else str(value)


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
    detail = ", ".join(filter(None, [of.stretch, of.numbers]))
    return f"{of.name} ({detail})" if detail else of.name


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


def _moment(value: datetime, form: str, year: int) -> str:
    return periods.since(value, year) if form == "dalle" else periods.moment(value, year)


def _preposition(name: str) -> str:
    first = name.split(" ", 1)[0].casefold()
    if first in ("tutto", "tutta", "località", "frazione"):
        return "in"
    return "nella" if first == "zona" else "a"
