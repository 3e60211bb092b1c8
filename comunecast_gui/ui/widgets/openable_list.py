# SPDX-License-Identifier: EUPL-1.2
"""A list whose items also a screen reader, a voice or a switch can open.

To them Qt offers one action for an item, "toggle", which selects it and leaves the current item where it was: by that a
selection of theirs is told from one that the keyboard or the mouse made, and it opens the item as Enter does.
"""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QTimer
from PySide6.QtWidgets import QListWidget


class OpenableList(QListWidget):
    """Opens an item (``itemActivated``) that was selected without the keyboard and the mouse."""

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:  # noqa: N802 - Qt's name
        super().selectionChanged(selected, deselected)
        if not selected.isEmpty():
            QTimer.singleShot(0, self, self._open_selected)  # by then the keyboard moved the current item as well

    def _open_selected(self) -> None:
        for index in self.selectedIndexes():
            if index != self.currentIndex():
                self.setCurrentIndex(index)
                self.activated.emit(index)
