# SPDX-License-Identifier: EUPL-1.2
"""packaging/town_contacts.py: of each town its certified mail and its site, with their source."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import town_contacts

from comunecast_gui.core.errors import ConfigError
from comunecast_gui.core.setup.town_contacts import TownContact, load

HEAD = "Codice_comune_ISTAT,Denominazione_ente,Mail1,Tipo_Mail1,Mail2,Tipo_Mail2,Sito_istituzionale\n"
ROWS = (
    "050004,Comune di Calcinaia,anna@example.it,Altro,Comune.Calcinaia@postacert.example.it,Pec,"
    "www.comune.calcinaia.example.it\n",
    "050004,Istituto Comprensivo Martin Luther King,scuola@pec.example.it,Pec,,,www.scuola.example.it\n",
    "001001,Comune di Agliè,protocollo@pec.aglie.example.it,Pec,,,https://comune.aglie.example.it/it-it/home\n",
    "058091,Comune di Roma,niente,Pec,,,about:blank\n",
)


def written(folder: Path, *rows: str) -> Path:
    (folder / "bodies.csv").write_text("\ufeff" + HEAD + "".join(rows), encoding="utf-8")
    town_contacts.write(folder / "bodies.csv", date(2026, 8, 11), folder / "written")
    return folder / "written"


def test_written_contacts_are_read_back(tmp_path: Path) -> None:
    folder = written(tmp_path, *ROWS)
    assert load(folder) == {
        "001001": TownContact("protocollo@pec.aglie.example.it", "comune.aglie.example.it"),
        "050004": TownContact("comune.calcinaia@postacert.example.it", "www.comune.calcinaia.example.it"),
        "058091": TownContact(),
    }
    head = (folder / town_contacts.FILE_NAME).read_text(encoding="utf-8")
    assert "as of 2026-08-11" in head
    assert town_contacts.SOURCE in head
    assert "anna@" not in head, "an address that may be a person's own stays out"
    assert (written(tmp_path, *reversed(ROWS)) / town_contacts.FILE_NAME).read_text(encoding="utf-8") == head


@pytest.mark.parametrize("row", ["5000x,Comune di Capannoli,,,,,\n", "050004,Comune di Capannoli,,,,,x.example.it\n"])
def test_a_table_that_makes_no_sense_is_refused(tmp_path: Path, row: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        written(tmp_path, *ROWS, row)
    with pytest.raises(ValueError, match="no town"):
        written(tmp_path, ROWS[1])


def test_a_program_without_the_table_knows_nothing_and_a_broken_one_is_named(tmp_path: Path) -> None:
    assert load(tmp_path / "nowhere") == {}
    (tmp_path / town_contacts.FILE_NAME).write_text("istat,mail,site\n050004,x\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="resource_file"):
        load(tmp_path)
