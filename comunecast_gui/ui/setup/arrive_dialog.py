# SPDX-License-Identifier: EUPL-1.2
"""The dialog that asks for the file of another computer and the eight words that open it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QWidget

from comunecast_gui.ui.runtime.slow_calls import Asks
from comunecast_gui.ui.widgets.by_keyboard import tell_fault
from comunecast_gui.ui.widgets.fitting_dialog import FittingDialog
from comunecast_gui.ui.widgets.look import Banner, Look, announce, buddy_label, button_row, label
from comunecast_gui.ui.widgets.still_fields import TextArea
from comunecast_gui.ui.widgets.work_bar import WorkBar

_WORDS = 8


class ArriveDialog(FittingDialog):
    """Asks; whoever opened it does the work with :attr:`bar`, and says how it went with :meth:`say` or by closing it.

    ``here`` is the name of an office that is on this computer already; empty at the first start.
    """

    wanted = Signal(object, str)
    """The person wants the office in this file (a ``Path``), with these words."""
    server_wanted = Signal()
    """The office's archive is on a server, and this computer is to work with it."""

    def __init__(self, look: Look, asks: Asks, parent: QWidget | None, here: str = "") -> None:
        super().__init__(look.theme.px(560), parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("From another computer"))
        column = self.column
        column.addWidget(label(self.tr("From another computer"), "section"))
        text = self.tr(
            "On the other computer choose “Move to another computer…” on the page Settings. It writes a file and shows "
            "eight words; here the file and the words make the same office again."
        )
        column.addWidget(label(text, "muted"))
        if here:
            warning = self.tr("The file takes the place of “{office}”, which is here already and is kept as a backup.")
            column.addWidget(Banner(look, "warning", warning.format(office=here)))
        self.file = QLineEdit()
        self.file.setAccessibleName(self.tr("File of the other computer"))
        column.addWidget(buddy_label(self.tr("&File of the other computer"), self.file))
        row = QHBoxLayout()
        self.browse = look.button(self.tr("&Choose…"), "", "it-files")
        self.browse.clicked.connect(self._on_browse)
        row.addWidget(self.file, 1)
        row.addWidget(self.browse)
        column.addLayout(row)
        self.words = TextArea()
        self.words.setTabChangesFocus(True)
        self.words.setAccessibleName(self.tr("Its eight words"))
        self.words.setFixedHeight(look.theme.px(80))
        column.addWidget(buddy_label(self.tr("&Its eight words"), self.words))
        column.addWidget(self.words)
        column.addWidget(label(self.tr("Separated by blanks; the first four letters of each are enough"), "small"))
        self.server = look.button(self.tr("The archive is on a &server…"), "link")
        self.server.clicked.connect(self._on_server)
        column.addWidget(self.server, 0, Qt.AlignmentFlag.AlignLeft)
        self._failure = Banner(look, "error")
        self._failure.hide()
        column.addStretch(1)
        back = look.button(self.tr("Ca&ncel"))
        back.clicked.connect(self.reject)
        self.take = look.button(self.tr("&Take the office over"), "primary", "it-download")
        self.take.clicked.connect(self._on_take)
        self.take.setDefault(True)
        self.bar = WorkBar(look, asks, self.tr("Taking the office over…"))
        self.set_foot(button_row(back, self.take), self.bar, self._failure)
        self.file.textChanged.connect(self._update)
        self.words.textChanged.connect(self._update)
        self._update()

    @property
    def failure(self) -> str:
        """Why nothing was taken over; empty if nothing was wrong."""
        return self._failure.text if self._failure.isVisibleTo(self) else ""

    def say(self, sentence: str) -> None:
        """Says why it did not work; what was typed stays."""
        self._failure.set_text(sentence)
        self._failure.show()
        announce(self, sentence)
        self._update()
        tell_fault(self.words, sentence)
        self.words.setFocus()

    def done(self, result: int) -> None:
        """Closes the dialog; the words go."""
        self.words.clear()
        super().done(result)

    def _update(self) -> None:
        self.take.setEnabled(bool(self.file.text().strip()) and len(self.words.toPlainText().split()) >= _WORDS)

    def _on_take(self) -> None:
        self._failure.hide()
        self.wanted.emit(Path(self.file.text().strip()), self.words.toPlainText())

    def _on_server(self) -> None:
        self.reject()
        self.server_wanted.emit()

    def _on_browse(self) -> None:
        dialog = QFileDialog(self, self.tr("File of the other computer"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setNameFilter(self.tr("Move (*.trasloco)"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.file.setText)
        dialog.open()
