# SPDX-License-Identifier: EUPL-1.2
"""Asks for the day and hour at which a notice shall go out, also in the nights when the clocks change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QRadioButton, QWidget

from comunecast_gui.core.periods import local, timezone_of
from comunecast_gui.core.schedule.local_hour import moments
from comunecast_gui.core.schedule.quiet import next_morning
from comunecast_gui.ui.composer.editors.date_inputs import MomentLine, Today
from comunecast_gui.ui.runtime.window_services import OfficeInfo
from comunecast_gui.ui.widgets import labels
from comunecast_gui.ui.widgets.fitting_dialog import FittingDialog
from comunecast_gui.ui.widgets.flow_layout import FlowLayout
from comunecast_gui.ui.widgets.look import Look, announce, button_row, label, set_role

_WIDTH = 520
_PAUSE = 500
"""Milliseconds without a key after which what follows from the text is spoken."""


class HourDialog(FittingDialog):
    """``chosen`` brings the moment, which is still to come; an hour that comes twice is asked about."""

    chosen = Signal(object)
    """An aware datetime."""

    def __init__(
        self,
        look: Look,
        info: OfficeInfo,
        parent: QWidget,
        *,
        at: datetime | None = None,
        yes: str = "",
    ) -> None:
        """``at`` is the hour that it begins with; ``yes`` says what the button does."""
        super().__init__(look.theme.px(_WIDTH), parent)
        self._info = info
        self._zone = timezone_of(info.office)
        self.setWindowTitle(self.tr("Send later"))
        column = self.column
        column.setSpacing(12)
        heading = label(self.tr("When should it go out?"))
        heading.setObjectName("title")
        column.addWidget(heading)
        text = self.tr(
            "At that time the program checks it again: whatever is no longer true is held, and you are asked. "
            "The computer has to be on, with ComuneCast open."
        )
        column.addWidget(label(text, "muted"))
        now = self._now()
        morning = next_morning(now, info.office.quiet)
        quick = FlowLayout(gap=8)
        for moment in sorted((morning, now + timedelta(hours=1))):
            button = look.button(self._words(moment))
            button.clicked.connect(partial(self._take, moment))
            quick.addWidget(button)
        words = label(self.tr("Day and hour"), "strong")
        start = local(at, info.office) if at else morning
        self.line = MomentLine(look, Today(self._now, self._zone), start)
        words.setBuddy(self.line)
        column.addWidget(words)
        column.addWidget(self.line)
        self.said = label("", "strong")
        column.addWidget(self.said)
        self.first = QRadioButton(self.tr("The first (summer time)"))
        self.second = QRadioButton(self.tr("The second (winter time)"))
        for one in (self.first, self.second):
            one.hide()
            one.toggled.connect(self._update)
            column.addWidget(one)
        column.addLayout(quick)
        column.addStretch(1)
        back = look.button(self.tr("&Back"))
        back.clicked.connect(self.reject)
        self.yes = look.button(yes or self.tr("&Go on"), "primary")
        self.yes.setDefault(True)
        self.yes.clicked.connect(self.accept)
        self.set_foot(button_row(back, self.yes))
        self._quiet = QTimer(self, singleShot=True, interval=_PAUSE)
        self._quiet.timeout.connect(lambda: announce(self, self.said.text()))
        self.line.changed.connect(self._update)
        self.line.set_value(start)
        self._update()
        self.line.setFocus()
        self.line.selectAll()

    @property
    def moment(self) -> datetime | None:
        """The moment that is meant, in UTC; None while it is not known, or is past."""
        found = self._found()
        if len(found) == 2:
            found = found[:1] if self.first.isChecked() else found[1:] if self.second.isChecked() else ()
        return found[0] if len(found) == 1 and found[0] > self._info.clock.now() else None

    def accept(self) -> None:
        """Nothing happens while no moment is meant."""
        self._update()
        if (moment := self.moment) is not None:
            super().accept()
            self.chosen.emit(moment)

    def _found(self) -> tuple[datetime, ...]:
        value: Any = self.line.value()
        return moments(value, self._zone) if isinstance(value, datetime) and not self.line.why else ()

    def _update(self) -> None:
        found = self._found()
        for button in (self.first, self.second):
            button.setVisible(len(found) == 2)
        told = self._comment(found)
        if told != self.said.text():
            self._quiet.start()
        self.said.setText(told)
        self.line.setAccessibleDescription(told)
        wrong = self.moment is None and bool(self.line.text().strip())
        set_role(self.line, "problem", "error" if wrong else "")
        set_role(self.said, "role", "error" if wrong else "strong")
        self.yes.setEnabled(self.moment is not None)

    def _comment(self, found: tuple[datetime, ...]) -> str:
        if self.line.complaint:
            return self.line.complaint
        if not found:
            return self.tr("Write a day and an hour, for example 2/12 9:00.")
        if self.moment is None:
            if max(found) <= self._info.clock.now():
                return self.tr("That hour has passed. Choose one that is still to come.")
            return self.tr("That night the clocks go back, and this hour comes twice. Say which one you mean.")
        return self.tr("It goes out on {moment}.").format(moment=self._words(local(self.moment, self._info.office)))

    def _take(self, moment: datetime) -> None:
        self.line.set_value(moment)

    def _words(self, moment: datetime) -> str:
        return labels.local_moment(moment, self._now())

    def _now(self) -> datetime:
        return local(self._info.clock.now(), self._info.office)


def ask_hour(
    look: Look,
    info: OfficeInfo,
    over: QWidget,
    then: Callable[[datetime], object],
    *,
    at: datetime | None = None,
    yes: str = "",
) -> HourDialog:
    """Opens the question; ``then`` gets the moment."""
    dialog = HourDialog(look, info, over, at=at, yes=yes)
    dialog.chosen.connect(then)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog
