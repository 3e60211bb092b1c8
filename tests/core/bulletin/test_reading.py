# SPDX-License-Identifier: EUPL-1.2
"""Every form of a bulletin, real ones first, and whatever else somebody drops."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comunecast_gui.core.bulletin.forecast import LEVELS, Bulletin, merged
from comunecast_gui.core.bulletin.place import Place, folded, same_name
from comunecast_gui.core.bulletin.reading import MOST_BYTES, read
from comunecast_gui.core.errors import ConfigError, InputError
from comunecast_gui.core.model import Office
from comunecast_gui.core.places import Municipalities
from comunecast_gui.system import paths

SAMPLES = Path(__file__).with_name("samples")
IDRO, IDRA, TEMP = "rischio idrogeologico", "rischio idraulico", "temporali forti"
GREEN = ("verde", ())


def place(town: str = "Comune di Calcinaia", zone: str = "Tosc-A4") -> Place:
    return Place.of(Office(town, alert_zone=zone), Municipalities.load(paths.resource("towns")))


def sample(name: str, where: Place | None = None) -> Bulletin:
    return read((SAMPLES / name).read_bytes(), where or place(), name)


def said(found: Bulletin) -> dict[str, tuple[str, tuple[str, ...]]]:
    return {f"{one.day:%d/%m}": (one.level, one.risks) for one in found.days}


@pytest.mark.parametrize(
    ("name", "days", "issued", "update"),
    [
        (
            "20250313_1738.json",
            {"13/03": ("gialla", (IDRO,)), "14/03": ("arancione", (IDRO, IDRA, TEMP))},
            "2025-03-13T16:38",
            True,
        ),
        ("20250314_1512.json", {"14/03": ("rossa", (IDRA,)), "15/03": ("rossa", (IDRA,))}, "2025-03-14T14:12", False),
        ("20260720_2331.json", {"20/07": GREEN, "21/07": ("gialla", (IDRO, TEMP))}, "2026-07-20T21:31", True),
        ("20260808_1357.json", {"08/08": GREEN, "09/08": GREEN}, "2026-08-08T11:57", False),
        ("ods_20250313_1531_zone_oggi_toscana.csv", {"13/03": ("gialla", (IDRO,))}, "2025-03-13T14:31", False),
        (
            "ods_20250313_1531_zone_domani_toscana.csv",
            {"14/03": ("arancione", (IDRO, IDRA, TEMP))},
            "2025-03-13T14:31",
            False,
        ),
        ("ods_20250313_1738_zone_oggi_toscana.csv", {"13/03": ("gialla", (IDRO,))}, "2025-03-13T16:38", False),
        (
            "ods_20250313_1738_zone_domani_toscana.csv",
            {"14/03": ("arancione", (IDRO, IDRA, TEMP))},
            "2025-03-13T16:38",
            False,
        ),
        ("ods_20250314_1512_zone_oggi_toscana.csv", {"14/03": ("rossa", (IDRA,))}, "2025-03-14T14:12", False),
        ("ods_20250314_1512_zone_domani_toscana.csv", {"15/03": ("rossa", (IDRA,))}, "2025-03-14T14:12", False),
        ("ods_20250314_1512_comuni_oggi_prov-pisa.csv", {"14/03": ("rossa", (IDRA,))}, "2025-03-14T14:12", False),
        ("ods_20250314_1512_comuni_domani_prov-pisa.csv", {"15/03": ("rossa", (IDRA,))}, "2025-03-14T14:12", False),
        ("ods_20250315_1506_zone_oggi_toscana.csv", {"15/03": ("rossa", (IDRA,))}, "2025-03-15T14:06", False),
        ("ods_20250315_1506_zone_domani_toscana.csv", {"16/03": ("arancione", (IDRA,))}, "2025-03-15T14:06", False),
        ("ods_20250316_1433_zone_oggi_toscana.csv", {"16/03": ("gialla", (IDRA,))}, "2025-03-16T13:33", False),
        ("ods_20250316_1433_zone_domani_toscana.csv", {"17/03": GREEN}, "2025-03-16T13:33", False),
        ("ods_20250317_1544_zone_oggi_toscana.csv", {"17/03": GREEN}, "2025-03-17T14:44", False),
        ("ods_20250317_1544_zone_domani_toscana.csv", {"18/03": GREEN}, "2025-03-17T14:44", False),
        (
            "20250314_1512_tomorrow.topojson-properties-sample.json",
            {"15/03": ("rossa", (IDRA,))},
            "2025-03-14T14:12",
            False,
        ),
    ],
)
def test_a_real_bulletin(name: str, days: dict[str, Any], issued: str, update: bool) -> None:
    found = sample(name)
    assert said(found) == days
    assert found.issued == datetime.fromisoformat(issued).replace(tzinfo=UTC)
    assert found.update is update
    assert found.zone == "Tosc-A4"


def test_every_sample_is_read_in_the_test_above() -> None:
    read_above = test_a_real_bulletin.pytestmark[0].args[1]
    assert {case[0] for case in read_above} == {one.name for one in SAMPLES.iterdir() if one.name != "README.md"}


def test_index_and_tables_of_one_bulletin_say_the_same() -> None:
    index = sample("20250314_1512.json")
    tables = [sample(f"ods_20250314_1512_zone_{day}_toscana.csv") for day in ("oggi", "domani")]
    assert index.days == merged(*(table.days for table in tables))


def test_the_map_of_another_town_has_a_lost_accent() -> None:
    name = "20250314_1512_tomorrow.topojson-properties-sample.json"
    found = sample(name, place("Comune di Castel San Niccolò", ""))
    assert said(found) == {"15/03": ("arancione", (IDRO,))}
    assert same_name("Castel San Niccol\ufffd", "Castel San Niccolò")
    assert not same_name("Castel San Niccol\ufffd", "Castel San Nicco")
    content = (SAMPLES / name).read_text(encoding="utf-8").replace('"Nome zona": "Arno-Casentino"', '"Nome zona": "?"')
    by_town = read(content.encode(), place("Comune di Castel San Niccolò", ""), name)
    assert by_town.days == found.days


def test_a_whole_map_wraps_its_zones() -> None:
    name = "20250314_1512_today.json"
    zones = json.loads((SAMPLES / "20250314_1512_tomorrow.topojson-properties-sample.json").read_bytes())
    shapes = [{"type": "Polygon", "arcs": [[0]], "properties": zone} for zone in zones]
    topology = {"type": "Topology", "objects": {"today": {"type": "GeometryCollection", "geometries": shapes}}}
    features = {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": zone} for zone in zones]}
    for data in (topology, features):
        assert said(read(json.dumps(data).encode(), place(), name)) == {"14/03": ("rossa", (IDRA,))}
    with pytest.raises(InputError) as refused:
        read(json.dumps(topology).encode(), place(), "mappa.json")
    assert refused.value.code == "bulletin_no_day"


def test_names_with_commas_and_colons() -> None:
    index = {
        "type": "first",
        "date": "2026-08-08T12:21:15.150Z",
        "name": "Bollettino del 08 agosto 2026 ore 13:57",
        "today": {
            "html_descrition": "<p>Per la giornata di oggi,  sabato 8 agosto 2026:<br/>"
            "<b>MODERATA CRITICITA' PER RISCHIO TEMPORALI / ALLERTA ARANCIONE:</b><br />"
            "<b>Veneto</b>: Dolomiti orientali: Cadore, Comelico, Alpago Cansiglio - Bacino Piave<br /></p>"
        },
        "tomorrow": {"html_descrition": "<p>Per la giornata di domani,  domenica 9 agosto 2026:<br/></p>"},
    }
    content = json.dumps(index).encode()
    assert said(read(content, place("Comune di Auronzo di Cadore", "Vene-A1")))["08/08"] == ("arancione", (TEMP,))
    assert said(read(content, place("Comune di Agordo", "Vene-A2"))) == {"08/08": GREEN, "09/08": GREEN}
    assert said(read(content, place())) == {"08/08": GREEN, "09/08": GREEN}


def test_a_zone_that_may_have_got_another_name_is_never_green() -> None:
    with pytest.raises(InputError) as unsure:  # the names of Veneto in 2025 are gone
        sample("20250314_1512.json", place("Comune di Rovigo", "Vene-D2"))
    assert unsure.value.code == "bulletin_zone_unsure"


def test_a_town_in_two_zones_gets_the_worse_one() -> None:
    rows = (SAMPLES / "ods_20250314_1512_zone_oggi_toscana.csv").read_bytes()
    levels = []
    for codes in (("Tosc-A4",), ("Tosc-V",), ("Tosc-V", "Tosc-A4")):
        both = replace(place(), zones={code: code for code in codes})
        levels.append(read(rows, both).days[0].level)
    assert levels == ["rossa", "arancione", "rossa"]


def test_a_table_from_a_spreadsheet() -> None:
    table = (SAMPLES / "ods_20250314_1512_comuni_oggi_prov-pisa.csv").read_text(encoding="utf-8")
    saved = ("\ufeff" + table.replace(",", ";").replace("\n", "\r\n")).encode("utf-8")
    assert said(read(saved, place())) == {"14/03": ("rossa", (IDRA,))}


def test_the_newest_bulletin_of_each_day_holds_whatever_the_order() -> None:
    names = ("20250313_1738.json", "20250314_1512.json", "ods_20250315_1506_zone_oggi_toscana.csv")
    found = [sample(name).days for name in names]
    days = merged(*found)
    assert days == merged(*reversed(found))
    assert [(one.day.day, one.level) for one in days] == [(13, "gialla"), (14, "rossa"), (15, "rossa")]
    assert [one.day.day for one in merged(days, since=date(2025, 3, 14))] == [14, 15]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "bulletin_unreadable"),
        (b"{", "bulletin_unreadable"),
        (b"[]", "bulletin_unreadable"),
        (b"{}", "bulletin_unreadable"),
        (b"[" * 100_000, "bulletin_unreadable"),
        (b'{"today": 1, "tomorrow": 2, "name": 3}', "bulletin_unreadable"),
        (b"\xff\xfe\x00", "bulletin_unreadable"),
        (b"%PDF-1.7", "bulletin_other_file"),
        (b"PK\x03\x04", "bulletin_other_file"),
        (b"\n<html>", "bulletin_other_file"),
        (b" " * (MOST_BYTES + 1), "bulletin_too_large"),
        (b"zona_codice,avviso\nTosc-A4,rosso", "bulletin_unreadable"),
        (b'[{"Nome_Zona": "Valdarno Inf.", "comuni": ["Calcinaia"]}]', "bulletin_vigilance"),
        (b'[{"Nome zona": "Altrove", "Comuni": []}]', "bulletin_zone_missing"),
        (b'[{"Nome zona": "Valdarno Inf."}]', "bulletin_unreadable"),
    ],
)
def test_what_is_no_bulletin_is_named(content: bytes, code: str) -> None:
    with pytest.raises(InputError) as refused:
        read(content, place(), "20250314_1512_today.json")
    assert refused.value.code == code


def test_an_alert_in_words_nobody_knows_is_not_green() -> None:
    data = json.loads((SAMPLES / "20250314_1512.json").read_bytes())
    data["today"]["html_descrition"] = data["today"]["html_descrition"].replace("PER RISCHIO IDRAULICO", "DI PIENA")
    with pytest.raises(InputError) as refused:
        read(json.dumps(data).encode(), place())
    assert refused.value.code == "bulletin_unreadable"


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_bytes_end_in_a_bulletin_or_in_one_error(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(one.name for one in SAMPLES.iterdir())))
    content = bytearray((SAMPLES / name).read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(content) - 1))
        content[start : start + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=40))
    codes = set()
    try:
        codes = {one.level for one in read(bytes(content), place(), name).days}
    except InputError as refused:
        codes = {refused.code}
    assert all(code in LEVELS or code.startswith("bulletin_") for code in codes)
    assert codes


def test_an_office_without_a_zone_is_told() -> None:
    with pytest.raises(ConfigError) as missing:
        place("Unione dei Comuni di Altrove", "")
    assert missing.value.code == "bulletin_no_zone"
    assert place("Comune di Calcinaia", "").code == "Tosc-A4"


def test_signs_do_not_count_in_names() -> None:
    assert folded("Valle d’Aosta/Vallée d'Aoste") == "valle d aosta vallee d aoste"
