# SPDX-License-Identifier: EUPL-1.2
"""Shortens a list that does not fit into a message: its first entries, how many more there are, and where all stand.

The address is known before anything is sent: the notice's own page, or the public Telegram channel that carries the
whole list. A post has an address of its own only once it is published (Bot API: ``message_id`` in the answer), and what
a person confirms is frozen before that; the channel opens at its newest posts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from comunecast_gui.core.content import size
from comunecast_gui.core.notice import italian
from comunecast_gui.core.notice.categories import Category, FieldType

WHOLE_LIST = "elenco completo"
SHORTENED = re.compile(rf"\({WHOLE_LIST}: (\S+?)\)")
"""What stands in a text that was shortened, with the address."""
_TRIES = 12
_LISTS = (FieldType.STREETS, FieldType.LIST)


def has_list(category: Category, values: Mapping[str, Any]) -> bool:
    """Whether there is a list of more than one entry."""
    return any(len(values[one.id]) > 1 for one in category.fields if one.type in _LISTS and one.id in values)


def shortened(
    make: Callable[[Mapping[str, str]], str],
    category: Category,
    values: Mapping[str, Any],
    limit: int,
    address: str,
    long_texts: Sequence[str] = (),
) -> Mapping[str, str]:
    """By field, the words in place of its value with which ``make`` gives a text within ``limit``.

    Empty where the text fits as it is, or where no list of it can be shortened enough. ``long_texts`` are fields whose
    words may be cut too: the whole text of a notice that another category's template carries.
    """
    over = size(make({})) - limit
    if over <= 0 or not address:
        return {}
    kinds = {one.id: one.type for one in category.fields}
    able = [id for id in values if kinds[id] in _LISTS or id in long_texts]
    instead: dict[str, str] = {}
    for id in sorted(able, key=lambda id: -size(_said(kinds[id], values[id]))):
        room = size(_said(kinds[id], values[id])) - over
        for _ in range(_TRIES):
            instead[id] = _within(kinds[id], values[id], room, address)
            over = size(make(instead)) - limit
            if over <= 0:
                return instead
            room -= over
            if room <= 0:
                break
    return {}


def _within(kind: FieldType, value: Any, room: int, address: str) -> str:
    """As many whole entries as there is room for; of the first one as many words, where not even that fits."""
    where = f"({WHOLE_LIST}: {address})"
    if kind in _LISTS:
        least, most = 0, len(value) - 1
        while least < most:
            middle = (least + most + 1) // 2
            least, most = (middle, most) if size(_first(kind, value, middle, where)) <= room else (least, middle - 1)
        if least:
            return _first(kind, value, least, where)
    words = _said(kind, value[:1] if kind in _LISTS else value)
    kept = words[: max(room - size(where) - 2, 0)].rpartition(" ")[0].rstrip(" ,;:.")
    return f"{kept}… {where}"


def _first(kind: FieldType, value: Any, count: int, where: str) -> str:
    more = len(value) - count
    return f"{_said(kind, value[:count])} e {'altre' if more > 1 else 'altra'} {more} {where}"


def _said(kind: FieldType, value: Any) -> str:
    if kind is FieldType.STREETS:
        return italian.streets(value)
    return italian.on_one_line(italian.items(value)) if kind is FieldType.LIST else italian.on_one_line(str(value))
