# SPDX-License-Identifier: EUPL-1.2
"""The page of statistics: how many people are reached, who comes and goes, what became of each month's notices."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QProgressBar, QVBoxLayout, QWidget

from comunecast_gui.core.changes import Changed, ChangeKind
from comunecast_gui.core.meta.charges import MonthCharges
from comunecast_gui.core.model import kind_of
from comunecast_gui.core.report.statistics import Figures, Month, Reach, Week
from comunecast_gui.ui.history.history_model import OUTCOME_COLUMN, HistoryModel, NoticeLine, OutcomeBar, shares_of
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.runtime.window_services import OfficeInfo, StatisticsServices
from comunecast_gui.ui.statistics.chart import Bar, BarChart, LineChart
from comunecast_gui.ui.statistics.figure_card import FigureCard
from comunecast_gui.ui.widgets import labels
from comunecast_gui.ui.widgets.line_table import Line, LinesModel, LinesTable
from comunecast_gui.ui.widgets.look import Look, card, label, page_header, scrolling, set_role

_SETTLE = 1_000
"""Milliseconds after a change until the figures are gathered again."""
_SHOWN_WEEKS = 12
_DOUBT = 5
"""So many messages, and two in a hundred, two counts may differ: some receipts are always under way."""
_TWO_COLUMNS = 860
"""From this width at normal text size two cards stand beside each other."""


class StatisticsPage(QWidget):
    """Reads again whenever it comes into view, and when something changed while it is in view."""

    def __init__(
        self, look: Look, ops: Ops, info: OfficeInfo, services: StatisticsServices, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._ops = ops
        self._info = info
        self._services = services
        column = scrolling(self, self.tr("Statistics"), (28, 24, 28, 20), for_reading=True)
        column.setSpacing(14)
        header, _ = page_header(
            self.tr("Statistics"), self.tr("How many people the notices reach, and how it went. Nobody is named here.")
        )
        column.addWidget(header)
        self._trouble = label("", "warning")
        self._trouble.hide()
        column.addWidget(self._trouble)
        self._grid = QGridLayout()
        self._grid.setSpacing(14)
        column.addLayout(self._grid)
        self.reach = {name: self._reach_card(name) for name in info.channels}
        self.moves = self._moves_card()
        cards = list(self.reach.values())
        if any(kind_of(name).personal for name in self.reach):
            cards.append(self.moves)
        else:
            self.moves.hide()
        self._cards: Sequence[QWidget] = cards
        self._arrange()  # before what comes below is made: the Tab key goes from above to below
        self._months = self._months_card(column)
        self._charges = self._charges_card(column)
        self._answers = self._answers_card(column)
        column.addStretch(1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SETTLE)
        self._timer.timeout.connect(self.refresh)
        ops.watch(self, lambda _: self._later(), ChangeKind.SUBSCRIBERS, ChangeKind.NOTICES)
        ops.watch(self, self._on_deliveries, ChangeKind.DELIVERIES)
        look.on_theme(self, self._arrange)
        look.on_theme(self._months, self._measure)

    def _on_deliveries(self, changed: Changed) -> None:
        """What the engine sends is counted when it has ended."""
        if changed.origin or not changed.ids:
            self._later()

    def refresh(self) -> None:
        """Gathers the figures again, off the UI thread."""
        if figures := self._services.figures:
            self._ops.query(self, figures, self._on_figures)

    def show_counted(self) -> None:
        """The followers of today are known."""
        self._trouble.hide()
        self._later()

    def show_reconciled(self) -> None:
        """Meta said what it charged."""
        self._later()

    def show_not_counted(self, reason: str) -> None:
        """Says why the followers of today are not known; it is tried again later."""
        text = self.tr("The Telegram followers of today are not counted yet; it is tried again every hour. {reason}")
        self._trouble.setText(text.format(reason=reason))
        self._trouble.show()

    @property
    def trouble(self) -> str:
        """What the page says of a count that failed; empty if none did."""
        return self._trouble.text() if self._trouble.isVisibleTo(self) else ""

    @property
    def disagreement(self) -> str:
        """What the page says of a month that Meta and the receipts count differently; empty where they agree."""
        return self._disagreement.text() if self._disagreement.isVisibleTo(self) else ""

    @property
    def nothing_sent(self) -> bool:
        """Whether the page says that there was no notice."""
        return self._no_months.isVisibleTo(self)

    @property
    def answers(self) -> str:
        """What the page says of the automatic answers; empty where nothing is received."""
        return self._answered.text() if self._answers.isVisibleTo(self) else ""

    # -- building -----------------------------------------------------------------------------------------------

    def _reach_card(self, channel: str) -> FigureCard:
        title = labels.channel_title(channel, self._info.channel_titles)
        personal = kind_of(channel).personal
        people = self.tr("Subscribers") if personal else self.tr("Followers")
        nothing = self.tr("Nobody has subscribed yet.") if personal else self.tr("The followers were not counted yet.")
        return FigureCard(self._look, title, LineChart(self._look, title), (self.tr("Day"), people), nothing)

    def _moves_card(self) -> FigureCard:
        title = self.tr("Who comes and who goes, on WhatsApp")
        headers = (self.tr("Week from Monday"), self.tr("Joined"), self.tr("Left"), self.tr("Subscribers"))
        nothing = self.tr("Nobody has subscribed yet.")
        return FigureCard(self._look, title, BarChart(self._look, title), headers, nothing)

    def _months_card(self, column: QVBoxLayout) -> LinesTable:
        frame, inner = card()
        inner.addWidget(label(self.tr("Notices month by month"), "section"))
        self.months = HistoryModel((self.tr("Month"), self.tr("Notices"), self.tr("What became of the messages")))
        table = LinesTable(self.tr("Notices month by month"))
        self.months.setParent(table)
        table.setModel(self.months)
        table.setItemDelegateForColumn(OUTCOME_COLUMN, OutcomeBar(self._look))
        inner.addWidget(table)
        self._no_months = label(self.tr("Nothing was sent in the last twelve months."), "muted")
        inner.addWidget(self._no_months)
        for one in (table, self._no_months):
            one.hide()  # until it is known which of them is right
        column.addWidget(frame)
        return table

    def _charges_card(self, column: QVBoxLayout) -> QWidget:
        frame, inner = card()
        inner.addWidget(label(self.tr("What WhatsApp charged, month by month"), "section"))
        headers = (self.tr("Month"), self.tr("Paid messages"), self.tr("Free"), self.tr("As Meta counts"))
        self.charges = LinesModel((*headers, self.tr("Cost without VAT")))
        table = LinesTable(self.tr("What WhatsApp charged, month by month"))
        self.charges.setParent(table)
        table.setModel(self.charges)
        self._charged = table
        inner.addWidget(table)
        self._disagreement = label("", "warning")
        inner.addWidget(self._disagreement)
        self._disagreement.hide()
        column.addWidget(frame)
        frame.hide()
        return frame

    def _answers_card(self, column: QVBoxLayout) -> QWidget:
        frame, inner = card()
        inner.addWidget(label(self.tr("Automatic answers on WhatsApp"), "section"))
        self._answered = label("")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Automatic answers of this month, of those that are free"))
        inner.addWidget(self._answered)
        inner.addWidget(self._bar)
        column.addWidget(frame)
        frame.hide()
        return frame

    # -- figures ------------------------------------------------------------------------------------------------

    def _on_figures(self, figures: Figures) -> None:
        for reach in figures.reach:
            self._show_reach(reach)
        self._show_moves(figures.weeks)
        self._show_months(figures.months)
        self._show_charges(figures.charges)
        self._answers.setVisible(figures.answers is not None)
        if figures.answers is not None:
            text = self.tr("{answered} this month, of {free} that are free.")
            answered, free = labels.number(figures.answers), labels.number(figures.free)
            self._answered.setText(text.format(answered=answered, free=free))
            set_role(self._answered, "role", "" if figures.answers <= figures.free else "warning")
            self._bar.setRange(0, figures.free)
            self._bar.setValue(min(figures.answers, figures.free))

    def _show_reach(self, reach: Reach) -> None:
        shown = self.reach[reach.channel]
        if reach.now is None or not any(count for _, count in reach.counts):
            shown.show_figure("", "", ())
            return
        personal = kind_of(reach.channel).personal
        note = self.tr("people receive the notices") if personal else self.tr("people follow the channel")
        if reach.change is not None:
            changed = self.tr("{change} in thirty days").format(change=labels.signed(reach.change))
            same = self.tr("as many as thirty days ago")
            note = f"{note}, {changed if reach.change else same}"
        if not personal:
            counted = self.tr("counted on {day}").format(day=f"{reach.counts[-1][0]:%d/%m/%Y}")
            note = f"{note}, {counted}"
        chart = shown.chart
        if isinstance(chart, LineChart):
            chart.show_points(reach.counts)
        lines = [
            Line(number, (f"{day:%d/%m/%Y}", labels.number(count)))
            for number, (day, count) in enumerate(reversed(reach.counts))
        ]
        shown.show_figure(labels.number(reach.now), note, lines)

    def _show_moves(self, weeks: Sequence[Week]) -> None:
        if not any(week.active or week.joined or week.left for week in weeks):
            self.moves.show_figure("", "", ())
            return
        recent = weeks[-_SHOWN_WEEKS:]
        chart = self.moves.chart
        if isinstance(chart, BarChart):
            chart.show_bars([Bar(f"{one.monday:%d/%m}", one.joined, one.left, self._said(one)) for one in recent])
        joined, left = sum(one.joined for one in recent), sum(one.left for one in recent)
        text = self.tr("Joined in the last twelve weeks: {joined} (bars upwards). Left: {left} (downwards).")
        note = text.format(joined=labels.number(joined), left=labels.number(left))
        lines = [
            Line(
                number,
                (f"{one.monday:%d/%m/%Y}", *(labels.number(count) for count in (one.joined, one.left, one.active))),
            )
            for number, one in enumerate(reversed(weeks))
        ]
        self.moves.show_figure("", note, lines)

    def _said(self, week: Week) -> str:
        text = self.tr("Week from {day}: {joined} joined, {left} left")
        counts = {"joined": labels.number(week.joined), "left": labels.number(week.left)}
        return text.format(day=f"{week.monday:%d/%m/%Y}", **counts)

    def _show_months(self, months: Sequence[Month]) -> None:
        since = next((number for number, month in enumerate(months) if month.notices), len(months))
        self.months.set_lines([self._month(month) for month in reversed(months[since:])])
        self._months.setVisible(bool(self.months.lines))
        self._no_months.setVisible(not self.months.lines)
        self._measure()

    def _show_charges(self, months: Sequence[MonthCharges]) -> None:
        known = [month for month in months if month.paid or month.free or month.meta_paid]
        self.charges.set_lines([self._charge(month) for month in reversed(known)])
        self._charges.setVisible(bool(known))
        doubtful = [month for month in known if abs(month.unexplained) > max(_DOUBT, month.meta_paid // 50)]
        text = self.tr(
            "For {month} Meta counts {meta} paid messages and the receipts tell of {ours}: other programs may use the "
            "number, or receipts did not arrive."
        )
        self._disagreement.setVisible(bool(doubtful))
        if doubtful:
            last = doubtful[-1]
            values = {"meta": labels.number(last.meta_paid), "ours": labels.number(last.paid)}
            self._disagreement.setText(text.format(month=labels.month(last.first), **values))
        self._measure()

    def _charge(self, month: MonthCharges) -> Line:
        cost = self.tr("not said") if month.cost is None else f"{labels.decimal(month.cost, 2)} {month.currency}"
        meta = labels.number(month.meta_paid) if month.asked_at else self.tr("not asked yet")
        counted = sorted(month.counted.items())
        paid = ", ".join(f"{labels.number(count)} {labels.charge_word(category)}" for category, count in counted)
        cells = (labels.month(month.first), paid or "0", labels.number(month.free), meta, cost.strip())
        return Line(month.first.toordinal(), cells)

    def _month(self, month: Month) -> NoticeLine:
        found = labels.outcomes([month.states])
        cells = (labels.month(month.first), labels.number(month.notices), labels.outcomes_sentence(found))
        return NoticeLine(month.first.toordinal(), cells, shares=shares_of(found))

    # -- layout -------------------------------------------------------------------------------------------------

    def _measure(self) -> None:
        px = self._look.theme.px
        self._months.set_row_height(px(48))
        self._months.set_widths((px(170), px(130), px(320)), stretch=2)
        # The page scrolls, and a table in it that scrolls as well would be in the way.
        self._months.setFixedHeight(px(48) * (len(self.months.lines) + 1))
        self._charged.set_row_height(px(48))
        self._charged.set_widths((px(150), px(250), px(100), px(140), px(170)), stretch=1)
        self._charged.setFixedHeight(px(48) * (len(self.charges.lines) + 1))

    def _arrange(self) -> None:
        columns = 2 if self.width() >= self._look.theme.px(_TWO_COLUMNS) else 1
        for number, one in enumerate(self._cards):
            alone = number == len(self._cards) - 1 and number % columns == 0
            self._grid.addWidget(one, number // columns, number % columns, 1, columns if alone else 1)
        for column in range(2):
            self._grid.setColumnStretch(column, int(column < columns))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._arrange()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self.refresh()

    def _later(self) -> None:
        if self.isVisible() and not self._timer.isActive():
            self._timer.start()
