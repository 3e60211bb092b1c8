# SPDX-License-Identifier: EUPL-1.2
"""Streets, municipalities and hard words: found whatever their spelling."""

from __future__ import annotations

from pathlib import Path

import pytest

from comunecast_gui.core.errors import ConfigError
from comunecast_gui.core.places import Streets, file_stem, load_jargon, load_municipalities, town_of


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
    towns = {town.name: town for town in load_municipalities(resources / "zones" / "toscana.csv")}
    assert list(towns["Calcinaia"].zones) == ["Tosc-A4"]
    assert sum("Tosc-A4" in town.zones for town in towns.values()) == 34


def test_hard_words_have_better_ones(resources: Path) -> None:
    assert load_jargon(resources / "plain_language" / "it.toml")["effettuare"] == "fare"


def test_broken_files_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text("streets = [{ nome = 'x' }]")
    with pytest.raises(ConfigError, match="resource_file"):
        Streets.load(path)
    with pytest.raises(ConfigError, match="resource_file"):
        load_municipalities(path)
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
