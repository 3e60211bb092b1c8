# SPDX-License-Identifier: EUPL-1.2
"""The categories of notices, each read once from a file of its own, so that a new category needs no code."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from dataclasses import fields as dataclass_fields
from enum import StrEnum
from pathlib import Path
from typing import Any

from comunecast_gui.core.errors import ConfigError, InputError
from comunecast_gui.core.model import Attachment, ChannelKind, FollowKind, Office, PriceCategory, Priority
from comunecast_gui.core.notice.text_template import Template, TemplateError, parse

BUILT_IN = frozenset({"ente", "data_invio", "emoji_livello"})
"""Names that a text may use besides its category's fields: office, day of sending, colour of the alert."""

LOCALITIES = "{localities}"
LEVEL = "livello"
"""The field that holds the alert level now in force, in every category that has one."""
RISKS = "rischi"
"""The field that holds the risks of an alert."""

NAME = re.compile(r"[a-z][a-z0-9_]*")
VARIABLE = re.compile(r"\{\{([a-z0-9_]+)\}\}")
"""A variable in the body of a WhatsApp template."""


class FieldType(StrEnum):
    """The type of a field; it decides the widget, the accepted input and how the value is written in Italian."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    DATE = "date"
    DATES = "dates"
    TIME = "time"
    DATETIME = "datetime"
    PERIOD = "period"
    STREETS = "streets"
    LIST = "list"
    ZONE = "zone"
    PLACE = "place"
    PHONE = "phone"
    LINK = "link"
    CHOICE = "choice"
    CHOICES = "choices"
    ALERT_LEVEL = "alert_level"
    NUMBER = "number"
    AMOUNT = "amount"
    IMAGE = "image"
    NOTICE_REF = "notice_ref"
    YES_NO = "yes_no"


class Hours(StrEnum):
    """When a notice may go out without a warning."""

    DAY = "day"
    """8:00-20:00, less the office's quiet hours"""
    EXTENDED = "extended"
    """Outside of the office's quiet hours"""
    ALWAYS = "always"


class Ending(StrEnum):
    """How what a notice told of comes to its end."""

    ASKS = "asks"
    """It stays open until somebody says that it is over; at the end that was told a person is asked."""
    CLOSES = "closes"
    """It is over at its end by itself: a day, a deadline, an event."""
    NONE = "none"
    """It has no end of its own."""


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that the officer fills in. ``limit`` in characters (0: none), ``maximum`` in items (0: none).

    ``past``: the moment may lie in the past. ``quoted``: holds words that are quoted as wrong, so they are not checked.
    ``default_within``: the default only holds for offices whose alert zone begins so (``Tosc-A4``). ``usual``: the name
    under which the office has a usual value of its own (``acqua.gestore``), which counts before the default.
    """

    id: str
    label: str
    type: FieldType
    required: bool = False
    options: tuple[str, ...] = ()
    default: Any = None
    limit: int = 0
    help: str = ""
    example: str = ""
    maximum: int = 0
    past: bool = False
    quoted: bool = False
    default_within: str = ""
    usual: str = ""

    def default_for(self, office: Office) -> Any:
        """The usual value for this office; None if there is none."""
        if self.usual and (own := office.usual.get(self.usual)) is not None:
            return own
        elsewhere = office.alert_zone and not office.alert_zone.startswith(self.default_within)
        return None if elsewhere else self.default

    def options_for(self, office: Office) -> tuple[str, ...]:
        """The options, with ``{localities}`` replaced by the office's own and by the zones that citizens may choose."""
        known = {name.casefold() for name in office.localities}
        places = (*office.localities, *(name for name in office.offer.zones if name.casefold() not in known))
        expanded = (name for option in self.options for name in (places if option == LOCALITIES else (option,)))
        return tuple(dict.fromkeys(expanded))


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable of a WhatsApp template: ``source`` in the neutral syntax, said on one line; ``fallback`` if empty."""

    name: str
    source: Template
    fallback: str = ""


@dataclass(frozen=True, slots=True)
class WhatsAppLayout:
    """The template that Meta approves for a category. ``reason`` quotes the rule that decides its price category.

    ``lifetime_hours`` after sending, Meta no longer delivers a message to a phone that was off; 0 leaves Meta's 30
    days (Meta: "Configure message time-to-live"; a utility template takes at most 12 hours, a marketing one not less).
    Only for what is as a rule over by then (ADR 22): Meta takes one value for all messages of a template.
    """

    template: str
    version: int
    price_category: PriceCategory
    reason: str
    body: str
    variables: tuple[Variable, ...]
    footer: str = ""
    quick_replies: tuple[str, ...] = ()
    lifetime_hours: int = 0

    @property
    def template_name(self) -> str:
        return f"{self.template}_v{self.version}"

    @property
    def approved_part(self) -> tuple[object, ...]:
        """What Meta approves: where two layouts agree in this, one template serves both."""
        names = tuple(sorted(variable.name for variable in self.variables))
        return self.body.strip(), self.footer, self.quick_replies, str(self.price_category), self.lifetime_hours, names

    def media_template_name(self, attachment: Attachment) -> str:
        """The variant with a picture or a document above the text: Meta approves it as a template of its own."""
        return f"{self.template}_{'immagine' if attachment.is_image else 'documento'}_v{self.version}"


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A notice that can follow; ``reminder`` keeps asking until it is answered.

    ``fields`` are values of the new notice that are always so; ``taken`` maps a field of it to one of the notice that
    it follows, where the two are called otherwise, or to one end of a period (``periodo.fine``).
    """

    category: str
    when: str
    reminder: bool = False
    kind: FollowKind = FollowKind.UPDATE
    fields: Mapping[str, Any] = field(default_factory=dict)
    taken: Mapping[str, str] = field(default_factory=dict)


class Origin(StrEnum):
    """Whose a category is."""

    SHIPPED = "shipped"
    ADAPTED = "adapted"
    """It comes with the program, and the office changed something of it."""
    OWN = "own"


@dataclass(frozen=True, slots=True)
class OverlayFault:
    """Why a file of the office's own categories is not used; ``code`` is of ``[overlay]``, ``line`` 0 for the whole."""

    file: str
    code: str
    line: int = 0
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of notice. ``length`` is the recommended range in characters, ``lead_hours`` the recommended notice.

    ``valid_until`` names the field whose end makes the notice stale; ``confirm_word`` maps a value of the alert
    level to the word that a person alone must type before sending. ``ending`` says how what was told ends: at
    ``valid_until``, or at the first of ``end_fields`` that is filled in; ``promise`` names the field that tells people
    when they hear more. ``hidden``: the office does not use it, and it is not offered.
    ``retired``: the office deleted its own subject, which is known on for what was written with it, and can come back.
    ``former`` are the layouts that Meta approved before the present one, newest first; ``hidden_fields``
    may still stand in texts, and are always empty.
    """

    id: str
    order: int
    group: str
    name: str
    emoji: str
    icon: str
    priority: Priority
    channels: tuple[ChannelKind, ...]
    hours: Hours
    lead_hours: int
    length: tuple[int, int]
    fields: tuple[Field, ...]
    at_least_one: tuple[tuple[str, ...], ...]
    template: Template
    whatsapp: WhatsAppLayout
    follow_ups: tuple[FollowUp, ...] = ()
    valid_until: str = ""
    ending: Ending = Ending.NONE
    end_fields: tuple[str, ...] = ()
    promise: str = ""
    confirm_word: Mapping[str, str] = field(default_factory=dict)
    alert: bool = False
    advice: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    example: Mapping[str, Any] = field(default_factory=dict)
    example_text: str = ""
    source: str = ""
    hidden: bool = False
    hidden_fields: tuple[str, ...] = ()
    former: tuple[WhatsAppLayout, ...] = ()
    retired: bool = False
    origin: Origin = Origin.SHIPPED

    @property
    def layouts(self) -> tuple[WhatsAppLayout, ...]:
        """The present layout, and those before it."""
        return (self.whatsapp, *self.former)

    def in_force(self, approved: Collection[str], attachments: Sequence[Attachment] = ()) -> Category:
        """The category with the layout that a notice with these files is sent with.

        ``approved`` are the names of Meta's approved templates. Until a new text is approved it is the last one that
        is; where a file is to travel, the last one that carries it. Without any it is the new one, which says so.
        """
        carrying = [
            one for one in self.layouts if any(one.media_template_name(file) in approved for file in attachments)
        ]
        sendable = [one for one in self.layouts if one.template_name in approved]
        return replace(self, whatsapp=next(iter((*carrying, *sendable)), self.whatsapp))

    def field(self, id: str) -> Field | None:
        """The field with this id."""
        return next((one for one in self.fields if one.id == id), None)

    def example_for(self, office: Office) -> dict[str, Any]:
        """The worked example as this office could send it: in one of its places where the one named is elsewhere."""
        found = dict(self.example)
        for one in self.fields:
            if one.id not in found or LOCALITIES not in one.options:
                continue
            options, said = one.options_for(office), found[one.id]
            known = {option.casefold() for option in options}
            names = said if isinstance(said, (list, tuple)) else [said]
            if options and any(isinstance(name, str) and name.casefold() not in known for name in names):
                found[one.id] = options[0]
        return found

    def advice_for(self, level: str, risks: tuple[str, ...], maximum: int = 4) -> tuple[str, ...]:
        """The advice for this alert level and these risks: the first advice of each risk first, none twice."""
        lists = [self.advice.get(level, {}).get(risk, ()) for risk in risks]
        ranked = [
            items[rank] for rank in range(max(map(len, lists), default=0)) for items in lists if rank < len(items)
        ]
        return tuple(dict.fromkeys(ranked))[: maximum or None]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All categories, in the order in which they are offered; ``faults`` tell which of the office's own do not work."""

    categories: tuple[Category, ...]
    faults: tuple[OverlayFault, ...] = ()

    @property
    def offered(self) -> tuple[Category, ...]:
        """Those that the office uses."""
        return tuple(category for category in self.current if not category.hidden)

    @property
    def current(self) -> tuple[Category, ...]:
        """Those that the office has: without its own that it deleted."""
        return tuple(category for category in self.categories if not category.retired)

    @property
    def deleted(self) -> tuple[Category, ...]:
        """Its own that the office deleted."""
        return tuple(category for category in self.categories if category.retired)

    @classmethod
    def load(cls, folder: Path) -> Catalogue:
        """Reads every ``*.toml`` of the folder. Raises ConfigError("category_file" | "no_categories")."""
        found = [read_category(path) for path in sorted(folder.glob("*.toml"))]
        if not found:
            raise ConfigError("no_categories", folder=folder.name)
        return cls.of(found)

    @classmethod
    def of(cls, categories: Iterable[Category], faults: Iterable[OverlayFault] = ()) -> Catalogue:
        """These categories in their order."""
        return cls(tuple(sorted(categories, key=lambda category: (category.order, category.id))), tuple(faults))

    def get(self, id: str) -> Category:
        """The category with this id. Raises InputError("unknown_category")."""
        for category in self.categories:
            if category.id == id:
                return category
        known = [category.id for category in self.categories]
        raise InputError("unknown_category", field="category", category=id, known=known)

    def name_of(self, id: str) -> str:
        """The name of the category with this id; the id itself where this version does not ship it any more."""
        return next((category.name for category in self.categories if category.id == id), id)

    def __iter__(self) -> Iterator[Category]:
        return iter(self.categories)

    def __len__(self) -> int:
        return len(self.categories)


def read_category(path: Path) -> Category:
    """Reads one category file. Raises ConfigError("category_file") naming the file and what is wrong in it."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        category = category_of(data)
    except (OSError, ValueError, KeyError, TypeError) as error:
        reason = f"{error.args[0]} is missing" if isinstance(error, KeyError) else str(error)
        raise ConfigError("category_file", file=path.name, reason=reason) from error
    return category


def category_of(data: Mapping[str, Any]) -> Category:
    """The category that these entries of a file describe. Raises ValueError, KeyError, TypeError for what is wrong."""
    unknown = sorted(set(data) - {one.name for one in dataclass_fields(Category)} - {"origin", "hidden_fields"})
    if unknown:
        raise ValueError(f"unknown entries: {', '.join(unknown)}")
    least, most = data["length"]
    unseen = tuple(item["id"] for item in data["fields"] if item.get("hidden"))
    category = Category(
        id=data["id"],
        order=int(data["order"]),
        group=data["group"],
        name=data["name"],
        emoji=data["emoji"],
        icon=data["icon"],
        priority=Priority(data["priority"]),
        channels=tuple(ChannelKind(kind) for kind in data["channels"]),
        hours=Hours(data["hours"]),
        lead_hours=int(data.get("lead_hours", 0)),
        length=(int(least), int(most)),
        fields=tuple(_field(item) for item in data["fields"] if item["id"] not in unseen),
        at_least_one=tuple(filter(None, (_without(group, unseen) for group in data.get("at_least_one", ())))),
        template=_template(data["template"], "template"),
        whatsapp=layout_of(data["whatsapp"]),
        follow_ups=tuple(_follow_up(item) for item in data.get("follow_ups", ()) if not item.get("hidden")),
        valid_until="".join(_without([data.get("valid_until", "")], unseen)),
        ending=Ending(data["ending"]) if "ending" in data else _likely_ending(data),
        end_fields=_without(data.get("end_fields", ()), unseen),
        promise="".join(_without([data.get("promise", "")], unseen)),
        confirm_word=data.get("confirm_word", {}),
        alert=bool(data.get("alert", False)),
        advice={
            level: {risk: tuple(items) for risk, items in risks.items()}
            for level, risks in data.get("advice", {}).items()
        },
        example={name: value for name, value in data["example"].items() if name not in unseen},
        example_text=data["example_text"],
        source=data.get("source", ""),
        hidden=bool(data.get("hidden", False)),
        hidden_fields=unseen,
        former=tuple(layout_of(item) for item in data.get("former", ())),
        retired=bool(data.get("retired", False)),
    )
    _check_names(category)
    return category


def _without(names: Iterable[str], unseen: Collection[str]) -> tuple[str, ...]:
    return tuple(name for name in names if name not in unseen)


def _likely_ending(data: Mapping[str, Any]) -> Ending:
    """Of a category that does not say it: what another notice can end stays open until then."""
    if any(one.get("kind") == FollowKind.ALL_CLEAR for one in data.get("follow_ups", ())):
        return Ending.ASKS
    return Ending.CLOSES if data.get("valid_until") else Ending.NONE


def _follow_up(data: Mapping[str, Any]) -> FollowUp:
    values = {name: value for name, value in data.items() if name != "hidden"}
    return FollowUp(**{**values, "kind": FollowKind(values.get("kind", FollowKind.UPDATE))})


def _field(data: Mapping[str, Any]) -> Field:
    values = {name: value for name, value in data.items() if name != "hidden"}
    values["type"] = FieldType(values["type"])
    values["options"] = tuple(values.get("options", ()))
    return Field(**values)


def layout_of(data: Mapping[str, Any]) -> WhatsAppLayout:
    """The layout that these entries describe. Raises as :func:`category_of`."""
    values = dict(data)
    values["price_category"] = PriceCategory(values["price_category"])
    values["quick_replies"] = tuple(values.get("quick_replies", ()))
    values["variables"] = tuple(
        Variable(item["name"], _template(item["source"], f"variable {item['name']}"), item.get("fallback", ""))
        for item in values["variables"]
    )
    hours = values.get("lifetime_hours", 0)
    allowed = range(1, 13) if values["price_category"] is PriceCategory.UTILITY else range(12, 721)
    if type(hours) is not int or (hours and hours not in allowed):
        raise ValueError(f"whatsapp: lifetime_hours may be {allowed[0]} to {allowed[-1]} here, or 0")
    return WhatsAppLayout(**values)


def _template(source: str, place: str) -> Template:
    try:
        return parse(source)
    except TemplateError as error:
        raise ValueError(f"{place}: {error}") from error


def _check_names(category: Category) -> None:
    """Checks that every name used in a text exists, and that the template has exactly the declared variables."""
    ids = [one.id for one in category.fields]
    if len(set(ids)) != len(ids):
        raise ValueError("two fields have the same id")
    known = BUILT_IN.union(ids, category.hidden_fields)
    texts = [("template", category.template)]
    texts += [
        (f"variable {variable.name}", variable.source) for layout in category.layouts for variable in layout.variables
    ]
    for place, template in texts:
        for value in template.values:
            if value.field not in known:
                raise ValueError(f"{place}: there is no field {value.field!r}")
    named = [category.valid_until, category.promise, *category.end_fields, *category.example]
    for name in [*(name for group in category.at_least_one for name in group), *named]:
        if name and name not in ids:
            raise ValueError(f"there is no field {name!r}")
    declared: list[str] = []
    for layout in category.layouts:
        names = [variable.name for variable in layout.variables]
        used = VARIABLE.findall(layout.body)
        if sorted(used) != sorted(names):
            raise ValueError(f"whatsapp: the body uses {used}, the variables are {names}")
        declared += names
    if not all(NAME.fullmatch(name) for name in [category.id, category.whatsapp.template, *ids, *declared]):
        raise ValueError("names are made of a-z, 0-9 and _")
