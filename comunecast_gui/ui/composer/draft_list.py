# SPDX-License-Identifier: EUPL-1.2
"""The notices that were begun and not sent: what each is about, how old it is, go on with it or throw it away."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from comunecast_gui.core.notice.categories import Catalogue
from comunecast_gui.core.ports import Clock
from comunecast_gui.ui.composer.draft_autosave import DraftAutosave
from comunecast_gui.ui.composer.draft_questions import ask_to_throw_away
from comunecast_gui.ui.runtime.drafts import KeptDraft
from comunecast_gui.ui.widgets import labels
from comunecast_gui.ui.widgets.by_keyboard import in_reading_order
from comunecast_gui.ui.widgets.look import Look, card, label

_FEW = 2
"""So many take room above the subjects; the others on request."""


class DraftList(QWidget):
    """What ``keeper`` keeps, the newest first; hidden while there is nothing."""

    wanted = Signal(object)
    """Somebody wants to go on with this :class:`KeptDraft`."""
    dropped = Signal(str)
    """Somebody wants the draft with this uuid thrown away, and was asked."""
    left = Signal()
    """The button that had the focus is gone."""

    def __init__(
        self, look: Look, catalogue: Catalogue, clock: Clock, keeper: DraftAutosave, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._clock = clock
        self._keeper = keeper
        self._names = {category.id: category.name for category in catalogue}
        self._unfolded = False
        self._first: QPushButton | None = None
        self.shown: tuple[KeptDraft, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 24, 28, 0)
        column.setSpacing(8)
        column.addWidget(label(self.tr("Begun and not sent"), "section"))
        frame, self._column = card()
        column.addWidget(frame)
        self._more = look.button("", "quiet")
        self._more.clicked.connect(self._on_more)
        column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def read(self) -> None:
        """Looks again at what is kept."""
        self._keeper.read(self.show_drafts)

    def show_drafts(self, found: Sequence[KeptDraft]) -> None:
        """Shows these, as far as their subject still exists."""
        self.shown = tuple(kept for kept in found if kept.category in self._names)
        focus = QApplication.focusWidget()  # the list's own would be the one that had it last
        focused = focus is not None and self.isAncestorOf(focus)
        while (item := self._column.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        few = self.shown if self._unfolded else self.shown[:_FEW]
        self._first = None
        for kept in few:
            row, go_on = self._row(kept)
            self._first = self._first or go_on
            self._column.addWidget(row)
        rest = len(self.shown) - len(few)
        self._more.setText(self.tr("Show %n more", "", rest) if rest else "")
        self._more.setVisible(bool(rest))
        self.setVisible(bool(self.shown))
        in_reading_order(self)
        if focused:
            self.focus_first()

    def focus_first(self) -> None:
        """Moves the focus to the newest one."""
        if self._first is not None:
            self._first.setFocus()
        else:
            self.left.emit()

    def _row(self, kept: KeptDraft) -> tuple[QWidget, QPushButton]:
        row = QWidget()
        row.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(10)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label(kept.title, "strong"))
        age = labels.age(self._clock.now() - kept.at)
        topic = self._names[kept.category]
        words.addWidget(label(topic + " · " + age, "small"))
        line.addLayout(words, 1)
        go_on = self._look.button(self.tr("Go on writing"))
        go_on.setAccessibleName(self.tr("Go on writing: {title}, {age}").format(title=kept.title, age=age))
        go_on.clicked.connect(partial(self.wanted.emit, kept))
        drop = self._look.button(self.tr("Throw it away…"), "quiet")
        drop.setAccessibleName(self.tr("Throw it away: {title}, {age}").format(title=kept.title, age=age))
        drop.clicked.connect(lambda: ask_to_throw_away(self._look, self, kept.title, partial(self._drop, kept.uuid)))
        line.addWidget(go_on)
        line.addWidget(drop)
        return row, go_on

    def _drop(self, uuid: str) -> None:
        self.dropped.emit(uuid)

    def _on_more(self) -> None:
        self._unfolded = True
        self.show_drafts(self.shown)
