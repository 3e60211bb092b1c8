# SPDX-License-Identifier: EUPL-1.2
"""The line of a category file in which an entry stands, for whoever has to mend it."""

from __future__ import annotations

import re
from collections import Counter

from comunecast_gui.core.notice.overlays.entry_shapes import EntryPath

_HEAD = re.compile(r"\s*(\[\[?)\s*([\w.\- \"']+?)\s*\]\]?")
_KEY = re.compile(r"\s*[\"']?([\w-]+)[\"']?\s*[=.]")
_LONG_TEXTS = ("'''", '"""')


def line_of(text: str, path: EntryPath) -> int:
    """The line, counted from 1, of the entry at ``path``, or of the nearest thing around it; 0 if there is none."""
    found = _lines(text)
    while path:
        if path in found:
            return found[path]
        path = path[:-1]
    return 0


def _lines(text: str) -> dict[EntryPath, int]:
    found: dict[EntryPath, int] = {}
    seen: Counter[EntryPath] = Counter()
    table: EntryPath = ()
    closing = ""
    for number, line in enumerate(text.split("\n"), start=1):
        if closing:
            closing = "" if line.count(closing) % 2 else closing
            continue
        if head := _HEAD.fullmatch(line.partition("#")[0]):
            table = _table(head[2], seen, several=head[1] == "[[")
            found.setdefault(table, number)
        elif key := _KEY.match(line):
            found.setdefault((*table, key[1]), number)
            closing = next((mark for mark in _LONG_TEXTS if line.count(mark) % 2), "")
    return found


def _table(name: str, seen: Counter[EntryPath], *, several: bool) -> EntryPath:
    path: EntryPath = ()
    parts = [part.strip(" \"'") for part in name.split(".")]
    for part in parts[:-1]:
        path = (*path, part)
        if seen[path]:
            path = (*path, seen[path] - 1)
    path = (*path, parts[-1])
    if several:
        seen[path] += 1
        path = (*path, seen[path] - 1)
    return path
