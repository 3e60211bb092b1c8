# SPDX-License-Identifier: EUPL-1.2
"""The strip with the seconds in which a notice that was just sent can still be taken back whole."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QWidget

from comunecast_gui.core.ports import Clock
from comunecast_gui.core.schedule.due import Scheduled
from comunecast_gui.ui.runtime.ops import Ops, only
from comunecast_gui.ui.runtime.window_services import ScheduleServices
from comunecast_gui.ui.widgets.by_keyboard import let_rest
from comunecast_gui.ui.widgets.flow_layout import FlowLayout
from comunecast_gui.ui.widgets.look import Look, announce, label

_TITLE = 50
"""Characters of a title: the seconds and the buttons beside it must be seen."""
_BESIDE = 620
"""Width in pixels at normal text size from which the buttons stand beside the words."""
_TICK = 250
"""Milliseconds between two looks at the clock, so that no second is skipped."""


class UndoStrip(QFrame):
    """Shows the next notice that leaves in a few seconds; hidden where there is none."""

    taken_back = Signal(int)
    """Nothing of this notice went out, and nothing will: its text is to be written on."""

    def __init__(
        self, look: Look, ops: Ops, clock: Clock, services: ScheduleServices, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("lanes")
        self._ops = ops
        self._clock = clock
        self._services = services
        self._one: Scheduled | None = None
        self._look = look
        self._row = row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        row.setContentsMargins(20, 8, 20, 8)
        row.setSpacing(12)
        told = QHBoxLayout()
        told.setSpacing(12)
        told.addWidget(look.icon_label("it-clock", "accent"), 0, Qt.AlignmentFlag.AlignVCenter)
        self.words = label("", "strong")
        told.addWidget(self.words, 1)
        row.addLayout(told, 1)
        self.undo = look.button(self.tr("&Do not send it"), "danger", "it-ban")
        self.undo.clicked.connect(self._on_undo)
        self.at_once = look.button(self.tr("Send it at &once"), "", "it-arrow-right")
        self.at_once.clicked.connect(self._on_at_once)
        buttons = FlowLayout(gap=8, side=Qt.AlignmentFlag.AlignRight)
        buttons.addWidget(self.undo)
        buttons.addWidget(self.at_once)
        row.addLayout(buttons)
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK)
        self._timer.timeout.connect(self._tick)
        self.hide()

    def show_waiting(self, found: Sequence[Scheduled]) -> None:
        """What waits now; the first that can be taken back is shown."""
        now = self._clock.now()
        one = next((one for one in found if one.undo and one.at > now and not one.held_code), None)
        if one is None:
            self._one = None
            self._timer.stop()
            self.hide()
            return
        new = self._one is None or self._one.notice != one.notice
        self._one = one
        self.undo.setEnabled(True)
        self.at_once.setEnabled(True)
        self._tick()
        if self._one is not None:
            self._timer.start()
            self.show()
            if new:
                announce(self, self.words.text())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        direction = QBoxLayout.Direction.LeftToRight if self._wide else QBoxLayout.Direction.TopToBottom
        self._row.setDirection(direction)
        self._tick()

    @property
    def _wide(self) -> bool:
        return self.width() >= self._look.theme.px(_BESIDE)

    def _tick(self) -> None:
        one = self._one
        if one is None:
            return
        seconds = math.ceil((one.at - self._clock.now()).total_seconds())
        if seconds <= 0:  # the watch lets it go, and says what waits then
            self._one = None
            self._timer.stop()
            self.hide()
            return
        text = self.tr("“{title}” goes out in %n second(s).", "", seconds)
        title = one.title if len(one.title) <= _TITLE else one.title[:_TITLE].rsplit(" ", 1)[0] + "…"
        said = text.format(title=title)
        self.words.setText(said if self._wide else self.tr("Goes out in %n second(s).", "", seconds))
        self.words.setAccessibleName(said)

    def _on_undo(self) -> None:
        if (one := self._one) is None:
            return
        let_rest(self.undo, self.at_once)
        self._ops.change(
            self,
            partial(self._services.take_back, one.notice),
            lambda _: self._on_taken_back(one.notice),
            self._fail,
            ids=lambda _: (one.notice,),
        )

    def _on_taken_back(self, notice: int) -> None:
        self.show_waiting(())
        announce(self, self.tr("Not sent. Nobody got it."))
        self.taken_back.emit(notice)

    def _on_at_once(self) -> None:
        if (one := self._one) is None:
            return
        let_rest(self.undo, self.at_once)

        def then(mine: bool) -> None:
            self.show_waiting(())
            if mine:
                self._ops.resume(only(one.notice))

        self._ops.change(
            self, partial(self._services.send_now, one.notice, True), then, self._fail, ids=lambda _: (one.notice,)
        )

    def _fail(self, sentence: str) -> None:
        self.show_waiting(())
        self._ops.trouble.emit(sentence)
