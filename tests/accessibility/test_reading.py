# SPDX-License-Identifier: EUPL-1.2
"""The window of the program is there for a screen reader, does what one asks, and tells each error where it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:  # its bus is not on every system
    from tests.accessibility.atspi import Reader

HOUR = "10:30"
"""Nothing is to be warned of then."""


def _go_to_the_subjects(town: Reader) -> None:
    """The list of subjects, whatever the page of writing shows."""
    town.find("list item", "Componi").press()
    ways = "Cambia argomento", "Cerca un argomento"
    shown = town.until(
        lambda: next((one for one in town.showing() if one.name in ways), None), lambda: f"none of {ways} shows"
    )
    if shown.name == ways[0]:
        shown.press()


def _write_about(town: Reader, subject: str) -> None:
    """Begins with a subject, wherever the window is."""
    _go_to_the_subjects(town)
    town.find("list item", subject).press()
    town.find("push button", "Riempi con l'esempio")


def test_pages_subjects_and_buttons_are_pressed(town: Reader) -> None:
    town.find("frame", "ESERCITAZIONE - Comune di Calcinaia")
    town.find("list item", "Storico").press()
    town.find("label", "Non è ancora stato inviato nulla")
    for _ in range(2):  # a subject that was opened before opens again
        _write_about(town, "Corrente: interruzione programmata")
        town.find("push button", "Cambia argomento").press()
        assert "focused" in town.find("text", "Cerca un argomento", state="focused").states


def test_an_error_is_heard_and_tied_to_its_field(town: Reader) -> None:
    _write_about(town, "Acqua: interruzione programmata")
    town.find("push button", "Invia…", state="enabled").press()
    said = town.hear("da correggere prima di inviare")
    assert said.endswith("Zona: Errore: Manca «Zona». Compila questo campo.")
    zone = town.find("check box", "Zona: Calcinaia", state="focused")
    assert zone.description == "Errore: Manca «Zona». Compila questo campo. Obbligatorio."
    page = town.find("text", "Pagina con i dettagli")
    page.focus()
    page.write("http:/x")
    assert town.hear("Pagina con i dettagli: Errore: ").endswith("che comincia con https.")
    assert page.now.description.startswith("Errore: ")
    page.write("https://www.comune.calcinaia.pi.it")
    town.hear("Pagina con i dettagli: nessun errore")
    assert page.now.description.startswith("Pagina del sito del Comune")


@pytest.mark.slow
def test_what_a_search_finds_is_heard(town: Reader) -> None:
    _go_to_the_subjects(town)
    search = town.find("text", "Cerca un argomento")
    search.write("acqua non potabile")
    town.hear("Invio apre: Acqua non potabile")
    search.write("qwertyuiop")
    town.hear("Nessun argomento con queste parole")
    search.write("")
    town.find("list item", "Iscritti").press()
    town.find("text", "Cerca iscritti").write("3330000012")
    town.hear("1 persona")


def test_a_list_of_choices_says_what_it_filters(town: Reader) -> None:
    town.find("list item", "Iscritti").press()
    town.find("text", "Cerca iscritti")
    expected = [
        ("Stato degli iscritti mostrati",),
        ("Come si sono iscritte le persone mostrate",),
        ("Da quando vale lo stato delle persone mostrate",),
        ("Zona di cui ricevono gli avvisi le persone mostrate",),
        ("Argomento di cui ricevono gli avvisi le persone mostrate",),
    ]
    read: list[tuple[str, ...] | None] = []

    def look() -> bool | None:
        filters = [one for one in town.showing() if one.role == "combo box"]
        read[:] = [one.relations.get("labelled by") for one in filters]
        return read == expected or None

    assert town.until(look, lambda: f"the filters say {read}")
