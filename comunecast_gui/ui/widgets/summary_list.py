# SPDX-License-Identifier: EUPL-1.2
"""A list of names with their values under a title."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from comunecast_gui.ui.widgets.look import breakable, label, rule

_NAME = 0.4
"""The share of the width that the names have, on a narrow screen."""
_NAME_LETTERS = 40
"""Letters of a name in one line; on a wide screen the values begin there, beside the names."""


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
        self._names: list[QLabel] = []

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
        names: list[QLabel] = []
        for number, (name, value) in enumerate(self._rows):
            if number:
                grid.addWidget(rule(), 2 * number - 1, 0, 1, 2)
            said = label(breakable(value)) if value else label(self.tr("not set"), "muted")
            said.setAccessibleName(f"{name}: {value}" if value else f"{name}: {said.text()}")
            names.append(label(name, "strong"))
            grid.addWidget(names[-1], 2 * number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(said, 2 * number, 1, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(1, 1)
        self._column.removeWidget(self._inner)
        self._inner.hide()
        self._inner.deleteLater()
        self._inner = fresh
        self._column.insertWidget(1, fresh)
        self._names = names
        self._share()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        """Gives the names their part of the width."""
        letters = _NAME_LETTERS * self.fontMetrics().averageCharWidth()
        for name in self._names:
            name.setFixedWidth(min(int(self.width() * _NAME), letters))
