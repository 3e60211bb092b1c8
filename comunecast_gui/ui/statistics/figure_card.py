# SPDX-License-Identifier: EUPL-1.2
"""A figure with its chart, and the same numbers as a table for people who cannot see a chart."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from comunecast_gui.ui.statistics.chart import Chart
from comunecast_gui.ui.widgets.line_table import Line, LinesModel, LinesTable
from comunecast_gui.ui.widgets.look import Look, label


class FigureCard(QFrame):
    """Title, figure and a sentence, then chart or table; one button changes between the two."""

    def __init__(
        self, look: Look, title: str, chart: Chart, headers: Sequence[str], nothing: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._look = look
        self.chart = chart
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 18)
        column.setSpacing(4)
        row = QHBoxLayout()
        row.addWidget(label(title, "section"), 1)
        self.other = look.button("", "quiet")
        self.other.clicked.connect(self._turn)
        self.other.hide()
        row.addWidget(self.other, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)
        self._figure = label("", "figure")
        self._note = label("", "muted")
        for words in (self._figure, self._note):
            column.addWidget(words)
        self._stack = QStackedWidget()
        self._stack.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self._stack.addWidget(chart)
        self.model = LinesModel(headers)
        self.model.setParent(self)
        self._table = LinesTable(title)
        self._table.setModel(self.model)
        look.on_theme(self._table, self._measure)
        self._stack.addWidget(self._table)
        self._nothing = label(nothing, "muted")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack.addWidget(self._nothing)
        column.addWidget(self._stack, 1)
        self._title = title
        self._show(0)

    @property
    def text(self) -> str:
        """The figure and the sentence under it."""
        return f"{self._figure.text()} {self._note.text()}".strip()

    def show_figure(self, figure: str, note: str, lines: Sequence[Line]) -> None:
        """The newest line first; without any the card says that there is nothing yet."""
        self._figure.setText(figure)
        self._figure.setVisible(bool(figure))
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self.chart.setAccessibleDescription(f"{figure} {note}".strip())
        self.model.set_lines(lines)
        self.other.setVisible(bool(lines))
        if not lines:
            self._stack.setCurrentWidget(self._nothing)
        elif self._stack.currentWidget() is self._nothing:
            self._show(0)

    def _turn(self) -> None:
        self._show(1 - self._stack.currentIndex())

    def _show(self, which: int) -> None:
        self._stack.setCurrentIndex(which)
        self.other.setText(self.tr("As a chart") if which else self.tr("As a table"))
        self.other.setAccessibleName(f"{self.other.text()}: {self._title}")

    def _measure(self) -> None:
        px = self._look.theme.px
        self._table.set_row_height(px(34))
        self._table.set_widths((px(130), *(px(90) for _ in range(self.model.columnCount() - 1))), stretch=0)
