# SPDX-License-Identifier: EUPL-1.2
"""A card with one row for each thing that is done, waits or is open: a sign, its state in words, what to do, a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from comunecast_gui.ui.widgets.by_keyboard import in_reading_order
from comunecast_gui.ui.widgets.look import Look, breakable, label, rule
from comunecast_gui.ui.widgets.outside import open_page

_SIGNS = {
    "success": "it-check-circle",
    "error": "it-error",
    "warning": "it-warning-circle",
    "muted": "it-clock",
}


@dataclass(frozen=True, slots=True)
class StatusRow:
    """``tone`` is success, warning, error or muted; ``state`` says the same in a word or two.

    ``page`` is an address that a button opens.
    """

    title: str
    state: str
    text: str
    tone: str = "muted"
    page: str = ""


class StatusRows(QFrame):
    """The rows, replaced as a whole; the focus stays on the same button where that is still there."""

    def __init__(self, look: Look, title: str) -> None:
        super().__init__()
        self.setObjectName("card")
        self._look = look
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(20, 16, 20, 16)
        self._column.setSpacing(8)
        self._column.addWidget(label(title, "section"))
        self._inner = QWidget()
        self._column.addWidget(self._inner)
        self.rows: tuple[StatusRow, ...] = ()

    def show_rows(self, rows: Sequence[StatusRow]) -> None:
        """Shows these in place of what was there."""
        if tuple(rows) == self.rows:
            return
        self.rows = tuple(rows)
        focused = self.focusWidget()
        spoken = focused.accessibleName() if focused is not None and focused.hasFocus() else ""
        fresh = QWidget()
        column = QVBoxLayout(fresh)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        again: QWidget | None = None
        for number, one in enumerate(self.rows):
            if number:
                column.addWidget(rule())
            row, button = self._row(one)
            column.addWidget(row)
            if button is not None and spoken and button.accessibleName() == spoken:
                again = button
        self._column.removeWidget(self._inner)
        self._inner.hide()
        self._inner.deleteLater()
        self._inner = fresh
        self._column.addWidget(fresh)
        fresh.show()
        in_reading_order(self)
        if again is not None:
            again.setFocus()

    def _row(self, one: StatusRow) -> tuple[QWidget, QWidget | None]:
        row = QWidget()
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(12)
        across.addWidget(self._look.icon_label(_SIGNS[one.tone], one.tone), 0, Qt.AlignmentFlag.AlignTop)
        said = QVBoxLayout()
        said.setSpacing(2)
        head = QHBoxLayout()
        head.addWidget(label(one.title, "strong"), 1)
        head.addWidget(label(one.state, one.tone, wrap=False), 0, Qt.AlignmentFlag.AlignTop)
        said.addLayout(head)
        if one.text:
            said.addWidget(label(breakable(one.text), "muted"))
        button = None
        if one.page:
            button = self._look.button(
                QCoreApplication.translate("Setup", "Open Meta's page"), "quiet", "it-external-link"
            )
            name = QCoreApplication.translate("Setup", "Open Meta's page: {title}").format(title=one.title)
            button.setAccessibleName(name)
            button.clicked.connect(partial(_open, one.page))
            said.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        across.addLayout(said, 1)
        return row, button


def _open(page: str, *_: object) -> None:
    open_page(page)
