# SPDX-License-Identifier: EUPL-1.2
"""While something is sent: the computer stays awake, a sign stands in the tray, and the end is told on the desktop."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QSystemTrayIcon, QWidget

from comunecast_gui.core.changes import LaneProgress
from comunecast_gui.system.awake.keep_awake import Hold
from comunecast_gui.ui.desktop.to_front import bring_to_front
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.widgets import labels

_SHOWN = 15_000
"""Milliseconds that the end of a sending is shown."""
_GONE = 60_000
"""Milliseconds after the end until the sign goes from the tray."""

_NO_MARKUP = str.maketrans({"<": "‹", ">": "›", "&": "＆"})
"""A desktop may read markup in what it is told, and the name of a channel is what somebody wrote at Telegram."""


class SendingPresence(QObject):
    """Nothing stands in the tray while nothing is sent; a desktop without a tray is told nothing."""

    told = Signal(str, str)
    """Title and text of what is told at the end, in an officer's words, with the counts."""

    def __init__(self, ops: Ops, hold: Hold, window: QWidget, *, training: bool = False) -> None:
        super().__init__(window)
        self._window = window
        self._hold = hold
        self._training = training
        self._held = False
        self._lanes: dict[str, LaneProgress] = {}
        self._tray: QSystemTrayIcon | None = None
        self._gone = QTimer(self)
        self._gone.setSingleShot(True)
        self._gone.setInterval(_GONE)
        self._gone.timeout.connect(self._leave)
        self.sign = ""
        """What the sign in the tray says, or would say where there is no tray."""
        ops.running_changed.connect(self._on_running)
        ops.progress.connect(self._on_progress)

    def tell(self, result: str) -> None:
        """Tells on the desktop how a sending ended, unless the person has the window in front and sees it there."""
        if not result or self._window.isActiveWindow():
            return
        title, result = self._titled(self._finished()), result.translate(_NO_MARKUP)
        self.told.emit(title, result)
        if self._tray and QSystemTrayIcon.supportsMessages():
            self._tray.showMessage(title, result, QSystemTrayIcon.MessageIcon.Information, _SHOWN)

    def remind(self, title: str, text: str) -> None:
        """Tells on the desktop of something that waits for an answer, also while the window is in front."""
        title, text = self._titled(title).translate(_NO_MARKUP), text.translate(_NO_MARKUP)
        self.told.emit(title, text)
        if not self._held:
            self._come()
            self._say(title)
            self._gone.start()
        if self._tray and QSystemTrayIcon.supportsMessages():
            self._tray.showMessage(title, text, QSystemTrayIcon.MessageIcon.Warning, _SHOWN)

    def show_window(self) -> None:
        """What a press on the sign, or on what was told, does."""
        bring_to_front(self._window)

    def release(self) -> None:
        """Lets the computer sleep again, and takes the sign away."""
        if self._held:
            self._held = False
            self._hold.release()
        self._leave()

    def _on_running(self, running: bool) -> None:
        if running:
            self._gone.stop()
            self._lanes.clear()
            if not self._held:
                self._held = True
                self._hold.take()
            self._come()
        else:
            if self._held:
                self._held = False
                self._hold.release()
            self._say(self._finished())
            self._gone.start()

    def _on_progress(self, lane: LaneProgress) -> None:
        self._lanes[lane.channel] = lane
        if not self._held:  # news of the end may come after it
            return
        done = sum(one.done for one in self._lanes.values())
        total = done + sum(one.left for one in self._lanes.values())
        text = self.tr("ComuneCast is sending: {done} of {total}")
        self._say(text.format(done=labels.number(done), total=labels.number(total)))

    def _come(self) -> None:
        if self._tray is None and QSystemTrayIcon.isSystemTrayAvailable():
            self._tray = QSystemTrayIcon(self._window.windowIcon(), self)
            self._tray.activated.connect(lambda _: self.show_window())
            self._tray.messageClicked.connect(self.show_window)
        if self._tray:
            self._tray.show()
        self._say(self.tr("ComuneCast is sending"))

    def _finished(self) -> str:
        return self.tr("ComuneCast has finished sending")

    def _leave(self) -> None:
        self.sign = ""
        if self._tray:
            self._tray.hide()

    def _titled(self, text: str) -> str:
        """As the title of the window has it: in training nothing is really sent."""
        return self.tr("TRAINING - {title}").format(title=text) if self._training else text

    def _say(self, text: str) -> None:
        self.sign = self._titled(text)
        if self._tray:
            self._tray.setToolTip(self.sign)
