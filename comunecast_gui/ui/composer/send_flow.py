# SPDX-License-Identifier: EUPL-1.2
"""Takes a notice from the button to the queue: asks the services, asks the person, queues what was confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from comunecast_gui.core.changes import ChangeKind
from comunecast_gui.core.notice.compose import Composed
from comunecast_gui.core.notice.preflight import Preflight
from comunecast_gui.core.periods import local
from comunecast_gui.store.approval.approval_requests import Needed, Submitted
from comunecast_gui.ui.composer.confirm_dialog import ConfirmDialog
from comunecast_gui.ui.composer.send_summary import summarize
from comunecast_gui.ui.runtime.ops import Ops, only
from comunecast_gui.ui.runtime.window_services import OfficeInfo, SendingServices
from comunecast_gui.ui.widgets.look import Look


@dataclass(frozen=True, slots=True)
class _Looked:
    """The services' answers before the confirmation; ``frozen`` is the notice that is shown and queued."""

    frozen: Composed
    people: Mapping[str, int]
    preflight: Preflight
    needed: Needed | None = None


class SendFlow(QObject):
    """One notice at a time; the confirmation opens ``over`` a widget.

    From :meth:`begin` on nothing is read from the form any more: what the services are asked about, what the person
    sees and what is queued is one frozen object. Where it is no longer true at the yes (the day has changed, somebody
    else sent the same), the person is asked again about what it is now.
    """

    asked = Signal(object)
    """The services have answered; with the people per channel."""
    agreed = Signal()
    """A person said yes."""
    refused = Signal()
    """A person went back, or something blocks the notice now."""
    queued = Signal(int, object)
    """The notice's id, and the :class:`NewNotice` that was queued."""
    waits = Signal(object)
    """The :class:`ApprovalRequest` of a notice that a second person has to see first."""
    failed = Signal(str)

    def __init__(self, look: Look, ops: Ops, info: OfficeInfo, services: SendingServices, over: QWidget) -> None:
        super().__init__(over)
        self._look = look
        self._over = over
        self._ops = ops
        self._info = info
        self._services = services
        self._round = 0
        self.queueing = False
        """Whether a person said yes and the queue has not answered: nothing can be taken back now."""
        self._dialog: ConfirmDialog | None = None

    def begin(self, composed: Composed, *, changed: bool = False) -> None:
        """Asks whether this notice, which nothing blocks, can go out, and then whether it shall.

        ``changed``: a person has said yes already, to what is no longer true.
        """
        self._round += 1
        mine, self._dialog = self._round, None
        self._ops.query(
            self,
            partial(self._look_ahead, composed),
            lambda looked: self._confirm(mine, looked, changed=changed),
            lambda sentence: self._fail(mine, sentence),
        )

    def give_up(self) -> bool:
        """The person goes back to writing: the services' answers are dropped.

        Returns False after a yes, until the queue has answered: then it is too late.
        """
        if self.queueing:
            return False
        self._round += 1
        if self._dialog:
            dialog, self._dialog = self._dialog, None
            dialog.close()
        return True

    def _look_ahead(self, composed: Composed) -> _Looked:
        """Freezes the notice as it would be composed now, and asks the services about that."""
        frozen = self._services.freeze(composed)
        frozen = self._services.revised(frozen) or frozen
        if frozen.notice is None:
            return _Looked(frozen, {}, Preflight())
        people = self._services.audience(frozen.zones, frozen.topic, frozen.after)
        preflight = self._services.preflight(frozen)
        notice = replace(
            frozen.notice,
            allowance=preflight.allowance,
            prepared=preflight.prepared,
            set_aside=preflight.blocked,
        )
        return _Looked(replace(frozen, notice=notice), people, preflight, self._services.needed(notice))

    def _confirm(self, mine: int, looked: _Looked, *, changed: bool) -> None:
        if mine != self._round:
            return
        preflight = looked.preflight
        self.asked.emit(looked.people)
        if looked.frozen.notice is None:
            self.failed.emit(
                self.tr(
                    "Meanwhile something has changed, and the notice cannot go out like this. Look at the problems."
                )
            )
            return
        if preflight.blocked == frozenset(looked.frozen.contents) and not preflight.generic:
            told = [self._info.sentences.of(error, queued=False) for error in preflight.unready.values()]
            self.failed.emit("\n".join(dict.fromkeys(told)))
            return
        today = local(self._info.clock.now(), self._info.office).date()
        summary = summarize(
            looked.frozen,
            self._info,
            self._services,
            looked.people,
            today,
            preflight,
            changed=changed,
            needed=looked.needed,
        )
        self._dialog = ConfirmDialog(self._look, summary, self._over)
        self._dialog.confirmed.connect(partial(self._send, mine, looked.frozen))
        self._dialog.rejected.connect(partial(self._go_back, mine))
        self._dialog.again_wanted.connect(partial(self.begin, looked.frozen))
        if preflight.generic:
            self._dialog.generic_wanted.connect(partial(self.begin, preflight.generic))
        self._dialog.open()

    def _go_back(self, mine: int) -> None:
        if mine == self._round:
            self._dialog = None
            self.refused.emit()

    def _send(self, mine: int, frozen: Composed) -> None:
        if mine != self._round or self.queueing:
            return
        self._dialog = None
        self.queueing = True
        self.agreed.emit()
        self._ops.change(
            self,
            partial(self._queue, frozen),
            lambda done: self._on_queue(frozen, done),
            lambda sentence: self._fail(mine, sentence),
            ids=lambda done: (done.notice,) if isinstance(done, Submitted) and done.notice else (),
        )

    def _queue(self, frozen: Composed) -> Submitted | Composed:
        """What became of the queued notice; or the notice as it has changed, which nobody has confirmed."""
        return self._services.revised(frozen) or self._services.queue(frozen)

    def _on_queue(self, frozen: Composed, done: Submitted | Composed) -> None:
        self.queueing = False
        if isinstance(done, Composed):
            self._ask_again(done)
        elif done.notice is not None:
            self.queued.emit(done.notice, frozen.notice)
            if not done.later:
                self._ops.resume(only(done.notice))
        else:
            self._ops.tell(ChangeKind.NOTICES, by=self)
            self.waits.emit(done.request)

    def _ask_again(self, now: Composed) -> None:
        if now.notice is None:
            self._confirm(self._round, _Looked(now, {}, Preflight()), changed=True)
        else:
            self.begin(now, changed=True)

    def _fail(self, mine: int, sentence: str) -> None:
        if mine == self._round:
            self.queueing = False
            self.failed.emit(sentence)
