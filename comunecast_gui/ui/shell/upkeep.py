# SPDX-License-Identifier: EUPL-1.2
"""The background work of an open window: counts followers, changes posts, submits texts, shrinks old deliveries."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from comunecast_gui.core.changes import ChangeKind
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.runtime.window_services import BackgroundServices

_AGAIN = 3_600_000
"""Milliseconds between two looks at whether something is due."""
_SETTLED = 60_000
"""Milliseconds after the start until old deliveries are shrunk: a person who opens the window wants to work first."""
_SOON = 300
"""Milliseconds after a change until posts are changed: one press may ask for several."""
_MINUTE = 60_000
"""Milliseconds between two looks at whether Meta's hour is over."""
_BREATH = 500
"""Milliseconds between two steps."""


class Upkeep(QObject):
    """Runs off the UI thread and never while something is being sent; a failure waits for the next look."""

    counted = Signal()
    """The followers of today were counted."""
    reconciled = Signal()
    """Meta said what it charged."""
    submitted = Signal()
    """Texts that Meta's hourly limit had left were submitted."""
    not_counted = Signal(str)
    """Why they could not be."""

    def __init__(self, ops: Ops, services: BackgroundServices, parent: QObject) -> None:
        super().__init__(parent)
        self._ops = ops
        self._services = services
        self._again = QTimer(self)
        self._again.setInterval(_AGAIN)
        self._again.timeout.connect(self.count)
        self._again.timeout.connect(self.tidy)
        self._again.timeout.connect(self.change_posts)
        self._posts = QTimer(self)
        self._posts.setSingleShot(True)
        self._posts.setInterval(_SOON)
        self._posts.timeout.connect(self.change_posts)
        self._changing = False
        ops.watch(self, lambda _: self._posts.start(), ChangeKind.NOTICES)
        ops.running_changed.connect(self._on_running)
        self._hour = QTimer(self)
        self._hour.setSingleShot(True)
        self._hour.setInterval(_MINUTE)
        self._hour.timeout.connect(self.go_on_submitting)
        self._step = QTimer(self)
        self._step.setSingleShot(True)
        self._step.timeout.connect(self.tidy)

    def start(self) -> None:
        """Begins, and looks again every hour."""
        self.count()
        self.change_posts()
        self.go_on_submitting()
        self._step.start(_SETTLED)
        self._again.start()

    def count(self) -> None:
        """Counts the followers of each channel that has no number of today."""
        if count := self._services.count_followers:
            self._ops.query(self, count, self._on_counted, self.not_counted.emit)
        if reconcile := self._services.reconcile_charges:
            self._ops.query(self, reconcile, self._on_reconciled, lambda _: None)

    def change_posts(self) -> None:
        """Makes the changes of posts whose turn it is, also while something is being sent; one look at a time."""
        if self._services.change_posts is None:
            return
        if self._changing:
            self._posts.start()
            return
        self._changing = True
        self._ops.query(self, self._services.change_posts, self._on_posts, self._on_posts_kept)

    def go_on_submitting(self) -> None:
        """Submits what waits for the end of Meta's hour, and looks again in a minute."""
        if go_on := self._services.go_on_submitting:
            self._ops.query(self, go_on, self._on_gone_on, lambda _: self._hour.start())

    def _on_gone_on(self, asked: bool) -> None:
        self._hour.start()
        if asked:
            self.submitted.emit()

    def _on_running(self, _: bool) -> None:
        self._posts.start()

    def _on_posts(self, notices: Sequence[int]) -> None:
        self._changing = False
        if notices:
            self._ops.tell(ChangeKind.NOTICES, notices, by=self)

    def _on_posts_kept(self, _: str) -> None:
        """They wait for the next look; the notice's page shows them."""
        self._changing = False

    def tidy(self) -> None:
        """Takes the next small step, and goes on while there is something to shrink."""
        if (tidy := self._services.tidy) and not self._ops.running:
            self._ops.query(self, tidy, self._on_tidied, lambda _: None)

    def _on_counted(self, asked: bool) -> None:
        if asked:
            self.counted.emit()
            self._ops.tell(ChangeKind.SUBSCRIBERS, by=self)

    def _on_reconciled(self, asked: bool) -> None:
        if asked:
            self.reconciled.emit()

    def _on_tidied(self, more: bool) -> None:
        if more:
            self._step.start(_BREATH)
