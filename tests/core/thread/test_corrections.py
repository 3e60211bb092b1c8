# SPDX-License-Identifier: EUPL-1.2
"""What was wrong and what is right is said from the fields that a person changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from comunecast_gui.core.model import Office
from comunecast_gui.core.notice.categories import Catalogue
from comunecast_gui.core.thread.corrections import corrected_level, cut_to_fit, said_of_change
from tests.core.moments import SENT, rome

CATALOGUE = Catalogue.load(Path(__file__).resolve().parents[3] / "resources" / "categories")
OFFICE = Office("Comune di Calcinaia", ("Calcinaia", "Fornacette"))
ALERT = CATALOGUE.get("meteo_allerta")
AT = rome(SENT["meteo_allerta"])


def test_one_wrong_hour_is_said_as_two_periods() -> None:
    right = {**ALERT.example, "periodo": {**ALERT.example["periodo"], "fine": "2025-03-15T16:00"}}
    said = said_of_change(ALERT, ALERT.example, right, OFFICE, AT)
    assert said["corretto"].endswith("alle 16:00 di sabato 15 marzo")
    assert said["errato"].replace("14:00", "16:00", 1) != said["errato"]
    assert "quando" not in said["errato"].lower()


def test_several_changes_bear_the_names_of_their_fields_and_what_was_missing_is_said() -> None:
    before = {**ALERT.example, "ordinanza": None}
    after = {**before, "livello": "arancione", "ordinanza": "n. 12 del 14 marzo 2025"}
    said = said_of_change(ALERT, before, after, OFFICE, AT)
    assert "livello: arancione; " in said["corretto"].lower()
    assert said["errato"].endswith(": non indicato")


def test_what_changes_nothing_says_nothing_and_what_is_too_long_is_cut() -> None:
    assert said_of_change(ALERT, ALERT.example, dict(ALERT.example), OFFICE, AT) == {}
    cut = cut_to_fit({"errato": "x" * 500, "corretto": "breve"}, CATALOGUE.get("rettifica"))
    assert (len(cut["errato"]), cut["errato"][-1], cut["corretto"]) == (160, "…", "breve")


@pytest.mark.parametrize(
    ("right", "level"),
    [
        ("livello: arancione", "arancione"),
        ("Livello: rossa; quando: sabato 15 marzo dalle 8:00 alle 16:00", "rossa"),
        ("L'allerta è gialla", "gialla"),
        ("allerta arancione, non rossa", "arancione"),
        ("codice giallo invece di codice arancione", "gialla"),
        ("arancione", "arancione"),
        ("è cessata l'allerta: livello verde", "verde"),
        ("l'allerta passa da gialla ad arancione", ""),
        ("il numero verde è 800 983 389", ""),
        ("il semaforo rosso di via Roma è spento", ""),
        ("l'allerta vale in via Rossi", ""),
        ("fino alle 16:00", ""),
        ("", ""),
    ],
)
def test_a_correction_says_a_level_only_where_it_plainly_says_one(right: str, level: str) -> None:
    assert corrected_level({"errato": "allerta rossa", "corretto": right}) == level
