# SPDX-License-Identifier: EUPL-1.2
"""A press beside a problem writes the right words in its field, and Ctrl+Z takes them back."""

from __future__ import annotations

from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from comunecast_gui.ui.composer.editors.date_inputs import DateLine
from comunecast_gui.ui.shell.main_window import MainWindow


@pytest.fixture
def writing(window: MainWindow, qtbot: QtBot) -> MainWindow:
    window.go_to("composer")
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def mends(area: QWidget) -> list[QPushButton]:
    return [one for one in area.findChildren(QPushButton) if one.text().startswith("Scrivi") and not one.isHidden()]


def test_the_computed_weekday_is_written_and_can_be_taken_back(writing: MainWindow, qtbot: QtBot) -> None:
    composer = writing.composer
    composer.choose("generico")
    composer.form.editors["titolo"].set_value("Orari")
    [text] = composer.form.editors["testo"].findChildren(QPlainTextEdit)
    before = "😀 Si chiude il 30.\nSi riapre martedì 2 dicembre alle 9."
    text.setPlainText(before)
    composer.refresh()
    [button] = mends(composer.form.row("testo").problems)
    assert button.text() == "Scrivi «mercoledì 2 dicembre»"
    button.click()
    assert text.toPlainText() == before.replace("martedì 2 dicembre", "mercoledì 2 dicembre")
    assert text.hasFocus()
    composer.refresh()
    assert [one.check for one in composer.form.row("testo").problems.shown if one.mend] == []
    QTest.keyClick(text, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert text.toPlainText() == before


def test_a_line_and_a_street_are_mended_where_they_stand(writing: MainWindow, qtbot: QtBot) -> None:
    composer = writing.composer
    composer.choose("acqua_guasto")
    streets = composer.form.editors["vie"]
    known = streets._streets[0]  # type: ignore[attr-defined]
    wrong = known[:-2] + known[-1]
    streets.set_value(["", known, {"via": wrong, "tratto": "dal ponte"}])
    composer.refresh()
    found = [one for one in mends(composer.form.row("vie").problems) if known in one.text()]
    assert found, [one.message for one in composer.form.row("vie").problems.shown]
    found[0].click()
    assert streets.value() == [known, {"via": known, "tratto": "dal ponte"}]
    line = QApplication.focusWidget()
    assert isinstance(line, QLineEdit)
    QTest.keyClick(line, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert line.text() == wrong


def test_a_missing_end_takes_the_focus_also_from_the_list_beside_the_form(writing: MainWindow, qtbot: QtBot) -> None:
    composer = writing.composer
    composer.choose("acqua_programmata")
    period = composer.form.editors["periodo"]
    period.set_value({"inizio": datetime(2026, 12, 2, 8, 30), "fine": ""})
    composer.form.touch_all()
    composer.refresh()
    [button] = mends(composer.side.problems)
    assert button.text() == "Scrivi la fine"
    button.click()
    [_, end] = period.findChildren(DateLine)
    assert end.hasFocus()


def test_words_that_were_changed_meanwhile_stay_as_they_are(writing: MainWindow) -> None:
    composer = writing.composer
    composer.choose("generico")
    [text] = composer.form.editors["testo"].findChildren(QPlainTextEdit)
    text.setPlainText("Si chiude domani.")
    composer.refresh()
    [button] = mends(composer.form.row("testo").problems)
    text.setPlainText("Domani si chiude.")
    button.click()
    assert text.toPlainText() == "Domani si chiude."
