# SPDX-License-Identifier: EUPL-1.2
"""The button inside a line, at its end: it empties the line, or opens a calendar, and grows with the text.

Qt's own is drawn in 16 pixels at every text size, and is too narrow to be hit (WCAG 2.2, 2.5.8).
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QLineEdit, QToolButton

from comunecast_gui.ui.widgets.look import Look, set_tip

_SIDE, _SIGN, _APART = 28, 18, 4
"""In pixels at normal text size: the button, its sign, and what is left around it."""


class FieldButton(QToolButton):
    """Keeps its place while the line grows, and the words of the line out from under it."""

    def __init__(self, look: Look, field: QLineEdit, icon: str, name: str) -> None:
        """``name`` is what a screen reader says and the tool tip shows."""
        super().__init__(field)
        self._look, self._field = look, field
        self.setObjectName("inField")
        self.setAccessibleName(name)
        set_tip(self, name)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        look.put_icon(self, icon)
        look.on_theme(self, self._dress)
        field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutDirectionChange):
            self._place()
        return super().eventFilter(watched, event)

    def _dress(self) -> None:
        px = self._look.theme.px
        self.setIconSize(QSize(px(_SIGN), px(_SIGN)))
        self.setFixedSize(px(_SIDE), px(_SIDE))
        self._place()

    def _place(self) -> None:
        field, gap = self._field, self._look.theme.px(_APART)
        leftward = field.layoutDirection() is Qt.LayoutDirection.RightToLeft
        x = gap if leftward else field.width() - self.width() - gap
        self.move(x, (field.height() - self.height()) // 2)
        room = self.width()
        field.setTextMargins(room if leftward else 0, 0, 0 if leftward else room, 0)


def clearable(look: Look, field: QLineEdit) -> None:
    """Gives a line the button that empties it, there while something is written."""
    button = FieldButton(look, field, "it-close", QCoreApplication.translate("Words", "Empty the field"))
    button.clicked.connect(field.clear)
    field.textChanged.connect(lambda text: button.setVisible(bool(text)))
    button.setVisible(bool(field.text()))
