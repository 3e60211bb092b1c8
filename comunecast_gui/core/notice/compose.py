# SPDX-License-Identifier: EUPL-1.2
"""Makes a draft into a notice ready to queue, the same way for the window and for the command line."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from comunecast_gui.core import markup
from comunecast_gui.core.choices import ChoiceKind
from comunecast_gui.core.content import Content
from comunecast_gui.core.errors import ConfigError, InputError
from comunecast_gui.core.model import ChannelKind, Draft, Office, Period, Street, kind_of
from comunecast_gui.core.notice import render
from comunecast_gui.core.notice.categories import Catalogue, Category
from comunecast_gui.core.notice.checks.check import CheckContext, Problem, blocking, check
from comunecast_gui.core.notice.fields import parse
from comunecast_gui.core.periods import timezone_of
from comunecast_gui.core.ports import NewNotice

_DECORATION = re.compile(r"^(?:[^\w«\"(]|ℹ)+")


@dataclass(frozen=True, slots=True)
class Composed:
    """A draft checked and rendered. ``notice`` is None when something blocks sending; then ``contents`` are a preview,
    with a sign in place of what is missing. ``zones`` and ``topic`` tell for whom it is, as in the notice."""

    category: Category
    problems: tuple[Problem, ...]
    contents: Mapping[str, Content]
    notice: NewNotice | None
    zones: tuple[str, ...] = ()
    topic: str = ""


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

    Raises InputError("unknown_category" | "unknown_channel" | "unknown_zone"),
    ConfigError("channel_not_configured" | "no_channel").
    """
    category = catalogue.get(draft.category)
    targets = resolve_channels(category, draft.channels, channels)
    zones = office.offer.pick(ChoiceKind.ZONE, draft.zones or ())
    topic = office.offer.topic_of(category.id, draft.followed_topic)
    problems = check(category, draft, office, at, context)
    blocked = bool(blocking(problems))
    gap = render.GAP if blocked else ""
    contents = {
        name: render.render(category, draft, office, kind_of(name), at, language, context.templates, gap)
        for name in targets
    }
    values = parse(category, draft.fields, office).values
    notice = None
    if not blocked:
        spans = render.spans(category, values, office, at)
        text = markup.plain(spans)
        notice = NewNotice(
            draft_uuid=draft.uuid,
            category=category.id,
            priority=category.priority,
            title=title_of(text),
            text=f"{text}\n\n{render.signature(office, at)}",
            at=at,
            contents=contents,
            fields={key: jsonable(value) for key, value in draft.fields.items()},
            valid_until=valid_until(category, values, office),
            follows=draft.follows,
            zones=zones,
            topic=topic,
        )
    return Composed(category, problems, contents, notice, zones, topic)


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
    found = {one for one in available if one == name or (name == ChannelKind.TELEGRAM and kind_of(one) is kind)}
    if not found:
        raise ConfigError("channel_not_configured", field="channels", channel=name)
    return found
