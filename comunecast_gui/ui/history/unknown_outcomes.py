# SPDX-License-Identifier: EUPL-1.2
"""The desk of unknown outcomes: a person decides about deliveries whose outcome the program cannot know."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from comunecast_gui.core.changes import Changed, ChangeKind
from comunecast_gui.core.model import Verdict
from comunecast_gui.core.periods import timezone_of
from comunecast_gui.core.ports import Scope
from comunecast_gui.store.delivery.notices import UnknownNotice, UnknownRow
from comunecast_gui.store.delivery.verdicts import RESTORED, Reversible, SettledRow, Settlement
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.runtime.window_services import HistoryServices, OfficeInfo
from comunecast_gui.ui.widgets import labels
from comunecast_gui.ui.widgets.flow_layout import FlowLayout
from comunecast_gui.ui.widgets.line_table import Line, LinesModel, LinesTable
from comunecast_gui.ui.widgets.look import Banner, EmptyState, Look, announce, back_header, label, scrolling
from comunecast_gui.ui.widgets.question import ask

OFFERED_FOR = timedelta(days=1)
"""How long a decision can be taken back here; on the command line for as long as nothing else happened."""
_LIMIT = 1000
"""Single deliveries that are listed at once."""


@dataclass(frozen=True, slots=True)
class _Read:
    """The data on the page: notices that wait for one decision each, the other deliveries, titles, the last verdict."""

    notices: list[UnknownNotice]
    rows: list[UnknownRow]
    titles: dict[int, str]
    last: Reversible | None


@dataclass(frozen=True, slots=True)
class _Chosen:
    """Single deliveries, whole notices, and how many deliveries these are together."""

    deliveries: frozenset[int]
    notices: frozenset[int]
    count: int


class UnknownOutcomes(QWidget):
    """Lists deliveries of unknown outcome and applies a person's verdict to the selected ones."""

    back = Signal()

    def __init__(
        self, look: Look, ops: Ops, info: OfficeInfo, services: HistoryServices, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._ops = ops
        self._info, self._services = info, services
        self._people: dict[int, int | None] = {}
        self._counts: dict[int, int] = {}
        self._last: Reversible | None = None
        self._stale = False
        self._more = False
        self._zone = timezone_of(info.office)
        column = scrolling(self, self.tr("Unknown outcomes"), (28, 24, 28, 20))
        column.setSpacing(12)
        column.addLayout(back_header(look, self.tr("Unknown outcomes"), self.tr("Back to the history"), self.back))
        column.addWidget(
            Banner(
                look,
                "info",
                self.tr(
                    "Nobody knows whether these arrived: their sending broke off, or they came back with a backup. The "
                    "program never sends them again by itself. On Telegram, look in the channel. On WhatsApp, "
                    "ask the person if you can; otherwise leave it as it is: better than a double. You can "
                    "choose several rows."
                ),
            )
        )
        self.table = LinesTable(self.tr("Deliveries of unknown outcome"), look.theme.px(36))
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        headers = (self.tr("Recipient"), self.tr("Channel"), self.tr("Notice"), self.tr("Why"), self.tr("Since"))
        self.model = LinesModel(headers)
        self.model.setParent(self)
        self.table.setModel(self.model)
        self.table.selectionModel().selectionChanged.connect(self._on_selection)
        look.on_theme(self.table, self._measure)
        column.addWidget(self.table, 1)
        self._nothing = EmptyState(
            look,
            "it-check-circle",
            self.tr("Nothing to settle"),
            self.tr("Of every delivery it is known how it ended."),
        )
        column.addWidget(self._nothing, 1)
        column.addWidget(self._verdicts())
        self._number = label("", "strong")
        self._number.hide()
        self._number_of: int | None = None
        column.addWidget(self._number)
        self._result = label("", "strong")
        self._result.hide()
        column.addWidget(self._result)
        self.undo = look.button("", "quiet", "it-arrow-left")
        self.undo.clicked.connect(self._take_back)
        self.undo.hide()
        column.addWidget(self.undo, 0, Qt.AlignmentFlag.AlignLeft)
        ops.watch(self, self._on_changed, ChangeKind.DELIVERIES, ChangeKind.NOTICES)
        self._on_selection()

    def _verdicts(self) -> QWidget:
        """What a person may say of the chosen rows, and what helps to choose."""
        box = QWidget()
        flow = FlowLayout(box, gap=10)
        self.arrived = self._look.button(self.tr("It &arrived"), "", "it-check")
        self.resend = self._look.button(self.tr("&Send again"), "", "it-refresh")
        self.leave = self._look.button(self.tr("&Leave it unknown"), "", "it-close")
        for button, verdict in (
            (self.arrived, Verdict.ARRIVED),
            (self.resend, Verdict.RESEND),
            (self.leave, Verdict.LEAVE),
        ):
            button.clicked.connect(partial(self._decide, verdict))
            flow.addWidget(button)
        everything = self._look.button(self.tr("&Choose all"), "quiet", "it-list")
        everything.clicked.connect(self.table.selectAll)
        flow.addWidget(everything)
        self.show_number = self._look.button(self.tr("Show the &number"), "", "it-password-visible")
        self.show_number.clicked.connect(self._on_show)
        flow.addWidget(self.show_number)
        return box

    def _on_changed(self, changed: Changed) -> None:
        """Receipts or others may have settled some of what is shown; the engine's own news is no matter here."""
        engine = changed.kind is ChangeKind.DELIVERIES and changed.ids and not changed.origin
        self._stale = self._stale or not engine
        if self._stale and self.isVisible():
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """What changed while it was hidden is read now."""
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def refresh(self) -> None:
        self._stale = False
        self._ops.query(self, self._read, self._on_rows)

    def _read(self) -> _Read:
        notices = self._services.notices
        rows = notices.unknown(_LIMIT, one_by_one=True)
        titles = {id: notices.get(id).title for id in {row.notice for row in rows}}
        last = notices.reversible(self._info.clock.now() - OFFERED_FOR)
        return _Read(notices.unknown_notices(), rows, titles, last)

    def _measure(self) -> None:
        px = self._look.theme.px
        self.table.set_row_height(px(36))
        self.table.set_widths((px(170), px(130), px(180), px(280), px(170)), stretch=2, drop=1)
        self.table.set_wrapping({2: 4, 3: 4})

    def _on_rows(self, read: _Read) -> None:
        titles = self._info.channel_titles
        self._people = {row.delivery: row.subscriber for row in read.rows}
        self._counts = {-notice.notice: notice.count for notice in read.notices}
        lines = [
            Line(
                -notice.notice,
                (
                    self.tr("all %Ln delivery(ies)", "", notice.count),
                    ", ".join(labels.channel_title(channel, titles) for channel in notice.channels),
                    notice.title,
                    labels.unknown_reason(RESTORED),
                    labels.moment(notice.since, self._zone),
                ),
            )
            for notice in read.notices
        ]
        lines += [
            Line(
                row.delivery,
                (
                    labels.channel_title(row.channel, titles) if row.recipient == row.channel else row.recipient,
                    labels.channel_title(row.channel, titles),
                    read.titles[row.notice],
                    labels.unknown_reason(row.code),
                    labels.moment(row.since, self._zone),
                ),
            )
            for row in read.rows
        ]
        self._more = len(read.rows) == _LIMIT
        self._offer_undo(read.last)
        self._show(lines)

    def _show(self, lines: Sequence[Line]) -> None:
        chosen = set(self._selected())
        self.model.set_lines(lines)
        self._select(chosen)
        self.table.setVisible(bool(lines))
        self._nothing.setVisible(not lines)
        self._on_selection()

    def _drop(self, ids: Collection[int]) -> None:
        """Takes out what was settled just now, or had an outcome; nothing is read again, unless more was waiting."""
        if self._more:
            self.refresh()
        else:
            self._show([line for line in self.model.lines if line.id not in ids])

    def _select(self, ids: set[int]) -> None:
        """Selects the rows that are still there: news about others must not undo a person's choice."""
        if ids != set(self._selected()):
            wanted = QItemSelection()
            for place, line in enumerate(self.model.lines):
                if line.id in ids:
                    index = self.model.index(place, 0)
                    wanted.select(index, index)
            flag = QItemSelectionModel.SelectionFlag
            self.table.selectionModel().select(wanted, flag.ClearAndSelect | flag.Rows)

    def _chosen(self) -> _Chosen:
        ids = self._selected()
        return _Chosen(
            frozenset(id for id in ids if id > 0),
            frozenset(-id for id in ids if id < 0),
            sum(self._counts.get(id, 1) for id in ids),
        )

    def _selected(self) -> list[int]:
        return [self.model.lines[index.row()].id for index in self.table.selectionModel().selectedRows()]

    def _on_selection(self) -> None:
        chosen = self._selected()
        for button in (self.arrived, self.resend, self.leave):
            button.setEnabled(bool(chosen))
        self.show_number.setEnabled(len(chosen) == 1 and self._people.get(chosen[0]) is not None)
        if chosen != [self._number_of]:  # not where the table was only read again
            self._number_of = None
            self._number.hide()

    @property
    def shown_number(self) -> str:
        """The number that was asked for; empty while none is shown."""
        return self._number.text() if self._number.isVisibleTo(self) else ""

    @property
    def result(self) -> str:
        """What became of the last decision; empty where none was made."""
        return self._result.text()

    def _on_show(self) -> None:
        chosen = self._selected()[0]
        subscriber = self._people.get(chosen)
        if subscriber is not None:
            call = partial(self._services.reveal, subscriber, self._info.who, self._info.clock.now())
            self._ops.query(self, call, partial(self._on_number, chosen))

    def _on_number(self, chosen: int, number: str) -> None:
        if self._selected() != [chosen]:
            return  # another row is selected by now
        self._number_of = chosen
        text = self.tr("Number: {number}. That you looked at it is noted in the register.")
        self._number.setText(text.format(number=labels.whole_number(number)))
        self._number.show()
        announce(self, self._number.text())

    def _decide(self, verdict: Verdict, _: bool = False) -> None:
        chosen = self._chosen()
        if verdict is not Verdict.RESEND and chosen.count == 1:  # at hand to be taken back, and nobody gets anything
            self._settle(verdict, chosen)
            return
        title, text, yes, no = self._question(verdict, chosen)
        ask(self._look, self, title, text, yes, no, partial(self._settle, verdict, chosen))

    def _question(self, verdict: Verdict, chosen: _Chosen) -> tuple[str, str, str, str]:
        """Title, text, the way on and the way back."""
        match verdict:
            case Verdict.ARRIVED:
                return (
                    self.tr("Did %Ln delivery(ies) arrive?", "", chosen.count),
                    self.tr("They count as sent then, and leave this list. You can take it back here."),
                    self.tr("They &arrived"),
                    self.tr("&Change nothing"),
                )
            case Verdict.LEAVE:
                return (
                    self.tr("Leave %Ln delivery(ies) unknown?", "", chosen.count),
                    self.tr("They are not sent again, and leave this list. You can take it back here."),
                    self.tr("&Leave them unknown"),
                    self.tr("&Change nothing"),
                )
            case Verdict.RESEND:
                text = self.tr("If the first one arrived after all, these people get the notice twice.")
                if chosen.notices:
                    text += " " + self.tr("What of the notice still waits in the queue goes out too.")
                return (
                    self.tr("Send %Ln delivery(ies) again?", "", chosen.count),
                    text,
                    self.tr("&Send again"),
                    self.tr("&Do not send"),
                )

    def _settle(self, verdict: Verdict, chosen: _Chosen) -> None:

        def call() -> Settlement:
            return self._services.settle(verdict, chosen.deliveries, chosen.notices)

        def then(settlement: Settlement) -> None:
            self._drop({*(row.delivery for row in settlement.rows), *(-id for id in chosen.notices)})
            self._settled(settlement)
            if verdict is Verdict.RESEND and settlement.done:
                again = chosen.deliveries.intersection(settlement.done)
                self._ops.resume(Scope(chosen.notices, again))

        self._ops.change(self, call, then, kind=ChangeKind.DELIVERIES, ids=lambda settlement: settlement.done)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _said(self, verdict: Verdict, count: int) -> str:
        return {
            Verdict.ARRIVED: self.tr("%Ln delivery(ies) count as arrived.", "", count),
            Verdict.RESEND: self.tr("%Ln delivery(ies) go out again.", "", count),
            Verdict.LEAVE: self.tr("%Ln delivery(ies) stay unknown.", "", count),
        }[verdict]

    def _settled(self, settlement: Settlement) -> None:
        done = len(settlement.done)
        text = self._said(settlement.verdict, done)
        if settlement.refused:
            text += " " + self.tr("%Ln had an outcome by now and kept it.", "", len(settlement.refused))
        if done:
            self._offer_undo(Reversible(settlement.number, settlement.verdict, settlement.at, done))
        self._tell(text)

    def _offer_undo(self, last: Reversible | None) -> None:
        """The last decision can be taken back, also one that was made before the program was started."""
        self._last = last
        self.undo.setVisible(last is not None)
        if last is not None:
            words = self._said(last.verdict, last.count).rstrip(".")
            text = self.tr("&Take it back: {what} ({moment})")
            self.undo.setText(text.format(what=words, moment=labels.moment(last.at, self._zone)))

    def _take_back(self) -> None:
        last = self._last
        if last is not None:
            self._ops.change(
                self,
                lambda: self._services.notices.take_back(self._info.clock.now(), last.number),
                self._taken_back,
                kind=ChangeKind.DELIVERIES,
                ids=lambda rows: [row.delivery for row in rows if row.done],
            )

    def _taken_back(self, rows: Sequence[SettledRow]) -> None:
        self.refresh()
        done = sum(row.done for row in rows)
        text = self.tr("Taken back: %Ln delivery(ies) are in this list again.", "", done)
        if done < len(rows):
            text += " " + self.tr("%Ln stay as they are: something else has happened since.", "", len(rows) - done)
        self._offer_undo(None)
        self._tell(text)

    def _tell(self, text: str) -> None:
        self._result.setText(text)
        self._result.show()
        announce(self, text)
