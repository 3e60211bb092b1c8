# SPDX-License-Identifier: EUPL-1.2
"""The strip of progress gives the reason of a wait in an officer's words, and the time of the next try."""

from __future__ import annotations

from datetime import timedelta

import pytest

from comunecast_gui.core.changes import LanePhase, LaneProgress
from comunecast_gui.ui.shell.main_window import MainWindow
from tests.ui.conftest import MORNING


@pytest.mark.parametrize(
    ("phase", "code", "wait", "expected"),
    [
        (
            LanePhase.WAITING,
            "connect",
            timedelta(seconds=30),
            "In attesa del servizio · 3 di 40 · Il servizio non si raggiunge da questo computer: controlla la "
            "connessione a Internet · nuovo tentativo alle 10:00:30",
        ),
        (
            LanePhase.WAITING,
            "later",
            timedelta(days=1),
            "In attesa del servizio · 3 di 40 · Meta limita quante persone l'ente raggiunge in 24 ore: il resto parte "
            "quando c'è di nuovo posto · nuovo tentativo il 25/11/2026 10:00",
        ),
        (
            LanePhase.OPENING,
            "others_prepare",
            None,
            "Preparazione · 3 di 40 · Aspetta che sia pronto anche un altro canale: una comunicazione parte su tutti "
            "insieme",
        ),
        (LanePhase.SENDING, "", None, "Invio in corso · 3 di 40"),
    ],
)
def test_the_reason_of_a_wait(
    window: MainWindow, phase: LanePhase, code: str, wait: timedelta | None, expected: str
) -> None:
    until = MORNING.now() + wait if wait else None
    window.lanes.show_progress(LaneProgress("whatsapp", phase, 3, 37, 0.0, until, code))
    assert window.lanes.text_of("whatsapp") == expected
