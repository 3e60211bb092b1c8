# SPDX-License-Identifier: EUPL-1.2
"""The dialog to import a list of numbers: file, column, preview of every row, then the import."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from comunecast_gui.core.changes import ChangeKind
from comunecast_gui.core.masking import mask_within
from comunecast_gui.core.work.long_work import Work
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.runtime.subscriber_import import ImportPreview, NumbersFile, SubscriberImporter
from comunecast_gui.ui.widgets.fitting_dialog import FittingDialog
from comunecast_gui.ui.widgets.flow_layout import FlowLayout
from comunecast_gui.ui.widgets.line_table import Line, LinesModel, LinesTable
from comunecast_gui.ui.widgets.look import Banner, Look, announce, buddy_label, label
from comunecast_gui.ui.widgets.still_fields import ChoiceField
from comunecast_gui.ui.widgets.work_bar import WorkBar
from comunecast_gui.ui.widgets.wrapping_check_box import WrappingCheckBox

_SHOWN = 500
"""So many refused rows are listed; the count says how many there are."""


class ImportDialog(FittingDialog):
    """Nothing is imported before the last button is pressed."""

    def __init__(self, look: Look, ops: Ops, importer: SubscriberImporter, parent: QWidget | None = None) -> None:
        super().__init__(look.theme.px(560), parent)
        self._look = look
        self._ops = ops
        self._importer = importer
        self._file: NumbersFile | None = None
        self._preview: ImportPreview | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Import subscribers"))
        column = self.column
        column.setSpacing(10)
        column.addWidget(label(self.tr("Import subscribers"), "section"))
        column.addWidget(
            label(
                self.tr("CSV or Excel (XLSX). Only people who gave their consent; whoever has left stays out."), "muted"
            )
        )
        column.addLayout(self._file_row())
        column.addWidget(self._settings())
        self._failure = Banner(look, "error")
        self._failure.hide()
        column.addWidget(self._failure)
        self._result = Banner(look, "info")
        self._result.hide()
        column.addWidget(self._result)
        self._done = Banner(look, "success")
        self._done.hide()
        column.addWidget(self._done)
        self.bar = WorkBar(look, ops, self.tr("Going through the list…"))
        column.addWidget(self.bar)
        self._rows_title = label("", "strong")
        column.addWidget(self._rows_title)
        self._model = LinesModel((self.tr("Row"), self.tr("Value"), self.tr("Why")))
        self._model.setParent(self)
        self.table = LinesTable(self.tr("Rows that need attention"), look.theme.px(34))
        self.table.setModel(self._model)
        self.table.set_widths((look.theme.px(70), look.theme.px(200), look.theme.px(200)), stretch=2)
        self.table.show_whole()
        column.addWidget(self.table, 1)
        self._filler = QWidget()
        column.addWidget(self._filler, 1)
        self.set_foot(self._buttons(), self._missing)
        self.begin_with(look.theme.px(900), look.theme.px(640))
        self._update()

    @property
    def result_text(self) -> str:
        """What the import would do; empty before it is known."""
        return self._result.text

    @property
    def done_text(self) -> str:
        """What the import did; empty before it was done."""
        return self._done.text

    @property
    def failure(self) -> str:
        """Why the file cannot be read; empty if it can."""
        return self._failure.text if self._failure.isVisibleTo(self) else ""

    @property
    def problems(self) -> list[Line]:
        """The rows that need attention."""
        return self._model.lines

    def choose(self, path: Path | str) -> None:
        """Reads a file; nothing of the one before can be imported any more."""
        self._file = self._preview = None
        for banner in (self._failure, self._result):
            banner.hide()
        self._name.setText(self.tr("No file chosen"))
        self._update()
        self.bar.run(partial(self._importer.read, Path(path)), self._on_file, self._on_failed, only_looks=True)

    def _file_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.pick = self._look.button(self.tr("Choose the &file…"), "", "it-files")
        self.pick.clicked.connect(self._on_pick)
        self._name = label(self.tr("No file chosen"), "muted")
        row.addWidget(self.pick)
        row.addWidget(self._name, 1)
        return row

    def _settings(self) -> QWidget:
        self._form = QWidget()
        column = QVBoxLayout(self._form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self.numbers = ChoiceField()
        self.numbers.currentIndexChanged.connect(self._try)
        self.source = QLineEdit()
        self.source.setPlaceholderText(self.tr("e.g. forms collected in 2022"))
        self.source.textChanged.connect(self._update)
        for words_, widget in (
            (self.tr("Column with the &numbers"), self.numbers),
            (self.tr("Where the c&onsent comes from"), self.source),
        ):
            column.addWidget(buddy_label(words_, widget))
            column.addWidget(widget)
        self.accept_warned = WrappingCheckBox(self.tr("Also import the doubtful numbers (short mobiles, landlines)"))
        self.accept_warned.toggled.connect(self._try)
        column.addWidget(self.accept_warned)
        return self._form

    def _buttons(self) -> FlowLayout:
        row = FlowLayout(side=Qt.AlignmentFlag.AlignRight)
        self._missing = label("", "small")
        self._missing.hide()
        self._back = self._look.button(self.tr("&Cancel"))
        self._back.clicked.connect(self.reject)
        self.go = self._look.button(self.tr("&Import"), "primary", "it-upload")
        self.go.clicked.connect(self._on_go)
        row.addWidget(self._back)
        row.addWidget(self.go)
        return row

    def _on_pick(self) -> None:
        dialog = QFileDialog(self, self.tr("File with the numbers"))
        dialog.setNameFilter(self.tr("Tables (*.csv *.txt *.tsv *.xlsx)"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.choose)
        dialog.open()

    def _on_file(self, file: NumbersFile) -> None:
        self._name.setText(self.tr("{file}, %Ln row(s)", "", len(file.table.rows)).format(file=file.path.name))
        self.numbers.clear()
        for index, header in enumerate(file.table.headers):
            example = next((row[index] for row in file.first_rows if index < len(row) and row[index]), "")
            shown = f"{mask_within(header)} ({mask_within(example)})" if example else mask_within(header)
            self.numbers.addItem(shown, index)
        self.numbers.setCurrentIndex(-1 if file.column is None else file.column)
        self._file = file  # only now: the list is gone through once
        self._try()

    def _try(self) -> None:
        column = self.numbers.currentData()
        self._preview = None
        self._update()
        if self._file is None or column is None:
            return
        self._begin(column, self._on_preview, dry_run=True)

    def _begin(self, column: int, done: Callable[[ImportPreview], None], *, dry_run: bool) -> None:
        """Goes through the list, in place of a look at it that is still under way."""
        file, source = self._file, self.source.text().strip()
        assert file is not None  # noqa: S101 - the button is off without a file
        doubtful, importer = self.accept_warned.isChecked(), self._importer

        def run(work: Work) -> ImportPreview:
            return importer.run(file, column, source, work, accept_warned=doubtful, dry_run=dry_run)

        self.bar.run(run, done, self._on_failed, only_looks=dry_run)

    def _on_preview(self, preview: ImportPreview) -> None:
        self._failure.hide()
        self._preview = preview
        self._result.set_text(self._sentence(preview))
        self._result.show()
        announce(self, self._result.text)
        doubtful = self.tr("Doubtful")
        self._model.set_lines(
            [
                Line(
                    problem.row,
                    (
                        str(problem.row),
                        problem.value,
                        f"{doubtful}: {problem.reason}" if problem.warning else problem.reason,
                    ),
                )
                for problem in preview.problems[:_SHOWN]
            ]
        )
        self._rows_title.setText(
            self.tr("%Ln row(s) need attention", "", len(preview.problems))
            if preview.problems
            else self.tr("Every row is fine")
        )
        self._update()

    def _sentence(self, preview: ImportPreview) -> str:
        counts = (
            (preview.added, self.tr("%Ln to add", "", preview.added)),
            (preview.already, self.tr("%Ln already here", "", preview.already)),
            (preview.left_before, self.tr("%Ln who left in the past", "", preview.left_before)),
            (preview.refused, self.tr("%Ln refused", "", preview.refused)),
            (preview.warned, self.tr("%Ln doubtful", "", preview.warned)),
        )
        return ", ".join(text for count, text in counts if count) or self.tr("Nobody to add")

    def _on_go(self) -> None:
        for widget in (self._form, self.pick, self.go):
            widget.setEnabled(False)
        self._begin(self.numbers.currentData(), self._on_done, dry_run=False)

    def _on_done(self, done: ImportPreview) -> None:
        """Says what was done, with the rows that were left out still there to be read."""
        self._ops.tell(ChangeKind.SUBSCRIBERS, by=self)
        text = self.tr("%Ln person(s) added", "", done.added)
        left = done.refused + (0 if self.accept_warned.isChecked() else done.warned)
        if left:
            rest = self.tr("%Ln row(s) were not imported: they are listed here.", "", left)
            text = f"{text}. {rest}"
        self._done.set_text(text)
        self._done.show()
        self._result.hide()
        self.go.hide()
        self._back.setText(self.tr("&Close"))
        self._back.setFocus()
        announce(self, text)

    def _on_failed(self, sentence: str) -> None:
        self.pick.setEnabled(True)
        self._failure.set_text(sentence)
        self._failure.show()
        announce(self, sentence)
        self._update()

    def _update(self) -> None:
        self._form.setEnabled(self._file is not None)
        self.table.setVisible(self._preview is not None and bool(self._preview.problems))
        self._filler.setVisible(self.table.isHidden())
        self._rows_title.setVisible(self._preview is not None)
        ready = self._preview is not None and self._preview.added > 0 and bool(self.source.text().strip())
        self.go.setEnabled(ready)
        unsourced = self._preview is not None and self._preview.added > 0 and not ready
        missing = self.tr("Write where the consent comes from.") if unsourced else ""
        self._missing.setText(missing)
        self._missing.setVisible(bool(missing))
        self.source.setAccessibleDescription(missing)
        if self._preview:
            self.go.setText(self.tr("&Import %Ln person(s)", "", self._preview.added))
