# SPDX-License-Identifier: EUPL-1.2
"""Renders a category and its values as the exact content of a channel, for preview, check and sending alike."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from comunecast_gui.core import markup, periods
from comunecast_gui.core.content import TEXT_LIMITS, Content, TelegramPost, TemplateMessage
from comunecast_gui.core.markup import Span
from comunecast_gui.core.model import Attachment, ChannelKind, Draft, Office
from comunecast_gui.core.notice.categories import Category, FieldType, WhatsAppLayout
from comunecast_gui.core.notice.field_kinds import sayer
from comunecast_gui.core.notice.field_readers import clean
from comunecast_gui.core.notice.fields import Finding, parse
from comunecast_gui.core.notice.long_lists import shortened

_VARIABLE = re.compile(r"\{\{([a-z0-9_]+)\}\}")
GAP = "…"
"""What stands in the preview of an unfinished notice where something is missing."""
_EMPTY = "-"
_DESCRIPTION = "allegato"
_DOUBLED_STOP = re.compile(r"([!?…])\.(?!\.)")
_DOUBLED_END = re.compile(r"([.!?…])\.$")
_EMPTY_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Written:
    """A draft read once at ``at`` (aware), for every channel and every check.

    ``values`` are the typed values by field id, ``faults`` what is wrong with the rest; ``runs`` are the text without
    its signature.
    """

    category: Category
    draft: Draft
    office: Office
    at: datetime
    values: Mapping[str, Any]
    faults: tuple[Finding, ...]
    runs: tuple[Span, ...]
    carried: tuple[str, ...] = ()
    """Fields that hold the whole text of a notice of another category, whose words may be cut."""

    @property
    def text(self) -> str:
        """The plain text without the signature."""
        return markup.plain(self.runs)

    @property
    def signed(self) -> str:
        """The plain text with the signature."""
        return f"{self.text}\n\n{signature(self.office, self.at)}"


def read(category: Category, draft: Draft, office: Office, at: datetime) -> Written:
    """Reads a draft's fields, and the descriptions of its files like fields; never raises for what a person wrote."""
    parsed = parse(category, draft.fields, office)
    draft = replace(draft, attachments=tuple(replace(one, alt=clean(one.alt)) for one in draft.attachments))
    runs = spans(category, parsed.values, office, at)
    return Written(category, draft, office, at, parsed.values, parsed.problems, runs)


def spans(
    category: Category,
    values: Mapping[str, Any],
    office: Office,
    at: datetime,
    gap: str = "",
    instead: Mapping[str, str] | None = None,
) -> tuple[Span, ...]:
    """The text of the notice as runs, without signature; ``at`` is the moment of sending."""
    day = periods.local(at, office).date()
    filled = category.template.fill(sayer(category, values, office, day, gap=gap, instead=instead), gap)
    # The template's full stop is one too many after a value that ends in a mark of its own, and so is its empty line
    # where the block after it is left out.
    tidy = [Span(_EMPTY_LINES.sub("\n\n", _DOUBLED_STOP.sub(r"\1", span.text)), span.bold) for span in filled]
    return markup.joined([*tidy[:-1], *(Span(last.text.rstrip(), last.bold) for last in tidy[-1:])])


def neutral(category: Category, values: Mapping[str, Any], office: Office, at: datetime) -> str:
    """The text of the notice in the neutral markup, without signature."""
    return markup.neutral(spans(category, values, office, at))


def render(
    written: Written,
    kind: ChannelKind,
    language: str = "it",
    templates: Collection[str] = (),
    gap: str = "",
    whole_at: str = "",
) -> Content:
    """The content for this kind of channel; ``gap`` stands in place of wrong or missing fields.

    A list that does not fit is shortened where the whole one stands at an address: the notice's own page, or
    ``whole_at``, which WhatsApp may name. ``templates`` are the names of the approved ones: an attachment travels on
    WhatsApp only in a template made for it.
    """
    match kind:
        case ChannelKind.WHATSAPP:
            header = header_of(written.category, written.draft, templates)
            return _template_message(written, language, header, gap, whole_at)
        case ChannelKind.TELEGRAM:
            return _post(written, gap)


def _post(written: Written, gap: str) -> TelegramPost:
    category, office, at = written.category, written.office, written.at

    def signed(instead: Mapping[str, str]) -> tuple[Span, ...]:
        plain = not gap and not instead
        runs = written.runs if plain else spans(category, written.values, office, at, gap, instead)
        return markup.joined([*runs, Span(f"\n\n{signature(office, at)}")])

    page = _link(category, written.values)
    limit = TEXT_LIMITS[ChannelKind.TELEGRAM]
    instead = shortened(lambda one: markup.plain(signed(one)), category, written.values, limit, page)
    runs = signed(instead)
    return TelegramPost(
        html=markup.telegram_html(runs),
        plain=markup.plain(runs),
        attachments=written.draft.attachments,
        preview_url=page,
    )


def signature(office: Office, at: datetime) -> str:
    """``Comune di Calcinaia, 22 agosto 2022``: the office and the day, still clear when the notice is forwarded."""
    return f"{office.name}, {periods.full_date(periods.local(at, office).date())}"


def body_of(layout: WhatsAppLayout, office: Office, header: Attachment | None = None) -> str:
    """The template's body as submitted to Meta: the office's name filled in, the variables kept.

    Under a picture or a document it also says what is in it, for who cannot see it; Meta would refuse a template
    with the very words of another (Meta: Template review).
    """
    text, gap, signature = layout.body.strip().rpartition("\n\n")
    if header:
        place = "Nell'immagine" if header.is_image else "Nel documento"
        text += f"\n\n*{place}:* {{{{{_DESCRIPTION}}}}}."
    return f"{text}{gap}{signature}".replace("{ente}", office.name)


def samples(category: Category, office: Office, header: Attachment | None = None) -> dict[str, str]:
    """An example value for each variable, from the worked example (Meta: Template components)."""
    parsed = parse(category, category.example_for(office), office)
    return parameters(category, parsed.values, office, _example_day(parsed.values), header)


def parameters(
    category: Category,
    values: Mapping[str, Any],
    office: Office,
    at: datetime,
    header: Attachment | None = None,
    gap: str = "",
    instead: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """The value of each template variable: one line, no tab, never empty, no formatting (Meta: error 132018)."""
    day = periods.local(at, office).date()
    say = sayer(category, values, office, day, one_line=True, gap=gap, instead=instead)
    result = {}
    for variable in category.whatsapp.variables:
        text = " ".join(markup.plain(variable.source.fill(say, "" if variable.fallback else gap)).split()).strip(" ;,")
        text = _DOUBLED_END.sub(r"\1", text)
        result[variable.name] = markup.harmless(text or variable.fallback or gap or _EMPTY)
    if header:
        result[_DESCRIPTION] = markup.harmless(" ".join(header.alt.split()).rstrip(".") or gap or _EMPTY)
    return result


def filled(body: str, values: Mapping[str, str]) -> str:
    """A template's body with its variables filled."""
    return _VARIABLE.sub(lambda match: values[match[1]], body)


def header_of(category: Category, draft: Draft, templates: Collection[str]) -> Attachment | None:
    """The one attachment that can travel on WhatsApp: the first for which a template is approved."""
    names = category.whatsapp.media_template_name
    return next((one for one in draft.attachments if names(one) in templates), None)


def _template_message(
    written: Written, language: str, header: Attachment | None, gap: str, whole_at: str
) -> TemplateMessage:
    category, values = written.category, written.values
    layout = category.whatsapp
    body = body_of(layout, written.office, header)

    def said_with(instead: Mapping[str, str]) -> dict[str, str]:
        return parameters(category, values, written.office, written.at, header, gap, instead)

    limit = TEXT_LIMITS[ChannelKind.WHATSAPP]
    address = _link(category, values) or whole_at
    instead = shortened(lambda one: filled(body, said_with(one)), category, values, limit, address, written.carried)
    said = said_with(instead)
    text = filled(body, said)
    return TemplateMessage(
        template=layout.media_template_name(header) if header else layout.template_name,
        language=language,
        parameters=tuple(said.items()),
        text=text.replace(f"{gap}.", gap) if gap else text,
        footer=layout.footer,
        quick_replies=layout.quick_replies,
        header=header,
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
