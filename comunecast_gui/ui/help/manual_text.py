# SPDX-License-Identifier: EUPL-1.2
"""Finds the way in the manual's Markdown: its headings, their anchors, and the pictures that are there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_HEADING = re.compile(r"^(#{1,3}) +(.+?) *$")
_PICTURE = re.compile(r"^!\[([^\]]*)\]\(([^)\s]+)\)$")
_ELSEWHERE = re.compile(r"(?<!!)\[([^\]]*)\]\((?!#|https?://)[^)\s]+\)")
"""A link to another page of the documents, which the window does not show."""
_LINK_ONLY = re.compile(r"^- \[[^\]]*\]\(#[^)]*\)$")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the manual: ``level`` 1 to 3, and the ``anchor`` that links name it by."""

    level: int
    text: str
    anchor: str


def anchor_of(text: str) -> str:
    """The name that Markdown viewers give a heading: small letters, digits and hyphens."""
    plain = re.sub(r"[^\w\- ]", "", text.lower())
    return plain.strip().replace(" ", "-")


def headings(markdown: str) -> tuple[Heading, ...]:
    """All headings in their order; what stands in a block of code is none."""
    return tuple(_headings(markdown))


def _headings(markdown: str) -> Iterator[Heading]:
    in_code = False
    for line in markdown.splitlines():
        if line.startswith("```"):
            in_code = not in_code
        elif not in_code and (found := _HEADING.match(line)):
            text = found[2].replace("*", "").replace("`", "")
            yield Heading(len(found[1]), text, anchor_of(text))


def for_reading(markdown: str, folder: Path) -> str:
    """The same without its own list of contents and with the words alone of a link that would lead nowhere here.

    Where the file of a picture is not there, its words stand for it.
    """
    lines = []
    for line in markdown.splitlines():
        if _LINK_ONLY.match(line):
            continue
        picture = _PICTURE.match(line)
        lines.append(f"*{picture[1]}*" if picture and not (folder / picture[2]).is_file() else line)
    return _ELSEWHERE.sub(r"\1", "\n".join(lines))
