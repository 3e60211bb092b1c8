# SPDX-License-Identifier: EUPL-1.2
"""The first start leads to an office that opens: by the steps, by a ready file, or into the training."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from comunecast_gui import setup_parts, start
from comunecast_gui.core.errors import ConfigError, InputError
from comunecast_gui.core.setup.step_report import StepState
from comunecast_gui.services import wiring
from comunecast_gui.system.settings import office_file
from comunecast_gui.ui.runtime.next_start import Next
from comunecast_gui.ui.runtime.slow_calls import SlowCalls
from comunecast_gui.ui.setup.first_start import FirstStart
from comunecast_gui.ui.setup.office_step import OfficeStep
from comunecast_gui.ui.theme.theme import Theme
from comunecast_gui.ui.widgets.look import Look
from tests.ui.conftest import TOWN

Opened = Callable[[], FirstStart]


@pytest.fixture
def opened(look: Look, qtbot: QtBot, data_dir: Path) -> Iterator[Opened]:
    """Opens the set-up of the data folder, as often as wanted."""
    made: list[SlowCalls] = []

    def open_() -> FirstStart:
        calls = SlowCalls(wiring.window_sentences())
        made.append(calls)
        dialog = FirstStart(look, calls, wiring.window_sentences(), setup_parts.parts(data_dir), data_dir)
        qtbot.addWidget(dialog)
        dialog.show()
        qtbot.waitUntil(lambda: len(dialog.reports) == len(setup_parts.STEPS))
        return dialog

    yield open_
    for calls in made:
        calls.close()


def office_page(dialog: FirstStart) -> OfficeStep:
    page = dialog.page("office")
    assert isinstance(page, OfficeStep)
    return page


def offered(page: OfficeStep) -> list[QPushButton]:
    """The towns that may be meant."""
    return [one for one in page.findChildren(QPushButton) if "Toscana" in one.text() and one.isVisible()]


def test_a_town_is_found_and_kept(opened: Opened, qtbot: QtBot, data_dir: Path) -> None:
    dialog = opened()
    page = office_page(dialog)
    assert dialog.reports["office"].state is StepState.MISSING
    qtbot.keyClicks(page.search, "Calcin")
    qtbot.waitUntil(lambda: bool(offered(page)))
    offered(page)[0].click()
    facts = dict(page.facts.rows)
    assert facts["Comune e regione"] == "Calcinaia (PI), Toscana"
    assert facts["Codice Istat"] == "050004"
    assert "Pontedera" in facts["Comuni nella stessa zona"] or "Bientina" in facts["Comuni nella stessa zona"]
    page._fields["phone"].setText("zero587")
    page.keep.click()
    assert "0587 265442" in page._faults["phone"].text()  # the example says how
    assert not (data_dir / office_file.FILE_NAME).exists()
    page._fields["phone"].setText("0587 265442")
    page._fields["localities"].setText("Calcinaia, Fornacette,")
    with qtbot.waitSignal(dialog.changed):
        page.keep.click()
    office = office_file.load(data_dir).office
    assert (office.name, office.localities) == ("Comune di Calcinaia", ("Calcinaia", "Fornacette"))
    assert (office.alert_zone, office.phone) == ("Tosc-A4", "0587 265442")
    qtbot.waitUntil(lambda: dialog.reports["office"].state is StepState.DONE)
    dialog.close()
    assert dialog.choice is Next.AGAIN


def test_a_screen_reader_that_writes_is_offered_towns_too(opened: Opened, qtbot: QtBot) -> None:
    """What is written through the accessibility bus is no editing to Qt."""
    page = office_page(opened())
    page.search.setText("Calcin")
    qtbot.waitUntil(lambda: bool(offered(page)))
    page.pick(page._work.search("Calci")[0])
    qtbot.waitUntil(lambda: not offered(page))  # the name that the program writes offers nothing again


def test_by_keyboard_the_focus_is_always_in_sight(opened: Opened, qtbot: QtBot, data_dir: Path) -> None:
    """From town to town, to a step that waits for another, and on to the next one when it is kept."""
    dialog = opened()
    page = office_page(dialog)
    qtbot.keyClicks(page.search, "Calcin")
    qtbot.waitUntil(lambda: bool(offered(page)))
    offered(page)[0].setFocus()
    qtbot.keyClick(offered(page)[0], Qt.Key.Key_Return)
    phone = page._fields["phone"]
    assert phone.hasFocus()
    qtbot.keyClicks(phone, "0587 265442")
    qtbot.waitUntil(lambda: not phone.visibleRegion().isEmpty())
    page._fields["localities"].setText("Calcinaia, Fornacette")
    dialog.next.setFocus()
    dialog.next.click()
    assert dialog.focusWidget() is dialog._needs_button
    dialog._needs_button.click()
    page.search.selectAll()
    qtbot.keyClicks(page.search, "Pisa")
    assert not page.keep.isVisible(), "it would keep another town than the one that is named"
    page.search.selectAll()
    qtbot.keyClicks(page.search, "Calcinaia")
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    assert page._fields["localities"].text() == "Calcinaia, Fornacette"
    page.keep.click()
    telegram = dialog.page("telegram")
    qtbot.waitUntil(lambda: telegram.isEnabled() and telegram.isVisible())
    focused = dialog.focusWidget()
    assert focused is not None
    assert telegram.isAncestorOf(focused)


def test_what_was_typed_is_there_again(opened: Opened, qtbot: QtBot, data_dir: Path) -> None:
    dialog = opened()
    page = office_page(dialog)
    qtbot.keyClicks(page.search, "bientina")
    qtbot.keyClick(page.search, "\r")
    page._fields["email"].setText("urp@comune.bientina.pi.it")
    page.streets.lines.setPlainText("via Roma; Quattro Strade")
    dialog.close()
    assert dialog.choice is Next.CLOSE
    with pytest.raises(ConfigError):
        office_file.load(data_dir)
    again = office_page(opened())
    assert again._fields["email"].text() == "urp@comune.bientina.pi.it"
    assert again._fields["name"].text() == "Comune di Bientina"
    assert again.streets.lines.toPlainText().strip() == "via Roma; Quattro Strade"


def test_a_file_that_is_wrong_changes_nothing_and_says_why(
    opened: Opened, qtbot: QtBot, data_dir: Path, tmp_path: Path
) -> None:
    dialog = opened()
    file = tmp_path / "office.toml"
    file.write_text(TOWN.replace("chat =", "caht ="), "utf-8")
    dialog.configure(file)
    qtbot.waitUntil(lambda: "chat" in said(dialog))
    assert dialog.isVisible()
    with pytest.raises(ConfigError, match="not_configured"):
        office_file.load(data_dir)
    file.write_text(TOWN, "utf-8")
    dialog.configure(file)
    qtbot.waitUntil(lambda: dialog.choice is Next.AGAIN)
    assert office_file.load(data_dir) == office_file.parse(TOWN)


def test_the_first_start_offers_training(opened: Opened) -> None:
    dialog = opened()
    assert "Comune di esempio" in said(dialog)
    dialog.train.click()
    assert dialog.choice is Next.TRAIN


def test_the_program_asks_instead_of_vanishing(look: Look, qapp: QApplication, data_dir: Path) -> None:
    """The whole start: no settings, the set-up, closed: the exit status says that nothing is configured."""
    met: list[str] = []

    def close() -> None:
        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, FirstStart) and widget.isVisible():
                met.append(said(widget))
                widget.close()

    timer = QTimer()
    timer.timeout.connect(close)
    timer.start(20)
    before = qapp.findChildren(Theme)
    try:
        assert start.run(data_dir, training=False) == ConfigError.exit_code
    finally:
        timer.stop()
    assert len(met) == 1
    assert qapp.findChildren(Theme) == before  # a theme that stays would dress the next window once more


def test_calls_answer_in_the_window_or_not_at_all(look: Look, qtbot: QtBot) -> None:
    """A failure is a sentence; a page that is gone hears nothing; closing waits for what is under way."""
    calls, said_, page, gone = SlowCalls(wiring.window_sentences()), list[str](), QWidget(), QWidget()
    qtbot.addWidget(page)

    def refuse() -> None:
        raise InputError("setup_bad_email", value="x")

    held, heard = Event(), list[object]()
    calls.query(gone, held.wait, heard.append)
    calls.query(page, refuse, heard.append, said_.append)
    qtbot.waitUntil(lambda: bool(said_))
    assert "«x»" in said_[0]
    gone.deleteLater()
    QApplication.sendPostedEvents(gone, 52)  # QEvent.DeferredDelete
    held.set()
    calls.close()
    QApplication.processEvents()
    calls.query(page, lambda: 1, heard.append)  # by then the window goes away
    QApplication.processEvents()
    assert heard == []


def said(dialog: QWidget) -> str:
    return " ".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())
