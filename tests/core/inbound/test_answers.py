# SPDX-License-Identifier: EUPL-1.2
"""The texts that the office answers with, as they reach a phone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from comunecast_gui.core.choices import Breadth, Offer, Topic, Wanted, Wants
from comunecast_gui.core.errors import ConfigError
from comunecast_gui.core.inbound.answers import AnswerKind, AnswerTexts
from comunecast_gui.core.model import Office

TEXTS = Path(__file__).resolve().parents[3] / "resources" / "answers" / "it.toml"
OFFICE = Office(
    "Comune di *Calcinaia*",
    phone="0587 265442",
    email="ufficio_stampa@comune.example.it",
    privacy_url="https://comune.example.it/privacy_policy",
)


def test_the_welcome_says_what_it_must() -> None:
    text = AnswerTexts.load(TEXTS, OFFICE).text(AnswerKind.WELCOME)
    assert text.startswith("✅ *Iscrizione attiva*\n\nComune di ∗Calcinaia∗ ti dà il benvenuto nel servizio")
    for part in ("scrivi *Disattiva*.", "Nessuno vede il tuo numero", "Salva questo numero in rubrica", "112"):
        assert part in text
    assert text.endswith("Come usiamo i tuoi dati: https://comune.example.it/privacy_policy")
    assert "*Calcinaia*" not in text  # a value does not become markup
    assert "{" not in text


def test_all_answer_texts_exist_and_are_short_enough() -> None:
    texts = AnswerTexts.load(TEXTS, OFFICE)
    for kind in AnswerKind:
        assert 40 < len(texts.text(kind)) < 1024


def test_unset_office_data_is_not_mentioned_in_answers() -> None:
    texts = AnswerTexts.load(TEXTS, Office("Comune di Calcinaia"))
    for kind in AnswerKind:
        assert "{" not in texts.text(kind)
    assert "dati:" not in texts.text(AnswerKind.WELCOME)
    assert "Per parlare" not in texts.text(AnswerKind.OTHER)


def test_a_missing_text_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "it.toml"
    broken.write_text('welcome = "x"', encoding="utf-8")
    with pytest.raises(ConfigError) as refused:
        AnswerTexts.load(broken, OFFICE)
    assert refused.value.code == "resource_file"


OFFER = Offer(("Calcinaia", "Fornacette", "Sardina"), (Topic("meteo", ("meteo_allerta",)),))


def test_answer_texts_name_the_zones_and_topics_received() -> None:
    texts = AnswerTexts.load(TEXTS, replace(OFFICE, offer=OFFER))
    welcome = texts.text(AnswerKind.WELCOME)
    assert "Riceverai messaggi su acqua" in welcome
    assert "scrivi *Attiva* e una di queste parole: Calcinaia, Fornacette, Sardina, meteo." in welcome
    two = Wants(zones=Wanted(Breadth.SOME, frozenset({"sardina", "calcinaia"})))
    for kind in (AnswerKind.WELCOME, AnswerKind.CHOSEN):
        assert "Zone: riceverai solo gli avvisi per *Calcinaia e Sardina*, oltre" in texts.text(kind, two)
        assert "Riceverai messaggi su acqua" not in texts.text(kind, two)
    chosen = texts.text(AnswerKind.CHOSEN, Wants(Wanted(Breadth.SOME), Wanted(Breadth.BUT, frozenset({"meteo"}))))
    for part in ("nessuno per una sola zona", "tutti tranne *meteo*", "tutto scrivi *Attiva*", "scrivi *Disattiva*"):
        assert part in chosen
    assert "Riceverai tutti gli avvisi." in texts.text(AnswerKind.CHOSEN)


def test_choices_no_longer_offered_are_not_mentioned_in_answers() -> None:
    texts = AnswerTexts.load(TEXTS, replace(OFFICE, offer=OFFER))
    assert "Riceverai tutti" in texts.text(AnswerKind.CHOSEN, Wants(topics=Wanted(Breadth.BUT, frozenset({"sagre"}))))
