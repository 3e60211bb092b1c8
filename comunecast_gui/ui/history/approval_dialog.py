# SPDX-License-Identifier: EUPL-1.2
"""Shows a waiting notice letter by letter, and takes the decision of a colleague who types their PIN."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from comunecast_gui.core.approval.approval_request import ApprovalRequest
from comunecast_gui.core.approval.colleagues import Role
from comunecast_gui.core.approval.overview import Shown
from comunecast_gui.core.model import kind_of
from comunecast_gui.core.periods import local
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.runtime.window_services import Choice, OfficeInfo, SecondPersonServices
from comunecast_gui.ui.widgets import labels
from comunecast_gui.ui.widgets.by_keyboard import let_rest, tell_fault
from comunecast_gui.ui.widgets.fitting_dialog import FittingDialog
from comunecast_gui.ui.widgets.flow_layout import FlowLayout
from comunecast_gui.ui.widgets.look import Banner, Look, announce, beside, label
from comunecast_gui.ui.widgets.phone_preview import PhonePreview


class ApprovalDialog(FittingDialog):
    """One request. The buttons follow from who is signed in; the store judges again whatever is pressed."""

    decided = Signal(object)
    """The :class:`ApprovalRequest` as the decision left it."""

    def __init__(
        self, look: Look, ops: Ops, info: OfficeInfo, services: SecondPersonServices, one: Shown, parent: QWidget
    ) -> None:
        super().__init__(look.theme.px(520), parent)
        self._look = look
        self._ops = ops
        self._info = info
        self._services = services
        self._request = one.request
        self.setWindowTitle(self.tr("A second pair of eyes"))
        column = self.column
        column.setSpacing(10)
        heading = label(one.request.title)
        heading.setObjectName("title")
        column.addWidget(heading)
        column.addWidget(label(self._facts(one), "muted"))
        self._add_letters(one)
        self.pin = QLineEdit()
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin.textChanged.connect(self._update)
        words = self.tr("Your &PIN, {name}").format(name=services.me.name)
        self.pin.setAccessibleName(words.replace("&", ""))
        self._failure = Banner(look, "error")
        self._failure.hide()
        self.buttons: dict[Choice, QPushButton] = {}
        self.set_foot(self._row(one), beside(words, self.pin), self._failure)
        self.begin_with(look.theme.px(620), look.theme.px(720))
        self._update()
        self.pin.setFocus()

    @property
    def failure(self) -> str:
        """Why the decision was not taken; empty if nothing was wrong."""
        return self._failure.text if self._failure.isVisibleTo(self) else ""

    def _facts(self, one: Shown) -> str:
        request = one.request
        reasons = ", ".join(self._info.sentences.text(f"approval_reason.{reason}") for reason in request.reasons)
        text = self.tr("By {author}. Reason: {reasons}. It waits until {until}. Fingerprint {digest}.")
        until = labels.hour(local(request.ends_at, self._info.office))
        due = one.notice.due if one.notice else None
        if due is not None:
            until = self._spoken(request.ends_at)
        told = text.format(author=one.author, reasons=reasons, until=until, digest=request.digest[:8])
        later = self.tr("It goes out on {moment}.").format(moment=self._spoken(due)) if due else ""
        return f"{told} {later}".strip()

    def _spoken(self, moment: datetime) -> str:
        office = self._info.office
        return labels.local_moment(local(moment, office), local(self._info.clock.now(), office))

    def _add_letters(self, one: Shown) -> None:
        """Exactly what goes out, on each channel."""
        column = self.column
        if one.notice is None:
            column.addStretch(1)
            return
        if one.notice.mends is not None:
            told = self.tr(
                "It mends a mistake in what was sent: whoever does not have it gets this notice, a post that is out "
                "is changed to it, and whoever has it on WhatsApp, or may have it, gets the correction below."
            )
            column.addWidget(label(told))
        at = local(one.notice.due or self._info.clock.now(), self._info.office)
        for place, (channel, content) in enumerate(one.notice.letters):
            title = labels.channel_title(channel, self._info.channel_titles)
            phone = PhonePreview(self._look, kind_of(channel), self._info.office)
            if place >= len(one.notice.contents):
                title = self.tr("Correction ({channel})").format(channel=title)
                phone.name_text(title)
            column.addWidget(label(title, "strong"))
            phone.show_content(content, at)
            column.addWidget(phone)
        column.addStretch(1)

    def _row(self, one: Shown) -> FlowLayout:
        row = FlowLayout(gap=10, side=Qt.AlignmentFlag.AlignRight)
        back = self._look.button(self.tr("&Not now"))
        back.clicked.connect(self.reject)
        row.addWidget(back)
        me, request = self._services.me, one.request
        if me.may(Role.MANAGES) and request.emergency_at is not None:
            self._add(row, Choice.OVERRIDE, self._emergency_words(request), "danger")
        if me.id == request.author:
            self._add(row, Choice.REFUSE, self.tr("&Take it back"), "")
        elif me.id in request.approvers:
            self._add(row, Choice.REFUSE, self.tr("&Refuse"), "danger")
            self._add(row, Choice.APPROVE, self.tr("&Approve and send"), "primary")
        return row

    def _emergency_words(self, request: ApprovalRequest) -> str:
        moment = request.emergency_at
        if moment is None or self._info.clock.now() >= moment:
            return self.tr("&Emergency: send alone")
        return self.tr("&Emergency: from {time}").format(time=labels.hour(local(moment, self._info.office)))

    def _add(self, row: FlowLayout, choice: Choice, words: str, kind: str) -> None:
        button = self._look.button(words, kind)
        button.clicked.connect(partial(self._decide, choice))
        self.buttons[choice] = button
        row.addWidget(button)

    def _update(self) -> None:
        for choice, button in self.buttons.items():
            moment = self._request.emergency_at
            soon = choice is Choice.OVERRIDE and moment is not None and self._info.clock.now() < moment
            button.setEnabled(bool(self.pin.text()) and not soon)

    def _decide(self, choice: Choice) -> None:
        let_rest(*self.buttons.values())
        call = partial(self._services.decide, self._request, choice, self.pin.text())
        self.pin.clear()
        self._ops.change(self, call, self._on_decided, self._on_failed, ids=lambda after: after.notices)

    def _on_decided(self, after: ApprovalRequest) -> None:
        self.decided.emit(after)
        self.accept()

    def _on_failed(self, sentence: str) -> None:
        self._failure.set_text(sentence)
        self._failure.show()
        announce(self, sentence)
        tell_fault(self.pin, sentence)
        self.pin.setFocus()
