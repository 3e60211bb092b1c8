# SPDX-License-Identifier: EUPL-1.2
"""The page after queuing a notice: its progress, its outcome, and what is left to do."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from comunecast_gui.core.changes import ChangeKind, LanePhase, LaneProgress
from comunecast_gui.store.delivery.notices import NoticeRow
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.runtime.window_services import ComposingServices, OfficeInfo
from comunecast_gui.ui.widgets import labels
from comunecast_gui.ui.widgets.look import EmptyState, Look, announce

_REFRESH = 500


class SentPage(QWidget):
    """Follows one notice until every delivery of it has ended."""

    again = Signal()
    """The officer wants to write another notice."""
    show_notice = Signal(int)
    """The officer wants to see the notice in the history."""

    def __init__(
        self, look: Look, ops: Ops, info: OfficeInfo, services: ComposingServices, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._ops = ops
        self._info = info
        self._services = services
        self._id = 0
        self._refused: dict[str, LaneProgress] = {}
        write = look.button(self.tr("Write &another"), "primary", "it-pencil")
        write.clicked.connect(self.again)
        self.see = look.button(self.tr("Open it in the &history"), "", "it-clock")
        self.see.clicked.connect(lambda: self.show_notice.emit(self._id))
        self.state = EmptyState(look, "it-clock", "", "", self.see, write, tone="accent")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.state)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REFRESH)
        self._timer.timeout.connect(self._read)
        ops.watch(self, self._later, ChangeKind.DELIVERIES, ChangeKind.NOTICES)
        ops.running_changed.connect(self._on_running)
        ops.progress.connect(self._on_progress)

    def follow(self, id: int, title: str) -> None:
        """Shows this notice, which was queued just now."""
        self._id = id
        self._refused = {}
        text = self.tr("“{title}” is queued and goes out now. You can follow it below, or write another.")
        self._say(self.tr("Queued"), text.format(title=title), "it-clock", "accent")
        announce(self, self.tr("The notice is queued"))
        self.see.setFocus()

    def _later(self, _: object = None) -> None:
        if self._id and not self._timer.isActive():
            self._timer.start()

    def _on_running(self, _: bool) -> None:
        if self._id:
            self._read()

    def _on_progress(self, lane: LaneProgress) -> None:
        if lane.phase is LanePhase.MISCONFIGURED:
            self._refused[lane.channel] = lane
        else:
            self._refused.pop(lane.channel, None)
        self._later()

    def _read(self) -> None:
        self._ops.query(self, partial(self._services.notice, self._id), self._on_read)

    def _on_read(self, row: NoticeRow) -> None:
        if row.id != self._id:
            return
        found = labels.outcomes(row.counts.values())
        waiting = found.get("queued", 0)
        total = sum(found.values())
        if waiting and self._ops.running and not self._refused:
            text = self.tr("“{title}”: {done} of {total}. You can follow it below, or write another.")
            counted = {"done": labels.number(total - waiting), "total": labels.number(total)}
            self._say(self.tr("Going out"), text.format(title=row.title, **counted), "it-clock", "accent")
        elif waiting:
            self._say(self.tr("Not sent to everybody"), self._left(row, waiting), "it-warning-circle", "warning")
        else:
            self._say_ended(row)

    def _left(self, row: NoticeRow, waiting: int) -> str:
        queued = self.tr("%Ln message(s) stay queued.", "", waiting)
        names = ", ".join(labels.channel_title(name, self._info.channel_titles) for name in self._refused)
        if names:
            refused = self.tr("It did not go out on {channels}: read the message above.").format(channels=names)
            return f"{row.title}. {refused} {queued}"
        resume = self.tr("Open it in the history to send them.")
        return f"{row.title}. {queued} {resume}"

    def _say_ended(self, row: NoticeRow) -> None:
        found = labels.outcomes(row.counts.values())
        reached = found.get("accepted", 0) + found.get("delivered", 0)
        troubled = sum(found.get(outcome, 0) for outcome in ("failed", "unknown"))
        title = self.tr("Sent to %Ln recipient(s)", "", reached)
        if not troubled:
            self._say(title, row.title, "it-check-circle", "success")
            return
        text = self.tr("%Ln recipient(s) need a look: open it in the history.", "", troubled)
        self._say(title, f"{row.title}. {labels.outcomes_sentence(found)}. {text}", "it-warning-circle", "warning")

    def _say(self, title: str, text: str, icon: str, tone: str) -> None:
        if (title, text) != (self.state.title, self.state.text):
            self.state.say(title, text)
            self.state.set_icon(icon, tone)
