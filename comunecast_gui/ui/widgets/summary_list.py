# SPDX-License-Identifier: EUPL-1.2
"""A list of names with their values under a title."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from comunecast_gui.ui.widgets.look import breakable, label, rule


class SummaryList(QFrame):
    """A card with one row for each pair; a value that is empty says so."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        self._head = QHBoxLayout()
        self._head.addWidget(label(title, "section"), 1)
        column.addLayout(self._head)
        self._inner = QWidget()
        self._column = column
        column.addWidget(self._inner)
        self._rows: tuple[tuple[str, str], ...] = ()

    def add_button(self, button: QAbstractButton) -> None:
        """Puts a button beside the title."""
        self._head.addWidget(button)

    def add_foot(self, foot: QWidget) -> None:
        """Puts something under the rows."""
        self._column.addWidget(foot)

    @property
    def rows(self) -> tuple[tuple[str, str], ...]:
        """What is shown now."""
        return self._rows

    def show_rows(self, rows: Sequence[tuple[str, str]]) -> None:
        """Shows these in place of what was there."""
        if tuple(rows) == self._rows:
            return
        self._rows = tuple(rows)
        fresh = QWidget()
        grid = QGridLayout(fresh)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(6)
        for number, (name, value) in enumerate(self._rows):
            if number:
                grid.addWidget(rule(), 2 * number - 1, 0, 1, 2)
            said = label(breakable(value)) if value else label(self.tr("not said"), "muted")
            said.setAccessibleName(f"{name}: {value}" if value else f"{name}: {said.text()}")
            grid.addWidget(label(name, "strong"), 2 * number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(said, 2 * number, 1, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 3)
        self._column.removeWidget(self._inner)
        self._inner.hide()
        self._inner.deleteLater()
        self._inner = fresh
        self._column.insertWidget(1, fresh)
