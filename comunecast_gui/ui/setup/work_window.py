# SPDX-License-Identifier: EUPL-1.2
"""A small window of its own while an office is taken over, when no other window is open."""

from __future__ import annotations

from collections.abc import Callable

from comunecast_gui.core.errors import ConfigError, UserError
from comunecast_gui.core.work.long_work import STOPPED, Work
from comunecast_gui.ui.runtime.slow_calls import Asks
from comunecast_gui.ui.widgets.fitting_dialog import FittingDialog
from comunecast_gui.ui.widgets.look import Look, label
from comunecast_gui.ui.widgets.work_bar import WorkBar


class WorkWindow(FittingDialog):
    """Does ``call`` once it is begun, and closes when that has ended."""

    def __init__(self, look: Look, asks: Asks, call: Callable[[Work], object]) -> None:
        super().__init__(look.theme.px(520), None)
        self._call = call
        self.error: UserError | None = None
        """What the work ended in; None where it was done, or a person stopped it."""
        self._fault = ""
        title = self.tr("Taking the office over…")
        self.setWindowTitle(title)
        self.column.addWidget(label(title, "section"))
        self.bar = WorkBar(look, asks, title)
        self.column.addWidget(self.bar)
        self.column.addStretch(1)

    def begin(self) -> None:
        """Does the work."""
        self.bar.run(self._caught, self._on_end, self._on_fault)

    def _caught(self, work: Work) -> UserError | None:
        try:
            self._call(work)
        except UserError as error:
            return error
        except Exception as error:
            self._fault = type(error).__name__
            raise
        return None

    def _on_fault(self, _: str) -> None:
        """A fault that nobody foresaw: whoever opened this says so, in place of going on as if it had been done."""
        self.error = ConfigError("start_failed", reason=self._fault)
        self.accept()

    def _on_end(self, error: UserError | None) -> None:
        if error is not None and error.code != STOPPED:
            self.error = error
        self.accept()
