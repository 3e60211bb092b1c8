# SPDX-License-Identifier: EUPL-1.2
"""A part of the window that is as high as what it says, as far as the page keeps its room, and scrolls beyond that."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from comunecast_gui.ui.widgets.look import Look

_PAGE = 560
"""Pixels of the window's height that stay for the rest, menus and page, even where the first message is longer."""


class LimitedArea(QScrollArea):
    """What is in :attr:`column` never takes the room of the page beside it, however much is said."""

    def __init__(
        self, look: Look, name: str, room: tuple[int, int], margins: tuple[int, int, int, int] = (0, 0, 0, 0)
    ) -> None:
        """``name`` is for screen readers.

        ``room`` are heights in pixels at normal text size: what it leaves to the rest of the window, and what it takes
        in any case, if it has that much to say.
        """
        super().__init__()
        self._look = look
        self._room = room
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(name)
        inner = QWidget()
        inner.setObjectName("scrolled")
        self.column = QVBoxLayout(inner)
        self.column.setContentsMargins(*margins)
        self.setWidget(inner)  # from now on its events come to eventFilter

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """More or less is said, or the window has another height."""
        done = super().eventFilter(watched, event)
        kind = QEvent.Type.LayoutRequest if watched is self.widget() else QEvent.Type.Resize
        if event.type() is kind:
            self._fit()
        return done

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self.window().installEventFilter(self)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def _fit(self) -> None:
        column = self.column
        wanted = column.totalHeightForWidth(self.width()) if column.hasHeightForWidth() else column.sizeHint().height()
        others, least = (self._look.theme.px(height) for height in self._room)
        high = self.window().height()
        first = min(self._first(), high - _PAGE)
        self.setFixedHeight(max(min(wanted, max(high - others, least, first)), 0))

    def _first(self) -> int:
        """The height of the first thing that is said, in pixels: half a sentence with half a button says nothing."""
        margins = self.column.contentsMargins()
        across = self.width() - margins.left() - margins.right()
        for place in range(self.column.count()):
            item = self.column.itemAt(place)
            if item is not None and not item.isEmpty():
                high = item.heightForWidth(across) if item.hasHeightForWidth() else item.sizeHint().height()
                return margins.top() + high + margins.bottom()
        return 0
