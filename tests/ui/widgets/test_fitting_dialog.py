# SPDX-License-Identifier: EUPL-1.2
"""The dialogs of the office's people and keys show every word, and stay on the screen at twice the text size."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from comunecast_gui.ui.people.import_dialog import ImportDialog
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.shell.sign_in_dialog import SignInDialog
from comunecast_gui.ui.widgets.look import Look
from tests.security.test_plain_text_widgets import dialogs
from tests.ui.conftest import services_behind

WHICH = ("words", "keys", "sign in", "colleague", "office key")


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


def test_the_import_is_not_larger_than_the_screen(sized: Look, ops: Ops, qtbot: QtBot) -> None:
    dialog = ImportDialog(sized, ops, services_behind(ops).people.importer, None)
    qtbot.addWidget(dialog)
    dialog.show()
    room = dialog.screen().availableSize()
    assert (dialog.width() <= room.width(), dialog.height() <= room.height()) == (True, True)
    assert dialog.go.visibleRegion().boundingRect().height() == dialog.go.height()
