# SPDX-License-Identifier: EUPL-1.2
"""Editors for fields with fixed answers: one option, several, an alert level, yes or no."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from comunecast_gui.core.model import Office
from comunecast_gui.core.notice.categories import Field
from comunecast_gui.core.notice.fields import LEVELS
from comunecast_gui.ui.composer.editors.base import Editor
from comunecast_gui.ui.theme.colours import ALERTS
from comunecast_gui.ui.theme.icons import alert_pixmap
from comunecast_gui.ui.widgets.flow_layout import FlowLayout
from comunecast_gui.ui.widgets.look import Look
from comunecast_gui.ui.widgets.still_fields import ChoiceField


class ChoiceEditor(Editor):
    """One of the options; not required: also none."""

    def __init__(self, field: Field, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._box = ChoiceField()
        self._box.addItem(self.tr("Choose…") if field.required else self.tr("(not said)"), None)
        for option in field.options_for(office):
            self._box.addItem(option[:1].upper() + option[1:], option)
        self._box.currentIndexChanged.connect(self.changed)
        column.addWidget(self._box)

    def value(self) -> Any:
        return self._box.currentData()

    def set_value(self, raw: Any) -> None:
        if isinstance(raw, (list, tuple)):
            raw = raw[0] if raw else None
        self._box.setCurrentIndex(max(self._box.findData(raw), 0))

    def inputs(self) -> list[QWidget]:
        return [self._box]


class ChoicesEditor(Editor):
    """Any number of the options."""

    def __init__(self, field: Field, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        flow = FlowLayout(self)
        self._boxes: dict[str, QCheckBox] = {}
        for option in field.options_for(office):
            box = QCheckBox(option[:1].upper() + option[1:])
            box.setAccessibleName(f"{field.label}: {option}")
            box.toggled.connect(self.changed)
            flow.addWidget(box)
            self._boxes[option] = box

    def value(self) -> Any:
        return [option for option, box in self._boxes.items() if box.isChecked()] or None

    def set_value(self, raw: Any) -> None:
        wanted = {raw} if isinstance(raw, str) else set(raw or ())
        for option, box in self._boxes.items():
            box.setChecked(option in wanted)

    def inputs(self) -> list[QWidget]:
        return list(self._boxes.values())


class AlertEditor(Editor):
    """An alert level: the word, a colour and a shape of its own."""

    def __init__(self, field: Field, look: Look, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        row = FlowLayout(self, gap=14)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QRadioButton] = {}
        for level in field.options_for(office) or tuple(LEVELS):
            button = QRadioButton(level.capitalize())
            button.setAccessibleName(f"{field.label}: {level}")
            if level in ALERTS:
                size = look.theme.px(20)
                button.setIcon(QIcon(alert_pixmap(level, size)))
                button.setIconSize(QSize(size, size))
            button.toggled.connect(self._on_toggle)
            self._group.addButton(button)
            row.addWidget(button)
            self._buttons[level] = button

    def value(self) -> Any:
        return next((level for level, button in self._buttons.items() if button.isChecked()), None)

    def set_value(self, raw: Any) -> None:
        self._group.setExclusive(False)
        for level, button in self._buttons.items():
            button.setChecked(level == raw)
        self._group.setExclusive(True)

    def inputs(self) -> list[QWidget]:
        return list(self._buttons.values())

    def focus_first(self) -> None:
        """The chosen level, where there is one: the space bar on another would change the level."""
        (self._group.checkedButton() or self.inputs()[0]).setFocus()

    def _on_toggle(self, on: bool) -> None:
        if on:
            self.changed.emit()


class YesNoEditor(Editor):
    """A single check box."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._box = QCheckBox(self.tr("Yes"))
        self._box.setAccessibleName(field.label)
        self._box.toggled.connect(self.changed)
        column.addWidget(self._box)

    def value(self) -> Any:
        return True if self._box.isChecked() else None

    def set_value(self, raw: Any) -> None:
        self._box.setChecked(bool(raw))

    def inputs(self) -> list[QWidget]:
        return [self._box]
