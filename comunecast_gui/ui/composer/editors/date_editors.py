# SPDX-License-Identifier: EUPL-1.2
"""Editors for days, hours and periods: picked, not typed, with the weekday shown at once."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from PySide6.QtCore import QDate, Qt, QTime, QTimer
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QDateTimeEdit,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from comunecast_gui.core import periods
from comunecast_gui.core.model import Period
from comunecast_gui.core.notice.categories import Field
from comunecast_gui.ui.composer.editors.base import Editor
from comunecast_gui.ui.composer.editors.date_inputs import (
    as_date,
    as_datetime,
    as_time,
    day_edit,
    day_of,
    hour_edit,
    moment_edit,
    moment_of,
    to_qt,
)
from comunecast_gui.ui.widgets.look import Look, label


class _Switched(Editor):
    """A field that is switched on, because a date widget cannot be empty and nobody may send a day nobody chose.

    An optional one has a check box, a required one a button that goes when it is pressed.
    """

    def __init__(self, field: Field, now: datetime, words: str, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.now = now
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

    def __init__(self, field: Field, look: Look, now: datetime, parent: QWidget | None = None) -> None:
        words = self.tr("Choose the days and hours…") if field.required else self.tr("Give a period")
        super().__init__(field, now, words, parent)
        start = datetime.combine(now.date() + timedelta(days=2), time(8, 30))
        grid = QGridLayout(self._body)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(6)
        self._start = moment_edit(start)
        self._end = moment_edit(start + timedelta(hours=8))
        from_label = label(self.tr("From"), wrap=False)
        to_label = label(self.tr("To"), wrap=False)
        self._start.setAccessibleName(self.tr("{field}: start").format(field=field.label))
        self._end.setAccessibleName(self.tr("{field}: end").format(field=field.label))
        grid.addWidget(from_label, 0, 0)
        grid.addWidget(self._start, 0, 1)
        grid.addWidget(to_label, 1, 0)
        grid.addWidget(self._end, 1, 1)
        grid.setColumnStretch(1, 1)
        quick = QHBoxLayout()
        quick.setSpacing(4)
        for words, hours in ((self.tr("+2 hours"), 2), (self.tr("+4 hours"), 4), (self.tr("+8 hours"), 8)):
            button = look.button(words, "quiet")
            button.setAccessibleName(self.tr("{field}: end after {hours} hours").format(field=field.label, hours=hours))
            button.clicked.connect(lambda _=False, hours=hours: self._end_after(hours))
            quick.addWidget(button)
        whole = look.button(self.tr("All day"), "quiet")
        whole.setAccessibleName(self.tr("{field}: all day").format(field=field.label))
        whole.clicked.connect(self._whole_day)
        quick.addWidget(whole)
        quick.addStretch(1)
        grid.addLayout(quick, 2, 1)
        self._said = label("", "small")
        grid.addWidget(self._said, 3, 1)
        self._before = start
        self._start.dateTimeChanged.connect(self._on_start)
        self._end.dateTimeChanged.connect(self._on_edit)
        self._say()

    def value(self) -> Any:
        if not self.is_on():
            return None
        return {"inizio": moment_of(self._start), "fine": moment_of(self._end)}

    def set_value(self, raw: Any) -> None:
        self.set_on(raw is not None)
        if raw is not None:
            self._before = as_datetime(raw["inizio"])
            self._start.setDateTime(to_qt(self._before))
            self._end.setDateTime(to_qt(as_datetime(raw["fine"])))

    def edits(self) -> list[QWidget]:
        return [self._start, self._end]

    @property
    def said(self) -> str:
        """The period as people will read it; empty while the end is not after the start."""
        return self._said.text()

    def _on_start(self) -> None:
        start = moment_of(self._start)
        length = moment_of(self._end) - self._before
        self._before = start
        if length > timedelta(0):
            self._end.setDateTime(to_qt(start + length))
        self._on_edit()

    def _end_after(self, hours: int) -> None:
        self._end.setDateTime(to_qt(moment_of(self._start) + timedelta(hours=hours)))

    def _whole_day(self) -> None:
        day = moment_of(self._start).date()
        self._before = datetime.combine(day, time(0))
        self._start.setDateTime(to_qt(self._before))
        self._end.setDateTime(to_qt(datetime.combine(day, time(23, 59))))

    def _on_edit(self) -> None:
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        start, end = moment_of(self._start), moment_of(self._end)
        sentence = periods.period(Period(start, end), self.now.year) if end > start else ""
        self._said.setText(sentence[:1].upper() + sentence[1:])


class _Spoken(_Switched):
    """A day or a moment whose choice is said in a sentence under its widget."""

    def _place(self, edit: QDateTimeEdit) -> None:
        column = QVBoxLayout(self._body)
        column.setContentsMargins(0, 0, 0, 0)
        self._edit = edit
        self._edit.dateTimeChanged.connect(self._on_edit)
        column.addWidget(self._edit)
        self._said = label("", "small")
        column.addWidget(self._said)
        self._say()

    def edits(self) -> list[QWidget]:
        return [self._edit]

    def _sentence(self) -> str:
        raise NotImplementedError

    def _on_edit(self) -> None:
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        sentence = self._sentence()
        self._said.setText(sentence[:1].upper() + sentence[1:])


class MomentEditor(_Spoken):
    """A day and an hour."""

    def __init__(self, field: Field, now: datetime, parent: QWidget | None = None) -> None:
        words = self.tr("Choose the day and hour…") if field.required else self.tr("Give a day and an hour")
        super().__init__(field, now, words, parent)
        self._place(moment_edit(now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=3)))

    def value(self) -> Any:
        return moment_of(self._edit) if self.is_on() else None

    def set_value(self, raw: Any) -> None:
        self.set_on(raw is not None)
        if raw is not None:
            self._edit.setDateTime(to_qt(as_datetime(raw)))

    def _sentence(self) -> str:
        return periods.moment(moment_of(self._edit), self.now.year)


class DayEditor(_Spoken):
    """A day."""

    def __init__(self, field: Field, now: datetime, parent: QWidget | None = None) -> None:
        words = self.tr("Choose the day…") if field.required else self.tr("Give a day")
        super().__init__(field, now, words, parent)
        self._place(day_edit(now.date() + timedelta(days=2)))

    def value(self) -> Any:
        return day_of(self._edit) if self.is_on() else None

    def set_value(self, raw: Any) -> None:
        self.set_on(raw is not None)
        if raw is not None:
            day = as_date(raw)
            self._edit.setDate(QDate(day.year, day.month, day.day))

    def _sentence(self) -> str:
        return periods.day(day_of(self._edit), self.now.year)


class HourEditor(_Switched):
    """A time of day."""

    def __init__(self, field: Field, now: datetime, parent: QWidget | None = None) -> None:
        words = self.tr("Choose the hour…") if field.required else self.tr("Give an hour")
        super().__init__(field, now, words, parent)
        column = QVBoxLayout(self._body)
        column.setContentsMargins(0, 0, 0, 0)
        self._edit = hour_edit(time(9))
        self._edit.timeChanged.connect(self.changed)
        column.addWidget(self._edit)

    def value(self) -> Any:
        at = self._edit.time()
        return time(at.hour(), at.minute()) if self.is_on() else None

    def set_value(self, raw: Any) -> None:
        self.set_on(raw is not None)
        if raw is not None:
            at = as_time(raw)
            self._edit.setTime(QTime(at.hour, at.minute))

    def edits(self) -> list[QWidget]:
        return [self._edit]
