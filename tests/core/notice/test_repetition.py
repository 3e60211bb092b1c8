# SPDX-License-Identifier: EUPL-1.2
"""Which two notices tell of the same thing: service, streets, hours; whatever their words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from comunecast_gui.core.model import Draft, Office
from comunecast_gui.core.notice.categories import Catalogue
from comunecast_gui.core.notice.checks.check import CheckContext, Problem, RecentNotice
from comunecast_gui.core.notice.compose import compose
from comunecast_gui.core.notice.repetition import extent_of, same

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
MORNING = {"inizio": "2026-03-18T08:30", "fine": "2026-03-18T12:30"}
NOON = {"inizio": "2026-03-18T11:00", "fine": "2026-03-18T16:00"}
EVENING = {"inizio": "2026-03-18T18:00", "fine": "2026-03-18T20:00"}
WATER = {"vie": ["via Genova", "via Giusti"], "zona": ["Fornacette"], "periodo": MORNING}

Told = tuple[str, dict[str, Any], str]


def both(one: Told, other: Told) -> bool:
    first, second = (extent_of(category, fields, AT, text) for category, fields, text in (one, other))
    return bool(first and second and same(first, second) and same(second, first))


@pytest.mark.parametrize(
    "other",
    [
        ("acqua_programmata", {**WATER, "periodo": NOON}, ""),
        ("acqua_programmata", {**WATER, "vie": [{"via": "Via Genova", "civici": "dal 2 al 40"}]}, ""),
        ("acqua_programmata", {**WATER, "vie": ["via Giusti", "piazza Kolbe"], "zona": "tutto il territorio"}, ""),
        ("acqua_guasto", {"vie": ["via Genova"], "ripristino": "2026-03-18T11:00"}, ""),
        ("generico", {"periodo": NOON}, "Senz'acqua in via Genova per lavori"),
    ],
)
def test_the_same_outage(other: Told) -> None:
    assert both(("acqua_programmata", WATER, ""), other)


@pytest.mark.parametrize(
    "other",
    [
        ("acqua_programmata", {**WATER, "periodo": EVENING}, ""),
        ("acqua_programmata", {**WATER, "vie": ["via Corsi"]}, ""),
        ("energia_programmata", WATER, ""),
        ("viabilita", {"divieti": ["divieto di transito: via Genova"], "periodo": MORNING}, ""),
        ("generico", {"periodo": MORNING}, "Festa in via Genova"),
        ("generico", {"periodo": MORNING}, "Manca l'acqua in via Corsi"),
        ("acqua_programmata", {**WATER, "periodo": {"inizio": "domani"}}, ""),
        ("evento", {"periodo": MORNING}, ""),
    ],
)
def test_another_thing(other: Told) -> None:
    assert not both(("acqua_programmata", WATER, ""), other)


def test_two_stretches_of_one_street() -> None:
    low, high = (
        {**WATER, "vie": [{"via": "via Genova", "civici": numbers}]} for numbers in ("dal 2 al 40", "dal 80 al 90")
    )

    assert not both(("acqua_programmata", low, ""), ("acqua_programmata", high, ""))
    assert both(("acqua_programmata", low, ""), ("acqua_programmata", low, ""))


def test_rounds_and_schools_of_one_day() -> None:
    paper = {"materiali": ["carta e cartone"], "giorno": "2026-03-18"}

    assert both(("rifiuti_variazione", paper, ""), ("rifiuti_variazione", {**paper, "recupero": "2026-03-20"}, ""))
    assert not both(("rifiuti_variazione", paper, ""), ("rifiuti_variazione", {**paper, "giorno": "2026-03-19"}, ""))
    shut = {"scuole": ["nidi"], "giorni": ["2026-03-13", "2026-03-14"]}
    assert both(("scuole", shut, ""), ("scuole", {**shut, "giorni": ["2026-03-14"]}, ""))


@pytest.mark.parametrize(
    ("earlier", "check", "follows"),
    [
        ({}, "stessa_interruzione", 7),
        ({"at": datetime(2026, 2, 20, 9, tzinfo=UTC)}, "stessa_interruzione", 7),
        ({"at": datetime(2026, 3, 2, 10, tzinfo=UTC)}, "stessa_interruzione", 7),
        ({"later": datetime(2026, 3, 16, 9, tzinfo=UTC)}, "stessa_programmata", 0),
        ({"id": 0}, "stessa_in_attesa", 0),
    ],
)
def test_the_writer_is_told_and_offered_what_follows(
    catalogue: Catalogue, office: Office, context: CheckContext, earlier: dict[str, Any], check: str, follows: int
) -> None:
    """Also after 25 hours, and where the clock was set back; in other words, and in other hours that overlap."""
    told = RecentNotice(
        "acqua_programmata", "Altre parole", AT, 7, None, None, "Manca l'acqua", {**WATER, "periodo": NOON}
    )
    found = problems(catalogue, office, context, replace(told, **earlier))

    assert [(one.check, one.follows) for one in found] == [(check, follows)]
    assert "«Manca l'acqua»" in found[0].message


def test_what_follows_the_notice_may_say_it_again(catalogue: Catalogue, office: Office, context: CheckContext) -> None:
    told = RecentNotice("acqua_programmata", "", AT, 7, None, None, "Manca l'acqua", WATER)
    update = replace(told, id=9, follows=7)

    assert problems(catalogue, office, context, told, follows=7) == []
    assert problems(catalogue, office, context, told, update, follows=9) == []


def problems(
    catalogue: Catalogue, office: Office, context: CheckContext, *recent: RecentNotice, follows: int | None = None
) -> list[Problem]:
    fields = {**catalogue.get("acqua_programmata").example, **WATER, "rinvio": None}
    draft = Draft("u", "acqua_programmata", fields, follows=follows)
    asked = tuple(one for one in recent if not one.id)
    context = replace(context, recent=tuple(one for one in recent if one.id), asked_about=asked)
    composed = compose(catalogue, draft, office, AT, context.channels, context)
    return [one for one in composed.problems if one.check.startswith(("stessa", "doppione"))]
