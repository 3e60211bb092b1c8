# SPDX-License-Identifier: EUPL-1.2
"""The navigation: icons and names of the pages, at the left of a wide window, above the page in a narrow one."""

from __future__ import annotations

import math
from enum import Enum, auto

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QBoxLayout, QFrame, QListWidget, QListWidgetItem, QWidget

from comunecast_gui.ui.widgets.look import Look, label, set_role, tip_text
from comunecast_gui.ui.widgets.openable_list import OpenableList

_ICONS = ("it-pa", "it-pencil", "it-user", "it-clock", "it-chart-line", "it-note", "it-settings")
_NO_NAME_YET = " "
"""The line of the office's name is there from the first moment, and the list below it stays where it is."""
_STANDING, _LYING = 216, 44
"""The least width beside the page, and the height above it, in pixels at normal text size."""
_ICON = 22
"""The side of an icon in pixels at normal text size; nowhere is it smaller."""
_SLACK = 40
"""What Qt's list keeps for itself in a line."""
_UNBOUND = 16_777_215
"""Qt's QWIDGETSIZE_MAX: no limit."""


class _Written(Enum):
    """The pages whose names are written beside their icons."""

    ALL = auto()
    CHOSEN = auto()
    NONE = auto()


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
        self._written = _Written.ALL
        self._words = (
            self.tr("Today"),
            self.tr("Write"),
            self.tr("Subscribers"),
            self.tr("History"),
            self.tr("Statistics"),
            self.tr("Templates"),
            self.tr("Settings"),
        )
        for text in self._words:
            self.nav.addItem(QListWidgetItem(text))
        self._layout.addWidget(self.nav, 1)
        self.nav.currentRowChanged.connect(self._on_row)
        look.on_theme(self.nav, self._on_theme)

    def set_office(self, name: str) -> None:
        self._office.setText(name)

    def arrange(self, *, narrow: bool, room: int) -> None:
        """Lies down above the page, as wide as ``room``, or stands beside it."""
        self._narrow, self._room = narrow, room
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._layout.setDirection(across if narrow else down)
        self.nav.setFlow(QListWidget.Flow.LeftToRight if narrow else QListWidget.Flow.TopToBottom)
        self._brand.setVisible(not narrow)
        self._office.setVisible(not narrow)
        set_role(self.nav, "lying", "yes" if narrow else "no")
        QApplication.sendEvent(self.nav, QEvent(QEvent.Type.StyleChange))  # Qt keeps the old padding without it
        px = self._look.theme.px
        self.setMinimumSize(0, 0)
        self.setMaximumSize(_UNBOUND, _UNBOUND)
        if narrow:
            self._lie_down(room)
            self.setFixedHeight(px(_LYING))
        else:
            self._show_words(_Written.ALL)
            side = px(_ICON)
            self.nav.setIconSize(QSize(side, side))
            self.setFixedWidth(max(px(_STANDING), self.nav.sizeHintForColumn(0)))

    def _lie_down(self, room: int) -> None:
        """All pages in one line, with as many of their names as fit: all, the chosen one's, or none.

        Where even the icons are too wide, they are drawn smaller.
        """
        side, rows = self._look.theme.px(_ICON), range(self.nav.count())
        self.nav.setIconSize(QSize(side, side))
        over = 0
        for written in _Written:
            self._show_words(written)
            hints = [self.nav.sizeHintForIndex(self.nav.model().index(row, 0)).width() for row in rows]
            over = sum(hints) + self._look.theme.px(_SLACK) - room
            if over <= 0:
                return
        side = max(side - math.ceil(over / len(rows)), _ICON)
        self.nav.setIconSize(QSize(side, side))

    def _show_words(self, written: _Written) -> None:
        """What is not written out is still said by screen readers and by the tool tip."""
        self._written = written
        for row, words in enumerate(self._words):
            item = self.nav.item(row)
            chosen = written is _Written.CHOSEN and row == self.nav.currentRow()
            item.setText(words if written is _Written.ALL or chosen else "")
            item.setData(Qt.ItemDataRole.AccessibleTextRole, words)
            item.setData(Qt.ItemDataRole.ToolTipRole, "" if item.text() else tip_text(words))

    def _on_row(self) -> None:
        if self._narrow:
            self._lie_down(self._room)

    def _on_theme(self) -> None:
        size = self._look.theme.px(_ICON)
        colour = self._look.theme.colours.on_nav
        for row, name in enumerate(_ICONS):
            icon = QIcon()
            pixmap = self._look.icons.pixmap(name, colour, size)
            for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):
                icon.addPixmap(pixmap, mode)
            self.nav.item(row).setIcon(icon)
        self.arrange(narrow=self._narrow, room=self._room)
