# SPDX-License-Identifier: EUPL-1.2
"""Reads a service's answer without ever raising, and returns only values that can be stored and shown.

A service, or something that answers in its place, may send anything: other types, numbers beyond any size, half a
pair of surrogates, nesting without end. None of it may end a lane or reach a database.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

from comunecast_gui.core.errors import LONGEST_WAIT

Json = dict[str, Any]

_ODD = re.compile(r"\\u(?:[dD][89a-fA-F]|0000)")
"""How JSON writes surrogates, which may be single, and NUL: what no UTF-8 and no PostgreSQL takes."""
_MOST_DIGITS = 15
"""Digits of a whole number that every program reads alike (RFC 8259, section 6)."""
_ID = re.compile(r"[!-~]{1,250}")
NOT_IN_TEXT = re.compile("[\0\ud800-\udfff]")
"""What no database takes in a text."""


def read_object(content: bytes) -> Json | None:
    """The JSON object in ``content``, with storable texts; None for anything else."""
    try:
        text = content.decode("utf-8-sig")
        data = json.loads(text, parse_constant=_refuse)
        if isinstance(data, dict):
            return _clean(data) if _ODD.search(text) else data
    except (ValueError, RecursionError, MemoryError):
        return None
    return None


def _refuse(name: str) -> NoReturn:
    """NaN and Infinity are no JSON."""
    raise ValueError(name)


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return NOT_IN_TEXT.sub("\ufffd", value)
    if isinstance(value, list):
        return [_clean(item) for item in value]
    if isinstance(value, dict):
        return {_clean(key): _clean(item) for key, item in value.items()}
    return value


def object_at(data: Mapping[str, Any], key: str) -> Json:
    """The object under ``key``; an empty one where there is none."""
    value = data.get(key)
    return value if isinstance(value, dict) else {}


def objects_at(data: Mapping[str, Any], key: str) -> Iterator[Json]:
    """The objects in the list under ``key``."""
    value = data.get(key)
    return (item for item in value if isinstance(item, dict)) if isinstance(value, list) else iter(())


def text_at(data: Mapping[str, Any], key: str, most: int = 512) -> str:
    """The text under ``key``, at most ``most`` characters; a whole number counts as one; empty for anything else."""
    value = data.get(key)
    if isinstance(value, str):
        return value[:most]
    number = whole(value)
    return "" if number is None else str(number)


def id_at(data: Mapping[str, Any], key: str) -> str:
    """The id under ``key``: 1 to 250 visible ASCII characters, or a whole number; empty for anything else."""
    value = text_at(data, key, 251)
    return value if _ID.fullmatch(value) else ""


def whole(value: object) -> int | None:
    """``value`` if it is a whole number of at most 15 digits; None for anything else, true and false too."""
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if abs(value) < 10**_MOST_DIGITS else None


def wait_from(value: object) -> float | None:
    """The seconds that a service asks to wait, from a header's text or a number; None for an absurd value."""
    if isinstance(value, str):
        value = int(value) if value.isascii() and value.isdecimal() and len(value) <= _MOST_DIGITS else None
    seconds = whole(value)
    return float(seconds) if seconds is not None and 0 <= seconds <= LONGEST_WAIT else None
