# SPDX-License-Identifier: EUPL-1.2
"""The steps of editing a category, each from entries to entries, and what the category says with its example."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Mapping
from datetime import datetime
from typing import Any

from comunecast_gui.core.content import Content
from comunecast_gui.core.model import ChannelKind, Draft, Office
from comunecast_gui.core.notice import render
from comunecast_gui.core.notice.categories import VARIABLE, Category, FieldType
from comunecast_gui.core.notice.overlays.merging import Entries, laid_over

_LONGEST_ID = 40
ADDABLE = (
    FieldType.TEXT, FieldType.LONG_TEXT, FieldType.PERIOD, FieldType.DATE, FieldType.TIME, FieldType.PLACE,
    FieldType.PHONE, FieldType.LINK,
)  # fmt: skip
"""The kinds of field that an office adds by itself; the others want more than a name and an example."""


def with_value(entries: Entries, at: str, value: Any) -> dict[str, Any]:
    """With another value at an entry: a name, or of a list its name in the singular, a colon, its key and a dot.

    ``name``, ``whatsapp.body``, ``field:motivo.label``, ``variable:vie.fallback``, ``follow_up:evento.when``.
    """
    kind, colon, rest = at.partition(":")
    if not colon:
        table, dot, name = at.partition(".")
        return {**entries, table: {**entries.get(table, {}), name: value}} if dot else {**entries, at: value}
    key, _, name = rest.rpartition(".")
    if kind == "variable":
        layout = entries["whatsapp"]
        return {**entries, "whatsapp": {**layout, "variables": _changed(layout["variables"], "name", key, name, value)}}
    listed, by = ("fields", "id") if kind == "field" else ("follow_ups", "category")
    return {**entries, listed: _changed(entries.get(listed, ()), by, key, name, value)}


def with_field(entries: Entries, label: str, kind: FieldType, example: str, *, required: bool) -> dict[str, Any]:
    """With one field more, at the end, named after its label."""
    id = slug(label, {one["id"] for one in entries["fields"]})
    fresh: dict[str, Any] = {"id": id, "label": label, "type": str(kind)}
    if required:
        fresh["required"] = True
    filled = {**entries["example"], id: example} if example else entries["example"]
    return {**entries, "fields": [*entries["fields"], fresh], "example": filled}


def with_field_moved(entries: Entries, id: str, step: int) -> dict[str, Any]:
    """With this field ``step`` places further down, or up; no further than the ends."""
    fields = list(entries["fields"])
    at = next(place for place, one in enumerate(fields) if one["id"] == id)
    moved = fields.pop(at)
    fields.insert(min(max(at + step, 0), len(fields)), moved)
    return {**entries, "fields": fields}


def with_follow_up(entries: Entries, category: str, when: str) -> dict[str, Any]:
    """With a notice more to propose later; one that was hidden is shown again."""
    others = [one for one in entries.get("follow_ups", ()) if one["category"] != category]
    return {**entries, "follow_ups": [*others, {"category": category, "when": when}]}


def copied(entries: Entries, name: str, taken: Container[str]) -> tuple[str, dict[str, Any]]:
    """A new category that begins as a copy of another, and its id."""
    id = slug(name, taken)
    fresh = {key: value for key, value in entries.items() if key not in ("id", "hidden", "former", "source")}
    return id, {**fresh, "id": id, "name": name, "example_text": "", "order": int(entries.get("order", 990)) + 1}


def slug(words: str, taken: Container[str]) -> str:
    """An inner name made of these words, that nothing else has."""
    plain = unicodedata.normalize("NFKD", words.lower()).encode("ascii", "ignore").decode()
    base = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:_LONGEST_ID] or "campo"
    base = base if base[0].isalpha() else f"campo_{base}"
    number, found = 2, base
    while found in taken:
        found, number = f"{base}_{number}", number + 1
    return found


def category_of(entries: Entries, base: Entries | None) -> Category | None:
    """The category that these entries make over what the program says; None while they make none."""
    layout = {name: value for name, value in entries["whatsapp"].items() if name not in ("template", "version")}
    own = {**entries, "whatsapp": {**layout, "variables": _described(entries)}}
    try:
        return laid_over(base, own, entries["id"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def shown(category: Category, office: Office, at: datetime) -> Mapping[ChannelKind, Content]:
    """What people see of a notice with the worked example, sent at ``at`` (aware)."""
    written = render.read(category, Draft("example", category.id, category.example_for(office)), office, at)
    return {kind: render.render(written, kind, gap=render.GAP) for kind in ChannelKind}


def _described(entries: Entries) -> list[Entries]:
    """The variables that the text uses; of the program's own none comes back that it does not use any more."""
    used = set(VARIABLE.findall(str(entries["whatsapp"].get("body", ""))))
    return [one for one in entries["whatsapp"].get("variables", ()) if one["name"] in used]


def _changed(items: Any, by: str, key: str, name: str, value: Any) -> list[dict[str, Any]]:
    found = [{**one, name: value} if one[by] == key else dict(one) for one in items]
    return found if any(one[by] == key for one in items) else [*found, {by: key, name: value}]
