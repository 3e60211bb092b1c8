# SPDX-License-Identifier: EUPL-1.2
"""The strip of progress gives the reason of a wait in an officer's words, and the time of the next try."""

from __future__ import annotations

from datetime import timedelta

import pytest

from comunecast_gui.core.changes import LanePhase, LaneProgress
from comunecast_gui.ui.shell.main_window import MainWindow
from tests.ui.conftest import MORNING


@pytest.mark.parametrize(
    ("phase", "code", "wait", "why", "so_far"),
    [
        (
            LanePhase.WAITING,
            "offline",
            timedelta(seconds=30),
            "Manca Internet su questo computer. Controlla il cavo di rete o il Wi-Fi.",
            "3 di 40 · nuovo tentativo alle 10:00:30",
        ),
        (
            LanePhase.WAITING,
            "later",
            timedelta(days=1),
            "Per oggi Meta non lascia raggiungere altre persone. È il limite delle 24 ore: il resto parte quando c'è "
            "di nuovo posto.",
            "3 di 40 · nuovo tentativo il 25/11/2026 10:00",
        ),
        (
            LanePhase.OPENING,
            "others_prepare",
            None,
            "Aspetta che sia pronto anche un altro canale. Una comunicazione parte su tutti insieme.",
            "3 di 40",
        ),
        (
            LanePhase.PAUSED,
            "",
            None,
            "In pausa. Premi «Riprendi l'invio» quando vuoi: fino ad allora non parte altro.",
            "3 di 40",
        ),
        (LanePhase.SENDING, "", None, "", "Invio in corso · 3 di 40"),
    ],
)
def test_the_reason_of_a_wait(
    window: MainWindow, phase: LanePhase, code: str, wait: timedelta | None, why: str, so_far: str
) -> None:
    until = MORNING.now() + wait if wait else None
    window.lanes.show_progress(LaneProgress("whatsapp", phase, 3, 37, 0.0, until, code))
    assert window.lanes.wait_of("whatsapp") == why
    assert window.lanes.text_of("whatsapp") == so_far


def test_the_reason_stays_while_the_channel_tries_again_and_goes_when_it_sends(window: MainWindow) -> None:
    for phase, code in ((LanePhase.WAITING, "offline"), (LanePhase.OPENING, "")):
        window.lanes.show_progress(LaneProgress("whatsapp", phase, 0, 40, code=code))
        assert window.lanes.wait_of("whatsapp").startswith("Manca Internet su questo computer")
    window.lanes.show_progress(LaneProgress("whatsapp", LanePhase.SENDING, 1, 39))
    assert window.lanes.wait_of("whatsapp") == ""
