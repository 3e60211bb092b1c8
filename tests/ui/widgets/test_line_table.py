# SPDX-License-Identifier: EUPL-1.2
"""A table whose rows come and go keeps the selected row selected, whatever happens around it."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPersistentModelIndex
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from comunecast_gui.ui.shell.main_window import MainWindow
from comunecast_gui.ui.widgets.line_table import Line, LinesModel, LinesTable
from comunecast_gui.ui.widgets.look import Look
from tests.ui.everywhere import settle

IDS = st.lists(st.integers(1, 12), unique=True, max_size=10)


def lines(ids: list[int], words: str) -> list[Line]:
    return [Line(id, (f"{words} {id}",)) for id in ids]


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=IDS, after=IDS, in_order=st.booleans())
def test_rows_are_replaced_around_those_that_stay(
    qtbot: QtBot, before: list[int], after: list[int], in_order: bool
) -> None:
    if in_order:
        before, after = sorted(before), sorted(after)
    model = LinesModel(("Name",))
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_lines(lines(before, "old"))
    held = {id: QPersistentModelIndex(model.index(place, 0)) for place, id in enumerate(before)}
    model.set_lines(lines(after, "new"))
    assert [line.cells[0] for line in model.lines] == [f"new {id}" for id in after]
    if in_order and set(before) & set(after):
        for id, index in held.items():
            assert index.isValid() == (id in after)
            assert id not in after or after[index.row()] == id
    del tester


@pytest.mark.parametrize("after", [[1, 2, 3, 4], [0, 2], [2], [2, 9, 10]])
def test_the_selected_row_stays_selected(qtbot: QtBot, after: list[int]) -> None:
    model, table = LinesModel(("Name",)), LinesTable("Names")
    qtbot.addWidget(table)
    table.setModel(model)
    model.set_lines(lines([1, 2, 3], "old"))
    table.selectRow(1)
    model.set_lines(lines(after, "new"))
    chosen = table.current_line()
    assert chosen is not None
    assert chosen.cells == ("new 2",)


def test_a_row_is_as_high_as_its_words(qtbot: QtBot) -> None:
    """One more line makes it one line higher, and no more."""
    table = LinesTable("", 40)
    qtbot.addWidget(table)
    model = LinesModel(("",))
    model.setParent(table)
    table.setModel(model)
    table.set_wrapping({0: 5})
    table.set_widths((200,), stretch=0)
    table.resize(240, 400)
    table.show()
    model.set_lines([Line(count, ("\n".join(["parola"] * count),)) for count in (1, 2, 3, 9)])
    heights = [table.rowHeight(row) for row in range(4)]
    one = heights[1] - heights[0]
    assert one >= table.fontMetrics().height()
    assert heights == [40, 40 + one, 40 + 2 * one, 40 + 4 * one]


def test_templates_and_trials_are_seen_whole_on_the_commonest_screen_at_twice_the_text_size(
    window: MainWindow, look: Look
) -> None:
    """Their last columns were beyond the edge, with no sign of it."""
    try:
        look.theme.set_scale(200)
        window.resize(1362, 728)
        for page, table in (("templates", window.templates.list.table), ("history", window.history.trials.table)):
            window.go_to(page)
            if page == "history":
                window.history.open_trials()
            settle()
            assert table.isVisible()
            assert table.horizontalScrollBar().maximum() == 0, page
    finally:
        look.theme.set_scale(100)
