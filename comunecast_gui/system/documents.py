# SPDX-License-Identifier: EUPL-1.2
"""Checks a PDF before it is sent: it opens, its pages are counted, and it contains nothing active.

The bytes are left as they are: a signed document stays signed.
Limits: Bot API sendDocument, 50 MB; Meta, Cloud API "Media", 100 MB.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from comunecast_gui.core.errors import InputError
from comunecast_gui.core.prepared_file import PDF, PreparedFile

if TYPE_CHECKING:
    from pypdf import PdfReader

MAX_DOCUMENT_BYTES = 49_000_000
"""Below the Bot API's 50 MB however a megabyte is counted, with room for the caption."""

_ACTS = frozenset({"/JavaScript", "/Launch", "/ImportData", "/GoToE", "/Rendition", "/RichMediaExecute"})
"""Types of actions that run something or open another file (ISO 32000-2, 12.6.4)."""
_HOLDS = frozenset({"/JS", "/EmbeddedFiles", "/EF", "/XFA", "/RichMediaContent"})
"""Keys that bring a script, a file, or a form with scripts of its own (ISO 32000-2, 7.11.4, 12.6.4, 12.7.8, 13.7)."""
_END, _TAIL = b"%%EOF", 2048
"""What stands at the end of a whole document, and how far from it at most (ISO 32000-2, 7.5.5)."""
_WAYS_UP = frozenset({"/Parent", "/P", "/StructParent", "/StructParents"})
_MAX_OBJECTS = 500_000
"""More than the largest document of a town has: a bound for the time that a look takes."""


def prepare_document(data: bytes, name: str) -> PreparedFile:
    """The PDF in ``data``, unchanged, with its pages counted; ``name`` is the chosen file's.

    Raises InputError("document_damaged" | "document_encrypted" | "document_active") with the field ``attachments``.
    """
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells of each small fault; a person of great ones
    try:
        fault, pages = _look_into(data)
    except Exception as error:  # a damaged file makes the library raise a dozen types
        raise _refused("document_damaged", name) from error
    if fault:
        raise _refused(fault, name)
    return PreparedFile.of(name, PDF, data, pages=pages)


def _look_into(data: bytes) -> tuple[str, int]:
    """The code of what is wrong with the document, empty for nothing, and its pages."""
    from pypdf import PdfReader

    if _END not in data[-_TAIL:]:  # cut off; the library would spend its time on piecing together what is there
        return "document_damaged", 0
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted:
        return "document_encrypted", 0
    pages = len(reader.pages)
    if any(_acts(found) for found in _dictionaries(reader)):
        return "document_active", pages
    return ("" if pages else "document_damaged"), pages


def _dictionaries(reader: PdfReader) -> Iterator[dict[Any, Any]]:
    """Every dictionary that can be reached from the document's root. Raises ValueError for endlessly many."""
    from pypdf.generic import IndirectObject

    waiting: list[Any] = [reader.trailer]
    seen: set[tuple[int, int]] = set()
    for _ in range(_MAX_OBJECTS):
        if not waiting:
            return
        found = waiting.pop()
        if isinstance(found, IndirectObject):
            place = found.idnum, found.generation
            if place in seen:
                continue
            seen.add(place)
            found = found.get_object()
        if isinstance(found, dict):
            yield found
            waiting += [value for key, value in found.items() if key not in _WAYS_UP]
        elif isinstance(found, list):
            waiting += found
    raise ValueError("too many objects")


def _acts(found: dict[Any, Any]) -> bool:
    return found.get("/S") in _ACTS or not _HOLDS.isdisjoint(found)


def _refused(code: str, name: str) -> InputError:
    return InputError(code, field="attachments", file=name)
