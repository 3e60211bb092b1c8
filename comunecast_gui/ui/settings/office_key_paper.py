# SPDX-License-Identifier: EUPL-1.2
"""The sheet with the office key: 24 numbered words and a QR code, drawn on a page of a printer or of a picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter

from comunecast_gui.ui.widgets.qr_code import draw_code

_COLUMNS = 3
_INK = QColor("black")
"""Paper is white in every theme."""


@dataclass(frozen=True, slots=True)
class KeyPaper:
    """What stands on the sheet. ``text`` is what the QR code says: the key itself, 43 characters."""

    office: str
    day: date
    words: tuple[str, ...] = field(repr=False)
    text: str = field(repr=False)


def draw_paper(painter: QPainter, page: QRectF, paper: KeyPaper) -> None:
    """Draws the whole sheet. ``page`` is the printable part, in the painter's units, and may be of any size."""
    unit = page.width() / 100
    painter.setPen(_INK)
    plain = QFont(painter.font())
    y = page.y()
    y = _text(painter, page, y, 4.2 * unit, QCoreApplication.translate("KeyPaper", "Key of the office"), bold=True)
    y = _text(painter, page, y, 2.8 * unit, paper.office)
    told = QCoreApplication.translate("KeyPaper", "ComuneCast, printed on {day}").format(day=f"{paper.day:%d/%m/%Y}")
    y = _text(painter, page, y, 2.0 * unit, told) + 3 * unit
    y = _words(painter, page, y, unit, paper.words) + 3 * unit
    code = QRectF(page.x(), y, 30 * unit, 30 * unit)
    draw_code(painter, code, paper.text)
    beside = QRectF(code.right() + 3 * unit, y + 2 * unit, page.width() - 33 * unit, 40 * unit)
    painter.setFont(plain)
    _paragraph(painter, beside, 2.1 * unit, _advice())


def _advice() -> str:
    return "\n\n".join(
        (
            QCoreApplication.translate(
                "KeyPaper",
                "With these words another computer of the office opens the archive and the backups. Without them "
                "nobody can, if this computer breaks.",
            ),
            QCoreApplication.translate(
                "KeyPaper",
                "Keep this sheet in a safe. Do not photograph it, do not copy it into a file, do not send it.",
            ),
            QCoreApplication.translate(
                "KeyPaper",
                "Who reads it, and takes the data folder as well, can compute the numbers of the people who left.",
            ),
        )
    )


def _words(painter: QPainter, page: QRectF, y: float, unit: float, words: Sequence[str]) -> float:
    font = QFont("Monospace")
    font.setStyleHint(QFont.StyleHint.Monospace)
    font.setPixelSize(max(1, round(3.0 * unit)))
    painter.setFont(font)
    rows = -(-len(words) // _COLUMNS)
    step = 5.2 * unit
    for place, word in enumerate(words):
        column, row = divmod(place, rows)
        cell = QRectF(page.x() + column * page.width() / _COLUMNS, y + row * step, page.width() / _COLUMNS, step)
        painter.drawText(cell, Qt.AlignmentFlag.AlignVCenter, f"{place + 1:2}. {word}")
    return y + rows * step


def _text(painter: QPainter, page: QRectF, y: float, size: float, text: str, *, bold: bool = False) -> float:
    font = QFont(painter.font())
    font.setPixelSize(max(1, round(size)))
    font.setBold(bold)
    painter.setFont(font)
    painter.drawText(QRectF(page.x(), y, page.width(), size * 1.6), Qt.AlignmentFlag.AlignVCenter, text)
    return y + size * 1.6


def _paragraph(painter: QPainter, place: QRectF, size: float, text: str) -> None:
    font = QFont(painter.font())
    font.setPixelSize(max(1, round(size)))
    painter.setFont(font)
    painter.drawText(place, Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop, text)
