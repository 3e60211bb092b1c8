# SPDX-License-Identifier: EUPL-1.2
"""What was wrong and what is right is said from the fields that a person changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from comunecast_gui.core.model import Attachment, Office
from comunecast_gui.core.notice.categories import Catalogue
from comunecast_gui.core.thread.corrections import (
    corrected_level,
    cut_to_fit,
    said_of_change,
    said_of_files,
    said_together,
)
from comunecast_gui.core.thread.post_change import can_take_the_place
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


def shows(digest: str, alt: str) -> Attachment:
    return Attachment(Path(f"{digest}.png"), alt, "image/png", 9, digest)


@pytest.mark.parametrize(
    ("before", "after", "wrong", "right"),
    [
        ([shows("a", "La piazza")], [shows("b", "Il ponte.")], "il file allegato", "il file allegato: Il ponte"),
        ([shows("a", "La piaza")], [shows("a", "La piazza")], "la descrizione del file allegato", "La piazza"),
        ([shows("a", "La piazza")], [], "il file allegato", "il file allegato: nessuno"),
        ([], [shows("b", "Il ponte")], "il file allegato: non indicato", "il file allegato: Il ponte"),
        ([shows("a", "La piazza")], [shows("a", "La piazza")], "", ""),
    ],
)
def test_another_file_or_other_words_for_it_are_said_too(
    before: list[Attachment], after: list[Attachment], wrong: str, right: str
) -> None:
    said = said_of_files(before, after)
    assert said.get("errato", "") == wrong
    assert said.get("corretto", "").endswith(right)
    hour = {"errato": "alle 8:00", "corretto": "alle 9:00"}
    assert said_together(hour, said)["corretto"].startswith("alle 9:00")
    assert said_together({}, said) == said


@pytest.mark.parametrize(
    ("files", "others", "can"),
    [
        ("p", "p", True),
        ("pp", "pp", True),
        ("pd", "dp", True),
        ("p", "", False),
        ("", "p", True),
        ("", "pp", False),
        ("p", "d", False),
    ],
)
def test_a_file_takes_the_place_of_one_of_its_kind_or_of_none(files: str, others: str, can: bool) -> None:
    kinds = {"p": "image/png", "d": "application/pdf"}
    before, after = ([Attachment(Path("x"), "x", kinds[one], 1) for one in word] for word in (files, others))
    assert can_take_the_place(before, after) is can


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
