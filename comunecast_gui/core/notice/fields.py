# SPDX-License-Identifier: EUPL-1.2
"""Turns the raw values of a person or a script into typed ones, and reports mistakes instead of raising."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from comunecast_gui.core.model import Office
from comunecast_gui.core.notice.categories import LEVEL, RISKS, Category, Field, FieldType
from comunecast_gui.core.notice.field_kinds import KINDS
from comunecast_gui.core.notice.field_readers import LEVELS, Unreadable, is_empty

__all__ = ["LEVELS", "Finding", "Parsed", "parse"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a check found: which check, at which field, and the values for its sentence."""

    check: str
    field: str = ""
    values: Mapping[str, object] = dataclasses.field(default_factory=dict)


MOST_OF_A_FIELD = 12_000
"""Characters that one field may hold: three times what any channel carries (Bot API: 4,096). What is longer is refused
before anything reads it: nobody should wait for the checks of a book that was pasted by mistake."""
MOST_OF_A_NOTICE = 30_000
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Parsed:
    """Typed values by field id (absent = empty) and the mistakes in the other ones."""

    values: Mapping[str, Any]
    problems: tuple[Finding, ...] = ()


def parse(category: Category, raw: Mapping[str, Any], office: Office) -> Parsed:
    """Reads raw values (as TOML, JSON or the form give them). Never raises for what a person wrote.

    Moments with an offset become the office's local time. Defaults fill what is absent; an explicit empty value
    stays empty. Checks found: unknown_field, missing_field, one_of_fields, wrong_type, option, limit, too_many,
    manca_fine.
    """
    values: dict[str, Any] = {}
    found: list[Finding] = []
    known = [one.id for one in category.fields]
    unknown = [str(key) for key in raw if key not in known]
    found += [Finding("unknown_field", key[:_SHOWN], {"known": known}) for key in unknown[:_SHOWN]]
    refused: set[str] = set()
    left = MOST_OF_A_NOTICE
    for one in category.fields:
        source = raw.get(one.id, one.default_for(office))
        if is_empty(source):
            continue
        size = _size(source)
        most = min(MOST_OF_A_FIELD, left)
        if size > most:
            refused.add(one.id)
            found.append(Finding("limit", one.id, {"label": one.label, "limit": most, "length": size}))
            continue
        left -= size
        try:
            value = KINDS[one.type].read(source, one, office)
        except Unreadable as wrong:
            refused.add(one.id)
            found.append(Finding(wrong.check, one.id, {"label": one.label, **wrong.values}))
            continue
        if not is_empty(value):
            values[one.id] = value
            found += _limits(one, value)
    _advise(category, raw, values)
    found += [
        Finding("missing_field", one.id, {"label": one.label})
        for one in category.fields
        if one.required and one.id not in values and one.id not in refused
    ]
    found += [
        _none_of(category, group)
        for group in category.at_least_one
        if not any(id in values or id in refused for id in group)
    ]
    return Parsed(values, tuple(found))


def _size(source: Any) -> int:
    """Characters of a raw value, however it is nested; an item without any counts as one."""
    size = 0
    level = [source]
    while level:
        item = level.pop()
        size += len(item) if isinstance(item, str) else 1
        if isinstance(item, Mapping):
            level += [*item.keys(), *item.values()]
        elif isinstance(item, (list, tuple)):
            level += item
    return size


def _advise(category: Category, raw: Mapping[str, Any], values: dict[str, Any]) -> None:
    """The advice of Civil Protection for this level and these risks, where the officer left the list out."""
    for one in category.fields:
        if one.type is FieldType.LIST and category.advice and one.id not in raw:
            advice = category.advice_for(values.get(LEVEL, ""), values.get(RISKS, ()), one.maximum)
            if advice:
                values[one.id] = advice


def _none_of(category: Category, group: tuple[str, ...]) -> Finding:
    """The finding for an empty group; if all its fields are moments, an end is missing."""
    fields = [one for one in category.fields if one.id in group]
    moments = all(one.type is FieldType.DATETIME for one in fields)
    labels = " / ".join(one.label for one in fields)
    return Finding("manca_fine" if moments else "one_of_fields", group[0], {"label": labels})


def _limits(one: Field, value: Any) -> list[Finding]:
    found = []
    if one.limit and isinstance(value, str) and len(value) > one.limit:
        found.append(Finding("limit", one.id, {"label": one.label, "limit": one.limit, "length": len(value)}))
    if one.maximum and isinstance(value, tuple) and len(value) > one.maximum:
        found.append(Finding("too_many", one.id, {"label": one.label, "limit": one.maximum, "count": len(value)}))
    return found
