# SPDX-License-Identifier: EUPL-1.2
"""From an empty data folder to the first notice on both channels, knowing only names and roles on the screen.

What a person would type and decide on the way is counted: ten minutes at 40 words a minute, and 60 decisions, are the
most that a town's officer is asked for.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from comunecast_gui.sandbox.config import (
    TRAINING_TELEGRAM_TOKEN,
    TRAINING_WHATSAPP_TOKEN,
    SandboxConfig,
    TelegramChannel,
)
from comunecast_gui.sandbox.server import Sandbox, run_sandbox
from tests.accessibility.conftest import needs_desk

if TYPE_CHECKING:  # its bus is not on every system
    from tests.accessibility.atspi import Node, Reader

PHONE, CITIZEN, USER = "+39 347 1234567", "393480001122", 40_551_234
APP_SECRET = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
BOTFATHER = (
    f"Done! Congratulations on your new bot.\nUse this token to access the HTTP API:\n{TRAINING_TELEGRAM_TOKEN}\n"
)
MOST_MINUTES, MOST_DECISIONS, WORDS_A_MINUTE = 10, 60, 40
LETTERS_A_WORD = 5
"""What a word has where typing is measured, its space included."""
READING = 4
"""Seconds that one decision takes a person who reads what stands there."""


@dataclass
class Person:
    """Somebody at the keyboard who knows nothing of the program: presses and writes by name, and is counted."""

    reader: Reader
    decisions: int = 0
    letters: int = 0
    log: list[str] = field(default_factory=list)

    @property
    def minutes(self) -> float:
        return self.letters / LETTERS_A_WORD / WORDS_A_MINUTE + self.decisions * READING / 60

    def press(self, name: str, role: str = "push button") -> None:
        self.reader.find(role, name, state="enabled").press()
        self._decided(name)

    def type(self, name: str, text: str) -> None:
        self.field(name).write(text)
        self.letters += len(text)
        self._decided(name)

    def paste(self, name: str, text: str) -> None:
        """What was copied from somewhere else: a decision, and no typing."""
        self.field(name).write(text)
        self._decided(name)

    def field(self, name: str) -> Node:
        found: list[Node] = []

        def look() -> Node | None:
            for role in ("text", "password text"):
                found[:] = [one for one in self.reader.showing() if one.role == role and one.name.startswith(name)]
                if found:
                    return found[0]
            return None

        return self.reader.until(look, lambda: f"no field {name!r} among {self.reader.showing()}")

    def reads(self, words: str) -> str:
        """The text of the label that has these words, once it is there."""

        def look() -> str | None:
            names = (one.name.replace("\u200b", "") for one in self.reader.showing() if one.role == "label")
            return next((name for name in names if words in name), None)

        return self.reader.until(look, lambda: f"nothing says {words!r}: {[one.name for one in self.reader.showing()]}")

    def below(self, words: str) -> str:
        """The text that stands below the label with these words."""
        texts = [one.name.replace("\u200b", "") for one in self.reader.showing() if one.role == "label"]
        return texts[next(at for at, text in enumerate(texts) if text.startswith(words)) + 1]

    def _decided(self, what: str) -> None:
        self.decisions += 1
        self.log.append(what)


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.skipif("COMUNECAST_FIRST_NOTICE" not in os.environ, reason="COMUNECAST_FIRST_NOTICE is not set")
def test_from_nothing_to_the_first_notice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    needs_desk()
    monkeypatch.setattr("tests.accessibility.atspi.PATIENCE", 15)
    from tests.accessibility.desk import desk

    monkeypatch.delenv("COMUNECAST_OFFICE_KEY")  # made on the way, as at every town
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "tests.keyrings.MemoryKeyring")
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    port = free_port()
    config = SandboxConfig(
        channels=(TelegramChannel(bot_status="left"),),
        registered=False,
        webhook_url=f"http://127.0.0.1:{port}/webhook",
        app_secret=APP_SECRET,
        subscribed=False,
    )
    data = tmp_path / "data"
    with run_sandbox(config) as sandbox, desk(tmp_path) as here, here.program("--data-dir", str(data)):
        person = Person(here.reader)
        the_office(person)
        telegram(person, sandbox)
        whatsapp(person, sandbox)
        templates(person)
        with relay(person, sandbox, port, tmp_path):
            trial(person, sandbox)
        print(  # noqa: T201 - the count is what this test is for
            f"\n{person.decisions} decisions, {person.letters / LETTERS_A_WORD:.0f} words typed, "
            f"{person.minutes:.1f} minutes"
        )
        assert person.decisions <= MOST_DECISIONS
        assert person.minutes <= MOST_MINUTES
        assert sandbox.control.complaints() == []
    held = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    for secret in (TRAINING_TELEGRAM_TOKEN, TRAINING_WHATSAPP_TOKEN, APP_SECRET, "3471234567", str(USER)):
        assert secret.encode() not in held


def the_office(person: Person) -> None:
    person.reads("Benvenuto in ComuneCast")
    person.type("Comune", "Calci")
    person.press("Calcinaia (PI), Toscana")
    person.type("Frazioni e località", "Calcinaia, Fornacette")
    person.type("Telefono dell'ufficio", "0587 265442")
    person.paste("Pagina della privacy", "https://www.comune.calcinaia.pi.it/privacy")
    person.press("Salva e continua")


def telegram(person: Person, sandbox: Sandbox) -> None:
    person.reads("comunedicalcinaia_bot")
    person.press("Un altro server")
    person.paste("Server della Bot API", sandbox.telegram_base_url)
    person.paste("Chiave del bot", BOTFATHER)
    person.press("Controlla la chiave")
    person.reads("@comunecast_training_bot")
    sandbox.control.set_rights(bot_status="administrator")  # on the phone
    person.press("Pubblica una prova")
    person.reads("La prova è nel canale")
    assert len(sandbox.control.posts()) == 1
    person.press("Vista: cancellala")
    person.reads("La prova è cancellata")
    assert sandbox.control.posts() == []
    person.press("Avanti: WhatsApp")


def whatsapp(person: Person, sandbox: Sandbox) -> None:
    person.press("Un altro indirizzo")
    person.paste("Indirizzo del servizio", sandbox.graph_url)
    person.paste("Chiave dell'utente di sistema", TRAINING_WHATSAPP_TOKEN)
    person.press("Controlla la chiave")
    person.type("PIN del numero", "482913")
    person.press("Registra il numero")
    person.press("Avanti: Modelli")


def templates(person: Person) -> None:
    person.press("Manda tutti i modelli")
    person.press("Guarda di nuovo")
    person.press("Avanti: ")


@contextmanager
def relay(person: Person, sandbox: Sandbox, port: int, folder: Path) -> Iterator[None]:
    """The web space of the town is a process of its own, with the values that were copied from the screen."""
    person.press("Su uno spazio web", role="radio button")
    person.paste("Indirizzo a cui il servizio", f"http://127.0.0.1:{port}")
    person.press("Conserva l'indirizzo")
    person.reads("RELAY_PUBLIC_KEY")
    values = {name: person.below(name) for name in ("RELAY_VERIFY_TOKEN", "RELAY_KEY_HASH", "RELAY_PUBLIC_KEY")}
    person.decisions += 2 * len(values)  # copied here, pasted there
    environment = os.environ | values | {"RELAY_APP_SECRET": APP_SECRET, "RELAY_DATABASE": str(folder / "relay.db")}
    command = [sys.executable, "-m", "comunecast_gui.relay", "serve", "--host", "127.0.0.1", "--port", str(port)]
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as web_space:
        try:
            person.reader.until(lambda: answers(port), lambda: f"the relay does not answer: {web_space.poll()}")
            person.paste("… e anche qui", APP_SECRET)
            person.press("Conserva la chiave segreta")
            person.reads("La chiave segreta dell'app c'è")
            person.press("Controlla")
            person.reads("La strada funziona")
            person.press("Inizia la prova")
            person.reads("In ascolto")
            sandbox.control.citizen_writes(CITIZEN, "Attiva")  # on a phone
            person.reads("ha scritto Attiva")
            assert any("Iscrizione attiva" in one.displayed for one in sandbox.control.phone(CITIZEN))
            person.press("Avanti: Prova")
            yield
        finally:
            web_space.terminate()


def trial(person: Person, sandbox: Sandbox) -> None:
    address = person.reads("https://t.me/")
    word = address.partition("start=")[2]
    sandbox.control.telegram_writes(USER, f"/start {word}")  # on the phone
    person.press("Mandalo prima a me su Telegram")
    person.press("È arrivata su Telegram")
    assert "Prova di ComuneCast" in sandbox.control.posts(USER)[0].text
    person.type("Numero del tuo telefono", PHONE)
    person.press("Mandalo prima a me su WhatsApp")
    person.press("È arrivata su WhatsApp")
    assert len(sandbox.control.phone(PHONE)) == 1
    person.reads("Primo avviso visto su WhatsApp: fatto")


def answers(port: int) -> bool | None:
    with socket.socket() as probe:
        return True if probe.connect_ex(("127.0.0.1", port)) == 0 else None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
