# SPDX-License-Identifier: EUPL-1.2
"""Reads lists of numbers from CSV and XLSX files as offices have them."""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import zipfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Protocol

from comunecast_gui.core.errors import InputError
from comunecast_gui.core.regular_file import read_bytes
from comunecast_gui.core.subscriber_import import ImportRow
from comunecast_gui.core.work.long_work import UNWATCHED, Work

MAX_BYTES = 50 * 1024 * 1024
_MAX_UNPACKED = 2 * MAX_BYTES
MAX_ROWS = 1_048_576
"""As many as a sheet of Excel has."""
MAX_CELLS = 20_000_000
_LOOK_EVERY = 500
"""Rows between two looks at whether to go on."""
_SAMPLE = 100_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The first bytes of a compound file: an old .xls, or a spreadsheet locked with a password ([MS-CFB] 2.2)."""

_NO_TEXT_TABLE = (b"\xff\xd8\xff", b"GIF8", b"%PDF", b"{\\rtf", b"<", b"BEGIN:VCARD")
"""How pictures, documents, pages that call themselves .xls, and address books begin."""
_ENCRYPTED = 0x1
"""The bit of a zip member's flags that says so (APPNOTE 4.4.4)."""
_DELIMITERS = ";,\t"
_PHONE_NAMES = ("telefono", "phone", "cellulare", "numero", "whatsapp", "tel", "cell", "mobile", "phone number")


_PIECE = 256 * 1024
_LONGEST_ITEM = 4 * 1024 * 1024
"""Bytes of one row or one text, which the reader takes in whole: Excel's rows have 16,384 cells, its texts 32,767
characters (Microsoft: Excel specifications and limits)."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of an XLSX file: how many tags it may have, and what ends each of its items."""

    most_tags: int
    item: bytes = b""


_PARTS = {"sheet": _Part(10_000_000, b"</row>"), "sharedstrings.xml": _Part(4_000_000, b"</si>")}
"""Enough for 150,000 people in eight columns of numbers, or six of texts."""
_OTHER = _Part(300_000)


@dataclass(frozen=True, slots=True)
class Table:
    """What stands in a file: the first row's words, and the rows below, each with its number in the file.

    ``digest`` is the SHA-256 of the file, by which it is known again whatever it is called.
    """

    headers: tuple[str, ...] = field(repr=False)
    rows: tuple[tuple[int, tuple[str, ...]], ...] = field(repr=False)
    digest: bytes = field(default=b"", repr=False)


class ReadNumber(Protocol):
    """What a phone parser tells of a number: its digits, and why a person should look at it, if so."""

    @property
    def digits(self) -> str: ...

    @property
    def warning(self) -> str | None: ...


def read_table(path: Path, work: Work = UNWATCHED) -> Table:
    """Reads a CSV or XLSX file, told apart by what is in it and not by its name.

    Rows without any text are left out. Raises InputError: ``table_missing``, ``table_unreadable``,
    ``not_a_file``,
    ``table_too_large``, ``table_too_long``, ``table_empty``, ``table_only_headings``, ``table_locked`` (a password, or
    the old .xls form), ``not_a_table``, ``work_stopped``.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InputError("table_too_large", file=path.name, limit=MAX_BYTES // 1024**2)
        data = read_bytes(path)
    except FileNotFoundError:
        raise InputError("table_missing", file=path.name) from None
    except OSError:
        raise InputError("table_unreadable", file=path.name) from None
    if data.startswith(_OLE):
        raise InputError("table_locked", file=path.name)
    cells = _xlsx(data, path.name) if data.startswith(b"PK\x03\x04") else _csv(data, path.name)
    rows = [(number, row) for number, row in _bounded(cells, path.name, work) if any(row)]
    if not rows:
        raise InputError("table_empty", file=path.name)
    table = Table(rows[0][1], tuple(rows[1:]), hashlib.sha256(data).digest())
    if not table.rows and not _is_number(table.headers):
        raise InputError("table_only_headings", file=path.name, row=rows[0][0])
    return table


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


def to_import_rows(
    table: Table, column: int, parse: Callable[[str], ReadNumber], own: Collection[str] = ()
) -> Iterator[ImportRow]:
    """Reads every cell of ``column`` with ``parse``, which raises InputError for what is no number.

    ``own`` are the office's numbers, in digits: they are refused with "phone_own" (Meta: 131021, the recipient is the
    sender). In a table of one column without a heading the first row is a number too, and is read like the others.
    """
    rows: Sequence[tuple[int, tuple[str, ...]]] = table.rows
    if _is_number(table.headers):
        rows = [(1, table.headers), *rows]
    for number, cells in rows:
        value = cells[column] if column < len(cells) else ""
        try:
            phone = parse(value)
        except InputError as error:
            yield ImportRow(number, value, reason=error.code)
        else:
            if phone.digits in own:
                yield ImportRow(number, value, reason="phone_own")
            else:
                yield ImportRow(number, value, phone.digits, warning=phone.warning)


def _is_number(headers: tuple[str, ...]) -> bool:
    """Whether a first row is no heading: one column, and digits in it."""
    return len(headers) == 1 and any(sign.isdigit() for sign in headers[0])


def _bounded(
    cells: Iterable[tuple[int, tuple[str, ...]]], name: str, work: Work
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Stops reading a file that is small only because it repeats very little very often."""
    count = 0
    for number, row in cells:
        count += len(row)
        if number > MAX_ROWS or count > MAX_CELLS:
            raise _too_long(name)
        if number % _LOOK_EVERY == 0:
            work(number, 0)  # nobody knows how many there are before the last one
        yield number, row


def _plain(name: str) -> str:
    return " ".join(name.replace("_", " ").replace(".", " ").split()).casefold()


def _csv(data: bytes, name: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    text = _decoded(data)
    if "\0" in text or data.removeprefix(codecs.BOM_UTF8).lstrip().startswith(_NO_TEXT_TABLE):
        raise InputError("not_a_table", file=name)
    if max(text.count(sign) for sign in _DELIMITERS) > MAX_CELLS:
        raise _too_long(name)
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
            _refuse_archive(archive, name)
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    except InputError:
        raise
    except Exception:  # the reader raises whatever comes of a file that is not what it says
        raise InputError("not_a_table", file=name) from None
    try:
        # What is hidden is not what the person sees and means.
        for sheet in [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"][:1]:
            for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
                yield number, tuple(_cell(value) for value in row)
    except Exception:
        raise InputError("not_a_table", file=name) from None
    finally:
        book.close()


def _refuse_archive(archive: zipfile.ZipFile, name: str) -> None:
    """Refuses a file that is small only because it is packed: what the reader makes of it may be a thousand times as
    large. Raises InputError("table_locked" | "table_too_long")."""
    members = archive.infolist()
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise InputError("table_locked", file=name)
    if sum(member.file_size for member in members) > _MAX_UNPACKED:
        raise _too_long(name)
    for member in members:
        if not member.filename.lower().endswith((".xml", ".rels")):
            continue
        with archive.open(member) as file:
            if not _is_bearable(file, _PARTS.get(_part_of(member.filename), _OTHER)):
                raise _too_long(name)


def _part_of(filename: str) -> str:
    return "sheet" if filename.startswith("xl/worksheets/") else filename.rpartition("/")[2].lower()


def _is_bearable(file: IO[bytes], part: _Part) -> bool:
    """Counts the tags of a part and the length of its longest item, without keeping any of it."""
    tags = since = 0
    tail = b""
    while piece := file.read(_PIECE):
        tags += piece.count(b"<")
        joined = tail + piece
        end = joined.rfind(part.item) if part.item else len(joined)
        since = since + len(piece) if end < 0 else len(joined) - end
        tail = joined[-len(part.item) :] if part.item else b""
        if tags > part.most_tags or since > _LONGEST_ITEM:
            return False
    return True


def _too_long(name: str) -> InputError:
    return InputError("table_too_long", file=name, rows=MAX_ROWS, cells=MAX_CELLS)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        # A number of a spreadsheet is a double: whole up to 2**53, far above any phone number.
        return str(int(value))
    return str(value).strip()
