# SPDX-License-Identifier: EUPL-1.2
"""The page about the texts of notices: adapting one that Meta approved, hiding, adding, and going back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from comunecast_gui.core.content import readable
from comunecast_gui.core.model import ChannelKind
from comunecast_gui.core.notice.overlays import category_editing
from comunecast_gui.core.notice.overlays.overlay_reader import FOLDER
from comunecast_gui.sandbox.faults import Fault, FaultKind
from comunecast_gui.sandbox.server import Sandbox
from comunecast_gui.services.categories import going_on, own_categories, template_removal
from comunecast_gui.services.wiring import Workspace
from comunecast_gui.store.delivery.submission_rounds import SubmissionRounds
from comunecast_gui.ui.shell.main_window import MainWindow
from comunecast_gui.ui.templates.conflict_dialog import ConflictDialog
from comunecast_gui.ui.templates.entry_rows import FieldRow
from comunecast_gui.ui.templates.new_entry_dialogs import NewCategoryDialog, NewFieldDialog
from comunecast_gui.ui.widgets.question import Question

WATER, NAME = "acqua_guasto", "Acqua: guasto"
OLD, NEW = "stanno lavorando alla riparazione", "riparano il guasto"
DELETED = "eliminato: Ripristina…"


def opened(window: MainWindow, id: str, qtbot: QtBot) -> None:
    window.templates.open_category(id)
    qtbot.waitUntil(lambda: window.templates.editor.id == id)


def answer(window: MainWindow, *, yes: bool) -> str:
    """Answers the one question that is open, and returns its title."""
    [question] = [one for one in window.findChildren(Question) if one.isVisible()]
    title = question.windowTitle()
    (question.yes if yes else question.no).click()
    return title


def said(window: MainWindow, words: str) -> Callable[[], bool]:
    return lambda: words in window.templates.said


def line(window: MainWindow, name: str) -> tuple[str, ...]:
    """The line of the table whose subject begins so."""
    return next(one.cells for one in window.templates.list.model.lines if one.cells[0].startswith(name))


def test_an_approved_text_is_adapted_sent_to_meta_and_taken_back(
    sending_window: MainWindow, ground: tuple[Workspace, Sandbox], qtbot: QtBot
) -> None:
    window, workspace = sending_window, ground[0]
    page, editor = window.templates, window.templates.editor
    window.go_to("templates", focus=True)
    qtbot.waitUntil(lambda: page.list.model.rowCount() == len(workspace.catalogue))
    assert line(window, NAME)[1:] == (
        "approvato da Meta",
        "tariffa di servizio, 2,48 centesimi",
        "non ancora nota",
        "italiano",
    )
    table = page.list.table
    window.resize(1600, 900)  # room for one line each; where there is less, the words are broken into several
    qtbot.waitUntil(lambda: all(table.sizeHintForColumn(one) <= table.columnWidth(one) for one in range(1, 5)))
    page.list.table.selectRow([one.cells[0] for one in page.list.model.lines].index("Acqua: guasto in corso"))
    page.list.table.setFocus()
    QTest.keyClick(page.list.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: editor.id == WATER)
    assert OLD in editor.previews[ChannelKind.WHATSAPP].text()
    assert not editor.keep.isEnabled()

    body = editor.body.area.toPlainText()
    editor.body.area.setPlainText("{{dove}} manca l'acqua")
    page.keep()
    assert {one.check for one in editor.errors} >= {"variable_first", "body_unsigned"}
    assert editor.body.area.hasFocus()
    assert "comincia con una variabile" in editor.body.area.accessibleDescription()
    assert not (workspace.data_dir / FOLDER).exists()

    editor.body.area.setPlainText(body.replace(OLD, NEW))
    page.keep()
    assert not editor.problems
    assert NEW in editor.previews[ChannelKind.WHATSAPP].text()
    assert answer(window, yes=True) == "Cambiare un testo che Meta ha approvato?"
    qtbot.waitUntil(said(window, "Salvato"))
    qtbot.waitUntil(lambda: "nuovo" in line(window, NAME)[1])
    assert "su WhatsApp parte il testo di prima" in editor.state.text
    assert "tariffa di servizio, 2,48 centesimi; qualità non ancora nota; lingua italiano" in editor.state.text
    assert line(window, NAME)[0].endswith("(adattato)")

    editor.submit.click()
    qtbot.waitUntil(said(window, "1 testo inviato a Meta"))
    qtbot.waitUntil(lambda: line(window, NAME)[1] == "approvato da Meta")
    assert ground[1].control.complaints() == []

    name = workspace.catalogue.get(WATER).whatsapp.template_name
    ground[1].control.set_template(name, status="REJECTED")
    page.sync()
    qtbot.waitUntil(said(window, "Acqua: guasto in corso: Meta lo ha rifiutato"))
    qtbot.waitUntil(lambda: line(window, NAME)[1] == "testo nuovo non approvato")

    page.revert()
    assert answer(window, yes=True) == "Tornare al testo originale?"
    qtbot.waitUntil(said(window, "originale"))
    qtbot.waitUntil(lambda: OLD in editor.previews[ChannelKind.WHATSAPP].text())
    assert not list((workspace.data_dir / FOLDER).iterdir())


def test_subjects_and_fields_are_hidden_and_added(
    sending_window: MainWindow, ground: tuple[Workspace, Sandbox], qtbot: QtBot
) -> None:
    window, workspace = sending_window, ground[0]
    page, editor, chooser = window.templates, window.templates.editor, window.composer.chooser
    window.go_to("templates")
    opened(window, "evento", qtbot)
    editor.offered.click()
    page.keep()
    qtbot.waitUntil(lambda: "evento" not in chooser.shown_ids())

    page.begin_new()
    [dialog] = window.findChildren(NewCategoryDialog)
    dialog.name.setText("Fiera del paese")
    dialog.accept()
    qtbot.waitUntil(lambda: editor.id == "fiera_del_paese")
    assert [one.check for one in editor.errors] == ["text_of_another"]
    editor.add_field.click()
    [field] = window.findChildren(NewFieldDialog)
    field.name.setText("Bancarelle")
    field.example.setText("quaranta")
    field.accept()
    assert isinstance(editor.places["field:bancarelle"].field, QLineEdit)
    editor.body.area.setPlainText("Alla fiera del paese ci sono tante bancarelle, in tutto {{bancarelle}} o quasi."
        "\n\nMessaggio del {{data_invio}}, {ente}")  # fmt: skip
    editor.refresh()
    assert "in tutto quaranta o quasi" in editor.previews[ChannelKind.WHATSAPP].text()
    assert [one.check for one in editor.problems] == ["value_missing"]
    row = editor.places["field:bancarelle"]
    assert isinstance(row, FieldRow)
    assert (row.earlier.isEnabled(), row.later.isEnabled()) == (True, False)
    window.activateWindow()
    row.earlier.setFocus()
    qtbot.waitUntil(row.earlier.hasFocus)
    QTest.keyClick(row.earlier, Qt.Key.Key_Space)
    assert row.later.isEnabled()
    assert row.earlier.hasFocus()  # the next press goes on
    QTest.keyClick(row.earlier, Qt.Key.Key_Tab)
    assert row.later.hasFocus()
    QTest.keyClick(row.later, Qt.Key.Key_Tab)
    below = editor.places[f"field:{editor.entries['fields'][-1]['id']}"]
    assert below.field.hasFocus()
    page.keep()
    qtbot.waitUntil(lambda: "fiera_del_paese" in chooser.shown_ids())
    assert [one.id for one in workspace.catalogue.get("fiera_del_paese").fields][-2] == "bancarelle"

    editor.places["name"].field.setText("Fiera")  # type: ignore[attr-defined]
    window.close()
    assert window.isVisible()
    assert answer(window, yes=False) == "Uscire senza salvare?"
    page.show_list()
    answer(window, yes=True)
    assert not page.unsaved

    opened(window, "fiera_del_paese", qtbot)
    editor.submit.click()
    qtbot.waitUntil(said(window, "1 testo inviato a Meta"))
    assert editor.delete.isVisible()
    editor.delete.click()
    assert answer(window, yes=True) == "Eliminare questo argomento?"
    qtbot.waitUntil(said(window, "è stato eliminato"))
    assert "fiera_del_paese" not in chooser.shown_ids()
    qtbot.waitUntil(lambda: page.list.model.lines[-1].cells[:2] == ("Fiera del paese", DELETED))
    assert workspace.catalogue.name_of("fiera_del_paese") == "Fiera del paese"  # for what was sent with it
    qtbot.waitUntil(lambda: any(one.isVisible() for one in window.findChildren(Question)))
    assert answer(window, yes=True) == "Eliminare anche da Meta il suo testo?"
    qtbot.waitUntil(said(window, "1 testo eliminato da Meta"))
    assert template_removal.at_meta(workspace, "fiera_del_paese") == ()
    page.list.table.selectRow(len(page.list.model.lines) - 1)
    QTest.keyClick(page.list.table, Qt.Key.Key_Return)
    assert answer(window, yes=True) == "Ripristinare questo argomento?"
    qtbot.waitUntil(said(window, "«Fiera del paese» è di nuovo qui"))
    assert "fiera_del_paese" in chooser.shown_ids()
    qtbot.waitUntil(lambda: all(one.cells[1] != DELETED for one in page.list.model.lines))
    opened(window, "evento", qtbot)
    assert not editor.delete.isVisible()  # what comes with the program can only be hidden


def test_the_second_of_two_who_change_a_subject_sees_both_and_decides(
    window: MainWindow, workspace: Workspace, qtbot: QtBot
) -> None:
    page, editor, composer = window.templates, window.templates.editor, window.composer
    window.go_to("templates")
    for title, choose in (("Feste", "mine"), ("Sagre", "theirs")):
        opened(window, "evento", qtbot)
        own_categories.save(workspace, "evento", {**own_categories.entries(workspace, "evento"), "name": title})
        editor.places["name"].field.setText("Mostre")  # type: ignore[attr-defined]
        page.keep()
        qtbot.waitUntil(lambda: bool(page.findChildren(ConflictDialog)))
        [dialog] = page.findChildren(ConflictDialog)
        assert dialog.shown == [("Nome nell'elenco degli argomenti", title, "Mostre")]
        dialog.reject()  # nothing is kept by closing it, and what was written is there
        qtbot.waitUntil(lambda: not page.findChildren(ConflictDialog))
        assert (workspace.catalogue.name_of("evento"), editor.entries["name"]) == (title, "Mostre")
        page.keep()
        qtbot.waitUntil(lambda: bool(page.findChildren(ConflictDialog)))
        [dialog] = page.findChildren(ConflictDialog)
        getattr(dialog, choose).click()
        wanted = {"mine": "Mostre", "theirs": title}[choose]
        qtbot.waitUntil(lambda wanted=wanted: not editor.unsaved and editor.entries["name"] == wanted)
        assert workspace.catalogue.name_of("evento") == wanted
        page.show_list()

    # Who has gone on to another subject by then decides about the one that was kept.
    opened(window, "evento", qtbot)
    own_categories.save(workspace, "evento", {**own_categories.entries(workspace, "evento"), "name": "Fiere"})
    editor.places["name"].field.setText("Mostre")  # type: ignore[attr-defined]
    page.keep()
    page.drop()
    opened(window, "generico", qtbot)
    qtbot.waitUntil(lambda: bool(page.findChildren(ConflictDialog)))
    page.findChildren(ConflictDialog)[0].mine.click()
    qtbot.waitUntil(lambda: workspace.catalogue.name_of("evento") == "Mostre")
    assert editor.id == "generico"
    page.show_list()

    # What is being written meanwhile says the new text; what has no field any more stays in a draft of its own.
    composer.choose("evento")
    composer.form.fill({"titolo": "Sagra del fungo", "ingresso": "libero"})
    entries = own_categories.entries(workspace, "evento")
    fresh = category_editing.with_value(entries, "template", "🎪 **{titolo}**")
    own_categories.save(workspace, "evento", category_editing.with_value(fresh, "field:ingresso.hidden", True))
    page._on_shared((["Eventi"], []))
    composed = composer.refresh()
    assert composed is not None
    assert readable(composed.contents["telegram:principale"]).startswith("🎪 Sagra del fungo")
    assert any("Un'altra postazione ha cambiato i testi di: Eventi" in text for text in window.banners.texts())


def test_a_wrong_file_is_named_in_the_window(window: MainWindow, workspace: Workspace, qtbot: QtBot) -> None:
    folder = workspace.data_dir / FOLDER
    folder.mkdir()
    (folder / "evento.toml").write_text("name = 'Feste'\nhours = 5\n")
    window.look_for_leftovers()
    assert any("evento.toml, riga 2" in text for text in window.banners.texts())
    window.go_to("templates")
    qtbot.waitUntil(lambda: window.templates.faults.isVisible())
    assert "la voce hours" in window.templates.faults.text
    window.templates.faults.findChild(QPushButton).click()
    qtbot.waitUntil(lambda: not window.templates.faults.isVisible())
    assert [path.name for path in folder.iterdir()] == ["evento.wrong"]


def test_what_metas_hour_left_goes_on_by_itself(
    sending_window: MainWindow, ground: tuple[Workspace, Sandbox], qtbot: QtBot
) -> None:
    workspace, sandbox = ground
    page = sending_window.templates
    limit = Fault(service="whatsapp", method="message_templates", kind=FaultKind.ERROR, code=80007, after=2, times=1)
    sandbox.control.add_fault(limit)
    sending_window.go_to("templates", focus=True)
    page.submit(["scuole", "uffici", "tributi"])
    qtbot.waitUntil(said(sending_window, "continua da sé alle"))
    qtbot.waitUntil(page.rest.isVisible)
    assert "con i 2 che mancano" in page.rest.text
    rounds = SubmissionRounds(workspace.database)
    rounds.change(lambda found: found and replace(found, at=found.at - going_on.HOUR))
    with qtbot.waitSignal(sending_window.upkeep.submitted):
        sending_window.upkeep.go_on_submitting()
    qtbot.waitUntil(lambda: not page.rest.isVisible())
    names = [one.name for one in sandbox.control.templates()]
    wanted = {workspace.catalogue.get(one).whatsapp.template_name for one in ("scuole", "uffici", "tributi")}
    assert wanted <= set(names)
    assert len(names) == len(set(names))
