# SPDX-License-Identifier: EUPL-1.2
"""The table of one notice's deliveries: recipient (masked), outcome, reason, time.

What a person published by hand is its first line, and counts as no delivery.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from comunecast_gui.core.changes import Changed, ChangeKind
from comunecast_gui.core.model import DeliveryState
from comunecast_gui.core.periods import timezone_of
from comunecast_gui.store.delivery.hand_publications import HandPublication
from comunecast_gui.store.delivery.notices import DeliveryRow
from comunecast_gui.ui.history.history_model import by_hand_words, channel_words
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.runtime.window_services import HistoryServices, OfficeInfo
from comunecast_gui.ui.widgets import labels
from comunecast_gui.ui.widgets.flow_layout import FlowLayout
from comunecast_gui.ui.widgets.line_table import Line, LinesModel, LinesTable
from comunecast_gui.ui.widgets.look import Look, label
from comunecast_gui.ui.widgets.outside import open_page, page_of
from comunecast_gui.ui.widgets.still_fields import ChoiceField

_LIMIT = 1000
_REFRESH = 400


@dataclass(frozen=True, slots=True)
class DeliveryLine(Line):
    """A delivery; ``link`` is the public address of a post."""

    link: str = field(default="")


class DeliveriesTable(QWidget):
    """The first thousand deliveries that match the chosen state and channel."""

    def __init__(
        self, look: Look, ops: Ops, info: OfficeInfo, services: HistoryServices, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._ops = ops
        self._info = info
        self._services = services
        self._notice = 0
        self._known: dict[int, tuple[DeliveryRow, DeliveryLine]] = {}
        self._places: dict[int, int] = {}
        self._by_hand: HandPublication | None = None
        self._stale: set[int] = set()
        self._all_stale = False
        self._zone = timezone_of(info.office)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        row = QHBoxLayout()
        row.addWidget(label(self.tr("Deliveries"), "section"), 1, Qt.AlignmentFlag.AlignTop)
        filters = FlowLayout(gap=8, side=Qt.AlignmentFlag.AlignRight)
        self.channels = ChoiceField()
        self.channels.setAccessibleName(self.tr("Channel of the deliveries shown"))
        self.channels.addItem(self.tr("All channels"), None)
        self.states = ChoiceField()
        self.states.setAccessibleName(self.tr("State of the deliveries shown"))
        self.states.addItem(self.tr("All states"), None)
        for state in DeliveryState:
            self.states.addItem(labels.state_word(state), state)
        for box in (self.channels, self.states):
            box.currentIndexChanged.connect(self.refresh)
            filters.addWidget(box)
        row.addLayout(filters)
        column.addLayout(row)
        headers = (self.tr("Recipient"), self.tr("State"), self.tr("When"), self.tr("Why"))
        self.model = LinesModel(headers, draw=look.sign)
        self.model.setParent(self)
        self.table = LinesTable(self.tr("Deliveries"), look.theme.px(36))
        self.table.setModel(self.model)
        self.table.selectionModel().selectionChanged.connect(self._on_selection)
        look.on_theme(self.table, self._measure)
        column.addWidget(self.table, 1)
        self._why_label = label("")
        column.addWidget(self._why_label)
        foot = QHBoxLayout()
        self._shown = label("", "small")
        self._link = look.button(self.tr("Open the &post"), "", "it-external-link")
        self._link.clicked.connect(self._on_link)
        self._link.hide()
        foot.addWidget(self._shown, 1)
        foot.addWidget(self._link)
        column.addLayout(foot)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REFRESH)
        self._timer.timeout.connect(self._catch_up)
        ops.watch(self, self._on_changed, ChangeKind.DELIVERIES, ChangeKind.NOTICES)

    def open(self, notice: int) -> None:
        """Shows the deliveries of a notice."""
        if notice != self._notice:
            self._notice = notice
            self._known.clear()
            self._places.clear()
            self._by_hand = None
            self.model.set_lines([])
            self.states.setCurrentIndex(0)
        self.refresh()

    def set_channels(self, channels: tuple[str, ...]) -> None:
        """Offers these channels as a filter; one that was chosen among others is none any more."""
        if [self.channels.itemData(index) for index in range(1, self.channels.count())] == list(channels):
            return
        chosen = self.channels.currentData()
        self.channels.blockSignals(True)
        while self.channels.count() > 1:
            self.channels.removeItem(1)
        for name in channels:
            self.channels.addItem(labels.channel_title(name, self._info.channel_titles), name)
        self.channels.setCurrentIndex(0)
        self.channels.blockSignals(False)
        if chosen is not None:
            self.refresh()

    def set_by_hand(self, published: HandPublication | None) -> None:
        """Whether a person published it by hand, and when."""
        if published != self._by_hand:
            self._by_hand = published
            self._show_lines()

    def refresh(self) -> None:
        if not self._notice:
            return
        self._stale.clear()
        self._all_stale = False
        state = self.states.currentData()
        states = (state,) if state else ()
        call = partial(self._services.notices.deliveries, self._notice, states, self.channels.currentData(), _LIMIT)
        asked = (self._notice, state, self.channels.currentData())
        self._ops.query(self, call, lambda rows: self._on_rows(asked, rows))

    def _measure(self) -> None:
        px = self._look.theme.px
        self.table.set_row_height(px(36))
        self.table.set_widths((px(156), px(196), px(158), px(106)), stretch=3)

    def _on_rows(self, asked: tuple[object, ...], rows: Sequence[DeliveryRow]) -> None:
        if asked != (self._notice, self.states.currentData(), self.channels.currentData()):
            return
        self._known = {row.id: (row, self._line(row)) for row in rows}
        self._show_lines()
        if len(rows) == _LIMIT:
            self._shown.setText(self.tr("The first %Ln delivery(ies)", "", len(rows)))
        elif rows:
            self._shown.setText(self.tr("%Ln delivery(ies)", "", len(rows)))
        else:
            self._shown.setText(self.tr("No delivery in this state"))
        self._on_selection()

    def _show_lines(self) -> None:
        filtered = self.states.currentData() or self.channels.currentData()
        above = [] if self._by_hand is None or filtered else [self._line_by_hand(self._by_hand)]
        self._places = {id: place for place, id in enumerate(self._known, len(above))}
        self.model.set_lines([*above, *(line for _, line in self._known.values())])

    def _line_by_hand(self, published: HandPublication) -> DeliveryLine:
        cells = (channel_words(), by_hand_words(published), labels.moment(published.at, self._zone), "")
        return DeliveryLine(0, cells, {}, {1: "it-check"})

    def _on_some(self, rows: Sequence[DeliveryRow]) -> None:
        """Rows on screen that have news; only they are put into words again."""
        news = {self._places[row.id]: self._line(row) for row in rows if row.id in self._places}
        self._known |= {row.id: (row, news[self._places[row.id]]) for row in rows if row.id in self._places}
        self.model.replace(news)
        self._on_selection()

    def _line(self, row: DeliveryRow) -> DeliveryLine:
        known = self._known.get(row.id)
        if known and known[0] == row:
            return known[1]
        titles = self._info.channel_titles
        who = row.recipient_masked or self.tr("number erased")
        if row.recipient_masked == row.channel:
            who = labels.channel_title(row.channel, titles)
        cells = (who, labels.state_word(row.state), labels.moment(row.changed_at, self._zone), self._why(row))
        return DeliveryLine(row.id, cells, {0: labels.spoken_number(who)}, {1: labels.state_sign(row.state)}, row.link)

    def _why(self, row: DeliveryRow) -> str:
        return self._info.sentences.of_delivery(row.code, row.detail)

    def _on_selection(self) -> None:
        line = self.table.current_line()
        if line is None and len(self.model.lines) == 1:
            line = self.model.lines[0]
        why = line.cells[3] if line else ""
        self._why_label.setText(why)
        self._why_label.setVisible(bool(why))
        self._link.setVisible(isinstance(line, DeliveryLine) and page_of(line.link) is not None)

    def _on_link(self) -> None:
        line = self.table.current_line() or self.model.lines[0]
        if isinstance(line, DeliveryLine):
            open_page(line.link)

    def _on_changed(self, changed: Changed) -> None:
        """Most news is about rows that are not on screen: they cost nothing. A filter by state shows others then."""
        if changed.kind is ChangeKind.NOTICES:
            if not changed.ids or self._notice in changed.ids:
                self._later()
            return
        if self.states.currentData() or not changed.ids:
            self._later()
            return
        self._stale.update(self._places.keys() & changed.ids)
        if self._stale:
            self._wait()

    def _later(self) -> None:
        self._all_stale = True
        self._wait()

    def _wait(self) -> None:
        if self._notice and self.isVisible() and not self._timer.isActive():
            self._timer.start()

    def _catch_up(self) -> None:
        if self._all_stale:
            self.refresh()
            return
        stale, self._stale = self._stale, set()
        self._ops.query(self, partial(self._services.notices.some, stale), self._on_some)
