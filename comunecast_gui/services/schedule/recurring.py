# SPDX-License-Identifier: EUPL-1.2
"""Reads the calendars from which notices are proposed: the week's waste, the yearly tax dates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from comunecast_gui.core.errors import InputError
from comunecast_gui.core.notice.typed_dates import NotRead, read_day
from comunecast_gui.core.regular_file import read_bytes
from comunecast_gui.core.schedule.calendar_file import MAX_BYTES, CalendarDay, read_calendar
from comunecast_gui.system.spreadsheet_reader import read_table

_DAY_NAMES = ("data", "giorno", "date", "day", "scadenza")
_TITLE_NAMES = ("titolo", "oggetto", "raccolta", "che cosa", "cosa", "descrizione breve", "title", "what", "tributo")
_TEXT_NAMES = ("testo", "descrizione", "note", "text", "description")
_MOST = 200


def read_days(path: Path, zone: ZoneInfo, today: date, weeks: int) -> tuple[CalendarDay, ...]:
    """The days of the coming weeks in a calendar file (ICS) or a table (CSV, XLSX), which is told by what is in it.

    Raises InputError as :func:`read_calendar` and :func:`read_table`, and ``calendar_columns``, ``calendar_broken``
    with the row, ``calendar_too_large``.
    """
    found = tuple(_read(path, zone, today, today + timedelta(weeks=weeks)))
    if len(found) > _MOST:
        raise InputError("calendar_too_large", field="file")
    return tuple(sorted(found, key=lambda one: (one.day, one.title)))


def all_days(path: Path, zone: ZoneInfo, first: date, last: date) -> tuple[date, ...]:
    """The days from ``first`` to ``last`` on which the file has something, in their order. Raises as above."""
    return tuple(sorted({one.day for one in _read(path, zone, first, last)}))


def is_calendar(path: Path) -> bool:
    """Whether the file is a calendar, or a table with a column for the day and one for what is on it."""
    try:
        if _is_icalendar(_head(path)):
            return True
        names = [header.strip().casefold() for header in read_table(path).headers]
    except InputError:
        return False
    return all(_column(names, wanted) is not None for wanted in (_DAY_NAMES, _TITLE_NAMES))


def _read(path: Path, zone: ZoneInfo, first: date, last: date) -> Iterator[CalendarDay]:
    head = _head(path)
    if _is_icalendar(head):
        if len(head) > MAX_BYTES:
            raise InputError("calendar_too_large", field="file")
        yield from read_calendar(head.decode("utf-8", "replace"), zone, first, last)
    else:
        yield from (one for one in _table_days(path, first) if first <= one.day <= last)


def _is_icalendar(head: bytes) -> bool:
    return head.lstrip(b"\xef\xbb\xbf \r\n").upper().startswith(b"BEGIN:VCALENDAR")


def _head(path: Path) -> bytes:
    try:
        return read_bytes(path)
    except FileNotFoundError:
        raise InputError("table_missing", file=path.name) from None
    except OSError:
        raise InputError("table_unreadable", file=path.name) from None


def _table_days(path: Path, today: date) -> Iterator[CalendarDay]:
    table = read_table(path)
    names = [header.strip().casefold() for header in table.headers]
    day, title, text = (_column(names, wanted) for wanted in (_DAY_NAMES, _TITLE_NAMES, _TEXT_NAMES))
    if day is None or title is None:
        raise InputError("calendar_columns", field="file", columns=", ".join(filter(None, table.headers)))
    for number, cells in table.rows:
        row = [*cells, *[""] * (len(names) - len(cells))]
        if not row[day].strip():
            continue
        words = " ".join(row[title].split())
        if words:
            yield CalendarDay(_typed(row[day], number, today), words, " ".join(row[text].split()) if text else "")


def _typed(written: str, number: int, today: date) -> date:
    """A day as a table has it: as a person types it, or in ISO 8601 with an hour after it."""
    plain = written.strip()
    try:
        return datetime.fromisoformat(plain).date()
    except ValueError:
        pass
    try:
        return read_day(plain, datetime.combine(today, time(0)))
    except NotRead:
        raise InputError("calendar_broken", field="file", line=f"{number}: {plain[:40]}") from None


def _column(names: Sequence[str], wanted: Sequence[str]) -> int | None:
    return next((names.index(name) for name in wanted if name in names), None)
