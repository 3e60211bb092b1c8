# SPDX-License-Identifier: EUPL-1.2
"""The table of subscribers finds, counts, imports and forgets people, and shows no number by itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from comunecast_gui.app import services_of
from comunecast_gui.core.approval.colleagues import Colleague, Role
from comunecast_gui.core.changes import ChangeKind
from comunecast_gui.core.model import SubscriberState
from comunecast_gui.core.work.long_work import Work
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.store.consent.audit import Audit
from comunecast_gui.ui.people.add_dialog import AddDialog
from comunecast_gui.ui.people.export_dialog import ExportDialog
from comunecast_gui.ui.people.import_dialog import ImportDialog
from comunecast_gui.ui.people.person_dialog import PersonDialog
from comunecast_gui.ui.people.subscribers_page import SubscribersPage
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.runtime.subscriber_import import AddedPerson, ImportPreview, NumbersFile, SubscriberImporter
from comunecast_gui.ui.widgets.look import Look
from comunecast_gui.ui.widgets.question import Question
from tests.ui.conftest import MORNING, add_people, services_behind

NUMBERS = """nome;telefono
Anna;333 1234567
Bruno;+39 347 7654321
Bruno di nuovo;3477654321
Carla;abc
Dario;0587 265442
"""


@pytest.fixture
def page(look: Look, ops: Ops, workspace: Workspace, qtbot: QtBot) -> SubscribersPage:
    add_people(workspace, 450)
    page = SubscribersPage(look, ops, services_behind(ops).info, services_behind(ops).people)
    qtbot.addWidget(page)
    page.resize(1000, 700)
    page.show()
    qtbot.waitUntil(lambda: page.count.text() == "450 persone" and len(page.model.lines) == 200)
    return page


def test_the_table_shows_only_masked_numbers(page: SubscribersPage) -> None:
    for line in page.model.lines:
        assert sum(char.isdigit() for char in line.cells[0]) <= 7


def test_scrolling_reads_on(page: SubscribersPage, qtbot: QtBot) -> None:
    for _ in range(3):
        page.table.scrollToBottom()
        qtbot.waitUntil(lambda: not page.model.busy)
    qtbot.waitUntil(lambda: len(page.model.lines) == 450)
    assert len({line.id for line in page.model.lines}) == 450


def test_joining_and_leaving_people_do_not_move_selection_or_scroll(
    page: SubscribersPage, workspace: Workspace, ops: Ops, qtbot: QtBot
) -> None:
    page.filters.states.setCurrentIndex(page.filters.states.findData(SubscriberState.ACTIVE))
    qtbot.waitUntil(lambda: not page.model.busy and len(page.model.lines) == 200)
    page.table.scrollToBottom()
    qtbot.waitUntil(lambda: len(page.model.lines) == 400)
    page.table.selectRow(320)
    chosen, gone = page.table.current_line(), page.model.lines[5].id
    assert chosen is not None
    place = page.table.visualRect(page.table.currentIndex()).top()
    workspace.subscribers.remove(gone, workspace.clock.now(), source="prova", who="prova")
    ops.tell(ChangeKind.SUBSCRIBERS)
    qtbot.waitUntil(lambda: gone not in {line.id for line in page.model.lines})
    assert page.table.current_line() == chosen
    assert len(page.model.lines) == 400
    assert abs(page.table.visualRect(page.table.currentIndex()).top() - place) < 100
    ops.tell(ChangeKind.SUBSCRIBERS)
    qtbot.waitUntil(lambda: not page.model.busy)
    assert page.table.current_line() == chosen


def test_people_who_join_do_not_move_a_list_since_a_moment(
    page: SubscribersPage, ops: Ops, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    page.filters.since.setCurrentIndex(page.filters.since.findData(7))
    qtbot.waitUntil(lambda: not page.model.busy and len(page.model.lines) == 200)
    page.table.scrollToBottom()
    qtbot.waitUntil(lambda: len(page.model.lines) == 400)
    monkeypatch.setattr(MORNING, "at", MORNING.at + timedelta(seconds=5))
    ops.tell(ChangeKind.SUBSCRIBERS)
    qtbot.waitUntil(lambda: not page.model.busy)
    assert len(page.model.lines) == 400


def test_search_and_state(page: SubscribersPage, qtbot: QtBot) -> None:
    page.search.setText("0000077")
    qtbot.waitUntil(lambda: [line.cells[0][-2:] for line in page.model.lines] == ["77"])
    qtbot.waitUntil(lambda: page.count.text() == "1 persona")
    page.search.setText("999999")
    qtbot.waitUntil(lambda: page.empty_title == "Nessun iscritto trovato")
    page.search.clear()
    page.filters.states.setCurrentIndex(page.filters.states.findData(SubscriberState.LEFT))
    qtbot.waitUntil(lambda: page.count.text() == "0 persone")


def test_an_old_answer_does_not_overwrite_a_new_one(page: SubscribersPage, qtbot: QtBot) -> None:
    for text in ("0000011", "0000012", "0000013"):
        page.search.setText(text)
        page.search_now()
    qtbot.waitUntil(lambda: [line.cells[0][-2:] for line in page.model.lines] == ["13"])


def test_showing_a_number_is_noted(page: SubscribersPage, workspace: Workspace, qtbot: QtBot) -> None:
    page.table.selectRow(0)
    page.show_number.click()
    qtbot.waitUntil(lambda: "+39 333 000 0000" in page.shown_number)
    assert any(row.what == "number_shown" for row in _audit(workspace))


def test_removing_asks_and_erases(page: SubscribersPage, workspace: Workspace, qtbot: QtBot) -> None:
    page.table.selectRow(0)
    page.remove.click()
    page.findChildren(Question)[0].accept()
    qtbot.waitUntil(lambda: page.model.lines[0].cells[1] == "Uscito")
    assert page.model.lines[0].cells[0] == "numero cancellato"
    assert workspace.subscribers.count(state=SubscriberState.ACTIVE) == 449


def test_a_number_that_is_shown_leaves_the_screen_with_the_person(
    page: SubscribersPage, workspace: Workspace, qtbot: QtBot
) -> None:
    page.table.selectRow(0)
    page.show_number.click()
    qtbot.waitUntil(lambda: page.shown_number != "")
    page.remove.click()
    page.findChildren(Question)[0].accept()
    assert page.shown_number == ""  # at once, before anything is written
    qtbot.waitUntil(lambda: page.model.lines[0].cells[1] == "Uscito")
    assert page.shown_number == ""


def test_a_number_that_is_shown_leaves_the_screen_when_a_colleague_removes_the_person(
    page: SubscribersPage, workspace: Workspace, ops: Ops, qtbot: QtBot
) -> None:
    page.table.selectRow(3)
    page.show_number.click()
    qtbot.waitUntil(lambda: page.shown_number != "")
    ops.tell(ChangeKind.SUBSCRIBERS)
    qtbot.waitUntil(lambda: not page.model.busy)
    assert page.shown_number != ""
    workspace.subscribers.remove(page.model.lines[3].id, workspace.clock.now(), source="prova", who="altri")
    ops.tell(ChangeKind.SUBSCRIBERS)
    qtbot.waitUntil(lambda: page.model.lines[3].cells[1] == "Uscito")
    assert page.shown_number == ""


def test_a_number_that_is_read_while_the_person_is_removed_is_never_shown(page: SubscribersPage, qtbot: QtBot) -> None:
    page.table.selectRow(0)
    page.remove.click()
    page.show_number.click()
    page.findChildren(Question)[0].accept()
    qtbot.waitUntil(lambda: page.model.lines[0].cells[1] == "Uscito")
    assert page.shown_number == ""


@pytest.fixture
def person(page: SubscribersPage, qtbot: QtBot) -> PersonDialog:
    page.table.selectRow(0)
    page.open_person.click()
    dialog = page.findChildren(PersonDialog)[0]
    qtbot.waitUntil(dialog.show_number.isEnabled)
    return dialog


def test_the_persons_own_window_masks_the_number_when_the_person_is_removed(
    page: SubscribersPage, person: PersonDialog, workspace: Workspace, ops: Ops, qtbot: QtBot
) -> None:
    person.show_number.click()
    qtbot.waitUntil(lambda: person.heading == "+39 333 000 0000")
    workspace.subscribers.remove(page.model.lines[0].id, workspace.clock.now(), source="prova", who="altri")
    ops.tell(ChangeKind.SUBSCRIBERS)
    assert "000 0000" not in person.heading
    qtbot.waitUntil(lambda: person.heading == "Numero cancellato")


def test_a_dossier_is_not_noted_as_read_again_because_others_come_and_go(
    page: SubscribersPage, person: PersonDialog, workspace: Workspace, ops: Ops, qtbot: QtBot
) -> None:
    for _ in range(5):
        ops.tell(ChangeKind.SUBSCRIBERS)
        qtbot.waitUntil(lambda: not page.model.busy)
    person.show_number.click()
    qtbot.waitUntil(lambda: person.heading == "+39 333 000 0000")
    assert [row.what for row in _audit(workspace)].count("person_read") == 1


def test_who_left_unheard_has_no_number_to_show(
    page: SubscribersPage, person: PersonDialog, workspace: Workspace, qtbot: QtBot
) -> None:
    workspace.subscribers.remove(page.model.lines[0].id, workspace.clock.now(), source="prova", who="altri")
    person.show_number.click()
    qtbot.waitUntil(lambda: person.heading == "Numero cancellato")
    assert not person.show_number.isEnabled()
    assert person.said == ""


@pytest.mark.usefixtures("choosing")
def test_who_left_receives_nothing_and_stays_without_a_number_when_others_come_and_go(
    page: SubscribersPage, person: PersonDialog, workspace: Workspace, ops: Ops, qtbot: QtBot
) -> None:
    assert person.receives.startswith("Riceve: ")
    workspace.subscribers.remove(page.model.lines[0].id, workspace.clock.now(), source="prova", who="altri")
    ops.tell(ChangeKind.SUBSCRIBERS)
    qtbot.waitUntil(lambda: person.heading == "Numero cancellato")
    assert person.receives == ""
    ops.tell(ChangeKind.SUBSCRIBERS)
    assert person.heading == "Numero cancellato"


def test_people_who_left_are_not_counted_as_people_who_receive(page: SubscribersPage, qtbot: QtBot) -> None:
    page.table.selectRow(0)
    page.remove.click()
    page.findChildren(Question)[0].accept()
    qtbot.waitUntil(lambda: page.count.text() == "449 persone, 1 uscita")
    page.filters.states.setCurrentIndex(page.filters.states.findData(SubscriberState.LEFT))
    qtbot.waitUntil(lambda: page.count.text() == "1 uscita")


def test_empty_page_says_what_to_do(look: Look, ops: Ops, qtbot: QtBot) -> None:
    page = SubscribersPage(look, ops, services_behind(ops).info, services_behind(ops).people)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: page.empty_title == "Ancora nessun iscritto")


def test_import_shows_every_row_before_it_does_anything(
    page: SubscribersPage, workspace: Workspace, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "iscritti.csv"
    file.write_text(NUMBERS, "utf-8")
    page.open_import()
    dialog = page.findChildren(ImportDialog)[0]
    dialog.choose(file)
    qtbot.waitUntil(lambda: dialog.result_text != "")
    assert dialog.numbers.currentText().startswith("telefono")
    assert dialog.result_text.startswith("2 da aggiungere")
    assert [line.cells[0] for line in dialog.problems] == ["4", "5", "6"]
    assert all(line.cells[2] for line in dialog.problems)
    assert workspace.subscribers.count() == 450
    assert not dialog.go.isEnabled()
    dialog.source.setText("moduli dello sportello")
    assert dialog.go.isEnabled()
    dialog.accept_warned.setChecked(True)
    qtbot.waitUntil(lambda: dialog.result_text.startswith("3 da aggiungere"))
    dialog.go.click()
    qtbot.waitUntil(lambda: dialog.done_text.startswith("3 persone aggiunte"))
    assert workspace.subscribers.count() == 453
    assert "2 righe non importate" in dialog.done_text
    assert dialog.table.isVisible()  # what was left out can still be read
    assert not dialog.go.isVisible()
    qtbot.waitUntil(lambda: page.count.text() == "453 persone")


def test_a_file_that_is_chosen_is_gone_through_once(
    look: Look, ops: Ops, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs, run = list[int](), SubscriberImporter.run

    def counted(*given: Any, **named: Any) -> ImportPreview:
        runs.append(1)
        return run(*given, **named)

    monkeypatch.setattr(SubscriberImporter, "run", counted)
    file = tmp_path / "iscritti.csv"
    file.write_text(NUMBERS, "utf-8")
    dialog = ImportDialog(look, ops, services_behind(ops).people.importer)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.choose(file)
    qtbot.waitUntil(lambda: dialog.result_text != "")
    assert len(runs) == 1


def test_another_file_takes_the_place_of_the_one_before_at_once(
    look: Look, ops: Ops, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {name: tmp_path / f"{name}.csv" for name in ("first", "slow", "last")}
    for file in files.values():
        file.write_text(NUMBERS, "utf-8")
    gate, read = Event(), SubscriberImporter.read

    def slow(importer: SubscriberImporter, path: Path, work: Work) -> NumbersFile:
        if path == files["slow"]:
            gate.wait(10)
        return read(importer, path, work)

    monkeypatch.setattr(SubscriberImporter, "read", slow)
    dialog = ImportDialog(look, ops, services_behind(ops).people.importer)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.source.setText("modulo")
    dialog.choose(files["first"])
    qtbot.waitUntil(dialog.go.isEnabled)
    dialog.choose(files["slow"])
    assert not dialog.go.isEnabled()  # that would import the first
    dialog.choose(files["last"])
    qtbot.waitUntil(dialog.go.isEnabled)
    with qtbot.waitSignal(ops._answered):
        gate.set()
    assert dialog._name.text().startswith("last.csv")
    assert dialog.go.isEnabled()


def test_import_of_something_else_is_explained(look: Look, ops: Ops, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = ImportDialog(look, ops, services_behind(ops).people.importer)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.choose(tmp_path / "manca.csv")
    qtbot.waitUntil(lambda: dialog.failure != "")
    assert not dialog.go.isEnabled()


@pytest.fixture
def adding(look: Look, ops: Ops, qtbot: QtBot) -> Iterator[AddDialog]:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = AddDialog(look, ops, services_behind(ops).people.importer, parent)
    dialog.show()
    yield dialog
    parent.close()


def test_adding_one_needs_a_source_and_a_good_number(adding: AddDialog, workspace: Workspace, qtbot: QtBot) -> None:
    adding.number.setText("12")
    assert not adding.save.isEnabled()
    adding.source.setText("modulo")
    adding.save.click()
    qtbot.waitUntil(lambda: adding.failure != "")
    assert workspace.subscribers.count() == 0
    adding.number.setText("333 1234567")
    with qtbot.waitSignal(adding.accepted):
        adding.save.click()
    assert [row.source for row in workspace.subscribers.page()] == ["modulo"]


@pytest.mark.parametrize(
    ("doubtful", "why"),
    [("0587 265442", "numero fisso"), ("333 123456", "nove cifre")],
    ids=["landline", "a mobile number of nine digits"],
)
def test_adding_one_doubts_what_an_import_doubts(
    adding: AddDialog, workspace: Workspace, qtbot: QtBot, doubtful: str, why: str
) -> None:
    adding.number.setText(doubtful)
    adding.source.setText("modulo")
    adding.save.click()
    qtbot.waitUntil(lambda: why in adding.doubt)
    assert adding.isVisible()
    assert adding.save.isEnabled()
    assert adding.save.text() == "&Aggiungi lo stesso"
    assert workspace.subscribers.count() == 0
    adding.number.setText(f"{doubtful} ")  # whatever is written now is judged anew
    assert adding.doubt == ""
    adding.save.click()
    qtbot.waitUntil(lambda: why in adding.doubt)
    with qtbot.waitSignal(adding.accepted):
        adding.save.click()
    assert workspace.subscribers.count() == 1


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Event:
    """Nobody is added before it is set."""
    opened, add = Event(), SubscriberImporter.add

    def slow(importer: SubscriberImporter, number: str, source: str, *, accept_warned: bool = False) -> AddedPerson:
        opened.wait(10)
        return add(importer, number, source, accept_warned=accept_warned)

    monkeypatch.setattr(SubscriberImporter, "add", slow)
    return opened


def test_a_number_written_while_another_is_looked_at_is_not_taken_with_its_doubt(
    adding: AddDialog, gate: Event, workspace: Workspace, qtbot: QtBot
) -> None:
    adding.number.setText("0587 265442")
    adding.source.setText("modulo")
    adding.save.click()
    adding.number.setText("333 123456")
    assert not adding.save.isEnabled()  # one question at a time
    gate.set()
    qtbot.waitUntil(adding.save.isEnabled)
    assert adding.doubt == ""
    adding.save.click()
    qtbot.waitUntil(lambda: "nove cifre" in adding.doubt)
    assert workspace.subscribers.count() == 0


def test_enter_twice_adds_once_and_asks_for_nothing_that_is_there(
    adding: AddDialog, gate: Event, workspace: Workspace, qtbot: QtBot
) -> None:
    adding.number.setText("333 1234567")
    adding.source.setText("modulo")
    with qtbot.waitSignal(adding.accepted):
        QTest.keyClick(adding.source, Qt.Key.Key_Return)
        QTest.keyClick(adding.source, Qt.Key.Key_Return)
        assert adding.failure == ""
        gate.set()
    assert workspace.subscribers.count() == 1


def test_who_is_added_in_a_dialog_that_was_closed_is_told_all_the_same(
    adding: AddDialog, gate: Event, ops: Ops, workspace: Workspace, qtbot: QtBot
) -> None:
    adding.number.setText("333 1234567")
    adding.source.setText("modulo")
    adding.save.click()
    with qtbot.waitSignal(adding.destroyed):
        adding.reject()
    with qtbot.waitSignal(ops.changed) as told:
        gate.set()
    [person] = workspace.subscribers.page()
    assert (told.args[0].kind, told.args[0].ids) == (ChangeKind.SUBSCRIBERS, (person.id,))


def test_the_button_says_anyway_only_while_a_doubt_is_said(adding: AddDialog, qtbot: QtBot) -> None:
    adding.number.setText("0587 265442")
    adding.source.setText("modulo")
    adding.save.click()
    qtbot.waitUntil(lambda: adding.doubt != "")
    adding.source.clear()
    QTest.keyClick(adding.number, Qt.Key.Key_Return)
    assert adding.doubt == ""
    assert adding.save.text().replace("&", "") == "Aggiungi"


def test_adding_one_says_what_was_done(page: SubscribersPage, qtbot: QtBot) -> None:
    page.open_add()
    dialog = page.findChildren(AddDialog)[0]
    dialog.number.setText("347 7654321")
    dialog.source.setText("modulo")
    dialog.save.click()
    qtbot.waitUntil(lambda: page.done_text.startswith("Iscrizione aggiunta"))
    assert "21" in page.done_text
    assert "7654" not in page.done_text
    qtbot.waitUntil(lambda: page.count.text() == "451 persone")


def test_enter_says_what_is_missing_and_loses_nothing(adding: AddDialog, qtbot: QtBot) -> None:
    adding.activateWindow()
    qtbot.waitUntil(adding.number.hasFocus)
    adding.number.setText("333 1234567")
    QTest.keyClick(adding.number, Qt.Key.Key_Return)
    assert adding.isVisible()
    assert adding.failure == "Scrivi anche come è stato dato il consenso."
    assert adding.source.hasFocus()
    adding.source.setText("modulo")
    with qtbot.waitSignal(adding.accepted):
        QTest.keyClick(adding.source, Qt.Key.Key_Return)


def _audit(workspace: Workspace) -> list[object]:
    from comunecast_gui.store.consent.audit import Audit

    return list(Audit(workspace.database).recent())


def test_the_list_is_exported_as_the_command_does_and_whole_numbers_are_noted(
    page: SubscribersPage, workspace: Workspace, tmp_path: Path, qtbot: QtBot
) -> None:
    page.open_export()
    dialog = page.findChild(ExportDialog)
    assert dialog is not None
    assert dialog.masked.isChecked()
    dialog.save(tmp_path / "iscritti.doc")
    qtbot.waitUntil(lambda: "iscritti.doc" in dialog.failure)
    assert not (tmp_path / "iscritti.doc").exists()
    dialog.save(tmp_path / "iscritti.csv")
    qtbot.waitUntil(lambda: page.done_text == "450 persone salvate in iscritti.csv.")
    masked = (tmp_path / "iscritti.csv").read_text("utf-8-sig").splitlines()
    assert masked[0] == "telefono;stato;dal"
    assert len(masked) == 451
    assert all("•" in line for line in masked[1:])
    assert Audit(workspace.database).last("numbers_listed") is None
    page.open_export()
    again = page.findChildren(ExportDialog)[-1]
    again.whole.click()
    again.save(tmp_path / "interi.csv")
    qtbot.waitUntil(lambda: "interi.csv" in page.done_text)
    whole = (tmp_path / "interi.csv").read_text("utf-8-sig")
    assert "•" not in whole
    assert len(whole.splitlines()) == 451
    assert Audit(workspace.database).last("numbers_listed") is not None


def test_whole_numbers_are_for_who_manages_the_office(look: Look, ops: Ops, workspace: Workspace, qtbot: QtBot) -> None:
    writer = Colleague(1, "Anna", "anna", frozenset({Role.WRITES}))
    services = services_of(workspace, training=False, by=writer).people
    assert services.export is not None
    dialog = ExportDialog(look, ops, services.export, date(2026, 11, 28))
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.whole.isVisible()
    assert dialog.masked.isChecked()
