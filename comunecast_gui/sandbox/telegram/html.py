# SPDX-License-Identifier: EUPL-1.2
"""Telegram's ``parse_mode=HTML``: refuses with its words and offsets, and shows what a reader would see."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

_SPACES = " \t\n\r\v\f\0"
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]{1,8})|#([0-9]{1,8})|([a-zA-Z]{1,8}));?")
_UNQUOTED = re.compile(r"[A-Za-z0-9.\-]*")
_KINDS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "code": "code", "pre": "pre",
    "a": "text_link", "blockquote": "blockquote", "tg-spoiler": "spoiler", "span": "spoiler",
    "tg-emoji": "custom_emoji", "tg-time": "date_time",
}  # fmt: skip
_HOST = re.compile(r"^(?:https?://)?(?:[^/@?#]*@)?([^/:?#]+)(?::\d+)?(?:[/?#].*)?$", re.IGNORECASE | re.DOTALL)
_SCHEME = re.compile(r"^([a-z][a-z0-9+.\-]*):", re.IGNORECASE)


class MarkupRefused(Exception):
    """The text cannot be parsed; the message is Telegram's, without "Bad Request: can't parse entities: "."""


@dataclass(slots=True)
class ParsedText:
    """The text as displayed, its entities in UTF-16 units, and what was silently changed on the way."""

    text: str
    entities: list[dict[str, Any]] = field(default_factory=list)
    spoiled: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _OpenTag:
    name: str
    attributes: dict[str, str]
    offset: int


class _Reader:
    __slots__ = ("at", "source", "spoiled")

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.spoiled: list[str] = []

    def peek(self) -> str:
        return self.source[self.at] if self.at < len(self.source) else ""

    def bytes_at(self, index: int) -> int:
        return len(self.source[:index].encode("utf-8", "surrogatepass"))

    def skip_spaces(self) -> None:
        while self.peek() and self.peek() in _SPACES:
            self.at += 1

    def until(self, stops: str) -> str:
        start = self.at
        while self.peek() and self.peek() not in stops:
            self.at += 1
        return self.source[start : self.at]

    def reference(self) -> str:
        """The character that ``&...`` stands for, or ``&`` itself where it stands for nothing."""
        match = _REFERENCE.match(self.source, self.at)
        if match:
            number = match[1] or match[2]
            value = _NAMED.get(match[3] or "", "")
            if number:
                point = int(number, 16 if match[1] else 10)
                if 0xD800 <= point <= 0xDFFF:
                    raise MarkupRefused(
                        "Text contains invalid Unicode characters after decoding HTML entities, "
                        "check for unmatched surrogate code units"
                    )
                value = chr(point) if 0 < point < 0x10FFFF else ""
            if value:
                self.at = match.end()
                return value
            if match[3] and match[0].endswith(";"):
                self.spoiled.append(f"the entity {match[0]} is shown as written")
        self.at += 1
        return "&"


def parse_html(source: str) -> ParsedText:
    """Parse a text with ``parse_mode=HTML`` (Telegram: Bot API "HTML style").

    Raises:
        MarkupRefused: with the words and the UTF-8 byte offset of the live service.
    """
    reader = _Reader(source)
    shown: list[str] = []
    entities: list[dict[str, Any]] = []
    nested: list[_OpenTag] = []
    offset = 0
    while reader.at < len(source):
        char = reader.peek()
        if char != "<":
            if char == "&":
                char = reader.reference()
            else:
                reader.at += 1
            shown.append(char)
            offset += utf16_length(char)
        elif source.startswith("</", reader.at):
            tag = _end_tag(reader, nested)
            if offset > tag.offset:
                shown_text = _utf16_slice("".join(shown), tag.offset, offset)
                _close(tag, offset, shown_text, entities, reader.spoiled)
        else:
            nested.append(_start_tag(reader, offset))
    if nested:
        raise MarkupRefused(f'Can\'t find end tag corresponding to start tag "{nested[-1].name}"')
    entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    return ParsedText("".join(shown), entities, reader.spoiled)


def _start_tag(reader: _Reader, offset: int) -> _OpenTag:  # noqa: C901 - the steps of Telegram's own parser, in its order
    start = reader.at
    position = reader.bytes_at(start)
    reader.at += 1
    name = reader.until(_SPACES + ">").lower()
    if not reader.peek():
        raise MarkupRefused(f"Unclosed start tag at byte offset {position}")
    if name not in _KINDS:
        raise MarkupRefused(f'Unsupported start tag "{name}" at byte offset {position}')
    attributes: dict[str, str] = {}
    while reader.peek() != ">":
        reader.skip_spaces()
        if reader.peek() == ">":
            break
        key = reader.until(_SPACES + "=>").lower()
        if not key:
            if not reader.peek():
                raise MarkupRefused(f'Unclosed start tag "{name}" at byte offset {position}')
            raise MarkupRefused(f'Empty attribute name in the tag "{name}" at byte offset {position}')
        reader.skip_spaces()
        if not reader.peek():
            raise MarkupRefused(f'Unclosed start tag "{name}" at byte offset {position}')
        if reader.peek() != "=":
            if (name, key) == ("blockquote", "expandable"):
                attributes[key] = ""
                continue
            raise MarkupRefused(
                f'Expected equal sign in declaration of an attribute of the tag "{name}" at byte offset {position}'
            )
        reader.at += 1
        reader.skip_spaces()
        attributes[key] = _attribute_value(reader, name, position)
    reader.at += 1
    if name == "span" and attributes.get("class") != "tg-spoiler":
        raise MarkupRefused(f'Tag "span" must have class "tg-spoiler" at byte offset {position}')
    return _OpenTag(name, attributes, offset)


def _attribute_value(reader: _Reader, name: str, position: int) -> str:
    quote = reader.peek()
    if not quote:
        raise MarkupRefused(f'Unclosed start tag "{name}" at byte offset {position}')
    if quote not in "\"'":
        start = reader.at
        match = _UNQUOTED.match(reader.source, start)
        token = match[0] if match else ""
        reader.at += len(token)
        if not reader.peek() or (reader.peek() not in _SPACES and reader.peek() != ">"):
            raise MarkupRefused(f"Unexpected end of name token at byte offset {reader.bytes_at(start)}")
        return token.lower()
    reader.at += 1
    value: list[str] = []
    while reader.peek() and reader.peek() != quote:
        if reader.peek() == "&":
            value.append(reader.reference())
        else:
            value.append(reader.peek())
            reader.at += 1
    if not reader.peek():
        raise MarkupRefused(f"Unclosed start tag at byte offset {position}")
    reader.at += 1
    return "".join(value)


def _end_tag(reader: _Reader, nested: list[_OpenTag]) -> _OpenTag:
    position = reader.bytes_at(reader.at)
    if not nested:
        raise MarkupRefused(f"Unexpected end tag at byte offset {position}")
    reader.at += 2
    name = reader.until(_SPACES + ">").lower()
    reader.skip_spaces()
    if reader.peek() != ">":
        raise MarkupRefused(f"Unclosed end tag at byte offset {position}")
    reader.at += 1
    if name and name != nested[-1].name:
        raise MarkupRefused(
            f'Unmatched end tag at byte offset {position}, expected "</{nested[-1].name}>", found "</{name}>"'
        )
    return nested.pop()


def _close(tag: _OpenTag, end: int, shown: str, entities: list[dict[str, Any]], spoiled: list[str]) -> None:
    kind = _KINDS[tag.name]
    entity: dict[str, Any] = {"type": kind, "offset": tag.offset, "length": end - tag.offset}
    if tag.name == "a":
        href = tag.attributes.get("href", "") or shown
        url = shown_link(href)
        if url is None:
            spoiled.append(f"the link {href!r} disappears: it has no host with a dot")
            return
        if url != href and url.rstrip("/") != href.rstrip("/") and "mailto:" in url:
            spoiled.append(f"the link {href!r} becomes {url!r}")
        entity["url"] = url
    elif tag.name == "tg-emoji":
        if not tag.attributes.get("emoji-id", "").isdigit():
            raise MarkupRefused("Invalid custom emoji identifier specified")
        entity["custom_emoji_id"] = tag.attributes["emoji-id"]
    elif tag.name == "blockquote" and "expandable" in tag.attributes:
        entity["type"] = "expandable_blockquote"
    entities.append(entity)


def shown_link(href: str) -> str | None:
    """The address that a link really gets, or None where Telegram drops the link without a word."""
    href = href.strip()
    scheme = _SCHEME.match(href)
    if scheme and scheme[1].lower() == "tg":
        return href
    if scheme and scheme[1].lower() == "mailto":
        return f"http://{href}/"
    if scheme and scheme[1].lower() not in {"http", "https"} and not re.match(r"[^/:]+\.[^/:]+:\d", href):
        return None
    match = _HOST.match(href)
    if not match or "." not in match[1].strip("."):
        return None
    url = href if scheme and scheme[1].lower() in {"http", "https"} else f"http://{href}"
    return url if "/" in url.split("://", 1)[1] else f"{url}/"


def utf16_length(text: str) -> int:
    """Length in UTF-16 code units, the unit of entity offsets."""
    return len(text) + sum(char > "\uffff" for char in text)


def _utf16_slice(text: str, start: int, end: int) -> str:
    return text.encode("utf-16-le", "surrogatepass")[2 * start : 2 * end].decode("utf-16-le", "surrogatepass")


_AUTOMATIC = re.compile(
    r"(?P<email>[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+)"
    r"|(?P<url>https?://[^\s<>\"]+[^\s<>\".,;:!?)\]]|\bwww\.[\w\-]+(?:\.[\w\-]+)+(?:/[^\s<>\"]*[^\s<>\".,;:!?)\]])?)"
    r"|(?P<hashtag>(?<!\w)\#\w*[^\W\d]\w*)|(?P<mention>(?<!\w)@\w{4,32})"
)


def automatic_entities(text: str, taken: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The addresses, e-mails, hashtags and mentions that Telegram marks by itself outside of links and code."""
    blocked = [(e["offset"], e["offset"] + e["length"]) for e in taken if e["type"] in {"text_link", "code", "pre"}]
    for match in _AUTOMATIC.finditer(text):
        start = utf16_length(text[: match.start()])
        end = start + utf16_length(match[0])
        if not any(start < until and end > since for since, until in blocked):
            yield {"type": str(match.lastgroup), "offset": start, "length": end - start}


def trimmed(parsed: ParsedText) -> ParsedText:
    """The text as it is kept: no carriage returns, control characters as spaces, no white space at the ends.

    Entities are moved and cut accordingly.
    """
    kept: list[str] = []
    moved: list[int] = []  # UTF-16 position before -> after
    after = 0
    for char in parsed.text:
        moved.extend([after] * utf16_length(char))
        if char != "\r":
            kept.append(" " if char < " " and char != "\n" else char)
            after += utf16_length(char)
    moved.append(after)
    whole = "".join(kept)
    text = whole.strip(" \n")
    lead = len(whole) - len(whole.lstrip(" \n"))
    last = utf16_length(text)
    entities = []
    for entity in parsed.entities:
        start = min(max(moved[entity["offset"]] - lead, 0), last)
        end = min(max(moved[entity["offset"] + entity["length"]] - lead, 0), last)
        if end > start:
            entities.append({**entity, "offset": start, "length": end - start})
    return ParsedText(text, entities, parsed.spoiled)
