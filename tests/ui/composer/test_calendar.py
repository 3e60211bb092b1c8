# SPDX-License-Identifier: EUPL-1.2
"""The calendar of a date field can be read in every colour and size, and opened and used with the keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCalendarWidget,
    QTableView,
    QToolButton,
)
from pytestqt.qtbot import QtBot

from comunecast_gui.ui.composer.editors.date_inputs import DateLine, DayLine, HourLine, MomentLine, Today, as_date
from comunecast_gui.ui.theme.theme import Scheme
from comunecast_gui.ui.widgets.look import Look
from tests.ui.theme.test_theme import contrast

MORNING = datetime(2026, 11, 24, 9, 0)
TODAY = Today(lambda: MORNING, ZoneInfo("Europe/Rome"))
READABLE = 4.5
"""WCAG 2.1, 1.4.3."""


@pytest.fixture(params=[(Scheme.LIGHT, 100), (Scheme.DARK, 100), (Scheme.LIGHT, 200)], ids=["light", "dark", "large"])
def dressed(request: pytest.FixtureRequest, look: Look) -> Iterator[Look]:
    """The look in other colours and sizes."""
    scheme, scale = request.param
    look.theme.set_scheme(scheme)
    look.theme.set_scale(scale)
    yield look
    look.theme.set_scheme(Scheme.LIGHT)
    look.theme.set_scale(100)


def moment_line(look: Look) -> DayLine:
    line = MomentLine(look, TODAY, MORNING)
    line.set_value(MORNING)
    return line


def day_line(look: Look) -> DayLine:
    line = DayLine(look, TODAY, MORNING.date())
    line.set_value(MORNING.date())
    return line


def shown(edit: DateLine, qtbot: QtBot) -> DateLine:
    """The field as a window of its own, with the focus."""
    qtbot.addWidget(edit)
    edit.resize(400, 40)
    edit.show()
    edit.activateWindow()
    edit.setFocus()
    qtbot.waitUntil(edit.hasFocus)
    return edit


def opened(edit: DayLine, qtbot: QtBot, *how: Any) -> QCalendarWidget:
    """The field's calendar, opened with the keyboard."""
    QTest.keyClick(edit, *(how or (Qt.Key.Key_F4,)))
    calendar = edit.calendar
    assert calendar is not None
    qtbot.waitUntil(calendar.isVisible)
    return calendar


def contrast_in(picture: QImage, part: QRect) -> float:
    """The contrast between the commonest colour of ``part`` and the one that stands out most from it."""
    colours = [
        picture.pixelColor(x, y).name()
        for x in range(part.left(), part.right() + 1)
        for y in range(part.top(), part.bottom() + 1)
    ]
    ground = max(set(colours), key=colours.count)
    return max(contrast(ground, colour) for colour in set(colours))


def test_every_day_and_weekday_can_be_read(dressed: Look, qtbot: QtBot) -> None:
    edit = moment_line(dressed)
    shown(edit, qtbot)
    calendar = opened(edit, qtbot)
    table = calendar.findChild(QTableView)
    model = table.model()
    picture = table.viewport().grab().toImage()
    found, words = {}, []
    for row in range(model.rowCount()):
        for column in range(model.columnCount()):
            index = model.index(row, column)
            word, part = str(index.data()), table.visualRect(index)
            if part.isEmpty():
                continue
            words.append(word)
            inner = part.adjusted(2, 2, -2, -2)
            assert picture.rect().contains(inner), word
            assert table.fontMetrics().horizontalAdvance(word) <= part.width(), word
            found[row, word] = contrast_in(picture, inner)
    assert {str(day) for day in range(1, 31)} <= set(words)
    assert len(words) == 49
    assert {cell: round(seen, 1) for cell, seen in found.items() if seen < READABLE} == {}


def test_the_bar_over_the_days_can_be_read(dressed: Look, qtbot: QtBot) -> None:
    edit = day_line(dressed)
    shown(edit, qtbot)
    calendar = opened(edit, qtbot)
    buttons = [button for button in calendar.findChildren(QToolButton) if button.isVisible()]
    assert len(buttons) == 4
    picture = calendar.grab().toImage()
    for button in buttons:
        part = QRect(button.mapTo(calendar, button.rect().topLeft()), button.size()).adjusted(3, 3, -3, -3)
        assert contrast_in(picture, part) >= READABLE, button.objectName()


@pytest.mark.parametrize(
    ("key", "modifier"),
    [
        (Qt.Key.Key_F4, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier),
    ],
    ids=["F4", "Alt+Down"],
)
@pytest.mark.parametrize("make", [moment_line, day_line], ids=["moment", "day"])
def test_the_keyboard_opens_the_calendar_and_picks(
    look: Look, qtbot: QtBot, make: Callable[[Look], DayLine], key: Qt.Key, modifier: Qt.KeyboardModifier
) -> None:
    edit = make(look)
    edit.setAccessibleName("Inizio")
    shown(edit, qtbot)
    calendar = opened(edit, qtbot, key, modifier)
    assert calendar.accessibleName() == "Calendario: Inizio"
    assert as_date(edit.value()) == date(2026, 11, 24)
    for pressed in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Return):
        QTest.keyClick(QApplication.focusWidget() or calendar, pressed)
    qtbot.waitUntil(lambda: not calendar.isVisible())
    assert as_date(edit.value()) == date(2026, 12, 2)
    if isinstance(edit, MomentLine):
        assert edit.value().time() == MORNING.time()


def test_escape_closes_the_calendar_and_changes_nothing(look: Look, qtbot: QtBot) -> None:
    edit = moment_line(look)
    shown(edit, qtbot)
    calendar = opened(edit, qtbot)
    QTest.keyClick(QApplication.focusWidget() or calendar, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not calendar.isVisible())
    assert edit.value() == MORNING


def test_the_calendar_of_an_unreadable_day_opens_and_puts_it_right(look: Look, qtbot: QtBot) -> None:
    edit = moment_line(look)
    edit.setText("31/11 9:00")
    shown(edit, qtbot)
    calendar = opened(edit, qtbot)
    QTest.keyClick(QApplication.focusWidget() or calendar, Qt.Key.Key_Right)
    QTest.keyClick(QApplication.focusWidget() or calendar, Qt.Key.Key_Return)
    assert edit.value() == datetime(2026, 11, 25, 9)


def test_a_time_of_day_has_no_calendar(look: Look, qtbot: QtBot) -> None:
    edit = HourLine(TODAY, time(9))
    edit.set_value(time(9))
    shown(edit, qtbot)
    QTest.keyClick(edit, Qt.Key.Key_F4)
    assert QApplication.activePopupWidget() is None
    assert edit.value() == time(9)
