# SPDX-License-Identifier: EUPL-1.2
"""Makes from a category and its values exactly what a channel will carry: one function for preview, check and send."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from comunecast_gui.core import markup, periods, wording
from comunecast_gui.core.categories import Category, FieldType, WhatsAppLayout
from comunecast_gui.core.content import Content, TelegramPost, TemplateMessage
from comunecast_gui.core.fields import parse
from comunecast_gui.core.markup import Span
from comunecast_gui.core.model import ChannelKind, Draft, Office

_VARIABLE = re.compile(r"\{\{([a-z0-9_]+)\}\}")
_EMPTY = "-"
_DOUBLED_STOP = re.compile(r"([!?…])\.(?!\.)")


def spans(category: Category, values: Mapping[str, Any], office: Office, at: datetime) -> tuple[Span, ...]:
    """The text of the notice as runs, without signature; ``at`` is the moment of sending."""
    day = periods.local(at, office).date()
    filled = category.template.fill(wording.sayer(category, values, office, day))
    # The template's full stop is one too many after a value that ends in a mark of its own.
    return tuple(Span(_DOUBLED_STOP.sub(r"\1", span.text), span.bold) for span in filled)


def neutral(category: Category, values: Mapping[str, Any], office: Office, at: datetime) -> str:
    """The text of the notice in the neutral markup, without signature."""
    return markup.neutral(spans(category, values, office, at))


def render(
    category: Category, draft: Draft, office: Office, kind: ChannelKind, at: datetime, language: str = "it"
) -> Content:
    """What goes out on this kind of channel at ``at``; wrong or missing fields are rendered as empty."""
    values = parse(category, draft.fields, office).values
    if kind is ChannelKind.WHATSAPP:
        return _template_message(category, values, office, at, language)
    signed = markup.joined([*spans(category, values, office, at), Span(f"\n\n{signature(office, at)}")])
    return TelegramPost(
        html=markup.telegram_html(signed),
        plain=markup.plain(signed),
        attachments=draft.attachments,
        preview_url=_link(category, values),
    )


def signature(office: Office, at: datetime) -> str:
    """``Comune di Calcinaia, 22 agosto 2022``: who speaks and when, still clear when the notice is forwarded."""
    return f"{office.name}, {periods.full_date(periods.local(at, office).date())}"


def body_of(layout: WhatsAppLayout, office: Office) -> str:
    """The template's body as submitted to Meta: the office's name filled in, the variables kept."""
    return layout.body.strip().replace("{ente}", office.name)


def samples(category: Category, office: Office) -> dict[str, str]:
    """An example value for each variable, from the worked example (Meta: Template components)."""
    parsed = parse(category, category.example, office)
    return parameters(category, parsed.values, office, _example_day(parsed.values))


def parameters(category: Category, values: Mapping[str, Any], office: Office, at: datetime) -> dict[str, str]:
    """The value of each template variable: one line, no tab, never empty, no formatting (Meta: error 132018)."""
    day = periods.local(at, office).date()
    say = wording.sayer(category, values, office, day, one_line=True)
    result = {}
    for variable in category.whatsapp.variables:
        text = " ".join(markup.plain(variable.source.fill(say)).split()).strip(" ;,")
        result[variable.name] = markup.harmless(text or variable.fallback or _EMPTY)
    return result


def filled(body: str, values: Mapping[str, str]) -> str:
    """A template's body with its variables filled."""
    return _VARIABLE.sub(lambda match: values[match[1]], body)


def _template_message(
    category: Category, values: Mapping[str, Any], office: Office, at: datetime, language: str
) -> TemplateMessage:
    layout = category.whatsapp
    said = parameters(category, values, office, at)
    return TemplateMessage(
        template=layout.template_name,
        language=language,
        parameters=tuple(said.items()),
        text=filled(body_of(layout, office), said),
        footer=layout.footer,
        quick_replies=layout.quick_replies,
    )


def _link(category: Category, values: Mapping[str, Any]) -> str:
    return next((str(values[one.id]) for one in category.fields if one.type is FieldType.LINK and one.id in values), "")


def _example_day(values: Mapping[str, Any]) -> datetime:
    """A day in the year of the example, so that its dates are said without a year."""
    for value in values.values():
        if hasattr(value, "start"):
            return datetime(value.start.year, 1, 1)
        if hasattr(value, "year"):
            return datetime(value.year, 1, 1)
    return datetime(2026, 1, 1)
