# SPDX-License-Identifier: EUPL-1.2
"""Registers each type of field with its reader, its wording and its checks.

The window's side of a kind is its input widget, registered in ``ui/composer/editors/registry.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from comunecast_gui.core import periods
from comunecast_gui.core.model import Office
from comunecast_gui.core.notice import field_readers as read
from comunecast_gui.core.notice import italian
from comunecast_gui.core.notice.categories import LEVEL, Category, Field, FieldType

_NO_LEVEL = "⚪"


class Prose(StrEnum):
    """Whether the checks read a field's value as words that somebody wrote."""

    NONE = "none"
    NAMES = "names"
    """Names and addresses: searched for personal data and leftovers, not for style."""
    SENTENCES = "sentences"


def _plain(value: Any, _form: str, _year: int) -> str:
    """As it was written, without a final full stop: the template has its own."""
    return str(value).removesuffix(".")


def _whole(value: Any, _form: str, _year: int) -> str:
    return str(value)


@dataclass(frozen=True, slots=True)
class FieldKind:
    """One kind of field.

    ``read`` turns a raw value (as TOML, JSON or the form give it) into the typed one or raises
    :class:`~comunecast_gui.core.notice.field_readers.Unreadable`. ``say`` puts the typed value into words, in one of
    the forms that a template may ask for (empty: the usual one); the year is that of sending.
    """

    read: Callable[[Any, Field, Office], Any]
    say: Callable[[Any, str, int], str] = _plain
    prose: Prose = Prose.NONE


KINDS: Mapping[FieldType, FieldKind] = {
    FieldType.TEXT: FieldKind(read.read_text, prose=Prose.SENTENCES),
    FieldType.LONG_TEXT: FieldKind(read.read_text, prose=Prose.SENTENCES),
    FieldType.PLACE: FieldKind(read.read_text, prose=Prose.SENTENCES),
    FieldType.PHONE: FieldKind(read.read_text, prose=Prose.NAMES),
    FieldType.LINK: FieldKind(read.read_text, prose=Prose.NAMES),
    FieldType.IMAGE: FieldKind(read.read_text, prose=Prose.NAMES),
    FieldType.NOTICE_REF: FieldKind(read.read_text, prose=Prose.NAMES),
    FieldType.DATE: FieldKind(read.read_date, lambda value, _form, year: periods.day(value, year)),
    FieldType.DATES: FieldKind(read.read_dates, lambda value, _form, year: periods.days(value, year)),
    FieldType.TIME: FieldKind(read.read_time, lambda value, _form, _year: periods.hour(value)),
    FieldType.DATETIME: FieldKind(read.read_datetime, italian.moment),
    FieldType.PERIOD: FieldKind(read.read_period, lambda value, _form, year: periods.period(value, year)),
    FieldType.STREETS: FieldKind(
        read.read_streets, lambda value, _form, _year: italian.streets(value), prose=Prose.NAMES
    ),
    FieldType.LIST: FieldKind(read.read_list, lambda value, _form, _year: italian.items(value), prose=Prose.SENTENCES),
    FieldType.ZONE: FieldKind(
        read.read_choices, lambda value, form, _year: italian.zones(value, form), prose=Prose.NAMES
    ),
    FieldType.CHOICE: FieldKind(read.read_choice, prose=Prose.NAMES),
    FieldType.CHOICES: FieldKind(
        read.read_choices, lambda value, _form, _year: periods.listed(value), prose=Prose.NAMES
    ),
    FieldType.ALERT_LEVEL: FieldKind(read.read_level, prose=Prose.NAMES),
    FieldType.NUMBER: FieldKind(read.read_number, _whole),
    FieldType.AMOUNT: FieldKind(read.read_amount, lambda value, _form, _year: italian.amount(value)),
    FieldType.YES_NO: FieldKind(read.read_yes_no, lambda _value, _form, _year: "sì"),
}


def as_text(kind: FieldType, value: Any) -> str:
    """A typed value as plain text to search in: list items and streets one to a line."""
    if kind is FieldType.STREETS:
        return "\n".join(f"{street.name} {street.stretch} {street.numbers}" for street in value)
    return value if isinstance(value, str) else "\n".join(value)


def sayer(
    category: Category,
    values: Mapping[str, Any],
    office: Office,
    day: date,
    *,
    one_line: bool = False,
    gap: str = "",
    instead: Mapping[str, str] | None = None,
) -> Callable[[str, str], str]:
    """A function that says (field, form) with the values given; ``day`` is the office's local day of sending.

    ``one_line`` puts lists and paragraphs on a single line, as a WhatsApp variable needs. Where a ``gap`` is to be
    seen, an alert without a level has a sign of its own. ``instead`` are the words of fields whose values are too long.
    """
    types = {one.id: one.type for one in category.fields}
    level = str(values.get(LEVEL, ""))
    built_in = {
        "ente": office.name,
        "data_invio": periods.full_date(day),
        "emoji_livello": read.LEVELS.get(level, _NO_LEVEL if gap else ""),
    }

    def say(name: str, form: str) -> str:
        if name in built_in:
            return built_in[name]
        if instead and name in instead:
            return instead[name]
        if name not in values:
            return ""
        text = KINDS[types[name]].say(values[name], form, day.year)
        return italian.on_one_line(text) if one_line else text

    return say
