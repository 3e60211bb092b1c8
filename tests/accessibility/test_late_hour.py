# SPDX-License-Identifier: EUPL-1.2
"""Late in the evening a notice that is not urgent is warned of, and goes out only after a person has accepted that."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:  # its bus is not on every system
    from tests.accessibility.atspi import Reader

HOUR = "22:40"


@pytest.mark.slow
def test_the_warning_of_a_late_hour_is_accepted_before_anything_is_sent(town: Reader) -> None:
    town.find("list item", "Componi").press()
    town.find("list item", "Acqua: interruzione programmata").press()
    town.find("push button", "Riempi con l'esempio").press()
    town.find("push button", "1 punto da guardare")
    assert "si inviano solo messaggi urgenti" in town.find("label", "Attenzione: ").name
    town.find("push button", "Invia…", state="enabled").press()
    question = "Invia la comunicazione"
    seen = town.find("check box", "Letto: ", within=question, state="focused")
    assert "si inviano solo messaggi urgenti" in seen.name
    assert "enabled" not in town.find("push button", "Invia a ", within=question).states
    seen.press()
    town.find("push button", "Invia a ", within=question, state="enabled").press()
    town.hear("La comunicazione è in coda")
