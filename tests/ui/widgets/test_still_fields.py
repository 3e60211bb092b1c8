# SPDX-License-Identifier: EUPL-1.2
"""The mouse wheel scrolls what is around a field, and changes no value of any page, form or dialog."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QCalendarWidget,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QScrollBar,
    QSpinBox,
    QTabBar,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from comunecast_gui.services import wiring
from comunecast_gui.ui import widgets
from comunecast_gui.ui.composer.editors.date_inputs import DateLine
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.shell.main_window import PAGES, MainWindow
from comunecast_gui.ui.widgets.look import Look, bring_into_view
from comunecast_gui.ui.widgets.still_fields import (
    ChoiceField,
    NumberField,
    Tabs,
    TextArea,
)
from tests.security.test_plain_text_widgets import DIALOGS, dialogs
from tests.ui.conftest import Sent

_CHANGEABLE = (QAbstractSpinBox, QAbstractSlider, QComboBox, QLineEdit, QPlainTextEdit, QTabBar)
_OF_QT = {"QComboBox", "QFontComboBox", "QSpinBox", "QDoubleSpinBox", "QDateEdit", "QTimeEdit", "QDateTimeEdit"} | {
    *("QSlider", "QDial", "QTabBar", "QTabWidget")
}
"""What Qt changes with the wheel."""


def fields_in(root: QWidget) -> Iterator[QWidget]:
    """The widgets inside ``root`` that hold a value, also those that are hidden now."""
    for widget in root.findChildren(QWidget):
        if isinstance(widget, QScrollBar) or not isinstance(widget, _CHANGEABLE):
            continue
        if not _in_a_calendar(widget):
            yield widget


def _in_a_calendar(widget: QWidget) -> bool:
    """Whether this is a part of a calendar to pick from, which a person opens, and whose months the wheel turns."""
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, QCalendarWidget):
        parent = parent.parentWidget()
    return parent is not None


def value_of(field: QWidget) -> Any:
    match field:
        case QComboBox():
            return field.currentIndex(), field.currentText()
        case QTabBar():
            return field.currentIndex()
        case QSpinBox() | QAbstractSlider():
            return field.value()
        case QPlainTextEdit():
            return field.toPlainText()
        case QAbstractSpinBox() | QLineEdit():
            return field.text()
    raise AssertionError(type(field))


def turn(widget: QWidget, notches: int) -> None:
    """Turns the wheel over a visible widget, as the mouse does; negative: towards the person."""
    window = widget.window()
    at = widget.mapTo(window, widget.rect().center())
    QTest.wheelEvent(window.windowHandle(), at, QPoint(0, 120 * notches))


def give_turn(field: QWidget, notches: int) -> None:
    """Gives a turn of the wheel to ``field`` itself, be it visible or not."""
    target = field.viewport() if isinstance(field, QAbstractScrollArea) else field
    at = QPointF(target.rect().center())
    event = QWheelEvent(
        at,
        QPointF(target.mapToGlobal(at.toPoint())),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(target, event)


def changed_by_the_wheel(root: QWidget) -> list[str]:
    """Turns the wheel both ways over every field in ``root``; what had another value after a turn."""
    found = []
    for field in list(fields_in(root)):
        before = value_of(field)
        for notches in (-1, 1, 3, -3):
            give_turn(field, notches)
            if value_of(field) != before:
                found.append(f"{type(field).__name__} {field.accessibleName()!r}: {before} -> {value_of(field)}")
                break
    return found


def takers_of_the_wheel(root: QWidget) -> list[str]:
    """The fields in ``root`` that a turn of the wheel gives the focus."""
    return [
        f"{type(field).__name__} {field.accessibleName()!r}"
        for field in fields_in(root)
        if field.focusPolicy() == Qt.FocusPolicy.WheelFocus
        and not (isinstance(field, QPlainTextEdit) and field.isReadOnly())
    ]


@pytest.mark.parametrize("page", PAGES)
def test_no_page_is_changed(window: MainWindow, page: str, sent: Sent, qtbot: QtBot) -> None:
    sent(accepted=3)
    window.go_to(page)
    qtbot.waitUntil(lambda: window.pages.currentWidget().isVisible())
    assert changed_by_the_wheel(window) == []
    assert takers_of_the_wheel(window) == []


def test_no_notice_is_changed(window: MainWindow, sent: Sent, qtbot: QtBot) -> None:
    window.show_notice(sent(accepted=3, failed=2, unknown=1))
    qtbot.waitUntil(lambda: window.history.notice.summary != "")
    assert any(isinstance(field, QComboBox) for field in fields_in(window.history.notice))
    assert changed_by_the_wheel(window) == []


def test_no_form_is_changed(window: MainWindow) -> None:
    found, seen = {}, 0
    for category in wiring.catalogue():
        window.composer.choose(category.id)
        window.composer.fill_example()
        found[category.id] = changed_by_the_wheel(window.composer) + takers_of_the_wheel(window.composer)
        seen += sum(isinstance(field, (DateLine, QComboBox)) for field in fields_in(window.composer.form))
        window.composer.discard()
    assert (len(found), seen > 28) == (28, True)
    assert {which: faults for which, faults in found.items() if faults} == {}


@pytest.mark.parametrize("which", DIALOGS)
def test_no_dialog_is_changed(look: Look, ops: Ops, tmp_path: Path, qtbot: QtBot, which: str) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = dialogs(look, ops, tmp_path, parent)[which]()
    if dialog.parentWidget() is None:
        qtbot.addWidget(dialog)
    dialog.show()
    assert changed_by_the_wheel(dialog) == []
    assert takers_of_the_wheel(dialog) == []


def test_the_form_scrolls_under_the_wheel(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(1000, 640)
    window.composer.choose("evento")
    window.composer.fill_example()
    form = window.composer.form
    area = form.parentWidget()
    while not isinstance(area, QScrollArea):
        area = area.parentWidget()
    bar = area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 100)
    tried = 0
    for field in fields_in(form):
        if not field.isVisible():
            continue
        bring_into_view(field)
        before, value = bar.value(), value_of(field)
        turn(field, -1 if before < bar.maximum() else 1)
        what = f"{type(field).__name__} {field.accessibleName()}"
        assert (bar.value() != before, value_of(field)) == (True, value), what
        tried += 1
    assert tried > 5


@pytest.mark.parametrize("kind", [ChoiceField, NumberField, Tabs])
def test_a_field_with_the_focus_leaves_the_wheel_too(kind: type[QWidget], qtbot: QtBot) -> None:
    field = kind()
    area, _ = _in_a_page(field, qtbot)
    if isinstance(field, QComboBox):
        field.addItems(["uno", "due", "tre"])
        field.setCurrentIndex(1)
    if isinstance(field, QTabBar):
        for tab in ("uno", "due", "tre"):
            field.addTab(tab)
    field.setFocus()
    assert field.hasFocus()
    before = value_of(field)
    turn(field, -1)
    assert (value_of(field), area.verticalScrollBar().value() > 0) == (before, True)


def test_a_text_scrolls_only_while_somebody_writes_in_it(qtbot: QtBot) -> None:
    text = TextArea()
    area, other = _in_a_page(text, qtbot)
    text.setPlainText("\n".join(map(str, range(100))))
    other.setFocus()
    turn(text, -1)
    assert (text.verticalScrollBar().value(), area.verticalScrollBar().value() > 0) == (0, True)
    area.verticalScrollBar().setValue(0)
    text.setFocus()
    assert text.hasFocus()
    turn(text, -1)
    assert (text.verticalScrollBar().value() > 0, area.verticalScrollBar().value()) == (True, 0)


def _in_a_page(field: QWidget, qtbot: QtBot) -> tuple[QScrollArea, QLineEdit]:
    """A page that scrolls, with ``field`` at its top and another field under it."""
    area, page, other = QScrollArea(), QWidget(), QLineEdit()
    qtbot.addWidget(area)
    page.setMinimumHeight(2000)
    column = QVBoxLayout(page)
    field.setMaximumHeight(80)
    column.addWidget(field)
    column.addWidget(other)
    column.addStretch(1)
    area.setWidget(page)
    area.setWidgetResizable(True)
    area.resize(300, 200)
    area.show()
    area.activateWindow()
    qtbot.waitUntil(lambda: area.isActiveWindow() and area.verticalScrollBar().maximum() > 0 and field.y() < 80)
    return area, other


def test_every_field_of_the_window_is_one_of_these() -> None:
    folder = Path(widgets.__file__).parent
    found = []
    for file in sorted(folder.parent.rglob("*.py")):
        if file == folder / "still_fields.py":
            continue
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            used = [node.func] if isinstance(node, ast.Call) else node.bases if isinstance(node, ast.ClassDef) else []
            found += [f"{file.name}: {name.id}" for name in used if isinstance(name, ast.Name) and name.id in _OF_QT]
    assert found == []


def test_a_number_stands_as_far_from_the_border_as_the_words_of_other_fields(look: Look, qtbot: QtBot) -> None:
    number, words = NumberField(), QLineEdit()
    for field in (number, words):
        qtbot.addWidget(field)
        field.show()
    number.setValue(7)
    line = number.lineEdit()
    left = line.geometry().left() + line.textMargins().left()
    assert left >= look.theme.px(8)
