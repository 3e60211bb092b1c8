# SPDX-License-Identifier: EUPL-1.2
"""The dialog that writes the list of subscribers into a table, and says what such a file is."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFileDialog, QRadioButton, QWidget

from comunecast_gui.core.masking import mask
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.runtime.window_services import ExportsList
from comunecast_gui.ui.widgets.fitting_dialog import FittingDialog
from comunecast_gui.ui.widgets.look import Banner, Look, announce, button_row, choice_note, label
from comunecast_gui.ui.widgets.work_bar import WorkBar

_EXAMPLE = "393331234567"


class ExportDialog(FittingDialog):
    """Numbers are masked unless the person says otherwise; ``today`` goes into the name proposed for the file."""

    saved = Signal(Path, int)
    """The file, and how many people are in it."""

    def __init__(self, look: Look, ops: Ops, export: ExportsList, today: date, parent: QWidget | None = None) -> None:
        super().__init__(look.theme.px(520), parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._export = export
        self._today = today
        self.setWindowTitle(self.tr("Export the list"))
        column = self.column
        column.addWidget(label(self.tr("Export the list"), "section"))
        text = self.tr(
            "The file has one line for each person who is on the list, or left it: the number, the state, since when. "
            "There are no names in it. It is personal data all the same: keep it where only those who need it can "
            "read it, hand it to nobody else, and delete it when you are done."
        )
        column.addWidget(label(text))
        self.masked = QRadioButton(self.tr("Numbers &masked, as {example}").format(example=mask(_EXAMPLE)))
        self.whole = QRadioButton(self.tr("&Whole numbers"))
        self._group = QButtonGroup(self)
        ways = [(self.masked, self.tr("Enough to count people, and to see who came and left when."))]
        if export.whole:
            noted = self.tr("It is noted in the register that you took them. Whoever left has no number any more.")
            ways.append((self.whole, noted))
        for button, note in ways:
            self._group.addButton(button)
            button.setAccessibleDescription(note)
            column.addWidget(button)
            column.addWidget(choice_note(look, note))
        self.masked.setChecked(True)
        if not export.whole:
            self.whole.setParent(self)
            self.whole.hide()
            column.addWidget(label(self.tr("Only who manages the office may take whole numbers."), "small"))
        column.addStretch(1)
        self._failure = Banner(look, "error")
        self._failure.hide()
        back = look.button(self.tr("&Cancel"))
        back.clicked.connect(self.reject)
        self.choose_button = look.button(self.tr("&Save the file…"), "primary", "it-download")
        self.choose_button.clicked.connect(self._on_choose)
        self.choose_button.setDefault(True)
        self.bar = WorkBar(look, ops, self.tr("Writing the list…"))
        self.set_foot(button_row(back, self.choose_button), self.bar, self._failure)

    @property
    def failure(self) -> str:
        """Why there is no file; empty if nothing was wrong."""
        return self._failure.text if self._failure.isVisibleTo(self) else ""

    def save(self, path: Path | str) -> None:
        """Writes the file, off the UI thread."""
        target = Path(path)
        call = partial(self._export.write, target, self.whole.isChecked())
        off = (self.choose_button, self.masked, self.whole)
        self._failure.hide()
        self.bar.run(call, partial(self._on_saved, target), self._on_failed, off=off)

    def _on_choose(self) -> None:
        dialog = QFileDialog(self, self.tr("File for the list"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([self.tr("Table (*.csv)"), self.tr("Excel table (*.xlsx)")])
        dialog.setDefaultSuffix("csv")
        dialog.filterSelected.connect(lambda kind: dialog.setDefaultSuffix("xlsx" if "xlsx" in kind else "csv"))
        dialog.selectFile(self.tr("subscribers-{day}").format(day=f"{self._today:%Y-%m-%d}") + ".csv")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.save)
        dialog.open()

    def _on_saved(self, target: Path, count: int) -> None:
        self.saved.emit(target, count)
        self.accept()

    def _on_failed(self, sentence: str) -> None:
        self._failure.set_text(sentence)
        self._failure.show()
        announce(self, sentence)
