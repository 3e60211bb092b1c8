# SPDX-License-Identifier: EUPL-1.2
"""Lists come from everywhere: what is in them is read without loss, and what cannot be read is said."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from comunecast_gui.core.errors import InputError
from comunecast_gui.core.imports import ImportRow
from comunecast_gui.system import phones, tables
from comunecast_gui.system.tables import Table, phone_column, read_table, to_import_rows


def write(tmp_path: Path, data: bytes, name: str = "elenco.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


def sheet(tmp_path: Path, *rows: tuple[object, ...], name: str = "elenco.xlsx") -> Path:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
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


def test_what_is_no_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with zipfile.ZipFile(tmp_path / "foto.zip", "w") as archive:
        archive.writestr("ciao.txt", "ciao")
    broken = sheet(tmp_path, ("numero",), (333,), name="intero.xlsx").read_bytes()[:-300]
    for path, code in (
        (tmp_path / "manca.csv", "table_missing"),
        (tmp_path, "table_unreadable"),
        (write(tmp_path, b"  \r\n", "vuoto.csv"), "table_empty"),
        (write(tmp_path, b";;\n;;\n", "vuote.csv"), "table_empty"),
        (sheet(tmp_path, name="vuoto.xlsx"), "table_empty"),
        (write(tmp_path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "chiuso.xlsx"), "table_locked"),
        (write(tmp_path, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "foto.csv"), "not_a_table"),
        (write(tmp_path, b"%PDF-1.7\nciao", "foglio.csv"), "not_a_table"),
        (write(tmp_path, broken, "rotto.xlsx"), "not_a_table"),
        (tmp_path / "foto.zip", "not_a_table"),
    ):
        with pytest.raises(InputError) as caught:
            read_table(path)
        assert (path.name, caught.value.code) == (path.name, code)
    monkeypatch.setattr(tables, "MAX_BYTES", 10)
    with pytest.raises(InputError, match="table_too_large"):
        read_table(write(tmp_path, b"numero\n3331234567\n"))


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


def test_what_is_read_is_not_shown_in_logs(tmp_path: Path) -> None:
    table = read_table(write(tmp_path, b"telefono\n3331234567\n"))
    assert "333" not in repr(table)
    assert "333" not in repr(list(to_import_rows(table, 0, phones.parse)))
