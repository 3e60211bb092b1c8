# SPDX-License-Identifier: EUPL-1.2
"""How what each category tells of comes to its end: somebody is asked, it closes by itself, or it has no end."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from comunecast_gui.core.model import FollowKind
from comunecast_gui.core.notice import follow_up
from comunecast_gui.core.notice.categories import Catalogue, Category, Ending, FieldType, category_of
from comunecast_gui.core.notice.follow_up import Told
from comunecast_gui.core.report.today import StillOpen
from comunecast_gui.ui.later.ended_questions import ended_question

CATALOGUE = Catalogue.load(Path(__file__).resolve().parents[3] / "resources" / "categories")
NOW = datetime(2026, 11, 30, 7, 30, tzinfo=UTC)
ASKS, CLOSES, NONE = Ending.ASKS, Ending.CLOSES, Ending.NONE
OFFICERS_WORDS = {
    "meteo_allerta": (ASKS, "l'allerta è finita: la dichiaro cessata?"),
    "meteo_aggiornamento": (ASKS, "l'allerta è finita: la dichiaro cessata?"),
    "meteo_cessata": (NONE, "dice lui che è finita"),
    "fiume_piena": (ASKS, "avevo promesso notizie per le 18, e la piena è passata?"),
    "emergenza": (ASKS, "avevo promesso notizie per le 18"),
    "persona_scomparsa": (ASKS, "è stata ritrovata? un'ora non c'è: resta aperta finché lo dico"),
    "acqua_guasto": (ASKS, "è tornata l'acqua?"),
    "acqua_programmata": (ASKS, "è tornata l'acqua?"),
    "acqua_non_potabile": (ASKS, "si può bere? un'ora non c'è: resta aperta finché lo dico"),
    "energia_guasto": (ASKS, "è tornata la corrente?"),
    "energia_programmata": (ASKS, "è tornata la corrente?"),
    "servizio_ripristinato": (NONE, "dice lui che è finita"),
    "viabilita": (ASKS, "sono finiti i lavori? si passa?"),
    "cantiere": (ASKS, "sono finiti i lavori?"),
    "salute_ambiente": (ASKS, "le finestre si possono riaprire?"),
    "rifiuti_variazione": (CLOSES, "passato il giorno è passato"),
    "rifiuti_servizio": (CLOSES, "il giorno dopo il centro riapre, come scritto"),
    "scuole": (CLOSES, "il giorno del rientro è già scritto"),
    "trasporto_scolastico": (CLOSES, "finito il periodo l'autobus torna come prima"),
    "uffici": (CLOSES, "lo sportello riapre il giorno scritto"),
    "tributi": (CLOSES, "dopo la scadenza non c'è niente da dire"),
    "bandi": (CLOSES, "dopo la scadenza non c'è niente da dire"),
    "elezioni": (NONE, "i seggi chiudono con la legge: i giorni sono parole"),
    "evento": (CLOSES, "la festa finisce da sé"),
    "evento_modifica": (CLOSES, "anche nel nuovo giorno; annullato, non resta niente"),
    "donazione_sangue": (CLOSES, "la giornata finisce da sé"),
    "generico": (CLOSES, "se ha un periodo, finisce con quello"),
    "rettifica": (NONE, "vale l'avviso che corregge"),
}
_TIMED = {FieldType.PERIOD, FieldType.DATETIME, FieldType.DATE, FieldType.DATES}
_NO_HOUR = {"persona_scomparsa", "acqua_non_potabile"}


def test_the_table_speaks_of_every_category() -> None:
    assert sorted(OFFICERS_WORDS) == sorted(one.id for one in CATALOGUE)
    assert len(OFFICERS_WORDS) == 28


@pytest.mark.parametrize("category", CATALOGUE.categories, ids=lambda one: one.id)
def test_each_category_ends_as_an_officer_expects(category: Category) -> None:
    assert category.ending is OFFICERS_WORDS[category.id][0]
    ends = {category.valid_until, *category.end_fields} - {""}
    kinds = {one.kind for one in category.follow_ups}
    if category.ending is ASKS:
        assert FollowKind.ALL_CLEAR in kinds, "who is asked has a notice at hand that answers"
        assert ends or category.promise or category.id in _NO_HOUR
    elif category.ending is CLOSES:
        assert ends
        assert FollowKind.ALL_CLEAR not in kinds
    assert category.promise == ("aggiornamento" if category.field("aggiornamento") else "")


def test_no_day_that_is_still_to_come_is_overlooked() -> None:
    for category in CATALOGUE:
        looked_at = {category.valid_until, category.promise, *category.end_fields}
        other = {one.id for one in category.fields if one.type in _TIMED and not one.past} - looked_at
        assert not other or category.id in _BEGINNINGS, f"{category.id}: {other}"


_BEGINNINGS = {
    "acqua_non_potabile",  # since when
    "acqua_programmata",  # another day if it rains
    "energia_programmata",
    "rifiuti_variazione",  # the day of the recovery
    "scuole",  # the day of coming back
    "servizio_ripristinato",  # since when
    "meteo_cessata",
    "evento_modifica",  # when it was to be
}


def test_works_end_with_the_day_that_was_told_for_them_or_with_the_period() -> None:
    works = Told(1, "cantiere", "Acquedotto", NOW, {"periodo": {"inizio": "2026-11-30", "fine": "2026-12-04T18:00"}})
    assert follow_up.ends_at(works, CATALOGUE) == datetime(2026, 12, 4, 18)
    told = replace(works, fields={**works.fields, "fine_prevista": "2026-12-12"})
    assert follow_up.ends_at(told, CATALOGUE) == datetime(2026, 12, 13), "the day counts until its end"
    assert follow_up.ends_at(replace(works, fields={}), CATALOGUE) is None


def test_a_category_of_an_office_that_says_nothing_ends_as_its_follow_ups_and_its_period_tell() -> None:
    own = {
        "id": "mercato", "order": 1, "group": "g", "name": "Mercato", "emoji": "🧺", "icon": "it-card",
        "priority": "normal", "channels": ["telegram"], "hours": "day", "length": [1, 2],
        "template": "{titolo}", "example": {}, "example_text": "",
        "fields": [{"id": id, "label": id, "type": type} for id, type in (("titolo", "text"), ("fine", "date"))],
        "whatsapp": {
            "template": "mercato", "version": 1, "price_category": "UTILITY", "reason": "", "body": "", "variables": []
        },
    }  # fmt: skip
    ends = {"follow_ups": [{"category": "generico", "when": "", "kind": "all_clear"}]}
    assert category_of(own).ending is NONE
    assert category_of(own | {"valid_until": "fine"}).ending is CLOSES
    assert category_of(own | {"valid_until": "fine"} | ends).ending is ASKS
    assert category_of(own | ends | {"ending": "none"}).ending is NONE


def test_a_promise_of_news_asks_at_its_hour_and_a_deadline_never() -> None:
    at = NOW + timedelta(hours=1)
    fault = StillOpen(1, "", at + timedelta(hours=4), "acqua_guasto", False, "", "", promised=at)
    assert (fault.asks(NOW), fault.asks(at), fault.is_ended(at)) == (False, True, False)
    assert not StillOpen(1, "", NOW, "tributi", False, "", "", closes=True).asks(at)


@pytest.mark.parametrize(
    ("one", "asked"),
    [
        (
            StillOpen(1, "Via Roma chiusa", NOW, "viabilita", False, "", "", street="via Roma", works=True),
            "in via Roma?",
        ),
        (StillOpen(1, "Acquedotto", NOW, "cantiere", False, "", "", works=True), ": Acquedotto?"),
        (StillOpen(1, "Corsa in bici", NOW, "viabilita", False, "", "", street="via Roma"), "Corsa in bici"),
    ],
)
def test_works_are_asked_for_by_their_street(one: StillOpen, asked: str) -> None:
    assert asked in ended_question(one)
