# SPDX-License-Identifier: EUPL-1.2
"""The window of the program is there for a screen reader, and does what one asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # its bus is not on every system
    from tests.accessibility.atspi import Reader


def test_pages_subjects_and_buttons_are_pressed(town: Reader) -> None:
    town.find("frame", "ESERCITAZIONE - Comune di Calcinaia")
    town.find("list item", "Storico").press()
    town.find("label", "Non è ancora stato inviato nulla")
    town.find("list item", "Componi").press()
    for _ in range(2):  # a subject that was opened before opens again
        town.find("list item", "Acqua: guasto in corso").press()
        town.find("push button", "Riempi con l'esempio").press()
        assert town.find("text", "Gestore").text == "Acque SpA"
        town.find("push button", "Cambia argomento").press()
        assert "focused" in town.find("text", "Cerca un argomento", state="focused").states
