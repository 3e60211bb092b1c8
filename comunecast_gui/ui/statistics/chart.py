# SPDX-License-Identifier: EUPL-1.2
"""Two plain charts, a line over days and bars up and down, drawn with Qt (docs/adr/0016 says why)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QHelpEvent, QPainter, QPaintEvent, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from comunecast_gui.ui.widgets import labels
from comunecast_gui.ui.widgets.look import Look, show_tip

_MARKS = 4
"""About so many lines across, so that a value can be read off without counting."""


@dataclass(frozen=True, slots=True)
class Bar:
    """What came up and what went down in one span of time; ``title`` names it below, ``text`` says it whole."""

    title: str
    up: int
    down: int
    text: str


def axis_ticks(least: int, most: int) -> list[int]:
    """Round numbers from at or below ``least`` to at or above ``most``, evenly spaced."""
    rough = max(most - least, 1) / _MARKS
    power = 10 ** math.floor(math.log10(rough))
    step = max(1, round(next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough)))
    first, last = least // step * step, -(-most // step) * step
    return list(range(first, max(last, first + step) + 1, step))


class Chart(QLabel):
    """What both have in common: marks with numbers at the left, and words below. The keyboard does not stop here.

    To a screen reader it is a graphic with a name and a description, because Qt takes a label with a picture for one:
    the picture is empty, and the chart is drawn over it.
    """

    def __init__(self, look: Look, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._look = look
        empty = QPixmap(1, 1)
        empty.fill(Qt.GlobalColor.transparent)
        self.setPixmap(empty)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        look.on_theme(self, self._dress)

    def _dress(self) -> None:
        self.setMinimumHeight(self._look.theme.px(190))
        self.setMinimumWidth(self._look.theme.px(200))
        self.update()

    def event(self, event: QEvent) -> bool:
        """Tells the value under the mouse."""
        if isinstance(event, QHelpEvent):
            show_tip(self, event.globalPos(), self._said_at(event.pos().x()))
            return True
        return super().event(event)

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        values = self._marks()
        if not values:
            return
        area = self._area(values)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_marks(painter, area, values)
        self._draw(painter, area, values)
        painter.end()

    def _marks(self) -> list[int]:
        """The numbers at the left; none where there is nothing to show."""
        raise NotImplementedError

    def _draw(self, painter: QPainter, area: QRectF, values: Sequence[int]) -> None:
        raise NotImplementedError

    def _said_at(self, x: float) -> str:
        raise NotImplementedError

    def _font(self) -> QFont:
        font = self.font()
        font.setPixelSize(self._look.theme.px(13))
        return font

    def _area(self, values: Sequence[int]) -> QRectF:
        """Where the marks and the line are: beside the numbers and above the words."""
        measure = QFontMetricsF(self._font())
        left = max((measure.horizontalAdvance(labels.number(value)) for value in values), default=0.0) + 10
        return QRectF(left, measure.height(), self.width() - left - 10, self.height() - 2.6 * measure.height())

    def _draw_marks(self, painter: QPainter, area: QRectF, values: Sequence[int]) -> None:
        colours = self._look.theme.colours
        painter.setFont(self._font())
        height = QFontMetricsF(self._font()).height()
        for value in values:
            y = _level(area, values, value)
            painter.setPen(QPen(QColor(colours.border if value == 0 else colours.divider), 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(QColor(colours.muted))
            where = QRectF(0, y - height / 2, area.left() - 8, height)
            painter.drawText(
                where, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, labels.number(abs(value))
            )

    def _draw_word(self, painter: QPainter, area: QRectF, x: float, text: str) -> None:
        """Below the area, in the middle of ``x`` but never outside."""
        measure = QFontMetricsF(self._font())
        width = measure.horizontalAdvance(text) + 2
        left = min(max(x - width / 2, 0), self.width() - width)
        painter.setPen(QColor(self._look.theme.colours.muted))
        painter.drawText(QRectF(left, area.bottom() + 6, width, measure.height()), Qt.AlignmentFlag.AlignCenter, text)


class LineChart(Chart):
    """A number over days."""

    def __init__(self, look: Look, name: str, parent: QWidget | None = None) -> None:
        super().__init__(look, name, parent)
        self._points: tuple[tuple[date, int], ...] = ()

    def show_points(self, points: Sequence[tuple[date, int]]) -> None:
        """The oldest day first."""
        self._points = tuple(points)
        self.update()

    def _draw(self, painter: QPainter, area: QRectF, values: Sequence[int]) -> None:
        colours = self._look.theme.colours
        line = [QPointF(self._x(area, day), _level(area, values, value)) for day, value in self._points]
        if values[0] == 0:  # a filled area over another base would say more than is true
            under = QColor(colours.accent)
            under.setAlpha(28)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(under)
            ends = [QPointF(line[-1].x(), area.bottom()), QPointF(line[0].x(), area.bottom())]
            painter.drawPolygon(QPolygonF([*line, *ends]))
            painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(colours.accent), 2.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawPolyline(QPolygonF(line))
        painter.setBrush(QColor(colours.accent))
        painter.setPen(QPen(QColor(colours.card), 2))
        painter.drawEllipse(line[-1], 5, 5)
        for day in self._named(area):
            self._draw_word(painter, area, self._x(area, day), self._day(day))

    def _marks(self) -> list[int]:
        if not self._points:
            return []
        numbers = [value for _, value in self._points]
        # What never changed has no span of its own: it is shown against zero.
        return axis_ticks(0 if min(numbers) == max(numbers) else min(numbers), max(numbers))

    def _named(self, area: QRectF) -> list[date]:
        """The days written below: first and last, and between them as many as there is room for."""
        first, last = self._points[0][0], self._points[-1][0]
        room = QFontMetricsF(self._font()).horizontalAdvance("00/00/00") * 1.8
        parts = min(max(int(area.width() // room), 1), max((last - first).days, 1))
        return [first + (last - first) * part / parts for part in range(parts + 1)] if last > first else [last]

    def _day(self, day: date) -> str:
        years = self._points[0][0].year != self._points[-1][0].year
        return f"{day:%d/%m/%y}" if years else f"{day:%d/%m}"

    def _x(self, area: QRectF, day: date) -> float:
        first, last = self._points[0][0], self._points[-1][0]
        return area.left() + area.width() * ((day - first) / (last - first) if last > first else 0.5)

    def _said_at(self, x: float) -> str:
        if not self._points:
            return ""
        area = self._area(self._marks())
        day, value = min(self._points, key=lambda point: abs(self._x(area, point[0]) - x))
        return f"{day:%d/%m/%Y}: {labels.number(value)}"


class BarChart(Chart):
    """Pairs of bars: what came, above the line, and what went, below it."""

    def __init__(self, look: Look, name: str, parent: QWidget | None = None) -> None:
        super().__init__(look, name, parent)
        self._bars: tuple[Bar, ...] = ()

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """The oldest first."""
        self._bars = tuple(bars)
        self.update()

    def _draw(self, painter: QPainter, area: QRectF, values: Sequence[int]) -> None:
        colours = self._look.theme.colours
        zero, slot = _level(area, values, 0), area.width() / len(self._bars)
        room = max(1, math.ceil(QFontMetricsF(self._font()).horizontalAdvance("00/00") * 1.5 / slot))
        for number, bar in enumerate(self._bars):
            left, width = area.left() + slot * number + slot * 0.2, slot * 0.6
            painter.setPen(Qt.PenStyle.NoPen)
            for value, colour in ((bar.up, colours.accent), (-bar.down, colours.warning)):
                painter.setBrush(QColor(colour))
                level = _level(area, values, value)
                painter.drawRect(QRectF(left, min(level, zero), width, abs(zero - level)))
            if (len(self._bars) - 1 - number) % room == 0:  # counted from the present one
                self._draw_word(painter, area, left + width / 2, bar.title)

    def _marks(self) -> list[int]:
        if not self._bars:
            return []
        return axis_ticks(-max(bar.down for bar in self._bars), max(max(bar.up for bar in self._bars), 1))

    def _said_at(self, x: float) -> str:
        if not self._bars:
            return ""
        area = self._area(self._marks())
        number = int((x - area.left()) / area.width() * len(self._bars))
        return self._bars[number].text if 0 <= number < len(self._bars) else ""


def _level(area: QRectF, values: Sequence[int], value: int) -> float:
    return area.bottom() - area.height() * (value - values[0]) / (values[-1] - values[0])
