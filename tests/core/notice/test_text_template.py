# SPDX-License-Identifier: EUPL-1.2
"""The neutral syntax: what it fills, what vanishes, and which mistakes are found at the start."""

from __future__ import annotations

import pytest

from comunecast_gui.core.markup import neutral
from comunecast_gui.core.notice.text_template import TemplateError, parse


def filled(source: str, **values: str) -> str:
    return neutral(parse(source).fill(lambda name, form: values.get(f"{name}_{form}" if form else name, "")))


def test_fields_capitals_and_forms() -> None:
    assert (
        filled("{a} {a^} {a@loc} {a@loc^}", a="via Roma", a_loc="in via Roma")
        == "via Roma Via Roma in via Roma In via Roma"
    )


def test_an_optional_block_vanishes_with_its_text() -> None:
    source = "Acqua[[ per {motivo}]].[[\n{link}]]"
    assert filled(source, motivo="lavori") == "Acqua per lavori."
    assert filled(source, link="https://x.it") == "Acqua.\nhttps://x.it"


def test_a_nested_block_only_vanishes_itself() -> None:
    source = "[[Recupero {giorno}[[, al posto di {altro}]].]]"
    assert filled(source, giorno="sabato") == "Recupero sabato."
    assert filled(source, giorno="sabato", altro="vetro") == "Recupero sabato, al posto di vetro."
    assert filled(source, altro="vetro") == ""


def test_a_condition_says_nothing() -> None:
    assert filled("A[[ B{?si}]]", si="sì") == "A B"
    assert filled("A[[ B{?si}]]") == "A"


def test_bold_is_kept_apart_from_the_values() -> None:
    assert filled("**Manca {a}** ora", a="l'**acqua**") == "**Manca l'**acqua**** ora"


@pytest.mark.parametrize(
    ("source", "place"),
    [
        ("a {b", "character 2"),
        ("a } b", "character 2"),
        ("{Campo}", "character 0"),
        ("{a@}", "character 0"),
        ("[[a", "never closed"),
        ("a]]", "character 1"),
        ("**a", "character 0"),
        ("**a[[ b** {c}]]", "not closed"),
    ],
)
def test_a_mistake_is_found_with_its_place(source: str, place: str) -> None:
    with pytest.raises(TemplateError, match=place):
        parse(source)


def test_it_knows_which_fields_it_uses() -> None:
    assert [value.field for value in parse("{a}[[{b}[[{?c}]]]]").values] == ["a", "b", "c"]
