# SPDX-License-Identifier: EUPL-1.2
"""Whatever is pasted is read in little time, and never ends in an exception or in a value that a field refuses."""

from __future__ import annotations

import random
import time
import tomllib
from datetime import datetime
from pathlib import Path

import pytest

from comunecast_gui.core.model import Office
from comunecast_gui.core.notice.categories import Catalogue
from comunecast_gui.core.notice.fields import parse
from comunecast_gui.core.pasted.foreign_text import MOST_CHARACTERS
from comunecast_gui.core.pasted.pasted_notice import read_pasted
from comunecast_gui.core.places import Streets
from comunecast_gui.system import paths

NOW = datetime(2026, 3, 2, 9)
OFFICE = Office("Comune di Calcinaia", ("Calcinaia", "Fornacette"), alert_zone="Tosc-A4")
SOON = 1.0
"""Seconds of processor time for the longest text that is read."""
REPEATED = (".", "1 ", "per lavori ", "16, 17 e ", "8-9 ", "Via Roma 1, ", "da via Roma ", "divieto di sosta ")
TABLE = tomllib.loads((Path(__file__).parents[1] / "core" / "pasted" / "texts.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue.load(paths.resource("categories"))


@pytest.fixture(scope="module")
def streets() -> Streets:
    return Streets.load(paths.resource("streets", "calcinaia.toml"))


@pytest.mark.parametrize("piece", REPEATED)
def test_repeated_words_take_little_time(piece: str, catalogue: Catalogue, streets: Streets) -> None:
    text = piece * (MOST_CHARACTERS // len(piece) + 1)
    category = "viabilita" if "divieto" in piece else "acqua_programmata"

    began = time.process_time()
    found = read_pasted(text, catalogue, OFFICE, NOW, streets, category=category)

    assert time.process_time() - began < SOON
    assert found.category == category


def test_mangled_texts_never_give_a_value_that_a_field_refuses(catalogue: Catalogue, streets: Streets) -> None:
    chance = random.Random("pasted")
    texts = [text["text"] for text in TABLE["text"]]
    for _ in range(50):
        one, other = chance.choice(texts), chance.choice(texts)
        cut, into = sorted(chance.choices(range(len(one)), k=2))
        mangled = one[:cut] + other[chance.randrange(len(other)) :] + one[into:]
        mangled = mangled.replace(chance.choice(" .,18"), chance.choice(["", " ", "\n", "0", "31", "\u200b", "’"]))
        found = read_pasted(mangled, catalogue, OFFICE, NOW, streets)
        if found.category:
            parsed = parse(catalogue.get(found.category), dict(found.values), OFFICE)
            assert {problem.check for problem in parsed.problems} <= {"missing_field", "one_of_fields", "manca_fine"}
            assert all(found.words(id) for id in found.values)


def test_a_book_is_cut_and_says_so(catalogue: Catalogue) -> None:
    found = read_pasted("Manca l'acqua in via Roma. " * 2_000, catalogue, OFFICE, NOW)

    assert found.cut
    assert len(found.text) <= MOST_CHARACTERS
