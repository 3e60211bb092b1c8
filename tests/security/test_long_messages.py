# SPDX-License-Identifier: EUPL-1.2
"""Any message is tokenized within milliseconds, and a long message is never taken for a short one."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from comunecast_gui.core.inbound.intent import Intent, IntentReader
from comunecast_gui.core.tokenizer import LONGEST, beginning_of, clauses_of, is_question, tokens_of
from comunecast_gui.system import paths

SOON = 1.0
"""Seconds of the processor; a reader that goes back over what it read takes many times as long."""
PIECES = (
    "\n", " ", "\t", "\r", "-", "--\n", "- ", "dis ", "dis-", "dissatt", "inviato da ", "inviato dal mio ", "l'", "x",
    "xd", ":-", "^", "(", "[", ",", "…", ".", "'", "attiva ", "disattiva ", "non ", "\u200b", "\u0301", "ﷺ", "\x0b",
    "\u2028",
    "sent from", "🙏", "a\n", " -", "grazie ", "buongiorno ",
)  # fmt: skip


@pytest.fixture(scope="module")
def reader() -> IntentReader:
    return IntentReader.load(paths.resource("intent", "it.toml"))


@pytest.mark.parametrize("piece", PIECES, ids=ascii)
def test_repeated_pieces_are_tokenized_in_linear_time(reader: IntentReader, piece: str) -> None:
    text = piece * (65_536 // len(piece))
    began = time.process_time()
    reader.read(text)
    reader.read(f"disattiva{text}")
    reader.read(f"{text}attiva")
    clauses_of(text, ())
    tokens_of(text)
    is_question(text)
    assert time.process_time() - began < SOON


@settings(suppress_health_check=[HealthCheck.too_slow])  # on a busy machine it says nothing of these few lists
@given(st.lists(st.tuples(st.sampled_from(PIECES), st.integers(1, 3000)), max_size=6))
@example([("\n", 65_000)])
def test_mixed_pieces_are_tokenized_in_linear_time(pieces: list[tuple[str, int]]) -> None:
    text = "".join(piece * times for piece, times in pieces)
    began = time.process_time()
    short, whole = beginning_of(text)
    clauses_of(short, ())
    assert time.process_time() - began < SOON
    assert len(short) <= LONGEST
    assert whole == (
        len("\n".join(line.strip() for line in text.replace("\r", "\n").split("\n") if line.strip())) <= LONGEST
    )


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("Attiva" + "\n" * 65_000 + "grazie", Intent.JOIN),
        ("\n" * 65_000 + "Attiva", Intent.JOIN),
        ("Attiva " + "grazie " * 300, Intent.OTHER),
        ("Attiva. " * 200, Intent.OTHER),
        ("Disattiva. " + "Bla bla. " * 300, Intent.LEAVE),
        ("Vi prego di cancellarmi dalla lista. " + "Bla bla. " * 300, Intent.LEAVE),
        ("Bla bla. " * 111 + "Non disattivate nulla", Intent.OTHER),
        ("bla " * 249 + "non disattivate", Intent.OTHER),
    ],
)
def test_what_a_long_message_asks_for(reader: IntentReader, text: str, intent: Intent) -> None:
    assert reader.read(text).wish is intent


def test_a_message_is_cut_after_a_whole_sentence() -> None:
    assert beginning_of("Uno. " * 100) == (("Uno. " * 100).strip(), True)
    text, whole = beginning_of("Tolgo il disturbo. " * 100)
    assert not whole
    assert text.endswith("disturbo.")
