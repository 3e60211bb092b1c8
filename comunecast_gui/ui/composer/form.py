# SPDX-License-Identifier: EUPL-1.2
"""The form of a notice, built from its category's fields, with each problem beside its field."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from comunecast_gui.core.errors import InputError
from comunecast_gui.core.model import Attachment, Office
from comunecast_gui.core.notice.categories import Category, Field, FieldType
from comunecast_gui.core.notice.checks.check import Mend, Problem, Severity
from comunecast_gui.core.pasted.pasted_notice import Reading
from comunecast_gui.core.sentences import cut_short
from comunecast_gui.ui.composer.editors.attachment_editor import ImageEditor, Prepare, prepare_now
from comunecast_gui.ui.composer.editors.base import Editor
from comunecast_gui.ui.composer.editors.reference_editor import Reference, ReferenceEditor
from comunecast_gui.ui.composer.editors.registry import EditorContext, make_editor
from comunecast_gui.ui.composer.field_sources import FieldSource
from comunecast_gui.ui.widgets import labels
from comunecast_gui.ui.widgets.by_keyboard import tell_change
from comunecast_gui.ui.widgets.look import Look, announce, begin_at_top, bring_into_view, label
from comunecast_gui.ui.widgets.problem_list import ProblemLines, severity_word

ATTACHMENTS = "attachments"
"""Under this name the checks speak of a notice's files."""
FieldKey = tuple[str, FieldType]
_STILL_EMPTY = frozenset({"missing_field", "one_of_fields", "manca_fine"})
"""Checks that say nothing new about a field that nobody has touched yet."""


class FieldRow(QWidget):
    """One field: its label, its help, its input and its problems.

    ``instead`` are the labels of the fields of which one is enough in this one's place.
    """

    confirmed = Signal()
    """A person said that the prefilled value holds."""

    def __init__(self, editor: Editor, look: Look, instead: Sequence[str] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        field = editor.field
        self.editor = editor
        self.touched = False
        self.exemplary = False
        """Whether the value is the worked example's: it must never go out in another notice."""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        title = label(f"{field.label} *" if field.required or instead else field.label, "strong")
        column.addWidget(title)
        editor.name_inputs()
        first = editor.inputs()[0]
        title.setBuddy(first)
        if field.help:
            column.addWidget(label(field.help, "small"))
        if instead:
            names = ", ".join(labels.quoted(one) for one in instead)
            column.addWidget(label(self.tr("Write this, or {others}: one is enough.").format(others=names), "small"))
        column.addWidget(editor)
        self._source: FieldSource | None = None
        self._said = label("", "small")
        self.confirm = look.button("", "link")
        """Says that a prefilled value holds, where a person has to."""
        self.confirm.clicked.connect(self._on_confirm)
        for widget in (self._said, self.confirm):
            widget.hide()
        column.addWidget(self._said)
        column.addWidget(self.confirm, 0, Qt.AlignmentFlag.AlignLeft)
        self.problems = ProblemLines(look)
        column.addWidget(self.problems)
        editor.describe("")

    @property
    def source(self) -> str:
        """Where the value comes from; empty where a person wrote it."""
        return self._said.text() if self._source else ""

    def show_source(self, source: FieldSource | None) -> None:
        """Says where the value comes from; None: a person wrote it."""
        if source == self._source:
            return
        self._source = source
        self._said.setText(source.said if source else "")
        self._said.setVisible(source is not None)
        words = source.confirm if source else ""
        self.confirm.setText(words)
        self.confirm.setAccessibleName(f"{self.editor.field.label}: {words}")
        self.confirm.setVisible(bool(words))
        self._describe()

    @property
    def unconfirmed(self) -> bool:
        """Whether a person still has to say that the prefilled value holds."""
        return self._source is not None and bool(self._source.confirm)

    def tab_stops(self) -> list[QWidget]:
        """Where the Tab key stops in this field."""
        return [*self.editor.tab_stops(), *((self.confirm,) if self.unconfirmed else ())]

    def _on_confirm(self) -> None:
        if self._source is None:
            return
        self.editor.focus_first()
        self.show_source(replace(self._source, confirm=""))
        self.confirmed.emit()

    def _describe(self) -> None:
        problems = (f"{severity_word(one.severity)}: {one.message}" for one in self.problems.shown)
        self.editor.describe(" ".join(filter(None, (*problems, self.source))))

    def show_problems(self, problems: Iterable[Problem]) -> None:
        found = tuple(problems)
        before = self._errors(self.problems.shown)
        self.problems.show_problems(found)
        order = list(Severity)
        worst = min((problem.severity for problem in found), key=order.index, default=None)
        self.editor.set_problem(worst.value if worst else "")
        self._describe()
        mended = self.tr("{field}: no error any more").format(field=self.editor.field.label)
        tell_change(self, before, self._errors(found), mended)

    def said_of(self, problem: Problem) -> str:
        """A problem of this field, for who does not see that it stands beside it."""
        return f"{self.editor.field.label}: {severity_word(problem.severity)}: {problem.message}"

    def _errors(self, problems: Iterable[Problem]) -> dict[str, str]:
        return {one.check: self.said_of(one) for one in problems if one.severity is Severity.ERROR}


class ComposerForm(QWidget):
    """The fields of one category."""

    changed = Signal()

    def __init__(
        self,
        look: Look,
        office: Office,
        prepare: Prepare = prepare_now,
        clock: Callable[[], datetime] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """``clock`` is the office's local time, against which typed dates are read."""
        super().__init__(parent)
        self._look = look
        self._office = office
        self._prepare = prepare
        self._clock = clock
        self._category: Category | None = None
        self._rows: dict[str, FieldRow] = {}
        self._quiet = False
        self._advised: list[str] | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(18)
        self._column.addWidget(label(self.tr("Fields with * are required."), "small"))

    @property
    def editors(self) -> dict[str, Editor]:
        """The input widgets by field id."""
        return {id: row.editor for id, row in self._rows.items()}

    def row(self, id: str) -> FieldRow:
        """The row of a field. Raises KeyError."""
        return self._rows[id]

    def set_category(
        self, category: Category, streets: tuple[str, ...], now: datetime, references: tuple[Reference, ...] = ()
    ) -> None:
        """Builds the form anew, filled with the fields' usual values; ``now`` is the office's local time."""
        for row in self._rows.values():
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = {}
        self._category = category
        self._advised = None
        for field in (*category.fields, self._attachment_field()):
            editor = make_editor(
                field, EditorContext(self._look, self._office, streets, now, self._prepare, self._clock, references)
            )
            row = FieldRow(editor, self._look, _instead_of(field.id, category))
            self._column.addWidget(row)
            self._rows[field.id] = row
            row.problems.mended.connect(self.mend)
            if (usual := field.default_for(self._office)) is not None:
                editor.set_value(usual)
            editor.changed.connect(self._on_change(row))
            row.confirmed.connect(self.changed)

    def fill(self, raw: Mapping[str, Any], *, exemplary: bool = False) -> None:
        """Shows these raw values; fields that are not named become empty."""
        self._quiet = True
        for id, row in self._rows.items():
            row.editor.set_value(raw.get(id))
            row.touched = raw.get(id) is not None
            row.show_source(None)
            row.exemplary = exemplary and row.touched
        self._advised = None
        self._quiet = False
        self.changed.emit()

    def fill_told(self, reading: Reading) -> None:
        """Shows what was found in a foreign text, each value with its words; the usual values of the others stay."""
        self._quiet = True
        for id, row in self._rows.items():
            if id in reading.values:
                row.editor.set_value(reading.values[id])
                row.touched = True
            elif id in reading.emptied:
                row.editor.set_value(None)
        self._advised = None
        self._quiet = False
        found = {
            id: self.tr("From the text: “{words}”").format(words=cut_short(reading.words(id))) for id in reading.values
        }
        unsure = self.tr("The text says “{words}”, which is not sure: choose yourself.")
        doubtful = {id: unsure.format(words=cut_short(words)) for id, words in reading.doubts.items()}
        self.show_sources({id: FieldSource(said) for id, said in {**found, **doubtful}.items()})

    def show_sources(self, sources: Mapping[str, FieldSource]) -> None:
        """Says of prefilled fields where their values come from, until a person changes them."""
        for id, row in self._rows.items():
            row.show_source(sources.get(id))
        self.changed.emit()

    def unconfirmed(self) -> tuple[Problem, ...]:
        """The prefilled values of which a person has not said yet that they hold."""
        text = self.tr("Write it as it really is, or press “{words}”.")
        return tuple(
            Problem("unconfirmed", id, Severity.ERROR, text.format(words=row.confirm.text()))
            for id, row in self._rows.items()
            if row.unconfirmed
        )

    def _attachment_field(self) -> Field:
        """What every notice may have besides its category's fields."""
        return Field(
            ATTACHMENTS,
            self.tr("Picture or document"),
            FieldType.IMAGE,
            help=self.tr("Always describe what it shows: who cannot see it reads the description."),
        )

    def chosen_file(self) -> tuple[str, str] | None:
        """The path of the chosen file and its description, whether they can be sent or not."""
        editor = self._rows[ATTACHMENTS].editor if ATTACHMENTS in self._rows else None
        return editor.chosen() if isinstance(editor, ImageEditor) else None

    def show_file(self, file: tuple[str, str] | None) -> None:
        """Shows a file that was chosen before; one that is not there any more is a problem, and says so."""
        editor = self._rows[ATTACHMENTS].editor
        if file and isinstance(editor, ImageEditor):
            editor.set_value(file[0])
            editor.set_description(file[1])

    def put_above(self, id: str, widgets: Sequence[QWidget]) -> None:
        """Puts these right above the row of a field."""
        for widget in widgets:
            self._column.insertWidget(self._column.indexOf(self._rows[id]), widget)

    def keep(self, values: Mapping[FieldKey, Any]) -> None:
        """Shows those of ``values`` that have a field of the same id and type here."""
        for id, row in self._rows.items():
            if (id, row.editor.field.type) in values and id != ATTACHMENTS:
                row.editor.set_value(values[id, row.editor.field.type])
                row.touched = True

    def reference(self) -> int | None:
        """The notice that a field speaks of; None where there is no such field, or nothing is chosen in it."""
        found = (row.editor.notice for row in self._rows.values() if isinstance(row.editor, ReferenceEditor))
        return next(found, None)

    def choose_reference(self, notice: int) -> None:
        """Has the field that speaks of a notice speak of this one, if there is such a field; nobody wrote that."""
        self._quiet = True
        for row in self._rows.values():
            if isinstance(row.editor, ReferenceEditor):
                row.editor.choose(notice)
        self._quiet = False
        self.changed.emit()

    @property
    def written(self) -> bool:
        """Whether a person wrote or chose something, beyond the worked example."""
        return any(row.touched and not row.exemplary and row.editor.value() is not None for row in self._rows.values())

    def own_values(self) -> dict[FieldKey, Any]:
        """What a person wrote or chose, without what came from the worked example."""
        exemplary = {(id, row.editor.field.type) for id, row in self._rows.items() if row.exemplary}
        return {key: value for key, value in self.touched_values().items() if key not in exemplary}

    def touched_values(self) -> dict[FieldKey, Any]:
        """What a person wrote or chose or took from the example, by id and type of the field."""
        return {
            (id, row.editor.field.type): value
            for id, row in self._rows.items()
            if row.touched and (value := row.editor.value()) is not None
        }

    def values(self) -> dict[str, Any]:
        """The raw values, as a notice file has them; an emptied field with a usual value is an empty text."""
        raw: dict[str, Any] = {}
        for id, row in self._rows.items():
            if id == ATTACHMENTS:
                continue
            value = row.editor.value()
            if value is not None:
                raw[id] = value
            elif row.editor.field.default_for(self._office) is not None:
                raw[id] = ""
        return raw

    def attachments(self) -> tuple[Attachment, ...]:
        """The files that can be sent as they are."""
        images = [row.editor for row in self._rows.values() if isinstance(row.editor, ImageEditor)]
        return tuple(found for image in images if image.trouble() is None and (found := image.attachment()))

    def file_troubles(self) -> dict[str, InputError]:
        """By field id, why a chosen file cannot be sent."""
        return {
            id: trouble
            for id, row in self._rows.items()
            if isinstance(row.editor, ImageEditor) and (trouble := row.editor.trouble())
        }

    def visible_problems(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """The problems, except those that only say that an untouched field is still empty."""
        return tuple(
            problem
            for problem in problems
            if problem.check not in _STILL_EMPTY or problem.field not in self._rows or self._rows[problem.field].touched
        )

    def show_problems(self, problems: Iterable[Problem]) -> None:
        """Shows each problem beside its field."""
        visible = self.visible_problems(problems)
        for id, row in self._rows.items():
            row.show_problems(problem for problem in visible if problem.field == id)

    def said_of(self, problem: Problem) -> str:
        """A problem with the name of its field, where it is about one of these fields."""
        row = self._rows.get(problem.field)
        return row.said_of(problem) if row else problem.message

    def mend(self, mend: Mend) -> None:
        """Does what a problem's button says: writes the right words, or gives the focus to what is missing."""
        row = self._rows.get(mend.field)
        if row is None:
            return
        if not mend.writes:
            row.editor.focus_missing()
            bring_into_view(row, 60)
        elif row.editor.mend(mend):
            bring_into_view(row, 60)
            announce(self, self.tr("Written: {text}").format(text=mend.new))

    def touch_all(self) -> None:
        """From now on also untouched fields say that they are empty."""
        for row in self._rows.values():
            row.touched = True

    def tab_stops(self) -> list[QWidget]:
        """Where the Tab key stops, field after field."""
        return [stop for row in self._rows.values() for stop in row.tab_stops()]

    def focus_field(self, id: str) -> None:
        """Moves the focus to a field and scrolls to it."""
        row = self._rows.get(id)
        if row is None:
            return
        row.editor.focus_first()
        bring_into_view(row, 60)

    def focus_first(self) -> None:
        if self._rows:
            row = next(iter(self._rows.values()))
            QTimer.singleShot(0, row, lambda: begin_at_top(row.tab_stops()[0], row.editor.focus_first))

    def _on_change(self, row: FieldRow) -> Any:
        def changed() -> None:
            if self._quiet:
                return
            row.touched = True
            row.exemplary = False
            row.show_source(None)
            self._advise(row)
            self.changed.emit()

        return changed

    def _advise(self, row: FieldRow) -> None:
        """Fills the list of advice from level and risks, as long as nobody has written in it."""
        category = self._category
        if category is None or not category.advice:
            return
        lists = [one for one in self._rows.values() if one.editor.field.type is FieldType.LIST]
        if not lists or row in lists:
            return
        target = lists[0].editor
        if (target.value() or None) != self._advised:
            return
        level = self._value("livello") or ""
        risks = tuple(self._value("rischi") or ())
        advice = list(category.advice_for(level, risks, target.field.maximum)) or None
        self._quiet = True
        target.set_value(advice)
        self._quiet = False
        self._advised = advice

    def _value(self, id: str) -> Any:
        return self._rows[id].editor.value() if id in self._rows else None


def _instead_of(id: str, category: Category) -> tuple[str, ...]:
    """The labels of the fields one of which may be filled in instead of this one, where one of them must be."""
    others = [one for group in category.at_least_one if id in group for one in group if one != id]
    return tuple(one.label for one in category.fields if one.id in others)
