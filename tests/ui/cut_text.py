# SPDX-License-Identifier: EUPL-1.2
"""Finds every text of a window that is cut, covered by another, or outside of what a person can see or scroll to."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from PySide6.QtCore import QModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QMenuBar,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QStyle,
    QStyleOptionButton,
    QStyleOptionComboBox,
    QStyleOptionFrame,
    QStyleOptionHeader,
    QStyleOptionViewItem,
    QTabBar,
    QTableView,
    QTextBrowser,
    QWidget,
)

_FLAGS = int(Qt.TextFlag.TextShowMnemonic)
_LEAST_LINES = 1.5
"""So many lines of text a scrolling area shows at the least: one to read, and a part of the next that says "scroll"."""
_SLACK = 1
"""Pixels that are lost to rounding."""


def faults(window: QWidget) -> list[str]:
    """What is wrong with the texts of a window that is shown; each with the class and the words of its widget."""
    found: list[str] = []
    texts: list[tuple[QWidget, QRect]] = []
    for widget in _visible(window):
        words = _words(widget)
        name = f"{type(widget).__name__} {words[:60]!r}"
        found += [f"{name}: {what}" for what in _cut(widget)]
        if not words and not isinstance(widget, QAbstractScrollArea | QLineEdit):
            continue
        seen, what = _seen(widget, window)
        found += [f"{name}: {one}" for one in what]
        if words and not seen.isEmpty():
            texts.append((widget, seen))
    for (one, a), (other, b) in combinations(texts, 2):
        if one.isAncestorOf(other) or other.isAncestorOf(one):
            continue
        over = a.intersected(b)
        if min(over.width(), over.height()) > _SLACK:
            found.append(f"{type(one).__name__} {_words(one)[:40]!r}: overlaps {_words(other)[:40]!r} by {over.size()}")
    return found


def menu_faults(menu: QMenu, room: QRect) -> list[str]:
    """What is wrong with a menu that is open over a screen of this size."""
    size, found = menu.size(), []
    if size.width() > room.width() or size.height() > room.height():
        found.append(f"QMenu {menu.title()!r}: larger than the screen")
    for action in menu.actions():
        place = menu.actionGeometry(action)
        words = action.text().split("\t")[0]
        if not menu.rect().contains(place):
            found.append(f"QMenu {menu.title()!r}: {words!r} is outside")
        if _width(menu, action.text()) > place.width():
            found.append(f"QMenu {menu.title()!r}: {words!r} is cut")
    return found


def _visible(window: QWidget) -> Iterator[QWidget]:
    yield window
    for child in window.children():
        if isinstance(child, QWidget) and not child.isWindow() and child.isVisible():
            yield from _visible(child)


def _words(widget: QWidget) -> str:
    if isinstance(widget, QLabel | QAbstractButton):
        return widget.text()
    if isinstance(widget, QComboBox):
        return widget.currentText()
    if isinstance(widget, QLineEdit):
        return (
            ""
            if isinstance(widget.parent(), QAbstractSpinBox | QComboBox)
            else widget.text() or widget.placeholderText()
        )
    if isinstance(widget, QAbstractSpinBox):
        return widget.text()
    if isinstance(widget, QTabBar):
        return widget.tabText(widget.currentIndex())
    if isinstance(widget, QTextBrowser | QPlainTextEdit):
        return widget.toPlainText()
    return ""


def _cut(widget: QWidget) -> Iterator[str]:  # noqa: PLR0912 - one question per kind of widget
    match widget:
        case QLabel():
            yield from _cut_label(widget)
        case QCheckBox() | QRadioButton():
            wraps = widget.hasHeightForWidth()
            height = widget.heightForWidth(widget.width())
            wanted = QSize(widget.minimumSizeHint().width(), height) if wraps else widget.sizeHint()
            yield from _too_small(widget, wanted)
        case QPushButton():
            option = QStyleOptionButton()
            widget.initStyleOption(option)
            inner = widget.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, widget)
            icon = 0 if widget.icon().isNull() else widget.iconSize().width() + 4
            wanted = widget.fontMetrics().size(_FLAGS, widget.text()) if widget.text() else QSize()
            yield from _too_small(widget, QSize(wanted.width() + icon, wanted.height()), inner.size())
        case QComboBox():
            combo = QStyleOptionComboBox()
            widget.initStyleOption(combo)
            inner = widget.style().subControlRect(
                QStyle.ComplexControl.CC_ComboBox, combo, QStyle.SubControl.SC_ComboBoxEditField, widget
            )
            words = widget.currentText() or widget.placeholderText()
            yield from _too_small(widget, QSize(_width(widget, words), widget.fontMetrics().height()), inner.size())
        case QLineEdit():
            frame = QStyleOptionFrame()
            widget.initStyleOption(frame)
            inner = widget.style().subElementRect(QStyle.SubElement.SE_LineEditContents, frame, widget)
            height = widget.fontMetrics().height()
            spin = isinstance(widget.parent(), QAbstractSpinBox)
            words = widget.displayText() if spin else "" if widget.text() else widget.placeholderText()
            yield from _too_small(widget, QSize(_width(widget, words) + 2, height), inner.size())
        case QTabBar():
            for index in range(widget.count()):
                place = widget.tabRect(index)
                if not widget.rect().contains(place) or widget.tabSizeHint(index).width() > place.width() + _SLACK:
                    yield f"the tab {widget.tabText(index)!r} is cut"
        case QHeaderView():
            yield from _cut_headers(widget)
        case QTableView():
            yield from _cut_cells(widget)
        case QListView():
            yield from _cut_items(widget)
        case QTextBrowser():
            still = widget.verticalScrollBarPolicy() is Qt.ScrollBarPolicy.ScrollBarAlwaysOff
            if still and widget.document().size().height() > widget.viewport().height() + _SLACK:
                yield "its text is higher than it"
        case QPlainTextEdit():
            if not widget.toPlainText() and (words := widget.placeholderText()):
                room = widget.viewport().rect().adjusted(4, 4, -4, -4)
                flags = int(Qt.TextFlag.TextWordWrap)
                needed = widget.fontMetrics().boundingRect(QRect(0, 0, room.width(), 10_000), flags, words)
                yield from _too_small(widget, needed.size(), room.size())
        case QMenuBar():
            for action in widget.actions():
                place = widget.actionGeometry(action)
                if not widget.rect().contains(place) or _width(widget, action.text()) > place.width():
                    yield f"the menu {action.text()!r} is cut"
        case _:
            return


def _width(widget: QWidget, words: str) -> int:
    return widget.fontMetrics().size(_FLAGS, words).width()


def _too_small(widget: QWidget, wanted: QSize, given: QSize | None = None) -> Iterator[str]:
    has = given or widget.size()
    if wanted.width() > has.width() + _SLACK:
        yield f"needs a width of {wanted.width()} and has {has.width()}"
    if wanted.height() > has.height() + _SLACK:
        yield f"needs a height of {wanted.height()} and has {has.height()}"


def _cut_label(widget: QLabel) -> Iterator[str]:
    if not widget.text():
        return
    if not widget.wordWrap():
        yield from _too_small(widget, widget.sizeHint())
        return
    needed = widget.heightForWidth(widget.width())
    if needed > widget.height() + _SLACK:
        yield f"needs a height of {needed} and has {widget.height()}"
    room = widget.contentsRect().width()
    longest = max(widget.text().replace("\u200b", " ").split(), key=lambda word: _width(widget, word), default="")
    if _width(widget, longest) > room + _SLACK:
        yield f"the word {longest[:40]!r} needs a width of {_width(widget, longest)} and has {room}"


def _cut_headers(widget: QHeaderView) -> Iterator[str]:
    if widget.orientation() is not Qt.Orientation.Horizontal or widget.model() is None:
        return
    for section in range(widget.count()):
        if widget.isSectionHidden(section):
            continue
        option = QStyleOptionHeader()
        widget.initStyleOption(option)
        words = str(widget.model().headerData(section, widget.orientation()) or "")
        option.text, option.section = words, section
        font = widget.font()
        font.setBold(True)
        wanted = QFontMetrics(font).size(0, words).width() + 2 * _padding(widget)
        if words and wanted > widget.sectionSize(section) + _SLACK:
            yield f"the header {words!r} needs a width of {wanted} and has {widget.sectionSize(section)}"


def _padding(widget: QWidget) -> int:
    """What the style sheet leaves beside a header's words: with it a section is as wide as its words and this."""
    return widget.fontMetrics().height() // 4


def _cut_cells(widget: QTableView) -> Iterator[str]:
    """A cell may end in "…" where a tool tip says all of it; its first words must be readable."""
    model = widget.model()
    for row in range(model.rowCount() if model else 0):
        for column in range(model.columnCount()):
            index = model.index(row, column)
            words = str(index.data() or "")
            place = widget.visualRect(index)
            if not words or widget.isColumnHidden(column) or not place.intersects(widget.viewport().rect()):
                continue
            metrics = widget.fontMetrics()
            if metrics.height() > place.height():
                yield f"the cell {words[:40]!r} is too low"
            if metrics.horizontalAdvance(words) > place.width() and not index.data(Qt.ItemDataRole.ToolTipRole):
                yield f"the cell {words[:40]!r} is cut, and nothing says all of it"


def _cut_items(widget: QListView) -> Iterator[str]:
    model = widget.model()
    for row in range(model.rowCount() if model else 0):
        index: QModelIndex = model.index(row, 0)
        place = widget.visualRect(index)
        if widget.isRowHidden(row) or not place.intersects(widget.viewport().rect()):
            continue
        option = QStyleOptionViewItem()
        widget.initViewItemOption(option)
        option.rect = place
        wanted = widget.itemDelegateForIndex(index).sizeHint(option, index)
        scrolls = widget.horizontalScrollBarPolicy() is not Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        words = str(index.data() or "")[:40]
        if wanted.width() > place.width() + _SLACK:
            yield f"the item {words!r} needs a width of {wanted.width()} and has {place.width()}"
        if wanted.height() > place.height() + _SLACK:
            yield f"the item {words!r} needs a height of {wanted.height()} and has {place.height()}"
        if place.right() > widget.viewport().width() and not scrolls:
            yield f"the item {words!r} is outside"


def _seen(widget: QWidget, window: QWidget) -> tuple[QRect, list[str]]:
    """What of a widget's rectangle can be seen now, in the window's coordinates, and what can never be scrolled to."""
    found: list[str] = []
    rect, child = widget.rect(), widget
    parent: QWidget | None = child.parentWidget()
    if isinstance(widget, QAbstractScrollArea) and not isinstance(widget, QTextBrowser | QHeaderView):
        least = min(_content_height(widget), round(_LEAST_LINES * widget.fontMetrics().lineSpacing()))
        if widget.viewport().height() < least:
            found.append(f"shows only a height of {widget.viewport().height()}")
    while child is not window and parent is not None:
        rect = rect.translated(child.pos())
        area = parent.parentWidget()
        if isinstance(area, QScrollArea) and area.viewport() is parent and area.widget() is child:
            inside, room = rect.translated(-child.pos()), child.rect()
            if inside.bottom() > room.bottom() + _SLACK or inside.top() < -_SLACK:
                found.append("is outside of what scrolls")
            if rect.left() < -_SLACK or rect.right() > parent.rect().right() + _SLACK:
                found.append(f"reaches {rect.right() - parent.rect().right()} beside the part that is seen")
        elif isinstance(area, QAbstractScrollArea) and area.viewport() is parent:
            pass  # an item of a list or table: it scrolls with its rows
        elif not parent.rect().adjusted(-_SLACK, -_SLACK, _SLACK, _SLACK).contains(rect) and child.isVisible():
            found.append(f"is outside of {type(parent).__name__} ({_gone(rect, parent.rect())})")
            return QRect(), found
        rect = rect.intersected(parent.rect())
        if rect.isEmpty():
            # scrolled away: whatever holds the area is checked by itself
            return QRect(), found
        child, parent = parent, parent.parentWidget()
    return rect, found


def _content_height(area: QAbstractScrollArea) -> int:
    if isinstance(area, QScrollArea) and area.widget() is not None:
        return area.widget().height()
    return area.fontMetrics().lineSpacing()


def _gone(rect: QRect, room: QRect) -> str:
    over = [
        ("left", room.left() - rect.left()), ("top", room.top() - rect.top()),
        ("right", rect.right() - room.right()), ("bottom", rect.bottom() - room.bottom()),
    ]  # fmt: skip
    return ", ".join(f"{side} {by}" for side, by in over if by > 0) or str(rect.topLeft() - QPoint(0, 0))
