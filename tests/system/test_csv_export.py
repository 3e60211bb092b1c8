# SPDX-License-Identifier: EUPL-1.2
"""Exported tables come back as they were, and hold nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import stat
import sys
from pathlib import Path

import openpyxl
import pytest

from comunecast_gui.core.errors import InputError
from comunecast_gui.system import phones, spreadsheet_reader
from comunecast_gui.system.csv_export import write_table

HEADERS = ("telefono", "stato")
ROWS = [("+393331234567", "active"), ("=HYPERLINK(1)", "perché; «sì»")]


@pytest.mark.parametrize("name", ["people.csv", "people.xlsx"])
def test_an_export_can_be_imported_again(tmp_path: Path, name: str) -> None:
    write_table(tmp_path / name, HEADERS, ROWS)
    table = spreadsheet_reader.read_table(tmp_path / name)
    assert table.headers == HEADERS
    first, second = spreadsheet_reader.to_import_rows(table, spreadsheet_reader.phone_column(table), phones.parse)
    assert first.wa_id == "393331234567"
    assert second.reason
    assert [row[1] for _, row in table.rows] == ["active", "perché; «sì»"]


def test_no_cell_is_a_formula(tmp_path: Path) -> None:
    write_table(tmp_path / "a.csv", HEADERS, ROWS)
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbftelefono;stato\r\n'+393331234567;active")
    write_table(tmp_path / "a.xlsx", HEADERS, ROWS)
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert sheet is not None
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s"}


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", "\n=", "\uff1d", "\uff0b", "\uff0d", "\uff20"])
def test_whatever_begins_a_formula_is_defused(tmp_path: Path, start: str) -> None:
    write_table(tmp_path / "a.csv", HEADERS, [(f"{start}cmd|' /C calc'!A0", "x;=1")])
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        [_, (first, second)] = csv.reader(file, delimiter=";")
    assert first == f"'{start}cmd|' /C calc'!A0"
    assert second == "x;=1"


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_only_the_owner_can_read_it(tmp_path: Path) -> None:
    write_table(tmp_path / "a.csv", HEADERS, ROWS)
    assert stat.S_IMODE((tmp_path / "a.csv").stat().st_mode) == 0o600


@pytest.mark.parametrize(("name", "code"), [("a.pdf", "export_kind"), ("missing/a.csv", "export_unwritable")])
def test_an_export_that_cannot_be_written_is_refused(tmp_path: Path, name: str, code: str) -> None:
    with pytest.raises(InputError) as refused:
        write_table(tmp_path / name, HEADERS, ROWS)
    assert refused.value.code == code
    assert list(tmp_path.iterdir()) == []
