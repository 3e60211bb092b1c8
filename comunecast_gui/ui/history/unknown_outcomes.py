# SPDX-License-Identifier: EUPL-1.2
"""The desk of unknown outcomes: what the program cannot know and must not guess, a person decides here."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QVBoxLayout, QWidget

from comunecast_gui.core.periods import timezone_of
from comunecast_gui.core.ports import Scope
from comunecast_gui.store.delivery.notices import UnknownRow, Verdict
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.widgets import labels
from comunecast_gui.ui.widgets.flow_layout import FlowLayout
from comunecast_gui.ui.widgets.line_table import Line, LinesModel, LinesTable
from comunecast_gui.ui.widgets.look import Banner, EmptyState, Look, announce, label
from comunecast_gui.ui.widgets.question import ask


class UnknownOutcomes(QWidget):
    """Lists deliveries of unknown outcome and applies a person's verdict to the selected ones."""

    back = Signal()

    def __init__(self, look: Look, ops: Ops, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._ops = ops
        self._people: dict[int, int | None] = {}
        self._zone = timezone_of(ops.parts.office)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        head = QHBoxLayout()
        back = look.icon_button("it-arrow-left", self.tr("Back to the history"))
        back.clicked.connect(self.back)
        title = label(self.tr("Unknown outcomes"))
        title.setObjectName("title")
        head.addWidget(back)
        head.addWidget(title, 1)
        column.addLayout(head)
        column.addWidget(
            Banner(
                look,
                "info",
                self.tr(
                    "Something went wrong while these were being sent: they may have arrived or not. The "
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
        box = QWidget()
        flow = FlowLayout(box, gap=10)
        self.arrived = look.button(self.tr("It &arrived"), "", "it-check")
        self.resend = look.button(self.tr("&Send again"), "", "it-refresh")
        self.leave = look.button(self.tr("&Leave it unknown"), "", "it-close")
        for button, verdict in (
            (self.arrived, Verdict.ARRIVED),
            (self.resend, Verdict.RESEND),
            (self.leave, Verdict.LEAVE),
        ):
            button.clicked.connect(partial(self._decide, verdict))
            flow.addWidget(button)
        everything = look.button(self.tr("Choose al&l"), "quiet", "it-list")
        everything.clicked.connect(self.table.selectAll)
        flow.addWidget(everything)
        self.show_number = look.button(self.tr("Show the &number"), "", "it-password-visible")
        self.show_number.clicked.connect(self._on_show)
        flow.addWidget(self.show_number)
        column.addWidget(box)
        self._number = label("", "strong")
        self._number.hide()
        column.addWidget(self._number)
        ops.notices_changed.connect(self.refresh)
        self._on_selection()

    def refresh(self) -> None:
        self._ops.query(self, self._read, self._on_rows)

    def _read(self) -> list[tuple[UnknownRow, str]]:
        """The rows, each with its notice's title."""
        notices = self._ops.parts.notices
        rows = notices.unknown()
        titles = {id: notices.get(id).title for id in {row.notice for row in rows}}
        return [(row, titles[row.notice]) for row in rows]

    def _measure(self) -> None:
        px = self._look.theme.px
        self.table.set_row_height(px(36))
        self.table.set_widths((px(170), px(130), px(180), px(280), px(170)), stretch=2, drop=1)

    def _on_rows(self, rows: Sequence[tuple[UnknownRow, str]]) -> None:
        titles = self._ops.parts.channel_titles
        self._people = {row.delivery: row.subscriber for row, _ in rows}
        self.model.set_lines(
            [
                Line(
                    row.delivery,
                    (
                        labels.channel_title(row.channel, titles) if row.recipient == row.channel else row.recipient,
                        labels.channel_title(row.channel, titles),
                        title,
                        labels.unknown_reason(row.code),
                        labels.moment(row.since, self._zone),
                    ),
                )
                for row, title in rows
            ]
        )
        self.table.setVisible(bool(rows))
        self._nothing.setVisible(not rows)
        self._on_selection()

    def _selected(self) -> list[int]:
        return [self.model.lines[index.row()].id for index in self.table.selectionModel().selectedRows()]

    def _on_selection(self) -> None:
        chosen = self._selected()
        for button in (self.arrived, self.resend, self.leave):
            button.setEnabled(bool(chosen))
        self.show_number.setEnabled(len(chosen) == 1 and self._people.get(chosen[0]) is not None)
        self._number.hide()

    @property
    def shown_number(self) -> str:
        """The number that was asked for; empty while none is shown."""
        return self._number.text() if self._number.isVisibleTo(self) else ""

    def _on_show(self) -> None:
        subscriber = self._people.get(self._selected()[0])
        if subscriber is not None:
            parts = self._ops.parts
            call = partial(parts.subscribers.reveal, subscriber, parts.who, parts.clock.now())
            self._ops.query(self, call, self._on_number)

    def _on_number(self, number: str) -> None:
        text = self.tr("Number: {number}. That you looked at it is noted in the register.")
        self._number.setText(text.format(number=labels.whole_number(number)))
        self._number.show()
        announce(self, self._number.text())

    def _decide(self, verdict: Verdict, _: bool = False) -> None:
        chosen = self._selected()
        if verdict is not Verdict.RESEND:
            self._settle(verdict, chosen)
            return
        ask(
            self._look,
            self,
            self.tr("Send %Ln delivery(ies) again?", "", len(chosen)),
            self.tr("If the first one arrived after all, these people get the notice twice."),
            self.tr("&Send again"),
            self.tr("&Do not send"),
            partial(self._settle, verdict, chosen),
        )

    def _settle(self, verdict: Verdict, chosen: list[int]) -> None:
        parts = self._ops.parts

        def call() -> None:
            for id in chosen:
                parts.notices.settle(id, verdict, parts.clock.now())

        def then(_: None) -> None:
            if verdict is Verdict.RESEND:
                self._ops.resume(Scope(frozenset(), frozenset(chosen)))

        self._ops.change(self, call, then)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
