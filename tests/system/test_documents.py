# SPDX-License-Identifier: EUPL-1.2
"""A PDF goes out as it is, if it opens, can be read by everybody, and does nothing by itself."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, TextStringObject

from comunecast_gui.core.errors import InputError
from comunecast_gui.system import paths
from comunecast_gui.system.documents import prepare_document


def written(change: Callable[[PdfWriter], object] | None = None, pages: int = 3) -> bytes:
    """A real PDF of blank pages, after ``change``."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    if change:
        change(writer)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def action(kind: str, **more: str) -> DictionaryObject:
    found = DictionaryObject({NameObject("/S"): NameObject(f"/{kind}")})
    found.update({NameObject(f"/{key}"): TextStringObject(value) for key, value in more.items()})
    return found


def opens_with(writer: PdfWriter, one: DictionaryObject) -> None:
    writer.root_object[NameObject("/OpenAction")] = one


def annotated(writer: PdfWriter, one: DictionaryObject) -> None:
    """A touch on the first page does ``one``."""
    note = DictionaryObject({
        NameObject("/Type"): NameObject("/Annot"),
        NameObject("/Subtype"): NameObject("/Link"),
        NameObject("/Rect"): ArrayObject([NumberObject(n) for n in (0, 0, 9, 9)]),
        NameObject("/A"): one,
    })  # fmt: skip
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(note)])


def on_leaving(writer: PdfWriter) -> None:
    actions = DictionaryObject({NameObject("/C"): action("JavaScript", JS="app.alert(1)")})
    writer.pages[2][NameObject("/AA")] = writer._add_object(actions)


ACTIVE: dict[str, Callable[[PdfWriter], object]] = {
    "a script at the start": lambda writer: opens_with(writer, action("JavaScript", JS="app.alert(1)")),
    "a program at the start": lambda writer: opens_with(writer, action("Launch", F="cmd.exe")),
    "a script behind a link": lambda writer: annotated(writer, action("JavaScript", JS="app.alert(1)")),
    "a program behind a link": lambda writer: annotated(writer, action("Launch", F="cmd.exe")),
    "a script on leaving a page": on_leaving,
    "a file inside": lambda writer: writer.add_attachment("elenco.xlsx", b"nomi e cognomi"),
}


def refusal(data: bytes) -> str:
    with pytest.raises(InputError) as refused:
        prepare_document(data, "ordinanza.pdf")
    assert refused.value.field == "attachments"
    assert refused.value.values["file"] == "ordinanza.pdf"
    return refused.value.code


def test_a_document_is_counted_and_left_as_it_is() -> None:
    data = written()
    prepared = prepare_document(data, "Ordinanza n. 12 – viabilità.pdf")
    assert (prepared.pages, prepared.mime, prepared.data) == (3, "application/pdf", data)
    assert prepared.name == "Ordinanza n. 12 – viabilità.pdf"
    assert prepared.changes == ()
    sample = paths.resource("samples", "avviso.pdf")
    assert prepare_document(sample.read_bytes(), sample.name).pages >= 1


def test_links_and_a_page_to_begin_with_are_welcome() -> None:
    assert prepare_document(
        written(lambda writer: annotated(writer, action("URI", URI="https://www.x.it"))), "a.pdf"
    ).data
    assert prepare_document(written(lambda writer: opens_with(writer, action("GoTo", D="uno"))), "a.pdf").data


@pytest.mark.parametrize("change", [pytest.param(change, id=name) for name, change in ACTIVE.items()])
def test_a_document_that_acts_or_carries_files_is_refused(change: Callable[[PdfWriter], object]) -> None:
    assert refusal(written(change)) == "document_active"


@pytest.mark.parametrize("password", ["segreta", ""])
def test_a_protected_document_is_refused(password: str) -> None:
    locked = written(lambda writer: writer.encrypt(password, owner_password="x", algorithm="RC4-128"))
    assert refusal(locked) == "document_encrypted"


@pytest.mark.parametrize("data", [b"%PDF-", b"%PDF-1.7\n%%EOF\n", b"%PDF-1.7\n" + b"x" * 5000, written(pages=0)])
def test_a_document_that_does_not_open_is_refused(data: bytes) -> None:
    assert refusal(data) == "document_damaged"


def test_a_truncated_document_is_refused() -> None:
    data = written()
    for share in (0.1, 0.5, 0.9):
        assert refusal(data[: int(len(data) * share)]) == "document_damaged"


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_damaged_document_is_taken_or_refused_and_nothing_else(data: st.DataObject) -> None:
    whole = bytearray(written(ACTIVE["a script behind a link"]))
    for _ in range(data.draw(st.integers(1, 8))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    assert outcome(bytes(whole)) in ("taken", "document_active", "document_damaged", "document_encrypted")


def outcome(data: bytes) -> str:
    try:
        prepare_document(data, "ordinanza.pdf")
    except InputError as error:
        return error.code
    return "taken"
