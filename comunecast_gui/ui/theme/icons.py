# SPDX-License-Identifier: EUPL-1.2
"""Loads the one-colour SVG icons and tints them, so that they follow the theme."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap, QPolygonF
from PySide6.QtSvg import QSvgRenderer

from comunecast_gui.ui.theme.colours import ALERTS

_FALLBACK = "it-info-circle"
_DARK_EDGE = QColor("#1a1a1a")
_SHAPES: dict[str, tuple[tuple[float, float], ...]] = {
    "gialla": ((0.5, 0.06), (0.97, 0.92), (0.03, 0.92)),
    "arancione": ((0.5, 0.03), (0.97, 0.5), (0.5, 0.97), (0.03, 0.5)),
    "rossa": ((0.3, 0.05), (0.7, 0.05), (0.95, 0.3), (0.95, 0.7), (0.7, 0.95), (0.3, 0.95), (0.05, 0.7), (0.05, 0.3)),
}


class Icons:
    """The icons of one folder of SVG files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._sources: dict[str, str] = {}
        self._drawn: dict[tuple[str, str, int, float], QPixmap] = {}

    def pixmap(self, name: str, colour: str, size: int, ratio: float = 2.0) -> QPixmap:
        """The icon ``name`` (``it-user``) in one colour, ``size`` logical pixels high; drawn once."""
        key = name, colour, size, ratio
        if key not in self._drawn:
            self._drawn[key] = self._draw(*key)
        return QPixmap(self._drawn[key])  # of its own: whoever draws into it changes no other

    def forget(self) -> None:
        """Lets go of what was drawn, in the colours and sizes of another theme."""
        self._drawn.clear()

    def _draw(self, name: str, colour: str, size: int, ratio: float) -> QPixmap:
        source = self._source(name).replace("<svg ", f'<svg fill="{colour}" ', 1)
        pixmap = QPixmap(round(size * ratio), round(size * ratio))
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        QSvgRenderer(QByteArray(source.encode())).render(painter)
        painter.end()
        pixmap.setDevicePixelRatio(ratio)
        return pixmap

    def icon(self, name: str, colour: str, size: int = 24) -> QIcon:
        return QIcon(self.pixmap(name, colour, size))

    def _source(self, name: str) -> str:
        if name not in self._sources:
            file = self._folder / f"{name}.svg"
            if not file.is_file():
                file = self._folder / f"{_FALLBACK}.svg"
            self._sources[name] = file.read_text("utf-8")
        return self._sources[name]


def alert_pixmap(level: str, size: int, ratio: float = 2.0) -> QPixmap:
    """The sign of an alert level: each has a colour, a shape of its own and a dark edge."""
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(_DARK_EDGE, 1.5))
    painter.setBrush(QColor(ALERTS[level]))
    room = size - 2
    if level in _SHAPES:
        painter.drawPolygon(QPolygonF([QPointF(1 + x * room, 1 + y * room) for x, y in _SHAPES[level]]))
    else:
        painter.drawEllipse(QRectF(1, 1, room, room))
    painter.end()
    return pixmap
