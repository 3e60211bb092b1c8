# SPDX-License-Identifier: EUPL-1.2
"""The window in a language whose words are twice as long, and in one that is written from right to left."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractListModel, QPoint, Qt, QTranslator
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

import comunecast_gui
from comunecast_gui.tour.scenes import Stage
from tests.ui.cut_text import faults
from tests.ui.everywhere import everywhere
from tests.ui.test_everything_fits import room, sized, stage  # noqa: F401 - fixtures

MARK = "·"
"""Before and behind each text that was translated."""
SAME_EVERYWHERE = re.compile(r"WhatsApp|Telegram|ComuneCast|CSV|https://\S*|Esc|Ctrl ?\+.*")
"""Written in the sources, and the same in every language: names, addresses, and what is printed on keys."""
A_WORD = re.compile(r"[^\W\d_]{3}")


def doubled(text: str) -> str:
    """The text twice between two marks, with one key to reach it by."""
    return f"{MARK}{text} {text.replace('&', '')}{MARK}" if text else ""


class Doubling(QTranslator):
    """Translates each text of the program and of Qt into itself, said twice."""

    def translate(self, context: str, text: str, disambiguation: str | None = None, n: int = -1) -> str:
        return doubled(text)

    def isEmpty(self) -> bool:  # noqa: N802 - Qt's name
        return False


@pytest.fixture
def wanted() -> tuple[int, int, int]:
    """The most common screen of an office, and text as large as it is at first."""
    return 1366, 768, 100


@pytest.fixture
def long_words(qapp: QApplication) -> Iterator[None]:
    translator = Doubling()
    qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)


@pytest.fixture
def from_the_right(qapp: QApplication) -> Iterator[None]:
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    yield
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def texts(window: QWidget) -> Iterator[str]:
    """All that is written in a window or spoken of it, whether it can be seen now or not."""
    yield window.windowTitle()
    for action in window.findChildren(QAction):
        yield from (action.text(), action.toolTip())
    for widget in window.findChildren(QWidget):
        yield from (widget.toolTip(), widget.accessibleName(), widget.accessibleDescription())
        match widget:
            case QLabel() | QAbstractButton():
                yield widget.text()
            case QGroupBox():
                yield widget.title()
            case QComboBox():
                yield from (widget.itemText(row) for row in range(widget.count()))
                yield widget.placeholderText()
            case QTabBar():
                yield from (widget.tabText(tab) for tab in range(widget.count()))
            case QLineEdit() | QPlainTextEdit():
                yield widget.placeholderText()
            case QAbstractItemView() if (model := widget.model()) is not None:
                sections = range(1 if isinstance(model, QAbstractListModel) else model.columnCount())
                if isinstance(widget, QHeaderView):
                    yield from (str(model.headerData(one, widget.orientation()) or "") for one in sections)
                else:
                    cells = (model.index(row, one) for row in range(model.rowCount()) for one in sections)
                    yield from (str(cell.data() or "") for cell in cells)
            case _:
                pass


def written_in_the_window() -> set[str]:
    """All that stands between quotes in the sources of the window and has a word in it."""
    found = set()
    for path in (Path(comunecast_gui.__file__).parent / "ui").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and A_WORD.search(node.value):
                found.add(plain(node.value))
    return {text for text in found if not SAME_EVERYWHERE.fullmatch(text)}


def plain(text: str) -> str:
    return " ".join(text.replace("&", "").split()).rstrip(":")


@pytest.mark.slow
def test_every_text_of_the_window_can_be_translated(long_words: None, stage: Stage, qtbot: QtBot) -> None:  # noqa: F811
    """A text that comes out without the marks comes from the office's data, or it was never given to a translator."""
    written = written_in_the_window()

    def untranslated(window: QWidget) -> list[str]:
        return [text for text in texts(window) if MARK not in text and plain(text) in written]

    assert everywhere(stage, qtbot, untranslated) == []
    QLabel("Close this message", stage.window)
    assert untranslated(stage.window) == ["Close this message"]


def test_no_text_is_cut_where_words_are_twice_as_long(long_words: None, stage: Stage, qtbot: QtBot) -> None:  # noqa: F811
    assert everywhere(stage, qtbot, faults) == []


def test_from_right_to_left_the_window_is_its_own_mirror(
    stage: Stage,  # noqa: F811
    from_the_right: None,
    qtbot: QtBot,
) -> None:
    window = stage.window
    assert everywhere(stage, qtbot, faults) == []
    middle = window.rect().center().x()
    assert window.nav.mapTo(window, QPoint(0, 0)).x() > middle
    assert window.pages.mapTo(window, QPoint(0, 0)).x() < middle
