# SPDX-License-Identifier: EUPL-1.2
"""A text that somebody else wrote, tidied so that it can be read and quoted: lines joined, sentences found."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from comunecast_gui.core.notice.field_readers import clean

MOST_CHARACTERS = 30_000
"""Characters that are read: ten pages. What comes after them in a paper is annexes."""
_HYPHEN = re.compile(r"(?<=[a-zà-ù])-\n(?=[a-zà-ù])")
_WRAPPED = 45
"""Letters of a line that a mail program or a page may have broken off."""
_OPEN_END = re.compile(r"(?:[,;(]|[a-zà-ù0-9]|\b(?:di|da|in|il|la|e|a))\s*\Z")
_GOES_ON = re.compile(r"[a-zà-ù0-9(]")
_STOP = re.compile(r"[.!?]{1,3}(?=[\s»”\"])|\n+")
_SHORT = re.compile(
    r"(?:^|[\s(./])(?:n|nr|num|p|c|v|s|ss|sp|sr|art|artt|loc|fraz|sig|dott|ing|geom|arch|avv|ord|prot|tel"
    r"|cell|fax|ca|cd|lett"
    r"|co|es|ecc|pag|all|cfr|lun|mar|mer|gio|ven|sab|dom|gen|feb|apr|mag|giu|lug|ago|set|sett|ott|nov|dic|le"
    r"|za|zza|so|[A-Z])\Z",
    re.IGNORECASE,
)
"""Abbreviations before a full stop that ends no sentence."""
_BEGINS = re.compile(r"[\s»”\"]*(?:[A-ZÀ-Ý0-9«“\"(•\-–]|https?:)")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the text, by its place."""

    start: int
    end: int


@dataclass(frozen=True)
class ForeignText:
    """The tidied text; ``cut``: it was longer than what is read."""

    text: str
    cut: bool = False

    @classmethod
    def of(cls, raw: str) -> ForeignText:
        """Control and invisible signs gone, words broken by a hyphen whole, lines of one paragraph joined."""
        text = clean(raw[: 4 * MOST_CHARACTERS], lines=True)
        text = _HYPHEN.sub("", text)
        lines = _joined(text.split("\n"))
        whole = "\n".join(lines)
        return cls(whole[:MOST_CHARACTERS], cut=len(whole) > MOST_CHARACTERS or len(raw) > 4 * MOST_CHARACTERS)

    @cached_property
    def sentences(self) -> tuple[Piece, ...]:
        """The sentences in their order; a line ends one too."""
        found, start = [], 0
        for stop in _STOP.finditer(self.text):
            line = self.text[stop.start()] == "\n"
            short = _SHORT.search(self.text, max(start, stop.start() - 8), stop.start())
            if not line and (short or not _BEGINS.match(self.text, stop.end())):
                continue
            if self.text[start : stop.start()].strip():
                found.append(Piece(start, stop.end()))
            start = stop.end()
        if self.text[start:].strip():
            found.append(Piece(start, len(self.text)))
        return tuple(found)

    @cached_property
    def _starts(self) -> list[int]:
        return [piece.start for piece in self.sentences]

    def sentence_at(self, place: int) -> Piece:
        """The sentence around a place."""
        index = bisect_right(self._starts, place) - 1
        return self.sentences[max(index, 0)] if self.sentences else Piece(0, 0)

    def words(self, piece: Piece) -> str:
        """What stands there."""
        return self.text[piece.start : piece.end].strip()


def _joined(lines: list[str]) -> list[str]:
    """Lines that only the width of a page broke are one again."""
    found: list[str] = []
    last = ""
    for line in lines:
        wrapped = found and len(last) >= _WRAPPED and _OPEN_END.search(last, max(0, len(last) - 4))
        if wrapped and line and (_GOES_ON.match(line) or last[-1] in ",;(" or len(last) >= 60):
            found[-1] += f" {line}"
        else:
            found.append(line)
        last = line
    return found
