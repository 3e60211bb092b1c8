# SPDX-License-Identifier: EUPL-1.2
"""The shape of each entry that an office may write into a category file of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from comunecast_gui.core.model import ChannelKind, FollowKind, PriceCategory, Priority
from comunecast_gui.core.notice.categories import Ending, FieldType, Hours

EntryPath = tuple[str | int, ...]
"""The way to an entry: names of tables, and places in lists."""
Shape = Callable[[Any], bool]

_LONG = 12_000
"""Characters; the longest text that comes with the program has a tenth of that."""
_MOST = 100
"""Fields, follow-ups or variables of one category."""


def _text(most: int) -> Shape:
    return lambda value: isinstance(value, str) and len(value) <= most


def _one_of(*kinds: str) -> Shape:
    return lambda value: isinstance(value, str) and value in kinds


def _yes_no(value: Any) -> bool:
    return isinstance(value, bool)


def _whole(most: int) -> Shape:
    return lambda value: type(value) is int and 0 <= value <= most


def _list_of(shape: Shape, most: int = _MOST) -> Shape:
    return lambda value: isinstance(value, list) and len(value) <= most and all(map(shape, value))


def _table_of(shape: Shape) -> Shape:
    return lambda value: isinstance(value, dict) and len(value) <= _MOST and all(map(shape, value.values()))


def _anything(_: Any) -> bool:
    return True


def _range(value: Any) -> bool:
    return _list_of(_whole(_LONG), 2)(value) and len(value) == 2 and value[0] <= value[1]


Shapes = Mapping[str, "Shape | Shapes"]
"""By name; a mapping stands for a table, and in :data:`LISTS` for a list of tables."""
LISTS = frozenset({"fields", "follow_ups", "variables", "former"})
_FIELD: Shapes = {
    "id": _text(60),
    "label": _text(120),
    "type": _one_of(*FieldType),
    "required": _yes_no,
    "options": _list_of(_text(200)),
    "default": _anything,
    "limit": _whole(_LONG),
    "help": _text(400),
    "example": _text(400),
    "maximum": _whole(1000),
    "past": _yes_no,
    "quoted": _yes_no,
    "default_within": _text(60),
    "usual": _text(60),
    "hidden": _yes_no,
}
_VARIABLES: Shapes = {"name": _text(60), "source": _text(2000), "fallback": _text(400)}
_LAYOUT: Shapes = {
    "price_category": _one_of(*PriceCategory),
    "reason": _text(600),
    "body": _text(_LONG),
    "variables": _VARIABLES,
    "footer": _text(400),
    "quick_replies": _list_of(_text(200), 10),
    "lifetime_hours": _whole(720),
}
SHAPES: Shapes = {
    "id": _text(60),
    "order": _whole(100_000),
    "group": _text(80),
    "name": _text(80),
    "emoji": _text(16),
    "icon": _text(60),
    "priority": _one_of(*Priority),
    "channels": _list_of(_one_of(*ChannelKind)),
    "hours": _one_of(*Hours),
    "lead_hours": _whole(10_000),
    "length": _range,
    "fields": _FIELD,
    "field_order": _list_of(_text(60)),
    "at_least_one": _list_of(_list_of(_text(60))),
    "template": _text(_LONG),
    "whatsapp": _LAYOUT,
    "follow_ups": {
        "category": _text(60),
        "when": _text(200),
        "reminder": _yes_no,
        "kind": _one_of(*FollowKind),
        "fields": _table_of(_anything),
        "taken": _table_of(_text(60)),
        "hidden": _yes_no,
    },
    "valid_until": _text(60),
    "ending": _one_of(*Ending),
    "end_fields": _list_of(_text(60)),
    "promise": _text(60),
    "confirm_word": _table_of(_text(60)),
    "alert": _yes_no,
    "advice": _table_of(_table_of(_list_of(_text(600)))),
    "example": _table_of(_anything),
    "example_text": _text(_LONG),
    "source": _text(600),
    "hidden": _yes_no,
    "retired": _yes_no,
    "former": {**_LAYOUT, "template": _text(60), "version": _whole(10**10)},
}
_IDENTITIES = {"fields": ("id",), "follow_ups": ("category",), "variables": ("name",), "former": ("template", "body")}


def misshapen(entries: Mapping[str, Any], shapes: Shapes = SHAPES, at: EntryPath = ()) -> Iterator[EntryPath]:
    """The entries that are unknown, or not of the shape that they must have, in their order."""
    for name, value in entries.items():
        here = (*at, name)
        shape = shapes.get(name)
        if shape is None:
            yield here
        elif callable(shape):
            if not shape(value):
                yield here
        elif name in LISTS:
            yield from _in_list(name, value, shape, here)
        elif not isinstance(value, dict):
            yield here
        else:
            yield from misshapen(value, shape, here)


def _in_list(name: str, value: Any, shapes: Shapes, at: EntryPath) -> Iterator[EntryPath]:
    if not isinstance(value, list) or len(value) > _MOST or not all(isinstance(item, dict) for item in value):
        yield at
        return
    for place, item in enumerate(value):
        here = (*at, place)
        if not all(item.get(key) for key in _IDENTITIES[name]):
            yield here
        else:
            yield from misshapen(item, shapes, here)
