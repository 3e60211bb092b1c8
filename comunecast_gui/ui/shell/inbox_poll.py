# SPDX-License-Identifier: EUPL-1.2
"""Pulls the inbox every few seconds while the window is open, and tells the pages what changed."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from comunecast_gui.core.changes import ChangeKind
from comunecast_gui.core.inbound.pull import PullReport
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.runtime.window_services import BackgroundServices, Mail, OfficeInfo
from comunecast_gui.ui.widgets.work_bar import WorkBar

_PAUSE = 5_000
"""Milliseconds between the end of one look and the next."""
_LONG_PAUSE = 60_000
"""The same after a failure: it rarely mends itself within seconds."""


class InboxPoll(QObject):
    """Looks for messages; without a receiving service it does nothing."""

    looked = Signal(object)
    """A :class:`Mail` that was brought in."""
    meta_told = Signal()
    """Meta told something of templates, number or account."""
    closed_letters = Signal(object)
    """The sentences about letters that cannot be opened: a tuple, empty if all can."""
    failed = Signal(str)
    """Why nothing could be brought in."""

    def __init__(self, ops: Ops, info: OfficeInfo, services: BackgroundServices, bar: WorkBar, parent: QObject) -> None:
        super().__init__(parent)
        self._ops = ops
        self._info = info
        self._services = services
        self.bar = bar
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Looks now, and again and again."""
        if self._services.mail:
            self.look()

    def look(self) -> None:
        """Looks once, and again after a while."""
        if call := self._services.mail:
            self.bar.run(call, self._on_mail, self._on_failed, only_looks=True, quietly=True)

    def _on_mail(self, mail: Mail) -> None:
        report: PullReport = mail.report
        if report.joined or report.left or report.chosen or report.moved:
            self._ops.tell(ChangeKind.SUBSCRIBERS, by=self)
        if report.receipts:
            self._ops.tell(ChangeKind.DELIVERIES, by=self)
        if report.chosen:  # who wants a notice no longer is taken out of its queue
            self._ops.tell(ChangeKind.NOTICES, by=self)
        if report.news:
            self.meta_told.emit()
        if report.problem is not None:
            self.failed.emit(self._info.sentences.of(report.problem))
        self.closed_letters.emit(mail.closed)
        self.looked.emit(mail)
        self._timer.start(_PAUSE)

    def _on_failed(self, sentence: str) -> None:
        if self.bar.counted:  # what was read before it failed, or was stopped, holds
            for kind in (ChangeKind.SUBSCRIBERS, ChangeKind.DELIVERIES):
                self._ops.tell(kind, by=self)
        self.failed.emit(sentence)
        self._timer.start(_LONG_PAUSE)
