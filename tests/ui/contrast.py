# SPDX-License-Identifier: EUPL-1.2
"""Measures in a window's pixels how far its texts, edges and focus stand out (WCAG 2.1, 1.4.3 and 1.4.11)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QStyle,
    QStyleOptionButton,
    QTableView,
    QTextBrowser,
    QToolButton,
    QWidget,
)

TEXT, LARGE, CONTROL, STRONG = 4.5, 3.0, 3.0, 7.0
"""The least contrast of text, of large text (24 pixels, or 18.66 in bold, and more), of what is no text,
and of any text in high contrast (WCAG 2.1, 1.4.6)."""
_EDGE = 7
"""Pixels around the border of a field in which its edge has to be."""
_FIELDS = (QLineEdit, QComboBox, QPlainTextEdit, QAbstractSpinBox)
_ROWS = 6
_LINE = 24
"""Pixels that a line of text needs: of what scrolls out of sight less than that shows no whole letters."""


def strong_faults(window: QWidget) -> list[str]:
    """The same where high contrast is asked for."""
    return faults(window, STRONG)


def faults(window: QWidget, at_least: float = 0.0) -> list[str]:
    """Texts and controls of a window that is shown which stand out too little, with their contrast."""
    picture = _picture(window)
    found = []
    for name, place, usual in _texts(window):
        least = max(usual, at_least)
        contrast = _contrast_in(picture, place)
        if contrast is not None and contrast < least:
            found.append(f"text {name}: {contrast:.2f} < {least}")
    for name, place in _controls(window):
        contrast = _edge_in(picture, place)
        if contrast < CONTROL:
            found.append(f"edge of {name}: {contrast:.2f}")
    return found


def focus_change(window: QWidget, widget: QWidget) -> float:
    """The contrast between the edge of a widget with the focus and without: of the pixels that change most."""
    place = QRect(widget.mapTo(window, QPoint()), widget.size())
    widget.clearFocus()
    before = _picture(window)
    widget.setFocus()
    after = _picture(window)
    changes = []
    for x in range(max(place.left() - 2, 0), min(place.right() + 3, after.width())):
        for y in range(max(place.top() - 2, 0), min(place.bottom() + 3, after.height())):
            inner = place.adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
            if not inner.contains(x, y) and before.pixel(x, y) != after.pixel(x, y):
                changes.append(ratio(before.pixel(x, y), after.pixel(x, y)))
    changes.sort(reverse=True)
    least = min(place.width(), place.height())  # as many pixels as one side of the outline has
    return changes[least] if len(changes) > least else 1.0


def ratio(one: int, other: int) -> float:
    """The contrast of two colours (0xRRGGBB), from 1 to 21 (WCAG 2.1, "contrast ratio")."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: int) -> float:
    parts = [(colour >> shift & 0xFF) / 255 for shift in (16, 8, 0)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _picture(window: QWidget) -> QImage:
    return window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def _contrast_in(picture: QImage, place: QRect) -> float | None:
    """The contrast of what is written at ``place`` with its background, the colour there is most of.

    The middle of a stroke has the colour of the text, its edges are mixed with the background.
    """
    part = picture.copy(place)  # its bits live as long as it does
    pixels = Counter(memoryview(part.constBits()).cast("I"))
    (background, _), *others = pixels.most_common()
    return max((ratio(colour, background) for colour, _ in others), default=None)


def _edge_in(picture: QImage, place: QRect) -> float:
    """The highest contrast with what is outside, along the middle of the left edge, where a field begins."""
    y = place.center().y()
    line = [picture.pixel(x, y) for x in range(max(place.left() - 2, 0), place.left() + _EDGE)]
    return max(ratio(pixel, line[0]) for pixel in line)


def _texts(window: QWidget) -> Iterator[tuple[str, QRect, float]]:
    for widget in window.findChildren(QWidget):
        if not widget.isVisibleTo(window) or not widget.isEnabled():
            continue
        if isinstance(widget, QAbstractItemView):
            yield from _items(window, widget)
            continue
        words = _words(widget)
        place = _seen(window, widget, widget.rect())
        if words.strip() and not place.isEmpty() and (place.size() == widget.size() or place.height() >= _LINE):
            size, bold = widget.font().pixelSize(), widget.font().bold()
            least = LARGE if size >= 24 or (bold and size >= 18.66) else TEXT
            if isinstance(widget, QToolButton) and widget.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonIconOnly:
                least = CONTROL  # a picture, whose words are for screen readers
            yield f"{type(widget).__name__} {words[:40]!r}", place, least


def _words(widget: QWidget) -> str:
    match widget:
        case QLabel() | QAbstractButton():
            return str(widget.text())
        case QLineEdit():
            return str(widget.text() or widget.placeholderText())
        case QComboBox():
            return str(widget.currentText())
        case QTextBrowser() | QPlainTextEdit():
            return str(widget.toPlainText())
    return ""


def _items(window: QWidget, view: QAbstractItemView) -> Iterator[tuple[str, QRect, float]]:
    model = view.model()
    for row in range(min(model.rowCount(QModelIndex()) if model else 0, _ROWS)):
        for column in range(model.columnCount(QModelIndex()) if isinstance(view, QTableView) else 1):
            index = model.index(row, column, QModelIndex())
            words = str(index.data() or "")
            place = _seen(window, view.viewport(), view.visualRect(index))
            if words.strip() and place.height() == view.visualRect(index).height():
                yield f"{type(view).__name__} {words[:40]!r}", place, TEXT


def _controls(window: QWidget) -> Iterator[tuple[str, QRect]]:
    """Fields, boxes to tick, and buttons with an edge, as far as they are wholly in sight."""
    for widget in window.findChildren(QWidget):
        if not widget.isVisibleTo(window) or not widget.isEnabled():
            continue
        inside = widget.rect()
        if isinstance(widget, QCheckBox | QRadioButton):
            option = QStyleOptionButton()
            widget.initStyleOption(option)
            element = (
                QStyle.SubElement.SE_CheckBoxIndicator
                if isinstance(widget, QCheckBox)
                else QStyle.SubElement.SE_RadioButtonIndicator
            )
            inside = widget.style().subElementRect(element, option, widget)
        elif isinstance(widget, QPushButton):
            if widget.property("kind") in ("quiet", "link"):
                continue  # their words are their sign
        elif not isinstance(widget, _FIELDS) or isinstance(widget.parent(), QAbstractSpinBox | QComboBox):
            continue
        place = QRect(widget.mapTo(window, inside.topLeft()), inside.size())
        if _seen(window, widget, inside) == place and not place.isEmpty():
            yield f"{type(widget).__name__} {(_words(widget) or widget.accessibleName())[:40]!r}", place


def _seen(window: QWidget, widget: QWidget, inside: QRect) -> QRect:
    """The part of a rectangle in ``widget`` that shows, in the window's coordinates."""
    region = widget.visibleRegion().boundingRect().intersected(inside)
    return QRect(widget.mapTo(window, region.topLeft()), region.size()).intersected(window.rect())
