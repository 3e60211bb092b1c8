# SPDX-License-Identifier: EUPL-1.2
"""Takes a notice from the button to the queue: asks the services, then a person, and queues it once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from comunecast_gui.core.notice.compose import Composed
from comunecast_gui.core.periods import local
from comunecast_gui.ui.composer.confirm_dialog import ConfirmDialog
from comunecast_gui.ui.composer.send_summary import summarize
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.runtime.window_services import Preflight
from comunecast_gui.ui.widgets.look import Look

People = Mapping[str, int]


class SendFlow(QObject):
    """``compose`` renders what is in the form at the moment; the confirmation opens ``over`` a widget."""

    asked = Signal(object)
    """The services have answered; with the people per channel."""
    agreed = Signal()
    """A person said yes."""
    refused = Signal()
    queued = Signal(int, str)
    """The notice's id and title."""
    failed = Signal(str)

    def __init__(self, look: Look, ops: Ops, compose: Callable[[], Composed | None], over: QWidget) -> None:
        super().__init__(over)
        self._look = look
        self._over = over
        self._ops = ops
        self._parts = ops.parts
        self._compose = compose
        self._preflight = Preflight()

    def begin(self, composed: Composed) -> None:
        """Asks whether this notice, which nothing blocks, can go out, and then whether it shall."""
        self._ops.query(self, partial(self._look_ahead, composed), partial(self._confirm, composed), self.failed.emit)

    def _look_ahead(self, composed: Composed) -> tuple[People, Preflight]:
        return self._parts.audience(composed.zones, composed.topic), self._parts.preflight(composed)

    def _confirm(self, composed: Composed, found: tuple[People, Preflight]) -> None:
        people, self._preflight = found
        self.asked.emit(people)
        today = local(self._parts.clock.now(), self._parts.office).date()
        summary = summarize(composed, self._parts, people, today, self._preflight)
        dialog = ConfirmDialog(self._look, summary, self._over)
        dialog.confirmed.connect(self._send)
        dialog.rejected.connect(self.refused)
        dialog.open()

    def _send(self) -> None:
        composed = self._compose()
        if composed is None or composed.notice is None:
            text = self.tr("Something changed while you were confirming: look at the problems and send again.")
            self.failed.emit(text)
            return
        self.agreed.emit()
        notice = replace(composed.notice, allowance=self._preflight.allowance)
        self._ops.send(self, notice, lambda id: self.queued.emit(id, notice.title), self.failed.emit)
