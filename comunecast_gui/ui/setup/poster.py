# SPDX-License-Identifier: EUPL-1.2
"""The poster for citizens: one A4 page with what to write to receive the notices, and QR codes that begin it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from PySide6.QtCore import QBuffer, QMarginsF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPageLayout, QPageSize, QPainter, QPdfWriter

from comunecast_gui.core.atomic_file import replacing
from comunecast_gui.ui.widgets.qr_code import draw_code

_INK = QColor("black")
_DPI = 150


@dataclass(frozen=True, slots=True)
class Poster:
    """What stands on it, in Italian, for citizens. ``number`` as people write it, ``chat`` as ``@name``."""

    office: str
    number: str = ""
    chat: str = ""

    @property
    def whatsapp_address(self) -> str:
        """Opens a chat with the office, with *Attiva* written already (WhatsApp Help Center: "click to chat")."""
        digits = "".join(sign for sign in self.number if sign.isdigit())
        return f"https://wa.me/{digits}?text={quote('Attiva')}" if digits else ""

    @property
    def telegram_address(self) -> str:
        return f"https://t.me/{self.chat.removeprefix('@')}" if self.chat else ""


def write_poster(poster: Poster, path: Path) -> bool:
    """Writes the poster as a PDF; returns False if the file cannot be written."""
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(_DPI)
    writer.setTitle(f"{poster.office}: avvisi sul telefono")
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(18, 18, 18, 18), QPageLayout.Unit.Millimeter)
    painter = QPainter(writer)
    draw_poster(painter, QRectF(0, 0, writer.width(), writer.height()), poster)
    painter.end()
    try:
        with replacing(path) as file:
            file.write(buffer.data().data())
    except OSError:
        return False
    return True


def draw_poster(painter: QPainter, page: QRectF, poster: Poster) -> None:
    """Draws the whole page in the painter's units."""
    unit = page.width() / 100
    painter.setPen(_INK)
    y = _text(painter, page, page.y(), 6.5 * unit, poster.office, bold=True)
    y = _text(painter, page, y, 4.2 * unit, "Gli avvisi del Comune sul tuo telefono: gratis, e quando vuoi smetti.")
    ways = []
    if poster.whatsapp_address:
        ways.append(
            (
                "WhatsApp",
                f"Salva il numero {poster.number} in rubrica, poi scrivi Attiva. "
                "Per non ricevere più avvisi scrivi Disattiva. Nessuno vede il tuo numero.",
                poster.whatsapp_address,
            )
        )
    if poster.telegram_address:
        words = f"Apri il canale {poster.chat} e premi «Unisciti». Per uscire basta «Lascia il canale»."
        ways.append(("Telegram", words, poster.telegram_address))
    y += 4 * unit
    for title, words, address in ways:
        code = QRectF(page.x(), y, 38 * unit, 38 * unit)
        draw_code(painter, code, address)
        beside = QRectF(code.right() + 4 * unit, y, page.width() - 42 * unit, 38 * unit)
        below = _text(painter, beside, y + 2 * unit, 5 * unit, title, bold=True)
        _text(painter, beside, below, 3.6 * unit, words)
        y += 46 * unit


def _text(painter: QPainter, place: QRectF, y: float, size: float, text: str, *, bold: bool = False) -> float:
    font = QFont(painter.font())
    font.setPixelSize(max(1, round(size)))
    font.setBold(bold)
    painter.setFont(font)
    wrapped = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop
    room = QRectF(place.x(), y, place.width(), place.bottom() - y + place.height())
    needed = painter.boundingRect(room, wrapped, text)
    painter.drawText(room, wrapped, text)
    return y + needed.height() + size * 0.5
