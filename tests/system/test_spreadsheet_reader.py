# SPDX-License-Identifier: EUPL-1.2
"""Lists come from everywhere: what is in them is read without loss, and what cannot be read is said."""

from __future__ import annotations

import os
import re
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from comunecast_gui.core.errors import InputError
from comunecast_gui.core.subscriber_import import ImportRow
from comunecast_gui.system import phones, spreadsheet_reader
from comunecast_gui.system.spreadsheet_reader import Table, phone_column, read_table, to_import_rows


def write(tmp_path: Path, data: bytes, name: str = "elenco.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


def sheet(tmp_path: Path, *rows: tuple[object, ...], name: str = "elenco.xlsx") -> Path:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(list(row))
    path = tmp_path / name
    book.save(path)
    book.close()
    return path


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_form_of_text_table(tmp_path: Path, delimiter: str, encoding: str, end: str) -> None:
    lines = [["Località", "Telefono"], ["Fornacette, è qui; sì", "333 1234567"], ["due\nrighe", "+39 333 7654321"]]
    text = end.join(delimiter.join(f'"{cell}"' for cell in line) for line in lines) + end
    table = read_table(write(tmp_path, text.encode(encoding)))
    assert table.headers == ("Località", "Telefono")
    assert [number for number, _ in table.rows] == [2, 3]
    assert table.rows[0][1] == ("Fornacette, è qui; sì", "333 1234567")
    assert table.rows[1][1][1] == "+39 333 7654321"


def test_blank_rows_are_left_out_but_counted(tmp_path: Path) -> None:
    table = read_table(write(tmp_path, b"numero;nota\n\n;\n3331234567;x\n3337654321\n"))
    assert table.rows == ((4, ("3331234567", "x")), (5, ("3337654321",)))


def test_the_line_that_names_the_delimiter(tmp_path: Path) -> None:
    table = read_table(write(tmp_path, b"sep=;\r\nnumero;nota\r\n333;a,b,c\r\n"))
    assert (table.headers, table.rows) == (("numero", "nota"), ((3, ("333", "a,b,c")),))


def test_numbers_of_a_spreadsheet_keep_every_digit(tmp_path: Path) -> None:
    path = sheet(
        tmp_path, ("Cellulare", "nota"), (3331234567, None), (), (393331234567.0, "x"), ("0039 333 1234567", 1.5)
    )
    table = read_table(path.rename(tmp_path / "senza-estensione"))
    assert table.headers == ("Cellulare", "nota")
    assert table.rows == ((2, ("3331234567", "")), (4, ("393331234567", "x")), (5, ("0039 333 1234567", "1.5")))


def test_files_that_are_no_table_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with zipfile.ZipFile(tmp_path / "foto.zip", "w") as archive:
        archive.writestr("ciao.txt", "ciao")
    broken = sheet(tmp_path, ("numero",), (333,), name="intero.xlsx").read_bytes()[:-300]
    for path, code in (
        (tmp_path / "manca.csv", "table_missing"),
        (tmp_path, "not_a_file"),
        (write(tmp_path, b"  \r\n", "vuoto.csv"), "table_empty"),
        (write(tmp_path, b";;\n;;\n", "vuote.csv"), "table_empty"),
        (sheet(tmp_path, name="vuoto.xlsx"), "table_empty"),
        (write(tmp_path, b"nome;telefono\n;\n", "titoli.csv"), "table_only_headings"),
        (sheet(tmp_path, ("Istruzioni",), name="istruzioni.xlsx"), "table_only_headings"),
        (write(tmp_path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "chiuso.xlsx"), "table_locked"),
        (write(tmp_path, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "foto.csv"), "not_a_table"),
        (write(tmp_path, b"%PDF-1.7\nciao", "foglio.csv"), "not_a_table"),
        (write(tmp_path, broken, "rotto.xlsx"), "not_a_table"),
        (tmp_path / "foto.zip", "not_a_table"),
    ):
        with pytest.raises(InputError) as caught:
            read_table(path)
        assert (path.name, caught.value.code) == (path.name, code)
    if os.name == "posix":
        os.mkfifo(tmp_path / "tubo.csv")
        with pytest.raises(InputError, match="not_a_file"):
            read_table(tmp_path / "tubo.csv")
    monkeypatch.setattr(spreadsheet_reader, "MAX_BYTES", 10)
    with pytest.raises(InputError, match="table_too_large"):
        read_table(write(tmp_path, b"numero\n3331234567\n"))


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xd8\xff\xe1 a photo without a zero byte",
        b"GIF89a",
        b"{\\rtf1 telefono}",
        b"<html><table><tr><td>3331234567</td></tr></table></html>",
        b'\xef\xbb\xbf\r\n<?xml version="1.0"?><Workbook/>',
        b"BEGIN:VCARD\nTEL:+393331234567\nEND:VCARD\n",
        "telefono;nota\n3331234567;x\n".encode("utf-16-le"),
        b'telefono;nota\n"3331234567;x\n' + b"3331234567;x\n" * 20_000,
        b"telefono;nota\n3331234567;" + b"x" * 200_000,
    ],
    ids=["jpeg", "gif", "rtf", "html", "xml", "vcard", "utf-16 without a mark", "open quote", "endless cell"],
)
def test_data_that_only_begins_like_a_table_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(InputError, match="not_a_table"):
        read_table(write(tmp_path, data))


HEAD = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'


def with_sheet(tmp_path: Path, xml: str, *, locked: bool = False) -> Path:
    """A spreadsheet whose only sheet is replaced, as no program writes it."""
    whole = sheet(tmp_path, ("telefono",), name="intero.xlsx")
    made = tmp_path / "fatto.xlsx"
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            new.writestr(item.filename, xml if item.filename.endswith("sheet1.xml") else old.read(item))
    if locked:
        data = bytearray(made.read_bytes())
        for at in (place.start() for place in re.finditer(rb"PK\x01\x02", bytes(data))):
            data[at + 8] |= 1
        made.write_bytes(data)
    return made


def cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        ("no xml at all", "not_a_table"),
        (f'{HEAD}<sheetData><row r="1">{cell("A1", "1")}', "not_a_table"),
        (
            f'<!DOCTYPE x [<!ENTITY a "aaa">]>{HEAD}<sheetData><row r="x">&a;</row></sheetData></worksheet>',
            "not_a_table",
        ),
        (
            f'{HEAD}<sheetData><row r="900000000">{cell("A900000000", "1")}</row></sheetData></worksheet>',
            "table_too_long",
        ),
    ],
    ids=["garbage", "cut", "entities", "a row in the far distance"],
)
def test_a_spreadsheet_that_no_program_wrote(tmp_path: Path, xml: str, code: str) -> None:
    with pytest.raises(InputError, match=code):
        read_table(with_sheet(tmp_path, xml))


def test_a_spreadsheet_with_encrypted_parts(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="table_locked"):
        read_table(with_sheet(tmp_path, f"{HEAD}<sheetData/></worksheet>", locked=True))


def test_a_book_of_charts_alone(tmp_path: Path) -> None:
    book = Workbook()
    book.create_chartsheet()
    del book["Sheet"]
    book.save(tmp_path / "grafici.xlsx")
    book.close()
    with pytest.raises(InputError, match="not_a_table"):
        read_table(tmp_path / "grafici.xlsx")


def test_hidden_sheets_merged_cells_and_other_habits(tmp_path: Path) -> None:
    """Hidden sheets are passed over; hidden rows and merged cells are read; a formula without its result is empty."""
    book = Workbook()
    book.worksheets[0].append(("vecchio elenco",))
    book.worksheets[0].sheet_state = "hidden"
    shown = book.create_sheet("iscritti")
    for row in (("Telefono", "nota"), (3331234567, "x"), ("=1+1", "y"), (3337654321, None), ("3.33123E+09", None)):
        shown.append(row)
    shown.row_dimensions[2].hidden = True
    shown.merge_cells("A4:B4")
    path = tmp_path / "elenco.xlsx"
    book.save(path)
    book.close()
    table = read_table(path)
    rows = list(to_import_rows(table, phone_column(table), phones.parse))
    assert [(row.row, row.wa_id, row.reason) for row in rows] == [
        (2, "393331234567", None),
        (3, None, "phone_empty"),
        (4, "393337654321", None),
        (5, None, "phone_damaged"),
    ]


def test_ten_thousand_columns(tmp_path: Path) -> None:
    names = [f"c{number}" for number in range(9_999)]
    text = ";".join([*names, "telefono"]) + "\n" + ";".join(["x"] * 9_999 + ["3331234567"]) + "\n"
    table = read_table(write(tmp_path, text.encode()))
    [row] = to_import_rows(table, phone_column(table), phones.parse)
    assert row.wa_id == "393331234567"


@pytest.mark.parametrize("name", ["Telefono", " CELLULARE ", "numero", "Phone", "whatsapp", "Tel."])
def test_usual_names_of_the_phone_column(name: str) -> None:
    assert phone_column(Table(("id", name), ())) == 1


def test_choosing_the_phone_column() -> None:
    table = Table(("Nominativo", "Recapito_1", "Telefono"), ())
    assert phone_column(table, {"phone": "recapito 1"}) == 1
    assert phone_column(Table(("3331234567",), ())) == 0
    for columns, mapping in ((table, {"phone": "altro"}), (Table(("a", "b"), ()), None)):
        with pytest.raises(InputError) as caught:
            phone_column(columns, mapping)
        assert caught.value.code == "phone_column"
        assert caught.value.values["columns"] == ", ".join(columns.headers)


def test_cells_become_rows_to_import(tmp_path: Path) -> None:
    table = read_table(write(tmp_path, b"nome;telefono\na;333 1234567\nb;ciao\nc;0587 265442\nd\n"))
    assert list(to_import_rows(table, phone_column(table), phones.parse)) == [
        ImportRow(2, "333 1234567", "393331234567"),
        ImportRow(3, "ciao", reason="phone_letters"),
        ImportRow(4, "0587 265442", "390587265442", warning="landline"),
        ImportRow(5, "", reason="phone_empty"),
    ]


def test_a_bare_column_of_numbers_loses_none(tmp_path: Path) -> None:
    table = read_table(write(tmp_path, b"3331234567\n3337654321\n"))
    rows = to_import_rows(table, phone_column(table), phones.parse)
    assert [(row.row, row.wa_id) for row in rows] == [(1, "393331234567"), (2, "393337654321")]


def test_table_contents_are_not_shown_in_logs(tmp_path: Path) -> None:
    table = read_table(write(tmp_path, b"telefono\n3331234567\n"))
    assert "333" not in repr(table)
    assert "333" not in repr(list(to_import_rows(table, 0, phones.parse)))
