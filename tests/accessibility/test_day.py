# SPDX-License-Identifier: EUPL-1.2
"""A whole day of the press officer's through AT-SPI alone: what a blind colleague does, with what is read and heard."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:  # its bus is not on every system
    from tests.accessibility.atspi import Reader

HOUR = "10:30"
"""Nothing is to be warned of then; :mod:`tests.accessibility.test_late_hour` opens in the evening."""
SUBSCRIBERS = 250


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_the_day_of_somebody_who_cannot_see(town: Reader, tmp_path: Path) -> None:
    _write_and_send(town)
    _import_a_list(town, tmp_path / "lista.csv")
    _erase_a_person(town)


def _write_and_send(town: Reader) -> None:
    town.find("list item", "Componi").press()
    town.find("list item", "Acqua: interruzione programmata").press()
    town.find("push button", "Riempi con l'esempio").press()
    town.find("push button", "Pronta per l'invio")
    town.find("text", "Motivo").write("sostituzione di una saracinesca")
    page = town.find("text", "Pagina con i dettagli")
    page.write("http:/x")
    town.find("push button", "Invia…", state="enabled").press()
    town.hear("1 errore da correggere prima di inviare. Pagina con i dettagli: Errore: ")
    mended = town.find("text", "Pagina con i dettagli", state="focused")
    assert mended.description.startswith("Errore: ")
    mended.write("https://www.comune.calcinaia.pi.it/acqua")
    town.hear("Pagina con i dettagli: nessun errore")
    assert "sostituzione di una saracinesca" in town.find("label", "Anteprima Telegram").text
    town.find("push button", "Invia…", state="enabled").press()

    question = "Invia la comunicazione"
    town.find("label", f"{SUBSCRIBERS} persone", within=question)
    town.find("push button", "Invia a ", within=question, state="enabled").press()
    town.hear("La comunicazione è in coda")
    town.find("push button", "Metti in pausa").press()
    town.hear("WhatsApp: In pausa")
    bar = town.find("progress bar", "Avanzamento di WhatsApp")
    assert bar.value < SUBSCRIBERS
    town.find("push button", "Riprendi l'invio").press()
    said = town.hear("Inviato a ")
    assert said == f"Inviato a {SUBSCRIBERS} persone su WhatsApp; pubblicato su Telegram, canale principale"

    town.find("push button", "Aprila nello storico").press()
    town.find("label", "Telegram, canale principale: 1 inviato\nWhatsApp: 250 inviati")
    town.find("cell", "numero che finisce con ", within="ESERCITAZIONE")
    town.find("push button", "Torna allo storico").press()


def _import_a_list(town: Reader, file: Path) -> None:
    file.write_text("telefono\n+39 347 000 0001\n+39 347 000 0002\n12\n", "utf-8")
    town.find("list item", "Iscritti").press()
    town.find("push button", "Importa").press()
    town.find("push button", "Scegli il file", within="Importa iscritti").press()
    town.find("text", "Nome del file", within="File con i numeri").write(str(file))
    town.find("push button", "Apri", within="File con i numeri").press()
    town.find("label", "2 da aggiungere, 1 rifiutato", within="Importa iscritti")
    town.find("cell", "Il numero ha troppo poche cifre", within="Importa iscritti")
    town.find("text", "Da dove viene il consenso", within="Importa iscritti").write("moduli raccolti nel 2026")
    town.find("push button", "Importa 2 persone", within="Importa iscritti", state="enabled").press()
    town.hear("2 persone aggiunte. 1 riga non importata")
    town.find("push button", "Chiudi", within="Importa iscritti").press()


def _erase_a_person(town: Reader) -> None:
    town.find("text", "Cerca iscritti").write("3470000002")
    town.find("cell", "numero che finisce con 02").press()
    town.find("push button", "Togli", state="enabled").press()
    town.find("push button", "Togli", within="Togliere questa persona?").press()
    town.hear("La persona è stata tolta")
    town.find("label", "Nessun iscritto trovato")
