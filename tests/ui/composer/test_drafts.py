# SPDX-License-Identifier: EUPL-1.2
"""What is being written outlives the window and the power; what was sent or thrown away does not come back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from comunecast_gui.ui.runtime.drafts import DraftFile, KeptDraft
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.runtime.window_services import WindowServices
from comunecast_gui.ui.shell.main_window import MainWindow
from comunecast_gui.ui.widgets.look import Look
from comunecast_gui.ui.widgets.question import Question
from tests.ui.conftest import MORNING, changed, open_window

Open = Callable[[], MainWindow]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "draft.json"


@pytest.fixture
def start(
    services: WindowServices, look: Look, make_ops: Callable[[WindowServices], Ops], qtbot: QtBot, file: Path
) -> Open:
    """Opens a window that keeps its drafts in ``file``, as each start of the program does."""

    def opened() -> MainWindow:
        window = open_window(look, make_ops(changed(services, drafts=DraftFile(file))), qtbot)
        window.look_for_leftovers()
        return window

    return opened


def write(window: MainWindow, picture: Path) -> None:
    assert QImage(40, 30, QImage.Format.Format_RGB32).save(str(picture))
    composer = window.composer
    composer.choose("evento")
    composer.form.editors["titolo"].set_value("Mercatino di Natale")
    start = datetime(2026, 12, 12, 10)
    composer.form.editors["periodo"].set_value({"inizio": start, "fine": start + timedelta(hours=8)})
    composer.form.show_file((str(picture), "La locandina"))
    composer.channels["whatsapp"].setChecked(False)


def press(window: MainWindow, words: str) -> None:
    next(one for one in window.banners.findChildren(QPushButton) if one.text() == words).click()


def test_closing_keeps_the_notice_and_the_next_start_offers_it(start: Open, tmp_path: Path, qtbot: QtBot) -> None:
    window = start()
    write(window, tmp_path / "locandina.png")
    before = window.composer.draft()
    assert before is not None
    window.close()
    assert not window.isVisible()
    assert not window.findChildren(Question)
    again = start()
    qtbot.waitUntil(lambda: any("Mercatino" in text or "Evento" in text for text in again.banners.texts()))
    press(again, "Riprendi a scrivere")
    assert again.composer.draft() == before
    assert again.banners.texts() == []


def test_a_kill_loses_no_more_than_seconds(start: Open, file: Path, tmp_path: Path, qtbot: QtBot) -> None:
    window = start()
    write(window, tmp_path / "locandina.png")
    qtbot.waitUntil(file.exists)
    kept = DraftFile(file).load()
    assert kept is not None
    assert kept.fields["titolo"] == "Mercatino di Natale"
    assert kept.file == (str(tmp_path / "locandina.png"), "La locandina")


def test_a_discarded_notice_or_a_mere_example_is_not_kept(start: Open, file: Path, qtbot: QtBot) -> None:
    window = start()
    window.composer.choose("evento")
    window.composer.fill_example()
    assert window.composer.draft() is None
    window.composer.form.editors["titolo"].set_value("Altro")
    qtbot.waitUntil(file.exists)
    window.close()
    again = start()
    qtbot.waitUntil(lambda: bool(again.banners.texts()))
    press(again, "Buttala")
    assert not file.exists()


def test_a_forgotten_draft_stays_forgotten(file: Path) -> None:
    drafts = DraftFile(file)
    draft = KeptDraft("a", "evento", "Titolo", MORNING.at)
    drafts.save(draft)
    assert DraftFile(file).load() == draft
    drafts.forget("a")
    drafts.save(draft)  # as a thread that was late would
    assert drafts.load() is None


@pytest.mark.parametrize("broken", ["", "{", "[]", '{"uuid": "a"}', '{"uuid":1,"at":"x","channels":[],"file":null}'])
def test_a_broken_file_is_no_draft(file: Path, broken: str) -> None:
    file.write_text(broken, "utf-8")
    assert DraftFile(file).load() is None
