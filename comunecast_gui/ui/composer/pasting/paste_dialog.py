# SPDX-License-Identifier: EUPL-1.2
"""The dialog that takes the text of a mail or an order, shows what it found, and hands it to the form."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from comunecast_gui.core.notice.categories import Catalogue
from comunecast_gui.core.pasted.pasted_notice import Reading
from comunecast_gui.system.foreign_papers.paper_file import SUFFIXES, Paper, read_paper
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.widgets.by_keyboard import tell_fault
from comunecast_gui.ui.widgets.fitting_dialog import FittingDialog
from comunecast_gui.ui.widgets.look import Banner, Look, announce, buddy_label, button_row, label
from comunecast_gui.ui.widgets.still_fields import ChoiceField, TextArea
from comunecast_gui.ui.widgets.work_bar import WorkBar

_PAUSE = 350
"""Milliseconds without a key after which the text is read."""
_LINES = 12

Read = Callable[[str, str, date | None], Reading]
"""Reads a text; the category (empty: the one that its words tell), and the day on which it was written."""


class PasteDialog(FittingDialog):
    """Text in, fields out: nothing is sent from here, and the form opens for a person to look at."""

    taken = Signal(object)
    """The :class:`Reading` that the form is to be filled from."""

    def __init__(self, look: Look, ops: Ops, catalogue: Catalogue, read: Read, parent: QWidget | None = None) -> None:
        super().__init__(look.theme.px(720), parent)
        self._catalogue = catalogue
        self._read = read
        self._written_on: date | None = None
        self._reading: Reading | None = None
        self._file_text = ""
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Paste a notice"))
        self.setAcceptDrops(True)
        column = self.column
        column.addWidget(label(self.tr("Paste a notice"), "section"))
        column.addWidget(
            label(
                self.tr(
                    "Paste the text of a mail or an order, or drop the file here (PDF, EML, DOCX, ODT). Its words "
                    "fill the fields, and whatever is not certain stays empty. Nothing is sent from here."
                ),
                "small",
            )
        )
        self.text = TextArea()
        self.text.setTabChangesFocus(True)
        self.text.setAcceptDrops(False)  # the dialog takes files and texts alike
        self.text.setMinimumHeight(self.text.fontMetrics().lineSpacing() * _LINES)
        column.addWidget(buddy_label(self.tr("&Text of the notice"), self.text))
        column.addWidget(self.text, 1)
        self.choose = look.button(self.tr("Choose a &file…"), "", "it-upload")
        self.choose.clicked.connect(self._on_choose)
        row = QHBoxLayout()
        row.addWidget(self.choose)
        row.addStretch(1)
        column.addLayout(row)
        self.category = ChoiceField()
        self.category.setAccessibleName(self.tr("Subject"))
        column.addWidget(buddy_label(self.tr("&Subject"), self.category))
        column.addWidget(self.category)
        self.category.addItem(self.tr("Choose the subject…"), "")
        for one in catalogue.offered:
            self.category.addItem(one.name, one.id)
        self.found = label("", "small")
        column.addWidget(self.found)
        self.bar = WorkBar(look, ops, self.tr("Reading the file…"))
        column.addWidget(self.bar)
        self._failure = Banner(look, "error")
        self._failure.hide()
        back = look.button(self.tr("&Cancel"))
        back.clicked.connect(self.reject)
        self.take = look.button(self.tr("Fill in the f&orm"), "primary")
        self.take.clicked.connect(self._on_take)
        self.set_foot(button_row(back, self.take), self._failure)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self.read_now)
        self.text.textChanged.connect(self._on_text)
        self.category.activated.connect(lambda: self._show(self._read_as(self.category.currentData())))
        self._update()
        self.text.setFocus()

    @property
    def failure(self) -> str:
        """Why a file could not be read; empty if none was refused."""
        return self._failure.text if self._failure.isVisibleTo(self) else ""

    def begin_with_text(self, text: str) -> None:
        """Shows a text that was copied or dropped."""
        self._written_on, self._file_text = None, ""
        self.text.setPlainText(text)
        self.read_now()

    def begin_with_file(self, path: Path) -> None:
        """Reads a file in a thread, and shows its words."""
        self._failure.hide()
        self.found.setText("")
        name = self.tr("Reading {file}…").format(file=path.name)
        call = partial(read_paper, path)
        self.bar.run(call, self._on_paper, self._on_refused, name=name, only_looks=True, off=[self.choose])

    def read_now(self) -> None:
        """Reads what stands in the field, without waiting for a pause."""
        self._timer.stop()
        if self.text.toPlainText() != self._file_text:
            self._written_on = None
        self._show(self._read_as(""), choose=True)

    def _on_text(self) -> None:
        self._reading = None
        self._update()
        self._timer.start()

    def _on_choose(self) -> None:
        kinds = " ".join(f"*.{one}" for one in SUFFIXES)
        name, _ = QFileDialog.getOpenFileName(
            self, self.tr("Choose a mail or an order"), "", self.tr("Mails and papers ({kinds})").format(kinds=kinds)
        )
        if name:
            self.begin_with_file(Path(name))

    def _on_paper(self, paper: Paper) -> None:
        self.text.setPlainText(paper.text)
        self._file_text, self._written_on = self.text.toPlainText(), paper.written_on
        self.read_now()

    def _on_refused(self, sentence: str) -> None:
        self.found.setText("")
        self._failure.set_text(sentence)
        self._failure.show()
        announce(self, sentence)

    def _read_as(self, category: str) -> Reading | None:
        text = self.text.toPlainText()
        return self._read(text, category, self._written_on) if text.strip() else None

    def _show(self, reading: Reading | None, *, choose: bool = False) -> None:
        """Says what was found; ``choose``: the subject too comes from the words."""
        self._reading = reading
        if choose:
            place = self.category.findData(reading.category) if reading and reading.category else 0
            self.category.setCurrentIndex(max(place, 0))
        self.found.setText(self._summary(reading))
        if self.found.text():
            announce(self, self.found.text())
        self._update()

    def _summary(self, reading: Reading | None) -> str:
        if reading is None:
            return ""
        if not reading.category:
            return self.tr("The words do not plainly tell the subject: choose it.")
        category = self._catalogue.get(reading.category)
        labels = ", ".join(one.label for one in category.fields if one.id in reading.values)
        said = self.tr("Found: {fields}.").format(fields=labels) if labels else self.tr("No field was found.")
        if doubtful := ", ".join(one.label for one in category.fields if one.id in reading.doubts):
            said += " " + self.tr("Not sure, so left empty: {fields}.").format(fields=doubtful)
        if reading.cut:
            said += " " + self.tr("The text is long: only its beginning was read.")
        return said

    def _update(self) -> None:
        self.take.setEnabled(bool(self.text.toPlainText().strip()))

    def _on_take(self) -> None:
        if self._timer.isActive():
            self.read_now()
        if self._reading is None or not self._reading.category:
            self._show(self._reading)
            tell_fault(self.category, self.found.text())
            self.category.setFocus()
            return
        self.taken.emit(self._reading)
        self.accept()
