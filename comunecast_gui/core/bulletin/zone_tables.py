# SPDX-License-Identifier: EUPL-1.2
"""Reads the tables of Open Data Sicilia: one day, a row for each zone or for each town."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import date, datetime

from comunecast_gui.core.bulletin.dpc_words import RISK_WORDS, level_of, moment_of
from comunecast_gui.core.bulletin.forecast import Bulletin, Forecast, rank
from comunecast_gui.core.bulletin.place import Place, same_name
from comunecast_gui.core.errors import InputError

_RISK_COLUMNS = {f"avviso_{word}": risk for word, risk in RISK_WORDS.items()}
_ISSUED, _DAY, _ZONE, _TOWN = "data_pubblicazione", "data_validita_inizio", "zona_codice", "comune_nome"


def read(text: str, place: Place, name: str) -> Bulletin:
    """Raises InputError("bulletin_zone_missing"), and ValueError or KeyError for what is no such table."""
    days: dict[date, tuple[datetime, dict[str, str]]] = {}
    for row in _rows(text):
        if not _is_ours(row, place):
            continue
        levels = {risk: level_of(row[column]) for column, risk in _RISK_COLUMNS.items()}
        day, issued = date.fromisoformat(row[_DAY][:10]), moment_of(row[_ISSUED])
        known = days.get(day)
        if known and known[0] == issued:  # a town in two zones has two rows: of each risk the worse one holds
            levels = {risk: max(level, known[1][risk], key=rank) for risk, level in levels.items()}
        if known is None or known[0] <= issued:
            days[day] = issued, levels
    if not days:
        raise InputError("bulletin_zone_missing", file=name, zone=place.code)
    return Bulletin(place.code, tuple(Forecast.of(day, days[day][1], days[day][0]) for day in sorted(days)), "table")


def _rows(text: str) -> list[dict[str, str]]:
    """The rows by column. Raises ValueError where the columns are others, or a row has not as many."""
    heading = text.split("\n", 1)[0]
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=heading.count), strict=True)
    try:
        if not {_ISSUED, _DAY, _ZONE, *_RISK_COLUMNS} <= {name.strip() for name in rows.fieldnames or ()}:
            raise ValueError("other columns")
        found = [{(key or "").strip(): value for key, value in row.items()} for row in rows]
    except csv.Error as error:
        raise ValueError(str(error)) from error
    if any(not isinstance(value, str) for row in found for value in row.values()):
        raise ValueError("a row of another length")
    return found


def _is_ours(row: Mapping[str, str], place: Place) -> bool:
    if code := row[_ZONE].strip():
        return code.casefold() in {one.casefold() for one in place.zones}
    return same_name(row.get(_TOWN, ""), place.town)
