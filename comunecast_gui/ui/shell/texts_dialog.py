# SPDX-License-Identifier: EUPL-1.2
"""The dialog with texts that travel with the program: licences, the accessibility statement."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QWidget

from comunecast_gui.ui.widgets.fitting_dialog import FittingDialog
from comunecast_gui.ui.widgets.look import Look, button_row, label
from comunecast_gui.ui.widgets.openable_list import OpenableList


class TextsDialog(FittingDialog):
    """The texts by name, if there are several, and the one that is chosen; ``intro`` says what they are."""

    def __init__(
        self, look: Look, title: str, intro: str, files: Sequence[Path], parent: QWidget | None = None
    ) -> None:
        super().__init__(look.theme.px(480), parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self._files = tuple(files)
        column = self.column
        column.setSpacing(10)
        column.addWidget(label(intro))
        row = QHBoxLayout()
        self.names = OpenableList()
        self.names.setObjectName("plain")
        self.names.setAccessibleName(self.tr("Texts"))
        self.names.addItems([file.stem for file in self._files])
        self.names.setVisible(len(self._files) > 1)
        self.names.setMaximumWidth(look.theme.px(240))
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName(title)
        self.text.setTabChangesFocus(True)
        self.names.currentRowChanged.connect(self._show)
        row.addWidget(self.names)
        row.addWidget(self.text, 1)
        column.addLayout(row, 1)
        close = look.button(self.tr("&Close"), "primary")
        close.clicked.connect(self.accept)
        self.set_foot(button_row(close))
        self.begin_with(look.theme.px(860), look.theme.px(560))
        self.names.setCurrentRow(0)

    def _show(self, row: int) -> None:
        if row < 0:
            self.text.clear()
            return
        words = self._files[row].read_text(encoding="utf-8", errors="replace")
        self.text.setPlainText(_unfolded(words) if self._files[row].suffix == ".md" else words)


def _unfolded(markdown: str) -> str:
    """A page of ours as plain text: paragraphs in one line, which the window breaks, and no signs for type."""
    lines = re.sub(r"(?<!\n)\n +(?=\S)|(?<=[^\n])\n(?=[^\n#-])", " ", markdown)
    return re.sub(r"^#+ |\*\*|`", "", lines, flags=re.MULTILINE)
