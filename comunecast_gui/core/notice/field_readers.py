# SPDX-License-Identifier: EUPL-1.2
"""Reads the raw value of each type of field, in all the spellings of TOML, JSON and a form."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from comunecast_gui.core.model import Office, Period, Street
from comunecast_gui.core.notice.categories import Field, FieldType
from comunecast_gui.core.notice.typed_dates import YEARS, exists
from comunecast_gui.core.periods import local, timezone_of

LEVELS = {"gialla": "🟡", "arancione": "🟠", "rossa": "🔴", "verde": "🟢"}
"""Alert levels and the sign that goes with the written word, never instead of it."""

_LEVEL_FORMS = {"giallo": "gialla", "rosso": "rossa"}
_PERIOD_KEYS = ("inizio", "fine")
_STREET_KEYS = ("via", "tratto", "civici")
_CLOCK = re.compile(r"([01]?[0-9]|2[0-3])[:.]([0-5][0-9])(?::[0-5][0-9](?:\.[0-9]{1,6})?)?")

_ENTITY = re.compile(r"&(?:[a-zA-Z][a-zA-Z0-9]{1,31}|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff"
    r"\u00ad\u200b\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069]"
)
"""Controls but tab and line feed, and lone surrogates; signs without width, which hide in pasted text and defeat
searches; the overrides of direction, which could make a text read differently from what it is."""


class Unreadable(Exception):
    """The value cannot be read; carries the check that says why."""

    def __init__(self, check: str = "wrong_type", **values: object) -> None:
        super().__init__(check)
        self.check = check
        self.values = values


def clean(text: str, *, lines: bool = False) -> str:
    """Text without control characters, composed, with single spaces; line breaks only when ``lines``."""
    text = _ENTITY.sub(lambda match: html.unescape(match[0]), text)  # text copied from a page's source: &egrave;
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _UNSEEN.sub("", text).replace("\t", " ")
    if lines:
        return re.sub(r"\n{3,}", "\n\n", "\n".join(_one_line(line) for line in text.split("\n"))).strip()
    return _one_line(text)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def is_empty(value: object) -> bool:
    """Nothing was filled in: None, False, white space, an empty list or table."""
    if value is None or value is False:
        return True
    if isinstance(value, str):
        return not value.strip()
    return isinstance(value, (list, tuple, dict)) and not value


def read_text(source: Any, one: Field, _office: Office) -> str:
    if not isinstance(source, str):
        raise Unreadable(expected="text")
    return clean(source, lines=one.type is FieldType.LONG_TEXT)


def read_date(source: Any, one: Field, office: Office) -> date:
    if isinstance(source, str):
        with suppress(ValueError):
            source = date.fromisoformat(source.strip())
    if isinstance(source, date) and not isinstance(source, datetime):
        if source.year not in YEARS:
            raise Unreadable(expected=one.type.value)
        return source
    return read_datetime(source, one, office).date()


def read_dates(source: Any, one: Field, office: Office) -> tuple[date, ...]:
    return tuple(sorted({read_date(item, one, office) for item in _items(source)}))


def read_time(source: Any, _one: Field, _office: Office) -> time:
    if isinstance(source, str) and (match := _CLOCK.fullmatch(source.strip())):
        return time(int(match[1]), int(match[2]))
    if isinstance(source, time):
        return source.replace(second=0, microsecond=0, tzinfo=None)
    raise Unreadable(expected="time")


def read_datetime(source: Any, one: Field, office: Office) -> datetime:
    if isinstance(source, str) and len(source.strip()) > len("2026-11-30"):
        try:
            source = datetime.fromisoformat(source.strip())
        except ValueError as error:
            raise Unreadable(expected=one.type.value) from error
    if not isinstance(source, datetime) or source.year not in YEARS:
        raise Unreadable(expected=one.type.value)
    found = local(source, office)
    if not exists(found, timezone_of(office)):  # in the hour that the clocks leave out in spring
        raise Unreadable(expected=one.type.value)
    return found


def read_period(source: Any, one: Field, office: Office) -> Period:
    if isinstance(source, Period):
        return source
    if not isinstance(source, Mapping):
        raise Unreadable(expected="period")
    _only(source, _PERIOD_KEYS)
    if is_empty(source.get("inizio")):
        raise Unreadable("manca_inizio")
    if is_empty(source.get("fine")):
        raise Unreadable("manca_fine")
    return Period(read_datetime(source["inizio"], one, office), read_datetime(source["fine"], one, office))


def read_streets(source: Any, one: Field, office: Office) -> tuple[Street, ...]:
    return tuple(street for item in _items(source) if (street := _street(item)).name)


def _street(item: Any) -> Street:
    if isinstance(item, Street):
        return item
    if isinstance(item, str):
        return Street(clean(item))
    if not isinstance(item, Mapping) or not all(isinstance(value, str) for value in item.values()):
        raise Unreadable(expected="streets")
    _only(item, _STREET_KEYS)
    name, stretch, numbers = (clean(item.get(key, "")) for key in _STREET_KEYS)
    if not name:
        raise Unreadable(expected="streets")
    return Street(name, stretch, numbers)


def read_list(source: Any, _one: Field, _office: Office) -> tuple[str, ...]:
    items = source.splitlines() if isinstance(source, str) else _items(source)
    if not all(isinstance(item, str) for item in items):
        raise Unreadable(expected="list")
    return tuple(text for item in items if (text := clean(item).removeprefix("- ")))


def read_choice(source: Any, one: Field, office: Office) -> str:
    if not isinstance(source, str):
        raise Unreadable(expected="text")
    wanted = clean(source)
    options = one.options_for(office)
    by_name = {option.casefold(): option for option in options}
    if not options:
        return wanted
    if wanted.casefold() not in by_name:
        raise Unreadable("option", value=wanted, options=options)
    return by_name[wanted.casefold()]


def read_choices(source: Any, one: Field, office: Office) -> tuple[str, ...]:
    return tuple(dict.fromkeys(read_choice(item, one, office) for item in _items(source)))


def read_level(source: Any, one: Field, office: Office) -> str:
    if not isinstance(source, str):
        raise Unreadable(expected="alert_level")
    wanted = clean(source).casefold()
    level = _LEVEL_FORMS.get(wanted, wanted)
    options = one.options_for(office) or tuple(LEVELS)
    if level not in options:
        raise Unreadable("option", value=clean(source), options=options)
    return level


def read_number(source: Any, _one: Field, _office: Office) -> int:
    if isinstance(source, str) and re.fullmatch(r"-?[0-9]{1,12}", source.strip()):
        return int(source)
    if isinstance(source, bool) or not isinstance(source, int):
        raise Unreadable(expected="number")
    return source


def read_amount(source: Any, _one: Field, _office: Office) -> Decimal:
    try:
        if isinstance(source, str):
            amount = Decimal(source.strip().replace(".", "").replace(",", "."))
        elif isinstance(source, (int, float, Decimal)) and not isinstance(source, bool):
            amount = Decimal(str(source))
        else:
            raise Unreadable(expected="amount")
    except InvalidOperation as error:
        raise Unreadable(expected="amount") from error
    if not amount.is_finite() or abs(amount) >= Decimal(10) ** 12:
        raise Unreadable(expected="amount")
    return amount


def read_yes_no(source: Any, _one: Field, _office: Office) -> bool:
    if not isinstance(source, bool):
        raise Unreadable(expected="yes_no")
    return source


def _items(source: Any) -> Sequence[Any]:
    return source if isinstance(source, (list, tuple)) else [source]


def _only(source: Mapping[str, Any], keys: tuple[str, ...]) -> None:
    for key in source:
        if key not in keys:
            raise Unreadable("unknown_key", key=key, known=keys)
