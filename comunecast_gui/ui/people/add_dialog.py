# SPDX-License-Identifier: EUPL-1.2
"""The dialog to add one subscriber by hand, with the source of the consent."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from comunecast_gui.core.changes import ChangeKind
from comunecast_gui.core.errors import UserError
from comunecast_gui.ui.runtime.ops import Ops
from comunecast_gui.ui.runtime.subscriber_import import AddedPerson, SubscriberImporter
from comunecast_gui.ui.widgets.by_keyboard import let_rest, noting, tell_fault
from comunecast_gui.ui.widgets.fitting_dialog import FittingDialog
from comunecast_gui.ui.widgets.look import Banner, Look, announce, buddy_label, button_row, label

_OF_SOURCE = frozenset({"source_holds_number"})
"""What is wrong with where the consent comes from; all else is about the number."""


class AddDialog(FittingDialog):
    """A number and where the consent comes from; a doubtful number is added when the button is pressed once more."""

    added = Signal(str)
    """The masked number of the person who was added."""

    def __init__(self, look: Look, ops: Ops, importer: SubscriberImporter, parent: QWidget | None = None) -> None:
        super().__init__(look.theme.px(460), parent)
        self._ops = ops
        self._importer = importer
        self._asking = False
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Add a subscriber"))
        column = self.column
        column.setSpacing(8)
        column.addWidget(label(self.tr("Add a subscriber"), "section"))
        self.number = QLineEdit()
        self.number.setPlaceholderText("333 1234567")
        self.source = QLineEdit()
        self.source.setPlaceholderText(self.tr("e.g. form signed at the front office on 3 May"))
        for words, edit in (
            (self.tr("Mobile &number"), self.number),
            (self.tr("How the consent was &given"), self.source),
        ):
            edit.textChanged.connect(self._update)
            column.addWidget(buddy_label(words, edit))
            column.addWidget(edit)
        self._failure = Banner(look, "error")
        self._doubt = Banner(look, "warning")
        for banner in (self._failure, self._doubt):
            banner.hide()
        column.addStretch(1)
        back = look.button(self.tr("&Cancel"))
        back.clicked.connect(self.reject)
        self.save = look.button(self.tr("&Add"), "primary")
        self.save.clicked.connect(self._on_save)
        self.set_foot(button_row(back, self.save), self._failure, self._doubt)
        self.number.textChanged.connect(self._forget_doubt)
        self._update()
        self.number.setFocus()

    @property
    def failure(self) -> str:
        """Why the person was not added; empty if nothing was wrong."""
        return self._failure.text if self._failure.isVisibleTo(self) else ""

    @property
    def doubt(self) -> str:
        """What is doubtful about the number that is asked about; empty while nothing is."""
        return self._doubt.text if self._doubt.isVisibleTo(self) else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter presses the button that has the focus; in a field it adds, or says what is still missing."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
            return
        focused = self.focusWidget()
        if isinstance(focused, QPushButton):
            focused.click()
        elif self.save.isEnabled():
            self.save.click()
        elif self._asking:
            return  # it was pressed already
        elif not self.number.text().strip():
            self._on_failed(self.tr("Write the number too."), self.number)
        else:
            self._on_failed(self.tr("Write also how the consent was given."), self.source)

    def _update(self) -> None:
        self.save.setEnabled(bool(not self._asking and self.number.text().strip() and self.source.text().strip()))

    def _on_save(self) -> None:
        self._asking = True
        let_rest(self.save)
        number, sure = self.number.text(), bool(self.doubt)
        refused: list[UserError] = []
        call = noting(partial(self._importer.add, number, self.source.text().strip(), accept_warned=sure), refused)
        then, kind = partial(self._on_answer, number), ChangeKind.SUBSCRIBERS
        failed = partial(self._on_refused, refused)
        self._ops.change(self, call, then, failed, kind=kind, ids=lambda done: done.ids)

    def _on_refused(self, refused: Sequence[UserError], sentence: str) -> None:
        field = next((self.source if one.code in _OF_SOURCE else self.number for one in refused), None)
        self._on_failed(sentence, field)

    def _on_answer(self, number: str, done: AddedPerson) -> None:
        self._asking = False
        self._update()
        if done.doubt:
            if number == self.number.text():  # else there is another number by now, which nobody looked at yet
                self._ask_about(done.doubt)
            return
        self.added.emit(done.number)
        self.accept()

    def _ask_about(self, doubt: str) -> None:
        self._failure.hide()
        self._doubt.set_text(doubt)
        self._doubt.show()
        self.save.setText(self.tr("&Add anyway"))
        announce(self, doubt)
        tell_fault(self.number, doubt)
        self.number.setFocus()
        self.number.selectAll()

    def _forget_doubt(self) -> None:
        """Whatever is added next is judged anew."""
        self._doubt.hide()
        self.save.setText(self.tr("&Add"))

    def _on_failed(self, sentence: str, field: QLineEdit | None = None) -> None:
        """Says why nobody was added, and leads to the field that it is about."""
        self._asking = False
        self._forget_doubt()
        self._failure.set_text(sentence)
        self._failure.show()
        announce(self, sentence)
        self._update()
        if field is not None:
            tell_fault(field, sentence)
            field.setFocus()
