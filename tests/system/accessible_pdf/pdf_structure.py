# SPDX-License-Identifier: EUPL-1.2
"""Looks whether a PDF has the structure that a screen reader needs, by reading it with pypdf.

It is no validator of PDF/UA (ISO 14289): whether the tags are the right ones, whether a description describes its
picture, contrast and colour are not looked at.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ContentStream

_SHOWS_TEXT = frozenset({b"Tj", b"TJ", b"'", b'"'})
_PAINTS = _SHOWS_TEXT | {b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"S", b"s", b"Do", b"sh", b"INLINE IMAGE"}
_FIGURE = "/Figure"
_PDF_UA = re.compile(r"pdfuaid:part(?:>|=[\"'])([^<\"']*)")


def faults(data: bytes) -> list[str]:
    """What is missing or wrong in the PDF; nothing where all that can be looked at is there."""
    reader = PdfReader(io.BytesIO(data))
    return [*_document(reader), *_tags(reader), *_fonts(reader), *_claim(reader)]


def _document(reader: PdfReader) -> Iterator[str]:
    root: Any = reader.trailer["/Root"]
    if not (root.get("/MarkInfo") or {}).get("/Marked"):
        yield "not marked as tagged"
    if not re.fullmatch(r"[a-z]{2}(-[A-Z]{2})?", str(root.get("/Lang", ""))):
        yield "no language"
    if not (reader.metadata and (reader.metadata.title or "").strip()):
        yield "no title"
    if not (root.get("/ViewerPreferences") or {}).get("/DisplayDocTitle"):
        yield "the window would show the name of the file, not the title"


def _tags(reader: PdfReader) -> Iterator[str]:
    """Every mark on paper belongs to one element, and the elements come in the order in which they are written."""
    root: Any = reader.trailer["/Root"]
    tree = list(_elements(root.get("/StructTreeRoot")))
    pages = {page.indirect_reference.idnum: number for number, page in enumerate(reader.pages)}  # type: ignore[union-attr]
    read = [(pages[page], mcid) for one in tree for page, mcid in _marks(one)]
    written: list[tuple[int, int]] = []
    pictures: set[tuple[int, int]] = set()
    for number, page in enumerate(reader.pages):
        stack: list[int | None] = []
        for operands, operator in ContentStream(page.get_contents(), reader).operations:
            if operator == b"BDC":
                properties = operands[1]
                mcid = properties.get("/MCID") if isinstance(properties, dict) else None
                stack.append(int(mcid) if mcid is not None else None)
                if mcid is not None:
                    written.append((number, int(mcid)))
            elif operator == b"BMC":
                stack.append(None)
            elif operator == b"EMC":
                stack.pop()
            elif operator in _PAINTS:
                if not stack:
                    yield f"page {number + 1}: something is drawn outside of the tags"
                elif operator not in _SHOWS_TEXT:
                    pictures.update((number, owner) for owner in stack if owner is not None)
        if stack:
            yield f"page {number + 1}: a tag is not closed"
    if Counter(read) != Counter(written):
        yield "the tags on the pages are not those of the tree"
    elif read != written:
        yield "the tree has another order than the pages"
    yield from _figures(tree, pages, pictures)
    yield from _headings([str(one["/S"]) for one in tree])


def _elements(node: Any) -> Iterator[Any]:
    """The structure elements, depth first."""
    for kid in _kids(node):
        if isinstance(kid, dict) and "/S" in kid:
            yield kid
            yield from _elements(kid)


def _kids(node: Any) -> list[Any]:
    if node is None or "/K" not in node:
        return []
    kids = node["/K"]
    return [getattr(kid, "get_object", lambda kid=kid: kid)() for kid in (kids if isinstance(kids, list) else [kids])]


def _marks(element: Any) -> Iterator[tuple[int, int]]:
    for kid in _kids(element):
        if isinstance(kid, int):
            yield element.raw_get("/Pg").idnum, int(kid)


def _figures(tree: list[Any], pages: dict[int, int], pictures: set[tuple[int, int]]) -> Iterator[str]:
    figures = [one for one in tree if one["/S"] == _FIGURE]
    if any(not str(one.get("/Alt", "")).strip() for one in figures):
        yield "a picture has no description"
    if pictures - {(pages[page], mcid) for one in figures for page, mcid in _marks(one)}:
        yield "a picture is no figure"


def _headings(kinds: list[str]) -> Iterator[str]:
    levels = [int(kind[2:]) for kind in kinds if re.fullmatch(r"/H[1-6]", kind)]
    if levels[:1] != [1]:
        yield "the first heading is not of the first level"
    if any(after > before + 1 for before, after in pairwise(levels)):
        yield "a level of headings is left out"


def _fonts(reader: PdfReader) -> Iterator[str]:
    for page in reader.pages:
        for name, reference in (page["/Resources"].get("/Font") or {}).items():  # type: ignore[attr-defined]
            font = reference.get_object()
            inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
            descriptor = inner.get("/FontDescriptor", {})
            if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor):
                yield f"the font {name} is not embedded"
            if "/ToUnicode" not in font:
                yield f"the signs of the font {name} cannot be read"


def _claim(reader: PdfReader) -> Iterator[str]:
    """Who claims PDF/UA says which part, and has its title in the XMP metadata too (ISO 14289-1, 5 and 7.1)."""
    root: Any = reader.trailer["/Root"]
    if "/Metadata" not in root:
        return
    metadata = root["/Metadata"].get_data().decode("utf-8", "replace")
    if "pdfuaid" in metadata:
        part = _PDF_UA.search(metadata)
        if part is None or part[1] not in {"1", "2"}:
            yield "it claims PDF/UA without saying which part"
        if "dc:title" not in metadata:
            yield "it claims PDF/UA without a title in its metadata"
