# SPDX-License-Identifier: EUPL-1.2
"""The step *Prova* in its window: scan, press Start, send, see; and the poster that citizens scan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from pypdf import PdfReader
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from comunecast_gui import setup_parts
from comunecast_gui.core.setup.step_report import StepState
from comunecast_gui.core.setup.trial_record import Trial, TrialOutcome
from comunecast_gui.sandbox.config import TRAINING_TELEGRAM_TOKEN
from comunecast_gui.sandbox.server import Sandbox, run_sandbox
from comunecast_gui.services import wiring
from comunecast_gui.services.setup import telegram_setup
from comunecast_gui.services.setup.setup_folder import SetupFolder
from comunecast_gui.services.setup.telegram_setup import TelegramSetup
from comunecast_gui.ui.runtime.slow_calls import SlowCalls
from comunecast_gui.ui.setup.poster import Poster, write_poster
from comunecast_gui.ui.setup.setup_dialog import SetupDialog
from comunecast_gui.ui.setup.trial_step import TrialStep
from comunecast_gui.ui.widgets.look import Look
from tests.keyrings import MemoryKeyring, in_use
from tests.ui.first_look import next_steps


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with run_sandbox() as running:
        yield running


@pytest.fixture
def dialog(
    sandbox: Sandbox, look: Look, qtbot: QtBot, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[SetupDialog]:
    """An office whose Telegram channel is connected."""
    monkeypatch.setattr(telegram_setup, "_POLL", 1)
    calls, folder = SlowCalls(wiring.window_sentences()), SetupFolder(data_dir)
    with in_use(MemoryKeyring()):
        folder.change({"office.name": "Comune di Calcinaia", "office.phone": "0587 265442"}, first=True)
        telegram = TelegramSetup(folder)
        telegram.take_key(TRAINING_TELEGRAM_TOKEN, sandbox.telegram_base_url)
        telegram.take_channel("@comunecalcinaia")
        made = SetupDialog(look, calls, wiring.window_sentences(), setup_parts.parts(data_dir), None)
        qtbot.addWidget(made)
        made.show()
        qtbot.waitUntil(lambda: len(made.reports) == len(setup_parts.STEPS))
        made.show_step("trial")
        yield made
        made.close()
        calls.close()


def test_the_first_notice_is_sent_and_seen(dialog: SetupDialog, sandbox: Sandbox, qtbot: QtBot, tmp_path: Path) -> None:
    page = dialog.page("trial")
    assert isinstance(page, TrialStep)
    assert page._way.isVisible() == bool(page._address)  # no code to scan that leads nowhere
    qtbot.waitUntil(lambda: bool(page._address))
    assert page._way.isVisible()
    assert not page.send_telegram.isEnabled()
    word = parse_qs(urlsplit(page._address).query)["start"][0]
    sandbox.control.telegram_writes(4_055, f"/start {word}")
    qtbot.waitUntil(page.send_telegram.isEnabled, timeout=8000)
    page.send_telegram.click()
    qtbot.waitUntil(page.seen_telegram.isVisible)
    assert len(sandbox.control.posts(4_055)) == 1
    page.seen_telegram.click()
    qtbot.waitUntil(lambda: dialog.reports["trial"].state is StepState.CHECK)
    page.keep_poster(tmp_path / "locandina.pdf")
    qtbot.waitUntil(lambda: "Locandina con i codici QR: fatto" in texts(page))
    page.alone.toggle()  # as a screen reader ticks it
    qtbot.waitUntil(lambda: any(text.startswith("Seconda persona") and "fatto" in text for text in texts(page)))
    [point] = dialog.reports["trial"].open
    assert point.code == "setup_no_privacy_page"


def test_what_whatsapp_tells_after_it_took_the_notice_is_said_beside_it(dialog: SetupDialog, qtbot: QtBot) -> None:
    page = dialog.page("trial")
    assert isinstance(page, TrialStep)
    qtbot.waitUntil(lambda: bool(page._facts.office))
    page._on_sent("whatsapp", None)
    assert not page.seen_whatsapp.isHidden()
    trial = Trial(datetime(2026, 11, 27, 21, tzinfo=UTC), "anna", "whatsapp", "Prova", TrialOutcome.TAKEN)
    page._hearing.stop()
    page._on_told(trial)
    assert page._hearing.isActive(), "it may still come"
    page._on_told(replace(trial, outcome=TrialOutcome.FAILED, code="131026"))
    assert page.said.startswith("WhatsApp non ha consegnato l'avviso: Questo numero non riceve")
    assert page.seen_whatsapp.isHidden()
    page._on_sent("whatsapp", None)
    page._on_told(replace(trial, outcome=TrialOutcome.DELIVERED))
    assert page.said.startswith("WhatsApp ha preso"), "the card of WhatsApp is away in this office"
    dialog.show_step("office")
    assert page._hearings_left == 0, "nobody waits for it on another step"


def test_rows_that_come_late_are_never_squashed(dialog: SetupDialog, qtbot: QtBot) -> None:
    """Qt passes a new height on from layout to layout in one turn of the event loop each, and paints in between."""
    page = dialog.page("trial")
    assert isinstance(page, TrialStep)
    qtbot.waitUntil(lambda: bool(page._facts.office) and not squashed(dialog))
    told: list[object] = []
    page.ask(lambda: None, lambda _: (page._show_list(), page.say("warning", "Manca la chiave."), told.append(None)))
    turns: list[list[str]] = []
    while not told or len(turns) < 4:
        QApplication.processEvents()
        turns.append(squashed(dialog))
    assert [turn for turn in turns if turn] == []


def squashed(dialog: SetupDialog) -> list[str]:
    """The words that have less height than they need."""
    return [
        one.text()
        for one in dialog.findChildren(QLabel)
        if one.isVisible() and one.wordWrap() and one.heightForWidth(one.width()) > one.height()
    ]


def test_one_button_stands_out_as_the_next_step(dialog: SetupDialog, qtbot: QtBot) -> None:
    """A step's own, while there is one; the way to the step that is needed first; else the next step."""
    for step in dialog.reports:
        dialog.show_step(step)
        qtbot.waitUntil(lambda: not dialog._marking.isActive())
        assert next_steps(dialog) == [], step
    dialog.show_step("office")  # it is done
    qtbot.waitUntil(lambda: dialog.next.property("kind") == "primary")


def test_the_poster_says_what_to_write_and_fits_one_page(qtbot: QtBot, tmp_path: Path) -> None:
    poster = Poster("Comune di San Dorligo della Valle - Dolina", "+39 333 6492690", "@comunecalcinaia")
    assert poster.whatsapp_address == "https://wa.me/393336492690?text=Attiva"
    assert poster.telegram_address == "https://t.me/comunecalcinaia"
    assert write_poster(poster, tmp_path / "a.pdf")
    assert len(PdfReader(tmp_path / "a.pdf").pages) == 1
    assert not write_poster(poster, tmp_path / "missing" / "a.pdf")
    assert (Poster("x").whatsapp_address, Poster("x").telegram_address) == ("", "")


def texts(page: TrialStep) -> list[str]:
    return [one.text() for one in page.findChildren(QLabel) if one.isVisible()]
