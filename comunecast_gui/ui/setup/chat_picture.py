# SPDX-License-Identifier: EUPL-1.2
"""A small picture of what another app shows at a step, painted in the colours and the size of the window."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from comunecast_gui.ui.theme.colours import Colours
from comunecast_gui.ui.widgets.look import Look

_WIDTH, _NARROWEST = 300, 150
"""Of the picture, in pixels at the usual text size."""
_SHARE = 0.86
"""How much of the width a bubble takes at most."""
_WRAP = int(Qt.TextFlag.TextWordWrap)


class Shape(StrEnum):
    """What a line of the picture is in the other app."""

    THEIRS = "theirs"
    """A message that the other one wrote."""
    OURS = "ours"
    """A message that the person sends."""
    ROW = "row"
    """A row to tap."""
    SWITCH = "switch"
    """A row with a switch that is on."""
    BUTTON = "button"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the picture; ``marked``: it is what the step is about, and has a frame."""

    shape: Shape
    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class _Placed:
    line: Line
    box: QRectF
    words: QRectF


class ChatPicture(QWidget):
    """The head of a chat and what stands in it. A screen reader hears the same lines in the same order."""

    def __init__(self, look: Look, head: str, lines: tuple[Line, ...], *, tick: bool = False) -> None:
        super().__init__()
        self._look = look
        self._head, self._lines, self._tick = head, lines, tick
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        look.on_theme(self, self._dress)
        self.show_lines(head, lines)

    def show_lines(self, head: str, lines: tuple[Line, ...]) -> None:
        """Shows another head and other lines: names that came to be known."""
        self._head, self._lines = head, lines
        self.setAccessibleName(description(head, lines))
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        return round(self._placed(min(width, self._px(_WIDTH)))[1])

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(self._px(_WIDTH), self.heightForWidth(self._px(_WIDTH)))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(self._px(_NARROWEST), self.heightForWidth(self.width()))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        colours = self._look.theme.colours
        width = min(self.width(), self._px(_WIDTH))
        placed, height = self._placed(width)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = self._line() / 2
        around = QRectF(edge, edge, width - 2 * edge, height - 2 * edge)
        _surface(painter, around, self._px(8), colours.page, colours.border, self._line())
        self._paint_head(painter, colours, width)
        for one in placed:
            self._paint_line(painter, colours, one)

    # -- within -------------------------------------------------------------------------------------------------------

    def _px(self, size: float) -> int:
        return self._look.theme.px(size)

    def _line(self) -> int:
        """How thick a line is: twice so for high contrast."""
        return 2 if self._look.theme.strong else 1

    def _dress(self) -> None:
        self.updateGeometry()
        self.update()

    def _font(self, *, bold: bool = False) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(self._px(13.5))
        font.setBold(bold)
        return font

    def _head_height(self) -> float:
        return QFontMetricsF(self._font(bold=True)).height() + self._px(14)

    def _placed(self, width: float) -> tuple[list[_Placed], float]:
        """Where each line goes in a picture of this width, and how high all of it is."""
        edge, inside, gap = self._px(10), self._px(8), self._px(6)
        found: list[_Placed] = []
        top = self._head_height() + gap
        for line in self._lines:
            chat = line.shape in (Shape.THEIRS, Shape.OURS)
            room = (width - 2 * edge) * (_SHARE if chat else 1.0)
            side = self._px(44) if line.shape is Shape.SWITCH else 0
            asked = QRectF(0, 0, room - 2 * inside - side, 10_000)
            words = QFontMetricsF(self._line_font(line)).boundingRect(asked, _WRAP, _breakable(line.text))
            broad = words.width() + 2 * inside + 1 if chat else room
            left = width - edge - broad if line.shape is Shape.OURS else edge
            box = QRectF(left, top, broad, words.height() + 2 * self._px(5))
            inner = QRectF(left + inside, top + self._px(5), broad - 2 * inside - side, words.height() + 1)
            found.append(_Placed(line, box, inner))
            top = box.bottom() + gap
        return found, top + self._px(4)

    def _line_font(self, line: Line) -> QFont:
        return self._font(bold=line.shape is Shape.BUTTON or line.marked)

    def _paint_head(self, painter: QPainter, colours: Colours, width: float) -> None:
        high = self._head_height()
        font = self._font(bold=True)
        metrics = QFontMetricsF(font)
        room = width - 2 * self._px(12) - (self._px(22) if self._tick else 0)
        words = metrics.elidedText(self._head, Qt.TextElideMode.ElideRight, room)
        painter.setFont(font)
        painter.setPen(QColor(colours.text))
        painter.drawText(QRectF(self._px(12), 0, room + 1, high), Qt.AlignmentFlag.AlignVCenter, words)
        if self._tick:
            side = self._px(14)
            left = self._px(12) + metrics.horizontalAdvance(words) + self._px(6)
            _tick(painter, QRectF(left, (high - side) / 2, side, side), colours.accent, colours.page)
        painter.setPen(QPen(QColor(colours.divider), 1))
        painter.drawLine(QPointF(1, high), QPointF(width - 1, high))

    def _paint_line(self, painter: QPainter, colours: Colours, one: _Placed) -> None:
        shape = one.line.shape
        fill = colours.accent_soft if shape is Shape.OURS or one.line.marked else colours.raised
        if shape is Shape.BUTTON:
            fill = colours.accent
        usual = colours.border if self._look.theme.strong else colours.divider
        edge, thick = (colours.accent, self._px(2)) if one.line.marked else (usual, 1)
        _surface(painter, one.box, self._px(7), fill, edge, thick + self._line() - 1)
        painter.setFont(self._line_font(one.line))
        painter.setPen(QColor(colours.on_accent if shape is Shape.BUTTON else colours.text))
        across = Qt.AlignmentFlag.AlignHCenter if shape is Shape.BUTTON else Qt.AlignmentFlag.AlignLeft
        painter.drawText(one.words, int(across) | _WRAP, _breakable(one.line.text))
        if shape is Shape.SWITCH:
            self._paint_switch(painter, colours, one.box)

    def _paint_switch(self, painter: QPainter, colours: Colours, box: QRectF) -> None:
        high, broad = self._px(16), self._px(30)
        rail = QRectF(box.right() - self._px(8) - broad, box.center().y() - high / 2, broad, high)
        _surface(painter, rail, high / 2, colours.accent, colours.accent)
        knob = QRectF(rail.right() - high, rail.top(), high, high).adjusted(2, 2, -2, -2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.on_accent))
        painter.drawEllipse(knob)


def description(head: str, lines: tuple[Line, ...]) -> str:
    """The picture in words, line by line."""
    words = {
        Shape.THEIRS: QCoreApplication.translate("Setup", "It answers: “{text}”."),
        Shape.OURS: QCoreApplication.translate("Setup", "You write: “{text}”."),
        Shape.ROW: QCoreApplication.translate("Setup", "A row: “{text}”."),
        Shape.SWITCH: QCoreApplication.translate("Setup", "A switch that is on: “{text}”."),
        Shape.BUTTON: QCoreApplication.translate("Setup", "A button: “{text}”."),
    }
    told = [QCoreApplication.translate("Setup", "Picture: {head}.").format(head=head)]
    told += [words[line.shape].format(text=line.text) for line in lines]
    told += [
        QCoreApplication.translate("Setup", "Marked: “{text}”.").format(text=line.text)
        for line in lines
        if line.marked and line is not lines[0]
    ]
    return " ".join(told)


def _breakable(text: str) -> str:
    return text.replace("_", "_\N{ZERO WIDTH SPACE}").replace(":", ":\N{ZERO WIDTH SPACE}")


def _surface(painter: QPainter, box: QRectF, round_: float, fill: str, edge: str, thick: float = 1) -> None:
    painter.setPen(QPen(QColor(edge), thick))
    painter.setBrush(QColor(fill))
    painter.drawRoundedRect(box, round_, round_)


def _tick(painter: QPainter, box: QRectF, fill: str, ink: str) -> None:
    """The mark of a verified account."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(fill))
    painter.drawEllipse(box)
    side = box.width()
    painter.setPen(QPen(QColor(ink), max(1.2, side / 8)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    points = (0.27, 0.52), (0.44, 0.70), (0.74, 0.34)
    painter.drawPolyline(QPolygonF([QPointF(box.left() + x * side, box.top() + y * side) for x, y in points]))
