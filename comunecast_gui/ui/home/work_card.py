# SPDX-License-Identifier: EUPL-1.2
"""A card of short lines, each with a sign, what it is about, and the one button that deals with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from comunecast_gui.ui.widgets.by_keyboard import in_reading_order
from comunecast_gui.ui.widgets.flow_layout import FlowLayout
from comunecast_gui.ui.widgets.look import Look, label, rule

_SIGNS = {
    "error": "it-error",
    "warning": "it-warning-circle",
    "success": "it-check-circle",
    "info": "it-info-circle",
}


@dataclass(frozen=True, slots=True)
class WorkLine:
    """``key`` tells the line from the others, so that the focus is found again; ``tone`` is a key of the signs.

    ``press`` is called by the button ``button``; without it there is none. ``others`` are further answers: the key of
    each button after the line's, its words, and what it does.
    """

    key: str
    tone: str
    title: str
    detail: str = ""
    state: str = ""
    button: str = ""
    press: Callable[[], object] | None = None
    others: tuple[tuple[str, str, Callable[[], object]], ...] = ()


class WorkCard(QFrame):
    """Lines under a heading; drawn anew only where they changed, and the focus stays on the same line's button."""

    def __init__(self, look: Look, title: str, nothing: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._look = look
        self._lines: tuple[WorkLine, ...] = ()
        self.buttons: dict[str, QPushButton] = {}
        """The button of each line that has one, by the line's key."""
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        self.head = QHBoxLayout()
        self.head.addWidget(label(title, "section"), 1)
        column.addLayout(self.head)
        self._nothing = label(nothing, "muted")
        column.addWidget(self._nothing)
        self._inner = QWidget()
        column.addWidget(self._inner)
        column.addStretch(1)
        self._column = column

    @property
    def texts(self) -> list[str]:
        """What each line says."""
        return [" ".join(filter(None, (line.title, line.state, line.detail))) for line in self._lines]

    def say_nothing(self, text: str) -> None:
        """Changes what stands there while there is no line."""
        self._nothing.setText(text)

    def show_lines(self, lines: Sequence[WorkLine]) -> None:
        """Shows these in place of what was there."""
        fresh = tuple(lines)
        before, self._lines = self._lines, fresh
        if _seen(before) == _seen(fresh):
            return
        focused = next((key for key, button in self.buttons.items() if button.hasFocus()), "")
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.buttons = {}
        for number, line in enumerate(fresh):
            if number:
                column.addWidget(rule())
            column.addWidget(self._row(line))
        self._nothing.setVisible(not fresh)
        self._column.replaceWidget(self._inner, inner)
        self._inner.hide()
        self._inner.deleteLater()
        self._inner = inner
        inner.setVisible(bool(fresh))
        in_reading_order(self)
        if focused and (again := self.buttons.get(focused) or next(iter(self.buttons.values()), None)):
            again.setFocus(Qt.FocusReason.OtherFocusReason)

    def _row(self, line: WorkLine) -> QWidget:
        row = QWidget()
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(12)
        across.addWidget(self._look.icon_label(_SIGNS[line.tone], _colour(line.tone)), 0, Qt.AlignmentFlag.AlignVCenter)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label(line.title, "strong"))
        if line.state:
            words.addWidget(label(line.state, line.tone if line.tone != "info" else "muted"))
        if line.detail:
            words.addWidget(label(line.detail, "muted"))
        across.addLayout(words, 1)
        if line.others:
            answers = FlowLayout(gap=8)
            for key in self._presses(line):
                answers.addWidget(self._button(line, key))
            words.addSpacing(6)
            words.addLayout(answers)
        elif line.button and line.press is not None:
            across.addWidget(self._button(line, line.key), 0, Qt.AlignmentFlag.AlignVCenter)
        return row

    def _button(self, line: WorkLine, key: str) -> QPushButton:
        words = self._presses(line)[key][0]
        button = self._look.button(words)
        button.setAccessibleName(f"{words.replace('&', '')}: {line.title}")
        button.setAccessibleDescription(line.detail)
        button.clicked.connect(lambda _=False: self._press(line.key, key))
        self.buttons[key] = button
        return button

    @staticmethod
    def _presses(line: WorkLine) -> dict[str, tuple[str, Callable[[], object]]]:
        """By key, the words of each button of a line, and what it does."""
        first = {line.key: (line.button, line.press)} if line.button and line.press is not None else {}
        return first | {f"{line.key}-{key}": (words, press) for key, words, press in line.others}

    def _press(self, line_key: str, key: str) -> None:
        """What the button of this key does now: the lines may be newer than the button."""
        for line in self._lines:
            if line.key == line_key and key in (presses := self._presses(line)):
                presses[key][1]()
                return


def _seen(lines: Sequence[WorkLine]) -> list[tuple[str, ...]]:
    return [
        (line.key, line.tone, line.title, line.detail, line.state, line.button, *(words for _, words, _ in line.others))
        for line in lines
    ]


def _colour(tone: str) -> str:
    return "accent" if tone == "info" else tone
