# SPDX-License-Identifier: EUPL-1.2
"""The dialog with the licence texts of the program and its libraries."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QPlainTextEdit, QWidget

from comunecast_gui.ui.widgets.fitting_dialog import FittingDialog
from comunecast_gui.ui.widgets.look import Look, label


class LicencesDialog(FittingDialog):
    """The texts by name, and the one that is chosen."""

    def __init__(self, look: Look, files: Sequence[Path], parent: QWidget | None = None) -> None:
        super().__init__(look.theme.px(480), parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Licences"))
        self._files = tuple(files)
        column = self.column
        column.setSpacing(10)
        column.addWidget(label(self.tr("ComuneCast is yours to use, study, change and pass on. It stands on these:")))
        row = QHBoxLayout()
        self.names = QListWidget()
        self.names.setAccessibleName(self.tr("Texts"))
        self.names.addItems([file.stem for file in self._files])
        self.names.setMaximumWidth(look.theme.px(240))
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName(self.tr("Text of the licence"))
        self.text.setTabChangesFocus(True)
        self.names.currentRowChanged.connect(self._show)
        row.addWidget(self.names)
        row.addWidget(self.text, 1)
        column.addLayout(row, 1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        close = look.button(self.tr("&Close"), "primary")
        close.clicked.connect(self.accept)
        buttons.addWidget(close)
        self.set_foot(buttons)
        self.begin_with(look.theme.px(860), look.theme.px(560))
        self.names.setCurrentRow(0)

    def _show(self, row: int) -> None:
        self.text.setPlainText(self._files[row].read_text(encoding="utf-8", errors="replace") if row >= 0 else "")
