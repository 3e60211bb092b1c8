# SPDX-License-Identifier: EUPL-1.2
"""Sentences for people: there in both languages, filled without ever failing."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from comunecast_gui.core.changes import LanePhase, LaneProgress, SetAside
from comunecast_gui.core.delivery.waits import why_nothing_moves
from comunecast_gui.core.errors import ConfigError, InputError, Misconfigured, OutcomeUnknown, Permanent, Transient
from comunecast_gui.core.sentences import Sentences
from comunecast_gui.system.secrets import SecretName


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
        (Transient("nowhere_named", "lento"), "call.transient"),
        (Permanent("nowhere_named", "lento"), "send.permanent"),
        (OutcomeUnknown("nowhere_named", "lento"), "call.unknown"),
        (Misconfigured("nowhere_named", "lento"), "send.misconfigured"),
    ],
)
def test_a_service_s_answer_has_a_sentence(sentences: Sentences, error: Transient, code: str) -> None:
    assert sentences.of(error) == sentences.text(code, detail="lento")


_LANE_ENDS = (
    *("connect", "tls", "timeout", "connection", "server", "junk", "429", "4", "613", "80007", "130429", "131057", "2"),
    *("too_many_unknown", "internal_fault", "channel_gone", "other_channel", "later"),
    *("database_locked", "disk_full", "database_unusable", "database_read_only", "database_unreachable"),
    *("database_corrupt", "database_newer", "keyring_locked", "secret_missing"),
)
_PROMISES = re.compile(r"riprova da solo|riprende da solo|riprovo|by itself again|tries again|goes on by itself")
"""What only a program that goes on may say of itself."""


@pytest.mark.parametrize("phase", [LanePhase.STOPPED, LanePhase.MISCONFIGURED])
@pytest.mark.parametrize("code", _LANE_ENDS)
def test_why_a_lane_ended_has_a_sentence_that_promises_nothing(
    sentences: Sentences, code: str, phase: LanePhase
) -> None:
    text = sentences.of_lane(LaneProgress("whatsapp", phase, code=code, detail="perché"))
    other = sentences.of_lane(LaneProgress("whatsapp", phase, code="nowhere_named", detail="perché"))
    assert text != other
    assert "perché" in other
    assert not _PROMISES.search(text)
    assert "{" not in text


def test_a_database_in_trouble_is_not_called_a_badly_configured_channel(sentences: Sentences) -> None:
    words = {"database_locked": ("archivio", "database"), "disk_full": ("disco", "disk"), "130429": ("Meta", "Meta")}
    for code, (italian, english) in words.items():
        text = sentences.of_lane(LaneProgress("whatsapp", LanePhase.STOPPED, code=code))
        assert (italian if sentences.language == "it" else english) in text
        assert "configurato" not in text
        assert "comunecast resume" in text


@pytest.mark.parametrize(
    "code",
    [
        *("telegram_token", "telegram_token_moved", "telegram_rights", "telegram_chat_not_found"),
        *("telegram_not_channel", "telegram_address", "telegram_blocked"),
    ],
)
def test_a_stopped_telegram_channel_is_told_in_our_words_wherever_it_is_shown(sentences: Sentences, code: str) -> None:
    """Progress, home, history, commands, and the list of a post's changes: never the service's own word alone."""
    lane = LaneProgress("telegram:principale", LanePhase.MISCONFIGURED, code=code, detail="Unauthorized")
    wait = why_nothing_moves(lane, sentences)
    assert wait is not None
    told = [
        sentences.of_lane(lane),
        sentences.of_lane(SetAside(1, code, "Unauthorized")),
        f"{wait.sentence}. {wait.advice}",
        sentences.of(Misconfigured(code, "Unauthorized")),
        sentences.of_delivery(code, "Unauthorized"),
        sentences.of_post_change("edit", "corrected", "failed", code, "Unauthorized"),
    ]
    shown_for = {"telegram_token_moved": told[:5], "telegram_blocked": told[5:]}.get(code, [])
    for text in (one for one in told if one not in shown_for):  # these name an address, or what a proxy answered
        assert "nauthorized" not in text
    for text in told:
        assert text.count(". ") >= 1, "what to do about it"


def test_what_became_of_a_post_has_one_colon_at_the_most(sentences: Sentences) -> None:
    """The channel comes before it with a colon of its own, and the reason after it."""
    done = sentences.of_post_change("edit", "corrected", "done")
    failed = sentences.of_post_change("pin", "", "failed", "telegram_rights")
    assert (done.count(": "), failed.split(". ")[0].count(": ")) == (0, 1)


def test_how_many_people_can_be_reached_is_said_in_words(sentences: Sentences) -> None:
    said = sentences.of_held("its_limit_is_lower", "2000/5312")
    assert {"it": "(2000 su 5312)", "en": "(2000 of 5312)"}[sentences.language] in said


def test_a_lane_that_waits_says_why_and_that_it_goes_on(sentences: Sentences) -> None:
    waits = LaneProgress("whatsapp", LanePhase.WAITING, code="connect")
    assert sentences.of_wait(waits)[0] == sentences.text("waiting.connect", service="WhatsApp")
    assert sentences.of_pause(waits, "10:00").endswith("10:00.")
    assert "lento" in sentences.of_wait(LaneProgress("whatsapp", LanePhase.WAITING, code="9", detail="lento"))[1]


_QUEUE = re.compile(r"in coda|riprend|queued|resum", re.IGNORECASE)


def test_before_anything_is_queued_no_sentence_speaks_of_a_queue(sentences: Sentences) -> None:
    """What a person reads who is asked whether to send: nothing of the notice is anywhere yet."""
    not_queued = sentences.text("general.not_queued")
    for path, text in sentences.by_path.items():
        section, _, code = path.partition(".")
        if section == "channel" and "{kept}" in text and code != "channel_gone":
            told = sentences.of(Misconfigured(code, "perché"), queued=False)
            assert not_queued in told
            assert not _QUEUE.search(told.replace(not_queued, "")), path


def test_no_delivery_and_no_call_promises_what_the_program_does_next(sentences: Sentences) -> None:
    sections = ("channel.", "send.", "call.", "stopped.", "waiting.")
    promising = [
        path for path, text in sentences.by_path.items() if path.startswith(sections) and _PROMISES.search(text)
    ]
    assert promising == []


def test_a_call_that_only_reads_speaks_of_no_message(sentences: Sentences) -> None:
    for code in ("timeout", "connection", "server", "junk", "unexpected", "internal"):
        assert "messaggio" not in sentences.of(Transient(code))
        assert "message" not in sentences.of(Transient(code))


def test_each_kind_of_code_of_a_delivery_is_explained(sentences: Sentences) -> None:
    assert sentences.of_delivery("") == ""
    assert sentences.of_delivery("131026") == sentences.text("channel.131026")
    assert sentences.of_delivery("131042") == sentences.text("channel.whatsapp_131042")
    assert sentences.of_delivery("999999", "strange") == "strange (999999)"
    assert sentences.of_delivery("999999") == "999999"


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


_TERMINAL = re.compile(
    r"comunecast [a-z]|COMUNECAST|office\.toml|\b[a-z]+_[a-z_]+\b|(?<!\w)--\w|\b[A-Z]+_[A-Z]+\b"
    r"|\b[Cc]omand[oi]:|\bcommands?:|\[[a-z]+\]|\bdocs/\w"
)
"""Commands, options, variables, names of settings and of their tables, papers of the source tree: what whoever runs the
program types or reads, and an officer never."""
_NOT_IN_A_WINDOW = ("cli.", "help.", "ledger.", "notice_file.", "secret_key.")
_FOR_WHO_RUNS_IT = {
    "database.backup_moves",
    "database.backup_not_on_server",
    "database.backup_unsealed",
    "delivery.nothing_to_take_back",
    "delivery.nothing_to_take_back_of_notice",
    "delivery.nothing_unknown",
    "inbox.relay_keys_shown",
    "relay.keys_for_relay",
    "relay.relay_keys_in_environment",
    "relay.skip_unasked",
    "settings.settings_bad_marketing",
}
"""Said only to whoever types the command, or writes the settings file."""


@pytest.mark.parametrize("language", ["it", "en"])
def test_no_sentence_of_the_window_speaks_of_commands_or_settings_names(resources: Path, language: str) -> None:
    window = Sentences.load(resources / "sentences", language, window=True)
    technical = {
        path: text
        for path, text in window.by_path.items()
        if not path.startswith(_NOT_IN_A_WINDOW) and _TERMINAL.search(re.sub(r"\{\w+\}", "", text))
    }
    assert technical.keys() - _FOR_WHO_RUNS_IT == set()


@pytest.mark.parametrize("language", ["it", "en"])
def test_what_the_window_says_in_its_own_words_is_a_whole_sentence(resources: Path, language: str) -> None:
    window, terminal = (Sentences.load(resources / "sentences", language, window=window) for window in (True, False))
    own = {path: text for path, text in window.by_path.items() if text != terminal.by_path[path]}
    assert own
    assert [path for path, text in own.items() if not text.endswith(".")] == []


def test_what_meta_refused_or_limits_is_counted_in_words_that_fit_one_too(sentences: Sentences) -> None:
    for code in ("whatsapp_payment_refused", "whatsapp_limit_short"):
        said = sentences.text(f"health.{code}", count=1, left=1, people=2, days=2)
        assert not re.search(r"\b1 (messaggi|persone|messages|people|more people)\b", said), said


@pytest.mark.parametrize("language", ["it", "en"])
@pytest.mark.parametrize("window", [True, False])
def test_no_sentence_keeps_the_marks_of_the_two_wordings(resources: Path, language: str, *, window: bool) -> None:
    found = Sentences.load(resources / "sentences", language, window=window)
    marks = ("[[", "]]", "()", " . ", " , ", "..", ",.", "  ")
    said = {path: text for path, text in found.by_path.items() if not path.startswith(("cli.", "help."))}
    plain = {path: text.replace("...", "…") for path, text in said.items()}
    broken = [path for path, text in plain.items() if text != text.strip() or any(mark in text for mark in marks)]
    assert broken == []


def test_a_missing_key_is_named_in_the_words_of_whoever_reads_it(resources: Path) -> None:
    error = ConfigError("secret_missing", name="telegram_token", variable="COMUNECAST_TELEGRAM_TOKEN")
    officer = Sentences.load(resources / "sentences", "it", window=True).of(error)
    assert officer.startswith("Manca la chiave di accesso a Telegram.")
    assert "menu File, «Chiavi dei servizi…»" in officer
    assert "telegram_token" not in officer
    assert "COMUNECAST" not in officer
    terminal = Sentences.load(resources / "sentences", "it").of(error)
    assert "comunecast secrets set telegram_token" in terminal
    assert "COMUNECAST_TELEGRAM_TOKEN" in terminal


def test_every_credential_has_words_for_an_officer(resources: Path) -> None:
    for language in ("it", "en"):
        found = Sentences.load(resources / "sentences", language, window=True)
        for name in SecretName:
            assert found.text("secret_missing", name=name.value).count("-") == 0, name
