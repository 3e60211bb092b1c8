# SPDX-License-Identifier: EUPL-1.2
"""Days and hours are typed as people write them; what cannot be read is said, and no digit is lost."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from comunecast_gui.core.model import Office
from comunecast_gui.core.notice.categories import Field, FieldType
from comunecast_gui.core.notice.compose import jsonable
from comunecast_gui.ui.composer.editors.date_editors import DayEditor, HourEditor, MomentEditor, PeriodEditor
from comunecast_gui.ui.composer.editors.date_inputs import DateLine, Today
from comunecast_gui.ui.composer.editors.registry import EditorContext, make_editor
from comunecast_gui.ui.composer.editors.row_editors import DaysEditor
from comunecast_gui.ui.shell.main_window import MainWindow
from comunecast_gui.ui.widgets.look import Look

NOW = datetime(2026, 11, 24, 10)
TODAY = Today(lambda: NOW, ZoneInfo("Europe/Rome"))


def field(kind: FieldType) -> Field:
    return Field("campo", "Campo", kind, required=True)


def typed(line: QLineEdit, text: str) -> None:
    """Types over all that is there, key by key, and leaves the line as Enter does."""
    line.selectAll()
    QTest.keyClicks(line, text)
    assert line.text() == text, "no key is swallowed"
    QTest.keyClick(line, Qt.Key.Key_Return)


@pytest.mark.parametrize(
    ("text", "value", "shown"),
    [
        ("2/12 9:00", datetime(2026, 12, 2, 9), "mer 2 dic 2026 09:00"),
        ("2 dic", datetime(2026, 12, 2, 13), "mer 2 dic 2026 13:00"),
        ("2 dicembre 2026 ore 9", datetime(2026, 12, 2, 9), "mer 2 dic 2026 09:00"),
        ("domani 9", datetime(2026, 11, 25, 9), "mer 25 nov 2026 09:00"),
        ("lun 9.30", datetime(2026, 11, 30, 9, 30), "lun 30 nov 2026 09:30"),
        ("oggi", datetime(2026, 11, 24, 13), "mar 24 nov 2026 13:00"),
    ],
)
def test_a_moment_is_typed_and_its_date_is_written(
    look: Look, qtbot: QtBot, text: str, value: datetime, shown: str
) -> None:
    editor = MomentEditor(field(FieldType.DATETIME), look, TODAY)
    qtbot.addWidget(editor)
    editor.set_on(True)
    [line] = editor.findChildren(DateLine)
    typed(line, text)
    assert editor.value() == value
    assert line.text() == shown
    assert str(value.day) in editor.said


@pytest.mark.parametrize("text", ["31/11 9:00", "lun 2/12", "9.11", "28/3/2027 2:30", "domani 900", "boh"])
def test_what_cannot_be_read_stays_and_is_said_beside_it(look: Look, qtbot: QtBot, text: str) -> None:
    editor = MomentEditor(field(FieldType.DATETIME), look, TODAY)
    qtbot.addWidget(editor)
    editor.set_on(True)
    [line] = editor.findChildren(DateLine)
    typed(line, text)
    assert (line.text(), editor.value()) == (text, text)
    assert len(editor.said) > 20
    again = MomentEditor(field(FieldType.DATETIME), look, TODAY)
    qtbot.addWidget(again)
    again.set_value(jsonable(editor.value()))  # as a draft keeps it
    assert (again.value(), again.said) == (text, editor.said)


@pytest.mark.parametrize(
    ("kind", "examples"),
    [
        (FieldType.DATETIME, ["2/12 9:00", "2 dic", "domani 9", "lun 9.30"]),
        (FieldType.DATE, ["2/12", "2 dic", "domani", "lun"]),
        (FieldType.TIME, ["9:00", "9.30"]),
    ],
)
def test_what_is_advised_can_be_written_there(look: Look, qtbot: QtBot, kind: FieldType, examples: list[str]) -> None:
    editor = make_editor(field(kind), EditorContext(look, Office("Comune di Calcinaia"), (), NOW))
    qtbot.addWidget(editor)
    assert isinstance(editor, (DayEditor, HourEditor, MomentEditor))
    editor.set_on(True)
    [line] = editor.findChildren(DateLine)
    typed(line, "boh")
    assert editor.said == f"Non si capisce. Scrivi per esempio {', '.join(examples[:-1])} o {examples[-1]}."
    for example in examples:
        typed(line, example)
        assert line.why is None, example


def test_an_emptied_end_is_an_end_that_is_missing(look: Look, qtbot: QtBot) -> None:
    editor = PeriodEditor(field(FieldType.PERIOD), look, TODAY)
    qtbot.addWidget(editor)
    editor.set_value({"inizio": "2026-12-01T08:30", "fine": "2026-12-01T16:30"})
    start, end = editor.findChildren(DateLine)
    end.clear()
    assert editor.value() == {"inizio": datetime(2026, 12, 1, 8, 30), "fine": ""}
    typed(start, "4/12 9")
    assert editor.value() == {"inizio": datetime(2026, 12, 4, 9), "fine": ""}
    start.clear()
    assert editor.value() is None


def test_days_and_hours_are_typed_in_all_fields_for_them(look: Look, qtbot: QtBot) -> None:
    day = DayEditor(field(FieldType.DATE), look, TODAY)
    at = HourEditor(field(FieldType.TIME), TODAY)
    days = DaysEditor(field(FieldType.DATES), look, TODAY)
    for editor in (day, at, days):
        qtbot.addWidget(editor)
    day.set_on(True)
    typed(day.findChildren(DateLine)[0], "sabato")
    assert day.value() == date(2026, 11, 28)
    at.set_on(True)
    typed(at.findChildren(DateLine)[0], "9.05")
    assert at.value() == time(9, 5)
    days.append(None)
    assert days.value() is None, "a day that nobody wrote goes nowhere"
    typed(days.findChildren(DateLine)[0], "8 dic")
    assert days.value() == [date(2026, 12, 8)]


def test_the_arrows_step_days_and_quarters_of_an_hour(look: Look, qtbot: QtBot) -> None:
    editor = MomentEditor(field(FieldType.DATETIME), look, TODAY)
    qtbot.addWidget(editor)
    editor.set_on(True)
    [line] = editor.findChildren(DateLine)
    line.setCursorPosition(0)
    QTest.keyClick(line, Qt.Key.Key_Up)
    assert editor.value() == datetime(2026, 11, 25, 13)
    line.setCursorPosition(len(line.text()))
    QTest.keyClick(line, Qt.Key.Key_Down)
    assert editor.value() == datetime(2026, 11, 25, 12, 45)


def test_an_unreadable_date_blocks_sending_and_is_told_at_its_field(window: MainWindow) -> None:
    composer = window.composer
    composer.choose("acqua_programmata")
    composer.fill_example()
    editor = composer.form.editors["periodo"]
    start = editor.findChildren(DateLine)[0]
    start.setText("31/11 8:30")
    composed = composer.refresh()
    assert composed is not None
    assert composed.notice is None
    assert [one.check for one in composer.form.row("periodo").problems.shown] == ["wrong_type"]
    kept = composer.draft()
    assert kept is not None
    assert kept.fields["periodo"]["inizio"] == "31/11 8:30"
    start.setText("30/11 8:30")
    composed = composer.refresh()
    assert composed is not None
    assert "wrong_type" not in [one.check for one in composed.problems]


def test_tomorrow_is_reckoned_from_the_day_on_which_it_is_typed(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    composer = window.composer
    composer.choose("acqua_programmata")
    clock = window.services.info.clock
    monkeypatch.setattr(clock, "at", datetime(2026, 11, 24, 23, 30, tzinfo=ZoneInfo("UTC")))  # 0:30 in Rome
    [start, _] = composer.form.editors["periodo"].findChildren(DateLine)
    start.setText("domani 9")
    assert start.value() == datetime(2026, 11, 26, 9)
