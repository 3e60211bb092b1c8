# SPDX-License-Identifier: EUPL-1.2
"""How much room a window has on its screen."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QRect
from PySide6.QtWidgets import QWidget

_USUAL_FRAME = QMargins(2, 32, 2, 2)
"""Title bar and edges of a window, in pixels, as long as the system has not drawn them: what no system exceeds."""


def available(widget: QWidget) -> QRect:
    """The screen that ``widget`` is on, without task bar and dock."""
    return widget.screen().availableGeometry()


def room_for(widget: QWidget) -> QRect:
    """Where on its screen the contents of a window may be, so that its title bar and its edges are visible too."""
    inner, outer = widget.geometry(), widget.frameGeometry()
    frame = _USUAL_FRAME
    if widget.isVisible() and outer != inner:
        frame = QMargins(
            inner.left() - outer.left(), inner.top() - outer.top(),
            outer.right() - inner.right(), outer.bottom() - inner.bottom(),
        )  # fmt: skip
    return available(widget).marginsRemoved(frame)
