# SPDX-License-Identifier: EUPL-1.2
"""The dialog in which a colleague types their PIN before the window opens."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from comunecast_gui.core.approval.colleagues import Colleague
from comunecast_gui.core.errors import UserError
from comunecast_gui.core.sentences import Sentences
from comunecast_gui.ui.widgets.by_keyboard import tell_fault
from comunecast_gui.ui.widgets.fitting_dialog import FittingDialog
from comunecast_gui.ui.widgets.look import Banner, Look, announce, buddy_label, button_row, label
from comunecast_gui.ui.widgets.still_fields import ChoiceField


class SignInDialog(FittingDialog):
    """One field for the PIN; the name is asked only where several people share this account of the computer.

    ``sign_in`` takes a colleague's id and a PIN, and raises InputError for a wrong one. It may take a second.
    """

    def __init__(
        self,
        look: Look,
        sentences: Sentences,
        office: str,
        people: Sequence[Colleague],
        sign_in: Callable[[int, str], Colleague],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look.theme.px(420), parent)
        self._sentences = sentences
        self._sign_in = sign_in
        self.signed_in: Colleague | None = None
        """Who signed in; None until then."""
        self.setWindowTitle(self.tr("{office} - ComuneCast").format(office=office))
        column = self.column
        column.addWidget(label(self.tr("Who is sending?"), "section"))
        why = self.tr("In this office everybody works under their own name. The PIN is yours alone.")
        column.addWidget(label(why, "muted"))
        self.people = ChoiceField()
        for one in people:
            self.people.addItem(one.name, one.id)
        self.pin = QLineEdit()
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        column.addSpacing(6)
        column.addWidget(buddy_label(self.tr("&Name"), self.people))
        column.addWidget(self.people)
        column.addWidget(buddy_label(self.tr("&PIN"), self.pin))
        column.addWidget(self.pin)
        self._failure = Banner(look, "error")
        self._failure.hide()
        column.addStretch(1)
        close = look.button(self.tr("&Close"))
        close.clicked.connect(self.reject)
        self.enter = look.button(self.tr("&Sign in"), "primary", "it-key")
        self.enter.clicked.connect(self._on_enter)
        self.enter.setDefault(True)
        self.set_foot(button_row(close, self.enter), self._failure)
        self.pin.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def failure(self) -> str:
        """Why nobody signed in; empty if nothing was wrong."""
        return self._failure.text if self._failure.isVisibleTo(self) else ""

    def _on_enter(self) -> None:
        try:
            self.signed_in = self._sign_in(self.people.currentData(), self.pin.text())
        except UserError as error:
            self.pin.clear()
            self.pin.setFocus()
            self._failure.set_text(self._sentences.of(error))
            self._failure.show()
            announce(self, self._failure.text)
            tell_fault(self.pin, self._failure.text)
            return
        self.accept()
