# SPDX-License-Identifier: EUPL-1.2
"""The strip below every page while something is being sent: progress, speed, time left, pause, stop."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QProgressBar, QWidget

from comunecast_gui.core.changes import LanePhase, LaneProgress
from comunecast_gui.core.delivery.waits import carried, why_nothing_moves
from comunecast_gui.core.model import kind_of
from comunecast_gui.core.periods import timezone_of
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.runtime.window_services import OfficeInfo, ShellServices
from comunecast_gui.ui.widgets import labels
from comunecast_gui.ui.widgets.by_keyboard import let_rest
from comunecast_gui.ui.widgets.flow_layout import FlowLayout
from comunecast_gui.ui.widgets.limited_area import LimitedArea
from comunecast_gui.ui.widgets.look import Look, announce, label, set_tip

_BESIDE = 460
"""Width in pixels at normal text size from which the words stand beside the channel's name."""
_ROOM = 450, 76
"""Heights in pixels at normal text size: what the strip leaves to the page, and what it takes in any case."""
_FOLD = 60_000
"""Milliseconds after which the strip of a sending that went well folds away."""
_GAVE_UP = (LanePhase.STOPPED, LanePhase.MISCONFIGURED)
_QUIET = (LanePhase.FINISHED, LanePhase.STOPPED, LanePhase.MISCONFIGURED)


class _LaneRow(QWidget):
    """One channel."""

    def __init__(self, look: Look, info: OfficeInfo, channel: str) -> None:
        super().__init__()
        self._look = look
        self._info = info
        self.phase = LanePhase.OPENING
        self._lane: LaneProgress | None = None
        self._zone = timezone_of(info.office)
        grid = self._grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(3)
        self.title = labels.channel_title(channel, info.channel_titles)
        grid.addWidget(look.icon_label(labels.ICONS[kind_of(channel)], "accent"), 0, 0)
        self._title = label(self.title, "strong")
        self._words = label("", "muted")
        self._wait = label("", "section")
        self._advice = label("")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Progress of {channel}").format(channel=self.title))
        for line, words in enumerate((self._wait, self._advice, self._bar), start=2):
            grid.addWidget(words, line, 1, 1, 2)
        self._wait.hide()
        self._advice.hide()
        grid.setColumnStretch(2, 1)
        look.on_theme(self, self._arrange)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """The words stand beside the channel's name, or below it where the window is narrow."""
        beside = self.width() >= self._look.theme.px(_BESIDE)
        self._title.setWordWrap(not beside)
        self._grid.addWidget(self._title, 0, 1, 1, 1 if beside else 2)
        if beside:
            self._grid.addWidget(self._words, 0, 2)
        else:
            self._grid.addWidget(self._words, 1, 1, 1, 2)

    @property
    def text(self) -> str:
        """How far it is."""
        return self._words.text()

    @property
    def wait(self) -> str:
        """Why nothing moves and what to do; empty where something does."""
        return f"{self._wait.text()}. {self._advice.text()}" if self._wait.text() else ""

    def show_progress(self, lane: LaneProgress) -> None:
        before, self._lane = self._lane, carried(self._lane, lane)
        lane, said = self._lane, self.wait
        self.phase = lane.phase
        total = lane.done + lane.left
        self._bar.setRange(0, max(total, 1))
        self._bar.setValue(lane.done if total or lane.phase is not LanePhase.FINISHED else 1)
        wait = why_nothing_moves(lane, self._info.sentences)
        self._words.setText(" · ".join(self._sentence(lane, total, waits=wait is not None)))
        for words, text in ((self._wait, wait.sentence if wait else ""), (self._advice, wait.advice if wait else "")):
            words.setText(text)
            words.setVisible(bool(text))
        news = self.wait != said or before is None or before.phase is not lane.phase
        if news and lane.phase is not LanePhase.FINISHED:  # the end is told for all channels, with numbers
            announce(self, f"{self.title}: {self.wait or labels.phase_word(lane.phase)}")

    def _sentence(self, lane: LaneProgress, total: int, *, waits: bool) -> list[str]:
        texts = [] if waits and lane.phase not in _QUIET else [labels.phase_word(lane.phase)]
        if total:
            so_far = self.tr("{done} of {total}")
            texts.append(so_far.format(done=labels.number(lane.done), total=labels.number(total)))
        if lane.phase is LanePhase.SENDING and lane.left:
            if lane.rate >= 0.1:
                texts.append(self.tr("{rate} a second").format(rate=f"{lane.rate:.0f}" if lane.rate >= 1 else "< 1"))
            if lane.seconds_left is not None:
                texts.append(self.tr("{time} left").format(time=labels.lasting(lane.seconds_left)))
        if lane.phase is LanePhase.WAITING and lane.until:
            texts.append(self._next_try(lane.until))
        return texts

    def _next_try(self, at: datetime) -> str:
        """The time of day; with the day, if that is not today."""
        then, now = at.astimezone(self._zone), self._info.clock.now().astimezone(self._zone)
        if then.date() == now.date():
            return self.tr("next try at {time}").format(time=f"{then:%H:%M:%S}")
        return self.tr("next try on {moment}").format(moment=labels.moment(at, self._zone))


class ProgressStrip(QFrame):
    """All channels that are sending or have just sent."""

    gave_up = Signal(object)
    """A :class:`LaneProgress` of a channel that ended with rows queued, for a reason that a person should know."""
    mistake = Signal(int)
    """There is a mistake in the notice that is being sent."""
    ended = Signal(str)
    """What became of the messages, once nothing is being sent."""

    def __init__(
        self, look: Look, ops: Ops, info: OfficeInfo, services: ShellServices, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("lanes")
        self._look = look
        self._ops = ops
        self._info = info
        self._services = services
        self._rows: dict[str, _LaneRow] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(28, 8, 28, 8)
        row.setSpacing(16)
        area = LimitedArea(look, self.tr("What is being sent"), _ROOM)
        self._column = area.column
        self._column.setSpacing(8)
        self._beginning = label(self.tr("Getting ready to send…"), "muted")
        self._column.addWidget(self._beginning)
        self._ended = QWidget()
        ended = QHBoxLayout(self._ended)
        ended.setContentsMargins(0, 0, 0, 0)
        self._attention = look.icon_label("it-warning-circle", "warning")
        self._ended_words = label("")
        ended.addWidget(self._attention)
        ended.addWidget(self._ended_words, 1)
        self._column.addWidget(self._ended)
        self._fold = QTimer(self)
        self._fold.setSingleShot(True)
        self._fold.setInterval(_FOLD)
        self._fold.timeout.connect(self.fold)
        row.addWidget(area, 1)
        self.pause = look.button("", "")
        self.pause.clicked.connect(self.toggle_pause)
        self.stop = look.button(self.tr("S&top"), "danger")
        self.stop.clicked.connect(self.stop_now)
        self.wrong = look.button(self.tr("I made a mistake…"))
        self.wrong.clicked.connect(lambda: self.mistake.emit(max(self._ops.last_notices)))
        self.hide_button = look.icon_button("it-close", self.tr("Hide the progress"))
        self.hide_button.clicked.connect(self._on_hide)
        buttons = FlowLayout()
        for button in (self.wrong, self.pause, self.stop, self.hide_button):
            buttons.addWidget(button)
        row.addLayout(buttons)
        ops.progress.connect(self.show_progress)
        ops.running_changed.connect(self._on_running)
        self._paused = False
        self._told = ""
        """The result that was announced last."""
        self._on_running(False)
        self.hide()

    def show_progress(self, lane: LaneProgress) -> None:
        """Shows where a channel stands."""
        if lane.channel not in self._rows:
            self._rows[lane.channel] = _LaneRow(self._look, self._info, lane.channel)
            self._column.addWidget(self._rows[lane.channel])
        self._beginning.hide()
        row = self._rows[lane.channel]
        before = row.phase
        row.show_progress(lane)
        self.show()
        if not self._ops.running:
            self._sum_up(ended=True)
        if lane.code and lane.phase in _GAVE_UP and before is not lane.phase:
            self.gave_up.emit(lane)

    def text_of(self, channel: str) -> str:
        """How far a channel is, as the strip says it."""
        return self._rows[channel].text if channel in self._rows else ""

    def wait_of(self, channel: str) -> str:
        """Why nothing moves on a channel, and what to do, as the strip says it; empty where something does."""
        return self._rows[channel].wait if channel in self._rows else ""

    def _on_running(self, running: bool) -> None:
        waiting = not running and (not self.stop.isEnabled() or self.stop.hasFocus() or self.pause.hasFocus())
        self.wrong.setVisible(bool(self._ops.last_notices))
        self.pause.setVisible(running)
        self.stop.setVisible(running)
        self.stop.setEnabled(True)
        self.hide_button.setVisible(not running)
        self._set_paused(False)
        if waiting and self.window().focusWidget() in (None, self.stop, self.pause, self.window()):
            # the buttons go: whoever was at one of them goes on at what is left here
            (self.wrong if self.wrong.isVisibleTo(self) else self.hide_button).setFocus()
        if running:
            self._told = ""
            self._fold.stop()
            self._clear([name for name, row in self._rows.items() if row.phase in _QUIET])
            self._beginning.setVisible(not self._rows)
            self.show()
        self._sum_up(ended=not running)

    def _sum_up(self, *, ended: bool) -> None:
        """One line for all channels once nothing is being sent: the page needs the room."""
        self._say_ended({})
        self._ended.setVisible(ended and bool(self._rows))
        if ended and self._rows:
            self._ops.query(self, partial(self._count, self._ops.last_notices), self._on_counted)
        for row in self._rows.values():
            row.setVisible(not ended)
        if ended:
            self._beginning.hide()
            self.setVisible(bool(self._rows))

    def _count(self, notices: frozenset[int]) -> dict[str, dict[str, int]]:
        """What became of the deliveries of these notices: per channel, by outcome."""
        tables: dict[str, list[Mapping[str, int]]] = {}
        for id in notices:
            for channel, counts in self._services.notices.get(id).counts.items():
                tables.setdefault(channel, []).append(counts)
        return {channel: labels.outcomes(counts) for channel, counts in tables.items()}

    def _on_counted(self, found: Mapping[str, Mapping[str, int]]) -> None:
        self._say_ended(found)
        result = labels.result_sentence(found, self._info.channel_titles)
        if result != self._told and not self._ops.running:
            self._told = result
            announce(self, result)
            self.ended.emit(result)

    def _say_ended(self, found: Mapping[str, Mapping[str, int]]) -> None:
        texts = []
        for channel, row in self._rows.items():
            outcomes = found.get(channel)
            told = f"{labels.phase_word(row.phase)}: {labels.outcomes_sentence(outcomes)}" if outcomes else row.text
            texts.append(f"{row.title}: {told}")
        self._ended_words.setText("\n".join(texts))
        fine = all(row.phase is LanePhase.FINISHED for row in self._rows.values()) and not any(
            outcomes.get(outcome) for outcomes in found.values() for outcome in ("failed", "unknown")
        )
        self._attention.setVisible(not fine)
        if found and fine:
            self._fold.start()

    @property
    def ended_text(self) -> str:
        """What the strip says of all channels once nothing is being sent; empty before."""
        return self._ended_words.text() if self._ended.isVisibleTo(self) else ""

    def fold(self) -> None:
        """Goes out of the way, unless something is being sent."""
        if not self._ops.running:
            self._on_hide()

    @property
    def paused(self) -> bool:
        """Whether a person paused what is being sent."""
        return self._paused

    def toggle_pause(self) -> None:
        """Pauses what is being sent, or goes on with it."""
        if not self._ops.running:
            return
        if self._paused:
            self._ops.go_on()
        else:
            self._ops.pause()
        self._set_paused(not self._paused)

    def _set_paused(self, paused: bool) -> None:
        self._paused = paused
        self.pause.setText(self.tr("Go &on") if paused else self.tr("&Pause"))
        set_tip(self.pause, "Ctrl+P")

    def stop_now(self) -> None:
        """Begins no new sends; what is under way is awaited. Where nothing is being sent, nothing happens."""
        if not self._ops.running or not self.stop.isEnabled():
            return
        let_rest(self.stop)
        self._ops.stop()
        announce(self, self.tr("Stopping: what is under way is finished, the rest stays queued."))

    def _on_hide(self) -> None:
        self._clear(list(self._rows))
        self.hide()

    def _clear(self, names: list[str]) -> None:
        for name in names:
            row = self._rows.pop(name)
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
