# SPDX-License-Identifier: EUPL-1.2
"""The button inside a line grows with the text, can be hit, keeps clear of the words, and does what it says."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QToolButton
from pytestqt.qtbot import QtBot

from comunecast_gui.ui.widgets.look import Look, clearable
from tests.ui.first_look import TARGET


@pytest.fixture
def field(look: Look, qtbot: QtBot) -> QLineEdit:
    field = QLineEdit()
    qtbot.addWidget(field)
    clearable(look, field)
    field.resize(300, field.sizeHint().height())
    field.show()
    return field


def button_of(field: QLineEdit) -> QToolButton:
    [button] = field.findChildren(QToolButton)
    return button


def test_it_is_there_while_something_is_written_and_empties_the_line(field: QLineEdit, qtbot: QtBot) -> None:
    button = button_of(field)
    assert not button.isVisible()
    qtbot.keyClicks(field, "tubo rotto")
    assert (button.isVisible(), button.accessibleName()) == (True, "Svuota il campo")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert (field.text(), button.isVisible()) == ("", False)


def test_it_grows_with_the_text_and_the_words_end_before_it(field: QLineEdit, look: Look) -> None:
    button = button_of(field)
    small = button.iconSize().width()
    for scale in (100, 200):
        look.theme.set_scale(scale)
        field.resize(300, field.sizeHint().height())
        assert min(button.width(), button.height()) >= TARGET
        assert field.rect().contains(button.geometry())
        assert field.textMargins().right() >= field.width() - button.x() - look.theme.px(8)
    assert button.iconSize().width() == 2 * small
    look.theme.set_scale(100)


def test_from_right_to_left_it_stands_at_the_other_end(field: QLineEdit) -> None:
    field.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    button = button_of(field)
    assert button.geometry().right() < field.width() / 2
    assert (field.textMargins().left() > 0, field.textMargins().right()) == (True, 0)
