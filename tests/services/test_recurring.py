# SPDX-License-Identifier: EUPL-1.2
"""The days of the coming weeks, read from a calendar or a table that an office has."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from openpyxl import Workbook

from comunecast_gui.core.errors import InputError
from comunecast_gui.services.schedule.recurring import read_days

TODAY, ROME = date(2026, 11, 24), ZoneInfo("Europe/Rome")


def read(path: Path) -> list[tuple[str, str, str]]:
    return [(f"{one.day:%d/%m/%Y}", one.title, one.text) for one in read_days(path, ROME, TODAY, 6)]


def test_a_calendar_and_tables_say_the_same(tmp_path: Path) -> None:
    calendar = tmp_path / "rifiuti.ics"
    event = "BEGIN:VEVENT\nSUMMARY:Carta\nDESCRIPTION:Entro le 6\nDTSTART;VALUE=DATE:20261202\nEND:VEVENT\n"
    calendar.write_text(f"BEGIN:VCALENDAR\n{event}END:VCALENDAR\n", "utf-8")
    table = tmp_path / "rifiuti.csv"
    table.write_text("Giorno;Raccolta;Note\n2/12/2026;Carta;Entro le 6\n2/12/2020;Carta;vecchia\n", "utf-8")
    book = Workbook()
    for row in (("Data", "Titolo", "Testo"), (date(2026, 12, 2), "Carta", "Entro le 6")):
        book.active.append(row)  # type: ignore[union-attr]
    book.save(tmp_path / "rifiuti.xlsx")
    for path in (calendar, table, tmp_path / "rifiuti.xlsx"):
        assert read(path) == [("02/12/2026", "Carta", "Entro le 6")], path.name


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Nome;Telefono\nAnna;333\n", "calendar_columns"),
        ("Data;Titolo\nogni tanto;Carta\n", "calendar_broken"),
    ],
)
def test_a_table_that_is_no_calendar_is_refused(tmp_path: Path, text: str, code: str) -> None:
    path = tmp_path / "elenco.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError) as refused:
        read(path)
    assert refused.value.code == code
    with pytest.raises(InputError, match="table_missing"):
        read(tmp_path / "nessuno.ics")
