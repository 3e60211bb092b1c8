# SPDX-License-Identifier: EUPL-1.2
"""The rows of a category's fields and follow-ups: renamed, made required, hidden and shown again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from comunecast_gui.core.notice.categories import FieldType
from comunecast_gui.ui.templates.entry import Entry
from comunecast_gui.ui.widgets.look import Look
from comunecast_gui.ui.widgets.wrapping_check_box import WrappingCheckBox


def kind_word(kind: FieldType) -> str:
    """What is written into a field of this kind, for those that an office adds."""
    return {
        FieldType.TEXT: QCoreApplication.translate("Fields", "a short text"),
        FieldType.LONG_TEXT: QCoreApplication.translate("Fields", "a longer text"),
        FieldType.PERIOD: QCoreApplication.translate("Fields", "from when to when"),
        FieldType.DATE: QCoreApplication.translate("Fields", "a day"),
        FieldType.TIME: QCoreApplication.translate("Fields", "an hour"),
        FieldType.PLACE: QCoreApplication.translate("Fields", "a place"),
        FieldType.PHONE: QCoreApplication.translate("Fields", "a telephone number"),
        FieldType.LINK: QCoreApplication.translate("Fields", "the address of a page"),
    }.get(kind, QCoreApplication.translate("Fields", "a choice"))


class _Row(Entry):
    """A line that can be rewritten, and boxes beside it, the last of which takes the whole away and brings it back."""

    changed = Signal(str, object)
    """The name of an entry, and its new value."""

    def __init__(self, look: Look, name: str, entry: str, item: Mapping[str, Any], *boxes: WrappingCheckBox) -> None:
        self.line = QLineEdit(str(item.get(entry, "")))
        self.line.setCursorPosition(0)
        super().__init__(look, name, self.line, beside=boxes, named=entry != "label")
        self.shown, self._others = boxes[-1], boxes[:-1]
        self.shown.setChecked(not item.get("hidden", False))
        for box in boxes:
            box.setAccessibleName(f"{name}: {box.text()}")
        self.line.textChanged.connect(lambda text: self.changed.emit(entry, text))
        self.shown.toggled.connect(self._on_shown)
        self._enable()

    def _on_shown(self) -> None:
        self._enable()
        self.changed.emit("hidden", not self.shown.isChecked())

    def _enable(self) -> None:
        for one in (self.line, *self._others):
            one.setEnabled(self.shown.isChecked())


class FieldRow(_Row):
    """A field: its label, whether it has to be filled, whether it is asked for, and its place among the others."""

    moved = Signal(int)
    """It is to be asked so many places later, or earlier."""

    def __init__(self, look: Look, field: Mapping[str, Any]) -> None:
        self.required = WrappingCheckBox(QCoreApplication.translate("Fields", "must be filled"))
        self.required.setChecked(bool(field.get("required", False)))
        shown = WrappingCheckBox(QCoreApplication.translate("Fields", "is asked"))
        said = QCoreApplication.translate("Fields", "Name of the field {name}")
        name = said.format(name=field.get("label") or field["id"])
        super().__init__(look, name, "label", field, self.required, shown)
        self.required.toggled.connect(lambda on: self.changed.emit("required", on))
        earlier = QCoreApplication.translate("Fields", "Ask it earlier: {name}")
        later = QCoreApplication.translate("Fields", "Ask it later: {name}")
        asked = field.get("label") or field["id"]
        self.earlier = look.icon_button("cc-arrow-up", earlier.format(name=asked))
        self.later = look.icon_button("cc-arrow-down", later.format(name=asked))
        both = QWidget()
        pair = QHBoxLayout(both)
        pair.setContentsMargins(0, 0, 0, 0)
        pair.setSpacing(0)
        for button, step in ((self.earlier, -1), (self.later, 1)):
            button.clicked.connect(lambda _=False, step=step: self.moved.emit(step))
            pair.addWidget(button)
        self.add_beside(both)

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """Where the keyboard stops in this row, in order."""
        return (self.line, self.required, self.shown, self.earlier, self.later)

    def set_ends(self, *, first: bool, last: bool) -> None:
        """It can go no further up, or down; the keyboard stays in the row whose button goes grey."""
        stays = self.earlier.hasFocus() or self.later.hasFocus()
        self.earlier.setEnabled(not first)
        self.later.setEnabled(not last)
        if stays and not (self.earlier.hasFocus() or self.later.hasFocus()):
            (self.earlier if last else self.later).setFocus()


class FollowUpRow(_Row):
    """A notice that is proposed later: when, and whether at all."""

    def __init__(self, look: Look, name: str, follow_up: Mapping[str, Any]) -> None:
        super().__init__(
            look, name, "when", follow_up, WrappingCheckBox(QCoreApplication.translate("Fields", "is proposed"))
        )
