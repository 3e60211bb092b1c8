# SPDX-License-Identifier: EUPL-1.2
"""Parses TOML from unknown sources: it ends quickly, in a table or in the line of a mistake."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from typing import Any

MAX_BYTES = 256 * 1024
"""Of a file that a person writes; the longest notice has a few thousand characters."""
_MAX_DEPTH = 12
_PART = r"""(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')"""
_LONG_KEY = re.compile(
    rf"(?:^|[{{,])[ \t]*+(?:\[{{1,2}}+[ \t]*+)?+{_PART}(?:[ \t]*+\.[ \t]*+{_PART}){{{_MAX_DEPTH}}}+", re.MULTILINE
)
"""A key of so many parts takes the parser the square of their number in steps. The pattern gives nothing back that it
has matched (``++``): with two blanks beside each other it would take the square itself."""
_AT_LINE = re.compile(r"at line (\d+)")


class TomlMistake(ValueError):
    """The text is not TOML, or is nested too deeply."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"{reason} (line {line})")
        self.line = line
        self.reason = reason


def parse(text: str) -> dict[str, Any]:
    """The tables of ``text``. Raises TomlMistake and nothing else, whatever the text holds."""
    if long_key := _LONG_KEY.search(text):
        raise TomlMistake(text.count("\n", 0, long_key.end()) + 1, "a key of too many parts")
    try:
        data = tomllib.loads(text)
    except RecursionError:
        raise TomlMistake(_deepest_line(text), "nested too deeply") from None
    except ValueError as error:  # besides TOMLDecodeError a number of more digits than Python reads
        found = _AT_LINE.search(str(error))
        raise TomlMistake(int(found[1]) if found else len(text.splitlines()), str(error)) from None
    if _depth(data) > _MAX_DEPTH:
        raise TomlMistake(_deepest_line(text), "nested too deeply")
    return data


def _depth(data: dict[str, Any]) -> int:
    depth = 0
    level: list[Any] = [data]
    while level:
        depth += 1
        level = [item for each in level for item in _items(each) if isinstance(item, (dict, list))]
    return depth


def _items(value: Any) -> Iterable[Any]:
    return value.values() if isinstance(value, dict) else value


def _deepest_line(text: str) -> int:
    """The line where most brackets are open; brackets inside texts count too, which is near enough."""
    depth = deepest = 0
    number = 1
    for line, content in enumerate(text.split("\n"), start=1):
        for sign in content:
            depth += (sign in "[{") - (sign in "]}")
            if depth > deepest:
                deepest, number = depth, line
    return number
