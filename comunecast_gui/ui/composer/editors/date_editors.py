# SPDX-License-Identifier: EUPL-1.2
"""Editors for days, hours and periods: typed or picked, with the weekday shown at once."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QGridLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from comunecast_gui.core import periods
from comunecast_gui.core.model import Period
from comunecast_gui.core.notice.categories import Field
from comunecast_gui.ui.composer.editors.base import Editor
from comunecast_gui.ui.composer.editors.date_inputs import (
    DateLine,
    DayLine,
    HourLine,
    MomentLine,
    Today,
)
from comunecast_gui.ui.widgets.flow_layout import FlowLayout
from comunecast_gui.ui.widgets.look import Look, label, set_role


class _Switched(Editor):
    """A field that is switched on, and then shows a day to begin with: nobody may send a day that nobody chose.

    An optional one has a check box, a required one a button that goes when it is pressed.
    """

    def __init__(self, field: Field, today: Today, words: str, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.today = today
        self._on = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._switch: QAbstractButton
        if field.required:
            self._switch = QPushButton(words)
            self._switch.setAutoDefault(False)
            self._switch.clicked.connect(self._on_button)
        else:
            self._switch = QCheckBox(words)
            self._switch.toggled.connect(self._on_switch)
        self._switch.setAccessibleName(f"{field.label}: {words}")
        self._column.addWidget(self._switch, 0, Qt.AlignmentFlag.AlignLeft)
        self._body = QWidget()
        self._column.addWidget(self._body)
        self._body.hide()

    def focus_missing(self) -> None:
        self.set_on(True)
        self.edits()[0].setFocus()

    def is_on(self) -> bool:
        return self._on

    def set_on(self, on: bool) -> None:
        if self.field.required:
            self._on_switch(on)
        else:
            self._switch.setChecked(on)

    def inputs(self) -> list[QWidget]:
        return self.edits() if self._on else [self._switch]

    def edits(self) -> list[QWidget]:
        raise NotImplementedError

    def name_inputs(self) -> None:
        for widget in self.edits():
            if not widget.accessibleName():
                widget.setAccessibleName(self.field.label)

    def set_problem(self, severity: str) -> None:
        super().set_problem(severity if self.is_on() else "")

    def _on_button(self) -> None:
        self._on_switch(True)
        QTimer.singleShot(0, self, self.focus_first)

    def _on_switch(self, on: bool) -> None:
        if on == self._on:
            return
        self._on = on
        self._body.setVisible(on)
        self._switch.setVisible(not (on and self.field.required))
        self.changed.emit()


class PeriodEditor(_Switched):
    """From a start to an end, with the sentence people will read and buttons for the usual lengths."""

    def __init__(self, field: Field, look: Look, today: Today, parent: QWidget | None = None) -> None:
        words = self.tr("Choose days and hours…") if field.required else self.tr("Give a period")
        super().__init__(field, today, words, parent)
        start = datetime.combine(today.now().date() + timedelta(days=2), time(8, 30))
        grid = QGridLayout(self._body)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(6)
        self._start = MomentLine(look, today, start, past=field.past)
        self._end = MomentLine(look, today, start + timedelta(hours=8), past=field.past)
        from_label = label(self.tr("From"), wrap=False)
        to_label = label(self.tr("To"), wrap=False)
        self._start.setAccessibleName(self.tr("{field}: start").format(field=field.label))
        self._end.setAccessibleName(self.tr("{field}: end").format(field=field.label))
        grid.addWidget(from_label, 0, 0)
        grid.addWidget(self._start, 0, 1)
        grid.addWidget(to_label, 1, 0)
        grid.addWidget(self._end, 1, 1)
        grid.setColumnStretch(1, 1)
        quick = FlowLayout(gap=4)
        for words, hours in ((self.tr("+2 hours"), 2), (self.tr("+4 hours"), 4), (self.tr("+8 hours"), 8)):
            button = look.button(words, "quiet")
            button.setAccessibleName(self.tr("{field}: end after {hours} hours").format(field=field.label, hours=hours))
            button.clicked.connect(lambda _=False, hours=hours: self._end_after(hours))
            quick.addWidget(button)
        whole = look.button(self.tr("All day"), "quiet")
        whole.setAccessibleName(self.tr("{field}: all day").format(field=field.label))
        whole.clicked.connect(self._whole_day)
        quick.addWidget(whole)
        grid.addLayout(quick, 2, 1)
        self._said = label("", "small")
        grid.addWidget(self._said, 3, 1)
        self._before = start
        self._start.set_value(start)
        self._end.set_value(start + timedelta(hours=8))
        self._start.changed.connect(self._on_start)
        self._end.changed.connect(self._on_edit)
        self._say()

    def value(self) -> Any:
        start, end = self._start.value(), self._end.value()
        if not self.is_on() or (start is None and end is None):
            return None
        return {"inizio": "" if start is None else start, "fine": "" if end is None else end}

    def set_value(self, raw: Any) -> None:
        self.set_on(raw is not None)
        if raw is not None:
            # First the start, which takes the end with it, and then the end as it is.
            self._start.set_value(raw.get("inizio"))
            self._end.set_value(raw.get("fine"))

    def edits(self) -> list[QWidget]:
        return [self._start, self._end]

    def set_problem(self, severity: str) -> None:
        """Marks the end that cannot be read, and both where the two are wrong together."""
        super().set_problem(severity)
        lines = (self._start, self._end)
        if self.is_on() and any(line.why for line in lines):
            for line in lines:
                set_role(line, "problem", severity if line.why else "")

    def focus_missing(self) -> None:
        """The start takes the focus where it is missing, the end otherwise."""
        self.set_on(True)
        (self._start if self._start.value() is None else self._end).setFocus()

    @property
    def said(self) -> str:
        """The period as people will read it, or why one of its ends cannot be read; empty while it has no length."""
        return self._said.text()

    def _on_start(self) -> None:
        start, end = self._start.value(), self._end.value()
        if isinstance(start, datetime):
            length = end - self._before if isinstance(end, datetime) else timedelta(0)
            self._before = start
            if length > timedelta(0):
                self._end.set_value(start + length)
        self._on_edit()

    def _end_after(self, hours: int) -> None:
        if isinstance(start := self._start.value(), datetime):
            self._end.set_value(start + timedelta(hours=hours))

    def _whole_day(self) -> None:
        if isinstance(start := self._start.value(), datetime):
            self._start.set_value(datetime.combine(start, time(0)))
            self._end.set_value(datetime.combine(start, time(23, 59)))

    def _on_edit(self) -> None:
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        start, end = self._start.value(), self._end.value()
        sentence = self._start.complaint or self._end.complaint
        if not sentence and isinstance(start, datetime) and isinstance(end, datetime) and end > start:
            sentence = periods.period(Period(start, end), self.today.now().year)
        self._said.setText(sentence[:1].upper() + sentence[1:])


class _Spoken(_Switched):
    """A day, an hour or both, said in a sentence under its line."""

    def _place(self, line: DateLine, first: Any) -> None:
        column = QVBoxLayout(self._body)
        column.setContentsMargins(0, 0, 0, 0)
        self._line = line
        self._line.set_value(first)
        self._line.changed.connect(self._on_edit)
        column.addWidget(self._line)
        self._said = label("", "small")
        column.addWidget(self._said)
        self._say()

    def value(self) -> Any:
        return self._line.value() if self.is_on() else None

    def set_value(self, raw: Any) -> None:
        self.set_on(raw is not None)
        if raw is not None:
            self._line.set_value(raw)

    def edits(self) -> list[QWidget]:
        return [self._line]

    @property
    def said(self) -> str:
        """What is written as people will read it, or why it cannot be read."""
        return self._said.text()

    def _sentence(self, value: Any) -> str:
        raise NotImplementedError

    def _on_edit(self) -> None:
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        value, sentence = self._line.value(), self._line.complaint
        if not sentence and value is not None:
            sentence = self._sentence(value)
        self._said.setText(sentence[:1].upper() + sentence[1:])
        self._said.setVisible(bool(sentence))


class MomentEditor(_Spoken):
    """A day and an hour."""

    def __init__(self, field: Field, look: Look, today: Today, parent: QWidget | None = None) -> None:
        words = self.tr("Choose the day and hour…") if field.required else self.tr("Give a day and an hour")
        super().__init__(field, today, words, parent)
        first = today.now().replace(minute=0, second=0, microsecond=0) + timedelta(hours=3)
        self._place(MomentLine(look, today, first, past=field.past), first)

    def _sentence(self, value: datetime) -> str:
        return periods.moment(value, self.today.now().year)


class DayEditor(_Spoken):
    """A day."""

    def __init__(self, field: Field, look: Look, today: Today, parent: QWidget | None = None) -> None:
        words = self.tr("Choose the day…") if field.required else self.tr("Give a day")
        super().__init__(field, today, words, parent)
        first = today.now().date() + timedelta(days=2)
        self._place(DayLine(look, today, first, past=field.past), first)

    def _sentence(self, value: date) -> str:
        return periods.day(value, self.today.now().year)


class HourEditor(_Spoken):
    """A time of day."""

    def __init__(self, field: Field, today: Today, parent: QWidget | None = None) -> None:
        words = self.tr("Choose the hour…") if field.required else self.tr("Give an hour")
        super().__init__(field, today, words, parent)
        self._place(HourLine(today, time(9)), time(9))

    def _sentence(self, value: time) -> str:
        return ""
