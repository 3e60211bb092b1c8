# SPDX-License-Identifier: EUPL-1.2
"""The interface that all input widgets of the form share."""

from __future__ import annotations

from typing import Any, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from comunecast_gui.core.notice.categories import Field, FieldType
from comunecast_gui.core.notice.checks.check import Mend
from comunecast_gui.ui.widgets.look import label, set_role, tab_stops
from comunecast_gui.ui.widgets.still_fields import TextArea


class Editor(QWidget):
    """Edits one field. ``value`` is None while the field is empty."""

    changed = Signal()

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self._described = ""

    def value(self) -> Any:
        """The raw value, or None."""
        raise NotImplementedError

    def set_value(self, raw: Any) -> None:
        """Shows a raw value; None empties."""
        raise NotImplementedError

    def inputs(self) -> list[QWidget]:
        """The widgets that take input, the first one first."""
        raise NotImplementedError

    def tab_stops(self) -> list[QWidget]:
        """Where the Tab key stops, in its order."""
        return tab_stops(self)

    def set_problem(self, severity: str) -> None:
        """Marks the inputs: error, warning, hint or nothing."""
        for widget in self.inputs():
            set_role(widget, "problem", severity)

    def mend(self, mend: Mend) -> bool:
        """Puts the new words in the place of the old ones, so that Ctrl+Z brings those back, and takes the focus.

        Returns False, and changes nothing, where the old words no longer stand there.
        """
        return False

    def focus_missing(self) -> None:
        """Moves the focus to the part that is still missing."""
        self.focus_first()

    def focus_first(self) -> None:
        self.inputs()[0].setFocus()

    def name_inputs(self) -> None:
        """Gives every input without a name of its own the field's label as accessible name."""
        for widget in self.inputs():
            if not widget.accessibleName():
                widget.setAccessibleName(self.field.label)

    def describe(self, said: str) -> None:
        """Has every input tell a screen reader what stands around it: ``said``, whether it is required, the help."""
        needed = self.tr("Required.") if self.field.required else ""
        text = " ".join(one for one in (said, needed, self.field.help) if one)
        inputs = self.inputs()
        for widget in self.findChildren(QWidget):
            if widget in inputs:
                if widget.accessibleDescription() != text:
                    widget.setAccessibleDescription(text)
            elif self._described and widget.accessibleDescription() == self._described:
                widget.setAccessibleDescription("")  # what takes input changes with the rows
        self._described = text


class LineEditor(Editor):
    """One line: text, place, telephone, link, number, amount."""

    _PLACEHOLDERS: ClassVar = {FieldType.LINK: "https://", FieldType.AMOUNT: "0,00"}

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self._line = QLineEdit()
        self._line.setPlaceholderText(field.example or self._PLACEHOLDERS.get(field.type, ""))
        if field.type is FieldType.LINK:
            apart = QFont()
            apart.setKerning(False)  # the font draws the two slashes of an address over each other
            self._line.setFont(apart)
        self._line.textChanged.connect(self._on_text)
        row.addWidget(self._line, 1)
        self._count = label(wrap=False)
        self._count.setProperty("role", "small")
        row.addWidget(self._count)
        self._count.setVisible(bool(field.limit))
        self._show_count()

    def value(self) -> Any:
        text = self._line.text().strip()
        if self.field.type is FieldType.NUMBER and text.lstrip("-").isdecimal():
            return int(text)
        return text or None

    def set_value(self, raw: Any) -> None:
        self._line.setText("" if raw is None else str(raw))
        self._line.setCursorPosition(0)

    def inputs(self) -> list[QWidget]:
        return [self._line]

    def mend(self, mend: Mend) -> bool:
        return mend_line(self._line, mend)

    def _on_text(self) -> None:
        self._show_count()
        self.changed.emit()

    def _show_count(self) -> None:
        _show_count(self._count, len(self._line.text()), self.field.limit)


class LongEditor(Editor):
    """Several lines; Tab leaves it."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        self._text = TextArea()
        self._text.setTabChangesFocus(True)
        self._text.setPlaceholderText(field.example)
        self._text.setFixedHeight(self._text.fontMetrics().lineSpacing() * 4 + 20)
        self._text.textChanged.connect(self._on_text)
        column.addWidget(self._text)
        self._count = label("", "small")
        column.addWidget(self._count)
        self._count.setVisible(bool(field.limit))
        self._show_count()

    def value(self) -> Any:
        return self._text.toPlainText().strip() or None

    def set_value(self, raw: Any) -> None:
        self._text.setPlainText("" if raw is None else str(raw))

    def inputs(self) -> list[QWidget]:
        return [self._text]

    def mend(self, mend: Mend) -> bool:
        text = self._text.toPlainText()
        start = mend.start + len(text) - len(text.lstrip())
        if not mend.writes or not text.startswith(mend.old, start):
            return False
        # Qt counts in UTF-16, where an emoji is two
        cursor = self._text.textCursor()
        cursor.setPosition(_units(text[:start]))
        cursor.setPosition(_units(text[: start + len(mend.old)]), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(mend.new)
        self._text.setTextCursor(cursor)
        self._text.setFocus()
        return True

    def _on_text(self) -> None:
        self._show_count()
        self.changed.emit()

    def _show_count(self) -> None:
        _show_count(self._count, len(self._text.toPlainText()), self.field.limit)


def mend_line(line: QLineEdit, mend: Mend) -> bool:
    """Puts the new words in the place of the old ones in a line; False where those no longer stand there."""
    text = line.text()
    start = mend.start + len(text) - len(text.lstrip())
    if not mend.writes or not text.startswith(mend.old, start):
        return False
    line.setSelection(_units(text[:start]), _units(mend.old))
    line.insert(mend.new)
    line.setFocus()
    return True


def _units(text: str) -> int:
    """The length as Qt counts it, in UTF-16."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _show_count(count: QLabel, length: int, limit: int) -> None:
    count.setText(f"{length}/{limit}")
    set_role(count, "role", "error" if length > limit else "small")
