# SPDX-License-Identifier: EUPL-1.2
"""Writes a table as CSV or XLSX that Excel in Italy opens directly, and in which no cell can run as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING

from comunecast_gui.core.atomic_file import replacing
from comunecast_gui.core.errors import InputError
from comunecast_gui.core.regular_file import refuse_irregular

if TYPE_CHECKING:
    from openpyxl.cell import Cell

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""A cell that begins so is a formula to a spreadsheet, also in full-width signs (OWASP: CSV Injection)."""


def write_table(path: Path, headers: Sequence[str], rows: Iterable[Sequence[str]], *, sheet: str = "elenco") -> None:
    """Writes ``.csv`` (semicolons, UTF-8 with a mark, as Excel expects in Italy) or ``.xlsx``.

    ``sheet`` names the one sheet that an ``.xlsx`` has. The file replaces an older one only once it is whole, and is
    readable by its owner alone.
    Raises InputError("export_kind" | "export_unwritable").
    """
    kind = path.suffix.lower()
    if kind not in (".csv", ".xlsx"):
        raise InputError("export_kind", field="file", file=path.name)
    refuse_irregular(path)
    try:
        with replacing(path) as file:
            if kind == ".csv":
                _write_csv(file, headers, rows)
            else:
                _write_xlsx(file, headers, rows, sheet)
    except OSError as error:
        raise InputError("export_unwritable", field="file", file=path.name, reason=error.strerror) from error


def _write_csv(file: IO[bytes], headers: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow(headers)
    writer.writerows([_defused(cell) for cell in row] for row in rows)
    text.detach()


def _write_xlsx(file: IO[bytes], headers: Sequence[str], rows: Iterable[Sequence[str]], title: str) -> None:
    from openpyxl import Workbook  # seldom, and half of what the pages take to load: not at each start
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)

    def cell(text: str) -> Cell:
        made = WriteOnlyCell(sheet, text)
        made.data_type = "s"  # text, also where it looks like a formula or a number
        return made

    sheet.append([cell(header) for header in headers])
    for row in rows:
        sheet.append([cell(text) for text in row])
    book.save(file)


def _defused(text: str) -> str:
    """An apostrophe in front makes a spreadsheet take the cell as text; our importer leaves it out again."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
