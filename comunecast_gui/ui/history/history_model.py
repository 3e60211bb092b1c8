# SPDX-License-Identifier: EUPL-1.2
"""Rows of the history: words, numbers and a slim bar of outcomes, worked out once when they are read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from comunecast_gui.core.errors import InputError
from comunecast_gui.core.notice.categories import Catalogue
from comunecast_gui.store.delivery.hand_publications import HandPublication
from comunecast_gui.store.delivery.notices import NoticeRow
from comunecast_gui.ui.widgets import labels
from comunecast_gui.ui.widgets.line_table import Line, LinesModel
from comunecast_gui.ui.widgets.look import Look

SHARES = Qt.ItemDataRole.UserRole + 1
DATE_COLUMN, NOTICE_COLUMN, OUTCOME_COLUMN = range(3)

BAR = {
    "delivered": "success",
    "accepted": "accent",
    "queued": "border",
    "unknown": "warning",
    "failed": "error",
    "not_sent": "divider",
}
"""The colour of each outcome in the bar; the same numbers stand beside it as words."""


@dataclass(frozen=True, slots=True)
class NoticeLine(Line):
    """A notice; ``shares`` are its outcomes with their part of the whole.

    The line under it that stands for what a person published on the WhatsApp Channel has its id with a minus.
    """

    shares: tuple[tuple[str, float], ...] = field(default=())


def shares_of(found: Mapping[str, int]) -> tuple[tuple[str, float], ...]:
    """Each outcome's part of all deliveries, in the order of the bar."""
    total = sum(found.values())
    return tuple((outcome, found[outcome] / total) for outcome in BAR if found.get(outcome)) if total else ()


class HistoryModel(LinesModel):
    """Notices, the newest first; under each that a person published by hand, a line of that."""

    def show_rows(self, rows: Sequence[NoticeRow], catalogue: Catalogue, zone: ZoneInfo, now: datetime) -> None:
        lines = []
        for row in rows:
            lines.append(self._line(row, catalogue, zone, now))
            if row.by_hand is not None:
                lines.append(self._by_hand(row, row.by_hand, catalogue, zone))
        self.set_lines(lines)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self.lines[index.row()]
        if role == SHARES:
            return line.shares if isinstance(line, NoticeLine) else ()
        return super().data(index, role)

    def _line(self, row: NoticeRow, catalogue: Catalogue, zone: ZoneInfo, now: datetime) -> NoticeLine:
        found = labels.outcomes(row.counts.values())
        channels = ", ".join(sorted({labels.service(name) for name in row.counts}))
        said = " · ".join((row.title, *row.zones))
        outcome = labels.outcomes_sentence(found)
        if row.later is not None and not row.later.undo:
            held = row.later.held_because(now)
            outcome = self.tr("Was to go out on {moment}") if held else self.tr("Goes out on {moment}")
            outcome = outcome.format(moment=labels.moment(row.later.at, zone))
        cells = (labels.moment(row.created_at, zone), said, outcome, channels)
        return NoticeLine(row.id, cells, {}, {NOTICE_COLUMN: _sign(catalogue, row.category)}, shares_of(found))

    def _by_hand(self, row: NoticeRow, published: HandPublication, catalogue: Catalogue, zone: ZoneInfo) -> NoticeLine:
        signs = {NOTICE_COLUMN: _sign(catalogue, row.category)}
        cells = (labels.moment(published.at, zone), row.title, by_hand_words(published), channel_words())
        return NoticeLine(-row.id, cells, {}, signs)


def channel_words() -> str:
    """Where it was published by hand."""
    return QCoreApplication.translate("Papers", "WhatsApp Channel")


def by_hand_words(published: HandPublication) -> str:
    """That it was published by hand, and by whom where that is known."""
    if published.who:
        return QCoreApplication.translate("Papers", "published by hand by {name}").format(name=published.who)
    return QCoreApplication.translate("Papers", "published by hand")


def _sign(catalogue: Catalogue, category: str) -> str:
    try:
        return catalogue.get(category).icon
    except InputError:  # a category that this version does not ship any more
        return ""


class OutcomeBar(QStyledItemDelegate):
    """Paints the words, and under them a bar that shows the same numbers."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._look = look

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        shares = index.data(SHARES)
        if not shares:
            return
        colours = self._look.theme.colours
        rect = QRectF(option.rect)  # type: ignore[attr-defined]
        left, width, top = rect.left() + 10, rect.width() - 24, rect.bottom() - 8
        painter.save()
        painter.setPen(Qt.PenStyle.NoPen)
        for outcome, share in shares:
            painter.setBrush(QColor(getattr(colours, BAR[outcome])))
            painter.drawRoundedRect(QRectF(left, top, max(width * share - 1, 4), 4), 2, 2)
            left += width * share
        painter.restore()
