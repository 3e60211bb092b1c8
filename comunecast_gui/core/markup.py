# SPDX-License-Identifier: EUPL-1.2
"""Writes a text made of plain and bold runs in each service's own markup, so that no value can become markup."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_WHATSAPP_MARKS = {"*": "\u2217", "_": "\uff3f", "~": "\u223c", "`": "'"}
_URL = re.compile(r"https?://\S+")
_TELEGRAM_MARK = re.compile(r"</?b>|&(?:amp|lt|gt);")
_ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">"}
_DOUBTFUL = re.compile(r"`|[*_~](?![^\W_])|(?<![^\W_])[*_~]")
"""Marks that WhatsApp could take for formatting: all but those between two letters or digits."""
_BOLD = re.compile(r"(?<!\w)\*(?=\S)([^*\n]+?)(?<=\S)\*(?!\w)")


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text, all bold or all plain."""

    text: str
    bold: bool = False


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same text with neighbouring runs of equal weight put together and empty runs left out."""
    result: list[Span] = []
    for span in spans:
        if not span.text:
            continue
        if result and result[-1].bold == span.bold:
            result[-1] = Span(result[-1].text + span.text, span.bold)
        else:
            result.append(span)
    return tuple(result)


def plain(spans: Iterable[Span]) -> str:
    """The bare text."""
    return "".join(span.text for span in spans)


def neutral(spans: Iterable[Span]) -> str:
    """The text with ``**bold**`` marks, as the categories are written."""
    return "".join(f"**{span.text}**" if span.bold else span.text for span in spans)


def telegram_html(spans: Iterable[Span]) -> str:
    """Bot API "HTML style": ``& < >`` escaped, bold in ``<b>``; no other tag or named entity."""
    return "".join(f"<b>{escaped(span.text)}</b>" if span.bold else escaped(span.text) for span in spans)


def telegram_spans(html: str) -> tuple[Span, ...]:
    """The reverse of :func:`telegram_html`, for a preview; any other markup is taken for text."""
    spans: list[Span] = []
    bold, start = False, 0
    for match in _TELEGRAM_MARK.finditer(html):
        spans.append(Span(html[start : match.start()], bold))
        if match[0] in _ENTITIES:
            spans.append(Span(_ENTITIES[match[0]], bold))
        else:
            bold = match[0] == "<b>"
        start = match.end()
    return joined([*spans, Span(html[start:], bold)])


def escaped(text: str) -> str:
    """Escapes the three characters that the Bot API's HTML style reserves."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def whatsapp(spans: Iterable[Span]) -> str:
    """WhatsApp's marks: bold in ``*...*``; marks inside the text itself are made harmless."""
    return "".join(f"*{harmless(span.text)}*" if span.bold else harmless(span.text) for span in spans)


def harmless(text: str) -> str:
    """The text with look-alikes in place of ``* _ ~`` and backticks where WhatsApp could take them for formatting.

    Marks between two letters or digits (``a_b``) and inside addresses are left, because they format nothing there
    and an address must stay whole.
    """
    parts: list[str] = []
    start = 0
    for match in _URL.finditer(text):
        address = match[0].replace("*", "%2A").replace("`", "%60")
        parts += [_defused(text[start : match.start()]), address]
        start = match.end()
    return "".join([*parts, _defused(text[start:])])


def whatsapp_spans(text: str) -> tuple[Span, ...]:
    """The runs of a text in WhatsApp's markup, for a preview."""
    spans: list[Span] = []
    start = 0
    for match in _BOLD.finditer(text):
        spans += [Span(text[start : match.start()]), Span(match[1], bold=True)]
        start = match.end()
    return joined([*spans, Span(text[start:])])


def _defused(text: str) -> str:
    return _DOUBTFUL.sub(lambda match: _WHATSAPP_MARKS[match[0]], text)
