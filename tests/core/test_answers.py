# SPDX-License-Identifier: EUPL-1.2
"""The six texts that the office answers with, as they reach a phone."""

from __future__ import annotations

from pathlib import Path

import pytest

from comunecast_gui.core.answers import AnswerKind, AnswerTexts
from comunecast_gui.core.errors import ConfigError
from comunecast_gui.core.model import Office

TEXTS = Path(__file__).resolve().parents[2] / "resources" / "messages" / "it.toml"
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


def test_all_are_there_and_short_enough() -> None:
    texts = AnswerTexts.load(TEXTS, OFFICE)
    for kind in AnswerKind:
        assert 40 < len(texts.text(kind)) < 1024


def test_what_is_not_set_is_not_spoken_of() -> None:
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
