# SPDX-License-Identifier: EUPL-1.2
"""Turns a draft into a notice ready to queue, the same way for the window and for the command line."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from comunecast_gui.core.choices import ChoiceKind
from comunecast_gui.core.content import Content
from comunecast_gui.core.errors import ConfigError, InputError
from comunecast_gui.core.model import After, ChannelKind, Draft, FollowKind, Office, Period, Street, kind_of
from comunecast_gui.core.notice import render
from comunecast_gui.core.notice.categories import Catalogue, Category, FieldType
from comunecast_gui.core.notice.checks.check import CheckContext, Problem, blocking, check, warnings
from comunecast_gui.core.notice.fields import Finding
from comunecast_gui.core.notice.follow_up import kind_of as kind_of_follow_up
from comunecast_gui.core.periods import timezone_of
from comunecast_gui.core.ports import NewNotice

DUE = "due"
"""The place of a problem with the hour at which it shall go out, which is no field of a category."""
GENERIC = "generico"
"""The category that takes any text."""
_DECORATION = re.compile(r"^(?:[^\w«\"(]|ℹ)+")


@dataclass(frozen=True, slots=True)
class Composed:
    """A draft read, rendered and checked once, for preview, confirmation and sending.

    ``notice`` is None when something blocks sending; then ``contents`` are a preview, with a sign in place of what is
    missing. ``zones`` and ``topic`` decide who gets it, as in the notice; ``values`` are the typed values by field id.
    """

    category: Category
    draft: Draft
    values: Mapping[str, Any]
    problems: tuple[Problem, ...]
    contents: Mapping[str, Content]
    notice: NewNotice | None
    zones: tuple[str, ...] = ()
    topic: str = ""
    carrier: Category | None = None
    does: FollowKind | None = None
    """What it does to the notice that it follows; None where it follows none."""

    @property
    def after(self) -> After | None:
        """For whom it is, where it follows another notice."""
        return After.of(self.draft.follows, self.does)

    @property
    def whatsapp_category(self) -> Category:
        """The category whose template carries the text on WhatsApp."""
        return self.carrier or self.category


def compose(
    catalogue: Catalogue,
    draft: Draft,
    office: Office,
    at: datetime,
    channels: tuple[str, ...],
    context: CheckContext,
    language: str = "it",
) -> Composed:
    """Checks and renders a draft for sending at ``at`` (aware); ``channels`` are the configured ones, by name.

    A draft that is ``due`` later is written and checked as it will be read then.

    Raises InputError("unknown_category" | "unknown_channel" | "unknown_zone"),
    ConfigError("channel_not_configured" | "no_channel").
    """
    category = catalogue.get(draft.category).in_force(context.templates, draft.attachments)
    targets = resolve_channels(category, draft.channels, channels)
    zones = office.offer.pick(ChoiceKind.ZONE, draft.zones or ())
    topic = office.offer.topic_of(category.id, draft.followed_topic)
    does = kind_of_follow_up(category.id, draft.followed_category, catalogue) if draft.follows is not None else None
    written = render.read(category, draft, office, draft.due or at)
    carrier = category
    if draft.carrier:
        carrier = catalogue.get(draft.carrier).in_force(context.templates, draft.attachments)
    said = {**dict.fromkeys(ChannelKind, written), ChannelKind.WHATSAPP: carried(written, carrier)}

    whole_at = next((context.addresses[name] for name in targets if name in context.addresses), "")

    def rendered(gap: str = "") -> dict[ChannelKind, Content]:
        kinds = dict.fromkeys(map(kind_of, targets))
        return {kind: render.render(said[kind], kind, language, context.templates, gap, whole_at) for kind in kinds}

    by_kind = rendered()
    problems = (*_too_late(draft, at, context), *check(written, by_kind, context))
    notice = None
    if blocking(problems):
        by_kind = rendered(render.GAP)
    contents = {name: by_kind[kind_of(name)] for name in targets}
    if not blocking(problems):
        notice = NewNotice(
            draft_uuid=draft.uuid,
            category=category.id,
            priority=category.priority,
            title=title_of(written.text),
            text=written.signed,
            at=at,
            contents=contents,
            fields={key: jsonable(value) for key, value in draft.fields.items()},
            valid_until=valid_until(category, written.values, office),
            follows=draft.follows,
            zones=zones,
            topic=topic,
            warnings=tuple(dict.fromkeys(one.check for one in warnings(problems))),
            compared=frozenset(earlier.id for earlier in context.recent),
            alert_level=alert_level(category, written.values),
            due=draft.due,
            does=does,
        )
    return Composed(category, written.draft, written.values, problems, contents, notice, zones, topic, carrier, does)


def _too_late(draft: Draft, at: datetime, context: CheckContext) -> tuple[Problem, ...]:
    """The hour that a notice was to wait for has passed."""
    if draft.due is None or draft.due > at:
        return ()
    return (context.rules.problem(Finding("ora_passata", DUE)),)


def carried(written: render.Written, carrier: Category) -> render.Written:
    """The same text in the fields of a category whose template takes any text: its title, and the rest on one line."""
    if carrier.id == written.category.id:
        return written
    title = title_of(written.text).removeprefix(f"{written.office.name}: ")
    rest = written.text.strip().partition("\n")[2].strip()
    fields = {"titolo": title[:1].upper() + title[1:], "testo": rest or title}
    draft = replace(written.draft, category=carrier.id, fields=fields)
    return replace(render.read(carrier, draft, written.office, written.at), carried=("testo",))


def resolve_channels(category: Category, wanted: Sequence[str], available: Sequence[str]) -> tuple[str, ...]:
    """The channels to send on, in the order in which they are configured.

    ``telegram`` stands for all Telegram channels; nothing wanted means the category's defaults among those that are
    configured. Raises InputError("unknown_channel"), ConfigError("channel_not_configured" | "no_channel").
    """
    if not wanted:
        found = {name for name in available if kind_of(name) in category.channels}
    else:
        found = set()
        for name in wanted:
            found |= _matching(name, available)
    if not found:
        raise ConfigError("no_channel")
    return tuple(name for name in available if name in found)


def title_of(text: str) -> str:
    """The first line without its leading sign."""
    return _DECORATION.sub("", text.strip().split("\n", 1)[0]).strip()


def valid_until(category: Category, values: Mapping[str, Any], office: Office) -> datetime | None:
    """When the notice becomes stale, in UTC: the end of the category's period, moment or day."""
    value = values.get(category.valid_until)
    if isinstance(value, Period):
        end = value.end
    elif isinstance(value, datetime):
        end = value
    elif isinstance(value, date):
        end = datetime.combine(value + timedelta(days=1), time(0))
    else:
        return None
    return end.replace(tzinfo=timezone_of(office)).astimezone(UTC)


def alert_level(category: Category, values: Mapping[str, Any]) -> str:
    """The level that the notice speaks of; empty where its category has none."""
    levels = (values.get(one.id) for one in category.fields if one.type is FieldType.ALERT_LEVEL)
    return next((str(level) for level in levels if level), "")


def jsonable(value: Any) -> Any:
    """A raw field value in JSON's types, which :func:`fields.parse` reads back to the same."""
    if isinstance(value, Period):
        return {"inizio": value.start.isoformat(), "fine": value.end.isoformat()}
    if isinstance(value, Street):
        return {"via": value.name, "tratto": value.stretch, "civici": value.numbers}
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): jsonable(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [jsonable(item) for item in value]
    return value if isinstance(value, (str, int, float, bool)) or value is None else str(value)


def _matching(name: str, available: Sequence[str]) -> set[str]:
    try:
        kind = kind_of(name)
    except ValueError as error:
        raise InputError("unknown_channel", field="channels", channel=name, known=list(available)) from error
    found = {one for one in available if one == name or (name == kind and kind_of(one) is kind)}
    if not found:
        raise ConfigError("channel_not_configured", field="channels", channel=name)
    return found
