# SPDX-License-Identifier: EUPL-1.2
"""The dialogs of the office's people and keys show every word, and stay on the screen at twice the text size."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from comunecast_gui.ui.composer.confirm_dialog import ConfirmDialog
from comunecast_gui.ui.people.import_dialog import ImportDialog
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.shell.sign_in_dialog import SignInDialog
from comunecast_gui.ui.widgets import screen_room
from comunecast_gui.ui.widgets.fitting_dialog import FittingDialog
from comunecast_gui.ui.widgets.look import Look, button_row, label
from tests.security.test_plain_text_widgets import dialogs
from tests.ui.conftest import open_window, services_behind
from tests.ui.everywhere import settle

WHICH = ("words", "keys", "sign in", "colleague", "office key")
OFTEN = QRect(0, 0, 1366, 728)
"""The commonest screen of an office, less its task bar."""


@pytest.fixture(params=[100, 200])
def sized(request: pytest.FixtureRequest, look: Look) -> Iterator[Look]:
    """The look at a text size."""
    look.theme.set_scale(request.param)
    yield look
    look.theme.set_scale(100)


def cut(dialog: QDialog) -> list[str]:
    """The words that have less height than they need."""
    return [
        words.text()
        for words in dialog.findChildren(QLabel)
        if words.isVisibleTo(dialog) and words.wordWrap() and words.heightForWidth(words.width()) > words.height()
    ]


@pytest.mark.parametrize("which", WHICH)
def test_nothing_is_cut_and_the_buttons_are_on_the_screen(
    sized: Look, ops: Ops, tmp_path: Path, qtbot: QtBot, which: str
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    make: Callable[[], QDialog] = dialogs(sized, ops, tmp_path, parent)[which]
    dialog = make()
    if dialog.parentWidget() is None:
        qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: cut(dialog) == [])
    room = dialog.screen().availableSize()
    assert (dialog.width() <= room.width(), dialog.height() <= room.height()) == (True, True)
    for button in dialog.findChildren(QPushButton):
        assert button.visibleRegion().boundingRect().size() == button.size() or not button.isVisible(), button.text()


def test_what_is_said_later_is_not_cut(sized: Look, ops: Ops, tmp_path: Path, qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = dialogs(sized, ops, tmp_path, parent)["sign in"]()
    assert isinstance(dialog, SignInDialog)
    qtbot.addWidget(dialog)
    dialog.show()
    before = dialog.height()
    dialog._failure.set_text("Il PIN non è giusto. Nulla è cambiato. Puoi provare ancora 4 volte prima di aspettare.")
    dialog._failure.show()
    qtbot.waitUntil(lambda: dialog.height() > before and cut(dialog) == [])


def test_a_dialog_that_grows_at_the_edge_stays_on_the_screen(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screen_room, "available", lambda _: OFTEN)
    dialog = FittingDialog(200, None)
    qtbot.addWidget(dialog)
    said = label("Una parola", wrap=False)
    dialog.column.addWidget(said)
    dialog.show()
    dialog.move(OFTEN.right() - dialog.width(), OFTEN.bottom() - dialog.height())
    before = dialog.size()
    said.setText("Parole che hanno bisogno di molto più posto di quanto ne ha una parola sola\n" * 4)
    qtbot.waitUntil(lambda: dialog.width() > before.width() and dialog.height() > before.height())
    assert OFTEN.contains(dialog.frameGeometry())


def test_the_import_is_not_larger_than_the_screen(sized: Look, ops: Ops, qtbot: QtBot) -> None:
    dialog = ImportDialog(sized, ops, services_behind(ops).people.importer, None)
    qtbot.addWidget(dialog)
    dialog.show()
    room = dialog.screen().availableSize()
    assert (dialog.width() <= room.width(), dialog.height() <= room.height()) == (True, True)
    assert dialog.go.visibleRegion().boundingRect().height() == dialog.go.height()


def test_the_first_window_is_no_larger_than_the_screen(
    sized: Look, ops: Ops, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screen_room, "available", lambda _: OFTEN)
    window = open_window(sized, ops, qtbot)
    window.go_to("composer")
    window.composer.choose("generico")
    room = OFTEN.marginsRemoved(screen_room._USUAL_FRAME)
    assert (window.width() <= room.width(), window.height() <= room.height()) == (True, True)
    for one in (window.composer.send, window.composer._page._state):
        qtbot.waitUntil(lambda one=one: one.visibleRegion().boundingRect().size() == one.size())


def test_what_is_typed_to_send_a_red_alert_is_in_sight(
    sized: Look, ops: Ops, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screen_room, "available", lambda _: OFTEN)
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = dialogs(sized, ops, tmp_path, parent)["confirm"]()
    assert isinstance(dialog, ConfirmDialog)
    dialog.show()
    assert dialog._word.visibleRegion().boundingRect().size() == dialog._word.size()


def test_a_dialog_opens_at_its_top_and_leads_on_from_there(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """The field far down that is to be filled in first had it opened scrolled, without its title."""
    monkeypatch.setattr(screen_room, "available", lambda _: QRect(0, 0, 800, 300))
    for lead_on, typed in ((Qt.Key.Key_Tab, ""), (Qt.Key.Key_C, "c")):
        dialog = FittingDialog(400, None)
        qtbot.addWidget(dialog)
        heading, field = label("Quale Comune?"), QLineEdit()
        for one in (heading, label("Passo per passo fino al primo avviso. " * 120), field):
            dialog.column.addWidget(one)
        field.setFocus()
        dialog.show()
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow)
        qtbot.waitUntil(lambda dialog=dialog: dialog.focusWidget() is dialog._area)
        bar = dialog._area.verticalScrollBar()
        assert (bar.value(), field.visibleRegion().isEmpty()) == (0, True)
        assert heading.visibleRegion().boundingRect().size() == heading.size()
        qtbot.keyClick(dialog._area, Qt.Key.Key_PageDown)
        assert bar.value() > 0, "the keys that scroll work"
        qtbot.keyClick(dialog._area, lead_on)
        assert field.hasFocus()
        assert field.text() == typed
        assert field.visibleRegion().boundingRect().size() == field.size()
        assert dialog._area.focusPolicy() is Qt.FocusPolicy.NoFocus


def test_what_gets_the_focus_is_scrolled_to(
    sized: Look, ops: Ops, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screen_room, "available", lambda _: QRect(0, 0, sized.theme.px(800), sized.theme.px(420)))
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = dialogs(sized, ops, tmp_path, parent)["confirm"]()
    assert isinstance(dialog, ConfirmDialog)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    tick = dialog._ticks[-1]
    dialog._word.setFocus()
    dialog._area.verticalScrollBar().setValue(0)
    assert tick.visibleRegion().isEmpty()
    tick.setFocus()
    assert tick.visibleRegion().boundingRect().size() == tick.size()


def test_the_focus_leaves_what_no_longer_scrolls(look: Look, qtbot: QtBot) -> None:
    """It stayed on the scrolling part after the dialog had grown, as a bold line beside the words."""
    dialog = FittingDialog(400, None)
    qtbot.addWidget(dialog)
    close = QPushButton("Chiudi")
    words = label("Il bollettino dice allerta rossa. " * 20)
    dialog.column.addWidget(words)
    dialog.set_foot(button_row(close))
    dialog.show()
    QApplication.processEvents()  # it has grown to what it says; the person then makes it lower
    dialog.resize(400, 120)
    area = dialog.findChildren(QScrollArea)[0]
    qtbot.waitUntil(lambda: area.focusPolicy() == Qt.FocusPolicy.StrongFocus)
    area.setFocus()
    assert dialog.focusWidget() is area
    dialog.resize(400, 700)
    qtbot.waitUntil(lambda: area.focusPolicy() == Qt.FocusPolicy.NoFocus)
    assert dialog.focusWidget() is close


def test_the_bar_is_marked_while_the_keys_scroll_and_the_words_stay_where_they_are(
    look: Look, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The mark was a bold line beside the words, half of it under the bar."""
    monkeypatch.setattr(screen_room, "available", lambda _: QRect(0, 0, 800, 300))
    dialog, close = FittingDialog(400, None), QPushButton("Chiudi")
    qtbot.addWidget(dialog)
    dialog.column.addWidget(label("Il bollettino dice allerta rossa. " * 80))
    dialog.set_foot(button_row(close))
    dialog.show()
    dialog.activateWindow()
    area = dialog._area
    bar = area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.isVisible() and dialog.isActiveWindow())
    settle()
    try:
        for strong in (False, True):
            look.theme.set_strong(strong)
            close.setFocus()
            settle()
            width, at_rest = area.viewport().width(), bar.grab().toImage()
            area.setFocus()
            dialog.resize(dialog.width(), dialog.height() - 1)
            settle()
            assert bar.grab().toImage() != at_rest
            assert (area.viewport().width(), bar.width()) == (width, 12)
    finally:
        look.theme.set_strong(False)


def test_the_bar_goes_once_everything_fits_without_it(look: Look, qtbot: QtBot) -> None:
    """Words that break only because of the bar kept it for good, and it cut the last line."""
    dialog = FittingDialog(400, None)
    qtbot.addWidget(dialog)
    words = [label("", "small") for _ in range(6)]
    for one in words:
        dialog.column.addWidget(one)
    dialog.set_foot(button_row(QPushButton("Chiudi")))
    dialog.show()
    line = ""
    while words[0].fontMetrics().horizontalAdvance(line + "i") < dialog._area.maximumViewportSize().width() - 4:
        line += " i" if len(line) % 4 == 0 else "i"
    for one in words:
        one.setText(line)
    bar = dialog._area.verticalScrollBar()
    qtbot.waitUntil(lambda: cut(dialog) == [] and bar.maximum() == 0)
    fitting = dialog.height()
    dialog.resize(dialog.width(), fitting - 40)
    qtbot.waitUntil(lambda: bar.maximum() > 40)  # narrower words, and so more lines
    dialog.resize(dialog.width(), fitting)
    qtbot.waitUntil(lambda: bar.maximum() == 0)
    assert cut(dialog) == []


def test_enter_presses_the_button_that_has_the_focus(look: Look, qtbot: QtBot) -> None:
    """Not the dialog's main one in its place: who stands on the way back would do what they wanted to leave."""
    dialog = FittingDialog(300, None)
    qtbot.addWidget(dialog)
    field, back, main = QLineEdit(), look.button("Annulla"), look.button("Conserva")
    pressed: list[str] = []
    back.clicked.connect(lambda: pressed.append("back"))
    main.clicked.connect(lambda: pressed.append("main"))
    main.setDefault(True)
    dialog.column.addWidget(field)
    dialog.set_foot(button_row(back, main))
    dialog.show()
    for focused in (back, main, field):
        focused.setFocus()
        qtbot.keyClick(focused, Qt.Key.Key_Return)
    assert pressed == ["back", "main", "main"]


def test_a_dialog_leaves_no_empty_room_above_its_buttons(look: Look, qtbot: QtBot) -> None:
    """Qt thinks of words in less room than they get, and would open it too high."""
    dialog = FittingDialog(460, None)
    qtbot.addWidget(dialog)
    words = label("L'esempio lo vedono Meta e l'anteprima. Il campo si mette nei testi con «Inserisci un campo». " * 3)
    button = look.button("Chiudi")
    dialog.column.addWidget(words)
    dialog.column.addStretch(1)
    dialog.set_foot(button_row(button))
    dialog.show()
    settle()
    assert cut(dialog) == []
    bottom = words.mapTo(dialog, words.rect().bottomLeft()).y()
    assert 0 < button.mapTo(dialog, button.rect().topLeft()).y() - bottom < 30
