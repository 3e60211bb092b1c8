# SPDX-License-Identifier: EUPL-1.2
"""The filters of the history: words, subject, period and outcome."""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from comunecast_gui.core.model import DeliveryState
from comunecast_gui.core.notice.categories import Catalogue
from comunecast_gui.store.delivery.notices import NoticeFilter
from comunecast_gui.ui.theme.theme import Theme
from comunecast_gui.ui.widgets.flow_layout import FlowLayout
from comunecast_gui.ui.widgets.look import Look, clearable
from comunecast_gui.ui.widgets.still_fields import ChoiceField

_DEBOUNCE = 250
"""Milliseconds after the last key."""
_NOT_YET = (DeliveryState.QUEUED, DeliveryState.SENDING)


class HistoryFilters(QWidget):
    """One field and three lists; ``changed`` comes when what is looked for has changed."""

    changed = Signal()

    def __init__(self, look: Look, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = FlowLayout(self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_DEBOUNCE)
        self._timer.timeout.connect(self.changed)
        self.search = QLineEdit()
        clearable(self.search)
        self.search.setPlaceholderText(self.tr("Search words or streets"))
        self.search.setAccessibleName(self.tr("Search the notices that were sent"))
        look.on_theme(self.search, lambda: self._measure(look.theme))
        self.search.textChanged.connect(lambda: self._timer.start())
        self._row.addWidget(self.search)
        self.categories = self._list(self.tr("Subject of the notices shown"), self.tr("All subjects"), "")
        for category in catalogue:
            self.categories.addItem(category.name, category.id)
        self.periods = self._list(self.tr("When the notices shown were sent"), self.tr("At any time"), 0)
        for text, days in (
            (self.tr("In the last 7 days"), 7),
            (self.tr("In the last 30 days"), 30),
            (self.tr("In the last year"), 365),
        ):
            self.periods.addItem(text, days)
        self.outcomes = self._list(self.tr("Outcome of the notices shown"), self.tr("Any outcome"), ())
        for text, states in (
            (self.tr("With something that failed"), (DeliveryState.FAILED,)),
            (self.tr("With unknown outcomes"), (DeliveryState.UNKNOWN,)),
            (self.tr("With something not yet sent"), _NOT_YET),
        ):
            self.outcomes.addItem(text, states)

    def wanted(self, now: datetime) -> NoticeFilter:
        """What is looked for."""
        days = self.periods.currentData()
        return NoticeFilter(
            words=self.search.text().strip(),
            category=self.categories.currentData() or "",
            since=now - timedelta(days=days) if days else None,
            states=tuple(DeliveryState(state) for state in self.outcomes.currentData() or ()),
        )

    def _measure(self, theme: Theme) -> None:
        words = self.search.fontMetrics().horizontalAdvance(self.search.placeholderText())
        self.search.setMinimumWidth(max(theme.px(260), words + theme.px(60)))

    def _list(self, name: str, everything: str, data: object) -> ChoiceField:
        box = ChoiceField()
        box.setAccessibleName(name)
        box.addItem(everything, data)
        box.currentIndexChanged.connect(self.changed)
        box.setSizeAdjustPolicy(ChoiceField.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(max(18, len(everything)))
        self._row.addWidget(box)
        return box
