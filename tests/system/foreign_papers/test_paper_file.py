# SPDX-License-Identifier: EUPL-1.2
"""The words of files as they arrive: PDF, mail, DOCX, ODT and text; what holds none says why."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pytest
from fpdf import FPDF
from pypdf import PdfReader, PdfWriter

from comunecast_gui.core.errors import InputError
from comunecast_gui.system.foreign_papers.paper_file import Paper, read_data, read_paper
from comunecast_gui.system.foreign_papers.paper_limits import MOST_BYTES, TEXT_ENOUGH, Deadline
from comunecast_gui.system.foreign_papers.pdf_paper import text_of_pdf

SAID = "Manca l'acqua in via Genova mercoledì 18 marzo dalle 8:30 alle 16:30."
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def pdf(text: str = SAID) -> bytes:
    page = FPDF()
    page.add_page()
    page.set_font("helvetica", size=11)
    if text:
        page.multi_cell(0, 6, text)
    return bytes(page.output())


def packed(name: str, content: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "x")
        archive.writestr(name, content)
    return file.getvalue()


def docx(body: str = f"<w:p><w:r><w:t>{SAID}</w:t></w:r></w:p>", head: str = "") -> bytes:
    return packed("word/document.xml", f'{head}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>')


def odt(body: str) -> bytes:
    spaces = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    spaces += 'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    return packed("content.xml", f"<office:document-content {spaces}>{body}</office:document-content>")


def mail(plain: str = SAID, page: str = "") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "avvisi@acque.example"
    message["To"] = "comune@calcinaia.example"
    message["Subject"] = "Sospensione idrica: località Fornacette"
    message["Date"] = "Mon, 02 Mar 2026 09:15:00 +0100"
    if plain:
        message.set_content(plain)
    if page:
        message.add_alternative(page, subtype="html") if plain else message.set_content(page, subtype="html")
    return message


def code(data: bytes) -> str:
    with pytest.raises(InputError) as refused:
        read_data(data, "x")
    return refused.value.code


def words(data: bytes) -> str:
    return " ".join(read_data(data, "x").text.split())


def test_pdf(tmp_path: Path) -> None:
    (tmp_path / "avviso.pdf").write_bytes(pdf())

    found = read_paper(tmp_path / "avviso.pdf")

    assert " ".join(found.text.split()) == SAID
    assert found.name == "avviso.pdf"


def test_signed_pdf_in_its_envelope() -> None:
    assert words(b"0\x80\x06\x09*\x86H\x86\xf7\r\x01\x07\x02" + pdf() + b"\0" * 40) == SAID


def test_scanned_pdf_says_that_it_is_a_picture() -> None:
    assert code(pdf("")) == "paper_no_text"


def test_locked_pdf() -> None:
    writer = PdfWriter()
    writer.append(PdfReader(io.BytesIO(pdf())))
    writer.encrypt("segreta", algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)

    assert code(file.getvalue()) == "paper_locked"


def test_damaged_pdf() -> None:
    assert code(b"%PDF-1.7\n" + b"xref\n" * 50) == "paper_unreadable"


def test_pdf_that_takes_too_long_is_given_up() -> None:
    with pytest.raises(InputError) as refused:
        text_of_pdf(pdf(), Deadline("x", seconds=-1))

    assert refused.value.code == "paper_too_long"


def test_docx_without_what_was_struck_out() -> None:
    struck = (
        "<w:p><w:del><w:r><w:t>martedì</w:t></w:r></w:del><w:r><w:t>mercoledì</w:t><w:tab/><w:t>18</w:t></w:r></w:p>"
    )

    assert words(docx(struck + f"<w:p><w:r><w:t>{SAID}</w:t></w:r></w:p>")) == f"mercoledì 18 {SAID}"
    assert read_data(docx(struck * 2), "x").text.count("\n") == 2


def test_odt() -> None:
    assert (
        words(odt(f"<text:h>Avviso</text:h><text:p>{SAID[:10]}<text:span>{SAID[10:]}</text:span></text:p>"))
        == f"Avviso {SAID}"
    )


def test_document_types_are_refused() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'

    assert code(docx("<w:p><w:r><w:t>&b;</w:t></w:r></w:p>", bomb)) == "paper_unreadable"


def test_a_packed_book_is_read_to_its_limit_only() -> None:
    body = f"<w:p><w:r><w:t>{'a' * 60_000}</w:t></w:r></w:p>" * 200

    assert len(read_data(docx(body), "x").text) < 3 * TEXT_ENOUGH


def test_other_archives_are_none_of_these() -> None:
    assert code(packed("xl/workbook.xml", "<a/>")) == "paper_unknown"


def test_mail_with_its_day() -> None:
    found = read_data(bytes(mail()), "x.eml")

    assert found == Paper("x.eml", f"Oggetto: Sospensione idrica: località Fornacette\n\n{SAID}\n", date(2026, 3, 2))


def test_mail_that_is_a_page_only() -> None:
    head = "<head><style>p { color: red }</style></head>"
    page = f"<html>{head}<body><p>{SAID}</p><p>Saluti&nbsp;cordiali</p></body></html>"

    assert words(bytes(mail("", page))).endswith(f"{SAID} Saluti cordiali")
    assert "red" not in words(bytes(mail("", page)))


def test_mail_with_the_order_as_its_attachment() -> None:
    message = mail("In allegato l'ordinanza.")
    message.add_attachment(pdf(), maintype="application", subtype="pdf", filename="ordinanza.pdf")
    message.add_attachment(b"%PDF-damaged", maintype="application", subtype="pdf", filename="altro.pdf")

    assert words(bytes(message)).endswith(f"In allegato l'ordinanza. {SAID}")


def test_text_of_an_old_program() -> None:
    assert words("Mercoledì manca l'acqua".encode("cp1252")) == "Mercoledì manca l'acqua"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "paper_old_office"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "paper_unknown"),
        (b"  \n", "paper_no_text"),
        (b"PK\x03\x04broken", "paper_unreadable"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, expected: str) -> None:
    assert code(data) == expected


def test_files_that_are_missing_or_too_large(tmp_path: Path) -> None:
    with pytest.raises(InputError) as missing:
        read_paper(tmp_path / "x.pdf")
    with (tmp_path / "large.txt").open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    with pytest.raises(InputError) as large:
        read_paper(tmp_path / "large.txt")

    assert (missing.value.code, large.value.code) == ("paper_missing", "paper_too_large")
