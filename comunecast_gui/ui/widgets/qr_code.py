# SPDX-License-Identifier: EUPL-1.2
"""QR codes: drawn on paper or in a window, black on white in every theme."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

_QUIET = 4
"""Modules of white around a QR code (ISO/IEC 18004)."""
_PAPER, _INK = QColor("white"), QColor("black")


def modules(text: str) -> tuple[tuple[bool, ...], ...]:
    """The dark and light fields of the QR code of a text, row by row, without the white around them."""
    import segno  # only where a sheet is looked at

    return tuple(tuple(bool(one) for one in row) for row in segno.make_qr(text, error="q").matrix)


def draw_code(painter: QPainter, place: QRectF, text: str) -> None:
    """Draws the QR code as large as ``place`` allows, black on white with the white margin that readers need."""
    fields = modules(text)
    side = min(place.width(), place.height()) / (len(fields) + 2 * _QUIET)
    whole = side * (len(fields) + 2 * _QUIET)
    painter.fillRect(QRectF(place.x(), place.y(), whole, whole), _PAPER)
    for line, row in enumerate(fields):
        for column, dark in enumerate(row):
            if dark:
                left, top = place.x() + (column + _QUIET) * side, place.y() + (line + _QUIET) * side
                painter.fillRect(QRectF(left, top, side, side).adjusted(0, 0, side / 50, side / 50), _INK)


class QrCode(QWidget):
    """A QR code in a window; a screen reader hears ``name``, and who cannot scan it has the address beside it."""

    def __init__(self, side: int, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self._side = side
        self.setFixedSize(side, side)
        self.setAccessibleName(name)

    def set_text(self, text: str) -> None:
        """Shows the code of another text."""
        self._text = text
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(self._side, self._side)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        if self._text:
            draw_code(QPainter(self), QRectF(self.rect()), self._text)
