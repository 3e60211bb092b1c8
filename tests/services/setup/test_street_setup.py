# SPDX-License-Identifier: EUPL-1.2
"""The streets of the step *Ente* become those that notices are compared with."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from comunecast_gui.core.errors import InputError
from comunecast_gui.core.setup.street_list import StreetEntry
from comunecast_gui.services import wiring
from comunecast_gui.services.setup.setup_folder import SetupFolder
from comunecast_gui.services.setup.street_setup import StreetSetup
from comunecast_gui.system.settings import street_file


def test_a_table_becomes_what_notices_are_compared_with(data_dir: Path, tmp_path: Path) -> None:
    folder = SetupFolder(data_dir)
    folder.change({"office.name": "Comune di Bientina"}, first=True)
    setup = StreetSetup(folder)
    assert setup.known("Comune di Bientina") == ()
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("Via", "Frazione"), ("VIA XX SETTEMBRE", "Quattro Strade"), ("Via della Chiesa", None)):
        sheet.append(row)
    book.save(tmp_path / "vie.xlsx")
    found = setup.read(tmp_path / "vie.xlsx")
    assert [one.name for one in found.streets] == ["via della Chiesa", "via XX Settembre"]
    setup.keep("Comune di Bientina", (*found.streets, StreetEntry('via "Nuova"', "Casa\tBianca")))
    with folder.workspace() as workspace:
        streets = wiring.check_context(workspace, workspace.clock.now()).streets
    assert streets is not None
    assert streets.find("Via Della Chiesa") == "via della Chiesa"
    assert streets.localities["via XX Settembre"] == "Quattro Strade"
    setup.keep("Comune di Bientina", ())
    assert not (data_dir / street_file.FILE_NAME).exists()


def test_calcinaias_own_list_keeps_its_other_spellings(data_dir: Path) -> None:
    setup = StreetSetup(SetupFolder(data_dir))
    known = setup.known("Comune di Calcinaia")
    assert len(known) > 40
    setup.keep("Comune di Calcinaia", known)
    assert not (data_dir / street_file.FILE_NAME).exists()  # nothing differs
    setup.keep("Comune di Calcinaia", (*known, StreetEntry("via Nuovissima")))
    streets = street_file.of_office(data_dir, "Comune di Calcinaia")
    assert streets is not None
    assert streets.find("via N. Casarosa") == "via Casarosa"
    assert streets.find("via nuovissima") == "via Nuovissima"


def test_a_damaged_list_of_its_own_stops_nothing(data_dir: Path) -> None:
    (data_dir / street_file.FILE_NAME).write_text("streets = [", "utf-8")
    assert street_file.of_office(data_dir, "Comune di Bientina") is None
    assert street_file.of_office(data_dir, "Comune di Calcinaia") is not None


def test_what_is_no_list_is_said_and_changes_nothing(data_dir: Path, tmp_path: Path) -> None:
    setup = StreetSetup(SetupFolder(data_dir))
    for name, content, code in (
        ("a.csv", b"", "setup_streets_file"),
        ("b.json", b'{"elements": []}', "setup_no_streets"),
        ("c.osm", b"<kml></kml>", "setup_streets_file"),
        ("d.xlsx", b"PK no", "setup_streets_file"),
    ):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(InputError, match=code):
            setup.read(tmp_path / name)
    with pytest.raises(InputError, match="setup_streets_file"):
        setup.read(tmp_path / "missing.csv")
    assert list(data_dir.iterdir()) == []
