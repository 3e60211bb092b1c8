# SPDX-License-Identifier: EUPL-1.2
"""Shows what became of the changes of a notice's posts, and takes a person's word on those that nobody is sure of."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from comunecast_gui.core.periods import timezone_of
from comunecast_gui.core.thread.post_change import NEVER_POSTED, ChangeState, ChangeVerdict, PostChange
from comunecast_gui.store.approval.approval_requests import Submitted
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.runtime.window_services import OfficeInfo, ThreadServices
from comunecast_gui.ui.widgets import labels
from comunecast_gui.ui.widgets.by_keyboard import focus_kept
from comunecast_gui.ui.widgets.look import Banner, Look, label

_OPEN = (ChangeState.FAILED, ChangeState.UNKNOWN)


class PostChangesList(QWidget):
    """A line for each change; those that failed or are unknown with a button for each answer."""

    settled = Signal()
    """A person said what became of one."""
    queued = Signal(int)
    """This notice is a post of its own, in the place of one that never came out, and has to be sent."""

    def __init__(self, look: Look, ops: Ops, info: OfficeInfo, services: ThreadServices) -> None:
        super().__init__()
        self._look = look
        self._ops = ops
        self._info = info
        self._services = services
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._shown: tuple[PostChange, ...] = ()
        self.hide()

    @property
    def texts(self) -> list[str]:
        """What the lines say."""
        return [self._text(one) for one in self._shown]

    def show_changes(self, changes: Sequence[PostChange]) -> None:
        """Shows these changes, but for those that nobody needs any more."""
        told = tuple(one for one in changes if one.state is not ChangeState.DROPPED)
        self.setVisible(bool(told))
        if told == self._shown:
            return
        self._shown = told
        with focus_kept(self):
            while (item := self._column.takeAt(0)) is not None:
                if widget := item.widget():
                    widget.hide()
                    widget.deleteLater()
            for one in told:
                self._column.addWidget(self._line(one))

    def _text(self, one: PostChange) -> str:
        said = self._info.sentences.of_post_change(one.act, one.mark, one.state, one.code, one.detail)
        moment = labels.moment(one.changed_at, timezone_of(self._info.office))
        return f"{labels.channel_title(one.channel, self._info.channel_titles)}: {said} ({moment})"

    def _line(self, one: PostChange) -> QWidget:
        if one.state not in _OPEN:
            return label(self._text(one), "muted")
        banner, never = Banner(self._look, "warning", self._text(one)), one.code == NEVER_POSTED
        answers = {
            ChangeVerdict.AGAIN: self.tr("Post the right one") if never else self.tr("Do it again"),
            ChangeVerdict.DONE: self.tr("It is done"),
            ChangeVerdict.LEAVE: self.tr("Leave it"),
        }
        for verdict, text in answers.items():
            if verdict is ChangeVerdict.DONE and one.state is ChangeState.FAILED:
                continue
            button = self._look.button(text)
            button.setAccessibleName(f"{text}: {self._text(one)}")
            button.clicked.connect(partial(self._settle, one, verdict))
            banner.add_button(button)
        return banner

    def _settle(self, one: PostChange, verdict: ChangeVerdict) -> None:
        call = partial(self._services.settle, one.id, verdict)
        self._ops.change(self, call, self._on_settled, ids=lambda done: (one.notice, *_notices(done)))

    def _on_settled(self, done: Submitted | None) -> None:
        self.settled.emit()
        for notice in _notices(done):
            self.queued.emit(notice)


def _notices(done: Submitted | None) -> tuple[int, ...]:
    return () if done is None or done.notice is None else (done.notice,)
