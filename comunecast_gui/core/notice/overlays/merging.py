# SPDX-License-Identifier: EUPL-1.2
"""Lays the entries of an office over those of a category, and tells what an edited category has otherwise."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from comunecast_gui.core.notice.categories import BUILT_IN, VARIABLE, Category, Origin, category_of, layout_of

Entries = Mapping[str, Any]
"""The entries of a category file, as TOML reads them."""

IDENTITY = {"fields": "id", "follow_ups": "category", "variables": "name"}
"""By what an entry of a list is known: what the office says of it is added to the entry with the same."""
ORDER = "field_order"
"""The ids of fields, in the order in which the office has them asked; those that it does not name come after them."""
_TABLES = frozenset({"whatsapp", "example"})
_OWN_VERSIONS = 10**8
"""From this number on versions are the office's: those that come with the program count from 1."""


def merged(base: Entries, own: Entries) -> dict[str, Any]:
    """The entries of ``base`` with those of ``own`` in their place; lists with an identity are laid over each other."""
    result = dict(base)
    for name, value in own.items():
        if name == ORDER:
            continue
        before = base.get(name)
        if name in IDENTITY:
            result[name] = _merged_list(before or (), value, IDENTITY[name])
        elif name in _TABLES and before is not None:
            result[name] = merged(before, value)
        else:
            result[name] = value
    if ORDER in own:
        result["fields"] = _in_order(result.get("fields", ()), own[ORDER])
    return result


def difference(base: Entries, full: Entries) -> dict[str, Any]:
    """The least that laid over ``base`` makes ``full``, which lacks none of its names; what is not said, is not so."""
    found: dict[str, Any] = {}
    for name, value in full.items():
        before = base.get(name)
        if (name in base and value == before) or (name not in base and value is False):
            continue
        if name in IDENTITY:
            found[name] = _list_difference(before or (), value, IDENTITY[name])
        elif name in _TABLES and before is not None:
            found[name] = difference(before, value)
        else:
            found[name] = value
    return {name: value for name, value in found.items() if name in full and not (value == [] and name in IDENTITY)}


def order_of(base: Entries, own: Entries, full: Entries) -> list[str]:
    """The order of the fields of ``full``; empty where ``own`` over ``base`` has them in that order by itself."""
    by_itself, wanted = ([one["id"] for one in each.get("fields", ())] for each in (merged(base, own), full))
    return wanted if by_itself != wanted else []


def completed(entries: Entries) -> dict[str, Any]:
    """The entries with exactly the variables that the WhatsApp text uses, in its order.

    A variable that nobody described and that has the name of a field says that field.
    """
    layout = dict(entries["whatsapp"])
    described = {item["name"]: item for item in layout.get("variables", ())}
    fields = {item["id"] for item in entries["fields"]} | BUILT_IN
    used = VARIABLE.findall(str(layout["body"]))
    named = {name: {"name": name, "source": f"{{{name}}}"} for name in used if name in fields}
    layout["variables"] = [found for name in used if (found := described.get(name) or named.get(name))]
    return {**entries, "whatsapp": layout}


def laid_over(base: Entries | None, own: Entries, id: str) -> Category:
    """The category ``id``: the shipped entries with the office's own over them, or the office's alone.

    Raises ValueError, KeyError, TypeError for entries that make no category.
    """
    entries = {**completed(merged(base or BLANK, own)), "id": id}
    shipped = layout_of(completed(base)["whatsapp"]) if base else None
    layout = dict(entries["whatsapp"])
    layout["template"], layout["version"] = (shipped.template, shipped.version) if shipped else (id, 0)
    entries["whatsapp"] = layout
    category = category_of(entries)
    if shipped is None or category.whatsapp.approved_part != shipped.approved_part:
        category = replace(
            category, whatsapp=replace(category.whatsapp, version=own_version(category.whatsapp.approved_part))
        )
    former = {one.template_name: one for one in (*category.former, *filter(None, [shipped]))}
    former.pop(category.whatsapp.template_name, None)
    return replace(category, origin=Origin.ADAPTED if base else Origin.OWN, former=tuple(former.values()))


def own_version(approved_part: Sequence[object]) -> int:
    """The version of a text of the office's own, worked out from it: another text has another name at Meta, and a text
    that comes back is known there already."""
    said = json.dumps(approved_part, ensure_ascii=False).encode()
    return _OWN_VERSIONS + int.from_bytes(hashlib.sha256(said).digest()[:6]) % (9 * _OWN_VERSIONS)


BLANK: Entries = {
    "order": 990,
    "group": "Altri argomenti del Comune",
    "emoji": "📣",
    "icon": "it-horn",
    "priority": "normal",
    "channels": ["whatsapp", "telegram"],
    "hours": "day",
    "length": [80, 600],
    "fields": [],
    "example": {},
    "example_text": "",
    "whatsapp": {
        "price_category": "MARKETING",
        "reason": "Meta, Template categorization: mixed or unclear content is MARKETING",
        "variables": [],
        "footer": "Scrivi Disattiva per non ricevere più avvisi",
        "quick_replies": ["Disattiva"],
    },
}
"""What a category of the office's own has as long as nobody says otherwise."""


def _in_order(fields: Iterable[Entries], order: Sequence[str]) -> list[Entries]:
    place = {id: number for number, id in enumerate(order)}
    return sorted(fields, key=lambda one: place.get(one["id"], len(place)))


def _merged_list(before: Iterable[Entries], own: Iterable[Entries], key: str) -> list[dict[str, Any]]:
    found = {item[key]: dict(item) for item in before}
    for item in own:
        found[item[key]] = {**found.get(item[key], {}), **item}
    return list(found.values())


def _list_difference(before: Iterable[Entries], after: Iterable[Entries], key: str) -> list[dict[str, Any]]:
    known = {item[key]: item for item in before}
    changed = []
    for item in after:
        was = known.get(item[key], {})
        said = {key: item[key], **difference(was, item)}
        if len(said) > 1 or not was:
            changed.append(said)
    left = {item[key] for item in after}
    gone = [] if key == "name" else [{key: name, "hidden": True} for name in known if name not in left]
    return [*changed, *gone]
