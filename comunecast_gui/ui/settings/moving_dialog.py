# SPDX-License-Identifier: EUPL-1.2
"""The dialog that writes the file with which an office moves to another computer, and shows the words that open it."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QGridLayout, QWidget

from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.runtime.relocation import Relocation
from comunecast_gui.ui.widgets.fitting_dialog import FittingDialog
from comunecast_gui.ui.widgets.look import Banner, Look, announce, button_row, card, label
from comunecast_gui.ui.widgets.work_bar import WorkBar
from comunecast_gui.ui.widgets.wrapping_check_box import WrappingCheckBox

SUFFIX = ".trasloco"
_ACROSS = 2


class MovingDialog(FittingDialog):
    """``today`` goes into the name that is proposed for the file."""

    written = Signal()
    """The file is there; where the office moves, this computer sends nothing any more."""

    def __init__(self, look: Look, ops: Ops, relocation: Relocation, today: date, parent: QWidget | None) -> None:
        super().__init__(look.theme.px(560), parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._look = look
        self._relocation = relocation
        self._today = today
        self.setWindowTitle(self.tr("Move to another computer"))
        column = self.column
        column.addWidget(label(self.tr("Move to another computer"), "section"))
        text = self.tr(
            "Settings, archive, attachments, drafts and your own subjects go into one encrypted file. The other "
            "computer reads it with eight words that you see here once."
        )
        self._about = label(text, "muted")
        column.addWidget(self._about)
        self.stays: WrappingCheckBox | None = None
        if relocation.add is not None:
            self.stays = WrappingCheckBox(self.tr("This computer goes on: the other one is a second workstation"))
            self.stays.toggled.connect(self._on_stays)
            column.addWidget(self.stays)
        self.keys = WrappingCheckBox(self.tr("Take the keys of the services along"))
        column.addWidget(self.keys)
        text = self.tr("Otherwise somebody types them again on the other computer. The office key goes along anyway.")
        self._about_keys = label(text, "small")
        column.addWidget(self._about_keys)
        self._stops = Banner(look, "warning")
        column.addWidget(self._stops)
        self._frame, self._words = card()
        self._frame.hide()
        column.addWidget(self._frame)
        column.addStretch(1)
        self._failure = Banner(look, "error")
        self._failure.hide()
        self.close_button = look.button(self.tr("&Cancel"))
        self.close_button.clicked.connect(self.reject)
        self.write_button = look.button(self.tr("&Write the file…"), "primary", "it-lock")
        self.write_button.clicked.connect(self._on_choose)
        self.bar = WorkBar(look, ops, self.tr("Writing the file for the other computer…"))
        self.set_foot(button_row(self.close_button, self.write_button), self.bar, self._failure)
        self._on_stays()

    @property
    def failure(self) -> str:
        """Why there is no file; empty if nothing was wrong."""
        return self._failure.text if self._failure.isVisibleTo(self) else ""

    def write(self, path: Path | str) -> None:
        """Writes the file, off the UI thread."""
        target = Path(path)
        target = target if target.suffix else target.with_suffix(SUFFIX)
        stays = self._relocation.add if self.stays is not None and self.stays.isChecked() else None
        call = partial(stays or self._relocation.away, target, self.keys.isChecked())
        self._failure.hide()
        off = (self.write_button, self.keys, self.stays)
        self.bar.run(call, partial(self.show_words, target), self._on_failed, off=off)

    def _on_choose(self) -> None:
        dialog = QFileDialog(self, self.tr("File for the other computer"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(self.tr("Move (*.trasloco)"))
        dialog.setDefaultSuffix(SUFFIX.lstrip("."))
        dialog.selectFile(f"comunecast-{self._today:%Y-%m-%d}{SUFFIX}")
        dialog.fileSelected.connect(self.write)
        dialog.open()

    def _on_stays(self) -> None:
        if self.stays is not None and self.stays.isChecked():
            self._stops.set_text(self.tr("Both computers then work with the same archive, and send nothing twice."))
        else:
            text = self.tr(
                "From the moment the file is written nothing is sent or received from this computer any more, so that "
                "nobody gets the same message twice."
            )
            self._stops.set_text(text)

    def show_words(self, target: Path, words: tuple[str, ...]) -> None:
        """Says that the file is there, and shows the words of its code."""
        for gone in (self._about, self.stays, self.keys, self._about_keys, self.write_button, self._stops):
            if gone is not None:
                gone.hide()
        self._failure.hide()
        self._words.addWidget(label(self.tr("The file is written. Write these words down now"), "strong"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        rows = -(-len(words) // _ACROSS)
        for place, word in enumerate(words):
            shown = label(f"{place + 1}.  {word}", "section")
            grid.addWidget(shown, place % rows, place // rows)
        self._words.addLayout(grid)
        text = self.tr(
            "They are shown only now, and kept nowhere. Carry them apart from the file {file}: whoever has both has "
            "the whole office. On the other computer choose “From another computer…”."
        )
        self._words.addWidget(label(text.format(file=target.name)))
        self._frame.show()
        self.close_button.setText(self.tr("I have &written them down"))
        self._look.set_kind(self.close_button, "primary")
        self.close_button.setFocus()
        announce(self, self.tr("The file is written. Write these words down now") + ". " + ", ".join(words))
        self.written.emit()

    def _on_failed(self, sentence: str) -> None:
        self._failure.set_text(sentence)
        self._failure.show()
        announce(self, sentence)
