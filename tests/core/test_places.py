# SPDX-License-Identifier: EUPL-1.2
"""Streets, municipalities and hard words: found whatever their spelling."""

from __future__ import annotations

from pathlib import Path

import pytest

from comunecast_gui.core.errors import ConfigError
from comunecast_gui.core.places import Municipalities, Streets, file_stem, load_jargon, town_of


@pytest.fixture(scope="module")
def streets(resources: Path) -> Streets:
    return Streets.load(resources / "streets" / "calcinaia.toml")


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Via Tosco-Romagnola", "via Tosco Romagnola"),
        ("Toscoromagnola", "via Tosco Romagnola"),
        ("via C.Battisti", "via Battisti"),
        ("VIA DELLA LIBERTÀ", "via della Libertà"),
        ("via dell’Argine", "via dell'Argine"),
        ("via Inventata", ""),
    ],
)
def test_a_street_is_found_by_its_name_or_another_spelling(streets: Streets, written: str, name: str) -> None:
    assert streets.find(written) == name


def test_streets_know_their_locality(streets: Streets) -> None:
    assert streets.localities["piazza Kolbe"] == "Fornacette"
    assert len(streets.names) == 55


def test_towns_have_their_alert_zone(resources: Path) -> None:
    italy = Municipalities.load(resources / "towns")
    (calcinaia,) = italy.named("Calcinaia")
    assert (calcinaia.istat, calcinaia.province, calcinaia.zones) == ("050004", "PI", ("Tosc-A4",))
    assert (italy.region_of(calcinaia), italy.provinces["PI"].name) == ("Toscana", "Pisa")
    assert italy.zones["Tosc-A4"] == "Valdarno Inf."
    assert len(italy.in_zone("Tosc-A4")) == 34


def test_every_town_is_known_once(resources: Path) -> None:
    italy = Municipalities.load(resources / "towns")
    assert 7_850 < len(italy.all) < 8_000
    assert len({town.istat for town in italy.all}) == len(italy.all)
    assert len({italy.region_of(town) for town in italy.all}) == 20
    assert len(italy.zones) == 187
    assert sum(not town.zones for town in italy.all) < 20
    twins = [town.title for town in italy.named("Samone")]
    assert twins == ["Samone (TO)", "Samone (TN)"]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("Calci", "Calci (PI)"),
        ("calcin", "Calcinaia (PI)"),
        ("SAN GIULIANO T", "San Giuliano Terme (PI)"),
        ("citta di cast", "Città di Castello (PG)"),
        ("aquila", "L'Aquila (AQ)"),
        ("Ala di", "Ala di Stura (TO)"),
        ("aosta", "Aosta (AO)"),
        ("reggio nell emilia", "Reggio nell'Emilia (RE)"),
    ],
)
def test_a_town_is_found_by_what_is_typed_of_it(resources: Path, typed: str, first: str) -> None:
    assert Municipalities.load(resources / "towns").search(typed)[0].title == first


@pytest.mark.parametrize("typed", ["", " ", "'", "(", "xyzzy", "\x00", "a" * 100_000])
def test_nothing_is_found_for_what_is_no_name(resources: Path, typed: str) -> None:
    assert Municipalities.load(resources / "towns").search(typed) == ()


def test_a_search_says_no_more_than_was_asked_for(resources: Path) -> None:
    assert len(Municipalities.load(resources / "towns").search("s", 7)) == 7


@pytest.mark.parametrize(
    ("office", "zone", "region"),
    [
        ("Comune di Calcinaia", "", "Toscana"),
        ("Comune di Samone", "", ""),
        ("Comune di Samone", "Piem-I", "Piemonte"),
        ("Comune dell'Aquila", "", "Abruzzo"),
        ("Comune di Prova", "", ""),
        ("Comune di Prova", "Lomb-99", ""),
        ("", "", ""),
    ],
)
def test_the_towns_around_an_office(resources: Path, office: str, zone: str, region: str) -> None:
    italy = Municipalities.load(resources / "towns")
    assert {italy.region_of(town) for town in italy.around(office, zone)} == ({region} if region else set())


def test_the_tables_say_where_they_come_from(resources: Path) -> None:
    for table in ("towns", "provinces", "zones"):
        head = (resources / "towns" / f"{table}.csv").read_text(encoding="utf-8").split("\n")[:2]
        said = " ".join(head)
        for word in ("Dipartimento della Protezione Civile", "Open Data Sicilia", "CC BY 4.0", "https://", "as of 20"):
            assert word in said


def test_hard_words_have_better_ones(resources: Path) -> None:
    assert load_jargon(resources / "plain_language" / "it.toml")["effettuare"] == "fare"


def test_broken_files_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text("streets = [{ nome = 'x' }]")
    with pytest.raises(ConfigError, match="resource_file"):
        Streets.load(path)
    with pytest.raises(ConfigError, match="resource_file"):
        Municipalities.load(tmp_path)
    with pytest.raises(ConfigError, match="resource_file"):
        load_jargon(tmp_path / "none.toml")


@pytest.mark.parametrize(
    ("office", "town"),
    [("Comune di Calcinaia", "Calcinaia"), ("Città di Pisa", "Pisa"), ("Comune dell'Aquila", "Aquila")],
)
def test_the_town_of_an_office(office: str, town: str) -> None:
    assert town_of(office) == town


def test_a_town_with_blanks_and_apostrophes_has_a_plain_file_name() -> None:
    assert file_stem("San Giuliano Terme") == "san_giuliano_terme"
    assert file_stem("L'Aquila") == "l_aquila"
