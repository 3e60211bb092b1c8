# SPDX-License-Identifier: EUPL-1.2
"""The days of the coming weeks, read from a calendar or a table that an office has."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from openpyxl import Workbook

from comunecast_gui.core.errors import InputError
from comunecast_gui.core.schedule.remembered import Ask
from comunecast_gui.services import wiring
from comunecast_gui.services.schedule import calendars
from comunecast_gui.services.schedule.recurring import is_calendar, read_days
from comunecast_gui.services.training import TrainingSecrets
from comunecast_gui.system.settings import office_file
from tests.ui.conftest import MORNING, TOWN, FixedClock

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


def test_a_table_is_told_from_a_bulletin_by_its_columns(tmp_path: Path) -> None:
    for name, text, mine in (
        ("rifiuti.csv", "Giorno;Raccolta\n2/12/2026;Carta\n", True),
        ("bollettino.csv", "zona;livello\nTosc-A4;gialla\n", False),
        ("vuoto.csv", "", False),
        ("scadenze.ics", "BEGIN:VCALENDAR\nEND:VCALENDAR\n", True),
    ):
        (tmp_path / name).write_text(text, "utf-8")
        assert is_calendar(tmp_path / name) is mine, name
    assert not is_calendar(tmp_path / "nessuno.csv")


def test_a_calendar_is_remembered_until_next_year_and_asked_for_then(data_dir: Path, tmp_path: Path) -> None:
    office_file.save(office_file.parse(TOWN), data_dir)
    clock = FixedClock(MORNING.at)
    table = tmp_path / "tributi.csv"
    table.write_text("Scadenza;Tributo\n16/12/2026;Saldo Imu\n16/6/2027;Acconto Imu\n", "utf-8")
    with wiring.open_workspace(data_dir, clock=clock, secrets=TrainingSecrets()) as workspace:
        calendars.remember(workspace, table, 6)
        assert calendars.due(workspace) == ()
        clock.at = MORNING.at + timedelta(days=200)
        [one] = calendars.due(workspace)
        assert (one.name, one.asks(clock.at.date())) == ("tributi.csv", Ask.MORE)
        calendars.remember(workspace, table, 6)
        assert [one.given for one in calendars.kept(workspace)] == [MORNING.at.date()], "it is as old as it was"
        clock.at = MORNING.at + timedelta(days=365)
        assert [one.asks(clock.at.date()) for one in calendars.due(workspace)] == [Ask.NEW]
        new = tmp_path / "tributi-2028.csv"
        new.write_text("Scadenza;Tributo\n16/12/2027;Saldo Imu\n16/6/2028;Acconto Imu\n", "utf-8")
        calendars.remember(workspace, new, 6, "tributi.csv")
        assert [one.name for one in calendars.kept(workspace)] == ["tributi-2028.csv"]
        calendars.forget(workspace, "tributi-2028.csv")
        assert calendars.kept(workspace) == ()
        (data_dir / calendars.FILE).write_text("[{}]", "utf-8")
        assert calendars.kept(workspace) == (), "what cannot be read is no reason not to open the window"
        assert not (data_dir / calendars.FILE).exists()
        assert workspace.notices.latest() == []


def test_a_calendar_is_the_office_s_wherever_its_file_lies_and_that_of_an_earlier_version_is_taken_over_once(
    data_dir: Path, tmp_path: Path
) -> None:
    office_file.save(office_file.parse(TOWN), data_dir)
    table = tmp_path / "tributi.csv"
    table.write_text("Scadenza;Tributo\n16/12/2026;Saldo Imu\n16/6/2027;Acconto Imu\n", "utf-8")
    days = ["2026-12-16", "2027-06-16"]
    earlier = {
        "name": "tributi.csv",
        "path": str(table),
        "given": "2026-11-01",
        "days": days,
        "seen_until": "2026-12-31",
    }
    gone = {**earlier, "name": "vetro.ics", "path": "C:\\Users\\anna\\vetro.ics"}
    (data_dir / calendars.FILE).write_text(json.dumps([earlier, gone]), "utf-8")
    with wiring.open_workspace(data_dir, clock=FixedClock(MORNING.at), secrets=TrainingSecrets()) as workspace:
        assert [(one.name, one.seen_until) for one in calendars.kept(workspace)] == [
            ("tributi.csv", date(2026, 12, 31)),
            ("vetro.ics", date(2026, 12, 31)),
        ]
        assert not (data_dir / calendars.FILE).exists()
        table.unlink()  # as on another workstation
        assert [one.title for one in calendars.read(workspace, table, 60)] == ["Saldo Imu", "Acconto Imu"]
        calendars.remember(workspace, table, 60)
        kept = {one.name: one for one in calendars.kept(workspace)}
        assert kept["tributi.csv"].seen_until == TODAY + timedelta(weeks=60)
        assert kept["tributi.csv"].given == date(2026, 11, 1), "it is as old as it was"
        with pytest.raises(InputError, match="table_missing"):
            calendars.read(workspace, Path(kept["vetro.ics"].path), 6)
        (data_dir / calendars.FILE).write_text(json.dumps([earlier]), "utf-8")
        assert {one.name: one for one in calendars.kept(workspace)} == kept, "what the office has already counts"
