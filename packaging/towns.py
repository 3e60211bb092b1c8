# SPDX-License-Identifier: EUPL-1.2
"""Brings Italy's towns and their alert zones into ``resources/towns`` from the open data of the civil protection.

``python packaging/towns.py TOWNS ZONES DAY``: TOWNS is a table of ``pro_com_t, comune_nome, provincia_nome,
provincia_sigla, regione_nome, zona_codice``, ZONES one of ``zona_codice, zona_nome``, DAY the day of the data
(2026-08-08). A town may stand in several rows, one for each of its zones. What is written is sorted, so that a later
version of the data shows what has changed.
"""

from __future__ import annotations

import argparse
import csv
import io
import sys
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

TARGET = Path(__file__).resolve().parents[1] / "resources" / "towns"
SOURCE = "https://github.com/opendatasicilia/DPC-bollettini-criticita-idrogeologica-idraulica"
_NOTE = (
    "{what}. Source: Dipartimento della Protezione Civile (boundaries of Istat), tables by Open Data Sicilia",
    "{source}, as of {day}. Licence: CC BY 4.0. Written by packaging/towns.py, which sorts and shortens.",
)


def write(towns: Path, zones: Path, day: date, target: Path = TARGET) -> int:
    """Writes the three tables; returns how many towns there are. Raises ValueError for a table that makes no sense."""
    rows, names = _rows(towns), {row["zona_codice"]: row["zona_nome"] for row in _rows(zones)}
    provinces: dict[str, tuple[str, str]] = {}
    found: dict[str, tuple[str, str]] = {}
    places: dict[str, set[str]] = {}
    for row in rows:
        istat, province = row["pro_com_t"], row["provincia_sigla"]
        if len(istat) != 6 or not istat.isdecimal() or not row["comune_nome"]:
            raise ValueError(f"no town: {row}")
        place = (row["provincia_nome"], row["regione_nome"])
        if provinces.setdefault(province, place) != place:
            raise ValueError(f"{province} is in two regions")
        if found.setdefault(istat, (row["comune_nome"], province)) != (row["comune_nome"], province):
            raise ValueError(f"{istat} stands for two towns")
        zone = row["zona_codice"]
        if zone and zone not in names:
            raise ValueError(f"{zone} has no name")
        places.setdefault(istat, set()).update({zone} - {""})
    target.mkdir(exist_ok=True)
    _table(target / "zones.csv", "Alert zones", day, ("code", "name"), sorted(names.items()))
    _table(
        target / "provinces.csv",
        "Provinces and their regions",
        day,
        ("code", "name", "region"),
        ((code, *names_) for code, names_ in sorted(provinces.items())),
    )
    _table(
        target / "towns.csv",
        "Towns and their alert zones",
        day,
        ("istat", "name", "province", "zones"),
        ((istat, *found[istat], " ".join(sorted(places[istat]))) for istat in sorted(found)),
    )
    return len(found)


def _rows(path: Path) -> list[Mapping[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [{key: (value or "").strip() for key, value in row.items()} for row in csv.DictReader(file)]


def _table(path: Path, what: str, day: date, head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    text = io.StringIO()
    for line in _NOTE:
        text.write(f"# {line.format(what=what, source=SOURCE, day=day.isoformat())}\n")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("towns", type=Path)
    parser.add_argument("zones", type=Path)
    parser.add_argument("day", type=date.fromisoformat)
    arguments = parser.parse_args()
    print(f"{write(arguments.towns, arguments.zones, arguments.day)} towns")
    return 0


if __name__ == "__main__":
    sys.exit(main())
