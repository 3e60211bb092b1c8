# SPDX-License-Identifier: EUPL-1.2
"""Checks a category while it is edited: what it would be refused for, or would read badly, and at which entry."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from comunecast_gui.core.content import TEXT_LIMITS, readable, size
from comunecast_gui.core.model import ChannelKind, Draft, Office, PriceCategory
from comunecast_gui.core.notice import render
from comunecast_gui.core.notice.categories import BUILT_IN, NAME, VARIABLE, Category, FieldType
from comunecast_gui.core.notice.checks.check import Severity
from comunecast_gui.core.notice.overlays import template_limits
from comunecast_gui.core.notice.overlays.merging import Entries, laid_over
from comunecast_gui.core.notice.text_template import Optional, Template, TemplateError, Value, parse

_SIGNED = "{ente}"
_RESERVED = "allegato"
"""The variable that the program itself adds under a picture."""
_CHOOSING = frozenset({FieldType.CHOICE, FieldType.CHOICES, FieldType.ZONE})
_SINGLE = re.compile(r"(?<!\{)\{([^{}\n]*)\}(?!\})")
_SOME_DAY = datetime.fromisoformat("2026-01-12T09:00:00+00:00")
_WARNINGS = frozenset({
    "name_taken", "hole", "value_missing", "price_hopeful", "body_stars", "body_undated",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class EntryProblem:
    """What is wrong at an entry; ``at`` is its name, for one of a list with a colon and what it is known by."""

    code: str
    at: str
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        return Severity.WARNING if self.code in _WARNINGS else Severity.ERROR


def examine(
    entries: Entries, office: Office, others: Iterable[Category] = (), base: Entries | None = None
) -> tuple[EntryProblem, ...]:
    """What is wrong with these entries of a category, in the order of the page. Never raises for what they say.

    ``others`` are the office's other categories, ``base`` is what the program says of this one. Rules of Meta:
    :mod:`.template_limits`. Codes are of ``[category_problem]``.
    """
    others = tuple(others)
    subject = _Subject(entries)
    found = [
        *_naming(subject, others),
        *_fields(subject),
        *_telegram(subject),
        *_whatsapp(subject, office),
        *_alert(subject, office),
        *_price(subject, base),
        *_follow_ups(subject, others),
    ]
    if not any(one.severity is Severity.ERROR for one in found):
        found += _as_a_whole(subject, office, others, base)
    return tuple(found)


def may_be_nothing(entries: Entries, variable: Mapping[str, Any]) -> bool:
    """Whether a variable of the WhatsApp text may have nothing to say, so that other words stand in its place."""
    try:
        template = parse(str(variable.get("source", "")))
    except TemplateError:
        return True
    return bool(template.values) and _may_be_empty(_Subject(entries), template)


class _Subject:
    """The entries, and what is often asked of them."""

    def __init__(self, entries: Entries) -> None:
        self.entries = entries
        self.layout: Mapping[str, Any] = entries.get("whatsapp", {})
        self.fields: Sequence[Mapping[str, Any]] = entries.get("fields", ())
        self.shown = {one["id"]: one for one in self.fields if not one.get("hidden")}
        self.hidden = {one["id"] for one in self.fields if one.get("hidden")}
        self.body = str(self.layout.get("body", ""))
        self.variables = {one["name"]: one for one in self.layout.get("variables", ())}

    def text(self, name: str) -> str:
        return str(self.entries.get(name, ""))

    def label(self, id: str) -> str:
        return str(next((one.get("label") or id for one in self.fields if one["id"] == id), id))

    def may_be_empty(self, id: str) -> bool:
        if id in self.hidden:
            return True
        return id in self.shown and not (self.shown[id].get("required") or self.shown[id].get("default"))


def _naming(subject: _Subject, others: Sequence[Category]) -> Iterator[EntryProblem]:
    name = subject.text("name").strip()
    if not name:
        yield EntryProblem("name_empty", "name")
    elif any(one.name.casefold() == name.casefold() for one in others):
        yield EntryProblem("name_taken", "name", {"name": name})


def _fields(subject: _Subject) -> Iterator[EntryProblem]:
    seen: set[str] = set()
    for one in subject.fields:
        at = f"field:{one['id']}"
        if not NAME.fullmatch(str(one["id"])) or one["id"] in BUILT_IN or one["id"] in seen:
            yield EntryProblem("field_id", at, {"label": subject.label(one["id"])})
        seen.add(one["id"])
        if one.get("hidden"):
            continue
        if not str(one.get("label", "")).strip():
            yield EntryProblem("field_label", at)
        if one.get("type") in _CHOOSING and not one.get("options"):
            yield EntryProblem("field_options", at, {"label": subject.label(one["id"])})


def _telegram(subject: _Subject) -> Iterator[EntryProblem]:
    source = subject.text("template")
    if not source.strip():
        yield EntryProblem("text_empty", "template")
        return
    yield from _template(subject, source, "template")


def _alert(subject: _Subject, office: Office) -> Iterator[EntryProblem]:
    """An alert begins with whose it is: people once acted on that of another town, which had been passed on."""
    if not subject.entries.get("alert"):
        return
    for text, at in ((subject.text("template"), "template"), (subject.body, "body")):
        if text.strip() and _SIGNED not in text.strip().split("\n", 1)[0]:
            yield EntryProblem("alert_unsigned", at, {"office": office.name, "mark": _SIGNED})


def _template(subject: _Subject, source: str, at: str) -> Iterator[EntryProblem]:
    """What is wrong with a text in the neutral syntax."""
    try:
        template = parse(source)
    except TemplateError as error:
        yield EntryProblem("text_syntax", at, {"reason": _syntax(source), "detail": str(error)})
        return
    for name in dict.fromkeys(value.field for value in template.values):
        if name not in BUILT_IN and name not in subject.shown and name not in subject.hidden:
            yield EntryProblem("no_such_field", at, {"name": name})
    for name in _bare(template):
        if subject.may_be_empty(name):
            code = "hidden_field" if name in subject.hidden else "hole"
            yield EntryProblem(code, at, {"label": subject.label(name), "name": name, "open": "[[", "close": "]]"})


def _syntax(source: str) -> str:
    """What of the syntax is not in order: the sign that does not come in pairs."""
    if source.count("[[") != source.count("]]"):
        return "[[ ]]"
    return "**" if source.count("**") % 2 else "{ }"


def _bare(template: Template) -> Iterator[str]:
    """The fields that stand outside of blocks that may vanish."""
    found = [node.field for node in template.nodes if isinstance(node, Value) and not node.silent]
    yield from dict.fromkeys(name for name in found if name not in BUILT_IN)


def _whatsapp(subject: _Subject, office: Office) -> Iterator[EntryProblem]:
    body = subject.body
    for code, values in template_limits.in_body(body.replace(_SIGNED, office.name)):
        yield EntryProblem(code, "body", values)
    used = tuple(dict.fromkeys(VARIABLE.findall(body)))
    yield from _names_in_body(subject, used)
    if body.strip():
        yield from _signature(body.strip(), used, office)
    for code, values in template_limits.in_footer(str(subject.layout.get("footer", ""))):
        yield EntryProblem(code, "footer", values)
    for code, values in template_limits.in_buttons(list(map(str, subject.layout.get("quick_replies", ())))):
        yield EntryProblem(code, "quick_replies", values)
    for name in used:
        yield from _variable(subject, name)


def _names_in_body(subject: _Subject, used: Sequence[str]) -> Iterator[EntryProblem]:
    known = {*subject.variables, *subject.shown, *subject.hidden, *BUILT_IN}
    for name in used:
        if name == _RESERVED or not NAME.fullmatch(name):
            yield EntryProblem("variable_name", "body", {"name": name})
        elif name not in known:
            yield EntryProblem("no_such_field", "body", {"name": name})
    for name in dict.fromkeys(_SINGLE.findall(subject.body)):
        if f"{{{name}}}" != _SIGNED:
            yield EntryProblem("single_brackets", "body", {"name": name})


def _signature(body: str, used: Sequence[str], office: Office) -> Iterator[EntryProblem]:
    """Whether a message that is passed on still says whose it is, and of when; and whether bold ends."""
    if _SIGNED not in body.rpartition("\n\n")[2] or "\n\n" not in body:
        yield EntryProblem("body_unsigned", "body", {"office": office.name, "mark": _SIGNED})
    elif "data_invio" not in used:
        yield EntryProblem("body_undated", "body")
    if body.count("*") % 2:
        yield EntryProblem("body_stars", "body")


def _variable(subject: _Subject, name: str) -> Iterator[EntryProblem]:
    described = subject.variables.get(name, {"source": f"{{{name}}}"})
    source, fallback, at = str(described.get("source", "")), str(described.get("fallback", "")), f"variable:{name}"
    for code, values in template_limits.in_value(fallback):
        yield EntryProblem(code, at, {**values, "name": name})
    try:
        template = parse(source)
    except TemplateError as error:
        yield EntryProblem("text_syntax", at, {"reason": _syntax(source), "detail": str(error)})
        return
    fields = [value.field for value in template.values if value.field not in BUILT_IN]
    for one in dict.fromkeys(fields):
        if one not in subject.shown and one not in subject.hidden:
            yield EntryProblem("no_such_field", at, {"name": one})
    if fields and not fallback and _may_be_empty(subject, template):
        yield EntryProblem("value_missing", at, {"name": name, "label": subject.label(fields[0])})


def _may_be_empty(subject: _Subject, template: Template) -> bool:
    """Whether nothing at all may be left of a text once its fields are empty."""
    for node in template.nodes:
        if isinstance(node, Optional):
            inner = Template("", node.nodes)
            if not any(subject.may_be_empty(value.field) for value in inner.values):
                return False
        elif isinstance(node, Value):
            if not (node.silent or subject.may_be_empty(node.field)):
                return False
        elif isinstance(node, str) and node.strip(" ;,.\n"):
            return False
    return True


def _price(subject: _Subject, base: Entries | None) -> Iterator[EntryProblem]:
    price, hours = subject.layout.get("price_category"), subject.layout.get("lifetime_hours", 0)
    least, most = (1, 12) if price == PriceCategory.UTILITY else (12, 720)
    if hours and not least <= hours <= most:
        yield EntryProblem("lifetime", "lifetime_hours", {"least": least, "most": most})
    shipped = base["whatsapp"]["price_category"] if base else PriceCategory.MARKETING
    if price == PriceCategory.UTILITY and shipped != price:
        yield EntryProblem("price_hopeful", "price_category")


def _follow_ups(subject: _Subject, others: Sequence[Category]) -> Iterator[EntryProblem]:
    known = {one.id for one in others} | {subject.entries.get("id")}
    for one in subject.entries.get("follow_ups", ()):
        at = f"follow_up:{one['category']}"
        if one.get("hidden"):
            continue
        if one["category"] not in known:
            yield EntryProblem("follow_up_nowhere", at, {"name": one["category"]})
        if not str(one.get("when", "")).strip():
            yield EntryProblem("follow_up_when", at)


def _as_a_whole(
    subject: _Subject, office: Office, others: Sequence[Category], base: Entries | None
) -> Iterator[EntryProblem]:
    """What is only seen once it is put together, and filled with its example."""
    id = str(subject.entries.get("id", "nuovo"))
    try:
        category = laid_over(base, subject.entries if base is None else _own(subject.entries), id)
        written = render.read(category, Draft("example", id, category.example_for(office)), office, _SOME_DAY)
        filled = {kind: render.render(written, kind) for kind in ChannelKind}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        yield EntryProblem("whole", "template", {"reason": str(error)})
        return
    for one in category.fields:
        if one.required and one.id not in written.values:
            yield EntryProblem("example_missing", f"field:{one.id}", {"label": one.label})
    for kind, content in filled.items():
        length, limit = size(readable(content)), TEXT_LIMITS[kind]
        if length > limit:
            at = "body" if kind is ChannelKind.WHATSAPP else "template"
            yield EntryProblem("filled_long", at, {"length": length, "limit": limit})
    yield from _twins(category, office, others)


def _own(entries: Entries) -> dict[str, Any]:
    """Entries as an office may write them: what the program works out is left to it."""
    layout = {name: value for name, value in entries["whatsapp"].items() if name not in ("template", "version")}
    return {**entries, "whatsapp": layout}


def _twins(category: Category, office: Office, others: Sequence[Category]) -> Iterator[EntryProblem]:
    """Meta refuses a template with the very body and footer of another (Meta: "Template review")."""
    own = category.whatsapp
    said = (render.body_of(own, office), own.footer)
    for layout in category.former:
        if (render.body_of(layout, office), layout.footer) == said:
            yield EntryProblem("same_text", "body")
            return
    for other in others:
        if any((render.body_of(one, office), one.footer) == said for one in other.layouts):
            yield EntryProblem("text_of_another", "body", {"name": other.name})
            return
