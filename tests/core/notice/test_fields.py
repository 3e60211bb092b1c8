# SPDX-License-Identifier: EUPL-1.2
"""Raw values from files and forms: read whatever their spelling, and never an exception for what a person wrote."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comunecast_gui.core.model import Office, Period, Street
from comunecast_gui.core.notice import italian
from comunecast_gui.core.notice.categories import Catalogue, Category, Field, FieldType
from comunecast_gui.core.notice.field_readers import clean
from comunecast_gui.core.notice.fields import Finding, parse
from tests.core.conftest import RESOURCES

OFFICE = Office("Comune di Calcinaia", ("Calcinaia", "Fornacette"))


def one(catalogue: Catalogue, type: FieldType, **more: Any) -> Category:
    """A category with a single field of this type, called x."""
    field = Field("x", "Campo", type, **more)
    return replace(catalogue.get("generico"), fields=(field,), at_least_one=())


def value(catalogue: Catalogue, type: FieldType, raw: Any, **more: Any) -> Any:
    parsed = parse(one(catalogue, type, **more), {"x": raw}, OFFICE)
    assert parsed.problems == ()
    return parsed.values.get("x")


ROME = dt.timezone(dt.timedelta(hours=2))


@pytest.mark.parametrize(
    ("type", "raw", "expected"),
    [
        (FieldType.TEXT, "  via\u00a0 Roma\t1 ", "via Roma 1"),
        (FieldType.TEXT, "perche\u0301\u202e\x07", "perché"),
        (FieldType.TEXT, "\ufeffvia\u200b Roma\u00ad", "via Roma"),
        (FieldType.TEXT, "\u200b", None),
        (FieldType.LONG_TEXT, "uno\r\n\r\n\r\n\r\ndue ", "uno\n\ndue"),
        (FieldType.DATE, "2026-12-25", dt.date(2026, 12, 25)),
        (FieldType.DATE, dt.date(2026, 12, 25), dt.date(2026, 12, 25)),
        (FieldType.DATES, ["2026-12-26", dt.date(2026, 12, 25)], (dt.date(2026, 12, 25), dt.date(2026, 12, 26))),
        (FieldType.TIME, "8:30", dt.time(8, 30)),
        (FieldType.TIME, "8.30", dt.time(8, 30)),
        (FieldType.TIME, "08:30:59.5", dt.time(8, 30)),
        (FieldType.TIME, dt.time(8, 30, 59), dt.time(8, 30)),
        (FieldType.DATETIME, "2026-07-01T10:00Z", dt.datetime(2026, 7, 1, 12)),
        (FieldType.DATETIME, dt.datetime(2026, 7, 1, 12, 0, 30, tzinfo=ROME), dt.datetime(2026, 7, 1, 12)),
        (FieldType.DATETIME, dt.datetime(2026, 7, 1, 12), dt.datetime(2026, 7, 1, 12)),
        (
            FieldType.PERIOD,
            {"inizio": dt.datetime(2026, 7, 1, 8), "fine": "2026-07-01T12:00"},
            Period(dt.datetime(2026, 7, 1, 8), dt.datetime(2026, 7, 1, 12)),
        ),
        (FieldType.STREETS, "via Roma", (Street("via Roma"),)),
        (
            FieldType.STREETS,
            ["via Roma", {"via": "via Po", "tratto": "dal ponte", "civici": "pari"}],
            (Street("via Roma"), Street("via Po", "dal ponte", "pari")),
        ),
        (FieldType.LIST, "- uno\n\n- due", ("uno", "due")),
        (FieldType.LIST, ["uno", " "], ("uno",)),
        (FieldType.NUMBER, "82", 82),
        (FieldType.AMOUNT, "1.200,50", Decimal("1200.50")),
        (FieldType.AMOUNT, 12, Decimal(12)),
        (FieldType.YES_NO, True, True),
        (FieldType.YES_NO, False, None),
        (FieldType.ALERT_LEVEL, "Rosso", "rossa"),
    ],
)
def test_every_spelling_is_understood(catalogue: Catalogue, type: FieldType, raw: Any, expected: Any) -> None:
    assert value(catalogue, type, raw) == expected


def test_options_are_found_whatever_their_case_and_expand_the_localities(catalogue: Catalogue) -> None:
    options = ("{localities}", "tutto il territorio comunale")
    assert value(catalogue, FieldType.ZONE, "fornacette", options=options) == ("Fornacette",)
    assert value(catalogue, FieldType.ZONE, ["Calcinaia", "Fornacette"], options=options) == ("Calcinaia", "Fornacette")
    parsed = parse(one(catalogue, FieldType.ZONE, options=options), {"x": "Pontedera"}, OFFICE)
    assert parsed.problems[0].check == "option"
    assert parsed.problems[0].values["options"] == ("Calcinaia", "Fornacette", "tutto il territorio comunale")


@pytest.mark.parametrize(
    ("type", "raw"),
    [
        (FieldType.TEXT, 5),
        (FieldType.DATE, "25/12/2026"),
        (FieldType.DATE, 20261225),
        (FieldType.DATE, dt.date(9999, 12, 31)),
        (FieldType.DATE, "0001-01-01"),
        (FieldType.DATES, ["2026-12-25", "9999-12-31"]),
        (FieldType.DATETIME, dt.datetime(9999, 12, 31, 23, 59, tzinfo=dt.timezone(dt.timedelta(hours=-14)))),
        (FieldType.DATETIME, dt.datetime(1, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=14)))),
        (FieldType.TIME, "25:00"),
        (FieldType.TIME, "8:30:xx"),
        (FieldType.TIME, "8:30 di sera"),
        (FieldType.TIME, "9.5"),
        (FieldType.DATETIME, "2026-12-25"),
        (FieldType.DATETIME, dt.date(2026, 12, 25)),
        (FieldType.PERIOD, "2026-12-25"),
        (FieldType.PERIOD, {"inizio": "x", "fine": "y"}),
        (FieldType.STREETS, [{"tratto": "dal ponte"}]),
        (FieldType.STREETS, [3]),
        (FieldType.LIST, [3]),
        (FieldType.NUMBER, True),
        (FieldType.NUMBER, "ottanta"),
        (FieldType.AMOUNT, "molto"),
        (FieldType.AMOUNT, float("nan")),
        (FieldType.YES_NO, "sì"),
        (FieldType.ALERT_LEVEL, ["rossa"]),
    ],
)
def test_a_wrong_type_names_the_field(catalogue: Catalogue, type: FieldType, raw: Any) -> None:
    problems = parse(one(catalogue, type, required=True), {"x": raw}, OFFICE).problems
    assert [(problem.check, problem.field) for problem in problems] == [("wrong_type", "x")]
    assert problems[0].values["label"] == "Campo"


@pytest.mark.parametrize(
    ("raw", "check"),
    [
        ({"inizio": "2026-07-01T08:00"}, "manca_fine"),
        ({"inizio": "2026-07-01T08:00", "fine": ""}, "manca_fine"),
        ({"fine": "2026-07-01T08:00"}, "manca_inizio"),
        ({"inizio": "2026-07-01T08:00", "fine": "2026-07-01T09:00", "ora": 3}, "unknown_key"),
    ],
)
def test_a_period_needs_both_ends_and_nothing_else(catalogue: Catalogue, raw: Any, check: str) -> None:
    assert [problem.check for problem in parse(one(catalogue, FieldType.PERIOD), {"x": raw}, OFFICE).problems] == [
        check
    ]


def test_limits_and_unknown_and_missing_fields(catalogue: Catalogue) -> None:
    category = replace(
        catalogue.get("generico"),
        fields=(
            Field("a", "A", FieldType.TEXT, required=True),
            Field("b", "B", FieldType.TEXT, limit=3),
            Field("c", "C", FieldType.LIST, maximum=1),
            Field("d", "D", FieldType.TEXT),
        ),
        at_least_one=(("d",),),
    )
    found = parse(category, {"b": "quattro", "c": ["x", "y"], "e": 1}, OFFICE).problems
    assert {(problem.check, problem.field) for problem in found} == {
        ("unknown_field", "e"), ("limit", "b"), ("too_many", "c"), ("missing_field", "a"), ("one_of_fields", "d"),
    }  # fmt: skip


def test_moments_of_which_one_is_needed_are_a_missing_end(catalogue: Catalogue) -> None:
    parsed = parse(catalogue.get("energia_guasto"), {"zona": "Calcinaia"}, OFFICE)
    assert [problem.check for problem in parsed.problems] == ["manca_fine"]


def test_defaults_fill_what_is_absent_but_not_what_was_emptied(catalogue: Catalogue) -> None:
    category = catalogue.get("energia_programmata")
    assert parse(category, {}, OFFICE).values["telefono"] == "803 500"
    assert "telefono" not in parse(category, {"telefono": ""}, OFFICE).values
    own = replace(OFFICE, usual={"energia.telefono": "800 900 800"})
    assert parse(category, {}, own).values["telefono"] == "800 900 800", "the office's own counts more"


def test_a_default_of_one_alert_zone_is_not_offered_elsewhere(catalogue: Catalogue) -> None:
    category = catalogue.get("meteo_allerta")
    names = ("", "Tosc-A4", "Tosc-A6", "Lomb-1")
    zones = {zone: parse(category, {}, replace(OFFICE, alert_zone=zone)).values for zone in names}
    assert [zone for zone, values in zones.items() if "zona_allerta" in values] == ["", "Tosc-A4"]
    assert [zone for zone, values in zones.items() if "link" in values] == ["", "Tosc-A4", "Tosc-A6"]


def test_advice_follows_level_and_risks_when_the_list_is_left_out(catalogue: Catalogue) -> None:
    category = catalogue.get("meteo_allerta")
    raw = {**category.example, "livello": "arancione", "rischi": ["neve"]}
    del raw["consigli"]
    parsed = parse(category, raw, OFFICE)
    assert parsed.problems == ()
    assert parsed.values["consigli"] == category.advice["arancione"]["neve"]


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates() | st.datetimes() | st.times(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["inizio", "fine", "via", "tratto", "x"]), inner, max_size=3)
    ),
    max_leaves=4,
)


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_reading_a_field_never_raises(catalogue: Catalogue, data: st.DataObject) -> None:
    category = data.draw(st.sampled_from(catalogue.categories))
    names = st.sampled_from([field.id for field in category.fields]) | st.text(max_size=5)
    raw = data.draw(st.dictionaries(names, JUNK, max_size=6))
    parsed = parse(category, raw, OFFICE)
    assert all(isinstance(problem, Finding) for problem in parsed.problems)


@given(st.text())
def test_cleaned_text_has_no_controls_and_stays_clean(text: str) -> None:
    line = clean(text)
    assert "\n" not in line
    assert clean(line) == line
    lines = clean(text, lines=True)
    assert "\n\n\n" not in lines
    assert clean(lines, lines=True) == lines


@pytest.mark.parametrize("kind", FieldType)
def test_the_accepted_input_of_each_field_type_is_said_in_words(catalogue: Catalogue, kind: FieldType) -> None:
    rules = tomllib.loads((RESOURCES / "checks.toml").read_text(encoding="utf-8"))
    found = parse(one(catalogue, kind, options=("a", "b")), {"x": object()}, OFFICE).problems
    told = [problem.values["expected"] for problem in found if problem.check == "wrong_type"]
    assert told
    assert set(told) <= rules["expected"].keys()


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("1-15", "via Po (numeri da 1 a 15)"),
        ("2 - 40/B", "via Po (numeri da 2 a 40/B)"),
        ("12", "via Po (numero 12)"),
        ("12 bis", "via Po (numero 12 bis)"),
        ("12/ter - 20", "via Po (numeri da 12/ter a 20)"),
        ("3, 5 e 7", "via Po (numeri 3, 5 e 7)"),
        ("dal 2 al 40", "via Po (dal 2 al 40)"),
        ("pari", "via Po (pari)"),
        ("", "via Po"),
    ],
)
def test_bare_house_numbers_say_that_they_are_house_numbers(written: str, said: str) -> None:
    assert italian.street(Street("via Po", "", written)) == said
