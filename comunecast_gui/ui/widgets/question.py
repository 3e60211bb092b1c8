# SPDX-License-Identifier: EUPL-1.2
"""Questions before something that cannot be undone, and messages, without a nested event loop."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from comunecast_gui.ui.widgets.fitting_dialog import FittingDialog
from comunecast_gui.ui.widgets.look import Look, button_row, label


class Question(FittingDialog):
    """A question with one way on and one way back, each named by what it does; the way back has the focus."""

    def __init__(
        self,
        look: Look,
        title: str,
        text: str,
        yes: str,
        no: str,
        on_yes: Callable[[], None],
        parent: QWidget,
        kind: str = "",
    ) -> None:
        super().__init__(look.theme.px(440), parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        column = self.column
        column.setSpacing(12)
        heading: QLabel = label(title, "section")
        column.addWidget(heading)
        words = label(text)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(words)
        column.addStretch(1)
        self.no = look.button(no)
        self.no.clicked.connect(self.reject)
        self.yes = look.button(yes, kind or "primary")
        self.yes.clicked.connect(self.accept)
        for button in (self.no, self.yes):
            button.setAutoDefault(True)
        self.set_foot(button_row(self.no, self.yes))
        self.accepted.connect(on_yes)
        self.no.setFocus()


def ask(
    look: Look,
    parent: QWidget,
    title: str,
    text: str,
    yes: str,
    no: str,
    on_yes: Callable[[], None],
    *,
    kind: str = "primary",
) -> Question:
    """Opens a question; ``on_yes`` follows if the answer is yes. ``no`` says what happens otherwise."""
    question = Question(look, title, text, yes, no, on_yes, parent, kind)
    question.open()
    return question
