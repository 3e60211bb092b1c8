# SPDX-License-Identifier: EUPL-1.2
"""The filters of the history: words, subject, period and outcome."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from comunecast_gui.core.model import DeliveryState
from comunecast_gui.core.notice.categories import Catalogue
from comunecast_gui.store.delivery.notices import NoticeFilter
from comunecast_gui.ui.composer.editors.date_inputs import DayLine, Today
from comunecast_gui.ui.theme.theme import Theme
from comunecast_gui.ui.widgets import labels
from comunecast_gui.ui.widgets.flow_layout import FlowLayout
from comunecast_gui.ui.widgets.look import Look, clearable
from comunecast_gui.ui.widgets.still_fields import ChoiceField

_DEBOUNCE = 250
"""Milliseconds after the last key."""
_FREE = -1
"""Stands for two days that a person writes."""
_FIRST_YEAR = 1900
"""Numbers from here on are years, smaller ones days."""
_BY_HAND = "by_hand"
"""Stands for what a person published on the WhatsApp Channel, which is no state of a delivery."""
_NOT_YET = (DeliveryState.QUEUED, DeliveryState.SENDING)


class HistoryFilters(QWidget):
    """One field and three lists; ``changed`` comes when what is looked for has changed."""

    changed = Signal()

    def __init__(self, look: Look, catalogue: Catalogue, today: Today, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._row = FlowLayout(self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_DEBOUNCE)
        self._timer.timeout.connect(self.changed)
        self.search = QLineEdit()
        clearable(look, self.search)
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
        year = today.now().year
        for one in (year, year - 1):
            self.periods.addItem(self.tr("In the year {year}").format(year=one), one)
        self.periods.addItem(self.tr("From day to day…"), _FREE)
        self.first, self.last = (DayLine(look, today, None, past=True) for _ in range(2))
        for line, words in (
            (self.first, self.tr("From which day the notices shown were sent")),
            (self.last, self.tr("Until which day the notices shown were sent")),
        ):
            line.setAccessibleName(words)
            line.changed.connect(self._timer.start)
            line.hide()
            self._row.addWidget(line)
        self.first.setPlaceholderText(self.tr("from 1/3/2026"))
        self.last.setPlaceholderText(self.tr("to 31/3/2026"))
        self.periods.currentIndexChanged.connect(self._show_days)
        self.outcomes = self._list(self.tr("Outcome of the notices shown"), self.tr("Any outcome"), ())
        for text, states in (
            (self.tr("With something that failed"), (DeliveryState.FAILED,)),
            (self.tr("With unknown outcomes"), (DeliveryState.UNKNOWN,)),
            (self.tr("With something not yet sent"), _NOT_YET),
        ):
            self.outcomes.addItem(text, states)
        self.outcomes.addItem(self.tr("Published by hand"), _BY_HAND)

    def wanted(self, now: datetime) -> NoticeFilter:
        """What is looked for."""
        since, until = self._span(now)
        outcome = self.outcomes.currentData()
        return NoticeFilter(
            words=self.search.text().strip(),
            category=self.categories.currentData() or "",
            since=since,
            states=() if outcome == _BY_HAND else tuple(DeliveryState(state) for state in outcome or ()),
            until=until,
            by_hand=outcome == _BY_HAND,
        )

    @property
    def said(self) -> str:
        """The period that is looked for, in words; empty for all of them."""
        chosen = self.periods.currentData()
        if chosen != _FREE:
            return self.periods.currentText() if chosen else ""
        days = [line.value() for line in (self.first, self.last)]
        first, last = (labels.day(day) if isinstance(day, date) else "" for day in days)
        if first and last:
            return self.tr("From {first} to {last}").format(first=first, last=last)
        if first:
            return self.tr("From {first}").format(first=first)
        return self.tr("Until {last}").format(last=last) if last else ""

    def _span(self, now: datetime) -> tuple[datetime | None, datetime | None]:
        """From when until when; ``now`` is aware, of the office's timezone."""
        chosen = self.periods.currentData()
        zone = self._today.zone
        if chosen == _FREE:
            first, last = self.first.value(), self.last.value()
            since = datetime.combine(first, time(0), zone) if isinstance(first, date) else None
            until = datetime.combine(last + timedelta(days=1), time(0), zone) if isinstance(last, date) else None
            return since, until
        if chosen and chosen >= _FIRST_YEAR:
            return datetime(chosen, 1, 1, tzinfo=zone), datetime(chosen + 1, 1, 1, tzinfo=zone)
        return (now - timedelta(days=chosen) if chosen else None), None

    def _show_days(self) -> None:
        free = self.periods.currentData() == _FREE
        for line in (self.first, self.last):
            line.setVisible(free)
        if free:
            self.first.setFocus()

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
