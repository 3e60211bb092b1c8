# SPDX-License-Identifier: EUPL-1.2
"""The one right answer to a problem: it changes only its own words, and the problem is gone afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from comunecast_gui.core.model import Draft, Office
from comunecast_gui.core.notice.checks.check import CheckContext, Mend, Problem
from comunecast_gui.core.places import Streets
from comunecast_gui.services import wiring
from comunecast_gui.system import paths
from tests.core.notice.checked import problems_of

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
OFFICE = Office("Comune di Calcinaia", ("Calcinaia", "Fornacette"))
CONTEXT = replace(
    CheckContext.load(paths.resource()),
    streets=Streets({"via Vittime delle Foibe": "", "via Piave": "", "via Marconi": "", "via Marco Polo": ""}, {}),
)


def problems(category: str, fields: dict[str, Any]) -> tuple[Problem, ...]:
    found = wiring.catalogue().get(category)
    return problems_of(found, Draft("u", category, fields), OFFICE, NOW, CONTEXT)


def mend(check: str, fields: dict[str, Any], category: str = "generico") -> Mend | None:
    return next(one.mend for one in problems(category, fields) if one.check == check)


TEXTS = [
    ("giorno_settimana", "Si riapre martedì 2 dicembre alle 9.", "Si riapre mercoledì 2 dicembre alle 9."),
    ("giorno_settimana", "Martedì 2/12/2026 si chiude.", "Mercoledì 2 dicembre si chiude."),
    (
        "giorno_settimana",
        "Chiuso lunedì 23, lunedì 2 e giovedì 3 dicembre.",
        "Chiuso lunedì 23, mercoledì 2 dicembre e giovedì 3 dicembre.",
    ),
    ("parole_relative", "Il mercato chiude domani alle 13.", "Il mercato chiude mercoledì 25 novembre alle 13."),
    (
        "parole_relative",
        "Domani, mercoledì 25 novembre, c'è il mercato. Domani non si passa.",
        "Domani, mercoledì 25 novembre, c'è il mercato. Mercoledì 25 novembre non si passa.",
    ),
    ("parole_relative", "Dopodomani non si passa.", "Giovedì 26 novembre non si passa."),
    ("burocratese", "Chiediamo di recarsi allo sportello.", "Chiediamo di andare allo sportello."),
    ("link_insicuro", "Scrivi a http://www.comune.it/a, grazie.", "Scrivi a https://www.comune.it/a, grazie."),
    ("link_insicuro", "Guarda www.comune.it.", "Guarda https://www.comune.it."),
    (
        "link_insicuro",
        "Vedi https://www.comune.it e http://www.acque.net.",
        "Vedi https://www.comune.it e https://www.acque.net.",
    ),
]


@pytest.mark.parametrize(("check", "text", "mended"), TEXTS)
def test_one_press_puts_the_right_words_in_place_of_the_wrong_ones(check: str, text: str, mended: str) -> None:
    fields = {"titolo": "Avviso", "testo": text}
    found = mend(check, fields)
    assert found is not None
    assert found.field == "testo"
    end = found.start + len(found.old)
    assert text[found.start : end] == found.old
    assert text[: found.start] + found.new + text[end:] == mended
    assert check not in {one.check for one in problems("generico", {**fields, "testo": mended})}


@pytest.mark.parametrize(
    ("check", "text"),
    [
        ("giorno_settimana", "Mercato il 28 novembre (lunedì)."),
        ("giorno_settimana", "Mercato *lunedì* 28 novembre."),
        ("parole_relative", "Si chiude stanotte."),
        ("parole_relative", "L'altro ieri si è rotta una conduttura."),
        ("burocratese", "Rivolgersi presso lo sportello."),
        ("link_insicuro", "Guarda http://bit.ly/abc"),
    ],
)
def test_where_a_person_has_to_choose_there_is_no_mend(check: str, text: str) -> None:
    assert mend(check, {"titolo": "Avviso", "testo": text}) is None


def test_a_misspelt_street_becomes_the_nearest_one_of_the_town() -> None:
    fields = {"vie": ["via Piave", {"via": "via Vitime delle Foibe", "tratto": "dal ponte"}]}
    found = mend("via_sconosciuta", fields, "acqua_guasto")
    assert found == Mend("vie", "via Vitime delle Foibe", "via Vittime delle Foibe", 0, 1)


@pytest.mark.parametrize("street", ["via Marco", "via Garibaldi", "piazza del Popolo"])
def test_a_street_that_is_near_to_none_or_to_two_is_left_to_the_person(street: str) -> None:
    assert mend("via_sconosciuta", {"vie": [street]}, "acqua_guasto") is None


def test_a_missing_end_takes_the_focus() -> None:
    found = mend("manca_fine", {"periodo": {"inizio": "2026-12-02T08:30", "fine": ""}}, "acqua_programmata")
    assert found == Mend("periodo")
    assert not found.writes
