# SPDX-License-Identifier: EUPL-1.2
"""A small window of its own for work that is done while no other window is open."""

from __future__ import annotations

from comunecast_gui.core.errors import ConfigError, UserError
from comunecast_gui.core.work.long_work import STOPPED, Work
from comunecast_gui.ui.runtime.next_start import Between, Said
from comunecast_gui.ui.runtime.slow_calls import Asks
from comunecast_gui.ui.widgets.fitting_dialog import FittingDialog
from comunecast_gui.ui.widgets.look import Look, label
from comunecast_gui.ui.widgets.work_bar import WorkBar


class WorkWindow(FittingDialog):
    """Does its work once it is begun, and closes when that has ended."""

    def __init__(self, look: Look, asks: Asks, between: Between) -> None:
        super().__init__(look.theme.px(520), None)
        self._between = between
        self._sentences = asks.sentences
        self.said: Said | None = None
        """How it ended, in words; None where there is nothing to say."""
        self.error: UserError | None = None
        """A fault that nobody foresaw; None where the work was done, refused, or stopped."""
        self._fault = ""
        self.setWindowTitle(between.name)
        self.column.addWidget(label(between.name, "section"))
        self.bar = WorkBar(look, asks, between.name)
        self.column.addWidget(self.bar)
        self.column.addStretch(1)

    def begin(self) -> None:
        """Does the work."""
        self.bar.run(self._caught, self._on_end, self._on_fault)

    def _caught(self, work: Work) -> UserError | Said | None:
        try:
            return self._between.do(work)
        except UserError as error:
            return error
        except Exception as error:
            self._fault = type(error).__name__
            raise

    def _on_fault(self, _: str) -> None:
        """A fault that nobody foresaw: whoever opened this says so, in place of going on as if it had been done."""
        self.error = ConfigError("start_failed", reason=self._fault)
        self.accept()

    def _on_end(self, ended: UserError | Said | None) -> None:
        if isinstance(ended, UserError):
            tone = "info" if ended.code == STOPPED else "error"
            self.said = Said(tone, self._sentences.of(ended, queued=False))
        else:
            self.said = ended
        self.accept()
