# SPDX-License-Identifier: EUPL-1.2
"""Where two people who edited one category at once wrote something else, entry by entry."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from comunecast_gui.core.notice.overlays.merging import IDENTITY, Entries

_SINGULAR = {"fields": "field", "follow_ups": "follow_up", "variables": "variable"}


@dataclass(frozen=True, slots=True)
class Difference:
    """``at`` as in :func:`.category_editing.with_value`; of each of the two what stands there, empty for nothing."""

    at: str
    theirs: str
    mine: str


def differences(theirs: Entries, mine: Entries) -> tuple[Difference, ...]:
    """In the order of ``mine``; what only ``theirs`` has comes last."""
    one, other = dict(_flat(theirs)), dict(_flat(mine))
    places = dict.fromkeys([*other, *one])
    return tuple(
        Difference(at, one.get(at, ""), other.get(at, "")) for at in places if one.get(at, "") != other.get(at, "")
    )


def _flat(entries: Entries, table: str = "") -> Iterator[tuple[str, str]]:
    for name, value in entries.items():
        if name in IDENTITY:
            key = IDENTITY[name]
            yield f"{name}.order", ", ".join(str(item[key]) for item in value)
            for item in value:
                yield from (
                    (f"{_SINGULAR[name]}:{item[key]}.{part}", _text(each)) for part, each in item.items() if part != key
                )
        elif isinstance(value, dict) and not table:
            yield from _flat(value, f"{name}.")
        else:
            yield f"{table}{name}", _text(value)


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value.strip("\n")
    return "" if value in (None, False) else json.dumps(value, ensure_ascii=False, default=str)
