# SPDX-License-Identifier: EUPL-1.2
"""Streets are read from whatever an office has: lines, tables of every make, extracts of OpenStreetMap."""

from __future__ import annotations

import json

import pytest

from comunecast_gui.core.errors import InputError
from comunecast_gui.core.setup.street_list import (
    StreetEntry,
    as_text,
    from_openstreetmap,
    from_table,
    from_text,
)

OVERPASS = {
    "version": 0.6,
    "elements": [
        {"type": "way", "id": 1, "tags": {"highway": "residential", "name": "Via Vittorio Emanuele II"}},
        {"type": "way", "id": 2, "tags": {"highway": "residential", "name": "Via Vittorio Emanuele II"}},
        {"type": "way", "id": 3, "tags": {"highway": "service"}},
        {"type": "way", "id": 4, "tags": {"building": "yes", "name": "Palazzo"}},
        {"type": "node", "id": 5, "tags": {"place": "village", "name": "Fornacette"}},
        {"type": "node", "id": 6, "tags": {"place": "sea", "name": "Mare"}},
        {"type": "node", "id": 7},
    ],
}
OSM = """<?xml version="1.0" encoding="UTF-8"?>
<osm version="0.6"><node id="1"><tag k="place" v="hamlet"/><tag k="name" v="Sardina"/></node>
<way id="2"><nd ref="1"/><tag k="highway" v="tertiary"/><tag k="name" v="Lungarno Roma"/></way>
<way id="3"><tag k="name" v="Rio"/><tag k="waterway" v="stream"/></way></osm>"""
BOMB = '<!DOCTYPE osm [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><osm><way id="1"><tag k="name" v="&b;"/></way></osm>'


def test_lines_as_people_type_them() -> None:
    found = from_text("Via Roma; Fornacette\nVIA DEI MILLE (Calcinaia)\n\n  Le Case \nvia Roma;fornacette\nBorgo\n")
    assert found == (
        StreetEntry("Borgo"),
        StreetEntry("Le Case"),
        StreetEntry("via dei Mille", "Calcinaia"),
        StreetEntry("via Roma", "Fornacette"),
    )
    assert from_text(as_text(found)) == found


@pytest.mark.parametrize(
    ("headers", "rows"),
    [
        (("DUG", "DENOMINAZIONE", "Frazione"), [("VIA", "ROMA", "Fornacette"), ("PIAZZA", "MORO", "Fornacette")]),
        (("codice", "Via", "Località"), [("1", "Via Roma", "Fornacette"), ("2", "piazza Moro", "Fornacette")]),
        (
            ("id", "tipo", "nome_via", "frazione"),
            [("1", "via", "Roma", "Fornacette"), ("2", "piazza", "Moro", "Fornacette")],
        ),
    ],
)
def test_tables_of_several_makes(headers: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    found = from_table(headers, rows)
    assert [one.name.casefold() for one in found.streets] == ["piazza moro", "via roma"]
    assert found.places == ("Fornacette",)


def test_a_table_without_headings_loses_no_street() -> None:
    assert [one.name for one in from_table(("via Roma",), [("via Po",), ("",), ("12",)]).streets] == [
        "via Po",
        "via Roma",
    ]


def test_extracts_of_openstreetmap() -> None:
    found = from_openstreetmap(json.dumps(OVERPASS).encode())
    assert found.streets == (StreetEntry("via Vittorio Emanuele II"),)
    assert found.places == ("Fornacette",)
    found = from_openstreetmap(OSM.encode())
    assert (found.streets, found.places) == ((StreetEntry("lungarno Roma"),), ("Sardina",))


@pytest.mark.parametrize(
    "text", [BOMB, "<html></html>", "{}", '{"elements": 3}', "{" * 100_000, "<osm>", "<osm><way", ""]
)
def test_what_is_no_extract_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="setup_streets_file"):
        from_openstreetmap(text.encode())
