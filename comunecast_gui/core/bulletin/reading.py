# SPDX-License-Identifier: EUPL-1.2
"""Reads a file with a bulletin, whatever its form; any bytes end in a bulletin or in one clear error."""

from __future__ import annotations

import json
from typing import Any

from comunecast_gui.core.bulletin import index_json, zone_maps, zone_tables
from comunecast_gui.core.bulletin.forecast import Bulletin
from comunecast_gui.core.bulletin.place import Place
from comunecast_gui.core.errors import InputError

MOST_BYTES = 8 * 1024 * 1024
"""The largest of the files, the map of all zones, has about 900 KB."""
_OTHER_FILES = {b"%PDF": "PDF", b"PK\x03\x04": "ZIP", b"<": "XML", b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPEG"}


def read(content: bytes, place: Place, name: str = "") -> Bulletin:
    """What the file says of the office's zone. ``name`` is the file's, which for a map holds the day.

    Raises InputError: ``bulletin_too_large``, ``bulletin_other_file`` (what it is instead), ``bulletin_unreadable``,
    ``bulletin_vigilance``, ``bulletin_zone_missing``, ``bulletin_zone_unsure``, ``bulletin_no_day``.
    """
    if len(content) > MOST_BYTES:
        raise InputError("bulletin_too_large", file=name)
    start = content[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    for sign, kind in _OTHER_FILES.items():
        if start.startswith(sign):
            raise InputError("bulletin_other_file", file=name, kind=kind)
    try:
        if start[:1] in (b"{", b"["):
            return _read_json(json.loads(content.decode("utf-8-sig")), place, name)
        return zone_tables.read(_text(content), place, name)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError) as error:
        raise InputError("bulletin_unreadable", file=name) from error


def _read_json(data: Any, place: Place, name: str) -> Bulletin:
    if isinstance(data, dict) and "today" in data and "tomorrow" in data:
        return index_json.read(data, place, name)
    return zone_maps.read(data, place, name)


def _text(content: bytes) -> str:
    """Spreadsheets save tables in the letters of Windows."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")
