# SPDX-License-Identifier: EUPL-1.2
"""The filters of the subscribers table: state, source, date, and choices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from comunecast_gui.core.choices import ChoiceKind, Offer
from comunecast_gui.core.model import SubscriberState
from comunecast_gui.store.consent.subscribers import Filter
from comunecast_gui.ui.widgets import labels
from comunecast_gui.ui.widgets.flow_layout import FlowLayout
from comunecast_gui.ui.widgets.still_fields import ChoiceField


class SubscriberFilters(QWidget):
    """One list for each way to narrow; zones and topics only where the office has them."""

    changed = Signal()

    def __init__(self, offer: Offer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = FlowLayout(self)
        self.states = self._list(self.tr("State of the subscribers shown"), self.tr("All"), None)
        for state in SubscriberState:
            self.states.addItem(labels.subscriber_word(state), state)
        self.sources = self._list(self.tr("How the subscribers shown came"), self.tr("From anywhere"), "")
        self.sources.setSizeAdjustPolicy(ChoiceField.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.sources.setMinimumContentsLength(max(16, len(self.sources.itemText(0))))
        self.since = self._list(
            self.tr("Since when the subscribers shown are in their state"), self.tr("At any time"), 0
        )
        for text, days in (
            (self.tr("In the last day"), 1),
            (self.tr("In the last 7 days"), 7),
            (self.tr("In the last 30 days"), 30),
            (self.tr("In the last year"), 365),
        ):
            self.since.addItem(text, days)
        self.zones = self._list(self.tr("Zone whose notices the subscribers shown get"), self.tr("Any zone"), "")
        self.topics = self._list(self.tr("Topic whose notices the subscribers shown get"), self.tr("Any topic"), "")
        for box, kind, text in (
            (self.zones, ChoiceKind.ZONE, self.tr("Get notices for {zone}")),
            (self.topics, ChoiceKind.TOPIC, self.tr("Get notices on {topic}")),
        ):
            for word in offer.words_of(kind):
                box.addItem(text.format(zone=word, topic=word), word)
            box.setVisible(bool(offer.words_of(kind)))

    def wanted(self, text: str, now: datetime) -> Filter:
        """What the lists say, together with the ``text`` that is searched for."""
        days = self.since.currentData()
        return Filter(
            text,
            self.states.currentData(),
            self.sources.currentData() or "",
            now - timedelta(days=days) if days else None,
            self.zones.currentData() or "",
            self.topics.currentData() or "",
        )

    def show_counts(self, counts: Mapping[SubscriberState, int]) -> None:
        """Says beside each state how many people are in it."""
        for index in range(1, self.states.count()):
            state = self.states.itemData(index)
            self.states.setItemText(index, f"{labels.subscriber_word(state)} ({labels.number(counts.get(state, 0))})")

    def show_sources(self, sources: Sequence[str]) -> None:
        """Offers these sources; the one that is chosen stays if it is still there."""
        if sources == [self.sources.itemData(index) for index in range(1, self.sources.count())]:
            return
        chosen = self.sources.currentData()
        self.sources.blockSignals(True)
        while self.sources.count() > 1:
            self.sources.removeItem(1)
        for source in sources:
            self.sources.addItem(source, source)
        self.sources.setCurrentIndex(max(self.sources.findData(chosen), 0))
        self.sources.blockSignals(False)

    def _list(self, name: str, everything: str, data: object) -> ChoiceField:
        box = ChoiceField()
        box.setAccessibleName(name)
        box.addItem(everything, data)
        box.currentIndexChanged.connect(self.changed)
        self._row.addWidget(box)
        return box
