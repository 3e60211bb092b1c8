# SPDX-License-Identifier: EUPL-1.2
"""A citizen's choices follow from what was written and when, not from the order of arrival."""

from __future__ import annotations

import itertools
import random
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comunecast_gui.core.choices import (
    WANTS_EVERYTHING,
    Breadth,
    Choice,
    ChoiceKind,
    Offer,
    Record,
    Topic,
    Wanted,
    Wants,
    cleared,
    left,
    merged,
    told,
    wants,
)
from comunecast_gui.core.errors import InputError

NOW = datetime.fromisoformat("2026-11-30T08:30:00+01:00")
CALCINAIA, FORNACETTE = Choice(ChoiceKind.ZONE, "calcinaia"), Choice(ChoiceKind.ZONE, "fornacette")
METEO, RIFIUTI = Choice(ChoiceKind.TOPIC, "meteo"), Choice(ChoiceKind.TOPIC, "rifiuti")
OFFER = Offer(
    ("Calcinaia", "Fornacette"), (Topic("Meteo", ("meteo_allerta",)), Topic("rifiuti", ("rifiuti_servizio",)))
)

Event = tuple[str, Choice, int]
events = st.lists(
    st.tuples(
        st.sampled_from(["on", "off", "all", "left"]),
        st.sampled_from([CALCINAIA, FORNACETTE, METEO, RIFIUTI]),
        st.integers(0, 6),
    ),
    max_size=12,
)


def at(minutes: int) -> datetime:
    return NOW + timedelta(minutes=minutes)


def after(*happened: Event, record: Record = Record()) -> Record:  # noqa: B008 - frozen
    for what, choice, minutes in happened:
        match what:
            case "all":
                record = cleared(record, at(minutes))
            case "left":
                record = left(record, at(minutes))
            case _:
                record = told(record, [choice], at(minutes), on=what == "on")
    return record


@given(events, st.randoms(use_true_random=False))
def test_any_order_and_repetition_ends_the_same(happened: list[Event], draw: random.Random) -> None:
    shuffled = happened + draw.choices(happened, k=len(happened)) if happened else []
    draw.shuffle(shuffled)
    assert after(*shuffled) == after(*happened)


@given(events, events)
def test_two_records_of_a_person_are_merged(one: list[Event], other: list[Event]) -> None:
    both = merged(after(*one), after(*other))
    assert both == after(*one, *other) == merged(after(*other), after(*one))
    assert merged(both, both) == both


def test_a_person_who_asked_for_zones_gets_only_those() -> None:
    found = wants(after(("on", FORNACETTE, 1)))
    assert found == Wants(Wanted(Breadth.SOME, frozenset({"fornacette"})), Wanted())
    assert found.takes(["Fornacette"], "Meteo")
    assert found.takes(["Calcinaia", "Fornacette"], "")
    assert found.takes([], "rifiuti")  # for the whole town
    assert not found.takes(["Calcinaia"], "")
    both = wants(after(("on", FORNACETTE, 1), ("on", CALCINAIA, 2), ("on", METEO, 3)))
    assert both.takes(["Calcinaia"], "Meteo")
    assert both.takes(["Calcinaia"], "")  # a category that belongs to no topic
    assert not both.takes(["Calcinaia"], "rifiuti")


def test_a_person_who_only_refused_gets_everything_else() -> None:
    found = wants(after(("off", METEO, 1), ("off", CALCINAIA, 1)))
    assert not found.takes([], "meteo")
    assert found.takes([], "rifiuti")
    assert not found.takes(["Calcinaia"], "")
    assert found.takes(["Calcinaia", "Fornacette"], "")


def test_a_person_who_gave_up_all_choices_gets_notices_for_everybody() -> None:
    found = wants(after(("on", METEO, 1), ("off", METEO, 2)))
    assert found.takes([], "")
    assert found.takes(["Fornacette"], "")
    assert not found.takes([], "meteo")
    assert not found.takes([], "rifiuti")


def test_asking_for_everything_makes_earlier_choices_void() -> None:
    chosen = after(("on", FORNACETTE, 1), ("off", METEO, 2), ("all", METEO, 3))
    assert (wants(chosen), chosen.marks) == (WANTS_EVERYTHING, {})
    assert wants(after(("on", FORNACETTE, 2), record=chosen)) == WANTS_EVERYTHING  # comes in late
    assert wants(after(("on", FORNACETTE, 4), record=chosen)) != WANTS_EVERYTHING


def test_at_the_same_moment_refusing_prevails() -> None:
    assert not wants(after(("off", METEO, 1), ("on", METEO, 1))).takes([], "meteo")


def test_within_one_second_the_choice_counts_but_not_against_leaving() -> None:
    for order in itertools.permutations([("on", METEO, 1), ("all", METEO, 1)]):
        assert wants(after(*order)).topics.names == {"meteo"}
    for order in itertools.permutations([("on", METEO, 1), ("left", METEO, 1)]):
        assert after(*order).marks == {}


def test_the_offer_knows_its_own_words() -> None:
    assert OFFER.pick(ChoiceKind.ZONE, ["FORNACETTE", "fornacette"]) == ("Fornacette",)
    assert OFFER.topic_of("meteo_allerta") == "Meteo"
    assert OFFER.topic_of("evento") == OFFER.topic_of("rettifica", "sport") == ""
    assert OFFER.topic_of("rettifica", "meteo") == "Meteo"  # a correction goes to who got what it corrects
    assert OFFER.topic_of("rifiuti_servizio", "meteo") == "rifiuti"
    assert OFFER.choices()["meteo"] == METEO
    assert OFFER.word(METEO) == "Meteo"
    assert OFFER.word(Choice(ChoiceKind.ZONE, "sardina")) == "sardina"
    assert not Offer()
    with pytest.raises(InputError) as refused:
        OFFER.pick(ChoiceKind.ZONE, ["Sardina", "Calcinaia"])
    assert (refused.value.code, refused.value.values) == (
        "unknown_zone",
        {"value": "Sardina", "known": "Calcinaia, Fornacette"},
    )
