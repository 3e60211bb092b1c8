# SPDX-License-Identifier: EUPL-1.2
"""Editors for fields with several items, one row each: list entries, days, streets."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QBoxLayout, QCompleter, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from comunecast_gui.core.notice.categories import Field
from comunecast_gui.core.notice.checks.check import Mend
from comunecast_gui.ui.composer.editors.base import Editor, mend_line
from comunecast_gui.ui.composer.editors.date_inputs import DayLine, Today
from comunecast_gui.ui.widgets.by_keyboard import in_reading_order
from comunecast_gui.ui.widgets.look import Look

_WORDS = 220
"""Pixels for the words in the empty fields of a street, at normal text size: with more they do not fit in one line."""
_FRAME = 26
"""Pixels of such a field beside its words."""


class RowsEditor(Editor):
    """Rows with a button to take each away and one to add another."""

    def __init__(self, field: Field, look: Look, add_words: str, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._look = look
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self._rows_column = QVBoxLayout()
        self._rows_column.setSpacing(6)
        column.addLayout(self._rows_column)
        self._rows: list[QWidget] = []
        self._add = look.button(add_words, "quiet", "it-plus-circle")
        self._add.setAccessibleName(f"{field.label}: {add_words}")
        self._add.clicked.connect(self._on_add)
        column.addWidget(self._add, 0, Qt.AlignmentFlag.AlignLeft)

    def value(self) -> Any:
        values = [self.row_value(row) for row in self._rows]
        return [value for value in values if value is not None] or None

    def set_value(self, raw: Any) -> None:
        for row in list(self._rows):
            self._drop(row)
        items = [raw] if isinstance(raw, str) else list(raw or ())
        for item in items:
            self.append(item)
        if not items and self.starts_with_a_row():
            self.append(None)
        self.changed.emit()

    def starts_with_a_row(self) -> bool:
        """Whether an empty field shows an empty row at once."""
        return True

    def append(self, item: Any) -> QWidget:
        """Adds a row that shows ``item`` (None: an empty row)."""
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        self.fill_row(line, row, item, len(self._rows) + 1)
        what = f"{self.field.label} {len(self._rows) + 1}"
        remove = self._look.icon_button("it-minus-circle", self.tr("Remove: {field}").format(field=what))
        remove.clicked.connect(lambda: self._on_remove(row))
        line.addWidget(remove)
        self._rows.append(row)
        self._rows_column.addWidget(row)
        self._order_tabs()
        self._show_add()
        return row

    def _order_tabs(self) -> None:
        """Row after row, then the button that adds one: a new widget would come last in the whole form."""
        in_reading_order(self, self.tab_stops())

    def tab_stops(self) -> list[QWidget]:
        rows = [stop for row in self._rows for stop in (*self.row_inputs(row), *row.findChildren(QPushButton))]
        return [*rows, self._add]

    def fill_row(self, line: QHBoxLayout, row: QWidget, item: Any, number: int) -> None:
        """Puts the inputs of one row into its layout."""
        raise NotImplementedError

    def row_value(self, row: QWidget) -> Any:
        """The raw value of one row, or None."""
        raise NotImplementedError

    def row_inputs(self, row: QWidget) -> list[QWidget]:
        """The inputs of one row."""
        return list(row.findChildren(QLineEdit))

    def inputs(self) -> list[QWidget]:
        return [widget for row in self._rows for widget in self.row_inputs(row)] or [self._add]

    def mend(self, mend: Mend) -> bool:
        """The first line of a row is its text; empty rows do not count."""
        filled = [row for row in self._rows if self.row_value(row) is not None]
        if mend.item >= len(filled):
            return False
        line = self.row_inputs(filled[mend.item])[0]
        return isinstance(line, QLineEdit) and mend_line(line, mend)

    def _on_add(self) -> None:
        row = self.append(None)
        # Only after the layout has placed the row can it take the focus visibly.
        QTimer.singleShot(0, row, lambda: self.row_inputs(row)[0].setFocus())
        self.changed.emit()

    def _on_remove(self, row: QWidget) -> None:
        self._drop(row)
        self._add.setFocus()
        self.changed.emit()

    def _drop(self, row: QWidget) -> None:
        self._rows.remove(row)
        self._rows_column.removeWidget(row)
        row.hide()
        row.deleteLater()
        self._show_add()

    def _show_add(self) -> None:
        self._add.setVisible(not self.field.maximum or len(self._rows) < self.field.maximum)


class ListEditor(RowsEditor):
    """Entries of a list, one line each."""

    def __init__(self, field: Field, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(field, look, self.tr("Add an entry"), parent)
        self.set_value(None)

    def fill_row(self, line: QHBoxLayout, row: QWidget, item: Any, number: int) -> None:
        edit = QLineEdit("" if item is None else str(item))
        edit.setCursorPosition(0)
        edit.setAccessibleName(f"{self.field.label}: {number}")
        edit.textChanged.connect(self.changed)
        line.addWidget(edit, 1)

    def row_value(self, row: QWidget) -> Any:
        return self.row_inputs(row)[0].text().strip() or None  # type: ignore[attr-defined]


class DaysEditor(RowsEditor):
    """Several days."""

    def __init__(self, field: Field, look: Look, today: Today, parent: QWidget | None = None) -> None:
        self._today = today
        super().__init__(field, look, self.tr("Add a day"), parent)
        self.set_value(None)

    def starts_with_a_row(self) -> bool:
        return False  # a day that nobody chose must not go out

    def fill_row(self, line: QHBoxLayout, row: QWidget, item: Any, number: int) -> None:
        edit = DayLine(self._look, self._today, self._today.now().date(), past=self.field.past)
        edit.set_value(item)
        edit.setAccessibleName(f"{self.field.label}: {number}")
        edit.changed.connect(self.changed)
        line.addWidget(edit, 1)

    def row_value(self, row: QWidget) -> Any:
        return row.findChildren(DayLine)[0].value()


class StreetsEditor(RowsEditor):
    """Streets from the town's list, each with an optional stretch or house numbers."""

    def __init__(self, field: Field, look: Look, streets: tuple[str, ...], parent: QWidget | None = None) -> None:
        self._streets = streets
        super().__init__(field, look, self.tr("Add a street"), parent)
        self.set_value(None)

    def fill_row(self, line: QHBoxLayout, row: QWidget, item: Any, number: int) -> None:
        """All three in one line, or one below the other where a language has long words for them."""
        street = {"via": item} if isinstance(item, str) else dict(item or {})
        named = (("via", self.tr("street")), ("tratto", self.tr("stretch")), ("civici", self.tr("house numbers")))
        long = sum(self.fontMetrics().horizontalAdvance(words) for _, words in named) > self._look.theme.px(_WORDS)
        fields = QBoxLayout(QBoxLayout.Direction.TopToBottom if long else QBoxLayout.Direction.LeftToRight)
        line.addLayout(fields, 1)
        for (key, words), share in zip(named, (3, 2, 1), strict=True):
            edit = QLineEdit(str(street.get(key, "") or ""))
            edit.setCursorPosition(0)
            edit.setObjectName(key)
            edit.setPlaceholderText(words)
            edit.setAccessibleName(f"{self.field.label} {number}: {words}")
            edit.textChanged.connect(self.changed)
            if key == "via":
                edit.setCompleter(_completer(self._streets, edit))
            edit.setMinimumWidth(edit.fontMetrics().horizontalAdvance(words) + self._look.theme.px(_FRAME))
            fields.addWidget(edit, share)

    def row_value(self, row: QWidget) -> Any:
        found = {edit.objectName(): edit.text().strip() for edit in row.findChildren(QLineEdit)}
        if not any(found.values()):
            return None
        if not found["tratto"] and not found["civici"]:
            return found["via"]
        return {key: text for key, text in found.items() if text}


def _completer(words: tuple[str, ...], edit: QLineEdit) -> QCompleter:
    completer = QCompleter(list(words), edit)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    if popup := completer.popup():
        popup.setAccessibleName(edit.accessibleName())
    return completer
