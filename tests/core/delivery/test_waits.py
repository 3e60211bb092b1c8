# SPDX-License-Identifier: EUPL-1.2
"""Every state of a channel in which nothing moves has a sentence for large letters, and says what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from comunecast_gui.core.changes import LanePhase, LaneProgress
from comunecast_gui.core.delivery.waits import Wait, carried, why_nothing_moves
from comunecast_gui.core.sentences import Sentences

_LONGEST = 60
"""Characters of a sentence that stands on a line in large letters."""
STATES = {
    (LanePhase.WAITING, "offline"): ("Manca Internet su questo computer", "Controlla il cavo di rete o il Wi-Fi."),
    (LanePhase.WAITING, "name_unknown"): ("Internet sembra non funzionare: il servizio non si trova", "nel browser"),
    (LanePhase.WAITING, "connect"): ("WhatsApp non risponde", "chiama chi gestisce la rete"),
    (LanePhase.WAITING, "timeout"): ("WhatsApp non risponde in tempo", "controlla che Internet funzioni"),
    (LanePhase.WAITING, "connection"): ("Il collegamento con il servizio si interrompe", "Controlla il cavo"),
    (LanePhase.WAITING, "tls"): ("Il collegamento sicuro con il servizio non riesce", "data e ora"),
    (LanePhase.WAITING, "junk"): ("Al posto del servizio risponde qualcos'altro", "completa l'accesso"),
    (LanePhase.WAITING, "server"): ("WhatsApp ha un guasto", "Non dipende da questo computer"),
    (LanePhase.WAITING, "130429"): ("Meta chiede di inviare più piano", "non serve altro che aspettare"),
    (LanePhase.WAITING, "429"): ("WhatsApp chiede di aspettare prima di inviare ancora", "aspettare"),
    (LanePhase.WAITING, "later"): ("Per oggi Meta non lascia raggiungere altre persone", "limite delle 24 ore"),
    (LanePhase.WAITING, "987654"): ("WhatsApp per ora non accetta i messaggi", "987654"),
    (LanePhase.OPENING, "others_prepare"): ("Aspetta che sia pronto anche un altro canale", "tutti insieme"),
    (LanePhase.OPENING, "offline"): ("Manca Internet su questo computer", "Controlla il cavo di rete o il Wi-Fi."),
    (LanePhase.PAUSED, ""): ("In pausa", "Riprendi l'invio"),
    (LanePhase.STOPPING, ""): ("L'invio si sta fermando", "Si aspetta"),
    (LanePhase.STOPPED, ""): ("Invio fermato", "Storico"),
    (LanePhase.STOPPED, "offline"): ("Manca Internet su questo computer", "ora non riparte nulla da solo"),
    (LanePhase.STOPPED, "disk_full"): ("L'invio si è fermato perché il disco è pieno", "Libera spazio"),
    (LanePhase.STOPPED, "too_many_unknown"): (
        "Di troppi messaggi uno dopo l'altro non sappiamo se sono",
        "esiti incerti",
    ),
    (LanePhase.MISCONFIGURED, "whatsapp_190"): ("Meta non riconosce la chiave di accesso", "Chiavi dei servizi"),
    (LanePhase.MISCONFIGURED, "telegram_rights"): ("Il bot, cioè il profilo con cui il programma", "amministratori"),
}


@pytest.fixture(params=["it", "en"])
def sentences(resources: Path, request: pytest.FixtureRequest) -> Sentences:
    return Sentences.load(resources / "sentences", request.param)


def wait_of(sentences: Sentences, phase: LanePhase, code: str) -> Wait | None:
    return why_nothing_moves(LaneProgress("whatsapp", phase, 3, 37, code=code), sentences)


@pytest.mark.parametrize(("phase", "code"), STATES)
def test_each_wait_has_its_own_sentence_and_says_what_to_do(sentences: Sentences, phase: LanePhase, code: str) -> None:
    wait = wait_of(sentences, phase, code)
    assert wait is not None
    assert not wait.sentence.endswith(".")
    assert wait.advice.endswith(".")
    assert "{" not in f"{wait.sentence}{wait.advice}"
    if phase not in (LanePhase.STOPPED, LanePhase.MISCONFIGURED):
        assert len(wait.sentence) <= _LONGEST
    if sentences.language == "it":
        sentence, advice = STATES[phase, code]
        assert wait.sentence.startswith(sentence)
        assert advice in wait.advice


@pytest.mark.parametrize("phase", [LanePhase.SENDING, LanePhase.FINISHED, LanePhase.OPENING])
def test_where_something_moves_or_nothing_is_left_there_is_no_wait(sentences: Sentences, phase: LanePhase) -> None:
    assert wait_of(sentences, phase, "") is None


def test_no_phase_was_forgotten() -> None:
    assert {phase for phase, _ in STATES} | {LanePhase.SENDING, LanePhase.FINISHED} == set(LanePhase)


def test_every_reason_to_wait_has_an_advice(sentences: Sentences) -> None:
    def keys(section: str) -> set[str]:
        return {path.partition(".")[2] for path in sentences.by_path if path.startswith(f"{section}.")}

    assert keys("waiting") == keys("waiting_advice")


def test_the_reason_of_a_pause_stays_as_long_as_the_channel_gets_ready_for_it() -> None:
    pause = LaneProgress("whatsapp", LanePhase.WAITING, code="offline", detail="ConnectError")
    again = carried(pause, LaneProgress("whatsapp", LanePhase.OPENING))
    assert (again.phase, again.code) == (LanePhase.OPENING, "offline")
    assert carried(again, LaneProgress("whatsapp", LanePhase.OPENING)).code == "offline"
    assert carried(again, LaneProgress("whatsapp", LanePhase.SENDING)).code == ""
    assert carried(None, LaneProgress("whatsapp", LanePhase.OPENING)).code == ""
    other = carried(pause, LaneProgress("whatsapp", LanePhase.OPENING, code="others_prepare"))
    assert other.code == "others_prepare"
