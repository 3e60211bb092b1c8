# SPDX-License-Identifier: EUPL-1.2
"""A table whose rows are ready-made words, so that nothing is computed while it paints or scrolls."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QAbstractItemModel, QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from comunecast_gui.ui.widgets.look import tip_text

Index = QModelIndex | QPersistentModelIndex
_LEAST_ROWS = 4


@dataclass(frozen=True, slots=True)
class Line:
    """One row: an id, a text per cell, and per column what a screen reader says instead of the text.

    ``signs`` names the icon that stands before the words of a column.
    """

    id: int
    cells: tuple[str, ...]
    spoken: dict[int, str] = field(default_factory=dict)
    signs: dict[int, str] = field(default_factory=dict)


class LinesModel(QAbstractTableModel):
    """Rows of words, replaced as a whole or appended to; ``draw`` makes the picture of a sign by its name."""

    def __init__(
        self,
        headers: Sequence[str],
        parent: QTableView | None = None,
        *,
        draw: Callable[[str], QPixmap] | None = None,
    ) -> None:
        super().__init__(parent)
        self._headers = tuple(headers)
        self._draw = draw
        self.lines: list[Line] = []

    def set_lines(self, lines: Sequence[Line]) -> None:
        """Shows these rows; a row that stays keeps its selection, whatever comes or goes around it."""
        wanted, known = {line.id for line in lines}, {line.id for line in self.lines}
        before = [line.id for line in self.lines if line.id in wanted]
        if not before or before != [line.id for line in lines if line.id in known]:
            self.beginResetModel()
            self.lines = list(lines)
            self.endResetModel()
            return
        self._take_out(wanted)
        self._put_in(lines)
        self.lines = list(lines)
        self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, len(self._headers) - 1))

    def _take_out(self, wanted: Container[int]) -> None:
        """Removes the rows that are not ``wanted``, from the end, in as few steps as possible."""
        end = len(self.lines)
        while end:
            start = end
            while start and self.lines[start - 1].id not in wanted:
                start -= 1
            if start < end:
                self.beginRemoveRows(QModelIndex(), start, end - 1)
                del self.lines[start:end]
                self.endRemoveRows()
            end = max(start - 1, 0)

    def _put_in(self, lines: Sequence[Line]) -> None:
        """Inserts the rows that are not there yet, where they belong."""
        place = 0
        while place < len(lines):
            end = place
            here = self.lines[place].id if place < len(self.lines) else None
            while end < len(lines) and lines[end].id != here:
                end += 1
            if end > place:
                self.beginInsertRows(QModelIndex(), place, end - 1)
                self.lines[place:place] = lines[place:end]
                self.endInsertRows()
            place = end + 1

    def replace(self, lines: Mapping[int, Line]) -> None:
        """Shows these lines at these places in place of the ones there, which have the same ids."""
        if not lines:
            return
        for place, line in lines.items():
            self.lines[place] = line
        self.dataChanged.emit(self.index(min(lines), 0), self.index(max(lines), len(self._headers) - 1))

    def append(self, lines: Sequence[Line]) -> None:
        if lines:
            self.beginInsertRows(QModelIndex(), len(self.lines), len(self.lines) + len(lines) - 1)
            self.lines += lines
            self.endInsertRows()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's signature
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's signature
        return 0 if parent.isValid() else len(self._headers)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            return self.lines[index.row()].cells[index.column()]
        if role == Qt.ItemDataRole.DecorationRole:
            sign = self.lines[index.row()].signs.get(index.column()) if self._draw else None
            return self._draw(sign) if sign and self._draw else None
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip_text(self.lines[index.row()].cells[index.column()])
        if role == Qt.ItemDataRole.AccessibleTextRole:
            line = self.lines[index.row()]
            return line.spoken.get(index.column(), line.cells[index.column()])
        return None

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return self._headers[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None


class LinesTable(QTableView):
    """A table for whole rows, with the keyboard: arrows move, Enter opens, Tab leaves."""

    def __init__(self, name: str, row_height: int = 40) -> None:
        super().__init__()
        self._widths: tuple[int, ...] = ()
        self._stretch = 0
        self._drop: int | None = None
        self._narrow: tuple[int, ...] = ()
        self._grow: tuple[int, int] | None = None
        self._wrapping: Mapping[int, int] = {}
        self._row_height = row_height
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setAlternatingRowColors(False)
        self.setWordWrap(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.set_row_height(row_height)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def set_row_height(self, height: int) -> None:
        """The height of a row in pixels; the table is never so low that it shows less than a few of them."""
        self._row_height = height
        self.verticalHeader().setDefaultSectionSize(height)
        self.setMinimumHeight(height * (_LEAST_ROWS + 1))

    def show_whole(self) -> None:
        """Breaks the words of a cell into lines, in place of cutting them: for tables of sentences."""
        self.setWordWrap(True)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)

    def set_widths(
        self,
        widths: Sequence[int],
        stretch: int,
        drop: int | None = None,
        *,
        narrow: Sequence[int] = (),
        grow: tuple[int, int] | None = None,
    ) -> None:
        """Column widths in pixels; ``stretch`` takes what is left and is never narrower than its width.

        No column is narrower than its header's words.
        The column ``drop`` is left out where there is not room enough for all, and where even then there is not,
        ``narrow`` are the widths. ``grow`` names a column that takes half of what is left, up to this width.
        """
        self._widths, self._stretch, self._drop = tuple(widths), stretch, drop
        self._narrow, self._grow = tuple(narrow), grow
        self._share()

    def set_wrapping(self, lines: Mapping[int, int]) -> None:
        """Breaks the words of these columns into lines, no more than so many, and makes their rows as high as needed.

        Rows whose words stay in one line keep their height.
        """
        self._wrapping = dict(lines)
        self.setWordWrap(True)
        self._fit_rows()

    def setModel(self, model: QAbstractItemModel | None) -> None:  # noqa: N802 - Qt's name
        super().setModel(model)
        if model is not None:
            for changed in (model.modelReset, model.rowsInserted, model.dataChanged):
                changed.connect(lambda *_: self._fit_rows())

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Who comes in with the keyboard finds a row selected, and Enter and the arrows do something at once."""
        super().focusInEvent(event)
        model = self.model()
        by_mouse = event.reason() == Qt.FocusReason.MouseFocusReason
        if model is not None and model.rowCount() and not (by_mouse or self.selectionModel().hasSelection()):
            self.selectRow(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.activated.emit(self.currentIndex())
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        if not self._widths:
            return
        room = self.viewport().width()
        widths, kept = self._fitting(self._widths), list(range(len(self._widths)))
        if sum(widths) > room and self._drop is not None:
            kept.remove(self._drop)
        if sum(widths[column] for column in kept) > room and self._narrow:
            widths = self._fitting(self._narrow)
        if self._drop is not None:
            self.setColumnHidden(self._drop, self._drop not in kept)
        left = room - sum(widths[column] for column in kept)
        if self._grow is not None and left > 0:
            column, most = self._grow
            more = min(left // 2, max(most - widths[column], 0))
            widths[column] += more
            left -= more
        widths[self._stretch] += max(left, 0)
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width)
        self._fit_rows()

    def _fitting(self, widths: Sequence[int]) -> list[int]:
        """These widths, none less than its header's words need."""
        header = self.horizontalHeader()
        return [max(width, header.sectionSizeHint(column)) for column, width in enumerate(widths)]

    def _fit_rows(self) -> None:
        """Gives each row the height of its words; to break words is slow, and most need no break."""
        model = self.model()
        if not self._wrapping or not isinstance(model, LinesModel):
            return
        metrics = self.fontMetrics()
        line = metrics.boundingRect(QRect(0, 0, 100, 100), 0, "x").height()  # more than lineSpacing(), which cuts off
        for row, one in enumerate(model.lines):
            lines = 1
            for column, most in self._wrapping.items():
                room = self.columnWidth(column) - line  # what the style leaves around the words
                if model.data(model.index(row, column), Qt.ItemDataRole.DecorationRole) is not None:
                    room -= line
                words = one.cells[column]
                broken = "\n" in words or metrics.horizontalAdvance(words) > room
                if broken and not self.isColumnHidden(column):
                    box = QRect(0, 0, max(room, 1), 100_000)
                    needed = metrics.boundingRect(box, int(Qt.TextFlag.TextWordWrap), words).height()
                    lines = max(lines, min(-(-needed // line), most))
            height = self._row_height + (lines - 1) * line
            if self.rowHeight(row) != height:
                self.setRowHeight(row, height)

    def current_line(self) -> Line | None:
        """The selected row."""
        model = self.model()
        selected = self.selectionModel().selectedRows() if self.selectionModel() else []
        return model.lines[selected[0].row()] if selected and isinstance(model, LinesModel) else None
