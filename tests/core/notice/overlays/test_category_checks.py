# SPDX-License-Identifier: EUPL-1.2
"""What is wrong with an edited category is said at its entry, and what is not refused here Meta would take."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from comunecast_gui.core.model import Office
from comunecast_gui.core.notice import render
from comunecast_gui.core.notice.categories import Catalogue
from comunecast_gui.core.notice.checks.check import Severity
from comunecast_gui.core.notice.overlays.category_checks import EntryProblem, examine
from comunecast_gui.core.notice.overlays.merging import difference, laid_over
from comunecast_gui.core.sentences import Sentences
from comunecast_gui.sandbox.graph.error_bodies import GraphRefused
from comunecast_gui.sandbox.graph.template_rules import check_components

RESOURCES = Path(__file__).parents[4] / "resources"
SHIPPED = sorted((RESOURCES / "categories").glob("*.toml"))
ENTRIES = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in SHIPPED}
WATER = ENTRIES["acqua_programmata"]
TOWN = Office("Comune di Calcinaia", ("Calcinaia", "Fornacette"), phone="0587 265442", alert_zone="Tosc-A4")
OTHERS = [one for one in Catalogue.load(RESOURCES / "categories") if one.id != "acqua_programmata"]
END = "\n\nMessaggio del {{data_invio}}, {ente}"
FINE = f"Manca l'acqua {{{{dove}}}} per qualche ora, secondo quanto dice {{{{gestore}}}} oggi.{END}"


def edited(entries: Mapping[str, Any] = WATER, **changes: Any) -> dict[str, Any]:
    found = deepcopy(dict(entries))
    for name, value in changes.items():
        if name in ("body", "footer", "quick_replies", "price_category", "lifetime_hours", "variables"):
            found["whatsapp"][name] = value
        else:
            found[name] = value
    return found


def said(found: tuple[EntryProblem, ...]) -> set[tuple[str, str]]:
    return {(one.code, one.at) for one in found}


@pytest.mark.parametrize("id", sorted(ENTRIES))
def test_nothing_is_wrong_with_what_the_program_ships(id: str, catalogue: Catalogue) -> None:
    others = [one for one in catalogue if one.id != id]
    assert examine(ENTRIES[id], TOWN, others, ENTRIES[id]) == ()


@pytest.mark.parametrize("id", sorted(ENTRIES))
def test_nor_is_it_in_a_town_of_another_name(id: str, catalogue: Catalogue) -> None:
    town = Office("Comune di Bientina", ("Bientina", "Quattro Strade"))
    others = [one for one in catalogue if one.id != id]
    assert examine(ENTRIES[id], town, others, ENTRIES[id]) == ()


def with_field(**field: Any) -> list[dict[str, Any]]:
    return [*WATER["fields"], {"id": "nuovo", "label": "Nuovo", "type": "text", **field}]


def variables(**described: Any) -> list[dict[str, Any]]:
    return [{**one, **(described if one["name"] == "scorta" else {})} for one in WATER["whatsapp"]["variables"]]


@pytest.mark.parametrize(
    ("changes", "code", "at"),
    [
        ({"name": " "}, "name_empty", "name"),
        ({"name": "Evento"}, "name_taken", "name"),
        ({"fields": with_field(id="ente")}, "field_id", "field:ente"),
        ({"fields": with_field(id="Due parole")}, "field_id", "field:Due parole"),
        ({"fields": with_field(label="")}, "field_label", "field:nuovo"),
        ({"fields": with_field(type="choice")}, "field_options", "field:nuovo"),
        ({"fields": with_field(required=True)}, "example_missing", "field:nuovo"),
        ({"template": ""}, "text_empty", "template"),
        ({"template": "Ciao [[{zona}"}, "text_syntax", "template"),
        ({"template": "Ciao {pippo}"}, "no_such_field", "template"),
        ({"template": "Ciao {zona}, per {motivo}"}, "hole", "template"),
        ({"fields": [{**one, "hidden": one["id"] == "zona"} for one in WATER["fields"]]}, "hidden_field", "template"),
        ({"template": "x" * 4097}, "filled_long", "template"),
        ({"body": " "}, "body_empty", "body"),
        ({"body": "Ciao {{dove} a tutti" + END}, "body_brackets", "body"),
        ({"body": "x " * 600 + END}, "body_long", "body"),
        ({"body": "Manca l'acqua {{dove}} e ancora {{dove}} per tutta la giornata" + END}, "variable_twice", "body"),
        ({"body": "*{{dove}}* manca l'acqua per qualche ora" + END}, "variable_first", "body"),
        ({"body": "Il Comune avvisa che oggi manca l'acqua\n\n{ente}, {{data_invio}}."}, "variable_last", "body"),
        ({"body": "Manca l'acqua {{dove}}, {{quando}} per qualche ora ancora" + END}, "variables_touch", "body"),
        ({"body": "Acqua: {{dove}} e {{quando}} per {{motivo}} e {{vie}}" + END}, "too_many_variables", "body"),
        ({"body": "Manca l'acqua per qualche ora\n\n\nin paese" + END}, "empty_lines", "body"),
        ({"body": "Leggi http://comune.it, dove si dice tutto" + END}, "link", "body"),
        ({"body": "Leggi https://bit.ly/abc, dove si dice tutto" + END}, "link", "body"),
        ({"body": "Manca l'acqua per qualche ora {{allegato}} ancora" + END}, "variable_name", "body"),
        ({"body": "Manca l'acqua per qualche ora {{pippo}} ancora" + END}, "no_such_field", "body"),
        ({"body": "Manca l'acqua {zona} per qualche ora" + END}, "single_brackets", "body"),
        ({"body": "Manca l'acqua per qualche ora, dice il Comune."}, "body_unsigned", "body"),
        ({"body": "Manca l'acqua per qualche ora\n\nMessaggio di {ente}"}, "body_undated", "body"),
        ({"body": "*Manca l'acqua per qualche ora" + END}, "body_stars", "body"),
        ({"footer": "Scrivi Disattiva " + "x" * 60}, "footer_long", "footer"),
        ({"footer": "Scrivi Disattiva 👋"}, "footer_signs", "footer"),
        ({"footer": "Buona giornata"}, "footer_without_leaving", "footer"),
        ({"quick_replies": ["Disattiva"] * 11}, "too_many_buttons", "quick_replies"),
        ({"quick_replies": ["Disattiva", "x" * 26]}, "button_text", "quick_replies"),
        ({"quick_replies": []}, "button_without_leaving", "quick_replies"),
        ({"variables": variables(fallback="uno\ndue")}, "value_lines", "variable:scorta"),
        ({"variables": variables(fallback="")}, "value_missing", "variable:scorta"),
        ({"variables": variables(source="{pippo}")}, "no_such_field", "variable:scorta"),
        ({"variables": variables(source="[[{zona}")}, "text_syntax", "variable:scorta"),
        ({"lifetime_hours": 13}, "lifetime", "lifetime_hours"),
        ({"follow_ups": [{"category": "fantasma", "when": "poi"}]}, "follow_up_nowhere", "follow_up:fantasma"),
        ({"follow_ups": [{"category": "evento", "when": ""}]}, "follow_up_when", "follow_up:evento"),
        ({"price_category": "MARKETING"}, "same_text", "body"),
        ({"quick_replies": ["Disattiva", "Grazie"]}, "same_text", "body"),
    ],
)  # fmt: skip
def test_each_rule_speaks_at_its_entry(changes: dict[str, Any], code: str, at: str, catalogue: Catalogue) -> None:
    others = [one for one in catalogue if one.id != "acqua_programmata"]
    found = examine(edited(**changes), TOWN, others, WATER)
    assert (code, at) in said(found)
    for language in ("it", "en"):
        sentences = Sentences.load(RESOURCES / "sentences", language, window=True)
        for one in found:
            told = sentences.text(f"category_problem.{one.code}", **one.values)
            assert "{open}" not in told
            assert "(-)" not in told


def test_a_service_that_meta_may_call_marketing_is_a_warning() -> None:
    found = examine(edited(ENTRIES["generico"], price_category="UTILITY", body=FINE, variables=[]), TOWN)
    [one] = [one for one in found if one.code == "price_hopeful"]
    assert one.severity is Severity.WARNING


def test_an_alert_begins_with_whose_it_is() -> None:
    alert = ENTRIES["meteo_allerta"]
    unsigned = edited(
        alert,
        template=alert["template"].replace("{ente}", "Il Comune"),
        body=alert["whatsapp"]["body"].replace("{ente}", "Il Comune", 1),
    )
    found = examine(unsigned, TOWN, OTHERS, alert)
    assert {("alert_unsigned", "template"), ("alert_unsigned", "body")} <= said(found)


def test_the_text_of_another_category(catalogue: Catalogue) -> None:
    evento = ENTRIES["evento"]
    copy = {**deepcopy(evento), "id": "fiera", "name": "Fiera"}
    assert said(examine(copy, TOWN, list(catalogue))) == {("text_of_another", "body")}


PIECES = st.sampled_from(
    ["{{dove}}", "{{quando}}", "{{gestore}}", "{{vie}}", "{{", "*", "\n", "\n\n",
     "acqua", "oggi a tutti i cittadini", "💧", "."]
    + ["si avvisa che in paese manca l'acqua per qualche ora ancora"] * 6
)  # fmt: skip
BODIES = st.tuples(st.lists(PIECES, min_size=1, max_size=7).map(" ".join), st.sampled_from([END, END, END, ""])).map(
    "".join
)


@given(BODIES, st.sampled_from(["Scrivi Disattiva", "Per smettere: Disattiva", "Disattiva " * 7]))
@settings(max_examples=80)
def test_what_is_not_refused_here_meta_would_take(body: str, footer: str) -> None:
    entries = edited(body=body, footer=footer)
    if any(one.severity is Severity.ERROR for one in examine(entries, TOWN, OTHERS, WATER)):
        event("refused")
        return
    event("taken")
    category = laid_over(WATER, difference(WATER, entries), "acqua_programmata")
    layout, examples = category.whatsapp, render.samples(category, TOWN)
    components = [
        {
            "type": "BODY",
            "text": render.body_of(layout, TOWN),
            "example": {"body_text_named_params": [{"param_name": n, "example": v} for n, v in examples.items()]},
        },
        {"type": "FOOTER", "text": layout.footer},
        {"type": "BUTTONS", "buttons": [{"type": "QUICK_REPLY", "text": one} for one in layout.quick_replies]},
    ]
    try:
        check_components(components, "named", 2)
    except GraphRefused as refused:
        pytest.fail(f"{refused} {refused.__dict__}: {body!r}")
