# SPDX-License-Identifier: EUPL-1.2
"""Fields that the mouse wheel does not change: it scrolls the page under them.

Qt's own choices and numbers step with every notch of the wheel and take the focus from it, so who scrolls a form
writes another choice into it. Every field of the window is one of these.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QSpinBox, QTabBar

from comunecast_gui.ui.widgets.look import label

_MARGIN = 8
"""Pixels left and right of a number."""


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
    """One of several; an open list of them scrolls.

    On Linux Qt tells a screen reader the chosen value as the name of such a field, and what it is for only by the
    relation to a label beside it; so each has a label that nobody sees.
    """

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._title = label(wrap=False)
        self._place_title()

    def setAccessibleName(self, name: str) -> None:  # noqa: N802 - Qt's name
        super().setAccessibleName(name)
        self._title.setText(name.replace("&", "&&"))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ParentChange:
            self._place_title()
        return super().event(event)

    def _place_title(self) -> None:
        """Qt looks for it among the children of the field's parent."""
        self._title.setParent(self.parentWidget())
        self._title.hide()
        self._title.setBuddy(self)


class NumberField(_Still, QSpinBox):
    """A whole number, written as far from the border as the words of every other field are."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        # the padding of the style sheet does not reach the line inside
        self.lineEdit().setTextMargins(_MARGIN, 0, _MARGIN, 0)


class Tabs(_Still, QTabBar):
    """One of several views."""


class TextArea(_FocusedByHand, QPlainTextEdit):
    """Several lines of text, which scroll under the wheel only while a person writes in them."""

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
