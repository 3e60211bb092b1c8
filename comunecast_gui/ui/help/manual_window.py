# SPDX-License-Identifier: EUPL-1.2
"""The manual in a window of its own: contents, text with pictures, a search; it shows nothing but its own files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, QSize, Qt, QUrl
from PySide6.QtGui import QImage, QKeySequence, QResizeEvent, QShortcut, QTextBlock, QTextCursor, QTextDocument
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QListWidgetItem, QTextBrowser, QVBoxLayout, QWidget

from comunecast_gui.ui.help.manual_text import anchor_of, for_reading, headings
from comunecast_gui.ui.widgets.look import Look, clearable, label
from comunecast_gui.ui.widgets.openable_list import OpenableList
from comunecast_gui.ui.widgets.outside import open_page
from comunecast_gui.ui.widgets.screen_room import room_for

_SIZE = 980, 680
_MOST_BYTES = 20 * 1024 * 1024
"""Of one picture."""
_PICTURE = QTextDocument.ResourceType.ImageResource


class _Pages(QTextBrowser):
    """Shows text and pictures of one folder, and follows no link by itself."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder.resolve()
        self._pictures: dict[str, QUrl] = {}
        self._width = 0
        self.setOpenLinks(False)

    def loadResource(self, kind: int, name: QUrl | str) -> Any:  # noqa: N802 - Qt's name
        """A picture of the manual, as wide as there is room; nothing else, from nowhere else."""
        address = name if isinstance(name, QUrl) else QUrl(name)
        if kind != _PICTURE.value or not address.isRelative():
            return None
        file = (self._folder / address.path()).resolve()
        if not file.is_relative_to(self._folder) or not file.is_file() or file.stat().st_size > _MOST_BYTES:
            return None
        self._pictures[address.toString()] = address
        image = QImage(str(file))
        room = max(self.viewport().width() - 40, 200)
        if image.width() > room:
            image = image.scaledToWidth(room, Qt.TransformationMode.SmoothTransformation)
        return image

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """The same words stay at the top, and pictures are as wide as the text: read anew where that changed."""
        words = self.cursorForPosition(QPoint(0, 0))
        place = self.cursorRect(words).top()
        width = self.viewport().width()
        if abs(self._width - width) > 8:
            self._width = width
            for address in self._pictures.values():
                self.document().addResource(_PICTURE.value, address, self.loadResource(_PICTURE.value, address))
        super().resizeEvent(event)
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + self.cursorRect(words).top() - place)


def _set_apart(document: QTextDocument, gap: int) -> None:
    """Leaves so many pixels after each paragraph, and twice as many before a heading: Qt's Markdown leaves none."""
    cursor, block = QTextCursor(document), document.begin()
    while block.isValid():
        look = block.blockFormat()
        look.setBottomMargin(gap if block.textList() is None else gap // 2)
        look.setTopMargin(2 * gap if look.headingLevel() else 0)
        cursor.setPosition(block.position())
        cursor.setBlockFormat(look)
        block = block.next()


class ManualWindow(QDialog):
    """One window, which stays open beside the program; :meth:`go_to` shows a place in it."""

    def __init__(self, look: Look, file: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModal(False)
        self.setWindowTitle(self.tr("Manual"))
        self._look = look
        self._file = file
        self.contents = OpenableList()
        self.contents.setObjectName("plain")
        self.contents.setAccessibleName(self.tr("Contents"))
        self.contents.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.pages = _Pages(file.parent)
        self.pages.setObjectName("plain")
        self.pages.setAccessibleName(self.tr("Text of the manual"))
        self.pages.anchorClicked.connect(self._on_link)
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search in the manual"))
        self.search.setAccessibleName(self.tr("Search in the manual"))
        clearable(look, self.search)
        self.search.returnPressed.connect(self.find_next)
        self._found = label("", "muted", wrap=False)
        self._found.hide()  # empty, it would keep the button away from the edge
        find = look.button(self.tr("&Find next"), "", "it-search")
        find.clicked.connect(self.find_next)
        close = look.button(self.tr("&Close"), "primary")
        close.clicked.connect(self.close)
        above = QHBoxLayout()
        above.addWidget(self.search, 1)
        above.addWidget(find)
        above.addWidget(self._found)
        middle = QHBoxLayout()
        middle.addWidget(self.contents)
        middle.addWidget(self.pages, 1)
        below = QHBoxLayout()
        below.addStretch(1)
        below.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addLayout(above)
        column.addLayout(middle, 1)
        column.addLayout(below)
        self.contents.itemActivated.connect(self._on_content)
        self.contents.itemClicked.connect(self._on_content)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self).activated.connect(self.search.setFocus)
        QShortcut(QKeySequence(QKeySequence.StandardKey.FindNext), self).activated.connect(self.find_next)
        room, px = room_for(self).size(), look.theme.px
        self.resize(QSize(px(_SIZE[0]), px(_SIZE[1])).boundedTo(room))
        self._read()
        look.on_theme(self, self._on_theme)

    def go_to(self, anchor: str) -> bool:
        """Shows the heading with this anchor at the top; False if the manual has none, and the beginning shows."""
        block = self._block_of(anchor)
        cursor = QTextCursor(block) if block else QTextCursor(self.pages.document())
        self.pages.setTextCursor(cursor)
        top = self.pages.document().documentLayout().blockBoundingRect(cursor.block()).top()
        self.pages.verticalScrollBar().setValue(int(top))
        for row in range(self.contents.count()):
            if self.contents.item(row).data(Qt.ItemDataRole.UserRole) == anchor:
                self.contents.setCurrentRow(row)
        return block is not None

    @property
    def place(self) -> str:
        """The heading that the text is at."""
        block = self.pages.textCursor().block()
        while block.isValid() and not block.blockFormat().headingLevel():
            block = block.previous()
        return block.text()

    def find_next(self) -> None:
        """Goes to the next place with the words of the search, from the beginning again after the last."""
        words = self.search.text().strip()
        if not words:
            return
        found = self.pages.find(words)
        if not found:
            self.pages.moveCursor(QTextCursor.MoveOperation.Start)
            found = self.pages.find(words)
        self._found.setText("" if found else self.tr("Not found"))
        self._found.setVisible(not found)

    def _read(self) -> None:
        try:
            text = self._file.read_text(encoding="utf-8")
        except OSError:
            text = "# " + self.tr("The manual is not here") + "\n\n" + self.tr("It did not travel with this program.")
        self.pages.setMarkdown(for_reading(text, self._file.parent))
        self.pages.document().setDocumentMargin(self._look.theme.px(14))
        _set_apart(self.pages.document(), self._look.theme.px(8))
        for one in headings(text):
            if one.level == 2:
                item = QListWidgetItem(one.text)
                item.setData(Qt.ItemDataRole.UserRole, one.anchor)
                self.contents.addItem(item)

    def _block_of(self, anchor: str) -> QTextBlock | None:
        block = self.pages.document().begin()
        while block.isValid():
            if block.blockFormat().headingLevel() and anchor_of(block.text()) == anchor:
                return block
            block = block.next()
        return None

    def _on_content(self, item: QListWidgetItem) -> None:
        self.go_to(str(item.data(Qt.ItemDataRole.UserRole)))

    def _on_link(self, url: QUrl) -> None:
        """A link in the manual leads to its place, one outside to the browser; other pages of the docs are not here."""
        if url.hasFragment() and not url.path():
            self.go_to(url.fragment(QUrl.ComponentFormattingOption.FullyDecoded))
        else:
            open_page(url.toString())

    def _on_theme(self) -> None:
        self.contents.setFixedWidth(self._look.theme.px(300))
