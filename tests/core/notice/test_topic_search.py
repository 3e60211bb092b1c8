# SPDX-License-Identifier: EUPL-1.2
"""Words that officers and citizens use lead to the category that they mean."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from comunecast_gui.core.notice import topic_search
from comunecast_gui.core.notice.categories import Catalogue
from comunecast_gui.core.notice.topic_search import Nearness, Topic, find

MEANT = {
    "temporale": "meteo_allerta",
    "temporali": "meteo_allerta",
    "bomba d'acqua": "meteo_allerta",
    "nevicata": "meteo_allerta",
    "vento forte": "meteo_allerta",
    "grandine": "meteo_allerta",
    "maltempo": "meteo_allerta",
    "gelo": "meteo_allerta",
    "allerta rossa": "meteo_allerta",
    "fine allerta": "meteo_cessata",
    "allerta rientrata": "meteo_cessata",
    "tubo rotto": "acqua_guasto",
    "perdita d'acqua": "acqua_guasto",
    "manca l'acqua": "acqua_guasto",
    "rubinetti a secco": "acqua_guasto",
    "conduttura": "acqua_guasto",
    "acqua sporca": "acqua_guasto",
    "non si può bere": "acqua_non_potabile",
    "bollire l'acqua": "acqua_non_potabile",
    "lavori acquedotto": "acqua_programmata",
    "blackout": "energia_guasto",
    "black-out": "energia_guasto",
    "manca la luce": "energia_guasto",
    "lampioni spenti": "energia_guasto",
    "enel": "energia_programmata",
    "votazioni": "elezioni",
    "seggi": "elezioni",
    "referendum": "elezioni",
    "ballottaggio": "elezioni",
    "buca": "viabilita",
    "buche in strada": "viabilita",
    "strada chiusa": "viabilita",
    "strade chiuse": "viabilita",
    "albero caduto": "viabilita",
    "divieto di sosta": "viabilita",
    "parcheggi": "viabilita",
    "semafori": "viabilita",
    "spazzatura": "rifiuti_variazione",
    "immondizia": "rifiuti_variazione",
    "umido": "rifiuti_variazione",
    "ingombranti": "rifiuti_servizio",
    "sciopero rifiuti": "rifiuti_servizio",
    "isola ecologica": "rifiuti_servizio",
    "scuole chiuse": "scuole",
    "scuola chiusa": "scuole",
    "riscaldamento scuola": "scuole",
    "pulmino": "trasporto_scolastico",
    "mensa": "trasporto_scolastico",
    "tasse": "tributi",
    "tari": "tributi",
    "pagare l'IMU": "tributi",
    "carta d'identità": "uffici",
    "anagrafe": "uffici",
    "biblioteca": "uffici",
    "municipio chiuso": "uffici",
    "mercatini di Natale": "evento",
    "concerto": "evento",
    "sagra": "evento",
    "consiglio comunale": "evento",
    "festa rinviata": "evento_modifica",
    "concerto annullato": "evento_modifica",
    "zanzare": "salute_ambiente",
    "caldo": "salute_ambiente",
    "derattizzazione": "salute_ambiente",
    "terremoto": "emergenza",
    "incendio": "emergenza",
    "fuga di gas": "emergenza",
    "evacuazione": "emergenza",
    "piena dell'Arno": "fiume_piena",
    "argini": "fiume_piena",
    "anziano scomparso": "persona_scomparsa",
    "avis": "donazione_sangue",
    "donatori": "donazione_sangue",
    "bonus affitti": "bandi",
    "concorsi": "bandi",
    "asfaltatura": "cantiere",
    "rotatoria": "cantiere",
    "abbiamo sbagliato": "rettifica",
    "errori": "rettifica",
    "tornata la luce": "servizio_ripristinato",
    "acqua tornata": "servizio_ripristinato",
}


@pytest.fixture(scope="module")
def topics() -> list[Topic]:
    resources = Path(__file__).resolve().parents[3] / "resources"
    words = tomllib.loads((resources / "synonyms.toml").read_text("utf-8"))
    return [
        topic_search.topic(one.id, one.name, words[one.id], one.group, one.example_text)
        for one in Catalogue.load(resources / "categories")
    ]


@pytest.mark.parametrize("typed", MEANT)
def test_a_word_that_people_use_finds_what_they_mean(topics: list[Topic], typed: str) -> None:
    found = find(topics, typed)
    assert MEANT[typed] in found
    assert len(found) <= 8  # a choice, not the whole list


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("temporla", "meteo_allerta"), ("ellezioni", "elezioni"), ("referedum", "elezioni"), ("semafforo", "viabilita")],
)
def test_a_slip_of_the_keys_is_forgiven(topics: list[Topic], typed: str, meant: str) -> None:
    assert find(topics, typed)[meant] is Nearness.SLIP


def test_the_name_is_nearer_than_other_words_and_these_than_the_example(topics: list[Topic]) -> None:
    found = find(topics, "acqua")
    assert found["acqua_guasto"] is Nearness.NAME
    assert all(near <= Nearness.GROUP for near in found.values())


def test_words_that_say_nothing_change_nothing(topics: list[Topic]) -> None:
    assert find(topics, "il voto") == find(topics, "voto")
    assert find(topics, "  ") == dict.fromkeys((one.id for one in topics), Nearness.NAME)
    assert find(topics, "la") == find(topics, "")


def test_a_whole_text_is_searched_by_its_first_words(topics: list[Topic]) -> None:
    """With thousands of words each key would take seconds."""
    text = " ".join(f"parola{number}" for number in range(5000))
    found = find(topics, f"perdita d'acqua, tubo rotto, rubinetti a secco, conduttura {text} elezioni")
    assert found["acqua_guasto"] is Nearness.SOME
    assert "elezioni" not in found


@pytest.mark.parametrize("typed", ["zzzz", "qwertyuiop", "?!"])
def test_what_means_nothing_finds_nothing_or_everything(topics: list[Topic], typed: str) -> None:
    assert len(find(topics, typed)) in (0, len(topics))
