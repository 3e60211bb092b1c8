# SPDX-License-Identifier: EUPL-1.2
"""One thing to do somewhere else: what it is, and the text or the address for it, to be copied or opened."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from comunecast_gui.ui.widgets.look import Look, announce, breakable, label
from comunecast_gui.ui.widgets.outside import open_page


class CopyRow(QWidget):
    """A numbered sentence (0: without its number); below it the text, with buttons that copy and open it.

    A ``picture`` of what is seen there stands beside both, or below where the window is narrow.

    Only what the person asks for reaches the clipboard, and never a key: this row has none.
    """

    def __init__(
        self, look: Look, number: int, words: str, text: str = "", address: str = "", picture: QWidget | None = None
    ) -> None:
        super().__init__()
        self._text = text
        self._picture = picture
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        if number:
            which = label(f"{number}.", "strong", wrap=False)
            which.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
            row.addWidget(which, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(label(words, parent=self))  # made first: a screen reader reads it before the text
        self._shown = label(breakable(text), "strong", parent=self)
        self._shown.setVisible(bool(text))
        self._across = QHBoxLayout()
        self._across.setSpacing(8)
        if text:
            self._across.addWidget(self._shown, 1)
            self.copy = self._button(look, QCoreApplication.translate("Setup", "Copy"), "it-copy")
            self.copy.clicked.connect(self._on_copy)
        if address:
            self.open = self._button(look, QCoreApplication.translate("Setup", "Open"), "it-external-link")
            self.open.setAccessibleName(QCoreApplication.translate("Setup", "Open {address}").format(address=address))
            self.open.clicked.connect(lambda: open_page(address))
        if text or address:
            column.addLayout(self._across)
        self._beside = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._beside.setSpacing(10)
        self._beside.addLayout(column, 1)
        if picture is not None:
            column.addStretch(1)
            self._beside.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self._beside, 1)
        if text:
            self.set_text(text)

    def set_text(self, text: str) -> None:
        """Shows and copies another text; only for a row that has one."""
        self._text = text
        self._shown.setText(breakable(text))
        self.copy.setAccessibleName(QCoreApplication.translate("Setup", "Copy {text}").format(text=text))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        if self._picture is not None:
            wide = self.width() >= 2 * self._picture.sizeHint().width()
            way = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
            if self._beside.direction() != way:
                self._beside.setDirection(way)

    def _button(self, look: Look, words: str, icon: str) -> QPushButton:
        button = look.button(words, "quiet", icon)
        self._across.addWidget(button)
        return button

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._text)
        announce(self, QCoreApplication.translate("Setup", "Copied"))
