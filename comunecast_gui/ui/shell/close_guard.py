# SPDX-License-Identifier: EUPL-1.2
"""Asks before a window closes while something is being sent or written."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QWidget

from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.widgets.look import Look
from comunecast_gui.ui.widgets.question import Question, ask
from comunecast_gui.ui.widgets.work_bar import WorkBar


class CloseGuard(QObject):
    """Decides whether ``window`` may close.

    ``unsent`` keeps what is written as far as it can, and tells whether closing would lose something. ``soon`` names
    what waits for an hour that comes soon, and does not go out while nothing is open; empty: nothing does.
    """

    def __init__(
        self, look: Look, ops: Ops, window: QWidget, unsent: Callable[[], bool], soon: Callable[[], str] = str
    ) -> None:
        super().__init__(window)
        self._look = look
        self._ops = ops
        self._window = window
        self._unsent = unsent
        self._soon = soon
        self._certain = False
        self._question: Question | None = None
        self.reopening = False
        """Whether the window shall open again, with what is in force then."""
        ops.running_changed.connect(self._on_running)

    def reopen(self) -> None:
        """Closes the window, as a person would, and has it opened again."""
        self.reopening = True
        self._window.close()

    def allowed(self) -> bool:
        """Whether the window may close now; if not, a question is open or sending is being stopped."""
        lost = self._unsent()  # keeps it in any case: a signal ends the program also where this only asks
        waits = self._soon()
        works = [bar for bar in self._window.findChildren(WorkBar) if bar.busy]
        long = [bar for bar in works if bar.would_lose]
        if not self._ops.running and not long and (self._certain or not (lost or waits)):
            for bar in works:
                bar.stop()
            return True
        if self._question is not None:  # who closes again is asked once
            self._question.raise_()
            self._question.activateWindow()
        elif not self._certain:
            if self._ops.running:
                self._asked(self._ask_to_stop())
            elif long:
                self._asked(self._ask_to_give_up(long[0].name))
            else:
                self._asked(self._ask_to_lose() if lost else self._ask_to_miss(waits))
        return False

    def _asked(self, question: Question) -> None:
        self._question = question
        question.finished.connect(self._answered)
        question.rejected.connect(self._stay)

    def _answered(self) -> None:
        self._question = None

    def _ask_to_lose(self) -> Question:
        return ask(
            self._look,
            self._window,
            self.tr("Close without sending?"),
            self.tr("The notice that you are writing was not sent and will be lost."),
            self.tr("&Close without sending"),
            self.tr("&Back to the text"),
            self._leave,
            kind="danger",
        )

    def _ask_to_miss(self, waits: str) -> Question:
        text = self.tr(
            "{notice} goes out by itself only while ComuneCast is open. If you close and nobody else has it open then, "
            "it stays queued, and you are asked at the next start."
        )
        return ask(
            self._look,
            self._window,
            self.tr("A notice waits for its hour"),
            text.format(notice=waits),
            self.tr("&Close all the same"),
            self.tr("&Leave it open"),
            self._leave,
        )

    def _ask_to_stop(self) -> Question:
        return ask(
            self._look,
            self._window,
            self.tr("Notices are being sent"),
            self.tr(
                "If you close, those under way are finished and the others stay queued: "
                "at the next start you can send them."
            ),
            self.tr("&Stop and close"),
            self.tr("&Go on sending"),
            self._stop_and_leave,
            kind="danger",
        )

    def _ask_to_give_up(self, name: str) -> Question:
        return ask(
            self._look,
            self._window,
            self.tr("Something is still under way"),
            self.tr(
                "{work} If you close, it is stopped and nothing is left half done; what can no longer be stopped is "
                "finished first."
            ).format(work=name),
            self.tr("&Stop it and close"),
            self.tr("&Let it finish"),
            self._stop_and_leave,
            kind="danger",
        )

    def _leave(self) -> None:
        self._certain = True
        self._window.close()

    def _stop_and_leave(self) -> None:
        self._certain = True
        self._ops.stop()
        for bar in self._window.findChildren(WorkBar):
            if bar.busy:
                bar.idle.connect(self._on_idle, Qt.ConnectionType.UniqueConnection)
                bar.stop()
        self._on_idle()  # it may have ended while the question was open

    def _stay(self) -> None:
        self.reopening = False

    def _on_running(self, running: bool) -> None:
        if not running:
            self._on_idle()

    @Slot()
    def _on_idle(self) -> None:
        """Closes as soon as all that was to be stopped has ended."""
        busy = any(bar.would_lose for bar in self._window.findChildren(WorkBar))
        if self._certain and not busy and not self._ops.running:
            self._window.close()
