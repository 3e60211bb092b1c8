# SPDX-License-Identifier: EUPL-1.2
"""Writes headings, paragraphs and labelled values as a tagged PDF: language, title, bookmarks, reading order.

Tagged (ISO 32000-2, 14.7 and 14.8): each block is a structure element, H1 to H3 or P, in the order in which it is read.
It claims no conformity with PDF/UA (ISO 14289), which a checker would have to confirm. The library is the one that the
program has already (fpdf2): those that write whole PDF/UA bring a typesetter of 20 MB or more along.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from comunecast_gui.core.atomic_file import replacing
from comunecast_gui.core.errors import InputError
from comunecast_gui.core.regular_file import refuse_irregular
from comunecast_gui.core.work.long_work import UNWATCHED, Work
from comunecast_gui.system import paths

if TYPE_CHECKING:
    from fpdf import FPDF
    from fpdf.output import OutputProducer

FONT = "Titillium"
_LOOK_EVERY = 500
"""Objects between two looks at whether to go on."""
_BLANK = frozenset("\n\t ")


class Tag(StrEnum):
    """What a block is, by its standard structure type (ISO 32000-2, 14.8.4)."""

    TITLE = "H1"
    SECTION = "H2"
    PART = "H3"
    PARAGRAPH = "P"


_SIZES = {Tag.TITLE: 18, Tag.SECTION: 14, Tag.PART: 12, Tag.PARAGRAPH: 11}
_LEVELS = {Tag.TITLE: 0, Tag.SECTION: 1, Tag.PART: 2}


@dataclass(frozen=True, slots=True)
class Block:
    """A heading or a paragraph; ``label`` stands in bold before the text of a paragraph."""

    text: str
    tag: Tag = Tag.PARAGRAPH
    label: str = ""


def write_document(
    path: Path, title: str, blocks: Iterable[Block], language: str = "it", work: Work = UNWATCHED
) -> None:
    """Writes the PDF in one step. Raises InputError("export_kind" | "export_unwritable" | "work_stopped")."""
    if path.suffix.lower() != ".pdf":
        raise InputError("export_kind", field="file", file=path.name)
    refuse_irregular(path)
    data = document(title, blocks, language, work)
    try:
        with replacing(path) as file:
            file.write(data)
    except OSError as error:
        raise InputError("export_unwritable", field="file", file=path.name, reason=error.strerror) from error


def document(title: str, blocks: Iterable[Block], language: str = "it", work: Work = UNWATCHED) -> bytes:
    """The bytes of the PDF; signs that its font does not have, as emoji, are left out: no meaning rests on them.

    Whoever makes the ``blocks`` tells ``work`` how many there are; the stage "document" puts them together.
    """
    pdf = begun(title, language)
    for block in blocks:
        _add(pdf, block)
    work.begin("document")
    return bytes(pdf.output(output_producer_class=_watched_producer(work)))


def begun(title: str, language: str) -> FPDF:
    """A document with language, title, embedded fonts and an empty page."""
    # Imported here: it takes a third of a second, and most starts write no document.
    from fpdf import FPDF, ViewerPreferences

    pdf = FPDF()
    pdf.set_title(title)
    pdf.set_lang(language)
    pdf.viewer_preferences = ViewerPreferences(display_doc_title=True)
    fonts = paths.resource("fonts")
    for style, name in (("", "Regular"), ("B", "Bold")):
        pdf.add_font(FONT, style, fonts / f"TitilliumWeb-{name}.ttf")
    pdf.add_page()
    pdf.set_font(FONT, "", _SIZES[Tag.PARAGRAPH])
    return pdf


def _watched_producer(work: Work) -> type[OutputProducer]:
    """What writes the objects of the document one by one, and tells of it."""
    from fpdf.output import OutputProducer

    class Watched(OutputProducer):
        def _out(self, data: Any) -> None:
            if len(self.offsets) % _LOOK_EVERY == 0:
                work(len(self.offsets), len(self.pdf_objs))
            super()._out(data)

    return Watched


def _add(pdf: FPDF, block: Block) -> None:
    label, text = drawable(pdf, block.label), drawable(pdf, block.text)
    bold = block.tag is not Tag.PARAGRAPH
    size = _SIZES[block.tag]
    height = size * 0.55
    if bold:
        pdf.ln(3)
        if text.strip():
            _break_before(pdf, size, height, text, bold=True)
            pdf.start_section(text, level=_LEVELS[block.tag], strict=False)
    for paragraph in (f"{label}: {text}" if label else text).split("\n"):
        if paragraph.strip():
            _mark(pdf, block.tag, size, height, paragraph, bold=bold, strong=f"{label}: " if label else "")
            label = ""


def _mark(pdf: FPDF, tag: Tag, size: int, height: float, text: str, *, bold: bool, strong: str) -> None:
    """One structure element on one page: a marked sequence may not run over the end of a page (14.6.1)."""
    for piece in _pieces(pdf, size, height, text, bold=bold):
        _break_before(pdf, size, height, piece, bold=bold)
        with element(pdf, tag.value):
            if strong and piece.startswith(strong):
                pdf.set_font(FONT, "B", size)
                pdf.write(height, strong)
                piece = piece.removeprefix(strong)
            pdf.set_font(FONT, "B" if bold else "", size)
            pdf.write(height, piece)
        pdf.ln(height)


@contextmanager
def element(pdf: FPDF, kind: str, alt: str = "") -> Iterator[None]:
    """What is written inside belongs to a structure element of its own, the next of its page.

    ``kind`` is a standard structure type; a ``Figure`` says by ``alt`` what it shows (ISO 32000-2, 14.9.3).
    The library's own counting looks through all elements of the document for each new one.
    """
    number = len(pdf.struct_builder.struct_tree_root.parent_tree.nums[_place(pdf)])
    pdf._add_marked_content(struct_type=f"/{kind}", mcid=number, alt_text=alt or None)
    pdf._out(f"/{kind} <</MCID {number}>> BDC")
    yield
    pdf._out("EMC")


def _place(pdf: FPDF) -> int:
    """The key of this page in the tree of parents; pages get theirs with their first element."""
    places = pdf.struct_builder.spid_per_page_number
    return places.get(pdf.page, len(places))


def _pieces(pdf: FPDF, size: int, height: float, text: str, *, bold: bool) -> list[str]:
    """The text in parts of which each fits onto a page."""
    lines = _lines(pdf, size, height, text, bold=bold)
    most = max(int(pdf.eph / height) - 2, 1)
    if len(lines) <= most:
        return [text]
    return [" ".join(lines[start : start + most]) for start in range(0, len(lines), most)]


def _break_before(pdf: FPDF, size: int, height: float, text: str, *, bold: bool) -> None:
    needed = height * (len(_lines(pdf, size, height, text, bold=bold)) + 1)
    if pdf.y + needed > pdf.page_break_trigger:
        pdf.add_page()


def _lines(pdf: FPDF, size: int, height: float, text: str, *, bold: bool) -> list[str]:
    pdf.set_font(FONT, "B" if bold else "", size)
    if "\n" not in text and pdf.get_string_width(text) < pdf.epw - 2 * pdf.c_margin:
        return [text]  # most are short, and laying them out takes fifty times as long as measuring them
    found = pdf.multi_cell(pdf.epw, height, text, dry_run=True, output="LINES")
    return list(found) if isinstance(found, list) else [text]


def drawable(pdf: FPDF, text: str) -> str:
    """The text without the signs that the font cannot draw; spaces that they leave are one."""
    known: Any = getattr(pdf.fonts[FONT.lower()], "cmap", {})
    kept = "".join(char for char in text if char in _BLANK or ord(char) in known)
    return "\n".join(" ".join(line.split()) for line in kept.split("\n")).strip()
