# SPDX-License-Identifier: EUPL-1.2
"""What concerns the whole window stands above every page: leftovers, lanes that cannot send, faults."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from comunecast_gui.core.changes import LaneProgress
from comunecast_gui.core.errors import Misconfigured
from comunecast_gui.system.secrets import SecretName
from comunecast_gui.ui import words
from comunecast_gui.ui.ask import ask
from comunecast_gui.ui.credentials import key_title
from comunecast_gui.ui.look import Banner, Look, announce
from comunecast_gui.ui.ops import Ops, only


class Banners(QWidget):
    """The banners that are there now; each goes when it is dealt with or closed."""

    open_unknown = Signal()
    """The officer wants to see the unknown outcomes."""

    keys_wanted = Signal()
    """The officer wants to write the keys of the services."""

    def __init__(self, look: Look, ops: Ops, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._ops = ops
        self._unknown: Banner | None = None
        self._keys: Banner | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(28, 14, 28, 0)
        self._column.setSpacing(8)
        self.hide()
        ops.trouble.connect(self.show_trouble)
        ops.running_changed.connect(self._on_running)
        ops.notices_changed.connect(self._on_notices_changed)

    def look_for_leftovers(self) -> None:
        """Asks the database what an earlier run left: queued rows and unknown outcomes."""
        self._ops.query(self, self._ops.parts.waiting, self._on_waiting)
        self._count_unknown()

    def show_trouble(self, sentence: str) -> None:
        """Shows a failure that no page is waiting for."""
        self._add(Banner(self._look, "error", sentence))

    def show_misconfigured(self, lane: LaneProgress) -> None:
        """Shows that a channel cannot send before somebody mends something."""
        channel = words.channel_title(lane.channel, self._ops.parts.channel_titles)
        sentence = self._ops.parts.sentences.of(Misconfigured(lane.code, lane.detail))
        banner = Banner(self._look, "error", f"{channel}: {sentence}")
        again = self._look.button(self.tr("Try again"))
        again.clicked.connect(self._dropping(banner, self._ops.resume_again))
        banner.add_button(again)
        if lane.code.endswith("token") and self._ops.parts.secrets:
            banner.add_button(self._keys_button())
        self._add(banner)

    def show_missing_keys(self, names: Sequence[SecretName]) -> None:
        """Says that keys of services are missing, and leads to where they are written."""
        if not names:
            return
        text = self.tr("Something is missing before notices can go out: {keys}.")
        banner = Banner(self._look, "warning", text.format(keys="; ".join(map(key_title, names))))
        banner.add_button(self._keys_button())
        self._keys = banner
        self._add(banner)

    def drop_missing_keys(self) -> None:
        """Takes that back."""
        if self._keys is not None:
            self._drop(self._keys)

    def _keys_button(self) -> QPushButton:
        write = self._look.button(self.tr("Write the keys…"), "", "it-key")
        write.clicked.connect(self.keys_wanted)
        return write

    def texts(self) -> list[str]:
        """What the banners say now."""
        found = self.findChildren(Banner, options=Qt.FindChildOption.FindDirectChildrenOnly)
        return [banner.text for banner in found if not banner.isHidden()]

    def _on_waiting(self, waiting: Mapping[int, int]) -> None:
        count = sum(waiting.values())
        if not count or self._ops.running:
            return
        text = self.tr(
            "%Ln delivery(ies) of an earlier session are still queued. Are they still right? Send them or cancel them.",
            "",
            count,
        )
        banner = Banner(self._look, "warning", text)
        send = self._look.button(self.tr("Send them"))
        send.clicked.connect(self._dropping(banner, lambda: self._ops.resume(only(*waiting))))
        cancel = self._look.button(self.tr("Cancel them…"), "danger")
        cancel.clicked.connect(lambda: self._ask_cancel(banner, tuple(waiting), count))
        banner.add_button(send)
        banner.add_button(cancel)
        self._add(banner)

    def _ask_cancel(self, banner: Banner, notices: tuple[int, ...], count: int) -> None:
        def cancel_all() -> None:
            for notice in notices:
                self._ops.parts.notices.cancel(notice, self._ops.parts.clock.now())

        ask(
            self._look,
            self,
            self.tr("Cancel %Ln queued delivery(ies)?", "", count),
            self.tr("These people will not get the notice. What was already sent cannot be called back."),
            self.tr("&Cancel the queue"),
            lambda: self._ops.change(self, cancel_all, lambda _: self._drop(banner)),
            kind="danger",
        )

    def _on_running(self, running: bool) -> None:
        if not running:
            self._count_unknown()

    def _on_notices_changed(self) -> None:
        """A person's verdict may have settled the last unknown outcome."""
        if self._unknown is not None:
            self._count_unknown()

    def _count_unknown(self) -> None:
        self._ops.query(self, self._ops.parts.notices.unknown, lambda rows: self._on_unknown(len(rows)))

    def _on_unknown(self, count: int) -> None:
        if self._unknown is not None:
            self._drop(self._unknown)
        if not count:
            return
        text = self.tr("Of %Ln delivery(ies) nobody knows whether it arrived.", "", count)
        banner = self._unknown = Banner(self._look, "warning", text)
        go = self._look.button(self.tr("Look at them"))
        go.clicked.connect(self._dropping(banner, self.open_unknown.emit))
        banner.add_button(go)
        self._add(banner)

    def _add(self, banner: Banner) -> None:
        if banner.text in self.texts():
            banner.deleteLater()
            return
        close = self._look.icon_button("it-close", self.tr("Close this message"))
        close.clicked.connect(lambda: self._drop(banner))
        banner.add_button(close)
        self._column.addWidget(banner)
        banner.show()
        self.show()
        announce(self, banner.text)

    def _dropping(self, banner: Banner, call: Callable[[], object]) -> Callable[[], None]:
        def pressed() -> None:
            self._drop(banner)
            call()

        return pressed

    def _drop(self, banner: Banner) -> None:
        if banner is self._unknown:
            self._unknown = None
        if banner is self._keys:
            self._keys = None
        self._column.removeWidget(banner)
        banner.hide()
        banner.deleteLater()
        self.setVisible(bool(self._column.count()))
