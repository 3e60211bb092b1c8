# SPDX-License-Identifier: EUPL-1.2
"""The navigation: icons and names of the pages, at the left of a wide window, above the page in a narrow one."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QBoxLayout, QFrame, QListWidget, QListWidgetItem, QWidget

from comunecast_gui.ui.widgets.look import Look, label
from comunecast_gui.ui.widgets.openable_list import OpenableList

_ICONS = ("it-pa", "it-pencil", "it-user", "it-clock", "it-chart-line", "it-settings")
_NO_NAME_YET = " "
"""The line of the office's name is there from the first moment, and the list below it stays where it is."""
_SLACK = 40
"""What Qt's list keeps for itself in a line."""
_UNBOUND = 16_777_215
"""Qt's QWIDGETSIZE_MAX: no limit."""


class Navigation(QFrame):
    """The name of the office, once it is known, and the list of pages."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self._look = look
        self._narrow, self._room = False, 0
        self._layout = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._brand = label("ComuneCast", wrap=False)
        self._brand.setObjectName("brand")
        self._brand.setContentsMargins(22, 20, 16, 2)
        self._office = label(_NO_NAME_YET)
        self._office.setContentsMargins(22, 0, 16, 12)
        self._layout.addWidget(self._brand)
        self._layout.addWidget(self._office)
        self.nav = OpenableList()
        self.nav.setObjectName("nav")
        self.nav.setAccessibleName(self.tr("Pages"))
        self.nav.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.nav.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.nav.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        words = (
            self.tr("Today"),
            self.tr("Write"),
            self.tr("Subscribers"),
            self.tr("History"),
            self.tr("Statistics"),
            self.tr("Settings"),
        )
        for text in words:
            self.nav.addItem(QListWidgetItem(text))
        self._layout.addWidget(self.nav, 1)
        look.on_theme(self.nav, self._on_theme)

    def set_office(self, name: str) -> None:
        self._office.setText(name)

    def arrange(self, *, narrow: bool, room: int) -> None:
        """Lies down above the page, in as many lines as the width ``room`` asks for, or stands beside it."""
        self._narrow, self._room = narrow, room
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._layout.setDirection(across if narrow else down)
        self.nav.setFlow(QListWidget.Flow.LeftToRight if narrow else QListWidget.Flow.TopToBottom)
        self._brand.setVisible(not narrow)
        self._office.setVisible(not narrow)
        px = self._look.theme.px
        self.setMinimumSize(0, 0)
        self.setMaximumSize(_UNBOUND, _UNBOUND)
        if narrow:
            self.setFixedHeight(px(24) + self._lines(room))
        else:
            self.nav.setWrapping(False)
            self.nav.setGridSize(QSize())
            self.setFixedWidth(px(216))

    def _lines(self, room: int) -> int:
        """Breaks the list into lines of equal columns where one line is too narrow; returns how high it is then."""
        line = self._look.theme.px(40)
        self.nav.setGridSize(QSize())
        hints = [self.nav.sizeHintForIndex(self.nav.model().index(row, 0)) for row in range(self.nav.count())]
        broken = sum(hint.width() for hint in hints) > room
        self.nav.setWrapping(broken)
        if not broken:
            return line
        room -= self._look.theme.px(_SLACK)
        columns = max(room // max(hint.width() for hint in hints), 1)
        self.nav.setGridSize(QSize(room // columns, line))
        return -(-len(hints) // columns) * line

    def _on_theme(self) -> None:
        size = self._look.theme.px(22)
        colour = self._look.theme.colours.on_nav
        self.nav.setIconSize(QSize(size, size))
        for row, name in enumerate(_ICONS):
            icon = QIcon()
            pixmap = self._look.icons.pixmap(name, colour, size)
            for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):
                icon.addPixmap(pixmap, mode)
            self.nav.item(row).setIcon(icon)
        self.arrange(narrow=self._narrow, room=self._room)
