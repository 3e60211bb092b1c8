# SPDX-License-Identifier: EUPL-1.2
"""The step Chi scrive Attiva: keys, values to paste, each wrong one named, and the whole round trip."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from comunecast_gui.core.errors import ConfigError, InputError
from comunecast_gui.core.sentences import Sentences
from comunecast_gui.core.setup.relay_choice import RelayWay
from comunecast_gui.core.setup.step_report import StepState
from tests.relay.in_process import HostedRelay
from tests.services.setup.conftest import APP_SECRET, MakeBench, SetupBench

ANNA = "393331110001"
SENTENCES_FOLDER = Path(__file__).parents[3] / "resources" / "sentences"


def paste(bench: SetupBench, host: HostedRelay, **wrong: str) -> None:
    """A person pastes the four values on the web space, some of them wrong, and starts it."""
    host.paste(**{**bench.relay.values(), "RELAY_APP_SECRET": APP_SECRET, **wrong})


@pytest.fixture
def ready(make_bench: MakeBench, host: HostedRelay) -> SetupBench:
    """Number, address and app secret are entered; the four values are pasted."""
    bench = make_bench(webhook_url=f"{host.url}/webhook").with_number()
    bench.relay.choose(RelayWay.WEB_SPACE)
    bench.relay.use_address(f"{host.url}/webhook")
    bench.relay.keep_app_secret(APP_SECRET)
    paste(bench, host)
    return bench


def codes(bench: SetupBench) -> list[tuple[str, bool]]:
    return [(one.code, one.fine) for one in bench.relay.check()]


def test_the_whole_round_trip(ready: SetupBench) -> None:
    assert codes(ready) == [
        ("relay_answers", True), ("relay_right_keys", True), ("relay_right_word", True), ("relay_signed", True),
        ("relay_subscribed", True),
    ]  # fmt: skip
    assert [one.code for one in ready.relay.report().open] == ["setup_relay_unheard"]
    before = ready.relay.begin()
    ready.sandbox.control.citizen_writes(ANNA, "Attiva")
    deadline = time.monotonic() + 20
    while not (trip := ready.relay.listen(before)).whole:
        assert time.monotonic() < deadline
    assert (trip.joined, trip.answered) == (1, 1)
    assert trip.newest.endswith("01")
    assert ANNA not in trip.newest
    [answer] = ready.sandbox.control.phone(ANNA)
    assert "Comune di Calcinaia" in answer.displayed
    assert ready.relay.report().state is StepState.DONE


def test_nobody_there_and_another_page_there(ready: SetupBench, host: HostedRelay) -> None:
    host.stopped = True
    assert codes(ready) == [("relay_nobody", False)]
    ready.relay.use_address(ready.sandbox.graph_url)
    assert codes(ready) == [("relay_another_page", False)]


def test_without_the_app_secret_the_signed_test_waits_for_it(make_bench: MakeBench, host: HostedRelay) -> None:
    bench = make_bench()
    bench.relay.use_address(host.url)
    paste(bench, host)
    assert codes(bench)[-1] == ("relay_no_secret", False)
    bench.relay.keep_app_secret(APP_SECRET)
    assert codes(bench)[-1] == ("relay_needs_number", False)


def test_keys_are_made_once_and_a_new_address_gets_another_one(bench: SetupBench) -> None:
    with pytest.raises(ConfigError, match="setup_relay_first"):
        bench.relay.values()
    bench.relay.use_address("avvisi.comune.example.it")
    assert bench.folder.configured().relay is not None
    before = bench.relay.values()
    bench.relay.use_address("https://avvisi.comune.example.it/")
    assert bench.relay.values() == before
    bench.relay.use_address("https://altro.example.it/webhook")
    after = bench.relay.values()
    assert after["RELAY_KEY_HASH"] != before["RELAY_KEY_HASH"], "nobody at the new address knew the former key"
    assert after["RELAY_PUBLIC_KEY"] == before["RELAY_PUBLIC_KEY"], "what waits is still opened"


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda relay: relay.use_address("http://avvisi.example.it"), "setup_url_not_https"),
        (lambda relay: relay.use_address("  "), "setup_bad_url"),
        (lambda relay: relay.use_address("due parole"), "setup_bad_url"),
        (lambda relay: relay.keep_app_secret("abc"), "setup_app_secret"),
        (lambda relay: relay.keep_app_secret("https://developers.facebook.com/apps/"), "setup_app_secret"),
    ],
)
def test_what_is_no_address_and_no_secret(bench: SetupBench, call: Callable[..., object], code: str) -> None:
    with pytest.raises(InputError, match=code):
        call(bench.relay)


def test_not_now_is_an_answer_too(bench: SetupBench) -> None:
    assert bench.relay.report().state is StepState.MISSING
    bench.relay.choose(RelayWay.NOT_NOW)
    assert bench.relay.report().state is StepState.DONE


@pytest.mark.parametrize("language", ["it", "en"])
def test_no_sentence_of_this_step_is_said_where_the_relay_is_used_every_day(language: str) -> None:
    paths = Sentences.load(SENTENCES_FOLDER, language).by_path
    here, everyday = (
        {path.removeprefix(f"{section}.") for path in paths if path.startswith(f"{section}.")}
        for section in ("relay_setup", "relay")
    )
    assert here
    assert here & everyday == set(), "a code without its section would find whichever stands first"
