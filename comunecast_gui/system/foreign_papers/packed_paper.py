# SPDX-License-Identifier: EUPL-1.2
"""The text of DOCX and ODT files: a small reader of the one part that holds the words.

A library for these brings lxml along, five times what the program's own readers weigh; here only the words are wanted.
A document type is refused, as both standards demand (ECMA-376 part 2, 6.2.5; OASIS ODF 1.3 part 2, 3.1): with it go all
entities.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from xml.parsers import expat

from comunecast_gui.core.errors import InputError
from comunecast_gui.system.foreign_papers.paper_limits import MOST_UNPACKED, TEXT_ENOUGH, Deadline

BEGINS = b"PK\x03\x04"
_PARTS = ("word/document.xml", "content.xml")
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
_HOLDS = {f"{space} t" for space in (_WORD, _STRICT)} | {f"{_TEXT} p", f"{_TEXT} h"}
"""Elements whose characters are words."""
_ENDS_LINE = {f"{space} {name}" for space in (_WORD, _STRICT) for name in ("p", "br", "cr")} | {
    f"{_TEXT} {name}" for name in ("p", "h", "line-break")
}
_GAP = {f"{space} {name}" for space in (_WORD, _STRICT) for name in ("tab", "tc")} | {
    f"{_TEXT} {name}" for name in ("tab", "s")
}
_LEFT_OUT = {f"{space} {name}" for space in (_WORD, _STRICT) for name in ("del", "instrText")} | {
    f"{_TEXT} {name}" for name in ("tracked-changes", "note")
}
"""What was struck out, and what only the office program reads."""
_PIECE = 64 * 1024
_ENCRYPTED = 0x1


class _Enough(Exception):
    """More words than are read."""


class _Words:
    """Gathers the words while the part is read."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._inside = 0
        self._outside = 0
        self._length = 0

    def begin(self, name: str, _attributes: object) -> None:
        self._inside += name in _HOLDS
        self._outside += name in _LEFT_OUT
        if name in _GAP:
            self.found.append(" ")

    def end(self, name: str) -> None:
        self._inside -= name in _HOLDS
        self._outside -= name in _LEFT_OUT
        if name in _ENDS_LINE:
            self.found.append("\n")

    def words(self, text: str) -> None:
        if self._inside and not self._outside:
            self.found.append(text)
            self._length += len(text)
            if self._length > TEXT_ENOUGH:
                raise _Enough

    def refuse(self, *_: object) -> None:
        raise ValueError("a document type")


def text_of_packed(data: bytes, deadline: Deadline) -> str:
    """The words of a DOCX or an ODT file.

    Raises InputError("paper_unreadable" | "paper_locked" | "paper_no_text" | "paper_too_long").
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            name = next((one for one in _PARTS if one in archive.NameToInfo), None)
            if name is None:
                raise InputError("paper_unknown", file=deadline.name)
            if archive.getinfo(name).flag_bits & _ENCRYPTED or "EncryptedPackage" in archive.NameToInfo:
                raise InputError("paper_locked", file=deadline.name)
            with archive.open(name) as part:
                found = _read(part, deadline)  # type: ignore[arg-type]
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, ValueError, OSError, RuntimeError) as error:
        raise InputError("paper_unreadable", file=deadline.name) from error
    except NotImplementedError as error:
        raise InputError("paper_unreadable", file=deadline.name) from error
    if not found.strip():
        raise InputError("paper_no_text", file=deadline.name)
    return found


def _read(part: io.BufferedIOBase, deadline: Deadline) -> str:
    words = _Words()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = words.begin
    parser.EndElementHandler = words.end
    parser.CharacterDataHandler = words.words
    parser.StartDoctypeDeclHandler = words.refuse
    parser.EntityDeclHandler = words.refuse
    read = 0
    try:
        while piece := part.read(_PIECE):
            deadline.check()
            read += len(piece)
            if read > MOST_UNPACKED:
                break
            parser.Parse(piece, False)
        else:
            parser.Parse(b"", True)
    except _Enough:
        pass
    return "".join(words.found)
