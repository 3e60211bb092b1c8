# SPDX-License-Identifier: EUPL-1.2
"""The list of notices that wait for a second person, above the history."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from comunecast_gui.core.approval.approval_request import ApprovalRequest, ApprovalState
from comunecast_gui.core.approval.overview import Shown
from comunecast_gui.core.periods import local
from comunecast_gui.ui.history.approval_dialog import ApprovalDialog
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.runtime.window_services import OfficeInfo, SecondPersonServices
from comunecast_gui.ui.widgets import labels
from comunecast_gui.ui.widgets.by_keyboard import focus_kept
from comunecast_gui.ui.widgets.look import Banner, Look

_TONES = {ApprovalState.WAITING: "info", ApprovalState.OVERRIDDEN: "error"}
_SHOWN = frozenset({ApprovalState.WAITING, ApprovalState.OVERRIDDEN, ApprovalState.REFUSED, ApprovalState.EXPIRED})
"""What a person has to see here; the notices that went out are in the history below."""
_MOST = 5


class WaitingRequests(QWidget):
    """Hidden while there is nothing to see, and in an office without colleagues always."""

    decided = Signal(object)
    """The :class:`ApprovalRequest` as a decision of this window left it."""

    def __init__(self, look: Look, ops: Ops, info: OfficeInfo, services: SecondPersonServices | None) -> None:
        super().__init__()
        self._look = look
        self._ops = ops
        self._info = info
        self._services = services
        self._found: tuple[Shown, ...] = ()
        self._banners: list[Banner] = []
        self.dialog: ApprovalDialog | None = None
        """The question that is open, or was last."""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self.hide()

    @property
    def texts(self) -> list[str]:
        """What is said of each request that is shown."""
        return [banner.text for banner in self._banners]

    def show_requests(self, found: Sequence[Shown]) -> None:
        """Shows how the requests stand; nothing is drawn anew where nothing changed."""
        shown = tuple(one for one in found if one.request.state in _SHOWN)[:_MOST]
        if shown == self._found:
            return
        self._found = shown
        with focus_kept(self):
            for banner in self._banners:
                self._column.removeWidget(banner)
                banner.hide()
                banner.deleteLater()
            self._banners = [self._banner(one) for one in shown]
            for banner in self._banners:
                self._column.addWidget(banner)
        self.setVisible(bool(shown))

    def open(self, one: Shown) -> None:
        """Shows the letter and asks for a decision."""
        if self._services is None:
            return
        self.dialog = ApprovalDialog(self._look, self._ops, self._info, self._services, one, self)
        self.dialog.decided.connect(self.decided)
        self.dialog.open()

    def _banner(self, one: Shown) -> Banner:
        request = one.request
        banner = Banner(self._look, _TONES.get(request.state, "warning"), self._said(one))
        if request.waits and one.notice is not None:
            look = self._look.button(self.tr("&Look and decide…"), "primary")
            look.clicked.connect(partial(self.open, one))
            banner.add_button(look)
        return banner

    def _said(self, one: Shown) -> str:
        request = one.request
        if not request.waits:
            return self.tr("“{title}”, by {author}: {how}").format(
                title=request.title, author=one.author, how=labels.how_it_ended(one)
            )
        if one.notice is None:
            return self.tr("“{title}”, by {author}, was altered in the archive and cannot go out.").format(
                title=request.title, author=one.author
            )
        text = self.tr("“{title}”, by {author}, waits for a second person until {until} ({names}).")
        return text.format(
            title=request.title,
            author=one.author,
            until=self._time(request),
            names=", ".join(one.approvers) or self.tr("nobody may approve it"),
        )

    def _time(self, request: ApprovalRequest) -> str:
        return labels.hour(local(request.ends_at, self._info.office))
