# SPDX-License-Identifier: EUPL-1.2
"""What citizens may choose: read as the office writes it, and refused by name where a word would mislead."""

from __future__ import annotations

import pytest

from comunecast_gui.core.choices import Offer, Topic
from comunecast_gui.core.errors import InputError
from comunecast_gui.system.settings import office_file

TOWN = """
[office]
name = "Comune di Calcinaia"
localities = ["Calcinaia", "Fornacette"]
[inbox]
join_words = ["iscrivimi"]
leave_words = ["addio"]
[choices]
zones = ["Calcinaia", "Fornacette", "Oltrarno", "Sardina"]
[choices.topics]
meteo = ["meteo_allerta", "meteo_aggiornamento", "meteo_cessata"]
"Attività" = ["evento"]
"""


def test_an_offer_is_read_and_written_back() -> None:
    found = office_file.parse(TOWN)
    assert found.office.offer == Offer(
        ("Calcinaia", "Fornacette", "Oltrarno", "Sardina"),
        (Topic("meteo", ("meteo_allerta", "meteo_aggiornamento", "meteo_cessata")), Topic("Attività", ("evento",))),
    )
    assert office_file.parse(office_file.to_toml(found)) == found
    assert office_file.parse(TOWN.partition("[choices]")[0]).office.offer == Offer()


@pytest.mark.parametrize(
    ("old", "new", "code", "field"),
    [
        ('"Sardina"', '"San Giovanni"', "settings_choice_word", "choices.zones"),
        ('"Sardina"', '"🌊"', "settings_choice_word", "choices.zones"),
        ('"Sardina"', '"Sangiovannibattistadellavena"', "settings_choice_long", "choices.zones"),
        ('"Sardina"', '"FORNACETTE"', "settings_choice_twice", "choices.zones"),
        ('"Sardina"', '"Meteo"', "settings_choice_twice", "choices.topics.meteo"),
        ('"Sardina"', '"Attiva"', "settings_choice_taken", "choices.zones"),
        ('"Sardina"', '"stop"', "settings_choice_taken", "choices.zones"),
        ('"Sardina"', '"privacy"', "settings_choice_taken", "choices.zones"),
        ('"Sardina"', '"Iscrivimi"', "settings_choice_taken", "choices.zones"),
        ('"Sardina"', '"addio"', "settings_choice_taken", "choices.zones"),
        ('"Sardina"', '"grazie"', "settings_choice_taken", "choices.zones"),
        ('"Sardina"', '"via"', "settings_choice_taken", "choices.zones"),
        ("meteo =", "avvisi =", "settings_choice_taken", "choices.topics.avvisi"),
        ("meteo =", "meteo2 = []\nmeteo =", "settings_missing", "choices.topics.meteo2"),
        ('["evento"]', '["eventi"]', "settings_choice_category", "choices.topics.Attività"),
        ('["evento"]', '["evento", "meteo_cessata"]', "settings_choice_category_twice", "choices.topics.Attività"),
        ('["evento"]', '"evento"', "settings_not_texts", "choices.topics.Attività"),
        ("zones =", "zone =", "settings_unknown_key", "choices.zone"),
    ],
)
def test_a_misleading_choice_word_is_refused_by_name(old: str, new: str, code: str, field: str) -> None:
    assert TOWN.count(old) == 1
    with pytest.raises(InputError) as refused:
        office_file.parse(TOWN.replace(old, new))
    assert (refused.value.code, refused.value.field) == (code, field)
