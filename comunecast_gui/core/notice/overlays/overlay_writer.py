# SPDX-License-Identifier: EUPL-1.2
"""Writes the entries of a category as a TOML file that a person can read and change."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Any

from comunecast_gui.core.notice.overlays.merging import Entries

_HEAD = """# SPDX-License-Identifier: CC0-1.0
# What this office has otherwise than the program. To undo a change, take its line out.
"""
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_ESCAPED = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\b": "\\b", "\f": "\\f"}


def written(entries: Entries) -> str:
    """The file; what is written reads back as the same entries. Raises TypeError for what TOML does not know."""
    return _HEAD + "\n".join(_lines(entries, ())) + "\n"


def _lines(table: Mapping[str, Any], at: tuple[str, ...]) -> Iterable[str]:
    plain = {name: value for name, value in table.items() if not (_is_table(value) or _is_tables(value))}
    for name, value in plain.items():
        yield f"{_key(name)} = {_value(value)}"
    for name, value in table.items():
        here = (*at, name)
        if _is_table(value):
            yield f"\n[{'.'.join(map(_key, here))}]"
            yield from _lines(value, here)
        elif _is_tables(value):
            for item in value:
                yield f"\n[[{'.'.join(map(_key, here))}]]"
                yield from _lines(item, here)


def _is_table(value: Any) -> bool:
    return isinstance(value, Mapping)


def _is_tables(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(map(_is_table, value))


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _text(name)


def _value(value: Any) -> str:
    if isinstance(value, str):
        return _long_text(value) if "\n" in value else _text(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, (date, time)):  # a datetime is a date
        return value.isoformat()
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(name)} = {_value(item)}" for name, item in value.items()) + " }"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_value, value)) + "]"
    raise TypeError(f"TOML has no {type(value).__name__}")


def _text(value: str) -> str:
    return '"' + "".join(map(_sign, value)) + '"'


def _sign(sign: str) -> str:
    if sign in _ESCAPED:
        return _ESCAPED[sign]
    return f"\\u{ord(sign):04x}" if ord(sign) < 32 or ord(sign) == 127 else sign


def _long_text(value: str) -> str:
    """As it looks, where a literal text can hold it."""
    if (
        "'''" in value
        or value.endswith("'")
        or any((ord(sign) < 32 and sign != "\n") or ord(sign) == 127 for sign in value)
    ):
        return _text(value)
    return f"'''\n{value}'''"
