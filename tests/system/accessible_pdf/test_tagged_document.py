# SPDX-License-Identifier: EUPL-1.2
"""The PDF says its language and title, has bookmarks, and each text is a tagged element in reading order."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from comunecast_gui.core.errors import InputError
from comunecast_gui.system.accessible_pdf.tagged_document import Block, Tag, document, write_document

BLOCKS = (
    Block("💧 Manca l'acqua a Fornacette", Tag.TITLE),
    Block("Testo", Tag.SECTION),
    Block("Mercoledì 24 agosto\n\nVie: via Marconi; piazza Kolbe — «centro»"),
    Block("100 accettati, 2 non riusciti", label="WhatsApp"),
)


def read(blocks: tuple[Block, ...]) -> PdfReader:
    return PdfReader(io.BytesIO(document("Comunicazione del 22 agosto", blocks)))


def elements(reader: PdfReader) -> list[Any]:
    root: Any = reader.trailer["/Root"]
    return [kid.get_object() for kid in root["/StructTreeRoot"]["/K"][0]["/K"]]


def test_language_title_and_bookmarks() -> None:
    reader = read(BLOCKS)
    root: Any = reader.trailer["/Root"]

    assert root["/Lang"] == "it"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title == "Comunicazione del 22 agosto"
    outline: Any = reader.outline
    assert outline[0].title == "Manca l'acqua a Fornacette"
    assert outline[1][0].title == "Testo"


def test_every_text_is_a_tagged_element_in_its_order() -> None:
    reader = read(BLOCKS)

    assert [one["/S"] for one in elements(reader)] == ["/H1", "/H2", "/P", "/P", "/P"]
    content = reader.pages[0].get_contents()
    assert content is not None
    data = content.get_data()
    assert data.count(b"BDC") == data.count(b"EMC") == 5
    outside = b"".join(part.split(b"EMC")[-1] for part in data.split(b"BDC"))
    assert b"Tj" not in outside, "no text outside of the tags"
    text = " ".join(reader.pages[0].extract_text().split())
    assert "Manca l'acqua a Fornacette" in text
    assert "«centro»" in text
    assert "WhatsApp: 100 accettati" in text


def test_long_texts_run_over_pages_in_elements_of_their_own() -> None:
    reader = read((Block("Elenco", Tag.TITLE), Block("via della Libertà, " * 400), Block("fine")))

    assert len(reader.pages) >= 2
    assert {one["/S"] for one in elements(reader)} == {"/H1", "/P"}
    whole = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert whole.count("Libertà") == 400
    assert whole.endswith("fine")
    for page in reader.pages:
        content = page.get_contents()
        assert content is not None
        assert content.get_data().count(b"BDC") == content.get_data().count(b"EMC") > 0


def test_the_file_is_a_pdf_or_refused(tmp_path: Path) -> None:
    write_document(tmp_path / "x.pdf", "x", BLOCKS)

    assert (tmp_path / "x.pdf").read_bytes().startswith(b"%PDF-")
    with pytest.raises(InputError, match="export_kind"):
        write_document(tmp_path / "x.doc", "x", BLOCKS)
    with pytest.raises(InputError, match="export_unwritable"):
        write_document(tmp_path / "nowhere" / "x.pdf", "x", BLOCKS)
