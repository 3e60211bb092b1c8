# SPDX-License-Identifier: EUPL-1.2
"""Brings the towns' certified mail and official site into ``resources/towns`` from the open data of IndicePA.

``python packaging/town_contacts.py BODIES DAY``: BODIES is IndicePA's table of public bodies ("enti") as CSV, with the
columns ``Codice_comune_ISTAT, Denominazione_ente, Mail1, Tipo_Mail1, ... Mail5, Tipo_Mail5, Sito_istituzionale``, DAY
the day of the data (2026-08-11). Of the bodies that have their seat in a town only the town itself counts. What is
written is sorted, so that a later version of the data shows what has changed.
"""

from __future__ import annotations

import argparse
import csv
import io
import re
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path

TARGET = Path(__file__).resolve().parents[1] / "resources" / "towns"
SOURCE = "https://indicepa.gov.it/ipa-dati/dataset/enti"
FILE_NAME = "contacts.csv"
_NOTE = (
    "Certified mail and official site of the towns. Source: IndicePA, Agenzia per l'Italia Digitale (AgID)",
    "{source}, as of {day}. Licence: CC BY. Written by packaging/town_contacts.py, which sorts and shortens.",
)
_TOWN = re.compile(r"^(?:comune|citt[aà]'?) ", re.IGNORECASE)
_MAIL = re.compile(r"[^@\s,]+@[a-z0-9.-]+\.[a-z]{2,}")
_SITE = re.compile(r"(?:https?://)?([a-z0-9-]+(?:\.[a-z0-9-]+)+)(?:[/?#].*)?")


def write(bodies: Path, day: date, target: Path = TARGET) -> int:
    """Writes the table; returns how many towns there are. Raises ValueError for a table that makes no sense."""
    found: dict[str, tuple[str, str]] = {}
    for row in _rows(bodies):
        istat = row.get("Codice_comune_ISTAT", "").zfill(6)
        if not _TOWN.match(row.get("Denominazione_ente", "")):
            continue
        if len(istat) != 6 or not istat.isdecimal():
            raise ValueError(f"no town: {row}")
        contact = (_certified(row), _host(row.get("Sito_istituzionale", "")))
        if found.setdefault(istat, contact) != contact:
            raise ValueError(f"{istat} stands for two towns")
    if not found:
        raise ValueError("no town in it")
    text = io.StringIO()
    for line in _NOTE:
        text.write(f"# {line.format(source=SOURCE, day=day.isoformat())}\n")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("istat", "mail", "site"))
    writer.writerows((istat, *found[istat]) for istat in sorted(found))
    target.mkdir(exist_ok=True)
    (target / FILE_NAME).write_text(text.getvalue(), encoding="utf-8")
    return len(found)


def _rows(path: Path) -> list[Mapping[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [{key: (value or "").strip() for key, value in row.items() if key} for row in csv.DictReader(file)]


def _certified(row: Mapping[str, str]) -> str:
    """The first certified address; no other: these may be a person's own."""
    for number in range(1, 6):
        mail = row.get(f"Mail{number}", "").lower()
        if row.get(f"Tipo_Mail{number}", "").lower() == "pec" and _MAIL.fullmatch(mail):
            return mail
    return ""


def _host(site: str) -> str:
    """The name of the site's computer, without what stands before and behind it."""
    match = _SITE.fullmatch(site.lower())
    return match[1] if match else ""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("bodies", type=Path)
    parser.add_argument("day", type=date.fromisoformat)
    arguments = parser.parse_args()
    print(f"{write(arguments.bodies, arguments.day)} towns")
    return 0


if __name__ == "__main__":
    sys.exit(main())
