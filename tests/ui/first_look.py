# SPDX-License-Identifier: EUPL-1.2
"""Finds what is wrong at the first look at a window: not at its top, hard to hit, no next step or several."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QComboBox,
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QTabBar,
    QWidget,
)

TARGET = 24
"""Width and height in pixels of what can be pressed, at the least (WCAG 2.2, 2.5.8)."""
_Kind = TypeVar("_Kind", bound=QWidget)
_CONTROLS = (QAbstractButton, QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit)


def scrolled_away(window: QWidget) -> list[str]:
    """The parts of a window that do not show their top."""
    return [
        f"{area.accessibleName() or type(area).__name__!r} opens {area.verticalScrollBar().value()} below its top"
        for area in _visible(window, QScrollArea)
        if area.verticalScrollBar().value()
    ]


def scrolls_sideways(window: QWidget) -> list[str]:
    """Forms that are wider than their window: whoever reads large text would push each line to and fro."""
    return [
        f"{area.accessibleName() or type(area).__name__!r} is {area.horizontalScrollBar().maximum()} too wide"
        for area in _visible(window, QScrollArea)
        if area.horizontalScrollBar().maximum()
    ]


def focus_unseen(window: QWidget) -> list[str]:
    """What has the focus where nobody sees it."""
    focused = window.focusWidget()
    if focused is None or not focused.isVisible() or isinstance(focused, QScrollArea):
        return []
    seen = focused.visibleRegion().boundingRect()
    least = min(focused.height(), TARGET)
    return [] if seen.height() >= least else [f"the focus is out of sight, on {_name(focused)}"]


def small_targets(window: QWidget) -> list[str]:
    """Controls that are too small to be hit."""
    found = []
    for one in _visible(window, QWidget):
        if isinstance(one, QTabBar):
            sizes = [one.tabRect(tab).size() for tab in range(one.count())]
        elif isinstance(one, _CONTROLS) and not _is_part(one):
            sizes = [one.size()]
        else:
            continue
        found += [
            f"{_name(one)} is {size.width()} by {size.height()}"
            for size in sizes
            if min(size.width(), size.height()) < TARGET
        ]
    return found


def next_steps(window: QWidget) -> list[str]:
    """Nothing, where one button stands out as the next step; in a dialog that may be one that takes away."""
    buttons = _visible(window, QPushButton)
    main = [one for one in buttons if one.property("kind") == "primary"]
    if not main and isinstance(window, QDialog):
        main = [one for one in buttons if one.property("kind") == "danger"]
    return [] if len(main) == 1 else [f"{len(main)} next steps: {[one.text() for one in main]}"]


def _visible(window: QWidget, kind: type[_Kind]) -> list[_Kind]:
    return [one for one in window.findChildren(kind) if one.window() is window and one.isVisible()]


def _is_part(widget: QWidget) -> bool:
    """Whether it is the line inside a number or a choice, which is pressed as a whole."""
    return isinstance(widget.parent(), QAbstractSpinBox | QComboBox)


def _name(widget: QWidget) -> str:
    words = widget.text() if isinstance(widget, QAbstractButton) else ""
    return f"{type(widget).__name__} {(words or widget.accessibleName())[:40]!r}"
