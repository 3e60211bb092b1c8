# SPDX-License-Identifier: EUPL-1.2
"""The page of one step of the set-up: what every step shows and does alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QAbstractButton, QPushButton, QVBoxLayout, QWidget

from comunecast_gui.core.errors import InputError, UserError
from comunecast_gui.core.sentences import Sentences
from comunecast_gui.core.setup.step_report import StepReport
from comunecast_gui.ui.runtime.slow_calls import Asks
from comunecast_gui.ui.widgets.by_keyboard import let_rest, noting, tell_fault
from comunecast_gui.ui.widgets.look import Banner, Look, announce, bring_into_view, label, lay_out
from comunecast_gui.ui.widgets.work_bar import WorkBar

T = TypeVar("T")
_AROUND = 12
"""Pixels that stay visible around a banner."""


@dataclass(frozen=True, slots=True)
class StepFrame:
    """What the window gives to each of its pages."""

    look: Look
    asks: Asks
    sentences: Sentences


class StepPage(QWidget):
    """A column for the step's own widgets, and one banner for what happened last.

    A step that takes longer overrides :meth:`entries` and :meth:`take_entries`, so that what was typed is there again
    after the window was closed, and :meth:`show_report`, which also hears of changes that other steps made.
    """

    kept = Signal()
    """Something was kept or proven: how far the steps have come is looked at again."""
    go_on = Signal()
    """The person is done here and wants the next step."""

    def __init__(self, frame: StepFrame, title: str, explanation: str) -> None:
        super().__init__()
        self.look = frame.look
        self.sentences = frame.sentences
        self._asks = frame.asks
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(10)
        self.column.addWidget(label(title, "section"))
        self.column.addWidget(label(explanation, "muted"))
        self._said = QVBoxLayout()
        self._banner: Banner | None = None

    def mark_next(self, *, done: bool) -> bool:
        """Lets the one button that is to be pressed next stand out, none where the step is done; returns whether."""
        may = [
            one for one in self.findChildren(QPushButton) if one.property("kind") == "primary" or one.property("step")
        ]
        open_ = [one for one in may if one.isVisibleTo(self) and not done]
        chosen = self.next_of(open_) if open_ else None
        for one in may:
            one.setProperty("step", True)
            self.look.set_kind(one, "primary" if one is chosen else "")
        return chosen is not None

    # -- what a step may override -------------------------------------------------------------------------------------

    def next_of(self, buttons: Sequence[QPushButton]) -> QPushButton | None:
        """Which of the buttons that lead on, in the order of the page, is to be pressed next: cards come as they go."""
        return buttons[-1]

    def show_report(self, report: StepReport) -> None:
        """How far this step has come, each time it was looked at."""

    def entries(self) -> Mapping[str, str]:
        """What was typed and is not part of the settings yet: no key, and no person's number."""
        return {}

    def take_entries(self, entries: Mapping[str, str]) -> None:
        """Puts back what :meth:`entries` gave when the step was left."""

    def leave(self) -> None:
        """The step is no longer in front: whatever it waits for may end."""

    # -- what a step uses ---------------------------------------------------------------------------------------------

    @property
    def said(self) -> str:
        """What the banner says; empty if nothing."""
        return self._banner.text if self._banner else ""

    def place_banner(self) -> None:
        """Puts the banner here, below what is in the column so far."""
        self.column.addLayout(self._said)

    def say(self, tone: str, text: str, *, asked: bool = True) -> Banner:
        """Says what happened, on the page and to a screen reader; ``tone`` is info, success, warning or error.

        It is scrolled to, unless it is the answer to what no person ``asked``.
        """
        self.be_silent()
        self._banner = Banner(self.look, tone, text)
        self._said.addWidget(self._banner)
        self._banner.show()
        if asked:  # where it stands once it has its size
            QTimer.singleShot(0, self._banner, partial(bring_into_view, self._banner))
        announce(self, text)
        return self._banner

    def be_silent(self) -> None:
        """Takes the banner away."""
        if self._banner is not None:
            self._said.removeWidget(self._banner)
            self._banner.hide()
            self._banner.deleteLater()
            self._banner = None

    def timer(self, call: Callable[[], object], milliseconds: int) -> QTimer:
        """Calls ``call`` once, so long after each start: for what is looked at again once it was answered."""
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(call)
        return timer

    def work_bar(self, name: str) -> WorkBar:
        """For what takes long; ``name`` says what is being done."""
        return WorkBar(self.look, self._asks, name)

    def ask(
        self,
        call: Callable[[], T],
        ok: Callable[[T], None],
        *buttons: QAbstractButton,
        failed: Callable[[str], None] | None = None,
        field: QWidget | None = None,
    ) -> None:
        """Runs ``call`` on a thread, then ``ok`` here; meanwhile ``buttons`` cannot be pressed again.

        A failure is said in the banner, or to ``failed``; whatever was typed stays. Where the call refuses what was
        typed in ``field``, that is marked, and gets the focus.
        """
        refused: list[UserError] = []

        def tell(sentence: str) -> None:
            (failed or self.say_failure)(sentence)
            if field is not None and any(isinstance(one, InputError) for one in refused):
                tell_fault(field, sentence)
                field.setFocus()

        def ready(then: Callable[[T], None] | Callable[[str], None]) -> Callable[..., None]:
            def told(value: T | str) -> None:
                for button in buttons:
                    button.setEnabled(True)
                then(value)  # type: ignore[arg-type]
                lay_out()

            return told

        let_rest(*buttons)
        self._asks.query(self, noting(call, refused), ready(ok), ready(tell))

    def say_failure(self, sentence: str) -> None:
        """Says why something did not work."""
        self.say("error", sentence)
