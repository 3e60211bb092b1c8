# SPDX-License-Identifier: EUPL-1.2
"""Every check fires when it should, stays silent when it should, and names the field to fix."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from comunecast_gui.core import markup
from comunecast_gui.core.bulletin.forecast import Forecast
from comunecast_gui.core.errors import ConfigError
from comunecast_gui.core.model import Attachment, Draft, Office, QuietHours
from comunecast_gui.core.notice import render
from comunecast_gui.core.notice.categories import Catalogue
from comunecast_gui.core.notice.checks.check import (
    CheckContext,
    OpenAlert,
    Problem,
    RecentNotice,
    Rules,
    Severity,
    blocking,
    open_alerts,
    warnings,
)
from comunecast_gui.core.notice.checks.texts import count_emoji, is_safe_link
from comunecast_gui.core.notice.compose import compose
from comunecast_gui.core.notice.fields import parse
from comunecast_gui.core.notice.text_template import parse as template
from comunecast_gui.core.prepared_file import PNG, FileChange, PreparedFile
from tests.core.moments import SENT, rome
from tests.core.notice.checked import problems_of

PICTURE = Attachment(Path("locandina.png"), "La locandina della sagra", "image/png", 10)


class Case:
    """A worked example with something changed, checked at a sensible moment."""

    def __init__(self, catalogue: Catalogue, office: Office, context: CheckContext) -> None:
        self._catalogue = catalogue
        self._office = office
        self._context = context

    def __call__(self, id: str, fields: dict[str, Any] | None = None, **more: Any) -> tuple[Problem, ...]:
        category = more.pop("category", self._catalogue.get(id))
        at = more.pop("at", SENT[id])
        context = replace(self._context, **more.pop("context", {}))
        draft = Draft("u", id, {**category.example, **(fields or {})}, **more)
        return problems_of(category, draft, self._office, rome(at), context)


@pytest.fixture
def case(catalogue: Catalogue, office: Office, context: CheckContext) -> Case:
    return Case(catalogue, office, context)


def names(problems: tuple[Problem, ...]) -> set[str]:
    return {problem.check for problem in problems}


WATER = {"inizio": "2022-08-24T08:30", "fine": "2022-08-24T16:30"}

FIELD_CASES: list[tuple[str, str, dict[str, Any], dict[str, Any]]] = [
    # check, category, fields that raise it, fields that do not
    ("fine_prima_inizio", "acqua_programmata", {"periodo": {**WATER, "fine": "2022-08-24T08:30"}}, {}),
    ("manca_fine", "meteo_allerta", {"periodo": {"inizio": "2025-03-14T12:00"}}, {}),
    ("manca_fine", "acqua_guasto", {"ripristino": ""}, {"ripristino": "", "aggiornamento": "2021-10-20T12:00"}),
    ("manca_inizio", "meteo_allerta", {"periodo": {"fine": "2025-03-14T12:00"}}, {}),
    ("giorno_settimana", "generico", {"testo": "Chiuso martedì 6 maggio."}, {"testo": "Chiuso mercoledì 6 maggio."}),
    ("giorno_settimana", "generico", {"testo": "Chiuso lunedi 06/05/2026."}, {"testo": "Chiuso mercoledi, 6/5."}),
    ("giorno_settimana", "acqua_programmata", {"esclusi": "da martedì 24"}, {"esclusi": "da mercoledì 24"}),
    ("giorno_settimana", "acqua_programmata", {"esclusi": "sabato 27 agosto 2023"}, {"esclusi": "mercoledì 8.30"}),
    ("giorno_settimana", "generico", {"testo": "Chiuso lunedì 31 dicembre."}, {"testo": "Chiuso giovedì 31 dicembre."}),
    ("parole_relative", "generico", {"testo": "Domani manca l'acqua."}, {"testo": "Domani, 6 maggio, manca l'acqua."}),
    ("parole_relative", "meteo_allerta", {"consigli": ["Resta a casa stasera."]}, {"consigli": ["Resta a casa."]}),
    (
        "giorno_relativo",
        "generico",
        {"testo": "Domani, 7 maggio, manca l'acqua."},
        {"testo": "Domani, 6 maggio, manca l'acqua."},
    ),
    ("data_inesistente", "generico", {"testo": "Entro il 31 giugno."}, {"testo": "Entro il 30 giugno."}),
    ("ora_inesistente", "generico", {"testo": "Chiuso alle 25."}, {"testo": "Aiuti alle 25 famiglie."}),
    ("ore_al_contrario", "generico", {"testo": "Dalle 14 alle 9."}, {"testo": "Dalle 22 alle 6."}),
    ("giorni_al_contrario", "generico", {"testo": "Dal 22 al 18 maggio."}, {"testo": "Dal 18 al 22 maggio."}),
    ("anno_lontano", "generico", {"testo": "Entro il 30 giugno 2062."}, {"testo": "Entro il 30 giugno 2026."}),
    (
        "rinvio_prima",
        "acqua_programmata",
        {"rinvio": {"inizio": "2022-08-23T08:30", "fine": "2022-08-23T16:30"}},
        {"rinvio": {"inizio": "2022-08-25T08:30", "fine": "2022-08-25T16:30"}},
    ),
    ("rinvio_prima", "rifiuti_variazione", {"recupero": "2026-12-24"}, {"recupero": "2026-12-26"}),
    ("colore_diverso", "meteo_allerta", {"provvedimenti": "allerta gialla: parchi chiusi"}, {}),
    (
        "allerta_senza_fine",
        "generico",
        {"titolo": "Allerta gialla", "testo": "Pioggia."},
        {"titolo": "Allerta gialla", "testo": "Pioggia fino alle 20 di mercoledì 6 maggio."},
    ),
    ("mezzanotte", "generico", {"testo": "Fino a mezzanotte."}, {"testo": "Fino alle 23:59."}),
    (
        "periodo_lungo",
        "viabilita",
        {"periodo": {"inizio": "2026-02-16T07:30", "fine": "2026-03-19T18:00"}},
        {"periodo": {"inizio": "2026-02-16T07:30", "fine": "2026-03-18T07:30"}},
    ),
    ("segnaposto", "generico", {"testo": "Ore XX in piazza."}, {"testo": "In piazza XX Settembre, Giovanni XXIII."}),
    ("segnaposto", "generico", {"testo": "Dalle ... alle 8."}, {"testo": "Musica, cibo e tanto altro..."}),
    ("segnaposto", "generico", {"testo": "Chiama {telefono}."}, {"testo": "Chiama 112."}),
    ("segnaposto", "acqua_programmata", {"vie": [{"via": "via Piave", "tratto": "[inserire]"}]}, {}),
    ("via_sconosciuta", "acqua_programmata", {"vie": ["via Inventata"]}, {"vie": ["Toscoromagnola"]}),
    (
        "altro_comune",
        "generico",
        {"titolo": "Bientina: strada chiusa", "testo": "x"},
        {"titolo": "Via Bientina chiusa", "testo": "x"},
    ),
    ("altro_comune", "generico", {"testo": "Manca l'acqua a Bientina."}, {"testo": "Manca l'acqua a Fornacette."}),
    (
        "altro_comune",
        "meteo_allerta",
        {"provvedimenti": "il Comune di Bientina chiude le scuole"},
        {"provvedimenti": "ponte chiuso a Pontedera"},
    ),
    ("lunghezza", "generico", {"testo": "Parola breve. " * 42}, {"testo": "Parola breve. " * 30}),
    ("oltre_limite_canale", "generico", {"testo": "a" * 500, "luogo": "b" * 300, "titolo": "c" * 80}, {}),
    ("elenco_senza_pagina", "acqua_programmata", {"vie": ["via della Libertà"] * 40}, {}),
    ("maiuscole", "generico", {"testo": "CHIUSO IL PONTE NUOVO subito"}, {"testo": "POD, ISEE, GAS e Giovanni XXIII"}),
    ("emoji", "generico", {"testo": "Festa 🎉🎉🎉"}, {"testo": "Festa 🎉🎉"}),
    ("finto_grassetto", "generico", {"testo": "𝗔𝗟𝗟𝗘𝗥𝗧𝗔 rossa"}, {"testo": "Allerta rossa n° 1ª"}),
    ("burocratese", "generico", {"testo": "Bisogna effettuare la domanda."}, {"testo": "Bisogna fare la domanda."}),
    ("frase_lunga", "generico", {"testo": "parola " * 26}, {"testo": "parola " * 25}),
    ("link_insicuro", "generico", {"link": "http://comune.it/x"}, {"link": "https://comune.it/x"}),
    ("link_insicuro", "generico", {"testo": "Vedi https://bit.ly/x."}, {"testo": "Vedi https://comune.it/x."}),
    ("link_insicuro", "generico", {"testo": "Vedi www.comune.it"}, {"testo": "Vedi il sito."}),
    ("dati_personali", "generico", {"testo": "CF RSSMRA80A01H501U"}, {"testo": "Codice 12345678"}),
    ("dati_personali", "generico", {"testo": "IBAN IT60 X054 2811 1010 0000 0123 456"}, {"testo": "Conto del Comune"}),
    ("dati_personali", "generico", {"testo": "Auto targata AB123CD"}, {"testo": "Ordinanza 123 del 2026"}),
    ("dati_personali", "generico", {"testo": "mario.rossi@gmail.com"}, {"testo": "urp@comune.calcinaia.pi.it"}),
    ("numero_cellulare", "generico", {"testo": "Chiama Mario, 333 1234567."}, {"testo": "Chiama 0587 265442."}),
    ("telefono_strano", "acqua_guasto", {"telefono": "chiedi in Comune"}, {"telefono": "800 983 389 o 0587.265442"}),
    ("unknown_field", "generico", {"testi": "x"}, {}),
    ("missing_field", "generico", {"titolo": ""}, {}),
    ("one_of_fields", "rifiuti_variazione", {"recupero": ""}, {"recupero": "", "nessun_recupero": True}),
    ("wrong_type", "generico", {"titolo": 5}, {}),
    ("option", "servizio_ripristinato", {"servizio": "telefono"}, {"servizio": "Gas"}),
    ("limit", "generico", {"titolo": "x" * 81}, {"titolo": "x" * 80}),
    ("too_many", "meteo_allerta", {"consigli": list("abcde")}, {"consigli": list("abcd")}),
    ("unknown_key", "acqua_programmata", {"periodo": {**WATER, "ora": "8"}}, {}),
]


@pytest.mark.parametrize(("id", "category", "bad", "good"), FIELD_CASES)
def test_each_check_fires_and_stays_silent_as_documented(
    case: Case, id: str, category: str, bad: dict[str, Any], good: dict[str, Any]
) -> None:
    found = [problem for problem in case(category, bad) if problem.check == id]
    assert found
    assert all(problem.message and "{" not in problem.message.replace("{telefono}", "") for problem in found)
    assert id not in names(case(category, good))


@pytest.mark.parametrize(
    ("category", "at", "fields"),
    [
        ("acqua_programmata", "2022-08-24T08:31", {}),
        ("acqua_programmata", "2023-08-19T10:00", {}),
        ("acqua_guasto", "2021-10-20T18:00", {}),
        ("meteo_allerta", "2025-03-15T14:00", {}),
        ("rifiuti_variazione", "2026-12-26T10:00", {}),
        ("scuole", "2025-03-16T10:00", {}),
    ],
)
def test_dates_in_the_past(case: Case, category: str, at: str, fields: dict[str, Any]) -> None:
    found = [one for one in case(category, fields, at=at) if one.check == "data_passata"]
    assert found
    year = at[:4] if category != "acqua_programmata" else "2022"
    assert all(year in one.message for one in found)  # it may be the year that is wrong


@pytest.mark.parametrize(
    ("category", "at"),
    [
        ("acqua_programmata", "2022-08-24T08:30"),
        ("meteo_allerta", "2025-03-14T18:00"),
        ("viabilita", "2026-02-20T10:00"),
        ("servizio_ripristinato", "2022-08-26T10:00"),
        ("meteo_cessata", "2025-03-15T18:00"),
        ("rifiuti_variazione", "2026-12-25T10:00"),
    ],
)
def test_a_period_still_running_is_not_past(case: Case, category: str, at: str) -> None:
    assert "data_passata" not in names(case(category, at=at))


@pytest.mark.parametrize(
    ("category", "at", "speaks"),
    [
        ("generico", "2026-05-05T20:01", True),
        ("generico", "2026-05-05T07:59", True),
        ("generico", "2026-05-05T20:00", False),
        ("generico", "2026-05-05T08:00", False),
        ("meteo_cessata", "2025-03-15T22:01", True),
        ("meteo_cessata", "2025-03-15T21:59", False),
        ("meteo_allerta", "2025-03-14T03:00", False),
    ],
)
def test_hours_of_sending(case: Case, category: str, at: str, speaks: bool) -> None:
    assert ("fuori_orario" in names(case(category, at=at))) is speaks


@pytest.mark.parametrize(
    ("category", "at", "told"),
    [
        ("generico", "2026-05-05T19:31", "Tra le 19:30 e le 9:00"),
        ("generico", "2026-05-05T08:59", "Tra le 19:30 e le 9:00"),
        ("generico", "2026-05-05T09:00", ""),
        ("meteo_cessata", "2025-03-15T19:31", "Tra le 19:30 e le 9:00"),
        ("meteo_allerta", "2025-03-14T03:00", ""),
    ],
)
def test_the_hours_of_sending_are_those_that_the_office_does_not_call_quiet(
    catalogue: Catalogue, office: Office, context: CheckContext, category: str, at: str, told: str
) -> None:
    case = Case(catalogue, replace(office, quiet=QuietHours(time(19, 30), time(9))), context)
    found = [one.message for one in case(category, at=at) if one.check == "fuori_orario"]
    assert [told in each for each in found] == ([True] if told else [])


def test_short_notice_is_only_a_hint(case: Case) -> None:
    found = [one for one in case("acqua_programmata", at="2022-08-23T10:00") if one.check == "short_notice"]
    assert [one.severity for one in found] == [Severity.HINT]
    assert "short_notice" not in names(case("acqua_programmata"))


@pytest.mark.parametrize(
    ("day", "level", "issued", "fires"),
    [
        ("2025-03-14", "rossa", "2025-03-14T09:00", set()),
        ("2025-03-14", "arancione", "2025-03-14T09:00", {"livello_oltre_bollettino"}),
        ("2025-03-15", "rossa", "2025-03-13T15:00", set()),
        ("2025-03-16", "verde", "2025-03-14T09:00", set()),
    ],
)
def test_the_level_follows_the_bulletin(case: Case, day: str, level: str, issued: str, fires: set[str]) -> None:
    known = (Forecast(date.fromisoformat(day), level, ("rischio idraulico",), rome(issued)),)
    assert names(case("meteo_allerta", context={"bulletin": known})) == fires
    assert case("generico", context={"bulletin": known}) == ()


def test_an_alert_below_the_bulletin_is_stopped_by_one_of_today_only(case: Case) -> None:
    today, before = rome("2025-03-14T09:00"), rome("2025-03-13T15:00")
    fields = {"livello": "gialla"}
    for issued, check in ((today, "livello_diverso"), (before, "bollettino_vecchio")):
        known = (Forecast(date(2025, 3, 15), "rossa", ("rischio idraulico",), issued),)
        [found] = [one for one in case("meteo_allerta", fields, context={"bulletin": known}) if one.check == check]
        assert found.severity is (Severity.ERROR if issued == today else Severity.WARNING)
        assert "sabato 15 marzo" in found.message


def test_an_alert_without_the_towns_name_first(case: Case, catalogue: Catalogue) -> None:
    silent = replace(catalogue.get("meteo_allerta"), template=template("Allerta {livello}\n\n{ente}"))
    assert "senza_nome_comune" in names(case("meteo_allerta", category=silent))
    assert "senza_nome_comune" not in names(case("meteo_allerta"))
    assert "senza_nome_comune" not in names(case("generico"))


def test_checks_on_the_chosen_channels(case: Case) -> None:
    found = case("generico", channels=("telegram",))
    assert [(one.check, one.field) for one in found] == [("canale_spento", "channels")]
    assert "WhatsApp" in found[0].message
    found = case("generico", channels=("whatsapp",))
    assert "Telegram" in found[0].message
    assert case("generico", channels=("telegram", "whatsapp")) == ()
    assert case("cantiere", channels=("telegram",)) == ()
    assert case("generico", channels=("telegram",), context={"channels": ("telegram:principale",)}) == ()
    long = {"testo": "a" * 500, "luogo": "b" * 300, "titolo": "c" * 80}
    assert "oltre_limite_canale" not in names(case("generico", long, channels=("telegram",)))
    assert "oltre_limite_canale" in names(case("generico", long))


def test_the_channel_that_is_too_small_is_named(case: Case) -> None:
    streets = {"vie": ["via della Libertà"] * 40}
    found = [one.message for one in case("acqua_programmata", streets) if one.check == "elenco_senza_pagina"]
    assert len(found) == 1
    assert "WhatsApp" in found[0]
    assert "1024" in found[0]


def test_the_length_that_is_recommended_may_be_reached(case: Case, catalogue: Catalogue) -> None:
    category = catalogue.get("acqua_programmata")
    exact = replace(category, length=(1, len(category.example_text.replace("**", ""))))
    assert "lunghezza" not in names(case("acqua_programmata", category=exact))
    less = replace(category, length=(1, exact.length[1] - 1))
    assert "lunghezza" in names(case("acqua_programmata", category=less))


def test_another_town_is_found_in_its_field(case: Case) -> None:
    found = case("generico", {"testo": "Manca l'acqua a Bientina."})
    assert [(one.check, one.field) for one in found] == [("altro_comune", "testo")]
    assert "Bientina" in found[0].message


def test_checks_on_pictures(case: Case) -> None:
    assert "immagine_senza_testo" in names(case("evento", attachments=(replace(PICTURE, alt=" "),)))
    assert names(case("evento", attachments=(PICTURE,))) == {"attachment_only_telegram"}
    assert case("evento", attachments=(PICTURE,), channels=("telegram",), context={"channels": ()}) == ()
    approved = {"templates": frozenset({"evento_immagine_v1"})}
    assert case("evento", attachments=(PICTURE,), context=approved) == ()
    two = (PICTURE, replace(PICTURE, alt="La mappa"))
    assert names(case("evento", attachments=two, context=approved)) == {"attachment_one_whatsapp"}
    poster = {"titolo": "Sagra", "testo": "Tutto nella locandina."}
    assert "solo_immagine" in names(case("generico", poster, attachments=(PICTURE,)))
    assert "solo_immagine" not in names(case("generico", poster))


def test_nearly_the_same_text(case: Case, catalogue: Catalogue, office: Office) -> None:
    category = catalogue.get("acqua_programmata")
    at = rome(SENT["acqua_programmata"])
    text = markup.plain(render.spans(category, parse(category, category.example, office).values, office, at))
    sent = f"{text}\n\n{render.signature(office, at)}"

    def after(hours: float, words: str = sent) -> set[str]:
        recent = RecentNotice("acqua_programmata", words, at - timedelta(hours=hours))
        return names(case("acqua_programmata", context={"recent": (recent,)}))

    assert after(2) == {"doppione"}
    assert after(2, sent.replace("via Masoni", "via Manzoni")) == {"doppione"}
    assert after(-2) == {"doppione"}, "the clock was set back"
    assert after(25) == set()
    assert after(2, "Un altro avviso") == set()


@pytest.mark.parametrize("check", ["stessa_interruzione", "stessa_programmata", "stessa_in_attesa"])
def test_the_same_outage_in_other_words(case: Case, catalogue: Catalogue, check: str) -> None:
    at = rome(SENT["acqua_programmata"])
    fields = catalogue.get("acqua_programmata").example
    later = at + timedelta(hours=5) if check == "stessa_programmata" else None
    told = RecentNotice("acqua_programmata", "x", at - timedelta(days=2), 7, title="y", fields=fields, later=later)
    context = {"asked_about" if check == "stessa_in_attesa" else "recent": (told,)}
    assert names(case("acqua_programmata", context=context)) == {check}
    assert names(case("acqua_guasto", context=context)) & {check} == set()


def test_a_list_that_does_not_fit(case: Case) -> None:
    fields = {"vie": [f"via del Comune numero {number}" for number in range(60)]}
    context = {"addresses": {"telegram:principale": "https://t.me/comunecalcinaia"}, "streets": None}
    assert "elenco_accorciato" in names(case("acqua_programmata", fields, context=context))
    assert "elenco_senza_pagina" in names(case("acqua_programmata", fields, context={"streets": None}))


def test_an_alert_that_nobody_closed(case: Case) -> None:
    at = rome(SENT["generico"])
    alert = OpenAlert(5, at - timedelta(days=1), at - timedelta(hours=3))
    found = case("generico", context={"open_alerts": (alert,)})
    assert [(one.check, one.severity) for one in found] == [("chiusura_mancante", Severity.HINT)]
    assert "inviata il 4 maggio 2026" in found[0].message
    assert "alle 7:00 di martedì 5 maggio" in found[0].message
    assert case("generico", context={"open_alerts": (alert,)}, follows=5) == ()
    closable = replace(alert, closed_by=frozenset({"generico"}))
    assert case("generico", context={"open_alerts": (closable,)}) == ()
    running = replace(alert, end=at + timedelta(hours=1))
    assert case("generico", context={"open_alerts": (running,)}) == ()


def test_an_alert_is_open_until_something_closes_it(catalogue: Catalogue) -> None:
    end = rome("2025-03-15T14:00")
    alert = RecentNotice("meteo_allerta", "", rome("2025-03-14T10:00"), 1, end)
    water = RecentNotice("acqua_programmata", "", rome("2025-03-14T11:00"), 2, end)
    after = end + timedelta(hours=1)
    assert open_alerts([water, alert], catalogue, after) == (OpenAlert(1, alert.at, end, frozenset({"meteo_cessata"})),)
    assert open_alerts([alert], catalogue, end) == ()
    assert open_alerts([replace(alert, valid_until=None)], catalogue, after) == ()
    clear = RecentNotice("meteo_cessata", "", end, 3)
    assert open_alerts([clear, alert], catalogue, after) == ()
    assert open_alerts([replace(clear, at=alert.at - timedelta(hours=1)), alert], catalogue, after) != ()
    update = RecentNotice("meteo_aggiornamento", "", rome("2025-03-14T18:00"), 4, end)
    assert [one.notice for one in open_alerts([alert, update], catalogue, after)] == [4]
    assert open_alerts([alert, replace(water, follows=1)], catalogue, after) == ()


def test_many_notices_in_a_day(case: Case) -> None:
    assert names(case("generico", context={"sent_today": 3})) == {"troppi_messaggi"}
    assert case("generico", context={"sent_today": 2}) == ()
    assert case("meteo_allerta", context={"sent_today": 9}) == ()


def test_checks_without_their_data_are_silent(case: Case) -> None:
    bare: dict[str, Any] = {"streets": None, "jargon": {}, "municipalities": (), "channels": ()}
    fields = {"vie": ["via Inventata"], "esclusi": "a Bientina, da effettuare"}
    assert case("acqua_programmata", fields, context=bare) == ()


def test_a_correction_may_quote_the_wrong_day(case: Case) -> None:
    assert case("rettifica", {"errato": "martedì 24 agosto, domani"}) == ()


def test_problems_come_gravest_first_and_are_told_apart(case: Case) -> None:
    problems = case("generico", {"titolo": "", "testo": "Domani bisogna effettuare una domanda."})
    assert [one.severity for one in problems] == [Severity.ERROR, Severity.WARNING, Severity.HINT]
    assert names(blocking(problems)) == {"missing_field"}
    assert names(warnings(problems)) == {"parole_relative"}
    assert "Titolo" in problems[0].message
    assert problems[0].field == "titolo"


@pytest.mark.parametrize(
    "rule",
    ["picture_first_frame", "picture_scaled", "picture_padded", "picture_flattened", "picture_place_removed"],
)
def test_changed_attachments_are_reported(case: Case, rule: str) -> None:
    file = PreparedFile.of("locandina.png", PNG, b"", size=(4100, 205), changes=(FileChange(rule),))
    problems = case("evento", attachments=(replace(PICTURE, file=file),))
    (found,) = [problem for problem in problems if problem.check == rule]
    assert found.field == "attachments"
    assert "locandina.png" in found.message
    assert (found.severity is Severity.WARNING) == (rule == "picture_first_frame")
    assert rule not in names(case("evento", attachments=(PICTURE,)))


def test_an_hour_to_send_at_that_has_passed_blocks_the_notice(
    catalogue: Catalogue, office: Office, context: CheckContext
) -> None:
    now = rome(SENT["generico"])
    for due, found in ((now, ["ora_passata"]), (now + timedelta(minutes=1), [])):
        draft = Draft("u", "generico", catalogue.get("generico").example, due=due)
        composed = compose(catalogue, draft, office, now, ("telegram:principale",), context)
        assert [one.check for one in composed.problems if one.field == "due"] == found
        assert (composed.notice is None) == bool(found)


def test_every_rule_has_a_test(resources: Path) -> None:
    rules = set(tomllib.loads((resources / "checks.toml").read_text(encoding="utf-8"))) - {"expected"}
    source = Path(__file__).read_text(encoding="utf-8")
    assert [rule for rule in rules if f'"{rule}"' not in source] == []


def test_a_broken_rules_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "checks.toml"
    path.write_text("[expected]\n[x]\nseverity = 'grave'\nit = ''")
    with pytest.raises(ConfigError, match="resource_file"):
        Rules.load(path)


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("💧⚡", 2), ("ℹ️", 1), ("👨‍👩‍👧", 1), ("👍🏽", 1), ("🇮🇹🇮🇹", 2), ("♻️ 12 © à", 1), ("🏗️🗳️", 2)],
)
def test_emoji_are_counted_as_they_are_read_out(text: str, count: int) -> None:
    assert count_emoji(text) == count


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://www.comune.calcinaia.pi.it/novita?a=b#c", True),
        ("https://comune.it:443/", True),
        ("http://comune.it", False),
        ("https://localhost/x", False),
        ("https://comune.it@evil.example/", False),
        ("https://tinyurl.com/x", False),
        ("https://www.bit.ly/x", False),
        ("https://comune.it:99999/", False),
        ("https://[::1", False),
        ("https://comune .it", False),
        ("javascript:alert(1)", False),
        ("comune.it", False),
    ],
)
def test_safe_links(address: str, safe: bool) -> None:
    assert is_safe_link(address) is safe


def test_a_town_without_a_street_list_is_not_warned_about_streets(case: Case, resources: Path) -> None:
    other = CheckContext.load(resources, office=Office("Comune di Bientina"))
    assert other.streets is None
    assert case("acqua_programmata", {"vie": ["via Inventata"]}, context={"streets": other.streets}) == ()
