# SPDX-License-Identifier: EUPL-1.2
"""The trials of the set-up, in the history and apart from the notices: who tried what, when, and how it ended."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from comunecast_gui.core.model import ChannelKind
from comunecast_gui.core.periods import timezone_of
from comunecast_gui.core.setup.trial_record import Trial, TrialOutcome
from comunecast_gui.ui.runtime.window_services import OfficeInfo
from comunecast_gui.ui.widgets import labels
from comunecast_gui.ui.widgets.line_table import Line, LinesModel, LinesTable
from comunecast_gui.ui.widgets.look import Banner, Look, back_header, label, scrolling

_LINES = 6
"""Of the words of a row, at the most."""


class Trials(QWidget):
    """A table to read; nothing in it is a notice, and nothing follows from it."""

    back = Signal()

    def __init__(self, look: Look, info: OfficeInfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._sentences, self._zone = look, info.sentences, timezone_of(info.office)
        column = scrolling(self, self.tr("Trials"), (28, 24, 28, 20))
        column.setSpacing(12)
        column.addLayout(back_header(look, self.tr("Trials"), self.tr("Back to the history"), self.back))
        column.addWidget(
            Banner(
                look,
                "info",
                self.tr(
                    "Messages that the set-up sent to the office's own phone, and to nobody else. They are no notices: "
                    "they count in no number, statistic or month."
                ),
            )
        )
        self.table = LinesTable(self.tr("Trials"), look.theme.px(36))
        headers = (self.tr("Date"), self.tr("Trial"), self.tr("Channel"), self.tr("Outcome"), self.tr("Who"))
        self.model = LinesModel(headers)
        self.model.setParent(self)
        self.table.setModel(self.model)
        self.table.set_wrapping({0: 2, 1: _LINES, 3: _LINES})
        look.on_theme(self.table, self._measure)
        self.table.selectionModel().selectionChanged.connect(self._on_selection)
        column.addWidget(self.table, 1)
        self.whole = label("")
        """What the chosen row has no room for: the words that were sent, and why they did not arrive."""
        self.whole.hide()
        column.addWidget(self.whole)

    def show_trials(self, found: Sequence[Trial]) -> None:
        """Shows these, in their order."""
        self.model.set_lines([self._line(place, one) for place, one in enumerate(found)])
        self._on_selection()

    def _measure(self) -> None:
        px = self._look.theme.px
        self.table.set_row_height(px(36))
        widths = px(156), px(260), px(110), px(340), px(120)
        narrow = px(110), px(160), px(100), px(180), px(100)
        self.table.set_widths(widths, stretch=1, drop=4, narrow=narrow)

    def _on_selection(self, *_: object) -> None:
        line = self.table.current_line()
        self.whole.setText("\n".join((line.cells[1], line.cells[3])) if line else "")
        self.whole.setVisible(line is not None)

    def _line(self, place: int, one: Trial) -> Line:
        text = self.tr("TRIAL: {text}").format(text=one.text)
        service = ChannelKind(one.channel).service if one.channel in list(ChannelKind) else one.channel
        at = labels.moment(one.at, self._zone)
        return Line(place, (at, text, service, self._outcome(one), one.who))

    def _outcome(self, one: Trial) -> str:
        match one.outcome:
            case TrialOutcome.READ:
                return self.tr("read")
            case TrialOutcome.SEEN:
                return self.tr("arrived: seen on the phone")
            case TrialOutcome.DELIVERED:
                return self.tr("delivered")
            case TrialOutcome.FAILED:
                why = self._sentences.of_trial(one.code, one.detail)
                return self.tr("not delivered: {why}").format(why=why) if why else self.tr("not delivered")
            case TrialOutcome.TAKEN:
                return self.tr("taken by the service")
            case TrialOutcome.REFUSED:
                why = self._sentences.of_trial(one.code)
                return self.tr("did not go out") if why == one.code else why
        return self.tr("nobody knows")
