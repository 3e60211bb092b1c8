# SPDX-License-Identifier: EUPL-1.2
"""Fields that the mouse wheel does not change: it scrolls the page under them.

Qt's own choices, dates and numbers step with every notch of the wheel and take the focus from it, so who scrolls a form
writes another day into it. Every field of the window is one of these.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QDateEdit, QDateTimeEdit, QPlainTextEdit, QSpinBox, QTabBar, QTimeEdit


class _FocusedByHand:
    """Takes the focus from a click or the Tab key, never from the wheel."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        if self.focusPolicy() == Qt.FocusPolicy.WheelFocus:  # type: ignore[attr-defined]
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # type: ignore[attr-defined]


class _Still(_FocusedByHand):
    """Leaves the wheel to what is around the field, with the focus and without."""

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        event.ignore()


class ChoiceField(_Still, QComboBox):
    """One of several; an open list of them scrolls."""


class NumberField(_Still, QSpinBox):
    """A whole number."""


class MomentField(_Still, QDateTimeEdit):
    """A day and a time of day."""


class DayField(_Still, QDateEdit):
    """A day."""


class HourField(_Still, QTimeEdit):
    """A time of day."""


class Tabs(_Still, QTabBar):
    """One of several views."""


class TextArea(_FocusedByHand, QPlainTextEdit):
    """Several lines of text, which scroll under the wheel only while a person writes in them."""

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
