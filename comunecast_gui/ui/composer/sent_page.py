# SPDX-License-Identifier: EUPL-1.2
"""The page after queuing a notice: its progress, its outcome, and what is left to do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from comunecast_gui.core.approval.approval_request import ApprovalRequest
from comunecast_gui.core.approval.overview import Shown
from comunecast_gui.core.changes import ChangeKind, LanePhase, LaneProgress
from comunecast_gui.core.delivery.waits import Wait, carried, why_nothing_moves
from comunecast_gui.core.periods import local
from comunecast_gui.store.delivery.notices import NoticeRow
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.runtime.window_services import ComposingServices, OfficeInfo
from comunecast_gui.ui.widgets import labels
from comunecast_gui.ui.widgets.look import EmptyState, Look, announce, focus_at_top

_REFRESH = 500


class SentPage(QWidget):
    """Follows one notice until every delivery of it has ended."""

    again = Signal()
    """The officer wants to write another notice."""
    show_notice = Signal(int)
    """The officer wants to see the notice in the history; 0: the list of them, with what waits."""
    write_on = Signal()
    """The officer wants to change what waits for a second person."""

    def __init__(
        self, look: Look, ops: Ops, info: OfficeInfo, services: ComposingServices, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._ops = ops
        self._info = info
        self._services = services
        self._id = 0
        self._request = 0
        self._lanes: dict[str, LaneProgress] = {}
        write = look.button(self.tr("Write &another"), "primary", "it-pencil")
        write.clicked.connect(self.again)
        self.see = look.button(self.tr("Open &it in the history"), "", "it-clock")
        self.see.clicked.connect(lambda: self.show_notice.emit(self._id))
        self.change = look.button(self.tr("&Change the text"), "", "it-pencil")
        self.change.clicked.connect(self.write_on)
        self.change.hide()
        self.state = EmptyState(look, "it-clock", "", "", self.see, self.change, write, tone="accent")
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

    def follow(self, id: int, title: str, due: datetime | None = None) -> None:
        """Shows this notice, which was queued just now, to go out when it is ``due``; None: at once."""
        self._id = id
        self._request = 0
        self.change.hide()
        self._lanes = {}
        text = self.tr("“{title}” is queued. You can follow it below, or write another.")
        if due is None:
            self._say(self.tr("Queued"), text.format(title=title), "it-clock", "accent")
            announce(self, self.tr("The notice is queued"))
        else:
            self._say_later(title, due)
            announce(self, f"{self.state.title}. {self.state.text}")
        if self.isVisible():  # what waited may be queued while a person writes elsewhere
            focus_at_top(self, self.see)

    def wait_for(self, request: ApprovalRequest) -> None:
        """Shows this request, which was asked just now: nothing has gone out yet."""
        self._id = 0
        self._request = request.id
        self.change.show()
        until = labels.hour(local(request.ends_at, self._info.office))
        reasons = ", ".join(self._info.sentences.text(f"approval_reason.{one}") for one in request.reasons)
        text = self.tr(
            "Nothing has gone out yet. “{title}” needs a second person ({reasons}): whoever may approve it sees it in "
            "their own window, and on their phone. It waits until {until}."
        )
        said = text.format(title=request.title, reasons=reasons, until=until)
        if request.emergency_at is not None and request.emergency_at < request.ends_at:
            moment = labels.hour(local(request.emergency_at, self._info.office))
            alone = self.tr("If nobody answers, from {time} a person who manages may send it alone, in the history.")
            said = f"{said} {alone.format(time=moment)}"
        self._say(self.tr("Waiting for a second person"), said, "it-clock", "accent")
        announce(self, self.state.title)
        self.see.setFocus()

    def show_requests(self, found: Sequence[Shown]) -> None:
        """How the office's requests stand now; the one that is shown may be over."""
        for one in found:
            if one.request.id == self._request and not one.request.waits:
                self._show_decided(one)

    def _show_decided(self, one: Shown) -> None:
        request = one.request
        if request.notice is not None:
            self.follow(request.notice, request.title)
            return
        self._request = 0
        text = self.tr("“{title}” was not sent. {why} What you wrote is still here.")
        self._say(
            self.tr("Not approved"),
            text.format(title=request.title, why=labels.how_it_ended(one)),
            "it-warning-circle",
            "warning",
        )
        announce(self, f"{self.state.title}. {self.state.text}")

    def _later(self, _: object = None) -> None:
        if self._id and not self._timer.isActive():
            self._timer.start()

    def _on_running(self, _: bool) -> None:
        self._read()

    def _on_progress(self, lane: LaneProgress) -> None:
        self._lanes[lane.channel] = carried(self._lanes.get(lane.channel), lane)
        self._later()

    def _read(self) -> None:
        """Looks at the notice again; the one before may have asked for it, and none be shown by now."""
        if self._id:
            self._ops.query(self, partial(self._services.notice, self._id), self._on_read)

    def _on_read(self, row: NoticeRow) -> None:
        if row.id != self._id:
            return
        found = labels.outcomes(row.counts.values())
        waiting = found.get("queued", 0)
        total = sum(found.values())
        if row.later is not None and not row.later.held_because(self._info.clock.now()):
            if not row.later.undo:
                self._say_later(row.title, row.later.at)
        elif waiting and self._ops.running and not self._refused:
            text = self.tr("“{title}”: {done} of {total}. You can follow it below, or write another.")
            counted = {"done": labels.number(total - waiting), "total": labels.number(total)}
            self._say_under_way(text.format(title=row.title, **counted))
        elif waiting:
            self._say(self.tr("Not sent to everybody"), self._left(row, waiting), "it-warning-circle", "warning")
        else:
            self._say_ended(row)

    def _say_later(self, title: str, due: datetime) -> None:
        office, now = self._info.office, local(self._info.clock.now(), self._info.office)
        text = self.tr(
            "“{title}” waits until then, and is looked at once more before it goes out. Leave ComuneCast open; you can "
            "change it or take it back in the history."
        )
        moment = labels.local_moment(local(due, office), now)
        self._say(self.tr("Goes out on {moment}").format(moment=moment), text.format(title=title), "it-clock", "accent")

    @property
    def _refused(self) -> list[str]:
        """The channels on which something must be mended first."""
        return [name for name, lane in self._lanes.items() if lane.phase is LanePhase.MISCONFIGURED]

    def _say_under_way(self, counted: str) -> None:
        """How far it is; where nothing moves at all, the reason of that in the place of the large words."""
        waits = {name: self._wait(lane) for name, lane in self._lanes.items() if lane.phase is not LanePhase.FINISHED}
        found = [wait for wait in waits.values() if wait]
        if found and len(found) == len(waits):
            asked = all(wait.reason in ("paused", "stopping") for wait in found)
            icon, tone = ("it-clock", "accent") if asked else ("it-warning-circle", "warning")
            self._say(found[0].sentence, f"{found[0].advice}\n{counted}", icon, tone)
            return
        titles = self._info.channel_titles
        slow = [f"{labels.channel_title(name, titles)}: {wait.sentence}." for name, wait in waits.items() if wait]
        self._say(self.tr("Going out"), "\n".join([counted, *slow]), "it-clock", "accent")

    def _wait(self, lane: LaneProgress) -> Wait | None:
        return why_nothing_moves(lane, self._info.sentences)

    def _left(self, row: NoticeRow, waiting: int) -> str:
        queued = self.tr("%Ln message(s) stay queued.", "", waiting)
        names = ", ".join(labels.channel_title(name, self._info.channel_titles) for name in self._refused)
        if names:
            refused = self.tr("It did not go out on {channels}: read the message above.").format(channels=names)
            return f"{row.title}. {refused} {queued}"
        resume = self.tr("Open it in the history to send them.")
        waits = [wait for lane in self._lanes.values() if lane.code and (wait := self._wait(lane))]
        why = "".join(f" {sentence}." for sentence in dict.fromkeys(wait.sentence for wait in waits))
        return f"{row.title}.{why} {queued} {resume}"

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
