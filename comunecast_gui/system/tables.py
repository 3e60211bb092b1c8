# SPDX-License-Identifier: EUPL-1.2
"""Opens the lists that offices have: spreadsheets and text tables in whatever form the last program saved them."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from comunecast_gui.core.errors import InputError
from comunecast_gui.core.imports import ImportRow

MAX_BYTES = 50 * 1024 * 1024
_MAX_UNPACKED = 20 * MAX_BYTES
_SAMPLE = 100_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The first bytes of a compound file: an old .xls, or a spreadsheet locked with a password ([MS-CFB] 2.2)."""

_DELIMITERS = ";,\t"
_PHONE_NAMES = ("telefono", "phone", "cellulare", "numero", "whatsapp", "tel", "cell", "mobile", "phone number")


@dataclass(frozen=True, slots=True)
class Table:
    """What stands in a file: the first row's words, and the rows below, each with its number in the file."""

    headers: tuple[str, ...] = field(repr=False)
    rows: tuple[tuple[int, tuple[str, ...]], ...] = field(repr=False)


class ReadNumber(Protocol):
    """What a phone parser tells of a number: its digits, and why a person should look at it, if so."""

    @property
    def digits(self) -> str: ...

    @property
    def warning(self) -> str | None: ...


def read_table(path: Path) -> Table:
    """Reads a CSV or XLSX file, told apart by what is in it and not by its name.

    Rows without any text are left out. Raises InputError: ``table_missing``, ``table_unreadable``,
    ``table_too_large``, ``table_empty``, ``table_locked`` (a password, or the old .xls form), ``not_a_table``.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InputError("table_too_large", file=path.name, limit=MAX_BYTES // 1024**2)
        data = path.read_bytes()
    except FileNotFoundError:
        raise InputError("table_missing", file=path.name) from None
    except OSError:
        raise InputError("table_unreadable", file=path.name) from None
    if data.startswith(_OLE):
        raise InputError("table_locked", file=path.name)
    cells = _xlsx(data, path.name) if data.startswith(b"PK\x03\x04") else _csv(data, path.name)
    rows = [(number, row) for number, row in cells if any(row)]
    if not rows:
        raise InputError("table_empty", file=path.name)
    return Table(rows[0][1], tuple(rows[1:]))


def phone_column(table: Table, mapping: Mapping[str, str] | None = None) -> int:
    """The index of the column with the numbers: the one that ``mapping["phone"]`` names, or one with a usual name.

    A table of one column needs no name. Raises InputError("phone_column"), which lists the columns.
    """
    names = [_plain(header) for header in table.headers]
    wanted = (mapping or {}).get("phone")
    for name in _PHONE_NAMES if wanted is None else (wanted,):
        if _plain(name) in names:
            return names.index(_plain(name))
    if wanted is None and len(names) == 1:
        return 0
    known = ", ".join(header for header in table.headers if header)
    raise InputError("phone_column", field="phone", wanted=wanted or "telefono", columns=known)


def to_import_rows(table: Table, column: int, parse: Callable[[str], ReadNumber]) -> Iterator[ImportRow]:
    """Reads every cell of ``column`` with ``parse``, which raises InputError for what is no number.

    In a table of one column without a heading the first row is a number too, and is read like the others.
    """
    rows: Sequence[tuple[int, tuple[str, ...]]] = table.rows
    if len(table.headers) == 1 and any(sign.isdigit() for sign in table.headers[0]):
        rows = [(1, table.headers), *rows]
    for number, cells in rows:
        value = cells[column] if column < len(cells) else ""
        try:
            phone = parse(value)
        except InputError as error:
            yield ImportRow(number, value, reason=error.code)
        else:
            yield ImportRow(number, value, phone.digits, warning=phone.warning)


def _plain(name: str) -> str:
    return " ".join(name.replace("_", " ").replace(".", " ").split()).casefold()


def _csv(data: bytes, name: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    text = _decoded(data)
    if "\0" in text or text.startswith(("%PDF", "{\\rtf")):
        raise InputError("not_a_table", file=name)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        for number, row in enumerate(reader, start=1):
            if number > 1 or not _names_delimiter(row):
                yield number, tuple(cell.strip() for cell in row)
    except csv.Error:
        raise InputError("not_a_table", file=name) from None


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What Excel writes on a western Windows when it saves "CSV".
        return data.decode("cp1252", errors="replace")


def _delimiter(text: str) -> str:
    """The sign that splits every one of the first rows into the most columns."""
    lines = [line for line in text[:_SAMPLE].splitlines() if line.strip()][:20]
    if lines and lines[0].lower().startswith("sep=") and len(lines[0]) == 5:
        return lines[0][4]

    def columns(sign: str) -> tuple[int, int]:
        counts = [len(row) for row in csv.reader(lines, delimiter=sign)]
        return min(counts, default=0), counts[0] if counts else 0

    return max(_DELIMITERS, key=columns)


def _names_delimiter(row: list[str]) -> bool:
    """Excel's own first line, ``sep=;``, which by then was split at the sign that it names."""
    return len(row) == 2 and row[0].lower() == "sep=" and not row[1]


def _xlsx(data: bytes, name: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    from openpyxl import load_workbook  # imported when a list is read: it is not needed at start

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(item.file_size for item in archive.infolist()) > _MAX_UNPACKED:
                raise InputError("table_too_large", file=name, limit=MAX_BYTES // 1024**2)
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, SyntaxError):
        raise InputError("not_a_table", file=name) from None
    try:
        for sheet in book.worksheets[:1]:
            for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
                yield number, tuple(_cell(value) for value in row)
    except (zipfile.BadZipFile, KeyError, ValueError, SyntaxError):
        raise InputError("not_a_table", file=name) from None
    finally:
        book.close()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        # A number of a spreadsheet is a double: whole up to 2**53, far above any phone number.
        return str(int(value))
    return str(value).strip()
