# SPDX-License-Identifier: EUPL-1.2
"""Sentences for people: there in both languages, filled without ever failing."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from comunecast_gui.core.errors import ConfigError, InputError, Misconfigured, OutcomeUnknown, Permanent, Transient
from comunecast_gui.core.sentences import Sentences


@pytest.fixture(scope="module", params=["it", "en"])
def sentences(request: pytest.FixtureRequest, resources: Path) -> Sentences:
    return Sentences.load(resources / "sentences", request.param)


def test_both_languages_say_the_same_things_with_the_same_values(resources: Path) -> None:
    italian = Sentences.load(resources / "sentences", "it")
    english = Sentences.load(resources / "sentences", "en")
    assert set(italian.by_path) == set(english.by_path)
    for code, text in italian.by_path.items():
        assert set(re.findall(r"\{\w+\}", text)) == set(re.findall(r"\{\w+\}", english.by_path[code])), code


def test_sentences_do_not_shout(sentences: Sentences) -> None:
    assert [code for code, text in sentences.by_path.items() if "!" in text] == []


def test_an_error_of_a_person_is_filled(sentences: Sentences) -> None:
    text = sentences.of(InputError("unknown_category", category="acqua", known=["uno", "due"]))
    assert "acqua" in text
    assert "uno, due" in text


def test_a_key_is_found_with_and_without_its_section(sentences: Sentences) -> None:
    assert sentences.text("dispatch.no_channel") == sentences.text("no_channel")
    assert sentences.has("no_channel")


def test_missing_values_and_unknown_codes_never_fail(sentences: Sentences) -> None:
    assert "{" not in sentences.text("unknown_category")
    assert "xyz" in sentences.text("xyz")
    assert not sentences.has("xyz")
    assert "{a} {0}" in sentences.text("notice_malformed", file="{a} {0}", line=1)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (Transient("nowhere_named", "lento"), "send.transient"),
        (Permanent("nowhere_named", "lento"), "send.permanent"),
        (OutcomeUnknown("nowhere_named", "lento"), "send.unknown"),
        (Misconfigured("nowhere_named", "lento"), "send.misconfigured"),
    ],
)
def test_a_service_s_answer_has_a_sentence(sentences: Sentences, error: Transient, code: str) -> None:
    assert sentences.of(error) == sentences.text(code, detail="lento")


def test_a_broken_file_is_a_configuration_error(tmp_path: Path) -> None:
    (tmp_path / "it.toml").write_text("[x")
    for language in ("it", "de"):
        with pytest.raises(ConfigError, match="sentences_file"):
            Sentences.load(tmp_path, language)


def test_every_code_that_the_texts_raise_has_its_sentence(sentences: Sentences, resources: Path) -> None:
    core = resources.parent / "comunecast_gui" / "core"
    sources = "\n".join(path.read_text(encoding="utf-8") for path in core.rglob("*.py"))
    codes = set(re.findall(r"(?:InputError|ConfigError)\(\s*\"(\w+)\"", sources))
    assert {"unknown_category", "notice_malformed", "timezone"} <= codes
    assert sorted(code for code in codes if not sentences.has(code)) == []


def test_the_checks_speak_both_languages_with_the_same_values(resources: Path) -> None:
    rules = tomllib.loads((resources / "checks.toml").read_text(encoding="utf-8"))
    assert all(set(words) == {"it", "en"} for words in rules.pop("expected").values())
    for id, rule in rules.items():
        assert set(rule) == {"severity", "it", "en"}, id
        assert set(re.findall(r"\{\w+\}", rule["it"])) == set(re.findall(r"\{\w+\}", rule["en"])), id
