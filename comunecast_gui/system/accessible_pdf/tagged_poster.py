# SPDX-License-Identifier: EUPL-1.2
"""Writes a poster as one tagged page: a heading, a sentence, and beside each QR code what it is for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from comunecast_gui.system.accessible_pdf.tagged_document import FONT, begun, drawable, element

if TYPE_CHECKING:
    from fpdf import FPDF

_MARGIN, _CODE, _BESIDE = 18.0, 66.0, 7.0
"""Millimetres."""
_QUIET = 4
"""Modules of white around a QR code (ISO/IEC 18004)."""
_POINT = 25.4 / 72


@dataclass(frozen=True, slots=True)
class Way:
    """One way to the notices. ``code`` are the dark fields of its QR code, row by row; ``alt`` says where it leads."""

    title: str
    words: str
    code: Sequence[Sequence[bool]]
    alt: str


def poster_page(title: str, heading: str, lead: str, ways: Sequence[Way], language: str = "it") -> bytes:
    """The bytes of the PDF. It is read in the order in which it is written: each title, its words, its code."""
    pdf = begun(title, language)
    pdf.set_auto_page_break(False)
    pdf.set_margin(_MARGIN)
    pdf.set_y(_MARGIN)
    width = pdf.w - 2 * _MARGIN
    _text(pdf, "H1", heading, _MARGIN, width, 32)
    pdf.set_y(pdf.y + 4)
    _text(pdf, "P", lead, _MARGIN, width, 20)
    top = pdf.y + 8
    for way in ways:
        left = _MARGIN + _CODE + _BESIDE
        pdf.set_y(top + 3)
        _text(pdf, "H2", way.title, left, width - _CODE - _BESIDE, 24)
        pdf.set_y(pdf.y + 2)
        _text(pdf, "P", way.words, left, width - _CODE - _BESIDE, 17)
        with element(pdf, "Figure", drawable(pdf, way.alt)):
            _code(pdf, way.code, top)
        top = max(top + _CODE, pdf.y) + 14
    return bytes(pdf.output())


def _text(pdf: FPDF, kind: str, text: str, left: float, width: float, size: int) -> None:
    pdf.set_font(FONT, "B" if kind != "P" else "", size)
    with element(pdf, kind):
        pdf.set_x(left)
        pdf.multi_cell(width, size * _POINT * 1.25, drawable(pdf, text), align="L", new_x="LMARGIN", new_y="NEXT")


def _code(pdf: FPDF, fields: Sequence[Sequence[bool]], top: float) -> None:
    side = _CODE / (len(fields) + 2 * _QUIET)
    pdf.set_fill_color(0)
    for line, row in enumerate(fields):
        for column, dark in enumerate(row):
            if dark:
                left = _MARGIN + (column + _QUIET) * side
                pdf.rect(left, top + (line + _QUIET) * side, side * 1.02, side * 1.02, style="F")
