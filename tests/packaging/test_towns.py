# SPDX-License-Identifier: EUPL-1.2
"""packaging/towns.py: writes the tables of towns, provinces and alert zones, sorted and with their source."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import towns

from comunecast_gui.core.places import Municipalities

HEAD = "pro_com_t,comune_nome,provincia_nome,provincia_sigla,regione_nome,zona_codice,zona_nome\n"
ROWS = (
    "050004,Calcinaia,Pisa,PI,Toscana,Tosc-A4,Valdarno Inf.\n",
    "001001,Agliè,Torino,TO,Piemonte,Piem-L,\n",
    "049012,Piombino,Livorno,LI,Toscana,Tosc-E2,\n",
    "049012,Piombino,Livorno,LI,Toscana,Tosc-E1,\n",
    "103056,Premia,Verbano-Cusio-Ossola,VB,Piemonte,,\n",
)
ZONES = 'zona_codice,zona_nome\nTosc-A4,Valdarno Inf.\nPiem-L,"Pianura, Colline"\nTosc-E1,Etruria\nTosc-E2,Costa\n'


def write(folder: Path, *rows: str, zones: str = ZONES) -> Municipalities:
    (folder / "towns.csv").write_text("\ufeff" + HEAD + "".join(rows), encoding="utf-8")
    (folder / "zones.csv").write_text(zones, encoding="utf-8")
    target = folder / "written"
    assert towns.write(folder / "towns.csv", folder / "zones.csv", date(2026, 8, 8), target) == len({*map(istat, rows)})
    return Municipalities.load(target)


def istat(row: str) -> str:
    return row.partition(",")[0]


def test_written_tables_are_read_back(tmp_path: Path) -> None:
    italy = write(tmp_path, *ROWS)
    assert [town.istat for town in italy.all] == ["001001", "049012", "050004", "103056"]
    assert [town.zones for town in italy.all] == [("Piem-L",), ("Tosc-E1", "Tosc-E2"), ("Tosc-A4",), ()]
    assert italy.zones["Piem-L"] == "Pianura, Colline"
    assert italy.provinces["VB"].region == "Piemonte"
    head = (tmp_path / "written" / "towns.csv").read_text(encoding="utf-8")
    assert "as of 2026-08-08" in head
    assert towns.SOURCE in head


def test_the_order_of_the_rows_does_not_matter(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for folder in (one, other):
        folder.mkdir()
    write(one, *ROWS)
    write(other, *reversed(ROWS))
    for name in ("towns.csv", "provinces.csv", "zones.csv"):
        assert (one / "written" / name).read_bytes() == (other / "written" / name).read_bytes()


@pytest.mark.parametrize(
    "row",
    [
        "50004,Calcinaia,Pisa,PI,Toscana,Tosc-A4,x\n",
        "050005,,Pisa,PI,Toscana,Tosc-A4,x\n",
        "050005,Capannoli,Pisa,PI,Lazio,Tosc-A4,x\n",
        "050004,Capannoli,Pisa,PI,Toscana,Tosc-A4,x\n",
        "050005,Capannoli,Pisa,PI,Toscana,Tosc-A9,x\n",
    ],
    ids=["code", "name", "region", "two names", "zone"],
)
def test_a_table_that_contradicts_itself_is_refused(tmp_path: Path, row: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        write(tmp_path, *ROWS, row)
    assert not (tmp_path / "written").exists()
