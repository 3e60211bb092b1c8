# SPDX-License-Identifier: EUPL-1.2
"""Each kind of PDF that leaves the program has the structure that a screen reader needs; broken ones are found."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fpdf import FPDF, ViewerPreferences
from fpdf.enums import XPos, YPos

from comunecast_gui.core.consent import ConsentEvent, ConsentKind
from comunecast_gui.core.model import Office, SubscriberState
from comunecast_gui.core.report.dossier import Dossier
from comunecast_gui.system import dossier_file, paths
from comunecast_gui.system.accessible_pdf.tagged_document import Block, Tag, begun, document, element
from comunecast_gui.ui.setup.poster import Poster, write_poster
from tests.system.accessible_pdf.pdf_structure import faults

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
TEXT = (
    Block("Comunicazione 💧", Tag.TITLE),
    Block("Testo", Tag.SECTION),
    Block("a\n\nb", label="Vie"),
    Block("lungo " * 3000),
    Block("Fine", Tag.PART),
)
JOINED = ConsentEvent("x", ConsentKind.JOINED, NOW, "whatsapp")
HELD = Dossier(1, "+393331234567", SubscriberState.ACTIVE, NOW, "whatsapp", (JOINED,), ())


def dossier(folder: Path) -> bytes:
    dossier_file.write(folder / "dati.pdf", HELD, Office("Comune di Calcinaia", privacy_url="https://example.it/p"))
    return (folder / "dati.pdf").read_bytes()


def poster(folder: Path) -> bytes:
    assert write_poster(Poster("Comune di Calcinaia", "+39 333 6492690", "@comunecalcinaia"), folder / "a.pdf")
    return (folder / "a.pdf").read_bytes()


PAPERS: dict[str, Callable[[Path], bytes]] = {
    "notices": lambda _: document("Elenco", TEXT, "it"),  # that of one notice and of a year: tests/ui/history
    "dossier": dossier,
    "poster": poster,
}


@pytest.mark.parametrize("paper", PAPERS)
def test_each_kind_of_paper_has_language_title_order_descriptions_and_fonts(paper: str, tmp_path: Path) -> None:
    assert faults(PAPERS[paper](tmp_path)) == []


def bare(*, language: str = "it", title: str = "x", font: bool = True, shows_title: bool = True) -> FPDF:
    """A paper written without any tag."""
    pdf = FPDF()
    pdf.set_lang(language)
    pdf.set_title(title)
    if shows_title:
        pdf.viewer_preferences = ViewerPreferences(display_doc_title=True)
    if font:
        pdf.add_font("Titillium", "", paths.resource("fonts", "TitilliumWeb-Regular.ttf"))
    pdf.add_page()
    pdf.set_font("Titillium" if font else "Helvetica", "", 11)
    return pdf


def untagged() -> FPDF:
    pdf = bare()
    pdf.cell(text="parole", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    return pdf


def tagged(*kinds: tuple[str, str, bool], claims: str = "") -> FPDF:
    """Elements with their kind and description, the last ``True`` for a drawing instead of words."""
    pdf = begun("x", "it")
    for kind, alt, draws in kinds:
        with element(pdf, kind, alt):
            if draws:
                pdf.rect(10, 10, 5, 5, style="F")
            else:
                pdf.write(5, "parole")
    if claims:
        pdf.set_xmp_metadata(claims)
    return pdf


def swapped() -> FPDF:
    pdf = tagged(("H1", "", False), ("P", "", False))
    pdf.struct_builder.doc_struct_elem.k.reverse()
    return pdf


def in_courier() -> FPDF:
    pdf = bare(font=False)
    with element(pdf, "H1"):
        pdf.write(5, "parole")
    return pdf


UA = '<x:xmpmeta xmlns:x="adobe:ns:meta/"><pdfuaid:part>9</pdfuaid:part></x:xmpmeta>'
BROKEN: dict[str, Callable[[], FPDF]] = {
    "not marked as tagged": untagged,
    "page 1: something is drawn outside of the tags": untagged,
    "no language": lambda: bare(language=""),
    "no title": lambda: bare(title=""),
    "the window would show the name of the file, not the title": lambda: bare(shows_title=False),
    "the tree has another order than the pages": swapped,
    "a picture has no description": lambda: tagged(("H1", "", False), ("Figure", "", True)),
    "a picture is no figure": lambda: tagged(("H1", "", False), ("P", "", True)),
    "the first heading is not of the first level": lambda: tagged(("H2", "", False)),
    "a level of headings is left out": lambda: tagged(("H1", "", False), ("H3", "", False)),
    "the font /F1 is not embedded": in_courier,
    "it claims PDF/UA without saying which part": lambda: tagged(("H1", "", False), claims=UA),
    "it claims PDF/UA without a title in its metadata": lambda: tagged(("H1", "", False), claims=UA),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_paper_is_found(fault: str) -> None:
    assert fault in faults(bytes(BROKEN[fault]().output()))
