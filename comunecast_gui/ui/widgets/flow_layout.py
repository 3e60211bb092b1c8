# SPDX-License-Identifier: EUPL-1.2
"""A layout that wraps its items like words on a line, for buttons, check boxes and chips in a narrow window."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget

_Placed = tuple[QLayoutItem, QSize]


class FlowLayout(QLayout):
    """Places its items one after the other and goes on in the next line when a line is full.

    What is lower than its line stands in the middle of it, and so do the lines in a place that is higher.
    ``side`` says where a line stands that does not fill the width: at the left, in the middle or at the right.
    """

    def __init__(
        self, parent: QWidget | None = None, *, gap: int = 10, side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft
    ) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._side = side
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(gap)
        if parent:
            policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            parent.setSizePolicy(policy)

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802 - Qt's name
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # noqa: N802 - Qt's name
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # noqa: N802 - Qt's name
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802 - Qt's name
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        lines = self._lines(width)
        return sum(_height(line) for line in lines) + max(len(lines) - 1, 0) * self._between()

    def setGeometry(self, rect: QRect) -> None:  # noqa: N802 - Qt's name
        super().setGeometry(rect)
        y = rect.y() + max(rect.height() - self.heightForWidth(rect.width()), 0) // 2
        for line in self._lines(rect.width()):
            left = rect.width() - sum(size.width() for _, size in line) - (len(line) - 1) * self.spacing()
            x = rect.x() + {Qt.AlignmentFlag.AlignRight: left, Qt.AlignmentFlag.AlignHCenter: left // 2}.get(
                self._side, 0
            )
            for item, size in line:
                item.setGeometry(QRect(QPoint(x, y + (_height(line) - size.height()) // 2), size))
                x += size.width() + self.spacing()
            y += _height(line) + self._between()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """All in one line."""
        hints = [item.sizeHint() for item in self._shown()]
        width = sum(hint.width() for hint in hints) + max(len(hints) - 1, 0) * self.spacing()
        return QSize(width, max((hint.height() for hint in hints), default=0))

    def minimumSize(self) -> QSize:  # noqa: N802 - Qt's name
        size = QSize()
        for item in self._shown():
            size = size.expandedTo(item.minimumSize())
        return size

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if (widget := item.widget()) is None or not widget.isHidden()]

    def _between(self) -> int:
        return self.spacing() // 2

    def _lines(self, width: int) -> list[list[_Placed]]:
        """The items line by line, each with its size; one that is wider than a line gets the line and more height."""
        lines: list[list[_Placed]] = []
        x = 0
        for item in self._shown():
            size = item.sizeHint()
            if size.width() > width and item.hasHeightForWidth():
                size = QSize(width, item.heightForWidth(width))
            if not lines or x + size.width() > width:
                lines.append([])
                x = 0
            lines[-1].append((item, size))
            x += size.width() + self.spacing()
        return lines


def _height(line: list[_Placed]) -> int:
    return max(size.height() for _, size in line)
