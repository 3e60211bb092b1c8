# SPDX-License-Identifier: EUPL-1.2
"""Every input widget gives back the raw value it was given, and the examples fill every form."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from comunecast_gui.core.model import Draft
from comunecast_gui.core.notice.categories import Field, FieldType
from comunecast_gui.core.notice.checks.check import CheckContext, blocking
from comunecast_gui.core.notice.fields import parse
from comunecast_gui.services import wiring
from comunecast_gui.system import paths
from comunecast_gui.ui.composer.editors.attachment_editor import ImageEditor, Outcome, outcome_of
from comunecast_gui.ui.composer.editors.date_editors import PeriodEditor
from comunecast_gui.ui.composer.editors.date_inputs import DateLine, Today
from comunecast_gui.ui.composer.editors.reference_editor import Reference, ReferenceEditor
from comunecast_gui.ui.composer.editors.registry import EDITORS, EditorContext, make_editor
from comunecast_gui.ui.composer.editors.row_editors import StreetsEditor
from comunecast_gui.ui.composer.form import ComposerForm
from comunecast_gui.ui.composer.training_example import moved
from comunecast_gui.ui.runtime.window_services import WindowServices
from comunecast_gui.ui.widgets.look import Look
from comunecast_gui.ui.widgets.still_fields import ChoiceField
from tests.core.notice.checked import problems_of

NOW = datetime(2026, 11, 24, 10, 0)
TODAY = Today(lambda: NOW, ZoneInfo("Europe/Rome"))
STREETS = ("via Marconi", "via Piave")

CASES: list[tuple[FieldType, Any, Any]] = [
    (FieldType.TEXT, "due parole", "due parole"),
    (FieldType.LONG_TEXT, "riga\nriga", "riga\nriga"),
    (FieldType.PLACE, "piazza Indipendenza", "piazza Indipendenza"),
    (FieldType.PHONE, "800 983 389", "800 983 389"),
    (FieldType.LINK, "https://example.it", "https://example.it"),
    (FieldType.NUMBER, 12, 12),
    (FieldType.NUMBER, "dodici", "dodici"),
    (FieldType.AMOUNT, "12,50", "12,50"),
    (FieldType.DATE, "2026-12-01", date(2026, 12, 1)),
    (FieldType.DATES, ["2026-12-01", date(2026, 12, 3)], [date(2026, 12, 1), date(2026, 12, 3)]),
    (FieldType.TIME, "8:30", time(8, 30)),
    (FieldType.DATETIME, "2026-12-01T18:00", datetime(2026, 12, 1, 18)),
    (
        FieldType.PERIOD,
        {"inizio": "2026-12-01T08:30", "fine": datetime(2026, 12, 1, 16, 30)},
        {"inizio": datetime(2026, 12, 1, 8, 30), "fine": datetime(2026, 12, 1, 16, 30)},
    ),
    (
        FieldType.STREETS,
        ["via Marconi", {"via": "via Piave", "tratto": "dal ponte"}],
        ["via Marconi", {"via": "via Piave", "tratto": "dal ponte"}],
    ),
    (FieldType.LIST, ["uno", "due"], ["uno", "due"]),
    (FieldType.ZONE, ["a", "b"], ["a", "b"]),
    (FieldType.CHOICE, "b", "b"),
    (FieldType.CHOICES, ["b"], ["b"]),
    (FieldType.ALERT_LEVEL, "rossa", "rossa"),
    (FieldType.NOTICE_REF, "12", "12"),
    (FieldType.YES_NO, True, True),
]


def field(kind: FieldType) -> Field:
    levels = ("gialla", "arancione", "rossa")
    return Field("campo", "Campo", kind, options=levels if kind is FieldType.ALERT_LEVEL else ("a", "b"))


@pytest.mark.parametrize(("kind", "raw", "expected"), CASES, ids=lambda value: str(value)[:20])
def test_each_editor_returns_the_value_it_was_given(
    look: Look, services: WindowServices, qtbot: QtBot, kind: FieldType, raw: Any, expected: Any
) -> None:
    editor = make_editor(field(kind), EditorContext(look, services.info.office, STREETS, NOW))
    qtbot.addWidget(editor)
    with qtbot.waitSignal(editor.changed):
        editor.set_value(raw)
    assert editor.value() == expected
    editor.set_value(None)
    assert editor.value() is None


def test_the_focus_comes_to_the_level_that_is_chosen(look: Look, services: WindowServices, qtbot: QtBot) -> None:
    """The space bar on another one would change the level of an alert that was written already."""
    editor = make_editor(field(FieldType.ALERT_LEVEL), EditorContext(look, services.info.office, STREETS, NOW))
    qtbot.addWidget(editor)
    editor.show()
    for level in (None, "rossa"):
        editor.set_value(level)
        editor.focus_first()
        focused = editor.focusWidget()
        assert focused is not None
        assert focused.accessibleName().endswith(level or "gialla")
    QTest.keyClick(focused, Qt.Key.Key_Space)
    assert editor.value() == "rossa"


def test_every_type_has_a_widget() -> None:
    assert {kind for kind, _, _ in CASES} | {FieldType.IMAGE} == set(FieldType) == set(EDITORS)


def test_a_required_moment_must_be_chosen(look: Look, services: WindowServices, qtbot: QtBot) -> None:
    editor = make_editor(
        Field("c", "C", FieldType.PERIOD, required=True), EditorContext(look, services.info.office, STREETS, NOW)
    )
    qtbot.addWidget(editor)
    editor.show()
    assert editor.value() is None
    (button,) = editor.inputs()
    with qtbot.waitSignal(editor.changed):
        QTest.keyClick(button, Qt.Key.Key_Space)
    value = editor.value()
    assert NOW < value["inizio"] < value["fine"]
    assert not button.isVisible()


def test_tab_goes_row_after_row_and_passes_a_date_in_one_step(
    look: Look, services: WindowServices, qtbot: QtBot
) -> None:
    form = QWidget()
    column = QVBoxLayout(form)
    streets = make_editor(Field("v", "V", FieldType.STREETS), EditorContext(look, services.info.office, STREETS, NOW))
    period = make_editor(
        Field("c", "C", FieldType.PERIOD, required=True), EditorContext(look, services.info.office, STREETS, NOW)
    )
    for editor in (streets, period):
        column.addWidget(editor)
    qtbot.addWidget(form)
    streets.set_value(["via Roma", "via Milano"])
    period.set_value({"inizio": NOW, "fine": NOW})
    form.show()
    form.activateWindow()
    lines = streets.inputs()
    assert [line.text() for line in lines[::3]] == ["via Roma", "via Milano"]  # type: ignore[attr-defined]
    qtbot.waitUntil(form.isActiveWindow)
    lines[2].setFocus()
    focused: list[QWidget | None] = [lines[2]]
    for _ in range(8):
        QTest.keyClick(focused[-1], Qt.Key.Key_Tab)
        focused.append(QApplication.focusWidget())
    del focused[0]
    assert [one for one in focused if one in lines] == lines[3:]
    start, end = period.inputs()
    assert focused.index(end) == focused.index(start) + 1


def test_the_end_follows_the_start(look: Look, qtbot: QtBot) -> None:
    editor = PeriodEditor(Field("c", "C", FieldType.PERIOD, required=True), look, TODAY)
    qtbot.addWidget(editor)
    editor.set_value({"inizio": "2026-12-01T08:30", "fine": "2026-12-01T16:30"})
    start = editor.findChildren(DateLine)[0]
    start.setText("3/12 9:00")
    assert editor.value() == {"inizio": datetime(2026, 12, 3, 9), "fine": datetime(2026, 12, 3, 17)}


def test_the_weekday_is_said(look: Look, qtbot: QtBot) -> None:
    editor = PeriodEditor(Field("c", "C", FieldType.PERIOD, required=True), look, TODAY)
    qtbot.addWidget(editor)
    editor.set_value({"inizio": "2026-12-01T08:30", "fine": "2026-12-01T16:30"})
    assert editor.said == "Martedì 1 dicembre dalle 8:30 alle 16:30"
    editor.set_value({"inizio": "2026-12-01T08:30", "fine": "2026-12-01T08:00"})
    assert editor.said == ""


def test_streets_are_completed_from_any_part_of_the_name(look: Look, qtbot: QtBot) -> None:
    editor = StreetsEditor(Field("v", "Vie", FieldType.STREETS), look, STREETS)
    qtbot.addWidget(editor)
    line = editor.findChildren(QLineEdit)[0]
    line.completer().setCompletionPrefix("marc")
    assert line.completer().currentCompletion() == "via Marconi"


def test_a_picture_needs_a_description(look: Look, qtbot: QtBot, tmp_path: Path) -> None:
    picture = tmp_path / "locandina.png"
    assert QImage(8, 8, QImage.Format.Format_RGB32).save(str(picture))
    editor = ImageEditor(Field("i", "Locandina", FieldType.IMAGE), look)
    qtbot.addWidget(editor)
    editor.set_value(str(picture))
    trouble = editor.trouble()
    assert trouble is not None
    assert trouble.code == "attachment_no_alt"
    editor.set_description("Manifesto della festa, sabato alle 21")
    assert editor.trouble() is None
    file = editor.attachment()
    assert file is not None
    assert file.mime == "image/png"


@pytest.mark.parametrize("category", list(wiring.catalogue()), ids=lambda category: category.id)
def test_the_form_says_what_the_example_says(look: Look, services: WindowServices, qtbot: QtBot, category: Any) -> None:
    form = ComposerForm(look, services.info.office)
    qtbot.addWidget(form)
    form.set_category(category, STREETS, NOW)
    form.fill(category.example)
    typed = parse(category, form.values(), services.info.office)
    expected = parse(
        category, {**{f.id: "" for f in category.fields if f.default}, **category.example}, services.info.office
    )
    assert typed.values == expected.values
    assert {problem.check for problem in typed.problems} <= {problem.check for problem in expected.problems}


def test_the_example_moves_to_the_future() -> None:
    example = {
        "periodo": {"inizio": "2025-03-14T12:00", "fine": "2025-03-15T14:00"},
        "giorno": "2025-03-15",
        "testo": "chiuse sabato 15 marzo, articolo 15 del regolamento",
        "vie": [{"via": "via 2 giugno"}],
    }
    found = moved(example, datetime(2026, 11, 24, 9))
    assert found["periodo"]["inizio"] == datetime(2026, 11, 27, 12)
    assert found["periodo"]["fine"] == datetime(2026, 11, 28, 14)
    assert found["giorno"] == date(2026, 11, 28)
    assert found["testo"] == "chiuse sabato 28 novembre, articolo 15 del regolamento"


def test_a_mistake_that_is_quoted_stays_one() -> None:
    example = {"errato": "martedì 24 agosto", "corretto": "mercoledì 24 agosto alle 8", "del": "19 agosto"}
    found = moved(example, datetime(2026, 11, 26), quoted={"errato"})
    assert found == {"errato": "mercoledì 26 novembre", "corretto": "giovedì 26 novembre alle 8", "del": "21 novembre"}


def test_every_example_passes_its_own_checks_on_any_day(services: WindowServices) -> None:
    context = CheckContext.load(services.info.resources, office=services.info.office)
    for days in range(0, 800, 13):
        now = datetime(2026, 1, 1, 10, 5, tzinfo=ZoneInfo("Europe/Rome")) + timedelta(days=days)
        midnight = now.replace(tzinfo=None, hour=0, minute=0)
        for category in services.info.catalogue:
            quoted = {field.id for field in category.fields if field.quoted}
            earliest = midnight + timedelta(hours=max(category.lead_hours, 24) + 24)
            draft = Draft(category.id, category.id, moved(category.example, earliest, quoted))
            assert blocking(problems_of(category, draft, services.info.office, now, context)) == (), (category.id, now)


def test_an_example_in_the_future_stays() -> None:
    example = {"giorno": "2027-03-15", "titolo": "Prova"}
    assert moved(example, datetime(2026, 11, 24)) == {"giorno": date(2027, 3, 15), "titolo": "Prova"}


def test_a_file_is_prepared_while_the_window_goes_on(look: Look, qtbot: QtBot, tmp_path: Path) -> None:
    picture = tmp_path / "locandina.jpg"
    Image.new("CMYK", (4100, 100), (0, 255, 255, 0)).save(picture)
    waiting: list[tuple[Path, Callable[[Outcome], None]]] = []
    field = Field("i", "Locandina", FieldType.IMAGE)
    editor = ImageEditor(field, look, lambda _editor, path, done: waiting.append((path, done)))
    qtbot.addWidget(editor)
    editor.set_value(str(tmp_path / "altra.jpg"))
    editor.set_value(str(picture))
    editor.set_description("La mappa")
    trouble = editor.trouble()
    assert trouble is not None
    assert trouble.code == "attachment_preparing"
    (other, other_done), (path, done) = waiting
    other_done(outcome_of(other))  # an answer about a file that was replaced meanwhile
    assert editor.trouble() is not None
    with qtbot.waitSignal(editor.changed):
        done(outcome_of(path))
    file = editor.attachment()
    assert file is not None
    assert file.file is not None
    assert (file.file.width, file.file.height) == (4100, 205)
    editor.set_value(None)
    assert editor.attachment() is None


def test_a_document_tells_its_pages(look: Look, qtbot: QtBot) -> None:
    editor = ImageEditor(Field("i", "Locandina", FieldType.IMAGE), look)
    qtbot.addWidget(editor)
    editor.set_value(str(paths.resource("samples", "avviso.pdf")))
    assert any(label.text().startswith("avviso.pdf (1 ") for label in editor.findChildren(QLabel))


def test_an_attachment_that_cannot_be_sent_is_named(look: Look, qtbot: QtBot, tmp_path: Path) -> None:
    editor = ImageEditor(Field("i", "Locandina", FieldType.IMAGE), look)
    qtbot.addWidget(editor)
    for content, code in ((b"GIF89a", "picture_damaged"), (b"testo", "attachment_kind")):
        (tmp_path / "a.gif").write_bytes(content)
        editor.set_value(str(tmp_path / "a.gif"))
        trouble = editor.trouble()
        assert trouble is not None
        assert trouble.code == code


def test_a_long_title_makes_no_form_wider_and_is_read_whole_below(look: Look, qtbot: QtBot) -> None:
    titles = [f"24/11/2026 8:30 · Interruzione dell'acqua in via Vittorio Emanuele {number}" for number in ("I", "II")]
    references = [Reference(number, title, f"la {number}") for number, title in enumerate(titles)]
    editor = ReferenceEditor(field(FieldType.TEXT), references)
    qtbot.addWidget(editor)
    editor.resize(260, 80)
    editor.show()
    editor.choose(1)
    [box] = editor.inputs()
    assert isinstance(box, ChoiceField)
    assert editor.minimumSizeHint().width() < 260
    assert box.currentText().startswith("24/11/2026 8:30 · Int")
    assert box.currentText().endswith("…")
    assert [one.text() for one in editor.findChildren(QLabel) if one.isVisible()] == [titles[1]]
    assert editor.value() == "la 1"
    editor.resize(1200, 80)
    qtbot.waitUntil(lambda: box.currentText() == titles[1])
    assert not [one for one in editor.findChildren(QLabel) if one.isVisible()]
