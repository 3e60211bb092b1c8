# SPDX-License-Identifier: EUPL-1.2
"""Shows the coming days of a calendar file, of which a person chooses those that become drafts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from PySide6.QtCore import QDate, QLocale, Signal
from PySide6.QtWidgets import QRadioButton, QWidget

from comunecast_gui.core.model import QuietHours
from comunecast_gui.core.periods import hour
from comunecast_gui.core.schedule.calendar_file import CalendarDay
from comunecast_gui.core.schedule.quiet import no_earlier
from comunecast_gui.ui.widgets.fitting_dialog import FittingDialog
from comunecast_gui.ui.widgets.look import Look, button_row, label
from comunecast_gui.ui.widgets.wrapping_check_box import WrappingCheckBox

_WIDTH = 560
_BEFORE = ((1, time(18)), (0, time(8)), (7, time(9)))
"""Days before, and the hour where it is not quiet then: waste is put out the evening before; a payment needs a week."""


class CalendarDialog(FittingDialog):
    """``prepared`` brings what was ticked, each with its day's hour; nothing is sent by that."""

    prepared = Signal(object)
    """A list of pairs: a :class:`CalendarDay`, and the naive local hour that is proposed for it."""

    def __init__(
        self, look: Look, days: Sequence[CalendarDay], now: datetime, quiet: QuietHours, parent: QWidget
    ) -> None:
        """``now`` is the office's naive local time."""
        super().__init__(look.theme.px(_WIDTH), parent)
        self._days = tuple(days)
        self._now = now
        self.setWindowTitle(self.tr("From a calendar"))
        column = self.column
        heading = label(self.tr("Which days should become drafts?"))
        heading.setObjectName("title")
        column.addWidget(heading)
        told = self.tr("Nothing goes out yet: you look at each draft, and send it or choose its time yourself.")
        nothing = self.tr("The calendar has nothing on the coming six weeks.")
        column.addWidget(label(told if days else nothing, "muted"))
        words = {
            1: self.tr("The evening before, at {hour}"),
            0: self.tr("The same day, at {hour}"),
            7: self.tr("A week before, at {hour}"),
        }
        self._hours = {before: no_earlier(at, quiet) for before, at in _BEFORE}
        self.before: dict[int, QRadioButton] = {}
        for before, at in self._hours.items():
            choice = QRadioButton(words[before].format(hour=hour(at)))
            choice.setVisible(bool(days))
            self.before[before] = choice
            column.addWidget(choice)
        self.before[1].setChecked(True)
        self.ticks: list[WrappingCheckBox] = []
        for one in self._days:
            day = QLocale().toString(QDate(one.day.year, one.day.month, one.day.day), "dddd d MMMM")
            tick = WrappingCheckBox(f"{day}: {one.title}")
            tick.setChecked(True)
            tick.toggled.connect(self._update)
            self.ticks.append(tick)
            column.addWidget(tick)
        column.addStretch(1)
        back = look.button(self.tr("&Back"))
        back.clicked.connect(self.reject)
        self.yes = look.button("", "primary")
        self.yes.clicked.connect(self.accept)
        self.set_foot(button_row(back, self.yes))
        self._update()
        (self.before[1] if days else back).setFocus()

    def accept(self) -> None:
        """Nothing happens while nothing is ticked."""
        found = [(one, self._due(one)) for one, tick in zip(self._days, self.ticks, strict=True) if tick.isChecked()]
        if found:
            super().accept()
            self.prepared.emit(found)

    def _due(self, one: CalendarDay) -> datetime:
        before = next(days for days, choice in self.before.items() if choice.isChecked())
        return datetime.combine(one.day - timedelta(days=before), self._hours[before])

    def _update(self) -> None:
        count = sum(tick.isChecked() for tick in self.ticks)
        self.yes.setText(self.tr("&Prepare %n draft(s)", "", count))
        self.yes.setEnabled(count > 0)
